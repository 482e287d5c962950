// Codings whose passage a corrected text has no more, or carries elsewhere: each to be looked at, placed again, confirmed
// or dropped. The list stands below the text, so that words can be selected while it is open.

import { button, fill, h, shorten } from "./dom.js";
import { marksOf } from "./facets.js";

export class Lost {
  constructor(state, gestures) {
    Object.assign(this, { state, gestures });
    this.at = "";
    this.onClose = () => {};
    this.opener = button("Lost and moved", () => this.toggle(), { key: "l", hidden: true, "aria-expanded": "false" });
    this.list = h("div", { class: "lostlist", role: "listbox", "aria-label": "Lost and moved codings", tabindex: "0", on: { click: (e) => this.click(e), keydown: (e) => this.key(e) } });
    this.told = h("p", { class: "faint" });
    this.does = h("p", { class: "buttons", role: "toolbar", "aria-label": "What to do with this coding" });
    this.element = h("section", { class: "lost", "aria-label": "Lost and moved codings", hidden: true }, this.told, this.list, this.does);
    state.on("lost", () => this.draw());
    state.on("codebook", () => this.draw());
    state.on("selection", () => this.drawButtons());
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** All of them, what asks for a look first. */
  rows() {
    const { lost, moved } = this.state;
    return [...lost.rows.map((row) => ({ ...row, lost: true })), ...moved.rows];
  }

  get row() {
    return this.rows().find((row) => row.id === this.at) ?? null;
  }

  /** Open it and go there; from there back to the text. */
  toggle() {
    if (this.isOpen && this.element.contains(this.element.ownerDocument.activeElement)) {
      this.onClose();
      return;
    }
    if (!this.rows().length) {
      this.gestures.say("No coding is lost or moved.");
      return;
    }
    this.element.hidden = false;
    this.draw();
    this.list.focus();
  }

  close() {
    this.element.hidden = true;
    this.opener.setAttribute("aria-expanded", "false");
    this.onClose();
  }

  draw() {
    const rows = this.rows();
    const { lost, moved } = this.state;
    const number = rows.length + lost.more + moved.more;
    this.opener.hidden = !number;
    this.opener.firstChild.textContent = `Lost and moved ${number}`;
    this.opener.setAttribute("aria-expanded", String(this.isOpen));
    if (!this.isOpen) return;
    if (!number) {
      this.close();
      return;
    }
    if (!rows.some((row) => row.id === this.at)) this.at = rows[Math.min(this.place ?? 0, rows.length - 1)]?.id ?? "";
    this.place = rows.findIndex((row) => row.id === this.at);
    const beyond = lost.more + moved.more;
    this.told.textContent = `${lost.rows.length + lost.more} lost, ${moved.rows.length + moved.more} moved with the corrected text${beyond ? `; the first ${rows.length} are listed` : ""}`;
    fill(this.list, ...rows.map((row, n) => this.option(row, n)));
    const chosen = this.list.querySelector('[aria-selected="true"]');
    this.list.setAttribute("aria-activedescendant", chosen?.id ?? "");
    chosen?.scrollIntoView({ block: "nearest" });
    this.drawButtons();
  }

  option(row, n) {
    this.prefix ??= `sqd-lost-${Math.random().toString(36).slice(2)}`;
    const code = this.state.codeOf(row.code);
    const words = (text) => h("bdi", { class: "quote", text: `“${shorten(text, 160)}”` });
    const changed = !row.lost && row.was !== row.quote;
    return h(
      "div",
      { class: "option", role: "option", id: `${this.prefix}-${n}`, "aria-selected": String(row.id === this.at), data: { id: row.id }, style: { "--sqd-code": code.colour } },
      h("span", { class: "chip", "aria-hidden": "true" }),
      h(
        "span", { class: "optiontext" },
        h("span", {}, h("b", { text: row.lost ? "Lost: " : "Moved: " }), h("bdi", { text: code.path }), ` ${marksOf(this.state.codebook.facets, row.facets)} `, h("span", { class: "faint" }, h("bdi", { text: row.coder }), " in ", h("bdi", { text: row.title || row.document }), row.created ? `, ${row.created.slice(0, 10)}` : "")),
        h("span", {}, words(row.lost || !changed ? row.quote : row.was), changed ? " is now " : "", changed ? words(row.quote) : ""),
        h("span", { class: "faint" }, h("bdi", { text: row.why }), row.memo ? h("bdi", { text: ` ✎ ${shorten(row.memo, 120)}` }) : ""),
      ),
    );
  }

  drawButtons() {
    if (!this.isOpen) return;
    const { row } = this;
    const held = this.does.contains(this.does.ownerDocument.activeElement);
    const place = button("Place on the selection", () => this.put(), { key: "p" });
    place.disabled = !this.state.span;
    const sure = this.state.moved.rows.filter((one) => one.sure).map((one) => one.id);
    fill(
      this.does,
      row ? button("Go there", () => this.go(), { key: "Enter", class: "main" }) : null,
      row && !row.lost ? button("It is right", () => this.confirm([row.id]), { key: "a" }) : null,
      row ? place : null,
      row ? button(row.lost ? "Drop" : "Remove", () => this.drop(), { key: "Del" }) : null,
      sure.length > 1 ? button(`All ${sure.length} with the same words are right`, () => this.confirm(sure)) : null,
      button("Close", () => this.close(), { key: "Esc" }),
    );
    if (held) this.list.focus();
  }

  choose(id) {
    this.at = id;
    this.draw();
  }

  click(event) {
    const option = event.target.closest(".option");
    if (!option) return;
    this.choose(option.dataset.id);
    this.go(false);
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const rows = this.rows();
    const go = (at) => this.choose(rows[Math.min(Math.max(at, 0), rows.length - 1)].id);
    const does = {
      ArrowDown: () => go(this.place + 1),
      ArrowUp: () => go(this.place - 1),
      Home: () => go(0),
      End: () => go(rows.length - 1),
      Enter: () => this.go(),
      p: () => this.put(),
      a: () => this.row && !this.row.lost && this.confirm([this.row.id]),
      Delete: () => this.drop(),
      Backspace: () => this.drop(),
      Escape: () => this.close(),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  /** To where it should be; a lost one has the words there selected, to be placed on or corrected. */
  async go(focus = true) {
    const { row, gestures } = this;
    if (!row) return;
    if (row.lost && !row.here) {
      gestures.say(`${row.title || row.document} is not in this corpus: open the document that it is now, select the words, and place the coding there.`);
      return;
    }
    await gestures.open(row.document, row.lost ? row.near : null);
    if (!row.lost) {
      await gestures.whole;
      gestures.take(row.id, true, true);
    } else if (!row.near) gestures.say("Nothing like it is in the text. Select the words that it is about, or drop it.");
    if (focus) this.onClose();
  }

  /** Place it on the words that are selected. */
  async put() {
    const { row, state, gestures } = this;
    if (!row || !gestures.mayWrite()) return;
    if (!state.span) {
      gestures.say("Select the words first: by mouse, or go there with Enter and move the ends with the arrows.");
      return;
    }
    if (!row.lost && row.document !== state.document.id) {
      gestures.say(`It stands in ${row.title || row.document}: go there first.`);
      return;
    }
    const [start, end] = state.span;
    const fields = row.lost ? { id: row.id, document: state.document.id, start, end } : { id: row.id, start, end };
    const answer = await gestures.ask(row.lost ? "place" : "change", fields, () => `Placed: ${state.codeOf(row.code).path}. ${this.left()}`);
    if (answer) gestures.take(answer.id, false);
    this.back();
  }

  async confirm(ids) {
    if (!this.gestures.mayWrite()) return;
    await this.gestures.ask("confirm", { ids }, () => `Confirmed: ${ids.length === 1 ? "it is right where it is" : `${ids.length} codings`}. ${this.left()}`);
    this.back();
  }

  async drop() {
    const { row } = this;
    if (!row || !this.gestures.mayWrite()) return;
    const verb = row.lost ? "drop" : "remove";
    await this.gestures.ask(verb, row.lost ? { ids: [row.id] } : { id: row.id }, () => `${row.lost ? "Dropped" : "Removed"}: ${this.state.codeOf(row.code).path}. z brings it back. ${this.left()}`);
    this.back();
  }

  left() {
    const { lost, moved } = this.state;
    const number = lost.rows.length + lost.more + moved.rows.length + moved.more;
    return number ? `${number} left.` : "None is left.";
  }

  back() {
    if (this.isOpen) this.list.focus();
  }
}

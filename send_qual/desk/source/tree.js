// The codebook: a tree with counts, a filter, the keys that codes are pinned to, and the rule of the code in hand.

import { button, fill, h, renew } from "./dom.js";
import { Rule } from "./rule.js";
import { CODE, PASSAGE } from "./selecting.js";

export class Tree {
  constructor(state, gestures) {
    Object.assign(this, { state, gestures });
    this.closed = new Set();
    this.at = "";
    this.onRetrieve = () => {}; // a code's passages are asked for, beside others or alone
    this.onShow = () => {}; // a code was clicked with no passage to give it to
    this.filter = h("input", {
      type: "search",
      class: "filter",
      placeholder: "Filter codes",
      "aria-label": "Filter codes",
      on: { input: () => this.draw(), keydown: (event) => this.inFilter(event) },
    });
    this.list = h("div", { class: "tree", role: "tree", "aria-label": "Codebook", on: { click: (e) => this.click(e), keydown: (e) => this.key(e) } });
    this.rule = new Rule(state, gestures);
    this.rule.onClose = () => this.focus();
    this.folding = button("Fold", () => this.foldAll(), { title: "Fold all themes, or unfold them" });
    this.element = h("section", { class: "codebook", "aria-label": "Codebook" }, h("div", { class: "filtering" }, this.filter, this.folding), this.list, this.rule.element);
    this.list.addEventListener("dragstart", (event) => this.dragCode(event));
    for (const kind of ["dragenter", "dragover", "dragleave", "drop"]) this.list.addEventListener(kind, (event) => this.dropped(event));
    state.on("codebook", () => this.draw());
    state.on("counts", () => this.draw());
    state.on("document", () => this.draw());
    state.on("code", () => this.drawRule());
  }

  shownCodes() {
    const wanted = this.filter.value.trim().toLocaleLowerCase();
    const { codes } = this.state.codebook;
    if (!wanted) return codes.filter((code) => !this.above(code).some((id) => this.closed.has(id)));
    const fits = (code) => `${code.name} ${code.id} ${code.definition}`.toLocaleLowerCase().includes(wanted);
    const kept = new Set(codes.filter(fits).flatMap((code) => [code.id, ...this.above(code)]));
    return codes.filter((code) => kept.has(code.id));
  }

  above(code) {
    const parts = code.id.split("/");
    return parts.slice(1).map((_, n) => parts.slice(0, n + 1).join("/"));
  }

  draw() {
    const shown = this.shownCodes();
    if (!shown.some((code) => code.id === this.at)) this.at = shown[0]?.id ?? "";
    this.here = this.state.here();
    const held = this.list.contains(this.list.ownerDocument.activeElement);
    const digits = Object.fromEntries(Object.entries(this.state.pins).map(([digit, id]) => [id, digit]));
    const parents = new Set(this.state.codebook.codes.map((code) => code.parent));
    const told = shown.map((code) => this.told(code, digits[code.id], parents.has(code.id)));
    if (shown.length) renew(this.list, told, JSON.stringify, (one) => this.item(one));
    else fill(this.list, h("p", { class: "faint", role: "none", text: "No code fits." }));
    if (held && !this.list.contains(this.list.ownerDocument.activeElement)) this.focus();
    this.drawRule();
  }

  /** All that stands beside a code in the tree. */
  told(code, digit, isParent) {
    const open = isParent ? !this.closed.has(code.id) : undefined;
    // A code that is folded together speaks for those below it.
    const ids = open === false ? this.state.codebook.codes.map(({ id }) => id).filter((id) => id === code.id || id.startsWith(`${code.id}/`)) : [code.id];
    const sum = (name) => ids.reduce((total, id) => total + (this.state.counts[id]?.[name] ?? 0), 0);
    const here = ids.reduce((total, id) => total + (this.here[id] ?? 0), 0);
    const { id, name, colour } = code;
    return { id, name, colour, digit, open, own: sum("own"), left: sum("left"), here, chosen: id === this.state.code, first: id === this.at };
  }

  item({ id, name, colour, digit, open, own, left, here, chosen, first }) {
    const depth = id.split("/").length;
    const item = h("div", {
      class: "code",
      role: "treeitem",
      tabindex: first ? "0" : "-1",
      draggable: "true",
      "aria-level": depth,
      "aria-expanded": open === undefined ? null : String(open),
      "aria-selected": String(chosen),
      "aria-label": `${name}${digit ? `, key ${digit}` : ""}, ${own} codings, ${here} in this document, ${left} suggested`,
      data: { code: id },
      style: { "--depth": depth - 1, "--sqd-code": colour },
    });
    const twist = h("span", { class: "twist", "aria-hidden": "true", text: open === undefined ? "" : open ? "▾" : "▸" });
    const key = digit ? h("kbd", { text: digit, "aria-hidden": "true" }) : null;
    const waits = left ? h("span", { class: "waits", "aria-hidden": "true", title: "suggested", text: `${left}?` }) : null;
    const count = h("span", { class: "count", "aria-hidden": "true", title: `${here} in this document`, text: own ? String(own) : "" });
    item.append(twist, h("span", { class: "chip", "aria-hidden": "true" }), ...[h("bdi", { class: "codename", text: name }), key, waits, count].filter(Boolean));
    return item;
  }

  drawRule() {
    const code = this.state.codes.get(this.state.code) ?? this.state.codes.get(this.at);
    for (const item of this.list.querySelectorAll(".code")) {
      item.setAttribute("aria-selected", String(item.dataset.code === this.state.code));
    }
    this.rule.show(code);
  }

  /** All themes folded, or none. */
  foldAll() {
    const parents = this.state.codebook.codes.map((code) => code.parent).filter(Boolean);
    this.closed = this.closed.size ? new Set() : new Set(parents);
    this.folding.textContent = this.closed.size ? "Unfold" : "Fold";
    this.draw();
  }

  focus() {
    this.list.querySelector('[tabindex="0"]')?.focus({ preventScroll: false });
  }

  goTo(id) {
    this.at = id;
    for (const item of this.list.querySelectorAll(".code")) item.tabIndex = item.dataset.code === id ? 0 : -1;
    this.state.code = id;
    this.state.tell("code");
    this.focus();
  }

  click(event) {
    const item = event.target.closest(".code");
    if (!item) return;
    const id = item.dataset.code;
    if (event.target.closest(".twist")?.textContent) this.toggle(id);
    else if (event.ctrlKey || event.metaKey || event.target.closest(".count, .waits")) this.onRetrieve(id, event.ctrlKey || event.metaKey);
    else {
      this.goTo(id);
      if (!this.gestures.aim().span) this.onShow(id);
      this.gestures.apply(id);
    }
  }

  /** A code goes with the pointer, to be dropped on the passage in hand. */
  dragCode(event) {
    const item = event.target.closest(".code");
    if (!item) return;
    event.stopPropagation();
    event.dataTransfer.effectAllowed = "copy";
    event.dataTransfer.setData(CODE, item.dataset.code);
  }

  /** The passage in hand is dragged over the codes, and dropped on one. */
  dropped(event) {
    if (event.dataTransfer.types.includes(CODE)) this.moved(event);
    if (!event.dataTransfer.types.includes(PASSAGE)) return;
    event.preventDefault();
    event.stopPropagation();
    const item = event.target.closest(".code");
    for (const other of this.list.querySelectorAll(".over")) other.classList.remove("over");
    if (event.type === "drop" && item) this.gestures.drop(item.dataset.code);
    else if (event.type !== "dragleave") item?.classList.add("over");
  }

  /** A code dragged onto another goes under it; beside all codes it becomes a theme. */
  moved(event) {
    event.preventDefault();
    event.stopPropagation();
    const item = event.target.closest(".code");
    for (const other of this.list.querySelectorAll(".over")) other.classList.remove("over");
    if (event.type !== "drop") {
      if (event.type !== "dragleave") item?.classList.add("over");
      return;
    }
    const code = event.dataTransfer.getData(CODE);
    const parent = item?.dataset.code ?? "";
    if (!code || code === parent || !this.gestures.mayWrite()) return;
    this.rule.rearrange("move_code", { code, parent }, `${this.state.codeOf(code).name} was moved, and all codings with it. z takes that back.`);
  }

  toggle(id, to = this.closed.has(id)) {
    if (to) this.closed.delete(id);
    else this.closed.add(id);
    this.draw();
  }

  inFilter(event) {
    if (event.key === "ArrowDown" || event.key === "Enter") {
      event.preventDefault();
      this.focus();
    }
  }

  /** Keys in the tree; what it does not use goes on to the desk. */
  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const ids = this.shownCodes().map((code) => code.id);
    const at = ids.indexOf(this.at);
    const code = this.state.codes.get(this.at);
    const goes = {
      ArrowDown: () => this.goTo(ids[Math.min(at + 1, ids.length - 1)]),
      ArrowUp: () => this.goTo(ids[Math.max(at - 1, 0)]),
      Home: () => this.goTo(ids[0]),
      End: () => this.goTo(ids.at(-1)),
      ArrowRight: () => this.toggle(this.at, true),
      ArrowLeft: () => (code.parent && !this.state.codebook.codes.some((c) => c.parent === code.id) ? this.goTo(code.parent) : this.toggle(this.at, false)),
      Enter: () => this.gestures.apply(this.at),
      " ": () => this.gestures.apply(this.at),
      E: () => this.rule.edit(code),
    };
    const digit = /^[1-9]$/.test(event.key);
    const pressed = event.shiftKey ? event.key.replace(/^e$/u, "E") : event.key;
    if (!code || (!goes[pressed] && !digit)) return;
    event.preventDefault();
    event.stopPropagation();
    if (digit) this.gestures.pin(event.key, this.at);
    else goes[pressed]();
  }
}

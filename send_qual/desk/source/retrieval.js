// Retrieved segments, the fourth pane: all passages of a code, or of several, in their context. A click on one goes to
// the text, with the coding in hand; keys recode it, take it away or write a memo from here.

import { Bulk } from "./bulk.js";
import { button, fill, h, renew } from "./dom.js";
import { marksOf } from "./facets.js";
import { inWords, withCode, withoutCode } from "./query.js";

const MODES = [["any", "any of them"], ["all", "all, on the same words"], ["near", "near each other"]];
const SORTS = [["text", "text order"], ["code", "by code"], ["coder", "by coder"], ["sure", "least sure"], ["new", "last coded"]];
const SURE = [["", "however sure"], ["0.9,", "90 % sure or more"], ["0.7,", "70 % or more"], ["0.5,", "50 % or more"], [",0.5", "50 % or less"], [",0.3", "30 % or less"]];
const STATES = [["", "all kinds"], ["mine,theirs", "codings"], ["mine", "your codings"], ["suggested", "suggestions"]];

export class Retrieval {
  constructor(state, gestures, picker, memo) {
    Object.assign(this, { state, gestures, picker, memo });
    this.query = { codes: [], how: "any", sort: "text" };
    this.rows = [];
    this.states = {}; // how many of them are one's own, others', suggestions
    this.except = new Set(); // ids of what is left out of what is done to all
    this.at = "";
    this.bulk = new Bulk(gestures, picker);
    this.onClose = () => {};
    this.head = h("div", { class: "asks" });
    this.count = h("p", { class: "faint", role: "status" });
    this.does = h("p", { class: "buttons" });
    this.list = h("div", { class: "segments", role: "listbox", "aria-label": "Retrieved segments", tabindex: "0", on: { click: (e) => this.click(e), keydown: (e) => this.key(e), scroll: () => this.more() } });
    this.element = h("section", { class: "retrieval", "aria-label": "Retrieved segments", hidden: true }, this.head, h("div", { class: "found" }, this.count, this.does), this.bulk.element, this.list);
    this.element.addEventListener("keydown", (event) => {
      if (/^(SELECT)$/.test(event.target.tagName) && event.key !== "Escape") event.stopPropagation();
    });
    for (const topic of ["codings", "documents", "codebook"]) state.on(topic, () => this.soon());
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** Open with the code in hand, or close. */
  toggle() {
    if (this.isOpen) this.close();
    else this.show(this.state.inHand?.code ?? this.state.code);
  }

  close() {
    this.element.hidden = true;
    this.onClose();
  }

  /** A code is retrieved: alone, or with those that are (`beside`), or not any more. */
  show(code, beside = false) {
    if (code) this.query = withCode(this.query, code, beside);
    this.except.clear();
    this.bulk.element.hidden = true;
    this.element.hidden = false;
    this.at = "";
    this.list.scrollTop = 0;
    return this.ask();
  }

  change(fields) {
    this.except.clear();
    this.bulk.element.hidden = true;
    this.query = { ...this.query, ...fields };
    this.list.scrollTop = 0;
    return this.ask();
  }

  /** Something changed: what is listed follows, a moment later, once for all that came together. */
  soon() {
    if (!this.isOpen) return;
    clearTimeout(this.later);
    this.later = setTimeout(() => this.ask(Math.max(this.rows.length, 1)), 120);
  }

  fields() {
    return { query: this.query, others: [...this.state.shown.others] };
  }

  /** Ask anew, for as many rows as were seen. */
  async ask(upTo = 1) {
    const number = (this.asked = (this.asked ?? 0) + 1);
    const rows = [];
    let answer;
    do {
      answer = await this.gestures.ask("retrieve", { ...this.fields(), from: rows.length });
      if (!answer || number !== this.asked) return;
      rows.push(...answer.rows);
    } while (rows.length < Math.min(upTo, answer.total));
    Object.assign(this, { rows, total: answer.total, documents: answer.documents, mark: answer.mark, states: answer.states });
    this.draw();
  }

  /** The list goes on as it is read. */
  async more() {
    const { list } = this;
    if (this.busy || this.rows.length >= this.total || list.scrollTop + list.clientHeight < list.scrollHeight - 600) return;
    this.busy = true;
    await this.ask(this.rows.length + 1);
    this.busy = false;
    this.more();
  }

  draw() {
    this.drawHead();
    const of = this.state.documents.length;
    const many = this.total === 1 ? "1 passage" : `${this.total.toLocaleString("en")} passages`;
    this.count.textContent = this.total ? `${many} in ${this.documents} of ${of} documents` : "No passage.";
    this.count.title = inWords(this.query, this.state);
    if (!this.rows.some((row) => row.id === this.at)) this.at = this.rows[Math.min(this.place ?? 0, this.rows.length - 1)]?.id ?? "";
    const items = this.grouped();
    renew(this.list, items, (one) => (typeof one === "string" ? `# ${one}` : JSON.stringify([one, one.id === this.at, this.except.has(one.id), this.state.codeOf(one.code)])), (one) => (typeof one === "string" ? h("h4", { role: "presentation", text: one }) : this.segment(one)));
    this.place = this.rows.findIndex((row) => row.id === this.at);
    const chosen = this.list.querySelector('[aria-selected="true"]');
    if (chosen) this.list.setAttribute("aria-activedescendant", chosen.id);
  }

  /** Rows under the case they belong to, where they come in the order of the texts. */
  grouped() {
    if (this.query.sort !== "text") return this.rows;
    const titles = new Map(this.state.documents.map(({ id, title }) => [id, title]));
    return this.rows.flatMap((row, n) => (row.document === this.rows[n - 1]?.document ? [row] : [titles.get(row.document) ?? row.document, row]));
  }

  drawHead() {
    const { query, state } = this;
    const chip = (code, sign, drop) =>
      h("span", { class: "asked", style: { "--sqd-code": state.codeOf(code).colour } }, sign, h("span", { class: "chip", "aria-hidden": "true" }), h("bdi", { text: state.codeOf(code).name }),
        h("button", { type: "button", "aria-label": `without ${state.codeOf(code).name}`, text: "×", on: { click: drop } }));
    const select = (told, options, value, does) => {
      const made = h("select", { "aria-label": told, title: told, on: { change: () => does(made.value) } }, ...options.map(([id, words]) => h("option", { value: id, text: words })));
      made.value = value;
      return made;
    };
    const facets = state.codebook.facets.map((facet) =>
      select(facet.name, [["", `${facet.name}: any`], ...facet.values.map((value) => [value.id, value.name]), ["-", "none"]], query.facets?.[facet.id] ?? "", (value) => this.change({ facets: { ...query.facets, [facet.id]: value } })));
    const groups = [["", "all documents"], ["=", "the open document"], ...Object.entries(state.groups ?? {}).flatMap(([name, values]) => values.map((value) => [`${name}=${value}`, `${name}: ${value}`]))];
    const group = query.document ? "=" : query.attribute ? `${query.attribute}=${query.value}` : "";
    const codes = state.codebook.codes.map(({ id, path }) => [id, path]);
    fill(
      this.head,
      h("div", { class: "asking" },
        ...query.codes.map((code) => chip(code, "", () => this.change({ codes: query.codes.filter((id) => id !== code) }))),
        ...(query.without ?? []).map((code) => chip(code, "not ", () => this.change(withoutCode(query, code, false)))),
        query.codes.length > 1 ? select("How the codes go together", MODES, query.how, (how) => this.change({ how })) : null,
        query.codes.length ? null : h("span", { class: "faint", text: "all codes" })),
      h("div", { class: "asking" },
        select("Add a code", [["", "+ code"], ...codes], "", (code) => this.show(code, true)),
        select("Not coded with", [["", "− not with"], ...codes], "", (code) => this.change(withoutCode(query, code, true))),
        ...facets,
        select("Which codings", STATES, (query.states ?? []).join(","), (value) => this.change({ states: value ? value.split(",") : [] })),
        select("How sure", SURE, `${query.sure_from ?? ""},${query.sure_to ?? ""}`.replace(/^,$/u, ""), (value) => this.change({ sure_from: value.split(",")[0], sure_to: value.split(",")[1] ?? "" })),
        select("In which documents", groups, group, (value) => this.within(value)),
        select("In which order", SORTS, query.sort, (sort) => this.change({ sort }))),
    );
    const files = [["Word", ".docx"], ["Excel", ".xlsx"], ["HTML", ".html"]];
    fill(this.does, ...this.bulk.buttons(this), ...files.map(([name, format]) => button(name, () => this.write(format), { title: `Write these passages as ${name}, with where each stands` })), button("Close", () => this.close(), { key: "r" }));
  }

  within(value) {
    const [attribute, ...rest] = value.split("=");
    if (value === "=") this.change({ document: this.state.document.id, attribute: "", value: "" });
    else this.change({ document: "", attribute, value: rest.join("=") });
  }

  segment(row) {
    const { state } = this;
    this.prefix ??= `sqd-segment-${Math.random().toString(36).slice(2)}`;
    const code = state.codeOf(row.code);
    const whose = row.status === "suggested" ? `suggested by ${row.coder}` : row.mine ? "" : row.coder;
    return h(
      "div",
      { class: `segment${row.status === "suggested" ? " suggested" : ""}`, role: "option", id: `${this.prefix}-${row.id}`, "aria-selected": String(row.id === this.at), data: { id: row.id }, style: { "--sqd-code": code.colour } },
      h("p", { class: "where" }, this.tick(row), h("span", { class: "chip", "aria-hidden": "true" }), h("b", { text: code.name }), ` ${marksOf(state.codebook.facets, row.facets)} `, h("span", { class: "faint" }, h("bdi", { text: [this.query.sort === "text" ? "" : this.titleOf(row), row.place, whose].filter(Boolean).join(" · ") }))),
      h("p", { class: "said", dir: "auto" }, h("span", { class: "faint", text: row.before }), h("mark", { text: row.words }), h("span", { class: "faint", text: row.after })),
      row.memo ? h("p", { class: "memo" }, h("bdi", { text: `✎ ${row.memo}` })) : null,
    );
  }

  /** In what is done to all, or left out. */
  tick(row) {
    const box = h("input", { type: "checkbox", tabindex: "-1", "aria-label": "in what is done to all", title: "In what is done to all (space)", on: { click: (event) => { event.stopPropagation(); this.leave(row.id); } } });
    box.checked = !this.except.has(row.id);
    return box;
  }

  leave(id) {
    if (!this.except.delete(id)) this.except.add(id);
    this.bulk.element.hidden = true;
    this.draw();
  }

  /** How many of those left out are in one of these states. */
  leftOut(states) {
    const state = (row) => (row.mine ? "mine" : row.status === "suggested" ? "suggested" : "theirs");
    return this.rows.filter((row) => this.except.has(row.id) && states.includes(state(row))).length;
  }

  titleOf(row) {
    return this.state.documents.find((entry) => entry.id === row.document)?.title ?? row.document;
  }

  get row() {
    return this.rows.find((row) => row.id === this.at) ?? null;
  }

  click(event) {
    const found = event.target.closest(".segment");
    if (!found) return;
    this.choose(found.dataset.id);
    this.go();
  }

  choose(id) {
    this.at = id;
    this.draw();
    this.list.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }

  /** The text there, with the coding in hand. */
  async go(focus = false) {
    const { row, gestures } = this;
    if (!row) return;
    await gestures.open(row.document);
    await gestures.whole;
    this.gestures.selecting.set(null);
    gestures.take(row.id, true, true);
    if (focus) this.onClose();
  }

  key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const go = (at) => this.rows.length && this.choose(this.rows[Math.min(Math.max(at, 0), this.rows.length - 1)].id);
    const does = {
      ArrowDown: () => go(this.place + 1),
      ArrowUp: () => go(this.place - 1),
      Home: () => go(0),
      End: () => go(this.rows.length - 1),
      Enter: () => this.go(true),
      " ": () => this.row && this.leave(this.row.id),
      "/": () => this.recode(),
      m: () => this.go().then(() => this.memo()),
      Delete: () => this.uncode(),
      Backspace: () => this.uncode(),
      a: () => this.decide("accept"),
      x: () => this.decide("reject"),
      Escape: () => this.close(),
    }[event.key];
    if (!does) return;
    event.preventDefault();
    event.stopPropagation();
    does();
  }

  /** Another code for this coding; a suggestion becomes one's own by it. */
  recode() {
    const { row } = this;
    if (row && this.gestures.mayWrite()) this.picker.open({ draft: { id: row.id } });
  }

  async uncode() {
    const { row } = this;
    if (!row || !this.gestures.mayWrite()) return;
    if (row.status === "suggested") this.gestures.say("That is a suggestion: x rejects it, a accepts it.");
    else await this.gestures.ask("remove", { id: row.id }, `Removed: ${this.state.codeOf(row.code).path}. z brings it back.`);
  }

  async decide(verb) {
    const { row } = this;
    if (!row || !this.gestures.mayWrite()) return;
    if (row.mine) this.gestures.say("That is decided, or your own.");
    else await this.gestures.ask(verb, { id: row.id }, `${verb === "accept" ? "Accepted" : "Rejected"}: ${this.state.codeOf(row.code).path}. z takes that back.`);
  }

  async write(format) {
    await this.gestures.ask("export", { ...this.fields(), format }, ({ path }) => `Written: ${path}`);
  }
}

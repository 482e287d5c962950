// Search: words of the texts, whole, in any inflection or by a pattern, and codings by code, quotation and memo. Every
// place found can be coded at once, after a look at the list.

import { button, fill, h } from "./dom.js";

const KINDS = [["part", "part of words"], ["word", "whole words"], ["lemma", "any form of the word"], ["pattern", "pattern"]];
const UNITS = [["words", "the words"], ["sentence", "their sentences"], ["passage", "their turns or paragraphs"]];

export class Search {
  constructor(state, gestures, picker) {
    Object.assign(this, { state, gestures, picker });
    this.kind = "part";
    this.within = "";
    this.unit = "words";
    this.found = [];
    this.except = new Set(); // names of places that are not to be coded
    this.input = h("input", {
      type: "search",
      class: "find",
      placeholder: "Search",
      "aria-label": "Search texts and codings",
      on: { keydown: (event) => this.key(event), input: () => this.soon() },
    });
    this.results = h("div", { class: "results popup", hidden: true, role: "region", "aria-label": "What was found", on: { keydown: (e) => this.inResults(e) } });
    this.onClose = () => {};
  }

  focus() {
    this.input.focus();
    this.input.select();
    if (this.found.length) this.results.hidden = false;
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), 250);
  }

  /** What is searched for, and where. */
  asked() {
    const [attribute, ...rest] = this.within.split("=");
    const group = this.within === "=" ? { document: this.state.document.id } : attribute ? { attribute, value: rest.join("=") } : {};
    return { words: this.input.value.trim(), kind: this.kind, others: [...this.state.shown.others], ...group };
  }

  async run() {
    clearTimeout(this.timer);
    const asked = this.asked();
    if (asked.words.length < 2) {
      this.close(false);
      return;
    }
    const answer = await this.gestures.ask("search", asked);
    if (!answer || JSON.stringify(asked) !== JSON.stringify(this.asked())) return;
    Object.assign(this, { found: answer.hits, total: answer.total, places: answer.places, documents: answer.documents, place: -1 });
    this.except.clear();
    this.draw();
    this.results.hidden = false;
    this.gestures.say(this.told());
  }

  async more() {
    const answer = await this.gestures.ask("search", { ...this.asked(), from: this.found.length });
    if (!answer) return;
    this.found.push(...answer.hits);
    this.draw();
  }

  told() {
    const shown = this.found.length < this.total ? `The first ${this.found.length} of ${this.total}` : `${this.total}`;
    return `${shown} ${this.total === 1 ? "place" : "places"}`;
  }

  draw() {
    this.state.hits = this.found.filter((hit) => !hit.code);
    this.state.tell("hits");
    const rest = this.total - this.found.length;
    fill(
      this.results,
      this.head(),
      h("p", { class: "faint", text: this.told() }),
      ...this.found.map((hit) => this.item(hit)),
      rest ? h("p", { class: "buttons" }, button(`Show ${Math.min(rest, 200)} more`, () => this.more())) : null,
    );
  }

  head() {
    const { state } = this;
    const select = (told, options, name) => {
      const made = h("select", { "aria-label": told, title: told, on: { change: () => { this[name] = made.value; if (name !== "unit") this.run(); } } }, ...options.map(([id, words]) => h("option", { value: id, text: words })));
      made.value = this[name];
      return made;
    };
    const groups = Object.entries(state.groups ?? {}).flatMap(([name, values]) => values.map((value) => [`${name}=${value}`, `${name}: ${value}`]));
    const number = this.places - this.except.size;
    const code = button(`Code all ${number}…`, () => this.codeAll(), { title: "Choose a code for every place listed; a tick taken off leaves one out" });
    code.disabled = !number;
    return h(
      "div", { class: "asking" },
      select("How the words are looked for", KINDS, "kind"), select("In which documents", [["", "all documents"], ["=", "the open document"], ...groups], "within"),
      h("span", { class: "faint", text: "code" }), select("What is coded", UNITS, "unit"), code, button("Close", () => this.close(), { key: "Esc" }),
    );
  }

  /** Every place of the texts but those left out gets a code, as one gesture. */
  codeAll() {
    if (!this.gestures.mayWrite()) return;
    const fields = { ...this.asked(), unit: this.unit, except: [...this.except] };
    const then = (code) => {
      this.results.hidden = true;
      const had = (answer) => (answer.had ? `; ${answer.had} had that code already` : "");
      return this.gestures.ask("code_hits", { ...fields, code }, (answer) => `Coded ${answer.made} in ${answer.documents} ${answer.documents === 1 ? "document" : "documents"}: ${this.state.codeOf(code).path}${had(answer)}. z takes all of it back.`);
    };
    this.picker.open({ then });
  }

  item(hit) {
    const code = hit.code ? this.state.codeOf(hit.code) : null;
    const name = `${hit.document}#${hit.start}`;
    const box = code ? null : h("input", { type: "checkbox", tabindex: "-1", "aria-label": "to be coded", title: "To be coded with all (space)", on: { change: () => this.leave(name) } });
    if (box) box.checked = !this.except.has(name);
    const place = h(
      "button",
      { type: "button", class: "hit", data: { place: code ? "" : name }, on: { click: () => this.go(hit) } },
      h("span", { class: "faint" }, h("bdi", { text: hit.title }), ": "),
      code ? h("b", {}, h("bdi", { text: ` ${code.path} ` })) : null,
      h("span", { dir: "auto" }, hit.before, h("mark", { text: hit.words }), hit.after),
    );
    return h("div", { class: "place" }, box, place);
  }

  leave(name) {
    if (!this.except.delete(name)) this.except.add(name);
    const at = this.results.querySelector(".hit:focus")?.dataset.place;
    this.draw();
    if (at) [...this.results.querySelectorAll(".hit")].find((hit) => hit.dataset.place === at)?.focus();
  }

  /** The next place found, or the one before, from where the passage in hand is. */
  async step(way) {
    if (!this.found.length) {
      this.gestures.say("Nothing was searched for: s begins.");
      return;
    }
    if (this.place + way >= this.found.length && this.found.length < this.total) await this.more();
    this.place = Math.min(Math.max(this.place + way, 0), this.found.length - 1);
    await this.go(this.found[this.place]);
    this.gestures.say(`${this.place + 1} of ${this.total}`);
  }

  async go(hit) {
    const hits = this.state.hits;
    this.place = this.found.indexOf(hit);
    await this.gestures.open(hit.document, [hit.start, hit.end]);
    this.state.hits = hits;
    this.state.tell("hits");
    if (hit.id && this.state.codings.has(hit.id)) this.gestures.take(hit.id, false);
    this.results.hidden = true;
    this.onClose();
  }

  close(back = true) {
    this.results.hidden = true;
    this.state.hits = [];
    this.state.tell("hits");
    if (back) this.onClose();
  }

  key(event) {
    event.stopPropagation();
    if (event.key === "Enter") this.run().then(() => this.results.querySelector(".hit")?.focus());
    else if (event.key === "ArrowDown") this.results.querySelector(".hit")?.focus();
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }

  inResults(event) {
    event.stopPropagation();
    const hits = [...this.results.querySelectorAll(".hit")];
    const at = hits.indexOf(event.target);
    if (event.key === "Escape") this.close();
    else if (at < 0) return;
    else if (event.key === "ArrowDown") hits[Math.min(at + 1, hits.length - 1)].focus();
    else if (event.key === "ArrowUp") (at > 0 ? hits[at - 1] : this.input).focus();
    else if (event.key === " " && event.target.dataset.place) this.leave(event.target.dataset.place);
    else return;
    event.preventDefault();
  }
}

// Search: the words of all documents, and codings by code, quotation and memo.

import { fill, h } from "./dom.js";

export class Search {
  constructor(state, gestures) {
    Object.assign(this, { state, gestures });
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
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.run(), 250);
  }

  async run() {
    clearTimeout(this.timer);
    const words = this.input.value.trim();
    if (words.length < 2) {
      this.close(false);
      return;
    }
    const answer = await this.gestures.ask("search", { words });
    if (!answer || words !== this.input.value.trim()) return;
    this.state.hits = answer.hits.filter((hit) => !hit.code);
    this.state.tell("hits");
    this.found = answer.hits;
    this.place = -1;
    const told = answer.more ? `The first ${answer.hits.length} of ${answer.hits.length + answer.more} places` : `${answer.hits.length} places`;
    fill(this.results, h("p", { class: "faint", text: told }), ...answer.hits.map((hit) => this.item(hit)));
    this.results.hidden = false;
    this.gestures.say(told);
  }

  item(hit) {
    const code = hit.code ? this.state.codeOf(hit.code) : null;
    return h(
      "button",
      { type: "button", class: "hit", on: { click: () => this.go(hit) } },
      h("span", { class: "faint" }, h("bdi", { text: hit.title }), ": "),
      code ? h("b", {}, h("bdi", { text: ` ${code.path} ` })) : null,
      h("span", { dir: "auto" }, hit.before, h("mark", { text: hit.words }), hit.after),
    );
  }

  /** The next place found, or the one before, from where the passage in hand is. */
  async step(way) {
    if (!this.found?.length) {
      this.gestures.say("Nothing was searched for: s begins.");
      return;
    }
    this.place = Math.min(Math.max(this.place + way, 0), this.found.length - 1);
    await this.go(this.found[this.place]);
    this.gestures.say(`${this.place + 1} of ${this.found.length}`);
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
    if (event.key === "ArrowDown") hits[Math.min(at + 1, hits.length - 1)].focus();
    else if (event.key === "ArrowUp") (at > 0 ? hits[at - 1] : this.input).focus();
    else if (event.key === "Escape") this.close();
    else return;
    event.preventDefault();
  }
}

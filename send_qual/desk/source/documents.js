// The documents of the corpus, how far each is coded, and how many suggestions wait in it.

import { h, renew } from "./dom.js";
import { shortNames } from "./names.js";

export class Documents {
  constructor(state, gestures) {
    Object.assign(this, { state, gestures });
    this.list = h("div", { class: "documents", role: "listbox", "aria-label": "Documents", tabindex: "0", on: { keydown: (e) => this.key(e), click: (e) => this.click(e) } });
    this.total = h("p", { class: "faint total" });
    this.element = h("section", { "aria-label": "Documents" }, this.total, this.list);
    state.on("documents", () => this.draw());
    state.on("document", () => this.draw());
  }

  draw() {
    const { documents } = this.state;
    const done = documents.filter((entry) => entry.closed || entry.finished.includes(this.state.coder)).length;
    const passages = documents.reduce((sum, entry) => sum + entry.passages, 0);
    const coded = documents.reduce((sum, entry) => sum + entry.coded, 0);
    const many = documents.length === 1 ? "1 document" : `${documents.length} documents, ${done} finished`;
    this.total.textContent = `${many}: ${coded.toLocaleString("en")} of ${passages.toLocaleString("en")} passages coded`;
    const open = this.state.document?.id;
    this.names = this.namesOf(documents);
    renew(this.list, documents, (entry, n) => `${n} ${entry.id === open} ${this.names.get(entry.id)} ${JSON.stringify(entry)}`, (entry, n) => this.entry(entry, n, entry.id === open));
    const chosen = this.list.querySelector('[aria-selected="true"]');
    if (chosen) this.list.setAttribute("aria-activedescendant", chosen.id);
    if (chosen && this.at !== open) chosen.scrollIntoView({ block: "nearest" });
    this.at = open;
  }

  /** Short names, made anew only when titles changed. */
  namesOf(documents) {
    const key = documents.map(({ id, title }) => `${id}\t${title}`).join("\n");
    if (this.titles !== key) {
      this.titles = key;
      this.names = shortNames(documents);
    }
    return this.names;
  }

  entry(entry, n, chosen) {
    const share = entry.passages ? entry.coded / entry.passages : 1;
    const told = `${entry.title}: ${entry.coded} of ${entry.passages} passages coded${entry.left ? `, ${entry.left} to decide` : ""}${entry.finished.length ? `, finished by ${entry.finished.join(", ")}` : ""}${entry.closed ? ", the two coders differ nowhere" : ""}`;
    const done = entry.closed || entry.finished.includes(this.state.coder);
    this.prefix ??= `sqd-doc-${Math.random().toString(36).slice(2)}`;
    return h(
      "div",
      { class: `document${done ? " finished" : ""}`, role: "option", id: `${this.prefix}-${n}`, "aria-selected": String(chosen), "aria-label": told, title: told, data: { document: entry.id } },
      entry.finished.length || entry.closed ? h("span", { class: "tick", text: "✓", "aria-hidden": "true" }) : null,
      h("bdi", { class: "title", text: this.names.get(entry.id) }),
      entry.memo ? h("span", { class: "sign", text: "✎", "aria-hidden": "true" }) : null,
      h("span", { class: "count", "aria-hidden": "true", text: `${entry.coded}/${entry.passages}${entry.left ? ` · ${entry.left}?` : ""}` }),
      h("span", { class: "progress", "aria-hidden": "true", style: { "--share": `${Math.round(share * 100)}%` } }),
    );
  }

  click(event) {
    const item = event.target.closest(".document");
    if (item) this.gestures.open(item.dataset.document);
  }

  key(event) {
    const way = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!way) return;
    event.preventDefault();
    event.stopPropagation();
    this.gestures.neighbour(way);
  }
}

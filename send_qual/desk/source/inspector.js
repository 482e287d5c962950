// The strip below the text: the coding in hand with its facets, reason and memo, and a button for every gesture on it.

import { button, fill, h, shorten } from "./dom.js";

const memoLine = (words) => h("p", { class: "memo" }, h("bdi", { text: `✎ ${words}` }));

export class Inspector {
  constructor(state, gestures) {
    Object.assign(this, { state, gestures });
    this.element = h("section", { class: "inspector", "aria-label": "Coding in hand" });
    this.onClose = () => {};
    state.on("hand", () => this.draw());
    state.on("codings", () => this.draw());
    state.on("selection", () => this.draw());
    state.on("documents", () => this.draw());
  }

  draw() {
    if (this.writing) return;
    const row = this.state.inHand;
    if (row) this.drawCoding(row);
    else this.drawNothing();
  }

  drawNothing() {
    const { state, gestures } = this;
    const waiting = state.waiting().length;
    const words = state.span
      ? `“${shorten(state.document.text.slice(...state.span), 90)}”`
      : "Select a passage by mouse or arrow keys, then press a key.";
    const does = state.span
      ? [button("Code", () => gestures.pick(), { key: "/" }), button("Last code", () => gestures.applyLast(), { key: "q" }), button("In vivo", () => gestures.inVivo(), { key: "v" })]
      : waiting
        ? [button(`Review ${waiting}`, () => gestures.step(1), { key: "n" })]
        : [button("Next uncoded", () => gestures.uncoded(), { key: "u" })];
    const memos = state.document && !state.span ? state.memosOn(`document:${state.document.id}`) : [];
    fill(
      this.element,
      h("p", { class: "what" }, h("bdi", { class: state.span ? "" : "faint", text: words })),
      h("p", { class: "buttons" }, ...does, button(gestures.isFinished ? "Open again" : "Finished", () => gestures.finish(), { key: "F", title: "Whether you are done with this document: then only people's codings count in it" }), button("Memo on the document", () => this.memo(`document:${state.document.id}`), { key: "M" })),
      ...memos.map(memoLine),
    );
  }

  drawCoding(row) {
    const { state, gestures } = this;
    const amending = state.mode === "amend";
    const draft = amending ? gestures.draft : {};
    const code = state.codeOf(draft.code ?? row.code);
    const facets = { ...row.facets, ...draft.facets };
    const waits = state.waiting();
    const at = waits.findIndex((other) => other.id === row.id);
    const who = row.status === "suggested" ? `suggested by ${row.coder}` : row.moved ? "your coding, moved with the corrected text: does it still hold?" : row.mine ? "your coding" : `coded by ${row.coder}`;
    const sure = row.confidence === null ? "" : `${Math.round(row.confidence * 100)}% sure`;
    const head = h(
      "p",
      { class: "what", style: { "--sqd-code": code.colour } },
      h("b", {}, h("span", { class: "chip", "aria-hidden": "true" }), " ", h("bdi", { text: code.path })),
      h("span", { class: "faint", text: [amending ? "amending" : "", who, sure].filter(Boolean).join(" · ") }),
      at >= 0 ? h("span", { class: "count", text: `${at + 1} of ${waits.length} to decide here` }) : null,
      row.both ? h("span", { class: "count", text: `${row.both} coded it too${row.edges ? ", from or to another place" : ""}` }) : null,
    );
    const why = row.reason ? h("p", { class: "why" }, "Why: ", h("bdi", { text: row.reason })) : null;
    const memos = state.memosOn(row.id, row.memo).map(memoLine);
    fill(this.element, head, h("p", { class: "buttons" }, ...this.facets(facets), ...this.does(row, at >= 0, amending)), why, ...memos);
  }

  facets(now) {
    const keys = this.gestures.facetKeys();
    return this.state.codebook.facets.flatMap((facet) =>
      facet.values.map(({ id, name }) => {
        const key = Object.entries(keys).find(([, to]) => to[0] === facet.id && to[1] === id)?.[0] ?? "";
        const made = button(name, () => this.gestures.facet(facet.id, id), { key, class: "facet" });
        made.setAttribute("aria-pressed", String(now[facet.id] === id));
        return made;
      }),
    );
  }

  does(row, waits, amending) {
    const g = this.gestures;
    if (amending) {
      return [button("Keep", () => g.keepAmended(), { key: "Enter", class: "main" }), button("Other code", () => g.pick(), { key: "/" }), button("Leave", () => g.leaveAmending(), { key: "Esc" })];
    }
    const list = [];
    if (waits) {
      list.push(button("Accept", () => g.decide("accept"), { key: "a", class: "main" }), button("Reject", () => g.decide("reject"), { key: "x" }));
    }
    if (waits || row.mine) list.push(button("Amend", () => g.amend(), { key: "e" }));
    if (waits) list.push(button("Back", () => g.step(-1), { key: "p" }), button("Next", () => g.step(1), { key: "n" }));
    if (row.mine) list.push(button("Memo", () => this.memo(), { key: "m" }), button("Remove", () => g.remove(), { key: "Del" }));
    return list;
  }

  /** Write a memo in place: on the coding in hand, else on the document. */
  memo(about = "", words = null) {
    const { state } = this;
    const row = state.inHand;
    if (!this.gestures.mayWrite()) return;
    if (!about && row && !row.mine) {
      this.gestures.own();
      return;
    }
    const target = about || (row ? row.id : `document:${state.document.id}`);
    const named = target.startsWith("document:") ? `Memo on ${state.document.title}`
      : target.startsWith("code:") ? `Memo on ${state.codeOf(target.slice(5)).path}`
      : `Memo on this coding, ${state.codeOf(row.code).path}`;
    const before = row && target === row.id ? row.memo : state.memos[target] ?? "";
    this.writing = true;
    const box = h("textarea", { rows: "3", "aria-label": named, dir: "auto" });
    box.value = words ?? before;
    const close = () => {
      this.writing = false;
      this.draw();
      this.onClose();
    };
    const keep = async () => {
      const words = box.value.trim();
      close();
      if (words === before) return;
      const answer = await this.gestures.memo(target, words);
      if (!answer) this.memo(target, words); // what could not be saved is not lost
    };
    box.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Enter" && !event.shiftKey) { event.preventDefault(); keep(); }
      if (event.key === "Escape") { event.preventDefault(); close(); }
    });
    const does = [button("Keep", keep, { key: "Enter", class: "main" }), button("Leave", close, { key: "Esc" })];
    fill(this.element, h("p", { class: "what" }, h("bdi", { text: named })), box, h("p", { class: "buttons" }, ...does));
    box.focus();
  }
}

// The keys, on one page: `?` shows and hides it.

import { button, fill, h } from "./dom.js";
import { keysInWords } from "./facets.js";

const FACETS = "facets"; // where the keys of the codebook's facets stand

const GROUPS = [
  ["Select", [
    ["← →", "word by word"], ["Ctrl ← →", "sentence by sentence"], ["↑ ↓", "turn or paragraph"], ["Shift + these", "extend"],
    ["Alt Shift ← →", "letter by letter"], ["o", "move the other end"],
    ["Shift Home End", "to the ends of the line; with Ctrl of the document"], ["Shift Page ↑ ↓", "a screen further"], ["Ctrl A", "the whole document"],
    ["mouse", "drag: whole words (Alt: letters) · double-click: word · triple-click: sentence · speaker: turn · Shift-click: extend · drag the handles"],
    ["mouse", "drag what is selected onto a code, or a code onto it · click on a code does the same · double-click a stripe: memo"],
  ]],
  ["Code", [
    ["1 … 9", "the pinned code"], ["q", "the last code again"], ["/", "find a code, or make a new one"], ["w", "a new code"], ["v", "a code in the participant's words (V: with a form for its name and place)"],
    [FACETS], ["m", "memo"], ["M", "memo on the document"], ["e", "amend: ends, code, facets"], ["Del", "remove; with words selected: only these words"], ["j  k", "join with what touches it and has the same code; cut in two where you clicked"],
    ["z  Z", "undo, redo (also Ctrl-Z, Ctrl-Y)"],
  ]],
  ["Review", [["n  p", "next, previous"], ["a", "accept"], ["x", "reject"], ["e", "amend"], [FACETS, "accept as that"]]],
  ["Go", [
    [".  ,", "next, previous coding"], ["u", "next uncoded turn"], ["F", "this document is finished, or open again: where it is finished only people's codings count"], ["]  [", "next, previous document"], ["s", "search (also Ctrl-F)"], ["h  H", "next, previous place found"],
    ["t", "the codebook; there 1 … 9 pins a code, Enter applies it, M is a memo on it, E edits its name, colour, rule and place, merges it or takes it out; drag a code onto another to move it"],
    ["r", "all passages of a code, or click on its number; Ctrl-click adds a code; there ↑ ↓ Enter, / another code, Del, m, a, x; all that are listed at once by the buttons, space leaves one out"],
    ["l", "codings that a corrected text lost or moved; there p places one on the selection, a says it is right"], ["Esc", "let go; once more: back to the notebook"],
  ]],
];

export class Help {
  constructor(state) {
    this.state = state;
    this.element = h("div", { class: "help popup", role: "dialog", "aria-modal": "true", "aria-label": "Keys of the coding desk", tabindex: "-1", hidden: true });
    this.onClose = () => {};
  }

  get isOpen() {
    return !this.element.hidden;
  }

  toggle() {
    if (this.isOpen) {
      this.element.hidden = true;
      this.onClose();
      return;
    }
    const facets = keysInWords(this.state.codebook.facets);
    const lines = (keys) => keys.flatMap(([key, does]) => (key === FACETS ? facets.map(([own, words]) => [own, does ?? words]) : [[key, does]]));
    const group = ([name, keys]) =>
      h("section", {}, h("h3", { text: name }), h("dl", {}, ...lines(keys).flatMap(([key, does]) => [h("dt", {}, h("kbd", { text: key })), h("dd", { text: does })])));
    const close = button("Close", () => this.toggle(), { key: "Esc" });
    fill(this.element, h("div", { class: "groups" }, ...GROUPS.map(group)), h("p", { class: "buttons" }, close));
    this.element.hidden = false;
    close.focus();
  }
}

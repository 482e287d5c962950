// One thing done to all that is listed: said first, what it is and to how many; what is ticked off is left out.

import { button, fill, h } from "./dom.js";

const DOES = {
  accept: { word: "Accept", of: "suggested theirs", done: "Accepted" },
  reject: { word: "Reject", of: "suggested theirs", done: "Rejected" },
  recode: { word: "Another code for", of: "mine suggested theirs", done: "Given another code" },
  remove: { word: "Remove", of: "mine", done: "Removed" },
};

/** How many of the states are meant by a verb. */
export function meant(verb, states) {
  return DOES[verb].of.split(" ").reduce((sum, state) => sum + (states[state] ?? 0), 0);
}

export class Bulk {
  constructor(gestures, picker) {
    Object.assign(this, { gestures, picker });
    this.element = h("div", { class: "bulk", role: "alertdialog", "aria-label": "To all that are listed", hidden: true });
  }

  /** Buttons for what can be done to all of a list. */
  buttons(list) {
    const verbs = Object.keys(DOES).filter((verb) => meant(verb, list.states) > 0);
    return verbs.map((verb) => button(`${DOES[verb].word} all`, () => this.preview(verb, list)));
  }

  /** What would be done, before it is. */
  preview(verb, list) {
    const of = meant(verb, list.states) - list.leftOut(DOES[verb].of);
    const what = verb === "remove" ? "your codings" : verb === "recode" ? "passages" : "suggestions";
    const less = list.except.size ? `, ${list.except.size} left out` : "";
    const go = async (code = "") => {
      this.element.hidden = true;
      const fields = { ...list.fields(), verb, code, mark: list.mark, except: [...list.except] };
      const answer = await this.gestures.ask("bulk", fields, ({ done }) => `${DOES[verb].done}: ${done}. z takes all of it back.`);
      if (answer) list.except.clear();
    };
    const start = verb === "recode" ? () => this.picker.open({ then: go }) : () => go();
    fill(
      this.element,
      h("p", {}, `${DOES[verb].word} ${of} ${what} in ${list.documents} ${list.documents === 1 ? "document" : "documents"}${less}? They are listed below: a tick taken off leaves one out.`),
      h("p", { class: "buttons" }, button(verb === "recode" ? "Choose the code" : `${DOES[verb].word} ${of}`, start, { class: "main" }), button("Leave", () => { this.element.hidden = true; })),
    );
    this.element.hidden = false;
    this.element.querySelector("button").focus();
  }
}

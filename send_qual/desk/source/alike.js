// What two coders said alike: taken over at once where they marked the same words; where their edges differ, a person
// says which hold.

import { button, fill, h } from "./dom.js";

export class Alike {
  constructor(state, gestures) {
    Object.assign(this, { state, gestures });
    this.onClose = () => {};
    this.element = h("div", { class: "picker popup", role: "dialog", "aria-label": "Codings with other edges", hidden: true });
    this.element.addEventListener("keydown", (event) => {
      event.stopPropagation();
      if (event.key === "Escape") this.close();
    });
  }

  async take(edges = "") {
    this.close();
    if (!this.gestures.mayWrite()) return;
    const answer = await this.gestures.ask("accept_agreed", { edges }, told);
    if (answer?.differ) this.ask(answer.differ);
  }

  ask(number) {
    const [a, b] = this.state.compare.coders;
    const choice = (words, edges) => button(words, () => this.take(edges));
    const many = number === 1 ? "One passage has the same code and facets, but begins or ends" : `${number} passages have the same code and facets, but begin or end`;
    fill(
      this.element,
      h("p", {}, `${many} at another place. Which words are to be coded?`),
      h("p", { class: "buttons" },
        choice("What both marked", "shared"), choice("All that either marked", "either"), choice(`As ${a}`, a), choice(`As ${b}`, b),
        button("One by one", () => { this.close(); this.gestures.step(1); }, { key: "Esc" })),
    );
    this.element.hidden = false;
    this.element.querySelector("button").focus();
  }

  close() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.onClose();
  }
}

function told({ accepted, differ }) {
  const made = `Accepted what both coded alike: ${accepted}.`;
  return differ ? `${made} The edges of ${differ} more are to be chosen.` : made;
}

// What a stripe is, on hover and on focus: code, definition, coder, memo.

import { fill, h, shorten } from "./dom.js";
import { wordsOf } from "./margin.js";

export class Hint {
  constructor(state, root, hover) {
    Object.assign(this, { state, root, hover });
    this.element = h("div", { class: "hint popup", role: "tooltip", hidden: true });
    for (const kind of ["mouseover", "focusin"]) root.addEventListener(kind, (event) => this.over(event));
    for (const kind of ["mouseout", "focusout", "mousedown"]) root.addEventListener(kind, () => this.hide());
  }

  over(event) {
    const on = event.target.closest?.(".name, .bar");
    const row = on && this.state.codings.get(on.dataset.id);
    if (!row) return;
    const code = this.state.codeOf(row.code);
    fill(
      this.element,
      h("p", {}, h("bdi", { text: wordsOf(row, this.state) })),
      code.definition ? h("p", { class: "faint", text: shorten(code.definition, 240) }) : null,
      row.reason ? h("p", {}, "Why: ", h("bdi", { text: shorten(row.reason, 200) })) : null,
    );
    this.element.hidden = false;
    const within = this.root.getBoundingClientRect();
    const box = on.getBoundingClientRect();
    const below = box.bottom - within.top + 4;
    const room = within.height - this.element.offsetHeight - 6;
    this.element.style.top = `${below > room ? Math.max(4, box.top - within.top - this.element.offsetHeight - 4) : below}px`;
    this.element.style.left = `${Math.max(6, Math.min(box.left - within.left, within.width - this.element.offsetWidth - 8))}px`;
    this.hover([[row.start, row.end]]);
  }

  hide() {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.hover([]);
  }
}

// The coding desk: what anywidget renders into the output of a cell.

import { Alike } from "./alike.js";
import { Bridge } from "./bridge.js";
import { Documents } from "./documents.js";
import { button, fill, h } from "./dom.js";
import { facetKeys } from "./facets.js";
import { Gestures } from "./gestures.js";
import { Help } from "./help.js";
import { Hint } from "./hint.js";
import { Inspector } from "./inspector.js";
import { Keys } from "./keys.js";
import { Lost } from "./lost.js";
import { Margin } from "./margin.js";
import { Marks, supported } from "./marks.js";
import { Picker } from "./picker.js";
import { Retrieval } from "./retrieval.js";
import { Search } from "./search.js";
import { CODE, Selecting } from "./selecting.js";
import { State } from "./state.js";
import { TextView } from "./text.js";
import { Tree } from "./tree.js";

class Desk {
  constructor(model, element) {
    this.model = model;
    this.state = new State();
    this.bridge = new Bridge(model);
    this.pane = h("div", { class: "text", tabindex: "0", role: "application", "aria-roledescription": "text to code" });
    this.text = new TextView(this.pane);
    this.marks = new Marks(this.text);
    this.margin = new Margin(this.state, this.text);
    this.selecting = new Selecting(this.state, this.text);
    this.gestures = new Gestures(this.state, this.bridge, this.selecting, this.text);
    this.tree = new Tree(this.state, this.gestures);
    this.documents = new Documents(this.state, this.gestures);
    this.inspector = new Inspector(this.state, this.gestures);
    this.picker = new Picker(this.state, this.gestures);
    this.search = new Search(this.state, this.gestures, this.picker);
    this.retrieval = new Retrieval(this.state, this.gestures, this.picker, () => this.inspector.memo());
    this.lost = new Lost(this.state, this.gestures);
    this.alike = new Alike(this.state, this.gestures);
    this.help = new Help(this.state);
    this.root = h("div", { class: "sqd", role: "region", "data-lm-suppress-shortcuts": "true" });
    this.hint = new Hint(this.state, this.root, (spans) => this.marks.set("hover", spans));
    this.keys = new Keys(this);
    this.build();
    this.wire();
    element.append(this.root);
    this.start();
  }

  build() {
    this.heading = h("h2", {});
    this.saved = h("span", { class: "saved", role: "status", "aria-live": "polite" });
    this.told = h("span", { class: "told", role: "log", "aria-live": "polite" });
    this.trouble = h("div", { class: "trouble", role: "alert", hidden: true });
    this.reviewing = button("Review", () => this.gestures.step(1), { key: "n" });
    this.coders = h("div", { class: "coders" });
    const tools = h(
      "div",
      { class: "tools", role: "toolbar", "aria-label": "Tools" },
      this.search.input,
      this.reviewing,
      button("Segments", () => this.retrieval.toggle(), { key: "r", title: "All passages of a code" }),
      this.lost.opener,
      button("Undo", () => this.gestures.undo(), { key: "z" }),
      button("Redo", () => this.gestures.redo(), { key: "Z" }),
      button("Keys", () => this.help.toggle(), { key: "?" }),
    );
    this.columnHeads = h("div", { class: "heads", "aria-hidden": "true" });
    const left = h("div", { class: "left", role: "group", "aria-label": "Documents and codebook" }, this.documents.element, this.tree.element);
    const main = h("div", { class: "middle", role: "group", "aria-label": "Text" }, this.columnHeads, this.pane, this.lost.element, this.inspector.element);
    fill(
      this.root,
      h("div", { class: "top", role: "group", "aria-label": "Desk" }, this.heading, this.coders, this.saved, tools),
      this.trouble, left, main, this.retrieval.element, this.told,
      this.picker.element, this.alike.element, this.search.results, this.hint.element, this.help.element,
    );
  }

  wire() {
    const { state, gestures, bridge, text, root } = this;
    gestures.say = (words) => { this.told.textContent = words; };
    gestures.fail = (words) => this.fail(words);
    gestures.onSaved = () => { this.trouble.hidden = true; };
    gestures.onOpen = () => this.openDocument();
    gestures.facetKeys = () => facetKeys(state.codebook.facets);
    gestures.pick = () => this.picker.open();
    gestures.inVivo = () => this.picker.inVivo();
    this.tree.onRetrieve = (code, beside) => this.retrieval.show(code, beside);
    this.tree.onShow = (code) => this.retrieval.isOpen && this.retrieval.show(code);
    bridge.onWaiting = (waiting, late) => this.showSaved(waiting, late);
    bridge.onPush = (push) => this.take(push);
    text.onRows = (chunks, from) => { this.margin.watch(chunks, from); this.redraw(true); };
    text.onSpeaker = (block, extend) => this.selecting.takeBlock(block, extend);
    this.selecting.onChange = () => this.showSelection();
    this.selecting.onClick = (at) => this.clickText(at);
    this.selecting.onDrop = (row, span) => gestures.moveEnds(row, span);
    for (const part of [this.picker, this.alike, this.inspector, this.search, this.retrieval, this.lost, this.help]) part.onClose = () => this.focus();
    state.on("codings", () => this.redraw());
    state.on("documents", () => this.showWaiting());
    state.on("hand", () => this.showHand());
    state.on("hits", () => this.showHits());
    root.addEventListener("keydown", (event) => this.keys.press(event));
    root.addEventListener("focusin", (event) => { this.focused = event.target; });
    root.addEventListener("focusout", (event) => { if (this.pane.clientWidth && !root.contains(event.relatedTarget)) this.focused = null; });
    for (const kind of ["keyup", "keypress", "mousedown", "contextmenu", "dblclick"]) root.addEventListener(kind, (event) => event.stopPropagation());
    root.addEventListener("click", (event) => {
      const on = event.target.closest(".name, .bar");
      if (on && state.codings.has(on.dataset.id)) { this.focus(); this.selecting.set(null); gestures.take(on.dataset.id, false); }
    });
    root.addEventListener("dblclick", (event) => {
      const on = event.target.closest(".name, .bar");
      if (on && state.codings.get(on.dataset.id)?.mine) this.inspector.memo();
    });
    for (const kind of ["dragover", "drop"]) this.pane.addEventListener(kind, (event) => this.dropCode(event));
    this.sized = new ResizeObserver(() => {
      this.regainFocus();
      requestAnimationFrame(() => this.text.list && this.refit());
    });
    this.sized.observe(this.pane);
  }

  async start() {
    try {
      const { state } = this;
      const answer = await this.bridge.ask("hello");
      Object.assign(state, answer.state);
      state.takeCodebook(answer.codebook);
      state.document = answer.document;
      state.codings = new Map(answer.codings.map((row) => [row.id, row]));
      this.heading.textContent = this.heading.title = answer.title;
      this.root.setAttribute("aria-label", `Coding desk of ${state.coder}: ${answer.title}`);
      this.openDocument();
      state.tell("documents", "counts", "code", "lost");
      if (state.readOnly) this.fail(state.readOnly);
      else if (!supported) this.fail("This browser cannot mark passages in the text; the stripes show them. Firefox 140, Chrome 105 or Safari 17.2 can.");
      else if (answer.notice) this.fail(answer.notice);
      this.showSaved(0, false);
      this.root.dataset.ready = "true";
      if (answer.more) await this.gestures.takeRest();
    } catch (error) {
      this.fail(error.message);
    }
  }

  openDocument() {
    const { state } = this;
    this.marks.forget();
    this.text.show(state.document);
    this.pane.setAttribute("aria-label", `${state.document.title}: arrow keys select, ? lists the keys`);
    this.showCoders();
    this.redraw();
    state.tell("document", "hand", "code");
  }

  /** News from Python: codings set and gone, counts, documents, memos, a new codebook. */
  take(push) {
    const { state, gestures, bridge } = this;
    if (push.codebook) this.takeCodebook(push.codebook);
    for (const name of ["counts", "memos", "documents", "pins", "lost", "moved", "theirs", "readOnly", "compare"]) if (name in push) state[name] = push[name];
    if ("readOnly" in push) {
      this.trouble.hidden = true;
      if (state.readOnly) this.fail(state.readOnly);
      else gestures.say("This desk can code again.");
      this.showSaved(bridge.waiting.size, false);
    }
    if (push.document === state.document?.id) {
      for (const id of push.gone) state.codings.delete(id);
      for (const row of push.set) {
        state.codings.set(row.id, row);
        // What was drawn ahead of the answer gives way to the answer.
        for (const [id, ahead] of state.codings) {
          if (ahead.pending && ahead.code === row.code && ahead.start === row.start && ahead.end === row.end) {
            state.codings.delete(id);
            if (state.hand === id) state.hand = row.id;
          }
        }
      }
      if (state.hand && !state.codings.has(state.hand)) state.hand = "";
      if (push.set.length + push.gone.length) { this.showCoders(); state.tell("codings", "hand"); }
    }
    if (push.show) this.gestures.open(push.show.document, push.show.span);
    state.tell("counts", "documents");
    if (push.lost || push.moved) state.tell("lost");
    if (push.theirs) { this.showCoders(); state.tell("code", "hand"); }
  }

  /** The codebook as it is now: a code may be new, gone, or have another name or colour. */
  takeCodebook(codebook) {
    const { state } = this;
    state.takeCodebook(codebook);
    for (const name of ["last", "code"]) if (!state.codes.has(state[name])) state[name] = "";
    state.tell("code");
    this.picker.renew();
    if (this.text.list) {
      this.margin.remeasure();
      this.redraw();
    }
  }

  redraw(more = false) {
    const { state } = this;
    if (!state.document || !this.text.list) return;
    const drawn = this.text.rows.length;
    const reach = drawn < this.text.blocks.length ? this.text.blocks[drawn].start : Infinity;
    const rows = state.visible();
    this.marks.show(rows.filter((row) => row.start < reach), (row) => this.margin.colour(row));
    if (!more) this.margin.refresh();
    const columns = this.margin.columns;
    this.columnHeads.hidden = columns.length < 2;
    const heads = columns.map((column) => h("bdi", { text: column.title }));
    fill(this.columnHeads, h("div", { class: "row" }, h("div", { class: "margin" }, ...heads)));
    if (this.state.hand) this.showHand();
  }

  /** How much waits for a decision, in all documents. */
  showWaiting() {
    const waiting = this.state.documents.reduce((sum, entry) => sum + (entry.left ?? 0), 0);
    this.reviewing.firstChild.textContent = `Review ${waiting}`;
    this.reviewing.disabled = !waiting;
  }

  /** A code dropped on the text codes the passage in hand. */
  dropCode(event) {
    if (!event.dataTransfer.types.includes(CODE)) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.type === "drop") this.gestures.drop(event.dataTransfer.getData(CODE));
  }

  refit() {
    const { clientWidth } = this.pane;
    if (clientWidth && clientWidth !== this.width) this.margin.remeasure();
    this.width = clientWidth;
    this.selecting.placeHandles();
  }

  /** JupyterLab hides everything while it changes its theme, and a browser takes the keyboard from what is hidden: it comes back. */
  regainFocus() {
    const { activeElement, body } = this.root.ownerDocument;
    if (this.pane.clientWidth && activeElement === body) this.focused?.focus({ preventScroll: true });
  }

  showSelection() {
    const { span } = this.state;
    this.marks.set("selection", span ? [span] : []);
    if (span && this.state.mode !== "amend" && this.state.hand) this.gestures.take("", false);
    this.selecting.placeHandles();
    this.state.tell("selection");
    if (span) this.gestures.say(this.state.document.text.slice(...span).slice(0, 300));
  }

  showHand() {
    const row = this.state.inHand;
    this.marks.set("hand", row ? [[row.start, row.end]] : []);
    for (const part of this.pane.querySelectorAll(".name, .bar")) {
      const on = part.dataset.id === this.state.hand;
      part.classList.toggle("inhand", on);
      if (part.matches(".name")) part.setAttribute("aria-pressed", String(on));
    }
    this.selecting.placeHandles();
  }

  showHits() {
    const here = this.state.document?.id;
    this.marks.set("hit", this.state.hits.filter((hit) => hit.document === here).map((hit) => [hit.start, hit.end]));
  }

  /** Which coders' work is shown beside one's own: nobody's at first, so that double coding stays independent. */
  showCoders() {
    const { state } = this;
    if (state.compare) {
      const told = h("span", { class: "faint", text: `${state.compare.coders.join(" and ")} side by side, settled by ${state.coder}` });
      const alike = [...state.codings.values()].some((row) => row.both);
      fill(this.coders, told, alike ? button("Accept what both coded alike", () => this.alike.take()) : null);
      return;
    }
    const tick = (name, on, change) => {
      const box = h("input", { type: "checkbox", on: { change: () => { change(box.checked); this.redraw(); this.inspector.draw(); state.tell("code"); } } });
      box.checked = on;
      return h("label", {}, box, h("bdi", { text: name }));
    };
    const some = [...state.codings.values()].some((row) => row.status === "suggested");
    fill(
      this.coders,
      h("span", { class: "me", title: "You code as" }, h("bdi", { text: state.coder })),
      state.blind ? h("span", { class: "blind", title: "What other people coded and wrote, and the codes that they made, is not read at this desk." }, "blind: nothing of others is shown") : null,
      some ? tick("suggestions", state.shown.suggestions, (on) => { state.shown.suggestions = on; }) : null,
      ...state.others().map((coder) => tick(coder, state.shown.others.has(coder), (on) => state.shown.others[on ? "add" : "delete"](coder))),
    );
  }

  clickText(at) {
    const under = this.state.visible().filter((row) => row.start <= at && at < row.end);
    under.sort((a, b) => a.end - a.start - (b.end - b.start));
    this.gestures.take(under[0]?.id ?? "", false);
  }

  showSaved(waiting, late) {
    this.saved.classList.toggle("late", late);
    if (late) this.saved.textContent = "Not saved: Python does not answer";
    else if (waiting) this.saved.textContent = "saving…";
    else this.saved.textContent = this.state.readOnly ? "read only" : "saved";
  }

  fail(words) {
    this.trouble.hidden = false;
    const close = button("Close", () => { this.trouble.hidden = true; this.focus(); });
    fill(this.trouble, h("span", { text: words }), close);
  }

  focus() {
    this.pane.focus({ preventScroll: true });
  }

  /** Give the keyboard back to JupyterLab. */
  leave() {
    this.root.ownerDocument.activeElement?.blur();
    this.root.closest(".jp-Notebook")?.focus();
  }

  close() {
    this.bridge.close();
    this.marks.close();
    this.margin.close();
    this.selecting.close();
    this.sized.disconnect();
  }
}

export default {
  render({ model, el }) {
    // The static copy of the text beside the desk is for notebooks without a kernel: while the desk lives, it is hidden.
    const hides = h("style", { text: `.sqd-static-${model.get("mark")} { display: none; }` });
    document.head.append(hides);
    const desk = new Desk(model, el);
    return () => {
      hides.remove();
      desk.close();
    };
  },
};

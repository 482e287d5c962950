// The passage in hand: by mouse (drag, double and triple click, the speaker, shift-click, handles at its ends) and by
// keyboard (a word, a sentence, a turn at a time). It is kept as offsets; the browser's own selection follows it.

import { h } from "./dom.js";
import { trimmed, unitAfter, unitAt, unitBefore, wholeWords } from "./units.js";

const PAUSE = 350; // ms
const SETTLES = 120; // ms after which a selection by other ways is thought to rest
export const PASSAGE = "application/x-send-qual-passage"; // what is dragged: the passage in hand
export const CODE = "application/x-send-qual-code"; // or a code

export class Selecting {
  constructor(state, text) {
    this.state = state;
    this.text = text;
    this.onChange = () => {};
    this.onDrop = () => {}; // the ends of the coding in hand were dragged
    this.wide = "word";
    this.held = false; // a mouse button is down
    this.over = new AbortController();
    const { pane } = text;
    pane.addEventListener("mousedown", (event) => this.down(event));
    pane.addEventListener("dragstart", (event) => this.dragWords(event));
    pane.addEventListener("copy", (event) => this.copy(event));
    const page = pane.ownerDocument;
    const hear = (kind, does) => page.addEventListener(kind, does, { capture: true, signal: this.over.signal });
    hear("mousedown", () => { this.held = true; });
    hear("mouseup", (event) => {
      this.held = false;
      this.released(event);
      this.placeHandles();
      this.selectedOtherwise();
    });
    hear("selectionchange", () => this.selectedOtherwise());
    this.handles = ["start", "end"].map((side) =>
      h("div", { class: `handle ${side}`, hidden: true, "aria-hidden": "true", on: { pointerdown: (e) => this.drag(e, side) } }),
    );
  }

  close() {
    clearTimeout(this.soon);
    clearTimeout(this.settling);
    this.over.abort();
  }

  /**
   * Take a span in hand, without the space at its ends; null lets go. The one way to select: what it takes in hand is
   * what looks selected and what is coded.
   * @param {[number, number]|null} span from the end that stays to the end that moves
   * @param {{reveal?: boolean|"end"}} [how] bring its beginning into view, or the end that moves
   */
  set(span, { reveal = false } = {}) {
    const back = span && span[1] < span[0];
    const kept = span && trimmed(this.text.text, Math.min(...span), Math.max(...span));
    this.state.selection = kept && { anchor: kept[back ? 1 : 0], focus: kept[back ? 0 : 1] };
    this.used = false;
    this.follow();
    if (kept && reveal === "end") this.text.reveal(...(back ? [kept[0], kept[0] + 1] : [kept[1] - 1, kept[1]]));
    else if (kept && reveal) this.text.reveal(...kept);
    this.onChange();
  }

  /** The browser's own selection follows, for copying and for screen readers. */
  follow() {
    const own = this.text.pane.ownerDocument.getSelection();
    const { selection } = this.state;
    if (!selection) {
      if (this.text.pane.contains(own.anchorNode)) own.removeAllRanges();
      return;
    }
    const back = selection.focus < selection.anchor;
    const anchor = this.text.placeOf(selection.anchor, back);
    const focus = this.text.placeOf(selection.focus, !back);
    own.setBaseAndExtent(...anchor, ...focus);
  }

  /**
   * The browser has selected something by a way of its own (by touch, by its menu, from outside the text into it):
   * once it rests, what looks selected is taken in hand.
   */
  selectedOtherwise() {
    clearTimeout(this.settling);
    if (this.held || this.dragging) return;
    this.settling = setTimeout(() => {
      const looks = this.looksSelected();
      const { span } = this.state;
      if (looks && !(span && looks[0] === span[0] && looks[1] === span[1])) this.set(looks);
    }, SETTLES);
  }

  /** What of the text the browser shows as selected, without the space at its ends; null for nothing. */
  looksSelected() {
    const own = this.pane.ownerDocument.getSelection();
    if (!own.rangeCount || own.isCollapsed || !this.text.list || this.held) return null;
    const range = own.getRangeAt(0);
    const [begins, ends] = [range.startContainer, range.endContainer].map((node) => this.pane.contains(node));
    if (!begins && !ends) return null;
    const { blocks, text } = this.text;
    const start = begins ? this.text.offsetOf(range.startContainer, range.startOffset) : blocks[0].start;
    const end = ends ? this.text.offsetOf(range.endContainer, range.endOffset) : blocks.at(-1).end;
    return start !== null && end !== null && end > start ? trimmed(text, start, end) : null;
  }

  down(event) {
    if (event.button !== 0 || !event.target.closest(".words")) {
      this.pressed = null;
      return;
    }
    const at = this.text.offsetUnder(event.clientX, event.clientY);
    const { span } = this.state;
    const inside = event.detail === 1 && !event.shiftKey && !this.used && span && at !== null && span[0] <= at && at <= span[1];
    this.pressed = { at, letters: event.altKey, inside };
    if (!inside) this.hideHandles(); // other words are selected: no handle lies in the way of the pointer
    // Pressed on what is selected, the words can be dragged onto a code; once they are coded, others are selected.
    if (event.detail === 1 && !event.shiftKey && !inside) this.pane.ownerDocument.getSelection().removeAllRanges();
    if (event.shiftKey && this.state.selection && at !== null) {
      event.preventDefault();
      this.pressed = null;
      this.extendTo(at);
    } else if (event.detail >= 3 && at !== null) {
      event.preventDefault();
      this.pressed = null;
      this.pane.focus({ preventScroll: true });
      this.set(this.inBlock("sentence", at));
    }
  }

  get pane() {
    return this.text.pane;
  }

  /** The passage grows to the word at a place, on whichever side that is. */
  extendTo(at) {
    const [start, end] = this.state.span;
    const word = this.inBlock("word", at) ?? [at, at];
    this.set(at < start ? [end, word[0]] : [start, Math.max(word[1], start + 1)]);
  }

  /** What the browser selected becomes the passage in hand: whole words, or letters with Alt. */
  released(event) {
    const { pressed } = this;
    this.pressed = null;
    if (!pressed || event.detail >= 3) return;
    if (pressed.inside) {
      this.clicked(pressed.at, event);
      return;
    }
    const own = this.pane.ownerDocument.getSelection();
    if (!own.rangeCount || own.isCollapsed || !this.pane.contains(own.anchorNode)) {
      // Two taps of a finger select nothing by themselves: here the word, as two clicks do.
      const word = event.detail === 2 && pressed.at !== null ? this.inBlock("word", pressed.at) : null;
      if (word) this.set(word);
      else if (event.target.closest?.(".words")) this.clicked(pressed.at, event);
      return;
    }
    const range = own.getRangeAt(0);
    const start = this.text.offsetOf(range.startContainer, range.startOffset);
    const end = this.text.offsetOf(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return;
    const span = pressed.letters ? trimmed(this.text.text, start, end) : wholeWords(this.text.text, start, end);
    this.wide = event.detail === 2 ? "word" : this.wide;
    this.set(span);
  }

  /** The words in hand go with the pointer, to be dropped on a code; nothing else is dragged away. */
  dragWords(event) {
    const { span } = this.state;
    if (!span || !this.pressed?.inside) {
      event.preventDefault();
      return;
    }
    this.pressed = null;
    event.stopPropagation();
    event.dataTransfer.effectAllowed = "copy";
    event.dataTransfer.setData("text/plain", this.text.text.slice(...span));
    event.dataTransfer.setData(PASSAGE, "");
  }

  /** A plain click takes the coding under it in hand, the shortest first, and lets go of the passage. */
  clicked(at, event) {
    if (at === null || event.shiftKey) return;
    this.set(null);
    this.clickedAt = at;
    this.onClick?.(at);
  }

  inBlock(unit, at) {
    const block = this.text.blocks[this.text.blockAt(at)];
    if (unit === "turn") return trimmed(this.text.text, block.start, block.end);
    const words = this.text.text.slice(block.start, block.end);
    const found = unitAt(unit, words, Math.min(Math.max(at - block.start, 0), words.length));
    return found && [found[0] + block.start, found[1] + block.start];
  }

  takeBlock(block, extend) {
    const span = trimmed(this.text.text, block.start, block.end);
    if (!span) return;
    const now = this.state.span;
    this.pane.focus({ preventScroll: true });
    this.set(extend && now ? [Math.min(now[0], span[0]), Math.max(now[1], span[1])] : span);
  }

  /** Where the keyboard is: the end that moves, or the first words in view. */
  here() {
    if (this.state.selection) return this.state.selection.focus;
    const top = this.pane.getBoundingClientRect().top;
    const row = this.text.rows.find(({ element }) => element.getBoundingClientRect().bottom > top + 30);
    return this.text.blocks[row ? Number(row.element.dataset.at) : 0].start;
  }

  /**
   * Move by keyboard.
   * @param {"word"|"sentence"|"turn"|"letter"} unit
   * @param {1|-1} way
   * @param {boolean} extend the far end stays
   */
  move(unit, way, extend) {
    if (!this.text.blocks.length) return;
    const { selection } = this.state;
    if (!selection) {
      this.set(this.inBlock(unit === "letter" ? "word" : unit, this.here()), { reveal: true });
      return;
    }
    if (unit === "letter") {
      this.moveLetter(way);
      return;
    }
    const [start, end] = this.state.span;
    if (!extend) {
      const next = this.next(unit, way, way > 0 ? end : start);
      if (next) this.set(next, { reveal: true });
      return;
    }
    const { anchor, focus } = selection;
    const next = this.next(unit, way, focus);
    if (!next) return;
    let to = way > 0 ? next[1] : next[0];
    if (to === anchor) to = way > 0 ? this.next("word", 1, anchor)?.[1] ?? anchor : this.next("word", -1, anchor)?.[0] ?? anchor;
    if (to !== anchor) this.set([anchor, to], { reveal: "end" });
  }

  /** The end that moves goes to the end of its line, a screen further, or to the end of the document; the other stays. */
  reach(unit, way) {
    if (!this.text.blocks.length) return;
    const first = this.state.selection ?? { anchor: this.here(), focus: this.here() };
    const to = unit === "document" ? (way > 0 ? this.text.text.length : 0) : unit === "line" ? this.text.lineEnd(first.focus, way, first.focus <= first.anchor) : this.text.pageAway(first.focus, way);
    if (to !== first.anchor) this.set([first.anchor, to], { reveal: unit !== "page" && "end" });
  }

  /** The whole document. */
  all() {
    this.set([0, this.text.text.length]);
  }

  moveLetter(way) {
    const { anchor, focus } = this.state.selection;
    const block = this.text.blocks[this.text.blockAt(way > 0 ? focus : Math.max(0, focus - 1))];
    const words = this.text.text.slice(block.start, block.end);
    const at = focus - block.start;
    const next = way > 0 ? unitAfter("letter", words, at) : unitBefore("letter", words, at);
    const to = next && block.start + (way > 0 ? next[1] : next[0]);
    if (next && to !== anchor) this.set([anchor, to], { reveal: "end" });
  }

  /** The next word, sentence or turn from a place on, over the edges of blocks. */
  next(unit, way, at) {
    const { blocks, text } = this.text;
    let n = this.text.blockAt(way > 0 ? at : Math.max(0, at - 1));
    if (way < 0 && blocks[n].start >= at) n -= 1;
    for (; n >= 0 && n < blocks.length; n += way) {
      const block = blocks[n];
      const words = text.slice(block.start, block.end);
      const from = Math.min(Math.max(at - block.start, 0), words.length);
      const whole = trimmed(words, 0, words.length);
      let found = null;
      if (unit === "turn") found = whole && (way > 0 ? whole[0] >= from : whole[1] <= from) ? whole : null;
      else found = way > 0 ? unitAfter(unit, words, from) : unitBefore(unit, words, from);
      if (unit === "turn" && way > 0 && !found && from > 0) continue;
      if (found) return [found[0] + block.start, found[1] + block.start];
    }
    return null;
  }

  /** The other end moves from now on. */
  swap() {
    const { selection } = this.state;
    if (selection) this.set([selection.focus, selection.anchor], { reveal: true });
  }

  /**
   * Handles at the ends of the passage or coding in hand; not at once, for the next click may be a double click. While
   * the same is in hand they stay and only follow the text: a handle that somebody reaches for must not blink.
   */
  placeHandles() {
    if (this.pressed) return; // words are being selected: they come when the button is let go
    const ends = this.ends();
    const name = ends && !this.dragging ? ends.join() : "";
    if (name && name === this.handled) {
      if (!this.soon) this.drawHandles();
      return;
    }
    this.hideHandles();
    this.handled = name;
    this.soon = setTimeout(() => {
      this.soon = 0;
      this.drawHandles();
    }, PAUSE);
  }

  hideHandles() {
    clearTimeout(this.soon);
    this.soon = 0;
    this.handled = "";
    for (const handle of this.handles) handle.hidden = true;
  }

  /** Where handles belong: the ends of the passage in hand, or of one's own coding in hand. */
  ends() {
    const { span, inHand } = this.state;
    return span ?? (inHand?.mine ? [inHand.start, inHand.end] : null);
  }

  drawHandles() {
    const held = this.ends();
    const boxes = held ? this.text.boxes(held[0], held[1]) : [];
    const list = this.text.list?.getBoundingClientRect();
    this.handles.forEach((handle, n) => {
      const box = n ? boxes.at(-1) : boxes[0];
      handle.hidden = !box;
      if (!box) return;
      if (handle.parentNode !== this.text.list) this.text.list.append(handle);
      handle.style.left = `${(n ? box.right : box.left) - list.left}px`;
      handle.style.top = `${box.top - list.top}px`;
      handle.style.height = `${box.height}px`;
    });
  }

  drag(event, side) {
    event.preventDefault();
    event.stopPropagation();
    const handle = event.target;
    const row = this.state.span ? null : this.state.inHand;
    const before = this.state.span ?? [row.start, row.end];
    handle.setPointerCapture(event.pointerId);
    handle.style.pointerEvents = "none"; // what lies under it is asked for
    let now = before;
    this.dragging = true;
    const move = (to) => {
      const at = this.text.offsetUnder(to.clientX, to.clientY);
      if (at === null) return;
      const word = to.altKey ? [at, at] : this.inBlock("word", at) ?? [at, at];
      const wanted = side === "start" ? [Math.min(word[0], before[1] - 1), before[1]] : [before[0], Math.max(word[1], before[0] + 1)];
      now = trimmed(this.text.text, ...wanted) ?? now;
      this.set(now);
    };
    const done = () => {
      this.dragging = false;
      handle.style.pointerEvents = "";
      handle.removeEventListener("pointermove", move);
      if (row) {
        this.set(null);
        if (now[0] !== row.start || now[1] !== row.end) this.onDrop(row, now);
      }
    };
    handle.addEventListener("pointermove", move);
    handle.addEventListener("lostpointercapture", done, { once: true });
    handle.addEventListener("pointerup", (up) => handle.releasePointerCapture(up.pointerId), { once: true });
  }

  copy(event) {
    const { span } = this.state;
    if (!span) return;
    event.preventDefault();
    event.clipboardData.setData("text/plain", this.text.text.slice(...span));
  }
}

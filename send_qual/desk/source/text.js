// The text as rows (turns, paragraphs, headings), each with one text node, and the way between a place on the screen
// and an offset of the document. The nodes never change once drawn: selecting and marking leave them alone.

import { fill, h } from "./dom.js";

const CHUNK = 20; // rows that the browser lays out together or not at all
const FIRST = 40; // rows drawn at once, more than a screen; the rest follow frame by frame, so that a long text shows at once

export class TextView {
  /** @param {HTMLElement} pane what scrolls */
  constructor(pane) {
    this.pane = pane;
    this.rows = [];
    this.blocks = [];
    this.text = "";
    this.onRows = () => {}; // told of chunks of rows as they are drawn
    this.onSpeaker = () => {};
  }

  show(document) {
    this.text = document.text;
    this.blocks = document.blocks;
    this.rows = [];
    this.page = null;
    this.speaker = null;
    this.list = h("div", { class: "rows", data: { kind: document.kind } });
    fill(this.pane, this.list);
    this.pane.scrollTop = 0;
    this.draw(FIRST);
    this.drawOn();
  }

  /** More of the same document. */
  extend(text, blocks) {
    this.text = text;
    this.blocks.push(...blocks);
    this.drawOn();
  }

  /** Draw what is left, a part in each frame. */
  drawOn() {
    cancelAnimationFrame(this.later);
    const more = () => {
      if (this.rows.length >= this.blocks.length) return;
      this.draw(this.rows.length + 400);
      this.later = requestAnimationFrame(more);
    };
    this.later = requestAnimationFrame(more);
  }

  /** Rows of a chunk, by index. */
  rowsOf(chunk) {
    const first = Number(chunk.dataset.first);
    return Array.from(chunk.children, (_, n) => first + n);
  }

  /** Draw rows up to a number of them, and to the end of that chunk. */
  draw(upTo) {
    const from = this.rows.length;
    const made = document.createDocumentFragment();
    const chunks = [];
    while (this.rows.length < Math.min(upTo, this.blocks.length)) {
      const first = this.rows.length;
      const chunk = h("div", { class: "chunk", data: { first } });
      let height = 0;
      for (const block of this.blocks.slice(first, first + CHUNK)) {
        const row = this.drawn(block, this.rows.length);
        this.rows.push(row);
        chunk.append(row.element);
        height += Math.ceil((block.end - block.start) / 60 || 1) * 26 + 6;
      }
      chunk.style.containIntrinsicSize = `auto ${height}px`;
      chunks.push(chunk);
      made.append(chunk);
    }
    this.list.append(made);
    this.onRows(chunks, from);
  }

  drawn(block, at) {
    const node = document.createTextNode(this.text.slice(block.start, block.end));
    const heading = block.kind === "heading";
    const set = { class: "words", dir: "auto", ...(heading && { role: "heading", "aria-level": "3" }) };
    const words = h("div", set);
    words.append(node);
    const margin = h("div", { class: "margin" });
    const element = h("div", { class: "row", data: { at, kind: block.kind } }, this.side(block), words, margin);
    if (block.role) element.dataset.role = block.role;
    return { element, words, node, margin };
  }

  side(block) {
    const side = h("div", { class: "side" });
    const named = block.speaker && block.speaker !== this.speaker;
    this.speaker = block.kind === "turn" ? block.speaker : null;
    const name = named ? block.speaker : block.kind === "heading" ? "" : block.speaker ? "″" : "¶";
    if (name) {
      const told = `Select this ${block.kind === "turn" ? "turn" : "paragraph"}${block.speaker ? ` of ${block.speaker}` : ""}`;
      const set = { class: named ? "speaker" : "speaker again", tabindex: "-1", title: told, "aria-label": told };
      const click = (event) => this.onSpeaker(block, event.shiftKey);
      side.append(h("button", { ...set, type: "button", dir: "auto", text: name, on: { click } }));
    }
    if (block.time) side.append(h("span", { class: "time", text: block.time }));
    if (block.page && block.page !== this.page) {
      this.page = block.page;
      side.append(h("span", { class: "time", text: `page ${block.page}` }));
    }
    return side;
  }

  /** Index of the block that holds an offset; of the one after it where it lies between two. */
  blockAt(offset) {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.blocks[middle].end <= offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The parts of a span that are on the page: `[row, from, to]` with offsets in the row's node. */
  pieces(start, end) {
    const found = [];
    if (!this.blocks.length) return found;
    for (let at = this.blockAt(start); at < this.blocks.length && this.blocks[at].start < end; at += 1) {
      if (at >= this.rows.length) this.draw(at + 50);
      const block = this.blocks[at];
      const from = Math.max(start, block.start) - block.start;
      const to = Math.min(end, block.end) - block.start;
      if (to > from) found.push([this.rows[at], from, to]);
    }
    return found;
  }

  /** A place of the page for an offset: `[node, offset]`. */
  placeOf(offset, atEnd = false) {
    let at = this.blockAt(atEnd ? Math.max(0, offset - 1) : offset);
    if (at >= this.rows.length) this.draw(at + 50);
    at = Math.min(at, this.rows.length - 1);
    const block = this.blocks[at];
    return [this.rows[at].node, Math.min(Math.max(offset - block.start, 0), block.end - block.start)];
  }

  /** The offset of a place of the page, or null where that is not in the text. */
  offsetOf(node, inNode) {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    const row = element?.closest?.(".row");
    if (!row || !this.list.contains(row)) {
      if (element === this.list || element === this.pane) return inNode ? this.blocks.at(-1).end : this.blocks[0].start;
      return null;
    }
    const at = Number(row.dataset.at);
    const block = this.blocks[at];
    if (node === this.rows[at].node) return block.start + inNode;
    if (node === this.rows[at].words) return inNode ? block.end : block.start;
    return element.closest(".margin") ? block.end : block.start;
  }

  /** The offset under the pointer, or null. */
  offsetUnder(x, y) {
    const place = document.caretPositionFromPoint?.(x, y);
    if (place) return this.offsetOf(place.offsetNode, place.offset);
    const range = document.caretRangeFromPoint?.(x, y);
    return range ? this.offsetOf(range.startContainer, range.startOffset) : null;
  }

  /** Where the line of a place ends, or begins, as it is laid out: the line of the letter after it (`ahead`) or before. */
  lineEnd(offset, way, ahead) {
    const at = this.blockAt(ahead ? offset : Math.max(0, offset - 1));
    const block = this.blocks[at];
    if (at >= this.rows.length) this.draw(at + 50);
    const place = Math.min(Math.max(offset, block.start), block.end);
    const line = this.lineOf(at, place, ahead ? -1 : 1);
    let to = place;
    for (let step = Math.max(1, block.end - block.start); step >= 1; step = step === 1 ? 0 : step >> 1) {
      for (let next = to + way * step; next >= block.start && next <= block.end && this.onLine(at, next, way, line); next = to + way * step) to = next;
    }
    return to;
  }

  /** The box of the letter before a place, or with -1 of the one after it. */
  lineOf(at, offset, way) {
    const block = this.blocks[at];
    const from = Math.min(Math.max(way > 0 ? offset - 1 : offset, block.start), Math.max(block.start, block.end - 1));
    const range = document.createRange();
    range.setStart(this.rows[at].node, from - block.start);
    range.setEnd(this.rows[at].node, Math.min(from + 1, block.end) - block.start);
    return range.getBoundingClientRect();
  }

  onLine(at, offset, way, line) {
    const box = this.lineOf(at, offset, way);
    return !box.height || (box.top < line.bottom - line.height / 2 && box.bottom > line.top + line.height / 2);
  }

  /** The place a screen further down or up, in the same column. */
  pageAway(offset, way) {
    const box = this.boxes(Math.max(0, offset - 1), Math.max(1, offset))[0] ?? this.pane.getBoundingClientRect();
    const high = this.pane.clientHeight - 60;
    this.pane.scrollTop += way * high;
    const view = this.pane.getBoundingClientRect();
    const y = Math.min(Math.max(box.bottom - 4, view.top + 20), view.bottom - 20);
    const found = this.offsetUnder(Math.min(Math.max(box.right, view.left + 130), view.right - 10), y);
    // At the ends of the text there is no screen further.
    const ends = way > 0 ? this.pane.scrollTop + view.height >= this.list.offsetHeight - 2 : this.pane.scrollTop <= 0;
    if (found === null || (way > 0 ? found <= offset : found >= offset)) return ends || found === null ? (way > 0 ? this.text.length : 0) : offset;
    return found;
  }

  /** Rectangles of a span, in the window's coordinates. */
  boxes(start, end) {
    const range = document.createRange();
    return this.pieces(start, end).flatMap(([row, from, to]) => {
      range.setStart(row.node, from);
      range.setEnd(row.node, to);
      return [...range.getClientRects()].filter((box) => box.width > 0);
    });
  }

  /** Bring a span into view, a third from the top, unless it is there already. */
  reveal(start, end, always = false) {
    const [first] = this.pieces(start, Math.max(end, start + 1));
    if (!first) return;
    // Rows that were never laid out have a guessed height, so that the way there is gone in steps.
    for (let step = 0; step < 4; step += 1) {
      const view = this.pane.getBoundingClientRect();
      const box = this.boxes(start, Math.min(end, start + 40))[0] ?? first[0].element.getBoundingClientRect();
      const inside = box.top >= view.top + 24 && box.bottom <= view.bottom - 90;
      if (inside && !(always && step === 0)) return;
      this.pane.scrollTop += box.top - view.top - view.height / 3;
      always = false;
    }
  }
}

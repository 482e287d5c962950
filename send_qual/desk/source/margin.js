// The margin: a stripe for each coding, one lane per overlap, and its name where it begins. Only rows near the
// window are drawn; where names need more room than the text, the row grows.

import { fill, h } from "./dom.js";
import { marksOf, namesOf } from "./facets.js";
import { byBlock, laidOut } from "./lanes.js";

const LANE = 9; // px per lane

/** What a coding is, in words: for screen readers and the hint. */
export function wordsOf(row, state) {
  const code = state.codeOf(row.code);
  const told = [code.path, ...namesOf(state.codebook.facets, row.facets)];
  if (row.status === "suggested") {
    const sure = row.confidence === null ? "" : `, ${Math.round(row.confidence * 100)}% sure`;
    told.push(`suggested by ${row.coder}${sure}`);
  } else told.push(row.pending ? "being saved" : row.moved ? "your coding, moved with the corrected text" : row.mine ? "your coding" : `coded by ${row.coder}`);
  if (row.memo) told.push(`memo: ${row.memo}`);
  return told.join("; ");
}

export class Margin {
  constructor(state, text) {
    this.state = state;
    this.text = text;
    this.near = new Set(); // indices of rows near the window
    this.drawn = new Map(); // index of a row -> what its margin shows, in one line
    this.columns = [];
    this.seen = new IntersectionObserver((changes) => this.crossed(changes), { root: text.pane, rootMargin: "700px 0px" });
  }

  close() {
    this.seen.disconnect();
  }

  watch(chunks, from) {
    if (from === 0) {
      this.seen.disconnect();
      this.near.clear();
      this.drawn.clear();
      // What is seen first is not waited for.
      for (const at of this.text.rowsOf(chunks[0])) this.near.add(at);
    }
    for (const chunk of chunks) this.seen.observe(chunk);
  }

  crossed(changes) {
    const come = [];
    for (const { target, isIntersecting } of changes) {
      if (!this.text.list.contains(target)) continue;
      for (const at of this.text.rowsOf(target)) {
        if (isIntersecting) {
          this.near.add(at);
          come.push(at);
        } else {
          this.near.delete(at);
          if (this.drawn.delete(at)) this.text.rows[at].margin.replaceChildren();
        }
      }
    }
    this.drawRows(come);
  }

  /** Lay the stripes out anew and draw the rows that are near. */
  refresh() {
    const rows = this.state.visible();
    this.columns = this.state.columns().map((column) => {
      const held = rows.filter(column.holds);
      return { ...column, ...laidOut(held, (at) => this.text.blockAt(at)), blocks: byBlock(this.text.blocks, held) };
    });
    // Side by side, names give way before the text does.
    const least = this.columns.map((column) => column.count * LANE + (this.columns.length > 1 ? 92 : 150));
    const { style } = this.text.pane.parentElement;
    style.setProperty("--sqd-columns", least.map((width) => `minmax(${width}px, 1fr)`).join(" ") || "1fr");
    style.setProperty("--sqd-margin", `${Math.max(190, least.reduce((sum, width) => sum + width, 0))}px`);
    this.drawRows([...this.near]);
  }

  /** The width changed: places are to be measured anew. */
  remeasure() {
    this.drawn.clear();
    this.drawRows([...this.near]);
  }

  /** Draw the margins of these rows where they changed: first all is measured, then all is written. */
  drawRows(list) {
    if (!this.text.pane.clientWidth) return; // in a tab behind, or while JupyterLab changes its theme: nothing can be measured
    const jobs = [];
    for (const at of list) {
      const held = this.columns.map((column) => column.blocks[at] ?? []);
      const shows = held.some((codings) => codings.length) ? JSON.stringify(held.map((codings, n) => [this.columns[n].count, codings.map((row) => [row, this.columns[n].lane.get(row.id)])])) : "";
      if ((this.drawn.get(at) ?? "") !== shows) jobs.push({ at, held, shows });
    }
    for (const job of jobs) {
      const top = job.shows ? this.text.rows[job.at].words.getBoundingClientRect().top : 0;
      job.extents = job.held.map((codings) => codings.map((row) => this.extent(row, job.at, top)));
    }
    for (const { at, held, shows, extents } of jobs) {
      if (shows) this.drawn.set(at, shows);
      else this.drawn.delete(at);
      const parts = shows ? this.columns.map((column, n) => this.drawColumn(column, held[n], at, extents[n])) : [];
      fill(this.text.rows[at].margin, ...parts);
    }
  }

  drawColumn(column, codings, at, extents) {
    const bars = h("div", { class: "bars", "aria-hidden": "true", style: { width: `${column.count * LANE}px` } });
    const names = h("div", { class: "names" });
    let under = 0;
    for (const [n, row] of codings.entries()) {
      const [from, to] = extents[n];
      bars.append(this.bar(row, column.lane.get(row.id), from, to));
      if (row.start >= this.text.blocks[at].start || at === 0) {
        const name = this.name(row);
        name.style.marginTop = `${Math.max(0, from - under)}px`;
        under = Math.max(under, from) + 19;
        names.append(name);
      }
    }
    return h("div", { class: "column" }, bars, names);
  }

  /** From where to where in a row a coding reaches, in px from the top of its words. */
  extent(row, at, top) {
    const block = this.text.blocks[at];
    const { node } = this.text.rows[at];
    const range = document.createRange();
    range.setStart(node, Math.max(0, row.start - block.start));
    range.setEnd(node, Math.min(block.end, row.end) - block.start);
    const box = range.getBoundingClientRect();
    return [Math.max(0, box.top - top), Math.max(14, box.bottom - top)];
  }

  bar(row, lane, from, to) {
    const suggested = row.status === "suggested";
    const made = h("div", { class: `bar${suggested ? " suggested" : ""}`, data: { id: row.id } });
    made.style.cssText = `left:${lane * LANE}px;top:${from}px;height:${to - from - 2}px;--sqd-code:${this.colour(row)}`;
    if (row.id === this.state.hand) made.classList.add("inhand");
    return made;
  }

  name(row) {
    const suggested = row.status === "suggested";
    const code = this.state.codeOf(row.code);
    const kind = `${suggested ? " suggested" : ""}${row.pending ? " pending" : ""}${row.id === this.state.hand ? " inhand" : ""}`;
    const made = h("button", {
      type: "button",
      class: `name${kind}`,
      tabindex: "-1",
      data: { id: row.id },
      "aria-label": wordsOf(row, this.state),
      "aria-pressed": row.id === this.state.hand ? "true" : "false",
    });
    made.style.setProperty("--sqd-code", this.colour(row));
    made.append(h("span", { class: "chip", "aria-hidden": "true" }), h("bdi", { text: code.name }));
    const sign = marksOf(this.state.codebook.facets, row.facets);
    if (sign) made.append(h("span", { class: "sign", text: sign }));
    if (row.memo) made.append(h("span", { class: "sign", text: "✎" }));
    if (row.moved) made.append(h("span", { class: "sign", text: "⇢" }));
    if (suggested || row.moved) made.append(h("span", { class: "sign", text: "?" }));
    return made;
  }

  colour(row) {
    const { colour } = this.state.codeOf(row.code);
    return /^#[0-9a-f]{6}$/i.test(colour) ? colour : "#767676";
  }
}

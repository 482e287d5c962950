// Coded passages are marked by the browser's own highlights (CSS Custom Highlight API): the text's nodes stay whole.
//
// @recogito/text-annotator was tried for this, and measured on a ten-hour transcript with 2,000 codings: after each new
// coding it looks up the boxes of all of them, which takes 1.4 s, and 6 s with content-visibility, where 100 ms are
// promised here; it selects by mouse only as the browser does. Hence selection and marks of our own.

const PLAIN = /^#[0-9a-f]{6}$/i;
let views = 0;

export const supported = typeof Highlight === "function" && typeof CSS === "object" && Boolean(CSS.highlights);

export class Marks {
  constructor(text) {
    this.text = text;
    views += 1;
    this.name = `sqd${views}`;
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, this.sheet];
    this.groups = new Map(); // name of a highlight -> Highlight
    this.kept = new Map(); // id -> {key, group, ranges}
    for (const [group, rule, first] of FIXED) this.add(group, rule, first);
  }

  close() {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
    for (const group of this.groups.keys()) CSS.highlights?.delete(`${this.name}-${group}`);
  }

  add(group, rule, first = 0) {
    if (!supported) return;
    const made = new Highlight();
    made.priority = first;
    CSS.highlights.set(`${this.name}-${group}`, made);
    this.groups.set(group, made);
    this.sheet.insertRule(`::highlight(${this.name}-${group}) { ${rule} }`);
  }

  /** The highlight of a colour: a tint for what a person coded, a dashed line for a suggestion. */
  groupOf(colour, suggested) {
    const plain = PLAIN.test(colour) ? colour : "#767676";
    const group = `${plain.slice(1)}${suggested ? "s" : ""}`;
    if (!this.groups.has(group)) {
      const line = `text-decoration: underline dashed ${plain} 2px; text-underline-offset: 3px`;
      this.add(group, suggested ? line : `background-color: ${plain}38`);
    }
    return group;
  }

  ranges(start, end) {
    return this.text.pieces(start, end).map(
      ([row, from, to]) =>
        new StaticRange({ startContainer: row.node, startOffset: from, endContainer: row.node, endOffset: to }),
    );
  }

  /** Mark these codings, and unmark what was marked and is not among them. */
  show(rows, colourOf) {
    if (!supported) return;
    const now = new Set();
    for (const row of rows) {
      now.add(row.id);
      const suggested = row.status === "suggested";
      const group = this.groupOf(colourOf(row), suggested);
      const key = `${group} ${row.start} ${row.end}`;
      const before = this.kept.get(row.id);
      if (before?.key === key) continue;
      if (before) this.drop(row.id);
      const ranges = this.ranges(row.start, row.end);
      for (const range of ranges) this.groups.get(group).add(range);
      this.kept.set(row.id, { key, group, ranges });
    }
    for (const id of this.kept.keys()) if (!now.has(id)) this.drop(id);
  }

  drop(id) {
    const { group, ranges } = this.kept.get(id);
    for (const range of ranges) this.groups.get(group).delete(range);
    this.kept.delete(id);
  }

  forget() {
    for (const group of this.groups.values()) group.clear();
    this.kept.clear();
  }

  /** Put one of the fixed marks on spans: "selection", "hand", "hover", "hit". */
  set(group, spans) {
    const held = this.groups.get(group);
    if (!held) return;
    held.clear();
    for (const [start, end] of spans) for (const range of this.ranges(start, end)) held.add(range);
  }
}

const FIXED = [
  ["hit", "background-color: #ffe38a; color: #1a1a1a", 1],
  ["hover", "background-color: rgba(128, 128, 128, 0.28)", 2],
  ["hand", "text-decoration: underline solid currentColor 2px; text-underline-offset: 3px", 3],
  ["selection", "background-color: #bcd9fb; color: #10202f", 4],
];

// What the desk shows, in one place. Python keeps the truth; this is what was last heard of it, and what is in hand.

const UNKNOWN = { name: "", path: "", colour: "#767676", definition: "", include: [], exclude: [], examples: [] };

export class State {
  constructor() {
    this.listeners = new Map();
    this.coder = "";
    this.readOnly = "";
    this.codebook = { codes: [], facets: [] };
    this.codes = new Map();
    this.documents = []; // {id, title, passages, coded, left, memo}
    this.document = null; // {id, title, kind, text, blocks}
    this.codings = new Map(); // id -> row, of the open document
    this.counts = {}; // code id -> {own, left, here}
    this.memos = {}; // "document:<id>" or "code:<id>" -> words
    this.theirs = {}; // the same, and ids of codings -> [{coder, text}], of other coders
    this.lost = { rows: [], more: 0 }; // codings that a corrected text has no place for
    this.moved = { rows: [], more: 0 }; // those that it carries elsewhere
    this.pins = {}; // "1" to "9" -> code id
    this.compare = null; // {coders: [a, b], settled: n, of: n}
    this.selection = null; // {anchor, focus}: the passage in hand
    this.hand = ""; // id of the coding in hand
    this.code = ""; // id of the code whose rule is shown
    this.last = ""; // id of the code used last
    this.mode = ""; // "", "review" or "amend"
    this.blind = false; // nothing of others is read
    this.shown = { suggestions: true, others: new Set() };
    this.hits = []; // spans that a search found here
  }

  on(topic, fn) {
    if (!this.listeners.has(topic)) this.listeners.set(topic, []);
    this.listeners.get(topic).push(fn);
  }

  tell(...topics) {
    for (const topic of topics) for (const fn of this.listeners.get(topic) ?? []) fn();
  }

  takeCodebook(codebook) {
    this.codebook = codebook;
    this.codes = new Map(codebook.codes.map((code) => [code.id, code]));
    this.tell("codebook");
  }

  codeOf(id) {
    return this.codes.get(id) ?? { ...UNKNOWN, id, name: id, path: id };
  }

  /** The passage in hand as [start, end], or null. */
  get span() {
    if (!this.selection) return null;
    const { anchor, focus } = this.selection;
    return anchor <= focus ? [anchor, focus] : [focus, anchor];
  }

  get inHand() {
    return this.codings.get(this.hand) ?? null;
  }

  /** All codings of the document that are shown, in its order. */
  visible() {
    return [...this.codings.values()].filter((row) => this.isShown(row)).sort(inOrder);
  }

  isShown(row) {
    if (row.mine) return true;
    if (this.compare) return this.compare.coders.includes(row.coder);
    return row.status === "suggested" ? this.shown.suggestions : this.shown.others.has(row.coder);
  }

  /** What waits for a decision: suggestions and own codings that a corrected text moved, or in a comparison what two coders did and nobody settled yet. */
  waiting() {
    const open = this.compare ? (row) => row.open : (row) => row.status === "suggested" || row.moved;
    return [...this.codings.values()].filter((row) => open(row) && !row.pending && !row.deciding).sort(inOrder);
  }

  /** How many codings of a code are this coder's in the open document. */
  here() {
    const counts = {};
    for (const row of this.codings.values()) if (row.mine) counts[row.code] = (counts[row.code] ?? 0) + 1;
    return counts;
  }

  others() {
    const coders = [...this.codings.values()].filter(isOthers).map((row) => row.coder);
    return [...new Set([...coders, ...(this.theirs[`document:${this.document?.id}`] ?? []).map(({ coder }) => coder)])].sort();
  }

  /** The memos on something: this coder's, then those of coders whose codings are shown, under their names. */
  memosOn(about, own = this.memos[about]) {
    const seen = this.compare ? new Set(this.compare.coders) : this.shown.others;
    const others = (this.theirs[about] ?? []).filter(({ coder }) => seen.has(coder));
    return [...(own ? [own] : []), ...others.map(({ coder, text }) => `${coder}: ${text}`)];
  }

  /** Columns of the margin: one for this coder and the suggestions, one for each other coder shown. */
  columns() {
    if (this.compare) {
      const [a, b] = this.compare.coders;
      return [
        { title: a, holds: (row) => row.coder === a && !row.mine },
        { title: b, holds: (row) => row.coder === b && !row.mine },
        { title: this.coder, holds: (row) => row.mine },
      ];
    }
    const others = this.others().filter((coder) => this.shown.others.has(coder));
    const mine = { title: this.coder, holds: (row) => row.mine || row.status === "suggested" };
    return [mine, ...others.map((coder) => ({ title: coder, holds: (row) => isOthers(row) && row.coder === coder }))];
  }
}

export function isOthers(row) {
  return !row.mine && row.status !== "suggested";
}

export function inOrder(a, b) {
  return a.start - b.start || a.end - b.end || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
}

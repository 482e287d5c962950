// What a person does at the desk. Each gesture is drawn at once, sent to Python, and called saved when Python answers,
// which is when the ledger has it on disk.

import { shorten } from "./dom.js";
import { valueOf } from "./facets.js";
import { Going } from "./going.js";
import { wordsOf } from "./margin.js";
import { inOrder } from "./state.js";

export class Gestures extends Going {
  constructor(state, bridge, selecting, text) {
    super();
    Object.assign(this, { state, bridge, selecting, text });
    this.onOpen = () => {}; // a document was opened
    this.onSaved = () => {};
    this.say = () => {};
    this.fail = () => {};
    this.pending = 0;
    this.whole = Promise.resolve(); // kept when the open document is there to its end
    this.coming = new Map(); // number of a coding drawn ahead -> its number in the ledger, when that is known
  }

  /** Ask Python and tell how it went; resolves with the answer, or null where it was refused. */
  async ask(verb, fields, done = "") {
    try {
      const answer = await this.bridge.ask(verb, await this.known(fields));
      this.onSaved();
      const words = typeof done === "function" ? done(answer) : done;
      if (words) this.say(words);
      return answer;
    } catch (error) {
      this.fail(error.message);
      return null;
    }
  }

  /** The same fields, with the number that Python gave a coding which was drawn ahead of its answer. */
  async known(fields) {
    const made = { ...fields };
    for (const name of ["id", "about"]) if (this.coming.has(made[name])) made[name] = await this.coming.get(made[name]);
    return made;
  }

  mayWrite() {
    if (this.state.readOnly) this.fail(this.state.readOnly);
    return !this.state.readOnly;
  }

  /** What a code would go to now: the passage in hand, or the coding that is amended. Kept while Python makes the code. */
  aim() {
    const { state } = this;
    return { document: state.document.id, span: state.span, draft: state.mode === "amend" ? this.draft : null };
  }

  /** Give a passage a code: the one in hand, or the one that was in hand when the key was pressed. */
  async apply(code, facets = {}, aim = this.aim()) {
    const { state } = this;
    if (!this.mayWrite()) return null;
    if (aim.then) return aim.then(code);
    if (aim.draft && aim.draft === this.draft) return this.amendTo({ code });
    if (aim.draft) return this.ask("change", { id: aim.draft.id, code }, `Changed: ${state.codeOf(code).path}`);
    if (!aim.span) {
      state.code = code;
      state.tell("code");
      this.say(`${state.codeOf(code).path}. Select a passage to apply it.`);
      return null;
    }
    const [start, end] = aim.span;
    if (aim.document !== state.document.id) return this.ask("apply", { document: aim.document, start, end, code, facets }, `Saved: ${state.codeOf(code).path}`);
    // Who has gone on to another passage meanwhile keeps that one in hand.
    const here = state.span && state.span[0] === start && state.span[1] === end;
    this.pending += 1;
    const id = `pending-${this.pending}`;
    const row = { id, start, end, code, status: "applied", coder: state.coder, mine: true, facets, memo: "", confidence: null };
    state.codings.set(id, { ...row, reason: "", pending: true });
    state.last = state.code = code;
    if (here) {
      this.selecting.used = true;
      this.take(id, false);
    }
    state.tell("codings");
    const asked = this.ask("apply", { document: aim.document, start, end, code, facets }, `Saved: ${state.codeOf(code).path}`);
    this.coming.set(id, asked.then((answer) => answer?.id ?? id));
    const answer = await asked;
    state.codings.delete(id);
    if (answer && state.hand === id) this.take(answer.id, false);
    state.tell("codings", "hand");
    return answer;
  }

  /** A code dropped on the passage in hand, or the passage on a code; it can be dragged on to the next. */
  drop(code) {
    this.apply(code);
    this.selecting.used = false;
  }

  applyLast() {
    if (this.state.last) return this.apply(this.state.last);
    this.say("No code was used yet: choose one with / or 1 to 9.");
    return null;
  }

  applyPinned(digit) {
    const code = this.state.pins[digit];
    if (code && this.state.codes.has(code)) return this.apply(code);
    this.say(`No code is pinned to ${digit}: go to a code in the codebook and press ${digit}.`);
    return null;
  }

  async pin(digit, code) {
    const answer = await this.ask("pin", { digit, code }, `${this.state.codeOf(code).path} is on key ${digit}`);
    if (answer) this.state.pins = answer.pins;
    this.state.tell("codebook");
  }

  /** Take a coding in hand. */
  take(id, reveal = true, aloud = "") {
    const { state } = this;
    state.hand = id;
    const row = state.inHand;
    if (row) state.code = row.code;
    state.tell("hand", "code");
    if (row && reveal) this.text.reveal(row.start, row.end);
    if (row && aloud) this.say(`${aloud === true ? "" : `${aloud}. `}${wordsOf(row, state)}. ${shorten(state.document.text.slice(row.start, row.end), 200)}`);
  }

  /** The coding in hand if it is this coder's own, else a word about it. */
  own() {
    const row = this.state.inHand;
    if (!row) this.say("No coding is in hand: click one, or go to it with , and .");
    else if (!row.mine) this.say("That is not your coding: a accepts it first.");
    return row?.mine ? row : null;
  }

  /** Away with the coding in hand; with words selected instead, with these words of one's own codings there. */
  async remove() {
    const { state } = this;
    if (!state.inHand && state.span) {
      await this.uncode();
      return;
    }
    const row = this.own();
    if (!row || !this.mayWrite()) return;
    await this.ask("remove", { id: row.id }, `Removed: ${this.state.codeOf(row.code).path}. z brings it back.`);
    this.take("", false);
  }

  /** A facet's value for the coding in hand; a suggestion is accepted with it. Pressed again, it is taken away. */
  async facet(facet, value) {
    const row = this.state.inHand;
    if (!row || !this.mayWrite()) {
      if (!row) this.say("No coding is in hand to say that of.");
      return;
    }
    if (this.state.mode === "amend") {
      this.draft.facets = { ...this.draft.facets, [facet]: value };
      this.state.tell("hand");
      return;
    }
    if (!row.mine) {
      await this.decide("accept", { facets: { [facet]: value } });
      return;
    }
    const now = row.facets[facet] === value ? "" : value;
    await this.ask("change", { id: row.id, facets: { [facet]: now } }, now ? valueOf(this.state.codebook.facets, facet, now).name : `no ${facet}`);
  }

  /** The selected words are taken out of one's own codings there; what is left of each stays. */
  async uncode(code = "") {
    if (!this.mayWrite()) return;
    const [start, end] = this.state.span;
    const told = ({ number }) => (number ? `Taken out of ${number === 1 ? "1 coding" : `${number} codings`}. z takes that back.` : "No coding of yours is on these words.");
    await this.ask("uncode", { document: this.state.document.id, start, end, code }, told);
  }

  /** The coding in hand and those with its code that it touches, or that only space parts it from, become one. */
  async join() {
    const row = this.own();
    if (!row || !this.mayWrite()) return;
    const { text } = this.state.document;
    const same = [...this.state.codings.values()].filter((other) => other.mine && !other.pending && other.code === row.code).sort(inOrder);
    const ids = chained(same, row, text).map(({ id }) => id);
    if (ids.length < 2) this.say(`No other coding with ${this.state.codeOf(row.code).path} is beside it.`);
    else {
      const answer = await this.ask("merge", { ids }, `${ids.length} codings are one now. z takes that back.`);
      if (answer) this.take(answer.id, false);
    }
  }

  /** The coding in hand ends before the word that was clicked or selected, and another begins there. */
  async split() {
    const row = this.own();
    if (!row || !this.mayWrite()) return;
    const at = this.selecting.clickedAt;
    if (at === undefined || at === null || at <= row.start || at >= row.end) this.say("Click into the coding where it is to be cut, then press k.");
    else await this.ask("split", { id: row.id, at: this.selecting.inBlock("word", at)?.[0] ?? at }, ({ parts }) => (parts > 1 ? "It is two codings now. z takes that back." : "There is nothing on one side of that."));
  }

  async memo(about, words) {
    return this.ask("memo", { about, text: words }, words ? "Memo saved" : "Memo taken away");
  }

  // Review

  /** Accept or reject what is in hand, and go to the next that waits. */
  async decide(verb, fields = {}) {
    const row = this.state.inHand;
    const waits = row && this.state.waiting().some((other) => other.id === row.id);
    if (!waits) {
      this.say("Nothing that waits for a decision is in hand: n goes to the next.");
      return;
    }
    if (!this.mayWrite()) return;
    const did = verb === "accept" ? "Accepted" : "Rejected";
    // The next is in hand before the answer comes: who reviews fast does not wait for the disk.
    row.deciding = true;
    const asked = this.ask(row.mine ? movedVerb(verb, fields) : verb, { id: row.id, ...fields });
    const later = this.state.waiting().find((other) => inOrder(other, row) >= 0);
    if (later) this.take(later.id, true, did);
    const answer = await asked;
    if (!answer) {
      row.deciding = false;
      if (this.state.codings.has(row.id)) this.take(row.id);
    } else if (!later) await this.step(1, did);
    // In a comparison, what is in hand by now may have been settled by the same decision.
    else if (this.state.compare && this.state.hand === later.id && !this.state.waiting().includes(this.state.inHand)) await this.step(1, did);
  }

  /** Next or previous thing that waits, through all documents. */
  async step(way, before = "") {
    const { state } = this;
    await this.whole;
    const list = state.waiting();
    const place = state.inHand ?? { start: state.span?.[0] ?? this.selecting.here() - 1, end: 0, id: "" };
    const at = list.findIndex((row) => row.id === place.id);
    let next;
    if (at >= 0) next = list[at + way];
    else next = way > 0 ? list.find((row) => row.start >= place.start) : list.findLast((row) => row.start < place.start);
    if (next) {
      if (state.mode === "") state.mode = "review";
      this.selecting.set(null);
      this.take(next.id, true, true);
      return;
    }
    const here = state.documents.findIndex((entry) => entry.id === state.document.id);
    for (let k = 1; k < state.documents.length; k += 1) {
      const entry = state.documents[(here + way * k + state.documents.length) % state.documents.length];
      if (!entry.left) continue;
      await this.open(entry.id);
      const waiting = state.waiting();
      if (waiting.length) {
        this.take((way > 0 ? waiting[0] : waiting.at(-1)).id, true, true);
        return;
      }
    }
    if (list.length) this.take((way > 0 ? list[0] : list.at(-1)).id, true, true);
    else {
      state.mode = "";
      this.take("", false);
      this.say(`${before ? `${before}. ` : ""}Nothing is left to review.`);
    }
  }

  /** Next or previous coding of whatever kind. */
  async walk(way) {
    await this.whole;
    const list = this.state.visible();
    const row = this.state.inHand;
    const at = row ? list.findIndex((other) => other.id === row.id) : -1;
    const from = this.state.span?.[0] ?? this.selecting.here();
    let next = at >= 0 ? list[at + way] : null;
    if (at < 0) next = way > 0 ? list.find((other) => other.start >= from) : list.findLast((other) => other.start < from);
    if (!next) this.say(way > 0 ? "No coding further down." : "No coding further up.");
    else {
      this.selecting.set(null);
      this.take(next.id, true, true);
    }
  }

  // Amending: the ends of the coding in hand, its code, its facets, in one go

  amend() {
    const row = this.state.inHand;
    if (!row) {
      this.say("No coding is in hand: click one, or go to it with , and .");
      return;
    }
    if (!this.mayWrite()) return;
    this.before = this.state.mode;
    this.draft = { id: row.id };
    this.state.mode = "amend";
    this.selecting.set([row.start, row.end], { reveal: true });
    this.state.tell("hand");
    this.say("Amending: move the ends, choose another code, then Enter. Esc leaves it as it was.");
  }

  amendTo(fields) {
    Object.assign(this.draft, fields);
    this.state.tell("hand");
    if (fields.code) this.say(`${this.state.codeOf(fields.code).path}: Enter keeps it.`);
    return null;
  }

  leaveAmending() {
    this.state.mode = this.before ?? "";
    this.draft = null;
    this.selecting.set(null);
    this.state.tell("hand");
  }

  async keepAmended() {
    const row = this.state.inHand;
    const { draft } = this;
    const [start, end] = this.state.span ?? [row.start, row.end];
    const ends = start === row.start && end === row.end ? {} : { start, end };
    const { id, ...rest } = draft;
    const fields = { ...rest, ...ends };
    this.leaveAmending();
    if (!row.mine) await this.decide("accept", fields);
    else if (Object.keys(fields).length) {
      const answer = await this.ask("change", { id, ...fields }, "Changed");
      if (answer) this.take(answer.id, false);
    }
  }

  async moveEnds(row, [start, end]) {
    if (!this.mayWrite()) return;
    const answer = await this.ask("change", { id: row.id, start, end }, "Its ends were moved");
    if (answer) this.take(answer.id, false);
  }

  // Undo

  async undo() {
    if (this.mayWrite()) await this.ask("undo", {}, (answer) => answer.stays || (answer.words ? `Undone: ${answer.words}` : "Nothing to undo"));
  }

  async redo() {
    if (this.mayWrite()) await this.ask("redo", {}, (answer) => answer.stays || (answer.words ? `Done again: ${answer.words}` : "Nothing to do again"));
  }
}

/** What a decision is called on one's own coding, which a corrected text moved. */
function movedVerb(verb, fields) {
  if (verb === "reject") return "remove";
  return Object.keys(fields).length ? "change" : "confirm";
}

/** Those of some codings, in order, that make one stretch with another: nothing but space between. */
function chained(codings, row, text) {
  let kept = [row];
  for (const way of [1, -1]) {
    const list = way > 0 ? codings : [...codings].reverse();
    for (const other of list) {
      const start = Math.min(...kept.map((one) => one.start));
      const end = Math.max(...kept.map((one) => one.end));
      const between = other.start > end ? text.slice(end, other.start) : other.end < start ? text.slice(other.end, start) : "";
      if (!kept.includes(other) && !between.trim()) kept = [...kept, other];
    }
  }
  return kept;
}

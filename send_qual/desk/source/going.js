// From document to document, and to what of it is not coded yet; a document that is finished.

/** Has `state`, `bridge`, `text`, `selecting`, and `ask`, `say`, `fail`, `take`, `mayWrite` of the gestures it is part of. */
export class Going {
  async open(id, span = null) {
    const { state } = this;
    if (state.document?.id !== id) {
      const answer = await this.ask("open", { document: id });
      if (!answer) return;
      state.document = answer.document;
      state.codings = new Map(answer.codings.map((row) => [row.id, row]));
      state.selection = null;
      state.hand = "";
      state.hits = [];
      this.onOpen();
      if (answer.more) this.takeRest();
    }
    if (span) await this.whole;
    if (span) this.selecting.set(span, { reveal: true });
  }

  /** A long document is shown by its first screens; here is the rest of it. */
  takeRest() {
    const { state } = this;
    const { document } = state;
    const asked = this.bridge.ask("rest", { document: document.id, after: document.text.length });
    this.whole = asked.then((answer) => {
      if (state.document !== document) return;
      document.text += answer.text;
      const ahead = [...state.codings.values()].filter((row) => row.pending);
      state.codings = new Map([...answer.codings, ...ahead].map((row) => [row.id, row]));
      this.text.extend(document.text, answer.blocks);
      state.tell("codings", "hand");
    }).catch((error) => this.fail(error.message));
    return this.whole;
  }

  async neighbour(way) {
    const { documents, document } = this.state;
    const at = documents.findIndex((entry) => entry.id === document.id) + way;
    if (documents[at]) await this.open(documents[at].id);
    else this.say(way > 0 ? "This is the last document." : "This is the first document.");
  }

  /** The next turn or passage that this coder has not coded, through all documents. */
  async uncoded() {
    const { state } = this;
    await this.whole;
    const from = state.span?.[1] ?? state.inHand?.end ?? this.selecting.here();
    const here = !this.isFinished && this.text.blocks.find((block) => block.passage && block.start >= from && !this.isCoded(block));
    if (here) {
      this.take("", false);
      this.selecting.takeBlock(here, false);
      this.text.reveal(here.start, here.end);
      return;
    }
    const answer = await this.ask("uncoded", { document: state.document.id, after: from });
    if (!answer) return;
    if (!answer.document) this.say("Every passage has a coding of yours, or is in a document that you finished.");
    else {
      await this.open(answer.document);
      this.selecting.set([answer.start, answer.end], { reveal: true });
    }
  }

  /** Whether this coder has finished the open document. */
  get isFinished() {
    const { state } = this;
    return Boolean(state.documents.find((entry) => entry.id === state.document?.id)?.finished.includes(state.coder));
  }

  /** The open document is finished, or is not any more: on what is finished the machine has no say. */
  async finish() {
    if (!this.mayWrite()) return;
    const { id, title } = this.state.document;
    const verb = this.isFinished ? "reopen" : "finish";
    await this.ask(verb, { document: id }, verb === "finish" ? `${title} is finished: only people's codings count in it. z takes that back.` : `${title} is open again.`);
    this.state.tell("hand");
  }

  isCoded(block) {
    for (const row of this.state.codings.values()) {
      if (row.mine && row.start < block.end && row.end > block.start) return true;
    }
    return false;
  }
}

// What goes to Python and back. Every gesture is a message with a number; the answer bears the same number, and
// comes only when the ledger has it on disk. What changed is pushed to every view of the desk before that answer.

const PATIENCE = 8000; // ms after which the desk says that Python has not answered

export class Bridge {
  /** @param {any} model of anywidget */
  constructor(model) {
    this.model = model;
    this.waiting = new Map();
    this.number = 0;
    // Views of one model share its messages: numbers bear a mark of this view.
    this.mark = Math.random().toString(36).slice(2);
    this.onPush = () => {};
    this.onWaiting = () => {};
    this.heard = (_, buffers) => this.hear(JSON.parse(new TextDecoder().decode(buffers[0])));
    model.on("msg:custom", this.heard);
  }

  close() {
    this.model.off("msg:custom", this.heard);
    clearTimeout(this.timer);
  }

  /** Ask Python to do something. Resolves with the answer; rejects with an Error in words for people. */
  ask(verb, fields = {}) {
    this.number += 1;
    const n = `${this.mark}-${this.number}`;
    return new Promise((resolve, reject) => {
      this.waiting.set(n, { resolve, reject, since: Date.now() });
      this.model.send({ n, do: verb, ...fields });
      this.watch();
    });
  }

  hear(message) {
    if (message.push) {
      this.onPush(message);
      return;
    }
    const asked = this.waiting.get(message.re);
    if (!asked) return; // another view's
    this.waiting.delete(message.re);
    this.watch();
    if (message.error) asked.reject(new Error(message.error));
    else asked.resolve(message);
  }

  watch() {
    clearTimeout(this.timer);
    const oldest = Math.min(...[...this.waiting.values()].map((asked) => asked.since));
    const late = this.waiting.size > 0 && Date.now() - oldest >= PATIENCE;
    this.onWaiting(this.waiting.size, late);
    if (this.waiting.size && !late) this.timer = setTimeout(() => this.watch(), oldest + PATIENCE - Date.now() + 5);
  }
}

// Which key does what. No key reaches JupyterLab from here, where `a`, `x` and `d d` would act on cells; only what is
// pressed with Ctrl or Cmd and means nothing to the desk goes on to the browser.

const UNITS = { ArrowLeft: ["word", -1], ArrowRight: ["word", 1], ArrowUp: ["turn", -1], ArrowDown: ["turn", 1] };
// Without Shift these scroll, as everywhere.
const FAR = { Home: ["line", -1], End: ["line", 1], PageUp: ["page", -1], PageDown: ["page", 1] };

export class Keys {
  /** @param {any} desk with state, gestures, selecting, picker, inspector, search, tree, lost, help, and `leave()` */
  constructor(desk) {
    this.desk = desk;
    this.plain = this.table();
  }

  table() {
    const { gestures: g, selecting, picker, inspector, search, tree, lost, help, retrieval, state } = this.desk;
    const onCode = () => this.inTree() && state.codes.has(tree.at);
    return {
      q: () => g.applyLast(),
      "/": () => picker.open(),
      v: () => picker.inVivo(),
      V: () => picker.inVivo(true),
      w: () => picker.anew(),
      h: () => search.step(1),
      H: () => search.step(-1),
      F3: () => search.step(1),
      m: () => inspector.memo(),
      M: () => inspector.memo(onCode() ? `code:${tree.at}` : `document:${state.document.id}`),
      e: () => g.amend(),
      n: () => g.step(1),
      p: () => g.step(-1),
      a: () => g.decide("accept"),
      x: () => g.decide("reject"),
      ".": () => g.walk(1),
      ",": () => g.walk(-1),
      u: () => g.uncoded(),
      F: () => g.finish(),
      j: () => g.join(),
      k: () => g.split(),
      "]": () => g.neighbour(1),
      "[": () => g.neighbour(-1),
      s: () => search.focus(),
      t: () => tree.focus(),
      r: () => (onCode() ? retrieval.show(tree.at) : retrieval.toggle()),
      l: () => lost.toggle(),
      o: () => selecting.swap(),
      z: () => g.undo(),
      Z: () => g.redo(),
      "?": () => help.toggle(),
      Delete: () => g.remove(),
      Backspace: () => g.remove(),
      Enter: () => (state.mode === "amend" ? g.keepAmended() : state.span || state.inHand ? picker.open() : null),
      Escape: () => this.escape(),
    };
  }

  inText(target) {
    return this.desk.pane.contains(target);
  }

  inTree() {
    const { tree } = this.desk;
    return tree.list.contains(tree.list.ownerDocument.activeElement);
  }

  escape() {
    const { state, gestures, selecting, help, picker, search } = this.desk;
    if (help.isOpen) help.toggle();
    else if (picker.isOpen) picker.close();
    else if (!search.results.hidden || state.hits.length) search.close();
    else if (state.mode === "amend") gestures.leaveAmending();
    else if (state.selection || state.hand || state.mode) {
      state.mode = "";
      selecting.set(null);
      gestures.take("", false);
    } else this.desk.leave();
  }

  press(event) {
    const { target } = event;
    const field = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
    const command = event.ctrlKey || event.metaKey;
    if (!command || this.isOurs(event)) event.stopPropagation();
    if (event.defaultPrevented || event.isComposing) return;
    const does = field ? (event.key === "Escape" ? () => this.desk.focus() : null) : this.meant(event);
    if (!does) return;
    event.preventDefault();
    does();
  }

  isOurs(event) {
    return event.key === "Enter" || Boolean(UNITS[event.key] || FAR[event.key]) || "zyfa".includes(event.key.toLowerCase());
  }

  /** What a key means outside a field, or null. */
  meant(event) {
    const { gestures: g, selecting, search, state } = this.desk;
    const { shiftKey, altKey } = event;
    // By the Shift key alone: Caps Lock must not turn undo into redo.
    const letter = /^[a-z]$/i.test(event.key);
    const key = letter ? event.key[shiftKey ? "toUpperCase" : "toLowerCase"]() : event.key;
    const command = event.ctrlKey || event.metaKey;
    if (FAR[key] && shiftKey) {
      const [unit, way] = FAR[key];
      return () => selecting.reach(command && unit === "line" ? "document" : unit, way);
    }
    if (command && !UNITS[key]) {
      const small = key.toLowerCase();
      if (small === "a" && !shiftKey && !altKey && this.inText(event.target)) return () => selecting.all();
      if (small === "z") return shiftKey ? () => g.redo() : () => g.undo();
      if (small === "y") return () => g.redo();
      if (small === "f") return () => search.focus();
      return null;
    }
    const onButton = event.target.closest("button");
    if (onButton && (key === "Enter" || key === " ")) return null;
    if (UNITS[key]) {
      const [unit, way] = UNITS[key];
      const wide = unit === "turn" ? unit : altKey && shiftKey ? "letter" : command || altKey ? "sentence" : "word";
      return () => selecting.move(wide, way, shiftKey);
    }
    if (altKey) return null;
    if (/^[1-9]$/.test(key)) return () => g.applyPinned(key);
    const facet = g.facetKeys()[key];
    if (facet && state.document) return () => g.facet(...facet);
    return this.plain[key] ?? null;
  }
}

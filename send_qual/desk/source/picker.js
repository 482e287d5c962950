// The picker: type to filter over name and definition, Enter applies; what fits no code can become one on the spot.

import { button, fill, h, shorten } from "./dom.js";

export class Picker {
  constructor(state, gestures) {
    Object.assign(this, { state, gestures });
    this.element = h("div", { class: "picker popup", hidden: true, role: "dialog", "aria-label": "Choose a code" });
    this.onClose = () => {};
  }

  get isOpen() {
    return !this.element.hidden;
  }

  /** @param {object} [aim] what the code goes to; default: what is in hand when it is chosen */
  open(aim = null) {
    this.aim = aim;
    this.input = h("input", {
      type: "text",
      placeholder: "Type to find a code, or the name of a new one",
      role: "combobox",
      "aria-label": "Find a code",
      "aria-expanded": "true",
      "aria-controls": this.listId,
      "aria-autocomplete": "list",
      autocomplete: "off",
      spellcheck: "false",
      on: { input: () => this.list(), keydown: (event) => this.key(event) },
    });
    this.options = h("div", { class: "options", role: "listbox", "aria-label": "Codes", id: this.listId });
    this.at = 0;
    fill(this.element, this.input, this.options);
    this.element.hidden = false;
    this.list();
    this.input.focus();
  }

  get listId() {
    this.id ??= `sqd-list-${Math.random().toString(36).slice(2)}`;
    return this.id;
  }

  /** The codebook changed. */
  renew() {
    if (this.isOpen && this.element.contains(this.options)) this.list();
  }

  close() {
    if (!this.isOpen) return;
    this.element.hidden = true;
    this.onClose();
  }

  /** Codes that fit, best first: name begins with it, name holds it, definition holds it. */
  found() {
    const wanted = this.input.value.trim().toLocaleLowerCase();
    const { codes } = this.state.codebook;
    if (!wanted) {
      const last = codes.filter((code) => code.id === this.state.last);
      return [...last, ...codes.filter((code) => code.id !== this.state.last)];
    }
    const words = wanted.split(/\s+/u);
    const rank = (code) => {
      const name = code.name.toLocaleLowerCase();
      const path = code.path.toLocaleLowerCase();
      if (name.startsWith(wanted)) return 0;
      if (name.split(/[\s/-]+/u).some((part) => part.startsWith(wanted))) return 1;
      if (words.every((word) => path.includes(word))) return 2;
      const all = `${path} ${code.id} ${code.definition.toLocaleLowerCase()}`;
      return words.every((word) => all.includes(word)) ? 3 : 9;
    };
    return codes.map((code) => [rank(code), code]).filter(([r]) => r < 9).sort((a, b) => a[0] - b[0]).map(([, code]) => code);
  }

  list() {
    const found = this.found();
    const typed = this.input.value.trim();
    const known = found.some((code) => code.name.toLocaleLowerCase() === typed.toLocaleLowerCase());
    this.choices = found.map((code) => ({ code }));
    if (typed && !known) this.choices.push({ fresh: typed });
    this.at = 0;
    fill(this.options, ...this.choices.map((choice, n) => this.option(choice, n)));
    this.point();
  }

  option(choice, n) {
    const set = { class: "option", role: "option", id: `${this.listId}-${n}`, on: { mousedown: (e) => this.choose(e, n) } };
    if (choice.fresh) {
      return h("div", set, h("span", { class: "twist", text: "+" }), h("span", {}, "New code ", h("bdi", { text: `“${choice.fresh}”` })));
    }
    const { code } = choice;
    const digit = Object.entries(this.state.pins).find(([, id]) => id === code.id)?.[0];
    return h(
      "div",
      { ...set, style: { "--sqd-code": code.colour } },
      h("span", { class: "chip", "aria-hidden": "true" }),
      h("span", { class: "optiontext" }, h("bdi", { text: code.path }), h("span", { class: "faint", text: shorten(code.definition, 90) })),
      digit ? h("kbd", { text: digit }) : null,
    );
  }

  point() {
    [...this.options.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === this.at)));
    this.options.children[this.at]?.scrollIntoView({ block: "nearest" });
    this.input.setAttribute("aria-activedescendant", `${this.listId}-${this.at}`);
    const code = this.choices[this.at]?.code;
    if (code) {
      this.state.code = code.id;
      this.state.tell("code");
    }
  }

  choose(event, n) {
    event.preventDefault();
    this.at = n;
    this.take();
  }

  take() {
    const choice = this.choices[this.at];
    if (!choice) return;
    if (choice.fresh) this.fresh(choice.fresh);
    else {
      this.close();
      this.gestures.apply(choice.code.id, {}, this.aim ?? this.gestures.aim());
    }
  }

  key(event) {
    event.stopPropagation();
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (step) {
      event.preventDefault();
      this.at = Math.min(Math.max(this.at + step, 0), this.choices.length - 1);
      this.point();
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.take();
    } else if (event.key === "Escape") {
      event.preventDefault();
      this.close();
    }
  }

  /** A new code, without looking for one first. */
  anew() {
    this.aim = null;
    if (this.gestures.mayWrite()) this.fresh("");
  }

  /** The form of a new code: name, the code above it, definition. Enter makes it and applies it. */
  fresh(name) {
    const parts = name.split(/\s*[/>]\s*/u).filter(Boolean);
    const named = this.state.codebook.codes.find((code) => parts.length > 1 && [code.id, code.name.toLocaleLowerCase()].includes(parts[0].toLocaleLowerCase()));
    const near = named?.id ?? this.state.codeOf(this.state.last || this.state.code).id.split("/")[0];
    const field = h("input", { type: "text", value: named ? parts.slice(1).join(" / ") : name });
    const above = h("select", {}, h("option", { value: "", text: "— a theme of its own —" }));
    for (const code of this.state.codebook.codes) above.append(h("option", { value: code.id, text: `under ${code.path}` }));
    above.value = this.state.codes.has(near) ? near : "";
    const definition = h("textarea", { rows: "2", placeholder: "What it is for (you can write it later)" });
    let making = false;
    const make = async () => {
      const fields = { name: field.value.trim(), parent: above.value, definition: definition.value.trim() };
      if (!fields.name || making || !this.gestures.mayWrite()) return;
      making = true; // Enter twice makes one code
      const aim = this.aim ?? this.gestures.aim();
      if (aim.span) fields.example = this.state.document.text.slice(...aim.span);
      const answer = await this.gestures.ask("new_code", fields, `New code: ${fields.name}`);
      making = false;
      if (!answer) return;
      this.close();
      this.gestures.apply(answer.code, {}, aim);
    };
    const form = h("form", { class: "fresh", on: {
      submit: (event) => { event.preventDefault(); make(); },
      keydown: (event) => {
        event.stopPropagation();
        if (event.key === "Enter" && !event.shiftKey && event.target.tagName !== "BUTTON") { event.preventDefault(); make(); }
        if (event.key === "Escape") { event.preventDefault(); this.close(); }
      },
    } });
    const labelled = (words, input) => h("label", {}, h("span", { text: words }), input);
    form.append(
      labelled("New code", field), labelled("Place", above), labelled("Definition", definition),
      h("p", { class: "buttons" }, button("Make and apply", make, { key: "Enter", class: "main" }), button("Cancel", () => this.close(), { key: "Esc" })),
    );
    this.element.hidden = false;
    fill(this.element, form);
    field.focus();
    field.select();
  }

  /** A code in the participant's own words: made and applied at once, or with a form for its name and place. */
  async inVivo(form = false) {
    const { span, document, codebook } = this.state;
    if (!span) {
      this.gestures.say("Select the words first that shall name the code.");
      return;
    }
    const words = document.text.slice(...span);
    const name = shorten(words.replace(/[/>]/gu, " "), 60);
    this.aim = null;
    if (form) {
      this.fresh(name);
      return;
    }
    if (!this.gestures.mayWrite()) return;
    const aim = this.gestures.aim(); // before Python is asked: by its answer something else may be selected
    const known = codebook.codes.find((code) => code.name.toLocaleLowerCase() === name.toLocaleLowerCase());
    const answer = known ? { code: known.id } : await this.gestures.ask("new_code", { name, parent: "", definition: "", example: words }, `New code: ${name}`);
    if (answer) this.gestures.apply(answer.code, {}, aim);
  }
}

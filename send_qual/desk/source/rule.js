// The rule of the code in hand: definition, criteria, examples, memos; and the form in which all of that is edited in place.

import { button, fill, h } from "./dom.js";

const LISTS = ["include", "exclude", "examples"];
const NAMES = { name: "Name", colour: "Colour", definition: "Definition", include: "Include", exclude: "Exclude", examples: "Examples" };

export class Rule {
  constructor(state, gestures) {
    Object.assign(this, { state, gestures });
    this.element = h("div", { class: "rule", role: "region", "aria-label": "Rule of the code in hand", tabindex: "0" });
    this.onClose = () => {};
    this.editing = "";
  }

  /** Show a code, unless one is being edited. */
  show(code) {
    if (this.editing) return;
    if (!code) {
      fill(this.element, h("p", { class: "faint", text: "The rule of the code in hand stands here." }));
      return;
    }
    const part = (name, lines, kind = "") =>
      lines.length ? [h("h4", { text: name }), h("ul", { class: kind }, ...lines.map((line) => h("li", { text: line })))] : [];
    const memos = this.state.memosOn(`code:${code.id}`);
    fill(
      this.element,
      h("h3", { style: { "--sqd-code": code.colour } }, h("span", { class: "chip", "aria-hidden": "true" }), h("bdi", { text: code.path }),
        this.state.readOnly ? null : h("button", { type: "button", class: "pen", text: "Edit", title: "Name, colour, definition and criteria (E in the codebook)", on: { click: () => this.edit(code) } })),
      h("p", { text: code.definition }),
      ...part("Include", code.include),
      ...part("Exclude", code.exclude),
      ...part("Example", code.examples.slice(0, 2), "examples"),
      ...(memos.length ? [h("h4", { text: "Memo" }), ...memos.map((words) => h("p", { class: "memo" }, h("bdi", { text: words })))] : []),
    );
  }

  edit(code) {
    if (!code || !this.gestures.mayWrite()) return;
    this.editing = code.id;
    const fields = {
      name: h("input", { type: "text", value: code.name }),
      colour: h("input", { type: "color", value: code.colour }),
      definition: h("textarea", { rows: "4" }),
    };
    fields.definition.value = code.definition;
    for (const name of LISTS) {
      fields[name] = h("textarea", { rows: "3", placeholder: "one on each line" });
      fields[name].value = code[name].join("\n");
    }
    const before = values(fields);
    const keep = async () => {
      const changes = changed(before, values(fields));
      if (Object.keys(changes).length) {
        const answer = await this.gestures.ask("edit_code", { code: code.id, changes }, ({ name }) => `The codebook has it: ${name}. z takes that back.`);
        if (!answer) return; // what could not be saved stays in the form
      }
      this.leave();
    };
    const form = h("form", { class: "fresh", "aria-label": `Edit ${code.path}`, on: {
      submit: (event) => { event.preventDefault(); keep(); },
      keydown: (event) => {
        event.stopPropagation();
        const enter = event.key === "Enter" && (event.ctrlKey || event.metaKey || event.target.tagName === "INPUT");
        if (enter) { event.preventDefault(); keep(); }
        if (event.key === "Escape") { event.preventDefault(); this.leave(); }
      },
    } });
    const others = this.state.codebook.codes.filter(({ id }) => id !== code.id && !id.startsWith(`${code.id}/`));
    const select = (told, first, options, value = "") => {
      const made = h("select", { "aria-label": told }, ...first, ...options.map(({ id, path }) => h("option", { value: id, text: path })));
      made.value = value;
      return made;
    };
    const place = select("Place", [h("option", { value: "", text: "— a theme of its own —" })], others, code.parent);
    const merge = select("Merge into", [h("option", { value: "-", text: "…" })], others, "-");
    place.addEventListener("change", () => this.rearrange("move_code", { code: code.id, parent: place.value }, `${code.name} was moved, and all codings with it. z takes that back.`));
    merge.addEventListener("change", () => this.rearrange("merge_codes", { code: code.id, into: merge.value }, `${code.name} is one with ${this.state.codeOf(merge.value).path} now. z takes that back.`));
    const uses = this.state.counts[code.id]?.own ?? 0;
    const away = button(uses ? `In use: ${uses}` : "Take out", () => this.rearrange("delete_code", { code: code.id }, `${code.name} was taken out. z brings it back.`), { title: "Take the code out of the codebook: where nobody has used it" });
    away.disabled = uses > 0;
    form.append(
      ...Object.entries(fields).map(([name, field]) => h("label", {}, h("span", { text: NAMES[name] }), field)),
      h("p", { class: "buttons" }, button("Keep", keep, { key: "Ctrl Enter", class: "main" }), button("Leave", () => this.leave(), { key: "Esc" })),
      h("label", {}, h("span", { text: "Place" }), place), h("label", {}, h("span", { text: "Merge into" }), merge), h("p", { class: "buttons" }, away),
    );
    fill(this.element, form);
    this.element.classList.add("editing");
    fields.name.focus();
    fields.name.select();
  }

  /** A code goes elsewhere, into another one, or away: done at once, for it is a gesture of its own. */
  async rearrange(verb, fields, told) {
    const answer = await this.gestures.ask(verb, fields, told);
    if (!answer) return;
    if (answer.code) this.state.code = answer.code;
    this.leave();
  }

  leave() {
    this.editing = "";
    this.element.classList.remove("editing");
    this.state.tell("code");
    this.onClose();
  }
}

function values(fields) {
  const lines = (field) => field.value.split("\n").map((line) => line.trim()).filter(Boolean);
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, LISTS.includes(name) ? lines(field) : field.value.trim()]));
}

/** The fields that are not as they were. */
export function changed(before, now) {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name])));
}

// Elements are made here, and text goes in as text only: what stands in a transcript never becomes markup.

/**
 * Make an element.
 * @param {string} tag
 * @param {Object<string, any>} [set] `class`, `text`, `on: {event: fn}`, `data: {name: value}`; anything else is an attribute
 *   (false, null and undefined leave it out, true sets it empty)
 * @param {...(Node|string|null|false)} children
 */
export function h(tag, set = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(set)) {
    if (name === "text") made.textContent = value;
    else if (name === "class") made.className = value;
    else if (name === "on") for (const [event, fn] of Object.entries(value)) made.addEventListener(event, fn);
    else if (name === "data") Object.assign(made.dataset, value);
    else if (name === "style") for (const [key, to] of Object.entries(value)) made.style.setProperty(key, to);
    else if (value !== false && value !== null && value !== undefined) {
      made.setAttribute(name, value === true ? "" : String(value));
    }
  }
  made.append(...children.filter((child) => child !== null && child !== false && child !== undefined));
  return made;
}

/** A button with a name, an optional key shown beside it, and what it does. */
export function button(name, does, { key = "", title = "", ...set } = {}) {
  const made = h("button", { type: "button", title: title || null, on: { click: does }, ...set }, name);
  if (key) {
    made.append(" ", h("kbd", { text: key, "aria-hidden": "true" }));
    made.setAttribute("aria-keyshortcuts", key);
  }
  return made;
}

/** Put these in place of all that an element holds. */
export function fill(element, ...children) {
  element.replaceChildren(...children.filter((child) => child !== null && child !== false && child !== undefined));
  return element;
}

/** Words cut to a length, on a space where there is one. */
export function shorten(text, most) {
  const line = text.replace(/\s+/gu, " ").trim();
  if (line.length <= most) return line;
  const cut = line.slice(0, most).replace(/[\uD800-\uDBFF]$/u, "");
  const space = cut.lastIndexOf(" ");
  return `${space > most / 2 ? cut.slice(0, space) : cut}…`;
}

const drawn = new WeakMap(); // list -> Map of key -> element, as drawn last

/**
 * Bring the children of a list up to date: what is as it was stays the same element, with its focus and place.
 * @template T
 * @param {HTMLElement} list
 * @param {T[]} items
 * @param {(item: T, n: number) => string} keyOf all that an item shows: no two items have the same
 * @param {(item: T, n: number) => HTMLElement} make
 */
export function renew(list, items, keyOf, make) {
  const before = drawn.get(list) ?? new Map();
  const now = new Map(items.map((item, n) => [keyOf(item, n), n]));
  const elements = new Map([...now].map(([key, n]) => [key, before.get(key) ?? make(items[n], n)]));
  drawn.set(list, elements);
  let at = list.firstChild;
  const kept = new Set(elements.values());
  for (const element of elements.values()) {
    while (at && !kept.has(at)) {
      const gone = at;
      at = at.nextSibling;
      gone.remove();
    }
    if (element === at) at = at.nextSibling;
    else list.insertBefore(element, at);
  }
  while (at) {
    const gone = at;
    at = at.nextSibling;
    gone.remove();
  }
}

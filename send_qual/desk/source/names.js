// What tells documents apart: titles of one kind begin and end alike, and a narrow list would show only that.

const SHARED = 0.5; // of all documents: words at the ends of a title that so many share tell nothing apart
const LEAST = 3; // documents, fewer have nothing in common that matters

/**
 * A short name for each document, and never the same for two.
 * @param {Array<{id: string, title: string}>} documents
 * @returns {Map<string, string>} by id
 */
export function shortNames(documents) {
  const titles = documents.map(({ title }) => title.split(/\s+/u).filter(Boolean));
  const heads = counted(titles, (words, n) => words.slice(0, n).join(" "));
  const tails = counted(titles, (words, n) => words.slice(words.length - n).join(" "));
  const enough = Math.max(LEAST, documents.length * SHARED);
  const names = new Map();
  documents.forEach(({ id, title }, n) => {
    const words = titles[n];
    let from = 0;
    let to = words.length;
    while (from < words.length - 1 && (heads.get(words.slice(0, from + 1).join(" ")) ?? 0) >= enough) from += 1;
    while (to > from + 1 && (tails.get(words.slice(to - 1).join(" ")) ?? 0) >= enough) to -= 1;
    names.set(id, words.slice(from, to).join(" ") || title || id);
  });
  return apart(names);
}

/** How many titles begin (or end) with the same words, for every number of words. */
function counted(titles, part) {
  const found = new Map();
  for (const words of titles) {
    for (let n = 1; n <= words.length; n += 1) {
      const key = part(words, n);
      found.set(key, (found.get(key) ?? 0) + 1);
    }
  }
  return found;
}

/** Names that are the same for two documents are told apart by the names of their files. */
function apart(names) {
  const times = new Map();
  for (const name of names.values()) times.set(name, (times.get(name) ?? 0) + 1);
  return new Map([...names].map(([id, name]) => [id, times.get(name) > 1 && name !== id ? `${name} (${id})` : name]));
}

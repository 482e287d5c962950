// Words and sentences of a text. Offsets here and in all of the source are UTF-16 units, as the browser counts;
// Python turns them into code points at its door.

const WORDS = new Intl.Segmenter("en", { granularity: "word" });
const SENTENCES = new Intl.Segmenter("en", { granularity: "sentence" });
const LETTERS = new Intl.Segmenter("en", { granularity: "grapheme" });
const REACH = 1500; // units looked at on either side: a megabyte without a space must not stop the desk

/** Spans of one kind around a place, half-open, in offsets of `text`. */
function around(segmenter, text, at, wordsOnly) {
  let low = Math.max(0, at - REACH);
  let high = Math.min(text.length, at + REACH);
  if (low && /[\uDC00-\uDFFF]/.test(text[low])) low -= 1; // never between the halves of an emoji
  if (high < text.length && /[\uDC00-\uDFFF]/.test(text[high])) high += 1;
  const found = [];
  for (const part of segmenter.segment(text.slice(low, high))) {
    if (wordsOnly && !part.isWordLike) continue;
    const lead = part.segment.length - part.segment.trimStart().length;
    const words = part.segment.trim();
    if (words) found.push([low + part.index + lead, low + part.index + lead + words.length]);
  }
  return found;
}

const spansNear = {
  word: (text, at) => around(WORDS, text, at, true),
  sentence: (text, at) => around(SENTENCES, text, at, false),
  letter: (text, at) => around(LETTERS, text, at, false),
};

/** The word or sentence that holds a place, or the nearest one; null in a text that has none near. */
export function unitAt(unit, text, at) {
  let best = null;
  let least = Infinity;
  for (const span of spansNear[unit](text, at)) {
    const off = at < span[0] ? span[0] - at : at >= span[1] ? at - span[1] + 0.5 : 0;
    if (off < least) [best, least] = [span, off];
  }
  return best;
}

/** The next unit that begins at or after a place, or null. */
export function unitAfter(unit, text, at) {
  return spansNear[unit](text, at).find((span) => span[0] >= at) ?? null;
}

/** The last unit that ends at or before a place, or null. */
export function unitBefore(unit, text, at) {
  return spansNear[unit](text, at).findLast((span) => span[1] <= at) ?? null;
}

/** A span without the space at its ends; null where nothing is left. */
export function trimmed(text, start, end) {
  const words = text.slice(start, end);
  const from = start + words.length - words.trimStart().length;
  const to = from + words.trim().length;
  return to > from ? [from, to] : null;
}

/** A span grown to whole words. */
export function wholeWords(text, start, end) {
  const kept = trimmed(text, start, end);
  if (!kept) return null;
  const first = spansNear.word(text, kept[0]).find((span) => span[0] < kept[0] && kept[0] < span[1]);
  const last = spansNear.word(text, kept[1]).find((span) => span[0] < kept[1] && kept[1] < span[1]);
  return [first ? first[0] : kept[0], last ? last[1] : kept[1]];
}

// Stripes: each coding has one lane for its whole length, and two that overlap never share one.

export const MOST_LANES = 10; // beyond, stripes share the last lane; their names still stand beside them

const LINE = 75; // letters: what ends and what begins on one line of text would lie over each other

/**
 * Give each coding a lane.
 * @param {Array<{id: string, start: number, end: number}>} codings in any order
 * @param {(offset: number) => number} [blockAt] in which block an offset lies: blocks share no line
 * @returns {{lane: Map<string, number>, count: number}}
 */
export function laidOut(codings, blockAt = () => 0) {
  const order = [...codings].sort((a, b) => a.start - b.start || b.end - a.end || (a.id < b.id ? -1 : 1));
  const ends = [];
  const lane = new Map();
  for (const coding of order) {
    const isFree = (end) => end <= coding.start && (coding.start - end > LINE || blockAt(end - 1) !== blockAt(coding.start));
    let at = ends.findIndex(isFree);
    if (at < 0) at = Math.min(ends.length, MOST_LANES - 1);
    ends[at] = Math.max(ends[at] ?? 0, coding.end);
    lane.set(coding.id, at);
  }
  return { lane, count: ends.length };
}

/** For each block the codings that touch it: both lists by start, the work linear but for long codings. */
export function byBlock(blocks, codings) {
  const held = blocks.map(() => []);
  for (const coding of codings) {
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (blocks[middle].end <= coding.start) low = middle + 1;
      else high = middle;
    }
    for (let at = low; at < blocks.length && blocks[at].start < coding.end; at += 1) held[at].push(coding);
  }
  return held;
}

"""Codings on a text that was corrected or pseudonymised after they were made: found again by quotation and context."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from send_qual.coding.anchoring._alignment import Found, candidates
from send_qual.coding.anchoring._place import Placed, anchored
from send_qual.coding.anchoring._word_index import Spelling
from send_qual.coding.codings import Coding
from send_qual.corpus import Document

__all__ = ["Anchor", "anchor", "stands"]

_LONG = 20  # letters; a quotation that long does not stand at its old place by chance
_CLEAR = 0.05  # by how much the best place must be better than the next to be a landmark for others
_RIVAL = 0.15  # by how much it must be better for nobody to have to look
_LEFT = 0.2  # of the letters of a passage and its context that must be left for it to be looked for there
_SAME = 75.0  # of 100: how alike the words beside a passage must be for it to be looked for there
_NEAR = 40  # characters by which a passage may move and still be seen from where it was
_FAR, _TOO_FAR = 1500, 0.4  # characters out of place that cost the whole of this share of the likeness


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a coding stands in the text as it is now.

    Parameters
    ----------
    before : Coding
        As it was made.
    now : Coding or None
        With the span, words and context of today; the same as ``before`` where nothing changed, ``None``
        where its passage is not to be found.
    likeness : float
        0 to 100: how much of the words is as it was.
    sure : bool
        Whether place and ends are beyond doubt: its outer words and those next to them are as they were, and no
        second place fits as well. What is not sure asks for a look.
    near : tuple of (int, int) or None
        Where to look for a passage that is not to be found: what is there, or is most like it. Half-open.
    """

    before: Coding
    now: Coding | None
    likeness: float = 100.0
    sure: bool = True
    near: tuple[int, int] | None = None

    @property
    def stands(self) -> bool:
        """Whether it is where it was."""
        return self.now is self.before


def anchor(codings: Sequence[Coding], document: Document) -> tuple[Anchor, ...]:
    """Find the passages of codings in a document as it is now.

    Words are aligned with words, the context included, so that a passage keeps its ends when words in it were
    replaced, deleted or inserted. Where one passage stands in several places, what the codings around it have
    moved by tells which is meant.

    Parameters
    ----------
    codings : sequence of Coding
        Of this document, by whomever.
    document : Document

    Returns
    -------
    tuple of Anchor
        One per coding, in their order.

    Examples
    --------
    >>> from send_qual.corpus import Segment, Source
    >>> text = "Well, um, we waited for two whole years. Nobody came."
    >>> talk = Document("a.txt", "a", text, (Segment(0, len(text)),), {}, Source("a.txt", "", "txt"))
    >>> coding = Coding("a.txt", 0, 27, "We waited for over two years", "health", "AB", suffix=". Nobody came.")
    >>> (found,) = anchor([coding], talk)
    >>> found.now.quote, found.sure
    ('we waited for two whole years', False)
    """
    kept = [stands(coding, document) for coding in codings]
    if all(kept):
        return tuple(Anchor(coding, coding) for coding in codings)
    spelling = Spelling(document.text)
    places = [() if same else candidates(coding, spelling) for coding, same in zip(codings, kept, strict=True)]
    drift = _Drift(codings, kept, places, len(document.text))
    found = []
    for coding, same, there in zip(codings, kept, places, strict=True):
        if same:
            found.append(Anchor(coding, coding))
            continue
        at = drift.expected(coding.start)
        more = candidates(coding, spelling, at) if abs(at - coding.start) > _NEAR else ()
        known = {(one.start, one.end) for one in there}
        found.append(_anchor(coding, document, (*there, *(m for m in more if (m.start, m.end) not in known)), drift))
    return tuple(found)


def stands(coding: Coding, document: Document) -> bool:
    """Whether the words of a coding are where they were: a few alone may be there by chance, if all around changed."""
    text, start, end = document.text, coding.start, coding.end
    if text[start:end] != coding.quote:
        return False
    if len(coding.quote) >= _LONG:
        return True
    before, after = text[max(0, start - len(coding.prefix)) : start], text[end : end + len(coding.suffix)]
    return before == coding.prefix or after == coding.suffix


def _anchor(coding: Coding, document: Document, places: Sequence[Found], drift: _Drift) -> Anchor:
    fitting = [found for found in places if found.fits and (found.far or not drift.is_far(coding.start, found.start))]
    if not fitting:
        fitting = _verbatim(coding, document.text)
    if not fitting:
        return Anchor(coding, None, 0.0, sure=False, near=_near(coding, document, places, drift))
    best = max(fitting, key=lambda found: found.score - drift.cost(coding.start, found.start))
    rivals = [found for found in fitting if found is not best and found.score > best.score - _RIVAL]
    sure = best.firm and (not rivals or drift.near(coding.start, best.start))
    now = anchored(coding, document, Placed(best.start, best.end))
    return Anchor(coding, now, round(best.likeness, 1), sure=sure)


def _near(coding: Coding, document: Document, places: Sequence[Found], drift: _Drift) -> tuple[int, int] | None:
    """Where to look for a passage that is lost: where some of it is left, or the passage that is in its place now."""
    likely = [found for found in places if found.score > _LEFT and not drift.is_far(coding.start, found.start)]
    if likely:
        best = max(likely, key=lambda found: found.score)
        return best.start, best.end
    at = _by_context(coding, document.text, min(max(drift.expected(coding.start), 0), len(document.text) - 1))
    passages = [(segment.start, segment.end) for segment in document.segments if segment.end > segment.start]
    return min(passages, key=lambda span: max(span[0] - at, at - span[1] + 1, 0), default=None)


def _by_context(coding: Coding, text: str, at: int) -> int:
    """Where the words before or after a passage stand, not too far from a place; else that place."""
    from rapidfuzz import fuzz

    first = max(0, at - _FAR)
    window = text[first : at + _FAR]
    best, score = at, _SAME
    for words, last in ((coding.prefix, True), (coding.suffix, False)):
        found = fuzz.partial_ratio_alignment(words, window, score_cutoff=score) if len(words) >= _LONG / 2 else None
        if found and found.score > score and len(window) > len(words):
            best, score = first + (found.dest_end - 1 if last else found.dest_start), found.score
    return best


def _verbatim(coding: Coding, text: str) -> list[Found]:
    """Where a quotation without words to align stands letter by letter: an emoji, a script without spaces."""
    from rapidfuzz import fuzz

    found: list[Found] = []
    quote = coding.quote
    at = text.find(quote) if quote else -1
    while at >= 0 and len(found) < 1000:
        end = at + len(quote)
        around = (text[max(0, at - len(coding.prefix)) : at], text[end : end + len(coding.suffix)])
        context = (fuzz.ratio(coding.prefix, around[0]) + fuzz.ratio(coding.suffix, around[1])) / 200
        found.append(Found(at, end, 0.5 + context / 2, 100.0, firm=True, fits=True))
        at = text.find(quote, at + 1)
    return found if len(quote) >= _LONG else [place for place in found if place.score > 0.75]


class _Drift:
    """By how much a text has moved, as the codings whose place is beyond doubt tell."""

    def __init__(
        self, codings: Sequence[Coding], kept: Sequence[bool], places: Sequence[Sequence[Found]], length: int
    ) -> None:
        marks = [(c.start, c.start) for c, same in zip(codings, kept, strict=True) if same and len(c.quote) >= _LONG]
        for coding, found in zip(codings, places, strict=True):
            ranked = sorted((one.score for one in found if one.fits), reverse=True)
            if ranked and ranked[0] > 0.8 and (len(ranked) < 2 or ranked[1] < ranked[0] - _CLEAR):
                best = max(found, key=lambda one: one.score)
                marks.append((coding.start, best.start))
        self._marks = _rising(sorted(set(marks)))
        self._length = length

    def _expected(self, start: int) -> tuple[float, float]:
        """Where a passage should be by now, and how far that may be out."""
        if not self._marks:
            return start, self._length / 4
        n = bisect_left(self._marks, (start, -1))
        around = self._marks[max(0, n - 1) : n + 1]
        moved = [new - old for old, new in around]
        nearest = min(around, key=lambda mark: abs(mark[0] - start))
        return start + nearest[1] - nearest[0], max(moved) - min(moved) + 40 + abs(nearest[0] - start) / 20

    def expected(self, start: int) -> int:
        """Where a passage should be by now."""
        return int(self._expected(start)[0])

    def cost(self, start: int, now: int) -> float:
        """What it costs a place to be out of the order of things."""
        expected, slack = self._expected(start)
        return _TOO_FAR * min(1.0, max(0.0, abs(now - expected) - slack) / _FAR)

    def is_far(self, start: int, now: int) -> bool:
        """Whether a place is so far from where the passages around it would have it that it says something else."""
        return bool(self._marks) and self.cost(start, now) > _TOO_FAR / 4

    def near(self, start: int, now: int) -> bool:
        """Whether a place is where the passages around it would have it."""
        expected, slack = self._expected(start)
        return bool(self._marks) and abs(now - expected) <= slack


def _rising(marks: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest run of marks, sorted by their old place, whose new places are in order as well."""
    tails: list[int] = []  # of a run of each length: the mark that ends it lowest
    before: list[int] = []
    for n, (_, new) in enumerate(marks):
        at = bisect_left(tails, new, key=lambda m: marks[m][1])
        before.append(tails[at - 1] if at else -1)
        tails[at : at + 1] = [n]
    run = []
    n = tails[-1] if tails else -1
    while n >= 0:
        run.append(marks[n])
        n = before[n]
    return run[::-1]

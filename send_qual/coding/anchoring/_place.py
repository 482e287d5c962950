"""Find a quotation in a document, though case, spaces, quotation marks or a few letters differ."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from send_qual.coding.codings import Coding
from send_qual.coding.span import words_at
from send_qual.corpus import Document

__all__ = ["Placed", "anchored", "as_it_stood", "place"]

_LIKE = 88.0  # of 100: how alike a passage must be to be the one quoted
_SHORT = 20  # letters; shorter quotations must agree to the letter
_AGREED = 3  # letters in a row that agree, at the edges of a passage that is alike
_GAP = 400  # letters that an ellipsis in a quotation may stand for
_ROW = 0.9  # share of a passage's letters that a quotation across the columns of a table holds, in order
_TIME = r"[\[(]?\d{1,2}:\d\d(?::\d\d)?(?:[.,]\d+)?[\])]?"
_LABEL = re.compile(  # who speaks, before a turn: "Interviewee:", "[00:01:12] P3:", "Ana Reed (parent) 00:12:"
    rf"(?:^|(?<=\n)|(?<=[.?!…\"”’)\]]\s))\s*(?:{_TIME}\s*)?[\[(]?[^\W_][\w .'’()/-]{{0,40}}[\])]?\s*(?:{_TIME}\s*)?:\s"
)
_CUT_OUT = re.compile(r"\s*(?:\[\s*(?:\.\.\.|…)\s*\]|\(\s*(?:\.\.\.|…)\s*\)|\.\.\.+|…)\s*")


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a quotation stands, or why it cannot be said.

    Parameters
    ----------
    start, end : int
        Half-open span in code points of ``Document.text``; both 0 where it has no place.
    problem : str
        ``""`` where it has one.
    """

    start: int = 0
    end: int = 0
    problem: str = ""


@lru_cache(maxsize=16)
def _letters(text: str) -> tuple[str, tuple[int, ...]]:
    """Letters and digits only, small and without accents, and where each stands in the text."""
    letters, places = [], []
    for at, character in enumerate(text):
        for letter in unicodedata.normalize("NFKD", character).casefold():
            if letter.isalnum():
                letters.append(letter)
                places.append(at)
    return "".join(letters), tuple(places)


def place(document: Document, quote: str, *, prefix: str = "", suffix: str = "", near: int | None = None) -> Placed:
    """Find the words of a quotation.

    They are compared letter by letter, without case, spaces and punctuation; what was cut out of it
    (``...``, ``[...]``) may be anything up to 400 letters; longer quotations may differ in a few letters.
    A quotation copied across the columns of a table, line by line, is found by the passages it holds; one
    copied with the labels of its speakers, which are no words of the text, without them. Of several places the
    one whose context fits is taken, or the one nearest to ``near``.

    Parameters
    ----------
    document : Document
    quote : str
    prefix, suffix : str, optional
        The words before and after, as far as they are known.
    near : int, optional
        Where it stood, in code points.

    Returns
    -------
    Placed

    Examples
    --------
    >>> from send_qual.corpus import Segment, Source
    >>> text = "We waited. Nobody came, not once."
    >>> talk = Document("a.txt", "a", text, (Segment(0, len(text)),), {}, Source("a.txt", "", "txt"))
    >>> found = place(talk, "nobody came – not ONCE")
    >>> text[found.start : found.end]
    'Nobody came, not once.'
    >>> place(talk, "Everybody came").problem
    'these words are not in the document'
    """
    text, places = _letters(document.text)
    parts = [part for piece in _CUT_OUT.split(quote) if (part := _letters(piece)[0])]
    if not parts:
        return Placed(problem="the quotation has no words")
    spans = _on_words(document.text, places, _whole(text, parts), len("".join(parts)))
    if not spans and len("".join(parts)) >= _SHORT:
        spans = _alike(text, "".join(parts)) or _across(document, places, "".join(parts))
    if not spans and (bare := _unlabelled(document, quote)) != quote:
        return place(document, bare, prefix=prefix, suffix=suffix, near=near)
    if not spans:
        return Placed(problem="these words are not in the document")
    if len(spans) > 1:
        spans = _fitting(text, places, spans, (_letters(prefix)[0], _letters(suffix)[0]), near)
    if len(spans) > 1:
        return Placed(problem=f"these words stand in {len(spans)} places")
    start, end = spans[0]
    return Placed(*_rounded(document.text, places[start], places[end - 1] + 1))


def _whole(text: str, parts: list[str]) -> list[tuple[int, int]]:
    """All places where the parts follow one another."""
    spans = []
    at = text.find(parts[0])
    while at >= 0:
        end = at + len(parts[0])
        for part in parts[1:]:
            found = text.find(part, end, end + _GAP + len(part))
            if found < 0:
                break
            end = found + len(part)
        else:
            spans.append((at, end))
        at = text.find(parts[0], at + 1)
    return spans


def _alike(text: str, quote: str) -> list[tuple[int, int]]:
    """The one place that is most like a quotation with small differences; none where nothing is alike."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import Indel

    found = fuzz.partial_ratio_alignment(quote, text, processor=None, score_cutoff=_LIKE)
    if found is None or len(text) < len(quote) * 0.8:
        return []
    start, end = max(0, found.dest_start - _AGREED), min(len(text), found.dest_end + _AGREED)
    agreed = [m for m in Indel.opcodes(quote, text[start:end]).as_matching_blocks() if m.size >= _AGREED]
    if not agreed:
        return []
    first, last = start + agreed[0].b, start + agreed[-1].b + agreed[-1].size
    return [(first, last)] if last - first >= 0.8 * len(quote) else []


def _across(document: Document, places: tuple[int, ...], quote: str) -> list[tuple[int, int]]:
    """The passages whose letters a quotation holds in order, with another column's words among them.

    They must follow one another, and be most of the quotation together.
    """
    from rapidfuzz.distance import LCSseq

    found: list[tuple[int, int]] = []
    for passage in document.passages():
        own = _letters(document.words(passage))[0]
        held = len(own) >= 2 * _SHORT and LCSseq.similarity(own, quote, score_cutoff=int(_ROW * len(own))) > 0
        if held and _runs(own, quote):
            first = bisect_left(places, passage.start)
            found.append((first, first + len(own)))
    apart = any(a[1] != b[0] for a, b in pairwise(found))
    return [] if apart or sum(b - a for a, b in found) < len(quote) / 2 else [(found[0][0], found[-1][1])]


def _runs(own: str, quote: str) -> bool:
    """Whether they agree in whole stretches, not in a letter here and there."""
    from rapidfuzz.distance import LCSseq

    blocks = LCSseq.opcodes(own, quote).as_matching_blocks()
    return sum(block.size for block in blocks if block.size >= 2 * _AGREED) >= _ROW * len(own)


def _fitting(
    text: str,
    places: tuple[int, ...],
    spans: list[tuple[int, int]],
    context: tuple[str, str],
    near: int | None,
) -> list[tuple[int, int]]:
    """Of several places those that the context speaks for, or the nearest."""
    from rapidfuzz import fuzz

    prefix, suffix = context
    if prefix or suffix:
        fits = [
            fuzz.ratio(prefix, text[max(0, a - len(prefix)) : a]) * bool(prefix)
            + fuzz.ratio(suffix, text[b : b + len(suffix)]) * bool(suffix)
            for a, b in spans
        ]
        best = max(fits)
        if best > 60:
            spans = [span for span, fit in zip(spans, fits, strict=True) if fit == best]
    if len(spans) > 1 and near is not None:
        spans = [min(spans, key=lambda span: abs(places[span[0]] - near))]
    return spans


def _on_words(text: str, places: tuple[int, ...], spans: list[tuple[int, int]], long: int) -> list[tuple[int, int]]:
    """The spans that begin and end where words do ("art" is not in "start"); long ones may be cut within a word."""
    whole = []
    for start, end in spans:
        first, last = places[start], places[end - 1] + 1
        if not (first and text[first - 1].isalnum()) and not text[last : last + 1].isalnum():
            whole.append((start, end))
    return whole or (spans if long >= _SHORT else [])


def _rounded(text: str, start: int, end: int) -> tuple[int, int]:
    """A span that begins and ends with whole words, and with the mark that closes its sentence."""
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    stop = re.match(r"[.!?…]+[\"'”’)\]]*", text[end : end + 5])
    return start, end + stop.end() if stop else end


def _unlabelled(document: Document, quote: str) -> str:
    """A quotation without the labels of its speakers: those the document has, and others where a turn begins."""
    bare = _LABEL.sub(" ", quote)
    names = {segment.speaker for segment in document.segments if segment.speaker}
    for name in sorted(names, key=len, reverse=True):
        bare = re.sub(rf"(?<!\w){re.escape(name)}\s*:\s", " ", bare)
    return bare if any(map(str.isalnum, bare)) else quote


def as_it_stood(document: Document, quote: str, start: int | None, end: int | None) -> Placed | None:
    """The span a table gives, where the words of the quotation stand there; else ``None``."""
    if start is None or end is None or not start < end <= len(document.text):
        return None
    there = _letters(document.text[start:end])[0]
    same = any(_says(there, words) for words in dict.fromkeys((quote, _unlabelled(document, quote))))
    return Placed(start, end) if same else None


def _says(there: str, quote: str) -> bool:
    """Whether the letters of a span are those of a quotation, but for what was cut out of it and a few letters."""
    from rapidfuzz import fuzz

    parts = [part for piece in _CUT_OUT.split(quote) if (part := _letters(piece)[0])]
    if parts and (0, len(there)) in _whole(there, parts):
        return True
    whole = "".join(parts)
    return len(whole) >= _SHORT and fuzz.ratio(whole, there) >= _LIKE


def anchored(coding: Coding, document: Document, found: Placed) -> Coding:
    """A coding with the span, words and context of a place."""
    quote, prefix, suffix = words_at(document.text, found.start, found.end)
    return replace(coding, start=found.start, end=found.end, quote=quote, prefix=prefix, suffix=suffix)

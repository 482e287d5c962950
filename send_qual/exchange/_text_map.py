"""Where the passages of a source stand in the document that was read from it, which may have lost labels or bullets."""

from __future__ import annotations

import re

import numpy as np
import numpy.typing as npt

from send_qual.coding import place
from send_qual.corpus import Document
from send_qual.exchange.project import ProjectCoding

__all__ = ["TextMap"]

_WORD = re.compile(r"[^\W_]+")
_SHORT = 20  # letters; what is less than twice as long is not looked for far away
_LEAST = 12  # letters; nothing shorter is cut in halves
_FAR = 400  # letters between the end of one segment and the start of the next
_BLANKS = 20  # characters in which the next mark of a passage is looked for
_MOST = 0.6  # share of a passage's letters that must be there for it to be laid letter by letter


class TextMap:
    r"""The letters of a source laid on those of a document, segment by segment in reading order.

    Parameters
    ----------
    text : str
        Of the source.
    document : Document

    Examples
    --------
    >>> from send_qual.corpus import Segment, Source
    >>> words = "We waited."
    >>> talk = Document("a.txt", "a", words, (Segment(0, 10),), {}, Source("a.txt", "", "txt"))
    >>> TextMap("Ana:  We\nwaited.", talk).span(6, 16)
    (0, 10)
    """

    def __init__(self, text: str, document: Document) -> None:
        self._text, self._document = text, document
        self._same = text == document.text
        self._at: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)
        self._there = self._at
        if not self._same:
            self._lay()

    def _lay(self) -> None:
        letters, self._at = _letters(self._text)
        self._there = np.full(len(letters), -1, dtype=np.int64)
        cursor = 0
        for segment in self._document.segments:
            own, places = _letters(self._document.words(segment))
            waiting = [(own, places + segment.start)] if own else []
            while waiting:
                own, places = waiting.pop(0)
                at = letters.find(own, cursor)
                long = len(own) >= 2 * _SHORT
                if at >= 0 and (long or at - cursor <= _FAR):
                    self._there[at : at + len(own)] = places
                    cursor = at + len(own)
                elif long and letters.count(own) == 1 and self._there[letters.find(own)] < 0:
                    at = letters.find(own)  # the source has it in another order
                    self._there[at : at + len(own)] = places
                elif len(own) >= _LEAST:  # the foot of a page may stand in it: its halves
                    half = len(own) // 2
                    waiting[:0] = [(own[:half], places[:half]), (own[half:], places[half:])]

    def letters_of(self, start: int, end: int) -> list[int]:
        """Where in the source the letters of a span of the document stand."""
        if self._same:
            return [at for at in range(start, end) if self._text[at].isalnum()]
        return [int(one) for one in self._at[(self._there >= start) & (self._there < end)]]

    @property
    def share(self) -> float:
        """How much of the source is in the document; 1.0 for a source without words."""
        return 1.0 if self._same or not len(self._there) else float((self._there >= 0).mean())

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """The same passage in the document, or ``None`` where it is not in it."""
        if self._same:
            return start, end
        first, last = (int(np.searchsorted(self._at, one)) for one in (start, end))
        there = self._there[first:last]
        found = there[there >= 0]
        if len(found) and len(found) >= _MOST * len(there):
            return self._edges((start, end), (int(self._at[first]), int(self._at[last - 1]) + 1), found)
        context = self._text[max(0, start - 32) : start], self._text[end : end + 32]
        near = int(found[0]) if len(found) else round(start / max(len(self._text), 1) * len(self._document.text))
        return self.words(self._text[start:end], context, near)

    def words(self, quote: str, context: tuple[str, str], near: int) -> tuple[int, int] | None:
        """Where a quotation stands in the document, or ``None``."""
        if self._document.text[near : near + len(quote)] == quote and quote:
            return near, near + len(quote)
        if not any(map(str.isalnum, quote)):
            return None
        placed = place(self._document, quote, prefix=context[0], suffix=context[1], near=near)
        return None if placed.problem else (placed.start, placed.end)

    def of(self, coding: ProjectCoding) -> tuple[int, int] | None:
        """Where a coding stands in the document: by its words where the file has only those."""
        if not coding.selection:
            return 0, len(self._document.text)
        if coding.quote:
            return self.words(coding.quote, (coding.prefix, coding.suffix), coding.start)
        return self.span(coding.start, coding.end)

    def _edges(self, span: tuple[int, int], inner: tuple[int, int], found: npt.NDArray[np.int64]) -> tuple[int, int]:
        """From the outermost letters outwards over the marks that the passage has too."""
        text, begin, end = self._document.text, int(found[0]), int(found[-1]) + 1
        for mark in reversed("".join(self._text[span[0] : inner[0]].split())):
            before = text[max(0, begin - _BLANKS) : begin].rstrip()
            if before[-1:] != mark:
                break
            begin = max(0, begin - _BLANKS) + len(before) - 1
        for mark in "".join(self._text[inner[1] : span[1]].split()):
            at = end + len(text[end : end + _BLANKS]) - len(text[end : end + _BLANKS].lstrip())
            if text[at : at + 1] != mark:
                break
            end = at + 1
        return begin, end


def _letters(text: str) -> tuple[str, npt.NDArray[np.int64]]:
    """Letters and digits only, and where each stands."""
    words = list(_WORD.finditer(text))
    if not words:
        return "", np.zeros(0, dtype=np.int64)
    return "".join(one[0] for one in words), np.concatenate([np.arange(*one.span()) for one in words])

"""How a program counted characters: code points or UTF-16, line ends as one or two, a byte-order mark or none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from send_qual.corpus import fix_text

__all__ = ["Counting", "Offsets", "best_counting", "doubtful", "share_on_words"]

Span = tuple[int, int]
_WELL = 0.95  # share of passages that begin and end with words, below which the reading is doubted


@dataclass(frozen=True, slots=True)
class Counting:
    """A way of counting; the plain one is what the standard asks for.

    Examples
    --------
    >>> str(Counting()), str(Counting(utf16=True, crlf=True))
    ('code points', 'UTF-16 units, line ends as two')
    """

    utf16: bool = False
    crlf: bool = False
    mark: bool = False

    def __str__(self) -> str:
        said = ["UTF-16 units" if self.utf16 else "code points"]
        said += ["line ends as two"] if self.crlf else []
        said += ["the byte-order mark counted"] if self.mark else []
        return ", ".join(said)


class Offsets:
    r"""A raw text, and where offsets into it lie in the text as fixed at the door.

    Parameters
    ----------
    raw : str
        As it stood in the file: byte-order mark, line ends and all.

    Examples
    --------
    >>> raw = Offsets("\ufeffHi \U0001f600\r\nyou")
    >>> raw.text, raw.spans([(7, 10)], Counting(utf16=True, crlf=True))
    ('Hi 😀\nyou', [(5, 8)])
    """

    def __init__(self, raw: str) -> None:
        self._marked = raw.startswith("\ufeff")
        self._raw = raw.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
        self.text = fix_text(raw)
        self._points = np.frombuffer(self._raw.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        self._beyond = bool((self._points > 0xFFFF).any())
        self._plain = len(self.text) == len(self._raw) and self.text == self._raw

    def spans(self, spans: Sequence[Span], counting: Counting) -> list[Span]:
        """Spans counted so, as spans of ``text``; those beyond its end are cut off."""
        shift = 1 if counting.mark and self._marked else 0
        long = len(self._raw)
        if not ((counting.utf16 and self._beyond) or counting.crlf):
            found = [(_within(a - shift, long), _within(b - shift, long)) for a, b in spans]
        else:
            units = self._units(counting)
            flat = np.array(spans, dtype=np.int64).reshape(-1) - shift
            at = np.searchsorted(units, flat, side="left").clip(0, long).tolist()
            found = list(zip(at[::2], at[1::2], strict=True))
        if self._plain:
            return found
        return [(len(fix_text(self._raw[:a])), len(fix_text(self._raw[:b]))) for a, b in found]

    def _units(self, counting: Counting) -> npt.NDArray[np.int64]:
        """Where each character of the raw text begins in units of this counting, and where the last one ends."""
        size = np.ones(len(self._points), dtype=np.int64)
        if counting.utf16:
            size += self._points > 0xFFFF
        if counting.crlf:
            size += self._points == 10
        return np.concatenate(([0], np.cumsum(size)))

    def countings(self) -> Iterator[Counting]:
        """Those that differ on this text."""
        lines = "\n" in self._raw
        for utf16, crlf, mark in product((False, True), (False, True), (False, True)):
            if (self._beyond or not utf16) and (lines or not crlf) and (self._marked or not mark):
                yield Counting(utf16, crlf, mark)


def _within(at: int, long: int) -> int:
    return min(max(at, 0), long)


def share_on_words(text: str, spans: Sequence[Span]) -> tuple[int, int]:
    """How many ends of spans lie where words begin or end, and of how many.

    Examples
    --------
    >>> share_on_words("We waited long.", [(3, 9), (4, 9)])
    (3, 4)
    """
    hits = 0
    for start, end in spans:
        begins = text[start : start + 1].isalnum() and not text[start - 1 : start].isalnum()
        first = begins or (start < len(text) and not text[start].isalnum() and not text[start].isspace())
        hits += bool(first or (start == 0 and text[:1].isalnum()))
        inside, after = text[end - 1 : end], text[end : end + 1]
        hits += bool(inside and not (inside.isalnum() and after.isalnum()) and not inside.isspace())
    return hits, 2 * len(spans)


def best_counting(
    texts: Sequence[tuple[Offsets, Sequence[Span]]], quotes: Sequence[Sequence[str]] = ()
) -> tuple[Counting, float]:
    """The counting of a whole file: the one by which most passages begin and end with words.

    Parameters
    ----------
    texts : sequence of (Offsets, spans)
        Of each source.
    quotes : sequence of sequence of str, optional
        The words of each passage where the file has them; a passage that says them counts ten times.

    Returns
    -------
    Counting
        Of equals the plainest.
    float
        The share of ends on word boundaries, 1.0 where there are none.
    """
    known: dict[Counting, None] = {Counting(): None}
    for offsets, spans in texts:
        if spans:
            known |= dict.fromkeys(offsets.countings())
    best = (-1, 1.0, Counting())
    for counting in known:
        hits = total = said = 0
        for number, (offsets, spans) in enumerate(texts):
            if not spans:
                continue
            found = offsets.spans(spans, counting)
            some, of = share_on_words(offsets.text, found)
            hits, total = hits + some, total + of
            if number < len(quotes):
                said += sum(bool(q) and offsets.text[a:b] == q for (a, b), q in zip(found, quotes[number], strict=True))
        score = hits + 10 * said
        if score > best[0]:
            best = (score, hits / total if total else 1.0, counting)
    return best[2], best[1]


def doubtful(share: float) -> bool:
    """Whether so few passages lie on word boundaries that the reading may be wrong."""
    return share < _WELL

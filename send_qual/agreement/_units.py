"""What agreement is counted over: the units of the documents that two coders read, and who gave which code to which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from send_qual.coding import Coding
from send_qual.corpus import Document, Segment
from send_qual.language import sentences

__all__ = ["UNITS", "Given", "Units", "cut_units", "given_to"]

_Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Units:
    """The units of documents laid end to end, in the order of the text.

    Parameters
    ----------
    kind : str
        ``"segment"``, ``"sentence"`` or ``"character"``.
    documents : tuple of str
        Ids.
    begins : ndarray of int, shape (documents + 1,)
        Where each document begins when all are laid end to end; last, where the last one ends.
    segments : ndarray of int, shape (documents,)
        How many segments each has that hold words.
    document, start, end : ndarray of int, shape (units,)
        The document of each unit, by its place in ``documents``, and its half-open span, all laid end to end.
    """

    kind: str
    documents: tuple[str, ...]
    begins: _Ints
    segments: _Ints
    document: _Ints
    start: _Ints
    end: _Ints

    def __len__(self) -> int:
        return len(self.start)

    @property
    def weight(self) -> npt.NDArray[np.float64]:
        """How often each counts, shape (units,): its characters where those are the unit, otherwise once."""
        return (self.end - self.start).astype(float) if self.kind == "character" else np.ones(len(self))


@dataclass(frozen=True)
class Given:
    """Which coding is on which unit: entries of equal length, a coding as often as it covers units."""

    coding: _Ints
    unit: _Ints


def _whole(document: Document, segment: Segment) -> list[tuple[int, int]]:  # noqa: ARG001
    return [(segment.start, segment.end)]


def _sentences(document: Document, segment: Segment) -> list[tuple[int, int]]:
    words = document.text[segment.start : segment.end]
    return [(segment.start + start, segment.start + end) for start, end in sentences(words)]


UNITS: dict[str, Callable[[Document, Segment], list[tuple[int, int]]]] = {
    "segment": _whole,
    "sentence": _sentences,
    "character": _whole,
}
"""What can be the unit, and how a segment is cut into them; characters are cut where a coding begins or ends."""


def cut_units(documents: Sequence[Document], kind: str, rows: Sequence[Coding]) -> Units:
    """The units of documents.

    Parameters
    ----------
    documents : sequence of Document
    kind : str
        A key of ``UNITS``. Of characters, all that no coding parts are kept as one, of the weight of their number.
    rows : sequence of Coding
        Whose ends part the characters.
    """
    lengths = [len(one.text) for one in documents]
    begins = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    told = [[s for s in one.segments if any(c.isalnum() for c in one.text[s.start : s.end])] for one in documents]
    if kind == "character":
        at = {one.id: int(begin) for one, begin in zip(documents, begins, strict=False)}
        inner = [at[row.document] + end for row in rows for end in (row.start, row.end)]
        cuts = np.unique(np.clip(np.concatenate([begins, np.array(inner, dtype=np.int64)]), 0, begins[-1]))
        start, end = cuts[:-1], cuts[1:]
    else:
        cut = UNITS[kind]
        spans = [
            (begin + a, begin + b)
            for begin, one, segments in zip(begins.tolist(), documents, told, strict=False)
            for segment in segments
            for a, b in cut(one, segment)
        ]
        start, end = np.array(sorted(spans), dtype=np.int64).reshape(-1, 2).T
    return Units(
        kind, tuple(one.id for one in documents), begins, np.array([len(s) for s in told], dtype=np.int64),
        np.searchsorted(begins, start, "right") - 1, start, end,
    )  # fmt: skip


def given_to(units: Units, rows: Sequence[Coding]) -> Given:
    """Which units each coding is on: those of which it shares half, or that share half of it.

    Parameters
    ----------
    units : Units
    rows : sequence of Coding
        In documents of the units.
    """
    at = dict(zip(units.documents, units.begins.tolist(), strict=False))
    start = np.array([at[row.document] + row.start for row in rows], dtype=np.int64)
    end = np.array([at[row.document] + row.end for row in rows], dtype=np.int64)
    low = np.searchsorted(units.end, start, "right")
    count = np.maximum(np.searchsorted(units.start, end, "left") - low, 0)
    coding = np.repeat(np.arange(len(rows)), count)
    unit = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
    shared = np.minimum(end[coding], units.end[unit]) - np.maximum(start[coding], units.start[unit])
    shorter = np.minimum(end[coding] - start[coding], units.end[unit] - units.start[unit])
    on = (shared > 0) & (2 * shared >= shorter)
    return Given(coding[on], unit[on])

"""Double coding document by document: when it was done, how alike it came out, and what of it is still to settle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from send_qual.agreement._code_tables import Read, masi_alpha, read_units, sources_of
from send_qual.agreement._disagreements import Disagreement, disagreements
from send_qual.agreement._settled import as_settled
from send_qual.coding import Codings, independent, read_by

__all__ = ["LEAST_DOCUMENTS", "DoubleCoded", "SharedDocument", "Stretch", "double_coded"]

LEAST_DOCUMENTS = 4
"""Of fewer documents by two coders nothing is said of a change over time: a stretch would be a single document."""

_MOST_STRETCHES = 4

_Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class SharedDocument:
    """A document that two coders read on their own.

    Parameters
    ----------
    document : str
        Id.
    first, second : str
        The coders.
    time : str
        ISO 8601: when the later of them was done with it; ``""`` where neither ledger says.
    units, alike : int
        Units (characters where these are counted), and those to which both gave the same themes or none.
    differences, left : int
        Disagreements of the independent codings, and those that no consensus has settled.
    """

    document: str
    first: str
    second: str
    time: str
    units: int
    alike: int
    differences: int
    left: int

    @property
    def day(self) -> str:
        """The day of that time."""
        return self.time[:10]

    @property
    def state(self) -> str:
        """``"undisputed"`` (closed by itself: nothing differs), ``"settled"`` or ``"open"``."""
        if not self.differences:
            return "undisputed"
        return "open" if self.left else "settled"


@dataclass(frozen=True, slots=True)
class Stretch:
    """What two coders did in some documents that they coded one after the other.

    Parameters
    ----------
    first, second : str
    begin, end : str
        Days, ISO 8601.
    documents : tuple of str
        Ids, in the order in which they were coded.
    alpha : float
        Krippendorff's, of the sets of themes on a unit (MASI); NaN where nobody gave any.
    alike : float
        Share of the units to which both gave the same themes, or none.
    rates : tuple of float
        Codings of each coder a hundred units (a thousand characters make a unit where characters are counted).
    """

    first: str
    second: str
    begin: str
    end: str
    documents: tuple[str, ...]
    alpha: float
    alike: float
    rates: tuple[float, float]


@dataclass(frozen=True)
class DoubleCoded:
    """What two coders read on their own, document by document and in the course of time.

    Parameters
    ----------
    unit : str
        ``"segment"``, ``"sentence"`` or ``"character"``.
    documents : tuple of SharedDocument
        Pair by pair, in the order in which they were done with.
    stretches : tuple of Stretch
        The documents of each pair cut into up to four stretches of as many, in that order; of a pair with fewer than
        :data:`LEAST_DOCUMENTS` of a known time, or of a single day (a table that came in at once), none.
    """

    unit: str
    documents: tuple[SharedDocument, ...]
    stretches: tuple[Stretch, ...]

    def to_frame(self) -> pd.DataFrame:
        """A table, one row per document and pair of coders, each with the stretch it belongs to and its alpha."""
        number: dict[tuple[str, str, str], tuple[int, float]] = {}
        counts: Counter[tuple[str, str]] = Counter()
        for one in self.stretches:
            counts[one.first, one.second] += 1
            for document in one.documents:
                number[one.first, one.second, document] = (counts[one.first, one.second], one.alpha)
        told = []
        for row in self.documents:
            at, value = number.get((row.first, row.second, row.document), (None, float("nan")))
            over = {"unit": self.unit, "stretch": at, "stretch_alpha_masi": value}
            told.append({**asdict(row), "day": row.day, "state": row.state, **over})
        columns = ["document", "first", "second", "day", "units", "alike", "differences", "left", "state", "unit"]
        frame = pd.DataFrame(told, columns=[*columns, "stretch", "stretch_alpha_masi"])
        return frame.astype({"stretch": "Int64"}).round(6)


def double_coded(codings: Codings, unit: str = "segment") -> DoubleCoded:
    """Tell of each document that two coders read on their own when that was, how alike it came out and what is open.

    Parameters
    ----------
    codings : Codings
        As for :func:`~send_qual.agreement.reliability`, with corpus and codebook.
    unit : str
        ``"segment"``, ``"sentence"`` or ``"character"``.

    Raises
    ------
    SendQualError
        For another unit, and where codings have lost their corpus or codebook.
    """
    read = read_units(codings, unit)
    themes = _themes(read, codings)
    documents: list[SharedDocument] = []
    stretches: list[Stretch] = []
    had, left, times = _differences(codings), _differences(as_settled(codings)), _times(codings)
    for pair in combinations(range(len(read.coders)), 2):
        rows = _of_pair(read, themes, pair, had, left, times)
        documents += rows
        dated = [row for row in rows if row.time]
        if len(dated) >= LEAST_DOCUMENTS and len({row.day for row in dated}) > 1:  # else all came in at once
            cut = np.array_split(np.arange(len(dated)), min(_MOST_STRETCHES, len(dated) // 2))
            stretches += [_stretch(read, themes, pair, [dated[n] for n in places]) for places in cut]
    return DoubleCoded(unit, tuple(documents), tuple(stretches))


def _of_pair(
    read: Read,
    themes: Sequence[_Bools],
    pair: tuple[int, int],
    had: Mapping[tuple[str, str, str], int],
    left: Mapping[tuple[str, str, str], int],
    times: Mapping[tuple[str, str], str],
) -> list[SharedDocument]:
    first, second = read.coders[pair[0]], read.coders[pair[1]]
    units, count = read.units, len(read.units.documents)
    same = np.logical_and.reduce([votes[pair[0]] == votes[pair[1]] for votes in themes])
    total = np.bincount(units.document, units.weight, count)
    alike = np.bincount(units.document[same], units.weight[same], count)
    found = []
    for n in np.flatnonzero(read.documents[list(pair)].all(axis=0)).tolist():
        document = units.documents[n]
        time = max(times.get((who, document), "") for who in (first, second))
        key = (first, second, document)
        counts = int(total[n]), int(alike[n]), had.get(key, 0), left.get(key, 0)
        found.append(SharedDocument(document, first, second, time, *counts))
    return sorted(found, key=lambda row: (row.time, row.document))


def _stretch(read: Read, themes: Sequence[_Bools], pair: tuple[int, int], rows: Sequence[SharedDocument]) -> Stretch:
    names = {row.document: None for row in rows}
    inside = np.isin(np.array(read.units.documents, dtype=object), list(names))
    one = replace(read, documents=read.documents[list(pair)] & inside)
    value = masi_alpha(one, [votes[list(pair)] for votes in themes])
    units = sum(row.units for row in rows)
    per = max(units / (1000 if read.units.kind == "character" else 1), 1)
    made = [
        sum(by == who and row.document in names for row, by in zip(read.rows, read.by, strict=True)) for who in pair
    ]
    rates = (100 * made[0] / per, 100 * made[1] / per)
    alike = sum(row.alike for row in rows) / max(units, 1)
    first, last = rows[0], rows[-1]
    return Stretch(first.first, first.second, first.day, last.day, tuple(names), value, alike, rates)


def _themes(read: Read, codings: Codings) -> list[_Bools]:
    votes = [read.votes(code.id) for code in sources_of(codings)[1].themes]
    return votes or [np.zeros((len(read.coders), len(read.units)), dtype=bool)]


def _differences(codings: Codings) -> Counter[tuple[str, str, str]]:
    """Disagreements by coders and document."""
    read = read_by(codings)
    rows = independent(codings)
    own = {who: [row for row in rows if row.coder == who] for who in read}
    found: Counter[tuple[str, str, str]] = Counter()
    for one, other in combinations(sorted(read), 2):
        shared = read[one] & read[other]
        sides = ([row for row in own[who] if row.document in shared] for who in (one, other))
        found.update((one, other, document) for document in map(_document_of, disagreements(*sides)))
    return found


def _document_of(one: Disagreement) -> str:
    return next(row.document for row in (one.first, one.second) if row is not None)


def _times(codings: Codings) -> dict[tuple[str, str], str]:
    """When a coder was done with a document: the last coding at first hand there, or the mark that it is finished."""
    found: dict[tuple[str, str], str] = {}

    def seen(times: Iterable[tuple[str, str, str]]) -> None:
        for who, document, time in times:
            found[who, document] = max(found.get((who, document), ""), time)

    seen((row.coder, row.document, row.created) for row in independent(codings))
    seen((mark.coder, mark.document, mark.time) for mark in codings.finished if mark.span is None and not mark.code)
    return found

"""Agreement code by code, what it is counted over and rests on, and where coders differ: as plain data and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pandas as pd

from send_qual.agreement._disagreements import Disagreement
from send_qual.agreement._measures import Interval
from send_qual.agreement._uncertainty import NONE, UNKNOWN

__all__ = ["ALL_CODERS", "BOUNDED", "CodeReliability", "Frame", "Reliability"]

ALL_CODERS = "all coders"
BOUNDED = ("kappa", "ac1", "alpha")
"""The coefficients that have an interval."""

_NAN = float("nan")


@dataclass(frozen=True, slots=True)
class Frame:
    """What two coders are compared over: the documents that both read on their own, all units of them.

    Parameters
    ----------
    first, second : str
        The coders; ``ALL_CODERS`` and ``""`` where all are compared at once.
    documents, of : int
        Documents that both read, and documents of the corpus.
    units, uncoded : int
        Units of these documents, and those among them to which neither gave any code.
    """

    first: str
    second: str
    documents: int
    of: int
    units: int
    uncoded: int


@dataclass(frozen=True, slots=True)
class CodeReliability:
    """Two coders on one code, sub-codes included, or on a facet where both gave the code.

    Parameters
    ----------
    code : str
        Full id; ``""`` for all themes at once.
    facet : str
        Id, or ``""`` for the code itself.
    first, second : str
        As in `Frame`.
    cells : tuple of float
        Units to which both gave the code, only the first, only the second, neither; of a facet, on which both said the
        same, and three times NaN.
    figures : dict of str to float
        ``percent, kappa, pi, ac1, pabak, alpha, alpha_u``; NaN where one says nothing, as where nobody gave the code.
    intervals : dict of str to Interval
        95 %, of kappa, AC1 and alpha.
    basis : str
        What the intervals rest on: ``"documents"`` (each left out in turn), ``"posterior"`` (few documents or too few
        with the code: the units taken as independent) or ``"too few documents"`` (none is given: two or one, or, for
        all coders at once, less than the first takes).
    """

    code: str
    facet: str
    first: str
    second: str
    cells: tuple[float, float, float, float]
    figures: dict[str, float]
    intervals: dict[str, Interval] = field(default_factory=dict)
    basis: str = NONE

    @property
    def n(self) -> float:
        """Units to which at least one gave the code; of a facet, those on which both said something."""
        return sum(self.cells[:3]) if not self.facet else self.cells[0]

    @property
    def prevalence(self) -> float:
        """The share of units that have the code, on average of the two coders."""
        both, one, other, _ = self.cells
        return (both + (one + other) / 2) / sum(self.cells) if sum(self.cells) else _NAN

    @property
    def bias(self) -> float:
        """By how much larger the share is that the first coder gave the code to than that of the second."""
        _, one, other, _ = self.cells
        return (one - other) / sum(self.cells) if sum(self.cells) else _NAN


@dataclass(frozen=True)
class Reliability:
    """How far coders agree, what it is counted over, and where they differ.

    Parameters
    ----------
    unit : str
        ``"segment"``, ``"sentence"`` or ``"character"``.
    rows : tuple of CodeReliability
    frames : tuple of Frame
    masi : dict of (str, str) to float
        Of each frame: Krippendorff's alpha of the sets of themes on a unit.
    differences : dict of (str, str) to tuple of Disagreement
        Of each pair.
    """

    unit: str
    rows: tuple[CodeReliability, ...]
    frames: tuple[Frame, ...]
    masi: dict[tuple[str, str], float]
    differences: dict[tuple[str, str], tuple[Disagreement, ...]]

    def __iter__(self) -> Iterator[CodeReliability]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_frame(self) -> pd.DataFrame:
        """A table, one row per code or facet and pair of coders; from its counts every figure can be had again."""
        frames = {(one.first, one.second): one for one in self.frames}
        told = []
        for row in self.rows:
            frame = frames[row.first, row.second]
            counts = dict(zip(("both", "only_first", "only_second", "neither"), row.cells, strict=True))
            ends = {
                f"{name}_{side}": getattr(row.intervals.get(name, UNKNOWN), side)
                for name in BOUNDED
                for side in ("low", "high")
            }
            about = {"code": row.code, "facet": row.facet, "first": row.first, "second": row.second}
            over = {"unit": self.unit, "documents": frame.documents, "units": frame.units, "uncoded": frame.uncoded}
            share = {"prevalence": row.prevalence, "bias": row.bias} if not row.facet else {}
            told.append({**about, **over, **counts, **share, **row.figures, **ends, "interval_by": row.basis})
        for (first, second), value in self.masi.items():
            frame = frames[first, second]
            over = {"unit": self.unit, "documents": frame.documents, "units": frame.units, "uncoded": frame.uncoded}
            told.append({"code": "", "facet": "", "first": first, "second": second, **over, "alpha_masi": value})
        return pd.DataFrame(told).round(6)

    def disagreements(self) -> pd.DataFrame:
        """A table, one row per coding that two coders made differently, in the order of the text."""
        columns = ["kind", "document", "first", "second", "code_first", "code_second", "facet", "value_first"]
        columns += ["value_second", "start_first", "end_first", "start_second", "end_second", "shared", "quote"]
        told = [
            {"first": first, "second": second, **_sides(one)}
            for (first, second), found in self.differences.items()
            for one in found
        ]
        frame = pd.DataFrame(told, columns=columns)
        ends = [name for name in columns if name.startswith(("start", "end"))]
        return frame.astype(dict.fromkeys(ends, "Int64"))


def _sides(one: Disagreement) -> dict[str, object]:
    told: dict[str, object] = {}
    for side, coding in (("first", one.first), ("second", one.second)):
        told[f"code_{side}"] = coding.code if coding else ""
        told[f"value_{side}"] = coding.facets.get(one.facet, "") if coding and one.facet else ""
        told[f"start_{side}"] = coding.start if coding else None
        told[f"end_{side}"] = coding.end if coding else None
        if coding and (side == "first" or not one.first):
            told |= {"document": coding.document, "quote": coding.quote}
    return {"kind": one.kind, "facet": one.facet, "shared": round(one.shared, 4), **told}

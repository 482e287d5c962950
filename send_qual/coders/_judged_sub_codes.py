"""What sub-codes that terms find were worth where passages were judged by reading: figures shipped with the coders."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from send_qual.codebook import Code, Codebook

__all__ = ["JudgedSubCode", "judged_sub_codes", "terms_digest"]

_FILE = Path(__file__).parent / "data" / "sub_codes.csv"
_FEWEST = 5  # judged; below that a share says nothing
_RIGHT, _FOUND = 0.75, 0.5  # shares below which a count would mislead


@dataclass(frozen=True, slots=True)
class JudgedSubCode:
    """How often a sub-code was suggested, and how often rightly, on passages judged by reading.

    Parameters
    ----------
    code : str
        Full id.
    said, right : int
        Suggestions judged, and those of them whose code and side the reading bears out.
    given, found : int
        Passages of a sample drawn without regard to suggestions that have it, and those of them where it was suggested.

    Examples
    --------
    >>> JudgedSubCode("health/waits", said=22, right=17, given=16, found=12).counts
    True
    >>> JudgedSubCode("health/waits", said=22, right=16, given=16, found=12).counts
    False
    """

    code: str
    said: int
    right: int
    given: int
    found: int

    @property
    def precision(self) -> float:
        """Share of its suggestions that are right."""
        return self.right / max(self.said, 1)

    @property
    def recall(self) -> float:
        """Share of its passages that are found."""
        return self.found / max(self.given, 1)

    @property
    def counts(self) -> bool:
        """Whether a number of documents may be told from its suggestions."""
        known = self.said >= _FEWEST and self.precision >= _RIGHT
        return known and (self.given < _FEWEST or self.recall >= _FOUND)


def terms_digest(code: Code) -> str:
    """A short hash of a code's terms: figures hold for these only."""
    return hashlib.sha256(repr(code.terms).encode()).hexdigest()[:12]


@lru_cache(maxsize=8)
def judged_sub_codes(codebook: Codebook) -> Mapping[str, JudgedSubCode]:
    """The sub-codes of a codebook that were judged, by id; those whose terms were changed since are not among them."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["codebook"] == codebook.name and row["code"] in codebook]
    return MappingProxyType(
        {
            row["code"]: JudgedSubCode(row["code"], *(int(row[part]) for part in ("said", "right", "given", "found")))
            for row in rows
            if row["terms"] == terms_digest(codebook[row["code"]])
        }
    )

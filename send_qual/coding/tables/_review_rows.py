"""The rows of a review sheet: what is read, what is filled in, and how an import sees what a person changed."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from send_qual.coding._verdicts import Verdict
from send_qual.coding.codings import Coding
from send_qual.coding.ledger._events import target_of
from send_qual.coding.tables._grid import heading_of
from send_qual.coding.tables._surroundings import Surroundings

__all__ = ["CHOICES", "FILLED", "HIDDEN", "SHOWN", "ReviewRow", "filled_parts", "fingerprint", "said_in"]

CHOICES = ("accept", "reject", "recode")
"""The decisions to choose from."""

FILLED = ("decision", "new code", "facets", "memo", "reviewer")
"""What a person fills in, in the order of their fingerprints."""

SHOWN = (
    *("document", "where", "question", "before", "passage", "quote", "after", "code", "decision", "new code"),
    *("memo", "reviewer", "decided so far", "why", "reason", "sure", "confidence", "suffix", "prefix"),
)
"""Columns for people, besides those of the facets; some as they are called once read."""

HIDDEN = ("coder", "codebook", "start", "end", "id", "sheet", "filled")
"""Columns for the machine: whose suggestion it is and where; the sheet; what stood in the row when it was written."""

_LETTERS = 8  # of a fingerprint


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """A suggestion to be decided on.

    Parameters
    ----------
    coding : Coding
        The machine's.
    around : Surroundings
    verdicts : tuple of Verdict
        What people decided so far.
    verdict : Verdict or None
        The one that is filled in.
    reviewer : str
    note : str
        The reviewer's memo on a suggestion not decided on.
    pending : mapping of str to str
        What somebody filled in on an earlier sheet and did not import yet; it takes the place of what stands.
    """

    coding: Coding
    around: Surroundings
    verdicts: tuple[Verdict, ...] = ()
    verdict: Verdict | None = None
    reviewer: str = ""
    note: str = ""
    pending: Mapping[str, str] | None = None

    @property
    def target(self) -> str:
        """The suggestion, as ledgers call it."""
        return target_of(self.coding)

    def standing(self, facets: Sequence[str]) -> dict[str, str]:
        """What is filled in for what stands."""
        one = self.verdict
        values = one.facets if one else self.coding.facets
        return {
            "decision": one.decision if one else "",
            "new code": "; ".join(one.codes) if one else "",
            **{facet: values.get(facet, "") for facet in facets},
            "memo": one.memo if one else self.note,
            "reviewer": one.coder if one else self.reviewer,
        }

    def cells(self, facets: Sequence[str], sheet: str) -> dict[str, str | int | float]:
        """All cells by their headings."""
        coding, around, standing = self.coding, self.around, self.standing(facets)
        return {
            "document": coding.document,
            "where": around.place,
            "question": around.question,
            "before": around.before,
            "passage": coding.quote,
            "after": around.after,
            "code": coding.code,
            **standing,
            **(self.pending or {}),
            "decided so far": "\n".join(map(str, self.verdicts)),
            "why": coding.reason,
            "sure": "" if coding.confidence is None else coding.confidence,
            "coder": coding.coder,
            "codebook": coding.codebook,
            "start": coding.start,
            "end": coding.end,
            "id": coding.key,
            "sheet": sheet,
            "filled": fingerprint(standing, facets),
        }

    def carrying(self, pending: Mapping[str, str]) -> ReviewRow:
        """The row with what was filled in on an earlier sheet."""
        return replace(self, pending=pending)


def said_in(cells: Mapping[str, str], facets: Sequence[str]) -> dict[str, str]:
    """What a person can fill in of a row as it came back, facets by the codebook's ids."""
    names = {"decision": "decision", "new code": "new code", "memo": "memo", "reviewer": "reviewer"}
    names |= {facet: heading_of(facet) for facet in facets}
    return {ours: cells.get(theirs, "") for ours, theirs in names.items()}


def fingerprint(filled: Mapping[str, str], facets: Sequence[str]) -> str:
    """What stands in the cells to be filled in, as a few letters for each, so that a change is known."""
    return "-".join(_short(part) for part in _parts(filled, facets))


def filled_parts(filled: Mapping[str, str], facets: Sequence[str], before: str) -> frozenset[str]:
    """Which of ``FILLED`` a person changed, ``before`` being the fingerprint that came with the row."""
    was = before.split("-")
    now = [_short(part) for part in _parts(filled, facets)]
    if len(was) != len(now):  # a sheet of an earlier version, or a table made by hand: whatever is in it was filled in
        was = [_short("")] * len(now)
    return frozenset(name for name, a, b in zip(FILLED, was, now, strict=True) if a != b)


def _parts(filled: Mapping[str, str], facets: Sequence[str]) -> tuple[str, ...]:
    values = "\t".join(filled.get(facet, "").casefold() for facet in facets)
    get = filled.get
    return get("decision", "").casefold(), get("new code", ""), values, get("memo", ""), get("reviewer", "")


def _short(text: str) -> str:
    plain = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(plain.encode()).hexdigest()[:_LETTERS] if plain else "0"

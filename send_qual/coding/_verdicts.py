"""What people decided so far on suggestions: who said what, on which, when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from send_qual.coding.codings import Coding
from send_qual.coding.ledger._events import target_of

__all__ = ["INSTEAD", "Verdict", "recodings_of", "verdicts"]

INSTEAD = "instead of "
"""What the reason of a coding begins with that a person gave in the place of a suggestion; its code follows."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one person decided on one suggestion.

    Parameters
    ----------
    coder : str
    decision : str
        ``"accept"``, ``"reject"`` or ``"recode"``.
    codes : tuple of str
        Those given instead.
    facets : mapping of str to str
    memo, time : str
    """

    coder: str
    decision: str
    codes: tuple[str, ...] = ()
    facets: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    memo: str = ""
    time: str = ""

    def __str__(self) -> str:
        did = {"accept": "accepted", "reject": "rejected", "recode": "recoded"}[self.decision]
        codes = f": {', '.join(self.codes)}" if self.codes else ""
        return f"{did} by {self.coder}{f' on {self.time[:10]}' if self.time else ''}{codes}"


def verdicts(people: Iterable[Coding]) -> dict[str, tuple[Verdict, ...]]:
    """The verdicts on each suggestion, by target (:func:`target_of`), the latest last.

    Parameters
    ----------
    people : iterable of Coding
        What stands in people's ledgers.
    """
    people = tuple(people)
    given: dict[tuple[str, str, int, int], list[Coding]] = defaultdict(list)
    for row in people:
        if row.status == "applied":
            given[row.coder, row.document, row.start, row.end].append(row)
    found: dict[str, list[Verdict]] = defaultdict(list)
    for row in people:
        if row.status not in ("accepted", "rejected"):
            continue
        instead = recodings_of(row, given[row.coder, row.document, row.start, row.end])
        decision = "accept" if row.status == "accepted" else "recode" if instead else "reject"
        told = instead[0] if instead and decision == "recode" else row
        codes = tuple(one.code for one in instead) if decision == "recode" else ()
        found[target_of(row)].append(Verdict(row.coder, decision, codes, told.facets, told.memo, row.created))
    return {target: tuple(sorted(told, key=lambda one: one.time)) for target, told in found.items()}


def recodings_of(suggestion: Coding, own: Iterable[Coding]) -> list[Coding]:
    """Of a person's codings those given in the place of a suggestion that the person rejected.

    They are on the very words of it, and named in the rejection; where none is, in the ledgers of a desk of old, they
    say so in their reason, or say nothing of another.
    """
    here = [
        row
        for row in own
        if row.status == "applied"
        and (row.document, row.start, row.end) == (suggestion.document, suggestion.start, suggestion.end)
        and row.code != suggestion.code
    ]
    if suggestion.instead:
        return [row for row in here if row.code in suggestion.instead.split("; ")]
    named = [row for row in here if row.reason == f"{INSTEAD}{suggestion.code}"]
    return named or [row for row in here if not row.reason.startswith(INSTEAD)]

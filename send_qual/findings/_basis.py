"""What findings rest on: how many codings of which status, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from send_qual.coding import Answer, Coding

__all__ = ["Basis", "basis"]


@dataclass(frozen=True, slots=True)
class Basis:
    """What the findings rest on.

    Parameters
    ----------
    suggested, accepted, rejected, applied : int
        Codings by status, as they came.
    counted : int
        Passages under a code that count (after people's decisions took precedence).
    coders : tuple of str
    judges : tuple of str
        Who or what answered the report-level questions.
    """

    suggested: int
    accepted: int
    rejected: int
    applied: int
    counted: int
    coders: tuple[str, ...]
    judges: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """All codings, whatever their status."""
        return self.suggested + self.accepted + self.rejected + self.applied

    @property
    def reviewed(self) -> int:
        """Codings that a person applied, accepted or rejected."""
        return self.accepted + self.rejected + self.applied

    @property
    def share_reviewed(self) -> float:
        """Between 0 and 1; 0 where there are no codings."""
        return self.reviewed / self.total if self.total else 0.0


def basis(rows: Iterable[Coding], counted: int, answers: Iterable[Answer]) -> Basis:
    """Count codings by status, and name who coded and who judged."""
    status = {"suggested": 0, "accepted": 0, "rejected": 0, "applied": 0}
    coders: dict[str, None] = {}
    for row in rows:
        status[row.status] += 1
        coders[row.coder] = None
    judges = tuple(sorted({a.coder for a in answers if a.coder}))
    return Basis(**status, counted=counted, coders=tuple(sorted(coders)), judges=judges)

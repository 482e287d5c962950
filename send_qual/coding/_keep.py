"""Decisions taken in a notebook, kept in the ledger of who took them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from send_qual.coding._decisions import decide
from send_qual.coding._events import new_event, target_of
from send_qual.coding.codings import Codings
from send_qual.coding.ledger import open_ledger

__all__ = ["keep_decisions"]


def keep_decisions(
    suggestions: Codings,
    into: str | Path,
    reviewer: str,
    *,
    accepted: Iterable[str] = (),
    rejected: Iterable[str] = (),
) -> tuple[int, int]:
    """Write decisions on suggestions into a reviewer's ledger, where findings and reports look for them.

    Parameters
    ----------
    suggestions : Codings
        Of a machine.
    into : str or Path
        The corpus, by name or folder.
    reviewer : str
        Initials or a name.
    accepted, rejected : iterable of str
        Keys of suggestions, as the table of suggestions shows them.

    Returns
    -------
    tuple of (int, int)
        How many were accepted and rejected; what stood so already is not written again.

    Raises
    ------
    SendQualError
        Where no suggestion has such a key, or one is both accepted and rejected.
    """
    before = {target_of(c): c.status for c in suggestions}
    decided = decide(suggestions, accepted, rejected)
    ledger = open_ledger(into, reviewer)
    standing = {target: c.status for target, c in ledger.read().state.codings.items()}
    new = [
        new_event(c.status, ledger.coder, c)
        for c in decided
        if c.status in {"accepted", "rejected"}
        and before[target_of(c)] != c.status
        and standing.get(target_of(c)) != c.status
    ]
    if new:
        ledger.append(new)
    counts = [sum(e.kind == kind for e in new) for kind in ("accepted", "rejected")]
    return counts[0], counts[1]

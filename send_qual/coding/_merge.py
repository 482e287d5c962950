"""What people said first, then the machine: the codings that findings are drawn from."""

from __future__ import annotations

from dataclasses import replace

from send_qual.coding._events import target_of
from send_qual.coding.codings import Coding, Codings

__all__ = ["covers", "merge"]


def merge(suggestions: Codings, human: Codings) -> Codings:
    """Lay a machine's suggestions under what people decided and coded.

    A suggestion that a person accepted appears once, as accepted, with the polarity the person gave it; one
    that was rejected drops out, unless somebody else accepted it. People's own codings come in as they are,
    and a suggestion of the same code whose passage one of them covers by half or more gives way. What two
    people coded alike counts once.

    Parameters
    ----------
    suggestions : Codings
        Of a machine; decisions already on them (status) are kept.
    human : Codings
        From :func:`read_codings`.

    Returns
    -------
    Codings
        With the corpus and codebook of the suggestions, and the notices of both.

    Examples
    --------
    >>> machine = Codings((Coding("a.vtt", 0, 4, "wait", "health", "panel-1"),))
    >>> no = Coding("a.vtt", 0, 4, "wait", "health", "AB", status="rejected")
    >>> len(merge(machine, Codings((no,))))
    0
    """
    accepted = {target_of(row) for row in human if row.status == "accepted"}
    rejected = {target_of(row) for row in human if row.status == "rejected"} - accepted
    applied: dict[tuple[str, str], list[Coding]] = {}
    for row in human:
        if row.status == "applied":
            applied.setdefault((row.document, row.code), []).append(row)
    left = [
        row
        for row in suggestions
        if target_of(row) not in accepted
        and target_of(row) not in rejected
        and row.status != "rejected"
        and not any(covers(own, row) for own in applied.get((row.document, row.code), ()))
    ]
    said: dict[str, Coding] = {}
    for row in sorted(human, key=lambda row: row.status == "accepted"):  # of equals, one's own comes first
        if row.status != "rejected":
            said.setdefault(target_of(row), row)
    base = replace(suggestions, rows=(), notices=(*suggestions.notices, *human.notices))
    return base.adding((*left, *said.values()))


def covers(own: Coding, suggestion: Coding) -> bool:
    """Whether a coding of one's own shares half of the shorter of the two: then the suggestion gives way."""
    overlap = min(own.end, suggestion.end) - max(own.start, suggestion.start)
    return 2 * overlap >= min(own.end - own.start, suggestion.end - suggestion.start) > 0

"""What people said first, then the machine: the codings that findings are drawn from."""

from __future__ import annotations

from dataclasses import replace

from send_qual.coding._events import target_of
from send_qual.coding.codings import Coding, Codings
from send_qual.coding.span import shares_half, touches

__all__ = ["CONSENSUS", "merge", "settled"]

CONSENSUS = "consensus"
"""The coder in whose name what two people saw differently is settled."""


def merge(suggestions: Codings, human: Codings) -> Codings:
    """Lay a machine's suggestions under what people decided and coded.

    A suggestion that a person accepted appears once, as accepted, with the polarity the person gave it; one
    that was rejected drops out, unless somebody else accepted it. People's own codings come in as they are,
    and a suggestion of the same code whose passage one of them covers by half or more gives way. What two
    people coded alike counts once. What the coder ``consensus`` settled stands as it was settled: it takes the
    place of other people's codings of the same code that it touches, and what it rejected drops out.

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
    human = settled(human)
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
        and not any(shares_half(own, row) for own in applied.get((row.document, row.code), ()))
    ]
    said: dict[str, Coding] = {}
    for row in sorted(human, key=lambda row: row.status == "accepted"):  # of equals, one's own comes first
        if row.status != "rejected":
            said.setdefault(target_of(row), row)
    base = replace(suggestions, rows=(), notices=(*suggestions.notices, *human.notices))
    return base.adding((*left, *said.values()))


def settled(human: Codings) -> Codings:
    """People's codings, those left out that the consensus settled otherwise.

    What the consensus coded takes the place of other people's codings of the same code that it touches; what
    it rejected drops out.
    """
    ours = [row for row in human if row.coder == CONSENSUS]
    if not ours:
        return human
    against = {target_of(row) for row in ours if row.status == "rejected"}
    stand: dict[tuple[str, str], list[Coding]] = {}
    for row in ours:
        if row.status != "rejected":
            stand.setdefault((row.document, row.code), []).append(row)

    def stands(row: Coding) -> bool:
        if row.coder == CONSENSUS:
            return True
        same = stand.get((row.document, row.code), ())
        return target_of(row) not in against and not any(touches(row, own) for own in same)

    return human.where(stands)

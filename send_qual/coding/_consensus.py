"""What two people saw differently and a third settled: whose codings give way to the consensus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from send_qual.coding.codings import Coding, Codings
from send_qual.coding.span import Spans, shares_half

__all__ = ["CONSENSUS", "overruled", "settled"]

CONSENSUS = "consensus"
"""The coder in whose name what two people saw differently is settled."""


def overruled(people: Sequence[Coding]) -> Iterator[Coding]:
    """Of one document: what people coded or accepted, and the consensus settled.

    On the words that the consensus coded, no rival stands, whatever its theme, sub-code or polarity: not one of the
    same code that it touches, nor one of another code that shares half of the shorter; only what two people coded
    alike was no matter of dispute, and stands beside it. What the consensus rejected, nobody coded.
    """
    ours = [row for row in people if row.coder == CONSENSUS]
    theirs = [row for row in people if row.coder != CONSENSUS and row.status != "rejected"]
    if not (ours and theirs):
        return
    stands = Spans(row for row in ours if row.status != "rejected")
    against = Spans(row for row in ours if row.status == "rejected")
    spans = Spans(theirs)
    for row in theirs:
        here = list(stands.touching(row))
        same = any(one.code == row.code for one in here)
        rival = any(shares_half(one, row) for one in here) and not _alike(row, spans)
        if same or rival or any(_says(one) == _says(row) for one in against.sharing_half(row)):
            yield row


def _alike(row: Coding, spans: Spans[Coding]) -> bool:
    """Whether another person says the same of the same words."""
    return any(one.coder != row.coder and _says(one) == _says(row) for one in spans.sharing_half(row))


def _says(row: Coding) -> object:
    return row.code, frozenset(row.facets.items())


def settled(human: Codings) -> Codings:
    """People's codings, those left out that the consensus settled otherwise."""
    if not any(row.coder == CONSENSUS for row in human):
        return human
    gone = {id(row) for rows in human.by("document").values() for row in overruled(rows.rows)}
    return human.where(lambda row: id(row) not in gone)

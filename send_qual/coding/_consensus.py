"""What two people saw differently and a third settled: whose codings give way to the consensus."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from send_qual.coding.codings import Coding, Codings
from send_qual.coding.span import Spans

__all__ = ["CONSENSUS", "overruled", "settled", "settled_by"]

CONSENSUS = "consensus"
"""The coder in whose name what two people saw differently is settled."""


def overruled(people: Sequence[Coding]) -> Iterator[Coding]:
    """Of one document: what people coded or accepted, and the consensus settled."""
    return settled_by((row for row in people if row.coder == CONSENSUS), (r for r in people if r.coder != CONSENSUS))


def settled_by(ours: Iterable[Coding], theirs: Iterable[Coding]) -> Iterator[Coding]:
    """What coders said in one document and a third has settled, as counts take it and the desk lists it.

    On the words that the third coded, no rival stands, whatever its theme, sub-code or facets; only what two people
    coded alike was no matter of dispute, and stands beside another code. What the third rejected, nobody coded.

    Parameters
    ----------
    ours : iterable of Coding
        The third's own: applied, accepted or rejected.
    theirs : iterable of Coding
        The coders'; what they rejected is passed over.

    Examples
    --------
    >>> a = Coding("p01.txt", 0, 20, "we waited", "health", "SG", status="applied")
    >>> b = Coding("p01.txt", 9, 20, "we waited", "plans", "TR", status="applied")
    >>> ruled = Coding("p01.txt", 0, 20, "we waited", "health", "consensus", status="applied")
    >>> [row.coder for row in settled_by([ruled], [a, b])], list(settled_by([], [a, b]))
    (['SG', 'TR'], [])
    """
    ours, theirs = list(ours), [row for row in theirs if row.status != "rejected"]
    if not (ours and theirs):
        return
    stands = Spans(row for row in ours if row.status != "rejected")
    against = Spans(row for row in ours if row.status == "rejected")
    spans = Spans(theirs)
    for row in theirs:
        codes = {one.code for one in stands.sharing_half(row)}
        rival = bool(codes) and (row.code in codes or not _alike(row, spans))
        if rival or any(_says(one) == _says(row) for one in against.sharing_half(row)):
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

"""What each coder read for themselves: the codings on which agreement can be measured."""

from __future__ import annotations

from dataclasses import replace

from send_qual.coding._consensus import CONSENSUS
from send_qual.coding.codings import Coding, Codings
from send_qual.coding.span import Spans

__all__ = ["independent", "people_of", "read_by"]


def independent(codings: Codings) -> Codings:
    """The codings that a coder made independently of the others, for measuring agreement.

    A person's are those made at first hand, and in each document before that person decided on any suggestion there:
    who reviews suggestions takes over a machine's reading. What the consensus settled is nobody's own reading. A
    machine's are all its suggestions, whatever became of them.

    Parameters
    ----------
    codings : Codings
        From :func:`read_codings`, or laid together by :func:`merge`; what was set aside there is taken in.

    Examples
    --------
    >>> own = Coding("a.vtt", 0, 9, "We waited", "health", "AB", status="applied", created="2026-03-01T09:00:00Z")
    >>> yes = Coding("a.vtt", 20, 29, "No report", "plans", "AB", status="accepted", created="2026-03-02T09:00:00Z")
    >>> late = replace(own, start=40, end=49, created="2026-03-03T09:00:00Z")
    >>> [c.start for c in independent(Codings((own, yes, late)))]
    [0]
    """
    unique: dict[tuple[object, ...], Coding] = {}
    for row in (*codings.rows, *codings.aside):
        key = (row.document, row.start, row.end, row.code, row.coder, row.status == "suggested")
        unique.setdefault(key, row)
    first: dict[tuple[str, str], str] = {}  # by coder and document: when the first suggestion was decided on
    recoded: dict[tuple[str, str], list[Coding]] = {}
    for row in unique.values():
        here = row.coder, row.document
        if row.status in ("accepted", "rejected"):
            first[here] = min(row.created, first.get(here, row.created))
        if row.instead:
            recoded.setdefault(here, []).append(row)
    spans = {here: Spans(rows) for here, rows in recoded.items()}

    def own(row: Coding) -> bool:
        here = row.coder, row.document
        if row.status != "applied" or row.coder == CONSENSUS:
            return row.status == "suggested"
        if here in first and row.created > first[here]:
            return False
        return here not in spans or not any(
            row.code in one.instead.split("; ") for one in spans[here].sharing_half(row)
        )

    return replace(codings, rows=(), aside=()).adding(filter(own, unique.values()))


def read_by(codings: Codings) -> dict[str, set[str]]:
    """The documents that each coder has read alone: where they coded so, or found nothing and marked it as finished."""
    read: dict[str, set[str]] = {}
    for row in independent(codings):
        read.setdefault(row.coder, set()).add(row.document)
    decided = {(row.coder, row.document) for row in people_of(codings) if row.status != "applied"}
    for mark in codings.finished:
        if mark.span is None and not mark.code and (mark.coder, mark.document) not in decided:
            read.setdefault(mark.coder, set()).add(mark.document)
    return read


def people_of(codings: Codings) -> Codings:
    """People's codings and verdicts as their ledgers tell them: what :func:`read_codings` gave, before any merging."""
    people = (row for row in (*codings.rows, *codings.aside) if row.status != "suggested")
    return replace(codings, rows=(), aside=()).adding(people)

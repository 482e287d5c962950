"""The coders' codings as they stand once what differed was settled: for agreement after discussion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from send_qual.coding import CONSENSUS, Coding, Codings, Finished, independent, read_by, settled_by

__all__ = ["as_settled"]


def as_settled(codings: Codings) -> Codings:
    """What each coder said in the end: the own codings that were not settled otherwise, and what the consensus set.

    Only documents that somebody has read independently are in it; each reader has the consensus of such a document.

    Parameters
    ----------
    codings : Codings
        As for :func:`reliability`.

    Returns
    -------
    Codings
        By the coders' names, on which :func:`reliability` gives the agreement after discussion. Where nothing was
        settled these are the independent codings themselves.

    Examples
    --------
    >>> a = Coding("p01.txt", 0, 20, "we waited", "health", "SG", status="applied")
    >>> b = Coding("p01.txt", 0, 20, "we waited", "plans", "TR", status="applied")
    >>> ruled = Coding("p01.txt", 0, 20, "we waited", "health", "consensus", status="applied")
    >>> [(row.coder, row.code) for row in as_settled(Codings((a, b, ruled)))]
    [('SG', 'health'), ('TR', 'health')]
    """
    read = read_by(codings)
    own = [row for row in independent(codings) if row.document in read.get(row.coder, ())]
    ours: dict[str, list[Coding]] = {}
    for row in (*codings.rows, *codings.aside):
        if row.coder == CONSENSUS:
            ours.setdefault(row.document, []).append(row)
    theirs: dict[str, list[Coding]] = {}
    for row in own:
        theirs.setdefault(row.document, []).append(row)
    gone = {id(row) for document, rows in ours.items() for row in settled_by(rows, theirs.get(document, ()))}
    rows = [row for row in own if id(row) not in gone]
    rows += [replace(row, coder=who, status="applied", created="") for who, row in _set(ours, read)]
    marks = tuple(Finished(document, who) for who, documents in read.items() for document in sorted(documents))
    return replace(codings, rows=(), aside=(), finished=marks).adding(rows)


def _set(ours: dict[str, list[Coding]], read: dict[str, set[str]]) -> Iterator[tuple[str, Coding]]:
    """What the consensus set, once for each who has read the document."""
    for document, rows in ours.items():
        for row in rows:
            if row.status != "rejected":
                yield from ((who, row) for who, documents in read.items() if document in documents)

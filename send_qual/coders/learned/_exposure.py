"""Which passages a person has read, so that a passage without a code is known to have none.

The rule, as :data:`RULE` tells it: a verdict teaches about its own passage, "finished" about the rest; codings at first
hand teach about the passages between them where there are so many that the person must have read on.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import takewhile

from send_qual.coding import CONSENSUS, Coding, Codings, Offered, Span, independent, people_of, read_offers, shares_half
from send_qual.corpus import Document, Segment

__all__ = ["RULE", "Exposure", "exposure", "overlaps", "passages_of"]

RULE = (
    "A verdict on a suggestion teaches about its own passage only. A text marked as finished counts as read by who "
    "marked it, a finished stretch likewise. Of a text that a person coded at first hand, without suggestions, all up "
    "to the last passage coded counts as read where at least every twentieth passage there has a code, and all of it "
    "where the last coding lies in its last third; codings further apart teach about their own passages. Of passages "
    "offered by `send-qual next`, those up to the last one coded."
)
"""What counts as read, in words."""

_SPARSE = 20  # passages to a coding; beyond that a person picked passages and did not read on
_LAST = 2 / 3  # of a text: a coding from there on says that it was read to its end


def overlaps(start: int, end: int, passage: Segment) -> bool:
    """Whether a span and a passage share half of the shorter of the two.

    Examples
    --------
    >>> overlaps(0, 40, Segment(0, 100)), overlaps(0, 40, Segment(30, 100))
    (True, False)
    """
    return shares_half(Span(start, end), passage)


def passages_of(start: int, end: int, passages: Sequence[Segment]) -> list[int]:
    """The numbers of the passages, in order as they stand, that share half of the shorter with a span.

    A coding of talk may begin behind what opens a passage, or go over the end of one.

    Examples
    --------
    >>> passages_of(5, 150, (Segment(0, 100), Segment(100, 160), Segment(160, 200)))
    [0, 1]
    """
    first = bisect_right([passage.end for passage in passages], start)
    near = takewhile(lambda n: passages[n].start < end, range(first, len(passages)))
    return [n for n in near if overlaps(start, end, passages[n])]


@dataclass(frozen=True)
class Exposure:
    """Who read what: by document, what each person said and marked there.

    Parameters
    ----------
    said : dict of str to tuple of Coding
        People's codings and verdicts.
    own : dict of str to tuple of Coding
        Those of them made at first hand.
    finished : dict of str to tuple of (str, Span or None)
        Who marked the document, or which stretch of it.
    offers : dict of str to tuple of (str, int, int)
        By person: the passages offered, as far as they were worked through.
    listed : dict of str to frozenset of (str, int, int)
        By person: all passages offered.
    """

    said: dict[str, tuple[Coding, ...]]
    own: dict[str, tuple[Coding, ...]]
    finished: dict[str, tuple[tuple[str, Span | None], ...]]
    offers: dict[str, tuple[Offered, ...]]
    listed: dict[str, frozenset[Offered]]

    def readers(self, document: Document, passages: Sequence[Segment]) -> tuple[frozenset[str], ...]:
        """The people who read each passage of a document; the consensus only where it read alone.

        Parameters
        ----------
        document : Document
        passages : sequence of Segment
            In the order of the text.
        """
        read: list[set[str]] = [set() for _ in passages]
        for row in self.said.get(document.id, ()):
            _mark(read, row.coder, (n for n, p in enumerate(passages) if overlaps(row.start, row.end, p)))
        for coder, span in self.finished.get(document.id, ()):
            _mark(read, coder, (n for n, p in enumerate(passages) if span is None or shares_half(span, p)))
        for coder, offered in self.offers.items():
            here = [Span(a, b) for d, a, b in offered if d == document.id]
            _mark(read, coder, (n for n, p in enumerate(passages) if any(shares_half(span, p) for span in here)))
        for coder in {row.coder for row in self.own.get(document.id, ())}:
            _mark(read, coder, range(self._read_on(document, passages, coder)))
        return tuple(frozenset(who - {CONSENSUS} or who) for who in read)

    @property
    def documents(self) -> frozenset[str]:
        """The documents of which somebody read anything."""
        return frozenset({*self.said, *self.finished, *(d for offered in self.offers.values() for d, _, _ in offered)})

    def _read_on(self, document: Document, passages: Sequence[Segment], coder: str) -> int:
        """How many passages from the first on a person who coded at first hand must have read."""
        rows = [row for row in self.own[document.id] if row.coder == coder]
        listed = [Span(a, b) for d, a, b in self.listed.get(coder, ()) if d == document.id]
        if listed and all(any(shares_half(row, span) for span in listed) for row in rows):
            return 0  # only what was offered was coded
        coded = [n for n, p in enumerate(passages) if any(overlaps(row.start, row.end, p) for row in rows)]
        if not coded:
            return 0
        ends = len(passages) if coded[-1] + 1 >= _LAST * len(passages) else coded[-1] + 1
        return ends if len(coded) * _SPARSE >= ends else 0


def _mark(read: list[set[str]], coder: str, passages: Iterable[int]) -> None:
    for n in passages:
        read[n].add(coder)


def exposure(codings: Codings) -> Exposure:
    """Who read what in a corpus.

    Parameters
    ----------
    codings : Codings
        From ``read_codings``, or laid together by ``merge``; with their codebook, verdicts and marks on other codes
        are left out.
    """
    book, corpus = codings.codebook, codings.corpus
    people = people_of(codings)
    if book is not None:
        people = people.where(lambda row: row.code in book)
    own = {id(row) for row in independent(people)}
    said: dict[str, list[Coding]] = defaultdict(list)
    first: dict[str, list[Coding]] = defaultdict(list)
    for row in people:
        said[row.document].append(row)
        if row.status == "applied" and (id(row) in own or row.coder == CONSENSUS):
            first[row.document].append(row)
    finished: dict[str, list[tuple[str, Span | None]]] = defaultdict(list)
    for mark in codings.finished:
        if not mark.code and mark.codebook in ("", book.name if book else mark.codebook):
            finished[mark.document].append((mark.coder, mark.span))
    listed = read_offers(corpus.home) if corpus is not None and corpus.home is not None else {}
    rows = {d: tuple(found) for d, found in said.items()}
    return Exposure(
        rows,
        {d: tuple(found) for d, found in first.items()},
        {d: tuple(found) for d, found in finished.items()},
        {coder: _worked_through(offered, rows, coder) for coder, offered in listed.items()},
        {coder: frozenset(offered) for coder, offered in listed.items()},
    )


def _worked_through(
    offered: tuple[Offered, ...], said: dict[str, tuple[Coding, ...]], coder: str
) -> tuple[Offered, ...]:
    """The list up to the last passage that was coded: what comes later may not have been looked at yet."""

    def coded(document: str, span: Span) -> bool:
        rows = said.get(document, ())
        return any(row.coder == coder and row.status != "rejected" and shares_half(row, span) for row in rows)

    last = [n for n, (d, a, b) in enumerate(offered) if coded(d, Span(a, b))]
    return offered[: last[-1] + 1] if last else ()

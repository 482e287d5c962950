"""Which passages a person has read: whole documents, or what was offered to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from send_qual.coding import Coding, Offered, Span, read_offers, shares_half
from send_qual.corpus import Corpus, Segment

__all__ = ["overlaps", "seen_by"]

Seen = dict[tuple[str, str], frozenset[tuple[int, int]] | None]
"""By coder and document: the passages read, or None for the whole document."""


def overlaps(start: int, end: int, passage: Segment) -> bool:
    """Whether a span and a passage share half of the shorter of the two.

    Examples
    --------
    >>> overlaps(0, 40, Segment(0, 100)), overlaps(0, 40, Segment(30, 100))
    (True, False)
    """
    return shares_half(Span(start, end), passage)


def seen_by(people: Iterable[Coding], corpus: Corpus) -> Seen:
    """What each person has read.

    A document in which somebody coded counts as read from end to end, unless all their codings there lie in
    passages that ``send-qual next`` offered to them: then those passages of their list count that come no
    later than the last one they coded.
    """
    offers = read_offers(corpus.home) if corpus.home is not None else {}
    rows: Mapping[tuple[str, str], list[Coding]] = defaultdict(list)
    for coding in people:
        rows[coding.coder, coding.document].append(coding)
    seen: Seen = {}
    for (coder, document), codings in rows.items():
        listed = [(a, b) for d, a, b in offers.get(coder, ()) if d == document]
        inside = listed and all(any(shares_half(c, Span(a, b)) for a, b in listed) for c in codings)
        seen[coder, document] = frozenset() if inside else None
    for coder, offered in offers.items():
        for document, start, end in _worked_through(offered, rows, coder):
            before = seen.get((coder, document), frozenset())
            if before is not None:
                seen[coder, document] = before | {(start, end)}
    return seen


def _worked_through(
    offered: tuple[Offered, ...], rows: Mapping[tuple[str, str], list[Coding]], coder: str
) -> tuple[Offered, ...]:
    """The list up to the last passage that was coded: what comes later may not have been looked at yet."""
    coded = [
        n for n, (d, a, b) in enumerate(offered) if any(shares_half(c, Span(a, b)) for c in rows.get((coder, d), ()))
    ]
    return offered[: coded[-1] + 1] if coded else ()

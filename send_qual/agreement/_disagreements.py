"""Where two coders differ, coding by coding, and in what: what they have to talk about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from send_qual.coding import Coding, Spans, overlap, shares_half

__all__ = ["KINDS", "Disagreement", "disagreements"]

BOUNDARY, CODE, FACET, ONLY_ONE = "boundary", "code", "facet", "only one"
KINDS = (CODE, ONLY_ONE, FACET, BOUNDARY)
"""In the order in which they weigh: another code, a coding of one alone, another facet, other ends."""


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A coding that two coders made differently, or one of them alone.

    Parameters
    ----------
    kind : str
        ``"boundary"`` (the same code with other ends), ``"facet"`` (the same code and another value of a facet),
        ``"code"`` (another code on the same words) or ``"only one"``.
    first, second : Coding or None
        Of each coder; ``None`` where that one has none there.
    facet : str
        Id of the facet they differ in.
    """

    kind: str
    first: Coding | None
    second: Coding | None
    facet: str = ""

    @property
    def shared(self) -> float:
        """Of the characters that either coded, the share that both did."""
        if self.first is None or self.second is None:
            return 0.0
        both = overlap(self.first, self.second)
        return both / (self.first.end - self.first.start + self.second.end - self.second.start - both)


def disagreements(first: Sequence[Coding], second: Sequence[Coding]) -> tuple[Disagreement, ...]:
    """What two coders made differently in documents that both read, in the order of the text.

    Parameters
    ----------
    first, second : sequence of Coding
        Of each coder; of more than one codebook only together.

    Examples
    --------
    >>> one = Coding("a.vtt", 0, 10, "We waited.", "health", "AB", status="applied")
    >>> other = Coding("a.vtt", 0, 10, "We waited.", "plans", "CD", status="applied")
    >>> [d.kind for d in disagreements([one], [other])], [d.kind for d in disagreements([one], [])]
    (['code'], ['only one'])
    """
    mine, theirs = defaultdict(list), defaultdict(list)
    for row in first:
        mine[row.document].append(row)
    for row in second:
        theirs[row.document].append(row)
    return tuple(found for document in sorted({*mine, *theirs}) for found in _within(mine[document], theirs[document]))


def _within(mine: Sequence[Coding], theirs: Sequence[Coding]) -> Iterator[Disagreement]:
    found: list[Disagreement] = []
    met: set[int] = set()
    left: list[Coding] = []
    by_code = defaultdict(list)
    for row in theirs:
        by_code[row.code].append(row)
    same = {code: Spans(rows) for code, rows in by_code.items()}
    for row in mine:
        twins = list(same[row.code].touching(row)) if row.code in same else []
        if not twins:
            left.append(row)
            continue
        met.update(map(id, twins))
        found += _between(row, max(twins, key=lambda twin: overlap(row, twin)))
    rest = Spans([row for row in theirs if id(row) not in met])
    for row in left:
        other = next((one for one in rest.sharing_half(row) if id(one) not in met), None)
        if other is not None:
            met.add(id(other))
        found.append(Disagreement(CODE if other else ONLY_ONE, row, other))
    found += [Disagreement(ONLY_ONE, None, row) for row in theirs if id(row) not in met]
    return iter(sorted(found, key=_start))


def _between(row: Coding, twin: Coding) -> Iterator[Disagreement]:
    if (row.start, row.end) != (twin.start, twin.end) and row.quote.strip() != twin.quote.strip():
        yield Disagreement(BOUNDARY, row, twin)
    if shares_half(row, twin):
        for facet in sorted({*row.facets, *twin.facets}):
            if row.facets.get(facet, "") != twin.facets.get(facet, ""):
                yield Disagreement(FACET, row, twin, facet)


def _start(one: Disagreement) -> int:
    return min(row.start for row in (one.first, one.second) if row is not None)

"""Where people coded a text differently: passages to be settled by a third, the consensus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from send_qual.coding import Coding, shares_half
from send_qual.coding.span import clusters

__all__ = ["Disagreement", "differing"]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """A passage that people coded differently.

    Parameters
    ----------
    document : str
    start, end : int
        Half-open, in code points: all that its codings cover.
    codings : tuple of Coding
        Those that another coder of the document has no like of, in the order of the text.
    """

    document: str
    start: int
    end: int
    codings: tuple[Coding, ...]

    @property
    def coders(self) -> tuple[str, ...]:
        """Whose codings they are."""
        return tuple(dict.fromkeys(coding.coder for coding in self.codings))


def differing(codings: Sequence[Coding], left: Iterable[Coding] | None = None) -> list[Disagreement]:
    """Group the codings that are one coder's alone into passages.

    Parameters
    ----------
    codings : sequence of Coding
        People's, of one document.
    left : iterable of Coding, optional
        Those of them that are to be settled still; default: all.

    Examples
    --------
    >>> a = Coding("p01.txt", 0, 20, "we waited", "health", "SG", status="applied")
    >>> b = Coding("p01.txt", 9, 20, "we waited", "plans", "TR", status="applied")
    >>> [(d.start, d.end, d.coders) for d in differing([a, b])]
    [(0, 20, ('SG', 'TR'))]
    """
    coders = {coding.coder for coding in codings}
    if len(coders) < 2:  # nobody else has read it
        return []
    open_ones = {id(coding) for coding in (codings if left is None else left)}
    same: defaultdict[object, list[Coding]] = defaultdict(list)
    for coding in codings:
        same[_says(coding)].append(coding)
    alone = [
        coding
        for coding in codings
        if {one.coder for one in same[_says(coding)] if shares_half(one, coding)} != coders and id(coding) in open_ones
    ]
    return [Disagreement(g[0].document, g[0].start, max(c.end for c in g), tuple(g)) for g in clusters(alone)]


def _says(coding: Coding) -> object:
    return coding.code, frozenset(coding.facets.items())

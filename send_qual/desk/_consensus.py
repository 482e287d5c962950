"""Two people's codings side by side: what both said alike, and what differs and is to be settled by the consensus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

from send_qual.coding import Coding, overlap, shares_half
from send_qual.coding.span import clusters

__all__ = ["Disagreement", "agreed", "differing", "edges_of", "same_edges"]


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


def agreed(codings: Iterable[Coding]) -> list[tuple[Coding, Coding]]:
    """Pairs by two people that say the same, each coding in one pair at most, in the order of the text.

    They have one code and the same facets, and share half of the shorter of the two; those with the same edges come
    together first, then those that share most.

    Examples
    --------
    >>> a = Coding("p01.txt", 0, 20, "we waited", "health", "SG", status="applied")
    >>> b = Coding("p01.txt", 19, 40, "a year", "health", "TR", status="applied")
    >>> c = Coding("p01.txt", 2, 20, "waited", "health", "TR", status="applied")
    >>> [(one.coder, other.start) for one, other in agreed([a, b, c])]
    [('SG', 2)]
    """
    found = []
    for same in _by_code(codings).values():
        pairs = [pair for pair in combinations(same, 2) if _alike(*pair)]
        pairs.sort(key=lambda pair: (not same_edges(*pair), -overlap(*pair), pair[0].start))
        used: set[int] = set()
        for one, other in pairs:
            if not used & {id(one), id(other)}:
                used |= {id(one), id(other)}
                found.append((one, other))
    return sorted(found, key=lambda pair: (pair[0].start, pair[0].end))


def same_edges(one: Coding, other: Coding) -> bool:
    """Whether two codings begin and end at the same places."""
    return (one.start, one.end) == (other.start, other.end)


def edges_of(one: Coding, other: Coding, edges: str) -> tuple[Coding, tuple[int, int]]:
    """Which of two codings is taken, and where it is to begin and end.

    Parameters
    ----------
    one, other : Coding
        That say the same.
    edges : str
        ``"shared"`` for what both marked, ``"either"`` for all that one of them did, or the coder whose edges hold.

    Examples
    --------
    >>> a = Coding("p01.txt", 0, 20, "we waited", "health", "SG", status="applied")
    >>> b = Coding("p01.txt", 9, 30, "waited long", "health", "TR", status="applied")
    >>> [edges_of(a, b, how)[1] for how in ("shared", "either", "TR")]
    [(9, 20), (0, 30), (9, 30)]
    """
    if edges == "shared":
        return one, (max(one.start, other.start), min(one.end, other.end))
    if edges == "either":
        return one, (min(one.start, other.start), max(one.end, other.end))
    taken = other if edges == other.coder else one
    return taken, (taken.start, taken.end)


def _alike(one: Coding, other: Coding) -> bool:
    return one.coder != other.coder and dict(one.facets) == dict(other.facets) and shares_half(one, other)


def _by_code(codings: Iterable[Coding]) -> defaultdict[str, list[Coding]]:
    found: defaultdict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        found[coding.code].append(coding)
    return found

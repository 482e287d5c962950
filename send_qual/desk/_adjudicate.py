"""Two people's codings side by side: which of them a third, the consensus, has still to settle."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from send_qual.coding import Coding, touches

__all__ = ["agreed", "open_of"]


def open_of(codings: Iterable[Coding], own: Iterable[Coding]) -> list[Coding]:
    """Those that no coding of the consensus settles.

    Parameters
    ----------
    codings : iterable of Coding
        Two people's, of one document, neither accepted nor rejected.
    own : iterable of Coding
        What stands in the consensus: it settles every coding of the same code that it touches, whatever the
        edges of the two: where they end is decided with it.

    Examples
    --------
    >>> a = Coding("p01.txt", 0, 20, "we waited", "health", "SG", status="applied")
    >>> b = Coding("p01.txt", 9, 20, "we waited", "health", "TR", status="applied")
    >>> open_of([a, b], own=[]) == [a, b], open_of([b], own=[a])
    (True, [])
    """
    settled = _by_code(own)
    return [coding for coding in codings if not any(touches(coding, done) for done in settled[coding.code])]


def agreed(codings: Iterable[Coding]) -> list[tuple[Coding, Coding]]:
    """Pairs by two people that say the same: one code, the same facets, and places that touch."""
    pairs = []
    for same in _by_code(codings).values():
        for n, one in enumerate(same):
            for other in same[n + 1 :]:
                if one.coder != other.coder and touches(one, other) and dict(one.facets) == dict(other.facets):
                    pairs.append((one, other))
                    break
    return pairs


def _by_code(codings: Iterable[Coding]) -> defaultdict[str, list[Coding]]:
    found: defaultdict[str, list[Coding]] = defaultdict(list)
    for coding in codings:
        found[coding.code].append(coding)
    return found

"""Which practices a draft cites: working services and methods, spread over areas and themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from send_qual.findings.sentences._practice import Practice

__all__ = ["examples_of"]

_SLOTS, _MOST = 6, 8  # of each theme: on average, and at most
_AGAIN = 0.75  # points that another practice of the same area costs
_CROWDED = 0.3  # and another one of the same theme


def examples_of(practices: Iterable[Practice]) -> dict[str, tuple[Practice, ...]]:
    """The practices to cite, by theme: the strongest of all that are examples, areas and themes taking turns.

    An area stands once in a theme, a passage once in the draft. Where a theme has no example, it has none here.

    Parameters
    ----------
    practices : iterable of Practice
        Ranked within their themes.

    Returns
    -------
    dict of str to tuple of Practice
    """
    free = [practice for practice in practices if practice.is_example]
    slots = _SLOTS * len({practice.theme for practice in free})
    chosen: list[Practice] = []
    areas: Counter[str] = Counter()
    themes: Counter[str] = Counter()

    def worth(one: Practice) -> float:
        return one.score - _AGAIN * areas[one.reference.document] - _CROWDED * themes[one.theme]

    while free and len(chosen) < slots:
        best = max(free, key=lambda one: (worth(one), one.theme, -one.rank))
        chosen.append(best)
        areas[best.reference.document] += 1
        themes[best.theme] += 1
        free = [one for one in free if _may_follow(one, best) and themes[one.theme] < _MOST]
    found: dict[str, list[Practice]] = {}
    for one in sorted(chosen, key=lambda one: -one.score):
        found.setdefault(one.theme, []).append(one)
    return {theme: tuple(own) for theme, own in found.items()}


def _may_follow(one: Practice, chosen: Practice) -> bool:
    """Whether a practice may be cited beside one that is: of another area or theme, and in other words."""
    at, taken = one.reference, chosen.reference
    if at.document != taken.document:
        return True
    return one.theme != chosen.theme and (at.end <= taken.start or taken.end <= at.start)

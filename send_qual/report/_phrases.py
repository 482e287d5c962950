"""Words as a sentence of a report puts them together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from send_qual.findings import Aspect, lower_first

__all__ = ["facets_of", "listing", "what"]

_CLAUSE = re.compile(r"(?P<what>.+?),? (?P<were>was|were) (?:described|identified|reported|found)(?P<rest>.*)")


def listing(items: list[str]) -> str:
    """Items as a sentence lists them.

    Examples
    --------
    >>> listing(["a", "b, c", "d"]), listing(["a", "b"])
    ('a; b, c; and d', 'a and b')
    """
    if len(items) < 2:
        return "".join(items)
    mark = "; " if any("," in item or " and " in item for item in items) else ", "
    if len(items) == 2 and mark == ", ":
        return " and ".join(items)
    return (
        f"{mark.join(items[:-1])}{mark.rstrip()} and {items[-1]}"
        if mark == "; "
        else f"{mark.join(items[:-1])} and {items[-1]}"
    )


def facets_of(aspect: Aspect, facets: Sequence[str]) -> tuple[str, ...]:
    """The cells of the columns of facets, in a row about one value."""
    return tuple(aspect.value if aspect.facet == facet else "" for facet in facets)


def what(clause: str) -> str:
    """What a clause of the codebook says there was, to stand inside a sentence; ``""`` where it is worded otherwise.

    Examples
    --------
    >>> what("Frequent changes of leader were identified"), what("Leaders' commitment was described in other ways")
    ('frequent changes of leader', "leaders' commitment in other ways")
    >>> what("A lack of vision was identified"), what("Nobody came")
    ('a lack of vision', '')
    """
    found = _CLAUSE.fullmatch(clause)
    if not found:
        return ""
    first = found["what"]
    return f"{first[0].lower() + first[1:] if first[1:2] == ' ' else lower_first(first)}{found['rest']}"

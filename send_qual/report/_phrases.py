"""Words as a sentence of a report puts them together."""

from __future__ import annotations

from collections.abc import Sequence

from send_qual.findings import Aspect

__all__ = ["facets_of", "listing"]


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

"""Words as a sentence of a report puts them together."""

from __future__ import annotations

__all__ = ["listing"]


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

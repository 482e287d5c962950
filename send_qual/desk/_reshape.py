"""The parts of codings: what is left where some words are taken out, where one ends and the next begins, what joins."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["joined", "without"]

Spans = list[tuple[int, int]]


def without(text: str, span: tuple[int, int], cut: tuple[int, int]) -> Spans:
    """What is left of a span where another is cut out of it: none, one or two, without the space at their ends.

    Examples
    --------
    >>> without("We waited a year.", (0, 17), (3, 9))
    [(0, 2), (10, 17)]
    >>> without("We waited a year.", (0, 9), (3, 17)), without("We waited", (3, 9), (0, 9))
    ([(0, 2)], [])
    """
    start, end = span
    parts = [(start, min(end, cut[0])), (max(start, cut[1]), end)]
    return [kept for part in parts if (kept := _trimmed(text, *part))]


def joined(text: str, spans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The span of several that touch, or have nothing but space between; ``None`` where words would be taken in.

    Examples
    --------
    >>> joined("We waited a year.", [(0, 9), (10, 17)]), joined("We waited a year.", [(0, 2), (10, 17)])
    ((0, 17), None)
    """
    ordered = sorted(spans)
    end = ordered[0][1]
    for start, after in ordered[1:]:
        if start > end and text[end:start].strip():
            return None
        end = max(end, after)
    return ordered[0][0], end


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    words = text[start:end] if end > start else ""
    if not words.strip():
        return None
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())

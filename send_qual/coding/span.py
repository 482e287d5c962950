"""Spans of a text, and the two questions asked of a pair of them: do they touch, and do they share half.

Every rule on "the same words" in the house is one of these two, on anything that has a start and an end: a coding,
a segment, a passage offered to a coder.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import accumulate
from typing import Generic, NamedTuple, Protocol, TypeVar

__all__ = ["CONTEXT", "Span", "Spanned", "Spans", "clusters", "overlap", "shares_half", "touches", "words_at"]

CONTEXT = 32
"""Characters kept on either side of a quotation."""


class Spanned(Protocol):
    """What has a half-open span in code points of a text."""

    @property
    def start(self) -> int:
        """Of its first character."""

    @property
    def end(self) -> int:
        """After its last character."""


class Span(NamedTuple):
    """A half-open span in code points of a text, where there is nothing else that has one.

    Examples
    --------
    >>> touches(Span(0, 4), Span(4, 8))
    False
    """

    start: int
    end: int


def words_at(text: str, start: int, end: int) -> tuple[str, str, str]:
    """The words of a span and what stands before and after it: quote, prefix and suffix of a coding.

    Examples
    --------
    >>> words_at("We waited for two years.", 3, 9)
    ('waited', 'We ', ' for two years.')
    """
    return text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]


def overlap(one: Spanned, other: Spanned) -> int:
    """How many characters two spans of one text share.

    Examples
    --------
    >>> overlap(Span(0, 10), Span(6, 20)), overlap(Span(0, 4), Span(6, 20))
    (4, 0)
    """
    return max(0, min(one.end, other.end) - max(one.start, other.start))


def touches(one: Spanned, other: Spanned) -> bool:
    """Whether two spans of one text share a character.

    Examples
    --------
    >>> touches(Span(0, 10), Span(9, 20)), touches(Span(0, 10), Span(10, 20))
    (True, False)
    """
    return one.start < other.end and other.start < one.end


def shares_half(one: Spanned, other: Spanned) -> bool:
    """Whether two spans of one text share half of the shorter of the two: then they are on the same words.

    Examples
    --------
    >>> shares_half(Span(0, 100), Span(95, 105)), shares_half(Span(0, 100), Span(96, 105))
    (True, False)
    """
    shared = overlap(one, other)
    return shared > 0 and 2 * shared >= min(one.end - one.start, other.end - other.start)


T = TypeVar("T", bound=Spanned)


def clusters(spans: Iterable[T]) -> list[list[T]]:
    """Groups of spans of one text in which each touches another: every group is one stretch of words.

    Examples
    --------
    >>> clusters([Span(8, 20), Span(0, 10), Span(20, 25)])
    [[Span(start=0, end=10), Span(start=8, end=20)], [Span(start=20, end=25)]]
    """
    groups: list[list[T]] = []
    reach = -1
    for one in sorted(spans, key=lambda span: (span.start, span.end)):
        if groups and one.start < reach:
            groups[-1].append(one)
            reach = max(reach, one.end)
        else:
            groups.append([one])
            reach = one.end
    return groups


class Spans(Generic[T]):
    """Spans of one text, to be asked which of them are on the same words as another.

    Parameters
    ----------
    spans : iterable
        Of whatever has a start and an end.

    Examples
    --------
    >>> passages = Spans([Span(0, 10), Span(8, 30), Span(40, 50)])
    >>> list(passages.touching(Span(9, 41))), list(passages.sharing_half(Span(9, 41)))
    ([Span(start=0, end=10), Span(start=8, end=30), Span(start=40, end=50)], [Span(start=8, end=30)])
    """

    def __init__(self, spans: Iterable[T]) -> None:
        self._spans = sorted(spans, key=lambda one: (one.start, one.end))
        self._starts = [one.start for one in self._spans]
        self._reach = list(accumulate((one.end for one in self._spans), max))  # how far those up to here go

    def touching(self, span: Spanned) -> Iterator[T]:
        """Those that share a character with it, in the order of the text."""
        first = bisect_left(self._reach, span.start + 1)  # nothing before it goes beyond the start
        last = bisect_left(self._starts, span.end)
        return (one for one in self._spans[first:last] if touches(one, span))

    def sharing_half(self, span: Spanned) -> Iterator[T]:
        """Those that share half of the shorter of the two with it, in the order of the text."""
        return (one for one in self.touching(span) if shares_half(one, span))

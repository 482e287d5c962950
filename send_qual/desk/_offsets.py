"""The browser counts UTF-16 units, Python code points: the one place where offsets are converted."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import lru_cache

from send_qual.errors import Fault, SendQualError

__all__ = ["from_utf16", "span_from_utf16", "to_utf16"]

_BEYOND = re.compile("[\U00010000-\U0010ffff]")  # characters that JavaScript keeps as two units


@lru_cache(maxsize=64)
def _doubled(text: str) -> tuple[int, ...]:
    """Where the characters of two units stand, in code points."""
    return () if text.isascii() else tuple(match.start() for match in _BEYOND.finditer(text))


def to_utf16(text: str, offsets: Sequence[int]) -> list[int]:
    r"""Offsets in code points as the browser counts them.

    Parameters
    ----------
    text : str
    offsets : sequence of int
        Code points, 0 to ``len(text)``, in any order.

    Returns
    -------
    list of int
        UTF-16 code units.

    Raises
    ------
    SendQualError
        Where an offset lies outside the text.

    Examples
    --------
    >>> to_utf16("a\U0001f600b", [0, 1, 2, 3])
    [0, 1, 3, 4]
    """
    doubled = _doubled(text)
    _within(offsets, len(text))
    return [at + bisect_left(doubled, at) for at in offsets] if doubled else list(offsets)


def from_utf16(text: str, offsets: Sequence[int]) -> list[int]:
    r"""Offsets of the browser in code points; one within a character of two units goes to its beginning.

    Parameters
    ----------
    text : str
    offsets : sequence of int
        UTF-16 code units, in any order.

    Returns
    -------
    list of int
        Code points, 0 to ``len(text)``.

    Raises
    ------
    SendQualError
        Where an offset lies outside the text.

    Examples
    --------
    >>> from_utf16("a\U0001f600b", [0, 1, 2, 3, 4])
    [0, 1, 1, 2, 3]
    """
    doubled = _doubled(text)
    _within(offsets, len(text) + len(doubled))
    if not doubled:
        return list(offsets)
    after = [at + n + 2 for n, at in enumerate(doubled)]  # where each has ended, in units
    middle = {end - 1 for end in after}
    return [at - bisect_right(after, at) - (at in middle) for at in offsets]


def span_from_utf16(text: str, start: int, end: int) -> tuple[int, int]:
    r"""A selection of the browser in code points, rounded to whole characters.

    Examples
    --------
    >>> span_from_utf16("a\U0001f600b", 2, 3), span_from_utf16("a\U0001f600b", 1, 2)
    ((1, 2), (1, 2))
    """
    first, last = from_utf16(text, (start, end))
    cut = end > start and to_utf16(text, (last,))[0] != end
    return first, last + cut


def _within(offsets: Sequence[int], length: int) -> None:
    if offsets and not (min(offsets) >= 0 and max(offsets) <= length):
        mend = "Reload the page, and select again"
        raise SendQualError(Fault("this selection", f"it lies outside the text of {length} characters", mend))

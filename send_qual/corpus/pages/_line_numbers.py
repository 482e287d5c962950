"""Line numbers at the head of a text's lines, as transcripts for quotation by line have them: no words of anybody."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

__all__ = ["without_numbers"]

_NUMBER = re.compile(r"\s{0,6}(\d{1,5})(?:[.:)|]?(?:\t| {1,8})|$)")
_LEAST = 5
"""Numbers in a row that are line numbers rather than a list."""


def without_numbers(lines: Sequence[str]) -> tuple[list[str], bool]:
    """Lines without their numbers, and whether there were any: each line with words has the next (or every fifth one).

    Examples
    --------
    >>> without_numbers([f"{n}  {words}" for n, words in enumerate(["INT: Well?", "P1: No,", "not", "at", "all."], 1)])
    (['INT: Well?', 'P1: No,', 'not', 'at', 'all.'], True)
    >>> without_numbers(["1 pound", "2 pounds", "We had none."])
    (['1 pound', '2 pounds', 'We had none.'], False)
    """
    full = [k for k, line in enumerate(lines) if line.strip()]
    found = {k: m for k in full if (m := _NUMBER.match(lines[k]))}
    numbers = [int(m[1]) for m in found.values()]
    steps = {b - a for a, b in pairwise(numbers)}
    rise = len(numbers) >= _LEAST and steps in ({1}, {5})
    if not rise or len(numbers) < (0.9 if steps == {1} else 0.15) * len(full):
        return list(lines), False
    return [line[found[k].end() :] if k in found else line for k, line in enumerate(lines)], True

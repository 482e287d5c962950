"""Line numbers in the margin of a PDF, as transcripts for quotation by line have them: no words of anybody."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from send_qual.corpus.pdf._lines import Line, Page

__all__ = ["without_line_numbers"]

_LEAST = 3
"""Figures in a margin that make a column of line numbers."""


def without_line_numbers(pages: Sequence[Page]) -> tuple[Page, ...]:
    """The pages without a column of figures that rise down the margin, each beside a line of print.

    A page is cleared where its own margin shows such a column, or goes on with that of a page before.
    """
    found = []
    columns: list[float] = []
    for page in pages:
        margin = _margin(page)
        if len(margin) >= _LEAST and _rise(margin):
            columns.append(margin[0].x1)
        elif not (margin and any(abs(margin[0].x1 - x) < 6 for x in columns) and _rise(margin)):
            margin = []
        gone = {id(line) for line in margin}
        found.append(replace(page, lines=tuple(line for line in page.lines if id(line) not in gone)))
    return tuple(found)


def _margin(page: Page) -> list[Line]:
    """Figures alone, wholly left or right of the print and level with a line of it; from the top down."""
    figures = [line for line in page.lines if line.text.isdecimal() and len(line.text) <= 4]
    print_ = [line for line in page.lines if not line.text.isdecimal() and len(line.text.split()) > 1]
    if not figures or not print_:
        return []
    left, right = min(line.x0 for line in print_), max(line.x1 for line in print_)
    beside = [line for line in figures if line.x1 < left or line.x0 > right]
    level = [line for line in beside if any(abs(line.y - other.y) < 0.6 * other.size for other in print_)]
    return sorted(level, key=lambda line: -line.y)


def _rise(margin: Sequence[Line]) -> bool:
    """Whether figures rise by equal steps (every line, or every fifth), or begin anew on the page."""
    numbers = [int(line.text) for line in margin]
    steps = [after - before for before, after in pairwise(numbers)]
    return all(0 < step <= 10 for step in steps)

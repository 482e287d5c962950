"""Columns of print that a file draws row by row: each is read from top to bottom before the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from send_qual.corpus.pdf._lines import Line, Page

__all__ = ["column_by_column"]

_ROWS = 5
"""Rows in a row with print on both sides that make columns; a table of keys and values has short ones."""
_FULL = 0.6
"""The share of a column's lines that reach its right edge, where print runs on from line to line."""


def column_by_column(page: Page) -> Page:
    """The page with the lines of such columns in the order in which they are read.

    Columns are rows that follow one upon the other at the pitch of print, in each of which a line on the left is drawn
    just before one on the right of the same gutter, both as wide as their columns.
    """
    lines = list(page.lines)
    found: list[Line] = []
    at = 0
    while at < len(lines):
        rows = _rows(lines, at)
        if len(rows) >= _ROWS and all(_runs_on([row[side] for row in rows]) for side in (0, 1)):
            found += [row[0] for row in rows] + [row[1] for row in rows]
            at += 2 * len(rows)
        else:
            found.append(lines[at])
            at += 1
    return replace(page, lines=tuple(found))


def _rows(lines: Sequence[Line], at: int) -> list[tuple[Line, Line]]:
    """The rows of two lines each that begin there."""
    rows: list[tuple[Line, Line]] = []
    while at + 1 < len(lines):
        left, right = lines[at], lines[at + 1]
        if abs(left.y - right.y) > 2 or left.x1 >= right.x0:
            break
        if rows:
            above, beside = rows[-1]
            step = above.y - left.y
            if not 0 < step < 1.8 * left.size or abs(left.x0 - above.x0) > 30 or abs(right.x0 - beside.x0) > 30:
                break
        rows.append((left, right))
        at += 2
    return rows


def _runs_on(lines: Sequence[Line]) -> bool:
    left, right = min(line.x0 for line in lines), max(line.x1 for line in lines)
    full = sum(line.x1 > right - 0.2 * (right - left) for line in lines)
    return right - left > 100 and full >= _FULL * len(lines)

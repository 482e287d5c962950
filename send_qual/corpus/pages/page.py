"""A page of lines, as a word processor's file is read and laid out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from send_qual.corpus.document import fix_text

__all__ = ["MOST", "Line", "Mark", "Page", "laid_table", "lines_of"]

T = TypeVar("T")
MOST = 400_000_000
"""Bytes a file may unpack to: far above any transcript, far below what fills a laptop's memory."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a line set in ``"bold"``, ``"italic"`` or ``"underline"``; half-open, code points of the line."""

    start: int
    end: int
    style: str


@dataclass(frozen=True, slots=True)
class Line:
    r"""One line of a file (a voice of a cue, a line of a paragraph, of a table cell), normalised, without ``"\n"``.

    Parameters
    ----------
    text : str
    paragraph : int
        Which paragraph (or cue) of the file it stands in, from 0; lines of one paragraph are parted by soft breaks.
    marks : tuple of Mark
    cell : tuple of int or None
        Table, row and column, each from 0, for a line in a table.
    heading : bool
        Set in a heading or title style.
    aside : bool
        Beside the running text: a text box, a footnote.
    voice : str or None
        The name in the cue's ``<v Name>`` tag; ``None`` where there is none.
    time : str
        ``HH:MM:SS`` at which the cue starts, ``""`` where the format has no cues.
    gap : float
        Seconds of silence before the cue.
    """

    text: str
    paragraph: int = 0
    marks: tuple[Mark, ...] = ()
    cell: tuple[int, int, int] | None = None
    heading: bool = False
    aside: bool = False
    voice: str | None = None
    time: str = ""
    gap: float = 0.0

    def all_in(self, style: str) -> bool:
        """Whether every letter of the line is set in this style."""
        inside = [False] * len(self.text)
        for mark in self.marks:
            if mark.style == style:
                inside[mark.start : mark.end] = [True] * (min(mark.end, len(self.text)) - mark.start)
        letters = [k for k, c in enumerate(self.text) if c.isalnum()]
        return bool(letters) and all(inside[k] for k in letters)


@dataclass(slots=True)
class Page:
    """The lines of a file as it is read, and what was passed over.

    ``blocks`` tells how to lay the lines out again: a paragraph's number, or a table as rows of cells of
    paragraphs' numbers.
    """

    lines: list[Line] = field(default_factory=list)
    blocks: list[int | list[list[list[int]]]] = field(default_factory=list)
    headings: dict[int, int] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    paragraphs: int = 0

    def add(self, pieces: list[tuple[str, frozenset[str]]], **told: Any) -> int:
        """Take in a paragraph given as runs of text with their styles; its number."""
        number, self.paragraphs = self.paragraphs, self.paragraphs + 1
        text, marks = "", []
        for piece, styles in [*pieces, ("\n", frozenset())]:
            for part in fix_text(piece).splitlines(keepends=True):
                words = part.removesuffix("\n")
                marks += [Mark(len(text), len(text) + len(words), style) for style in sorted(styles) if words]
                text += words
                if part.endswith("\n"):
                    self.lines.append(Line(text, number, tuple(_joined(marks)), **told))
                    text, marks = "", []
        return number


def laid_table(
    number: int, rows: Iterable[Iterable[T]], read: Callable[[T, list[Any], tuple[int, int, int]], None]
) -> list[list[list[int]]]:
    """A table as rows of cells of paragraphs' numbers.

    Parameters
    ----------
    number : int
        Of the table in its file.
    rows : iterable of iterable
        The file's own cells.
    read : callable
        ``read(cell, inside, place)`` reads a cell and puts the numbers of its paragraphs into ``inside``.
    """
    table: list[list[list[int]]] = []
    for r, row in enumerate(rows):
        table.append([])
        for c, cell in enumerate(row):
            inside: list[Any] = []
            read(cell, inside, (number, r, c))
            table[-1].append(inside)
    return table


def _joined(marks: list[Mark]) -> list[Mark]:
    """Marks of one style that touch, as one."""
    out: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.style, m.start)):
        if out and out[-1].style == mark.style and out[-1].end >= mark.start:
            out[-1] = Mark(out[-1].start, mark.end, mark.style)
        else:
            out.append(mark)
    return out


def lines_of(texts: Iterable[str]) -> tuple[Line, ...]:
    r"""Plain paragraphs as lines; a ``"\n"`` inside one is a soft break.

    Examples
    --------
    >>> [(line.text, line.paragraph) for line in lines_of(["INT: Well?", "P1: One\nor two"])]
    [('INT: Well?', 0), ('P1: One', 1), ('or two', 1)]
    """
    return tuple(Line(part, k) for k, text in enumerate(texts) for part in text.split("\n"))

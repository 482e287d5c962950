"""A page of lines, as a word processor's file is read and laid out again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from send_qual.corpus.document import fix_text
from send_qual.corpus.transcripts.script import Line, Mark

__all__ = ["MOST", "Page"]

MOST = 400_000_000
"""Bytes a file may unpack to: far above any transcript, far below what fills a laptop's memory."""


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


def _joined(marks: list[Mark]) -> list[Mark]:
    """Marks of one style that touch, as one."""
    out: list[Mark] = []
    for mark in sorted(marks, key=lambda m: (m.style, m.start)):
        if out and out[-1].style == mark.style and out[-1].end >= mark.start:
            out[-1] = Mark(out[-1].start, mark.end, mark.style)
        else:
            out.append(mark)
    return out

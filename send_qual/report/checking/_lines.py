"""A written draft as lines of text: what a reader of the Word file sees, and under which headings."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

__all__ = ["Line", "lines_of"]

_TITLES = ("Title", "Subtitle", "TOC", "Contents", "Header", "Footer")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, or a row of a table.

    Parameters
    ----------
    n : int
        Its number in the draft, from 1.
    text : str
        Of a row, its cells with a tab between them.
    chapter, heading : str
        The headings of the first and second level that it stands under.
    table : str
        Caption of the table whose row it is.
    """

    n: int
    text: str
    chapter: str = ""
    heading: str = ""
    table: str = ""

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a row."""
        return tuple(self.text.split("\t"))


def lines_of(word: str | Path | bytes) -> tuple[Line, ...]:
    """Read the paragraphs and rows of a Word file, without title page and contents.

    Parameters
    ----------
    word : str, Path or bytes
        The file, or what it holds.

    Returns
    -------
    tuple of Line
    """
    from docx import Document

    opened = BytesIO(word) if isinstance(word, bytes) else str(word)

    rows: list[tuple[str, str, str]] = []
    for block in Document(opened).iter_inner_content():
        if hasattr(block, "rows"):
            head = [cell.text for cell in block.rows[0].cells]
            boxed = len(head) == 1
            for row in block.rows if boxed else block.rows[1:]:
                cells = [cell.text for cell in row.cells]
                if boxed:  # a box: its paragraphs are lines of their own
                    rows += [("Box", p.text, "") for p in row.cells[0].paragraphs]
                else:
                    rows.append(("Row", "\t".join(cells), ""))
        else:
            rows.append((block.style.name or "" if block.style else "", block.text, ""))
    return _numbered((style, text) for style, text, _ in rows)


def _numbered(rows: Iterable[tuple[str, str]]) -> tuple[Line, ...]:
    lines: list[Line] = []
    chapter = heading = caption = ""
    for style, text in rows:
        words = text.strip()
        if not words or style.startswith(_TITLES):
            continue
        if style in {"Heading 1", "Appendix Heading"}:
            chapter, heading = words, ""
        elif style == "Heading 2":
            heading = words
        elif style == "Caption":
            caption = words
        lines.append(Line(len(lines) + 1, words, chapter, heading, caption if style == "Row" else ""))
    return tuple(lines)

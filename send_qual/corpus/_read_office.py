"""Word and OpenDocument texts: headings, paragraphs, list items and table cells in the order of the page."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from send_qual.corpus._blocks import Block, document_of, headed
from send_qual.corpus._readers import source_of
from send_qual.corpus.document import Document
from send_qual.corpus.pages import Line, read_page

__all__ = ["read_docx", "read_odt"]


def read_docx(path: Path, data: bytes) -> Document:
    """Read a .docx: tracked insertions count as text, deletions, comments, headers and footers do not.

    Raises
    ------
    SendQualError
        Where Word's parts cannot be read.
    """
    return _document(path, data, "docx")


def read_odt(path: Path, data: bytes) -> Document:
    """Read an OpenDocument text as a .docx is read.

    Raises
    ------
    SendQualError
        Where it cannot be opened.
    """
    return _document(path, data, "odt")


def _document(path: Path, data: bytes, reader: str) -> Document:
    page = read_page(path.name, data, f".{reader}")
    groups = groupby(page.lines, key=lambda line: (line.paragraph, line.cell))
    blocks = headed(_block(list(lines)) for _, lines in groups)
    return document_of(blocks, source_of(path, data, reader), notices=page.notices)


def _block(lines: list[Line]) -> Block:
    text = "\n".join(line.text.strip() for line in lines if line.text.strip())
    first = lines[0]
    return Block(text, "heading" if first.heading else "cell" if first.cell is not None else "paragraph")

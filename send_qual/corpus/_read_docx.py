"""Word documents that are no transcript: headings, paragraphs, list items and table cells in the order of the page."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from send_qual.corpus._blocks import Block, document_of, headed
from send_qual.corpus._readers import source_of
from send_qual.corpus.document import Document
from send_qual.corpus.transcripts.read import read_page
from send_qual.corpus.transcripts.script import Line

__all__ = ["read_docx"]


def read_docx(path: Path, data: bytes) -> Document:
    """Read a .docx: tracked insertions count as text, deletions, comments, headers and footers do not.

    Raises
    ------
    SendQualError
        Where Word's parts cannot be read.
    """
    page = read_page(path.name, data, ".docx")
    groups = groupby(page.lines, key=lambda line: (line.paragraph, line.cell))
    blocks = headed(_block(list(lines)) for _, lines in groups)
    return document_of(blocks, source_of(path, data, "docx"), notices=page.notices)


def _block(lines: list[Line]) -> Block:
    text = "\n".join(line.text.strip() for line in lines if line.text.strip())
    first = lines[0]
    return Block(text, "heading" if first.heading else "cell" if first.cell is not None else "paragraph")

"""PDF: by layout, as headings, paragraphs and bullets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from send_qual.corpus._blocks import Block, document_of, headed
from send_qual.corpus._conversions import recognised
from send_qual.corpus._readers import source_of
from send_qual.corpus.dates import published_in_name
from send_qual.corpus.document import Document, Source
from send_qual.corpus.pdf._columns import column_by_column
from send_qual.corpus.pdf._layout import Chunk, chunks_of, joined_pages, page_turns, print_of, without_running_heads
from send_qual.corpus.pdf._line_joins import WordsOfDocument, join_lines
from send_qual.corpus.pdf._line_numbers import without_line_numbers
from send_qual.corpus.pdf._lines import Page, read_pages
from send_qual.errors import Fault, SendQualError

__all__ = ["Layout", "of_layout", "read_layout", "read_pdf"]

_LETTERS_PER_PAGE = 10
"""A PDF with fewer letters a page than this, running heads apart, is pictures of pages: a short heading has more."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A PDF taken apart.

    Parameters
    ----------
    chunks : tuple of Chunk
        All of the document, in reading order, joined over page breaks and without running heads.
    words : callable
        The running text of a chunk.
    notices : tuple of str
    """

    chunks: tuple[Chunk, ...]
    words: Callable[[Chunk], str]
    notices: tuple[str, ...]


def read_layout(path: Path, data: bytes) -> Layout:
    """Take a PDF apart: running heads out, paragraphs and bullets that run over a page joined.

    Raises
    ------
    SendQualError
        Where it is protected, damaged, too long, or holds pictures of pages only.
    """
    pages = _pages(path, data)
    if not _has_words(pages):
        if (printed := recognised(path, data)) is None:
            problem = "the PDF has no text: its pages are pictures (a scan)"
            mend = "Install Tesseract, with which the words of scans are recognised here, or ask for the original"
            raise SendQualError(Fault(path.name, problem, mend))
        pages = _pages(path, printed)
        if not _has_words(pages):
            raise SendQualError(Fault(path.name, "no words are recognised in its pictures", "Ask for the original"))
        told = "its pages are pictures: their words are as Tesseract recognised them, and need looking over"
        layout = _taken_apart(pages)
        return replace(layout, notices=(told, *layout.notices))
    return _taken_apart(pages)


def _pages(path: Path, data: bytes) -> tuple[Page, ...]:
    pages = without_line_numbers(without_running_heads(tuple(read_pages(path, data))))
    return tuple(map(column_by_column, pages))


def _has_words(pages: Sequence[Page]) -> bool:
    letters = sum(character.isalpha() for page in pages for line in page.lines for character in line.text)
    return letters >= _LETTERS_PER_PAGE * len(pages)


def _taken_apart(pages: Sequence[Page]) -> Layout:
    bare = [page.number for page in pages if not page.lines]
    print_ = print_of(pages)
    dictionary = WordsOfDocument(line.text for page in pages for line in page.lines)

    def words(chunk: Chunk) -> str:
        return join_lines([line.text for line in chunk.lines], dictionary)

    chunks = joined_pages([chunks_of(page, print_) for page in pages], print_)
    notices = (f"page {', '.join(map(str, bare))} has no text",) if bare and len(bare) < len(pages) else ()
    return Layout(tuple(chunks), words, notices)


def read_pdf(path: Path, data: bytes) -> Document:
    """Read a PDF as headings, paragraphs and bullets, each with the page on which it begins.

    Raises
    ------
    SendQualError
        As :func:`read_layout`.
    """
    return of_layout(read_layout(path, data), source_of(path, data, "pdf"))


def of_layout(layout: Layout, source: Source) -> Document:
    """A PDF that was taken apart as a document."""
    words = layout.words
    blocks = headed(
        Block(words(chunk), _kind(chunk), chunk.page, turns=page_turns([chunk], lambda chunks: words(chunks[0])))
        for chunk in layout.chunks
    )
    attributes = {"published": published_in_name(source.name)}
    return document_of(blocks, source, attributes=attributes, notices=layout.notices)


def _kind(chunk: Chunk) -> str:
    return "heading" if chunk.heading else "bullet" if chunk.mark else "paragraph"

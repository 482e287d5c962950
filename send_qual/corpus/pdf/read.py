"""PDF: by layout, as an inspection report where it is one, else as headings, paragraphs and bullets."""

from __future__ import annotations

from pathlib import Path

from send_qual.corpus._blocks import Block, document_of, headed
from send_qual.corpus._inspection import as_report
from send_qual.corpus._readers import source_of
from send_qual.corpus._report_facts import published_in_name
from send_qual.corpus.document import Document
from send_qual.corpus.pdf._layout import Chunk, chunks_of, joined_pages, page_turns, print_of, without_running_heads
from send_qual.corpus.pdf._line_joins import WordsOfDocument, join_lines
from send_qual.corpus.pdf._lines import read_pages
from send_qual.errors import Fault, SendQualError

__all__ = ["read_pdf"]

_LETTERS_PER_PAGE = 10
"""A PDF with fewer letters a page than this, running heads apart, is pictures of pages: a short heading has more."""


def read_pdf(path: Path, data: bytes) -> Document:
    """Read a PDF.

    Running heads are taken out, paragraphs and bullets that run over a page are joined and have the page on which they
    begin. An Area SEND inspection report comes with its sections, actions and attributes.

    Raises
    ------
    SendQualError
        Where it is protected, damaged, too long, or holds pictures of pages only.
    """
    pages = without_running_heads(tuple(read_pages(path, data)))
    bare = [page.number for page in pages if not page.lines]
    letters = sum(character.isalpha() for page in pages for line in page.lines for character in line.text)
    if letters < _LETTERS_PER_PAGE * len(pages):
        problem = "the PDF has no text: its pages are pictures (a scan)"
        raise SendQualError(Fault(path.name, problem, "Run text recognition (OCR) over it, or ask for the original"))
    print_ = print_of(pages)
    dictionary = WordsOfDocument(line.text for page in pages for line in page.lines)

    def words(chunk: Chunk) -> str:
        return join_lines([line.text for line in chunk.lines], dictionary)

    chunks = joined_pages([chunks_of(page, print_) for page in pages], print_)
    notices = [f"page {', '.join(map(str, bare))} has no text"] if bare and len(bare) < len(pages) else []
    source = source_of(path, data, "pdf")
    if report := as_report(chunks, source.name, words):
        notices = [*report.notices, *notices]
        return document_of(report.blocks, source, title=report.title, attributes=report.attributes, notices=notices)
    blocks = headed(
        Block(words(chunk), _kind(chunk), chunk.page, turns=page_turns([chunk], lambda chunks: words(chunks[0])))
        for chunk in chunks
    )
    attributes = {"kind": "plain", "published": published_in_name(source.name)}
    return document_of(blocks, source, attributes=attributes, notices=notices)


def _kind(chunk: Chunk) -> str:
    return "heading" if chunk.heading else "bullet" if chunk.mark else "paragraph"

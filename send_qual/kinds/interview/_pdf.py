"""Transcripts that were printed to a PDF: its chunks as lines, cut where a label opens a line of print."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from send_qual.corpus.document import Document, Segment
from send_qual.corpus.pages.page import Line
from send_qual.corpus.pdf._layout import Chunk, page_turns
from send_qual.corpus.pdf.read import Layout
from send_qual.kinds.interview._labels import LABELLED, believed_labels, label_of
from send_qual.kinds.interview._typed import typed_script
from send_qual.kinds.interview.read import to_document
from send_qual.kinds.interview.script import Script, Unit

__all__ = ["lines_of_pdf", "script_of_pdf", "transcript_of_pdf"]


def transcript_of_pdf(path: Path, data: bytes, layout: Layout) -> Document | None:
    """The turns of a PDF, each with the page on which it begins; ``None`` where nobody is told to speak.

    Parameters
    ----------
    path : pathlib.Path
        For messages and the document's id; it is not opened.
    data : bytes
    layout : Layout
        The PDF taken apart.
    """
    chunks = list(_opened(layout.chunks))
    lines, _ = lines_of_pdf(layout)
    script = script_of_pdf(lines)
    if script is None:
        return None
    document = to_document(path, data, ".pdf", script)
    _, _, places = script.compose()
    shown = [
        place
        for unit, (start, end) in zip(script.units, places, strict=True)
        if end > start
        for place in _pages_of(chunks[unit.line], layout, unit, start)
    ]
    segments = tuple(_on_pages(segment, shown) for segment in document.segments)
    return replace(document, segments=segments, notices=(*layout.notices, *document.notices))


def _pages_of(chunk: Chunk, layout: Layout, unit: Unit, start: int) -> Iterator[tuple[int, int]]:
    """Where the words of a unit, which begin there in the text, come to a page, and the page."""
    turned = [(0, chunk.page), *page_turns([chunk], lambda chunks: layout.words(chunks[0]))]
    before = [page for offset, page in turned if offset <= unit.start]
    yield start, before[-1]
    yield from ((start + offset - unit.start, page) for offset, page in turned if unit.start < offset < unit.end)


def _on_pages(segment: Segment, shown: Sequence[tuple[int, int]]) -> Segment:
    """The segment with the page on which it begins, and where it goes on on others."""
    mine = [(at, page) for at, page in shown if segment.start <= at < segment.end]
    page = mine[0][1] if mine else None
    turns = tuple((at, new) for (_, old), (at, new) in pairwise(mine) if new != old)
    return replace(segment, page=page, turns=turns)


def lines_of_pdf(layout: Layout) -> tuple[list[Line], list[int]]:
    """The lines of a PDF as transcripts are read from, and the page each begins on."""
    chunks = list(_opened(layout.chunks))
    lines = [Line(layout.words(chunk), k, heading=chunk.heading) for k, chunk in enumerate(chunks)]
    return lines, [chunk.page for chunk in chunks]


def script_of_pdf(lines: Sequence[Line]) -> Script | None:
    """The turns of such lines; ``None`` where nobody is told to speak."""
    script = typed_script(lines)
    return script if script is not None and any(unit.label for unit in script.units) else None


def _opened(chunks: Sequence[Chunk]) -> Iterator[Chunk]:
    """Chunks, parted where a line of print opens with a label: turns may stand without a space between them."""
    believed = believed_labels([line.text for chunk in chunks for line in chunk.lines], cues=True)
    for chunk in chunks:
        heads = [LABELLED.match(line.text) for line in chunk.lines]
        starts = [0, *(k for k, head in enumerate(heads) if k and head and label_of(head["label"]) in believed)]
        for start, end in zip(starts, [*starts[1:], len(chunk.lines)], strict=True):
            yield replace(chunk, lines=chunk.lines[start:end])

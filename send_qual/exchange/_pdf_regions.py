"""Regions of pages as other programs code PDFs: the words under them, whichever corner and page they count from."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any

from send_qual.exchange._offsets import share_on_words
from send_qual.exchange._pdf_page import Mark, PdfText, open_pdf

__all__ = ["words_under"]

_SIDES = ("firstX", "firstY", "secondX", "secondY")


def words_under(file: bytes, name: str, regions: Sequence[Any]) -> tuple[list[tuple[str, str, str] | None], str]:
    """Words, and those before and after, of each region of a PDF.

    Parameters
    ----------
    file : bytes
    name : str
    regions : sequence of lxml element
        ``PDFSelection``.

    Returns
    -------
    list
        ``None`` where there are no words under a region.
    str
        How pages and heights were counted.

    Raises
    ------
    SendQualError
        Where the file is no PDF.
    """
    with open_pdf(file, name) as (_, words):
        best: tuple[int, list[tuple[int, int] | None], str] = (-1, [], "")
        for first, down in product((0, 1), (False, True)):
            spans = [_span(one, words, first, down=down) for one in regions]
            found = [one for one in spans if one]
            score = 10 * len(found) + share_on_words(words.text, found)[0]
            if score > best[0]:
                said = f"pages of PDFs are counted from {first}, heights from the {'top' if down else 'bottom'}"
                best = (score, spans, said)
        return [_told(words.text, span) for span in best[1]], best[2]


def _span(region: Any, words: PdfText, first: int, *, down: bool) -> tuple[int, int] | None:
    try:
        x1, y1, x2, y2 = (float(region.get(side)) for side in _SIDES)
        page = int(region.get("page")) - first
    except (TypeError, ValueError):
        return None
    if not 0 <= page < len(words.begins):
        return None
    if down:
        height = words.height(page)
        y1, y2 = height - y1, height - y2
    rect = (min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
    return words.under(Mark(page, (rect,), ""))


def _told(text: str, span: tuple[int, int] | None) -> tuple[str, str, str] | None:
    if span is None:
        return None
    return text[span[0] : span[1]], text[max(0, span[0] - 32) : span[0]], text[span[1] : span[1] + 32]

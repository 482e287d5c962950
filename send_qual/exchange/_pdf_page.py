"""A PDF by its characters: where each stands on its page, and the marks that people laid over them."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from send_qual.errors import Fault, SendQualError

__all__ = ["Mark", "PdfText", "open_pdf", "runs_of"]

Rect = tuple[float, float, float, float]  # left, bottom, right, top in points, from the lower left corner
_MARKUP = (9, 10, 11, 12)  # highlight, underline, squiggly, strike-out
_NOTE = 1
_PRINTED = 4
_MOST_MARKS = 20_000


@dataclass(frozen=True, slots=True)
class Mark:
    """A highlight or note.

    Parameters
    ----------
    page : int
        From 0.
    rects : tuple
        What it lies over; empty for a note.
    text, author, name, date : str
        What stands beside it, who made it, its own name, and when as PDF writes it.
    """

    page: int
    rects: tuple[Rect, ...]
    text: str
    author: str = ""
    name: str = ""
    date: str = ""


class PdfText:
    """The characters of a PDF in the order of its pages.

    ``text`` has one character for each of the PDF's; ``places`` says on which page and at which index each stands.
    """

    def __init__(self, document: Any) -> None:
        import pypdfium2.raw as pdfium

        self._document, self._raw = document, pdfium
        self._pages: dict[int, tuple[Any, Any]] = {}
        letters: list[str] = []
        self.places: list[tuple[int, int]] = []
        self.begins: list[int] = []
        for number in range(len(document)):
            _, words = self._page(number)
            self.begins.append(len(letters))
            for index in range(words.count_chars()):
                code = pdfium.FPDFText_GetUnicode(words, index)
                good = 32 <= code < 0x110000 and not 0xD800 <= code < 0xE000 and code not in (0xFFFE, 0xFFFF)
                letters.append(chr(code) if good else "\n" if code == 10 else " ")
                self.places.append((number, index))
        self.text = "".join(letters)

    def _page(self, number: int) -> tuple[Any, Any]:
        if number not in self._pages:
            page = self._document[number]
            self._pages[number] = (page, page.get_textpage())
        return self._pages[number]

    def height(self, number: int) -> float:
        """Of a page, in points."""
        return float(self._page(number)[0].get_height())

    def rects(self, first: int, last: int) -> tuple[int, list[Rect]]:
        """Page and rectangles of the characters ``first`` to ``last`` of ``text``, both on one page."""
        page, start = self.places[first]
        _, words = self._page(page)
        count = self._raw.FPDFText_CountRects(words, start, self.places[last][1] - start + 1)
        found = []
        for number in range(count):
            sides = [ctypes.c_double() for _ in range(4)]
            if self._raw.FPDFText_GetRect(words, number, *map(ctypes.byref, sides)):
                left, top, right, bottom = (one.value for one in sides)
                found.append((left, bottom, right, top))
        return page, found

    def under(self, mark: Mark) -> tuple[int, int] | None:
        """The span of ``text`` whose characters have their middle under a mark; ``None`` where there are none."""
        _, words = self._page(mark.page)
        begin = self.begins[mark.page]
        hit = []
        for index in range(words.count_chars()):
            sides = [ctypes.c_double() for _ in range(4)]
            if self.text[begin + index].isspace() or not self._raw.FPDFText_GetCharBox(
                words, index, *map(ctypes.byref, sides)
            ):
                continue
            left, right, bottom, top = (one.value for one in sides)
            x, y = (left + right) / 2, (bottom + top) / 2
            if any(a <= x <= c and b <= y <= d for a, b, c, d in mark.rects):
                hit.append(begin + index)
        return (hit[0], hit[-1] + 1) if hit else None

    def marks(self) -> Iterator[Mark]:
        """Highlights, underlines and notes, page by page."""
        raw, seen = self._raw, 0
        for number in range(len(self._document)):
            page, _ = self._page(number)
            for index in range(raw.FPDFPage_GetAnnotCount(page)):
                annotation = raw.FPDFPage_GetAnnot(page, index)
                if not annotation:
                    continue
                kind = raw.FPDFAnnot_GetSubtype(annotation)
                if kind in _MARKUP or kind == _NOTE:
                    seen += 1
                    if seen > _MOST_MARKS:
                        problem = f"it has more than {_MOST_MARKS:,} highlights"
                        raise SendQualError(Fault("the PDF", problem, "Split it"))
                    said = (self._string(annotation, key) for key in ("Contents", "T", "NM", "M"))
                    yield Mark(number, self._quads(annotation) if kind in _MARKUP else (), *said)
                raw.FPDFPage_CloseAnnot(annotation)

    def _string(self, annotation: Any, key: str) -> str:
        name = key.encode()
        size = self._raw.FPDFAnnot_GetStringValue(annotation, name, None, 0)
        if not 2 < size < 2**20:
            return ""
        buffer = (ctypes.c_ushort * (size // 2 + 1))()
        self._raw.FPDFAnnot_GetStringValue(annotation, name, buffer, size)
        return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").strip("\0")

    def _quads(self, annotation: Any) -> tuple[Rect, ...]:
        raw, found = self._raw, []
        for index in range(min(raw.FPDFAnnot_CountAttachmentPoints(annotation), 5000)):
            quad = raw.FS_QUADPOINTSF()
            if raw.FPDFAnnot_GetAttachmentPoints(annotation, index, quad):
                xs, ys = (quad.x1, quad.x2, quad.x3, quad.x4), (quad.y1, quad.y2, quad.y3, quad.y4)
                found.append((min(xs), min(ys), max(xs), max(ys)))
        return tuple(found)

    def add(self, mark: Mark, colour: tuple[int, int, int]) -> None:
        """Lay a highlight over its rectangles."""
        raw = self._raw
        page, _ = self._page(mark.page)
        annotation = raw.FPDFPage_CreateAnnot(page, _MARKUP[0])
        raw.FPDFAnnot_SetColor(annotation, raw.FPDFANNOT_COLORTYPE_Color, *colour, 90)
        for left, bottom, right, top in mark.rects:
            raw.FPDFAnnot_AppendAttachmentPoints(
                annotation, raw.FS_QUADPOINTSF(left, top, right, top, left, bottom, right, bottom)
            )
        lefts, bottoms, rights, tops = zip(*mark.rects, strict=True)
        raw.FPDFAnnot_SetRect(annotation, raw.FS_RECTF(min(lefts), max(tops), max(rights), min(bottoms)))
        said = {"Contents": mark.text, "T": mark.author, "NM": mark.name, "M": mark.date}
        for key, value in said.items():
            if value:
                data = value.encode("utf-16-le", "replace") + b"\0\0"
                wide = (ctypes.c_ushort * (len(data) // 2)).from_buffer_copy(data)
                raw.FPDFAnnot_SetStringValue(annotation, key.encode(), wide)
        raw.FPDFAnnot_SetFlags(annotation, _PRINTED)
        raw.FPDFPage_CloseAnnot(annotation)

    def close(self) -> None:
        """Let go of the pages."""
        for page, words in self._pages.values():
            words.close()
            page.close()
        self._pages.clear()


@contextmanager
def open_pdf(data: bytes, name: str) -> Iterator[tuple[Any, PdfText]]:
    """A PDF and its characters.

    Raises
    ------
    SendQualError
        Where it is no PDF, is damaged or protected.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        mend = "Open it in a PDF reader and save it again, without a password"
        raise SendQualError(Fault(name, "it is no PDF, is damaged or protected by a password", mend)) from None
    words = PdfText(document)
    try:
        yield document, words
    finally:
        words.close()
        document.close()


def runs_of(indices: Sequence[int], places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches of characters that follow one another closely on one page, as first and last."""
    found: list[tuple[int, int]] = []
    for index in indices:
        if found and places[found[-1][1]][0] == places[index][0] and index - found[-1][1] <= _CLOSE:
            found[-1] = (found[-1][0], index)
        else:
            found.append((index, index))
    return found


_CLOSE = 12  # characters without letters between two letters of one stretch: blanks, marks, a line's end

"""Pages of a PDF as lines and rules, with their places: what pdfium sees, before anyone judges what it means."""

from __future__ import annotations

import ctypes
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from send_qual.errors import Fault, SendQualError

__all__ = ["MAX_PAGES", "Line", "Page", "Rule", "read_pages"]

MAX_PAGES = 1000
"""Above this a PDF is left out: no report or transcript comes near, and a bundle of this size would hold up a whole
corpus (pdfium reads some 70 pages a second) only to be one document that no table can show."""

MAX_CHARACTERS = 60_000
"""Of one page; a newspaper page has 20,000. The rest of a page beyond this is not text but a drawing made of it."""

_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
_BLANKS = frozenset({9, 10, 13, 32, 0xA0, 0x2002, 0x2003, 0x2007, 0x2009, 0x200A, 0x202F, 0x3000})
_NOTHING = frozenset({0, 0xFEFF, 0x200B, 0x2060})
HYPHEN = "\ufffe"
"""How a line-end hyphen stands in a line (pdfium gives U+0002 or U+FFFE, a few producers U+00AD)."""
_HYPHENS = frozenset({0x02, 0xFFFE, 0xAD})
_AS_WRITTEN = {**_LIGATURES, **dict.fromkeys(_HYPHENS, HYPHEN), **dict.fromkeys(_NOTHING, "")}


_PT_COLUMN = 24.0  # a step to the right of this many points inside a line is a new column (a blank is 3 to 4)
_PT_CELL = 1.0  # places of cell edges agree within this


@dataclass(frozen=True, slots=True)
class Line:
    """One line of print in one column. Places are points from the left and the bottom of the page."""

    text: str
    page: int
    x0: float
    x1: float
    y: float
    size: float
    bold: bool = False
    font: str = ""
    starts: tuple[tuple[int, float, float], ...] = ()
    """Where each word but the first begins: its index in the text, its x, and the step to it from the letter before."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A drawn horizontal stroke: the border of a table row, an underline."""

    x0: float
    x1: float
    y: float


@dataclass(frozen=True, slots=True)
class Page:
    """One page: lines in the order in which the file draws them."""

    number: int
    width: float
    height: float
    lines: tuple[Line, ...]
    rules: tuple[Rule, ...] = ()


def read_pages(path: Path, data: bytes) -> Iterator[Page]:
    """The pages of a PDF, one in memory at a time.

    Raises
    ------
    SendQualError
        Where it is protected by a password, damaged, cut short, or has more than ``MAX_PAGES`` pages.
    """
    import pypdfium2 as pdfium

    again = "Download or copy it again, or print it to a new PDF"
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            mend = "Open it, and save or print a copy without the password"
            raise SendQualError(Fault(path.name, "the PDF is protected by a password", mend)) from error
        raise SendQualError(Fault(path.name, "the PDF is damaged or cut short", again)) from error
    try:
        if b"%%EOF" not in data[-4096:]:  # pdfium mends what it can: pages may be missing without a word
            raise SendQualError(Fault(path.name, "the PDF is cut short: its end is missing", again))
        count = len(document)
        if not count:
            raise SendQualError(Fault(path.name, "the PDF has no pages", again))
        if count > MAX_PAGES:
            problem = f"the PDF is too long ({count:,} pages; at most {MAX_PAGES:,} are read)"
            raise SendQualError(Fault(path.name, problem, "Save the part you need as a PDF of its own"))
        for number in range(count):
            try:
                yield _page(document, number)
            except pdfium.PdfiumError as error:
                problem = f"page {number + 1} of the PDF is damaged"
                raise SendQualError(Fault(path.name, problem, again)) from error
    finally:
        document.close()


def _page(document: Any, number: int) -> Page:
    page = document[number]
    try:
        width, height = page.get_size()
        text = page.get_textpage()
        try:
            rules = tuple(_rules(page))
            lines = _split_cells(list(_Pen(text, number + 1).lines()), rules)
        finally:
            text.close()
        return Page(number + 1, width, height, tuple(lines), rules)
    finally:
        page.close()


class _Pen:
    """Follows the characters of one page in drawing order and says where lines begin and end.

    Places are asked of pdfium for the ends of words only: five times fewer calls, and the calls are what takes time.
    """

    def __init__(self, textpage: Any, page: int) -> None:
        from pypdfium2 import raw

        self.raw, self.handle, self.page = raw, textpage.raw, page
        self.codes = self._codes(min(textpage.count_chars(), MAX_CHARACTERS))
        self.text = "".join(map(chr, self.codes))
        self._matrix = raw.FS_MATRIX()
        self._scales: dict[float, float] = {}
        self._turned = False  # whether the words before run up or down the page
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._refs = ctypes.byref(self._x), ctypes.byref(self._y)

    def _codes(self, count: int) -> Sequence[int]:
        buffer = (ctypes.c_ushort * (count + 1))()
        if self.raw.FPDFText_GetText(self.handle, 0, count, buffer) == count + 1:
            return list(buffer)[:count]
        return [self.raw.FPDFText_GetUnicode(self.handle, index) for index in range(count)]  # some have no text

    def _size(self, index: int) -> float:
        """The size of print in points: that of the font, times what the text matrix makes of it."""
        size = float(self.raw.FPDFText_GetFontSize(self.handle, index)) or 1.0
        scale = 1.0
        if self.raw.FPDFText_GetMatrix(self.handle, index, ctypes.byref(self._matrix)):
            scale = math.hypot(self._matrix.c, self._matrix.d) or 1.0
        self._scales[size] = scale
        return size * scale

    def _about(self, index: int) -> float:
        """The size, its scale taken from letters of that font size before: cheaper, for the inside of lines."""
        size = float(self.raw.FPDFText_GetFontSize(self.handle, index)) or 1.0
        return size * self._scales[size] if size in self._scales else self._size(index)

    def _place(self, index: int) -> tuple[float, float]:
        self.raw.FPDFText_GetCharOrigin(self.handle, index, *self._refs)
        return self._x.value, self._y.value

    def lines(self) -> Iterator[Line]:
        """The lines of the page."""
        letters: list[str] = []
        starts: list[tuple[int, float, float]] = []
        first = last = -1
        length = 0
        x_last = y_line = high = 0.0
        for begin, end, x, y, x_end in self._stretches():
            if first >= 0 and self._breaks(x - x_last, y - y_line, high):
                yield self._line(letters, starts, first, last)
                first = -1
            if first < 0:
                first, letters, starts, y_line, length = begin, [], [], y, 0
                high = self._size(begin)
            elif begin - last > 1 and any(code in _BLANKS for code in self.codes[last + 1 : begin]):
                length += 1
                starts.append((length, x, x - x_last))
                letters.append(" ")
            word = self.text[begin:end].translate(_AS_WRITTEN)
            letters.append(word)
            length += len(word)
            last, x_last = end - 1, x_end
        if first >= 0:
            yield self._line(letters, starts, first, last)

    def _stretches(self) -> Iterator[tuple[int, int, float, float, float]]:
        """Words, parted where they jump: first and past-last character, place of the first, x of the last."""
        index, count = 0, len(self.codes)
        while index < count:
            if self.codes[index] in _BLANKS or self.codes[index] in _NOTHING:
                index += 1
                continue
            end = index + 1
            while end < count and self.codes[end] not in _BLANKS and self.codes[end - 1] not in _HYPHENS:
                end += 1
            x, y = self._place(index)
            x_end, y_end = self._place(end - 1) if end - 1 > index else (x, y)
            size = 12.0 if end - index == 1 else self._about(index)
            if (self._turned or abs(y_end - y) >= 1) and self._runs_up(index):  # in the margin: no words of the page
                index = end
                continue
            if abs(y_end - y) < 1 and 0 <= x_end - x < 1.2 * size * (end - index):
                yield index, end, x, y, x_end
            else:  # it turns a corner somewhere: letter by letter
                for one in range(index, end):
                    if self.codes[one] not in _NOTHING:
                        x, y = self._place(one)
                        yield one, one + 1, x, y, x
            index = end

    def _runs_up(self, index: int) -> bool:
        """Whether a character is turned by a quarter, as what is printed up a margin."""
        self._turned = abs(math.sin(self.raw.FPDFText_GetCharAngle(self.handle, index))) > 0.7
        return self._turned

    @staticmethod
    def _breaks(dx: float, dy: float, size: float) -> bool:
        """Whether the next character is on another line, or in another column of this one."""
        if abs(dy) > max(3.0, 0.45 * size):  # less is a raised or lowered figure
            return True
        return dx < -max(2.0, 0.3 * size) or dx > max(_PT_COLUMN, 2 * size)

    def _line(self, letters: list[str], starts: list[tuple[int, float, float]], first: int, last: int) -> Line:
        raw, handle = self.raw, self.handle
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        raw.FPDFText_GetCharBox(handle, last, *map(ctypes.byref, (left, right, bottom, top)))
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(handle, first, ctypes.byref(x), ctypes.byref(y))
        name, bold = self._font(first)
        bold = bold and (first == last or self._font(last)[1])
        # bullet marks and note figures at either end are often set smaller
        size = max(self._size(first), self._size(last))
        text = "".join(letters).strip(" ")
        return Line(text, self.page, x.value, right.value, y.value, size, bold, name, tuple(starts))

    def _font(self, index: int) -> tuple[str, bool]:
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        self.raw.FPDFText_GetFontInfo(self.handle, index, name, 128, ctypes.byref(flags))
        text = re.sub(r"^[A-Z]{6}\+", "", name.value.decode("utf-8", "replace"))
        heavy = bool(re.search(r"bold|black|heavy|semib|demi", text, re.IGNORECASE))
        return text, heavy or bool(flags.value & 0x40000) or self.raw.FPDFText_GetFontWeight(self.handle, index) >= 600


def _split_cells(lines: list[Line], rules: Sequence[Rule]) -> list[Line]:
    """Part lines that run across two cells of a table whose gutter is no wider than some blanks.

    A cell begins at a word well to the right of the line's own start where either the borders above and below the line
    meet, or the lines next to it begin.
    """
    found: list[Line] = []
    at: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        at[round(line.x0)].append(line)
    for line in lines:
        right = [start for start in line.starts if start[1] - line.x0 > 60]
        cut = next((start for start in right if _meets(line, start, rules) or _is_edge(line, start, lines, at)), None)
        if cut is None:
            found.append(line)
            continue
        index, x, _ = cut
        kept = tuple(start for start in line.starts if start[0] < index)
        rest = tuple((i - index, place, step) for i, place, step in line.starts if i > index)
        found.append(replace(line, text=line.text[:index].strip(), x1=min(line.x1, x - 3), starts=kept))
        found.append(replace(line, text=line.text[index:].strip(), x0=x, starts=rest))
    return found


def _meets(line: Line, start: tuple[int, float, float], rules: Sequence[Rule]) -> bool:
    """Whether the borders of two cells meet just left of a word, above its line and below it."""
    _, x, step = start
    above = [rule for rule in rules if rule.y > line.y]
    below = [rule for rule in rules if rule.y < line.y]
    if not above or not below or step < line.size:
        return False
    for side in (min(r.y for r in above), max(r.y for r in below)):
        edge = [rule for rule in rules if abs(rule.y - side) < 3]
        if not any(x - step < rule.x0 < x and any(abs(rule.x0 - left.x1) < 4 for left in edge) for rule in edge):
            return False
    return True


def _is_edge(
    line: Line, start: tuple[int, float, float], lines: Sequence[Line], at: Mapping[int, Sequence[Line]]
) -> bool:
    """Whether at least two lines close by begin at a word, with nothing on their left that runs on beyond.

    The word stands off from the one before it, or lines beside those begin where its own line does.
    """
    _, x, step = start
    there = [o for place in range(round(x) - 1, round(x) + 2) for o in at.get(place, ())]
    near = [o for o in there if abs(o.x0 - x) < _PT_CELL and 0 < abs(o.y - line.y) < 4 * line.size]
    if len(near) < 2:
        return False
    beside = [o for o in lines if o.x0 < x - _PT_CELL and any(abs(o.y - n.y) < 2 for n in near)]
    two = step > line.size or any(abs(o.x0 - line.x0) < _PT_CELL for o in beside)
    return two and all(o.x1 < x + _PT_CELL for o in beside)


def _rules(page: Any) -> Iterator[Rule]:
    """Horizontal strokes, and the upper and lower edges of outlined boxes. Shading behind text is no border."""
    from pypdfium2 import raw

    sides = [ctypes.c_float() for _ in range(4)]
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    for index in range(min(raw.FPDFPage_CountObjects(page.raw), 20_000)):
        item = raw.FPDFPage_GetObject(page.raw, index)
        if raw.FPDFPageObj_GetType(item) != raw.FPDF_PAGEOBJ_PATH:
            continue
        if not raw.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides)):
            continue
        left, bottom, right, top = (side.value for side in sides)
        if right - left < 20:
            continue
        if top - bottom <= 3:
            yield Rule(left, right, (top + bottom) / 2)
        elif raw.FPDFPath_GetDrawMode(item, ctypes.byref(fill), ctypes.byref(stroke)) and stroke.value:
            yield Rule(left, right, top)
            yield Rule(left, right, bottom)

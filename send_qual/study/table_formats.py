"""The one place where tables have their format: written as the suffix says, read by what separates their cells."""

from __future__ import annotations

import csv
import io
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from send_qual.errors import Fault, SendQualError
from send_qual.study.files import write_bytes
from send_qual.study.tables import write_csv

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "FORMATS",
    "cell_of",
    "rows_of",
    "separator_of",
    "table_file",
    "text_format",
    "workbook_options",
    "write_table",
]

FORMATS = {".xlsx": "an Excel workbook", ".csv": "a CSV"}
"""What a table is written as, by the suffix of its file."""

_CELL = 32_000  # letters that go into a cell of a workbook; Excel holds 32,767
_WIDE = 60  # letters in a line of a wide column
_NARROW = 10
_SEPARATORS = ",;\t"
_TRIED = 20  # rows by which it is known what separates the cells
_MOST_ROWS, _MOST_COLUMNS = 20_000, 500  # of a workbook that is read
_FIELD = 16 * 2**20  # bytes of one cell


def table_file(path: str | Path) -> Path:
    """The path of a table that is to be written, when its suffix names a format.

    Parameters
    ----------
    path : str or Path

    Raises
    ------
    SendQualError
        Where it ends in neither ``.xlsx`` nor ``.csv``.

    Examples
    --------
    >>> table_file("Codings.XLSX").name
    'Codings.XLSX'
    >>> table_file("codings.docx")
    Traceback (most recent call last):
    ...
    send_qual.errors.SendQualError: codings.docx: a table is written as .xlsx (an Excel workbook) or .csv (a CSV). End \
its name in one of them.
    """
    path = Path(path)
    if path.suffix.lower() not in FORMATS:
        known = " or ".join(f"{suffix} ({what})" for suffix, what in FORMATS.items())
        raise SendQualError(Fault(path.name, f"a table is written as {known}", "End its name in one of them"))
    return path


def write_table(frame: pd.DataFrame, path: str | Path, *, sheet: str = "Table") -> Path:
    """Write a table in the format its suffix names; words stay words, never a formula or a link.

    Parameters
    ----------
    frame : pandas.DataFrame
        Its index is not written. Missing values become empty cells.
    path : str or Path
        ``.xlsx`` or ``.csv``. Folders that are missing are made. An older file is replaced only once the new one is
        whole.
    sheet : str
        The name of a workbook's sheet.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    SendQualError
        For another suffix.
    OSError
        Where the folder cannot be written, or the file stands open in Excel on Windows.
    """
    path = table_file(path)
    if path.suffix.lower() == ".csv":
        return write_csv(frame, path)
    return write_bytes(path, _workbook(frame, sheet))


def workbook_options() -> dict[str, Any]:
    """How every workbook is written: in memory, and no word becomes a formula, a link or a number."""
    never = ("strings_to_formulas", "strings_to_urls", "strings_to_numbers")
    return {"in_memory": True, **dict.fromkeys(never, False)}


def text_format(**more: object) -> dict[str, object]:
    """How a cell of words is written: should somebody edit one that begins with ``=``, it stays words."""
    return {"text_wrap": True, "valign": "top", "quote_prefix": True, **more}


def _workbook(frame: pd.DataFrame, name: str) -> bytes:
    import pandas as pd
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, workbook_options()) as book:
        sheet: Any = book.add_worksheet(name)
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        plain = book.add_format(text_format())
        for column, heading in enumerate(frame.columns):
            cells: list[Any] = [None if pd.isna(value) else value for value in frame.iloc[:, column]]
            longest = max([len(str(heading)), *(len(str(cell)) for cell in cells if cell is not None)])
            sheet.set_column(column, column, min(max(longest + 2, _NARROW), _WIDE))
            sheet.write_string(0, column, str(heading), head)
            for row, cell in enumerate(cells, 1):
                if isinstance(cell, (int, float)) and not isinstance(cell, bool):
                    sheet.write_number(row, column, cell, plain)
                elif hasattr(cell, "item"):  # a number of numpy's
                    sheet.write_number(row, column, cell.item(), plain)
                elif cell is not None:
                    sheet.write_string(row, column, cell_of(str(cell)), plain)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(frame), 1), max(len(frame.columns) - 1, 0))
    return out.getvalue()


def cell_of(words: str) -> str:
    """Words as a cell can hold them."""
    return words if len(words) <= _CELL else f"{words[: _CELL - 1]}…"


def workbook_rows(data: bytes) -> list[tuple[int, list[str]]]:
    """The rows of a workbook's first sheet that hold anything, numbered as in it: values, never formulas."""
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        rows = book.worksheets[0].iter_rows(values_only=True, max_row=_MOST_ROWS, max_col=_MOST_COLUMNS)
        return [(n, ["" if cell is None else str(cell) for cell in row]) for n, row in enumerate(rows, 1) if any(row)]
    finally:
        book.close()


def rows_of(text: str) -> list[tuple[int, list[str]]]:
    r"""The rows of a CSV, each with its number as a spreadsheet counts: a cell may run over several lines of the file.

    Cells are separated by comma, semicolon or tab, whichever gives the most rows of one width.

    Raises
    ------
    csv.Error
        Where a cell is larger than 16 MB, or the text is none of these.

    Examples
    --------
    >>> rows_of('who;said\nP01;"Yes, well,\nno."\n\nP02;No')
    [(1, ['who', 'said']), (2, ['P01', 'Yes, well,\nno.']), (3, []), (4, ['P02', 'No'])]
    """
    return list(enumerate(_read(text, separator_of(text)), 1))


def separator_of(text: str) -> str:
    r"""What separates the cells of a CSV: comma, semicolon or tab, whichever gives the most rows of one width.

    Examples
    --------
    >>> separator_of("who;role;said, and how\nP01;head;Yes, well")
    ';'
    """

    def evenness(separator: str) -> tuple[int, int]:
        widths = Counter(len(row) for row in _read(text, separator, _TRIED) if len(row) > 1)
        return max(((many, width) for width, many in widths.items()), default=(0, 0))

    return max(_SEPARATORS, key=evenness)


def _read(text: str, separator: str, most: int | None = None) -> list[list[str]]:
    csv.field_size_limit(_FIELD)
    return list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=separator), most))

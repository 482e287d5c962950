"""Tables of codings as people send them: xlsx or csv, headings in many words, one row per coding."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from send_qual.corpus import fix_text
from send_qual.corpus._text_encoding import decoded
from send_qual.errors import Fault, SendQualError
from send_qual.study.table_formats import rows_of
from send_qual.study.tables import formula_unsafe

__all__ = ["Grid", "Row", "heading_of", "is_sheet", "number_in", "read_documents", "read_grid", "read_table"]

Grid = list[tuple[int, list[str]]]
"""Row numbers as the spreadsheet counts, and cells."""

_HEADINGS = {
    # the second lines: what MAXQDA, ATLAS.ti, NVivo, Dedoose and Taguette call them in their exports
    "document": (
        *("document", "file", "filename", "file name", "transcript", "source", "case", "interview", "report"),
        *("document name", "document title", "media title", "source name"),
    ),
    "quote": (
        *("quote", "quotation", "passage", "text", "extract", "excerpt", "segment", "coded text", "content"),
        *("quotation content", "coded segment", "coded segments", "excerpt copy", "reference", "reference text"),
    ),
    "code": (
        *("code", "codes", "theme", "node", "label", "tag", "code id"),
        *("nodes", "tags", "code name", "code path", "codes applied", "codes applied combined"),
    ),
    "coder": ("coder", "coded by", "coder initials", "created by", "excerpt creator"),
    "reviewer": ("reviewer", "reviewed by", "decided by"),
    "decision": ("decision", "accept/reject", "accept or reject", "verdict"),
    "memo": ("memo", "note", "notes", "comment", "comments"),
    "codebook": ("codebook",),
    "start": ("start",),
    "end": ("end",),
    "prefix": ("prefix", "before"),
    "suffix": ("suffix", "after"),
    "status": ("status",),
    "confidence": ("confidence", "sure"),
    "reason": ("reason", "why"),
    "new code": ("new code", "other code", "recode to"),
    "finished": ("finished", "document finished"),
    "id": ("id", "key"),
}
_NEEDED = ("document", "quote", "code")
_MOST_BYTES = 200 * 2**20  # unpacked; a workbook of 100,000 codings has about 40 MB
_MOST_ROWS = 500_000
_MOST_COLUMNS = 250
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_FIGURES = 15  # of a number that is one
_DEEPEST = 10  # rows above the headings


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number as the spreadsheet counts, and its cells by our names for the columns."""

    number: int
    cells: Mapping[str, str]

    def __getitem__(self, name: str) -> str:
        return self.cells.get(name, "")


def read_table(path: Path) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Read a table of codings.

    Headings are found within the first ten rows, in any order and in the words people use (``quote``,
    ``quotation``, ``extract``...); columns that mean nothing here are kept under their own heading.

    Returns
    -------
    tuple of str
        The columns there are, by our names.
    tuple of Row
        Rows with anything in them.

    Raises
    ------
    SendQualError
        Where the file is none of xlsx and csv, is damaged, or lacks document, quote or code.
    """
    return _with_headings(path, read_grid(path))


def read_documents(path: Path) -> tuple[Row, ...]:
    """The rows of a review sheet about whole documents; none where there is no such sheet."""
    if path.suffix.lower() not in _WORKBOOKS:
        return ()
    grid = _workbook(path, frozenset({"documents"}), named=True)
    return tuple(_rows(grid[1:], _columns(grid[0][1]))) if grid else ()


def is_sheet(path: Path) -> bool:
    """Whether a file is a table that people fill in, by its name; those that Excel has open are none."""
    return path.is_file() and path.suffix.lower() in {*_WORKBOOKS, ".csv"} and not path.name.startswith((".", "~$"))


def read_grid(path: Path) -> Grid:
    """The cells of a table, row by row."""
    suffix = path.suffix.lower()
    if not path.exists():
        raise SendQualError(Fault(str(path), "there is no such file", "Check its name and folder"))
    if suffix in _WORKBOOKS:
        return _workbook(path, frozenset({"codings", "review"}))
    if suffix in {".csv", ".tsv", ".txt"}:
        return _delimited(path)
    mend = "Save the table as .xlsx or .csv"
    raise SendQualError(Fault(path.name, f"a {suffix or 'nameless'} file is no table that can be read here", mend))


def number_in(cell: str) -> int | None:
    """A whole number as tables hold it, ``12`` or ``12.0``; ``None`` for anything else.

    Examples
    --------
    >>> number_in("12"), number_in("12.0"), number_in("12.5"), number_in("p. 12")
    (12, 12, None, None)
    """
    whole, _, rest = cell.strip().partition(".")
    return (
        int(whole) if len(whole) <= _FIGURES and whole.isascii() and whole.isdigit() and not rest.strip("0") else None
    )


def heading_of(cell: str) -> str:
    """Our name for a column; its own heading in small letters where it means nothing here."""
    heading = " ".join(cell.casefold().replace("_", " ").split())
    return next((ours for ours, words in _HEADINGS.items() if heading in words), heading)


def _workbook(path: Path, wanted: frozenset[str], *, named: bool = False) -> Grid:
    """The cells of the sheet of a name that is wanted, else (unless it must be so named) of the first one."""
    from openpyxl import load_workbook

    damaged = Fault(path.name, "this is no Excel workbook, or a damaged one", "Open it in Excel and save it as .xlsx")
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES:
                raise SendQualError(Fault(path.name, "unpacked, the workbook is larger than 200 MB", "Split it"))
        book = load_workbook(path, read_only=True, data_only=True)  # values, never formulas
    except SendQualError:
        raise
    except Exception:  # openpyxl raises whatever it stumbles over
        raise SendQualError(damaged) from None
    try:
        sheet = next((book[name] for name in book.sheetnames if name.casefold() in wanted), None)
        if sheet is None and named:
            return []
        rows = (sheet or book.worksheets[0]).iter_rows(values_only=True, max_row=_MOST_ROWS, max_col=_MOST_COLUMNS)
        # One cell far out makes a million empty rows: they are passed over as they come, and keep their numbers.
        return [(n, [_cell(value) for value in row]) for n, row in enumerate(rows, 1) if any(row)]
    except Exception:
        raise SendQualError(damaged) from None
    finally:
        book.close()


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return fix_text(formula_unsafe(str(value))).strip()


def _delimited(path: Path) -> Grid:
    data = path.read_bytes()
    if len(data) > _MOST_BYTES:
        raise SendQualError(Fault(path.name, "the table is larger than 200 MB", "Split it"))
    text, _ = decoded(data, path.name)
    try:
        return [(number, [_cell(cell) for cell in row]) for number, row in rows_of(text)]
    except csv.Error as error:
        mend = "Open it in a spreadsheet and save it again as CSV UTF-8"
        raise SendQualError(Fault(path.name, f"the table cannot be read as CSV ({error})", mend)) from None


def _with_headings(path: Path, grid: Grid) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    best: tuple[int, dict[int, str]] = (-1, {})
    for at, (_, cells) in enumerate(grid[:_DEEPEST]):
        columns = _columns(cells)
        if len(set(_NEEDED) & set(columns.values())) > len(set(_NEEDED) & set(best[1].values())):
            best = (at, columns)
    missing = [name for name in _NEEDED if name not in best[1].values()]
    if missing:
        raise SendQualError(
            Fault(
                path.name,
                f"the table has no column {' and no column '.join(f'`{name}`' for name in missing)}",
                "Give the columns headings: document, quote, code, coder",
            )
        )
    at, columns = best
    return tuple(dict.fromkeys(columns.values())), tuple(_rows(grid[at + 1 :], columns))


def _columns(cells: Iterable[str]) -> dict[int, str]:
    """Our name for each column; of two that mean the same, the first counts."""
    named: dict[int, str] = {}
    for at, cell in enumerate(cells):
        name = heading_of(cell)
        if name and name not in named.values():
            named[at] = name
    return named


def _rows(grid: Iterable[tuple[int, list[str]]], columns: Mapping[int, str]) -> Iterator[Row]:
    for number, cells in grid:
        found = {name: cells[at] for at, name in columns.items() if at < len(cells) and cells[at]}
        if found:
            yield Row(number, found)

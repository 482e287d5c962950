"""A table of answers without some of its documents: their cells emptied, so that all others keep their rows."""

from __future__ import annotations

import csv
import io
import unicodedata

from send_qual.corpus._text_encoding import decoded
from send_qual.corpus.document import fix_text
from send_qual.corpus.file import File
from send_qual.kinds.survey._documents import id_of, respondent
from send_qual.kinds.survey._mapping import Columns
from send_qual.kinds.survey._table import Answers
from send_qual.study.table_formats import rows_of, separator_of

__all__ = ["table_without"]


def table_without(file: File, answers: Answers, mapping: Columns, ids: frozenset[str]) -> bytes:
    """The bytes of a table with the rows (or, where those are the documents, the columns) of these ids emptied."""
    name = unicodedata.normalize("NFC", file.path.name)
    rows, columns = set[int](), set[str]()
    if mapping.by == "column":
        columns = {column for column in mapping.text if id_of(name, column) in ids}
    else:
        rows = {n for n, row in answers.rows.items() if id_of(name, respondent(n, row, mapping)) in ids}
    empty = _workbook if file.suffix == ".xlsx" else _csv
    return empty(file, rows, columns) if rows or columns else file.data


def _csv(file: File, rows: set[int], columns: set[str]) -> bytes:
    text, _ = decoded(file.data, file.path.name)
    lines = rows_of(text)
    head = next(n for n, cells in lines if any(fix_text(cell).strip() for cell in cells))
    away = _places([fix_text(cell).strip() for cell in lines[head - 1][1]], columns)
    out = io.StringIO()
    writer = csv.writer(out, delimiter=separator_of(text), lineterminator="\r\n" if "\r\n" in text else "\n")
    for n, cells in lines:
        if n in rows:
            writer.writerow([])
        else:
            writer.writerow(["" if k in away and n > head else cell for k, cell in enumerate(cells)])
    mark = "\ufeff" if file.data.startswith(b"\xef\xbb\xbf") else ""
    return (mark + out.getvalue().removeprefix("\ufeff")).encode()


def _workbook(file: File, rows: set[int], columns: set[str]) -> bytes:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(file.data))
    sheet = book.worksheets[0]
    head = 0
    away = set[int]()
    for n, cells in enumerate(sheet.iter_rows(), 1):
        said = [fix_text(str(cell.value)).strip() if cell.value is not None else "" for cell in cells]
        if not head and any(said):
            head, away = n, _places(said, columns)
            continue
        for k, cell in enumerate(cells):
            if head and (n in rows or k in away) and cell.value is not None:
                cell.value, cell.comment, cell.hyperlink = None, None, None
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _places(headings: list[str], columns: set[str]) -> set[int]:
    return {k for k, heading in enumerate(headings) if heading in columns}

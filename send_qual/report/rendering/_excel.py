"""Tables as one workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from send_qual.report.rendering._clean import clean

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["workbook"]

_CELL = 32_000  # Excel holds 32,767 characters in a cell
_WIDE = frozenset(
    {
        *("quote", "sentence", "reason", "why", "prefix", "suffix", "memo", "councils", "icbs", "title"),
        *("definition", "summary"),
    }
)


def workbook(about: Sequence[tuple[str, str]], tables: Mapping[str, pd.DataFrame]) -> bytes:
    """A sheet that says what this is, then a sheet for each table.

    Parameters
    ----------
    about : sequence of (str, str)
        What, and in which words; the first is the title.
    tables : mapping of str to pandas.DataFrame
        By the name of the sheet.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, {**options, "nan_inf_to_errors": False}) as book:
        book.set_properties(
            {"title": clean(about[0][1]), "author": "", "created": datetime.now(UTC).replace(tzinfo=None)}
        )
        formats = {
            "head": book.add_format(
                {"bold": True, "bg_color": "#DCE6F1", "text_wrap": True, "valign": "top", "bottom": 1}
            ),
            "text": book.add_format({"text_wrap": True, "valign": "top"}),
            "plain": book.add_format({"valign": "top"}),
        }
        _about(book, about, formats)
        for name, table in tables.items():
            _sheet(book, name, table, formats)
    return out.getvalue()


def _about(book: object, rows: Sequence[tuple[str, str]], formats: dict[str, object]) -> None:
    sheet = book.add_worksheet("About")  # type: ignore[attr-defined]
    sheet.set_column(0, 0, 28, formats["plain"])
    sheet.set_column(1, 1, 100, formats["text"])
    for n, (name, words) in enumerate(rows):
        sheet.write_string(n, 0, name, formats["head"])
        sheet.write_string(n, 1, clean(words)[:_CELL], formats["text"])


def _sheet(book: object, name: str, table: pd.DataFrame, formats: dict[str, object]) -> None:
    sheet = book.add_worksheet(name)  # type: ignore[attr-defined]
    sheet.freeze_panes(1, 0)
    for column, head in enumerate(table.columns):
        wide = head in _WIDE
        longest = max([len(str(head)), *(len(str(v)) for v in table.iloc[:200, column])])
        sheet.set_column(
            column, column, 70 if wide else min(max(9, longest + 2), 44), formats["text" if wide else "plain"]
        )
        sheet.write_string(0, column, clean(str(head)), formats["head"])
        missing = table.iloc[:, column].isna().tolist()
        for row, value in enumerate(table.iloc[:, column].tolist(), 1):
            if missing[row - 1]:
                continue
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                sheet.write_number(row, column, value)
            else:
                sheet.write_string(row, column, clean(str(value))[:_CELL])
    if len(table):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)

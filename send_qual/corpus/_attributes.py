"""A table beside the documents, read as a spreadsheet shows it: ``attributes.csv``, ``catalogue.csv``."""

from __future__ import annotations

import csv
from pathlib import Path

from send_qual.corpus._text_encoding import decoded
from send_qual.errors import Fault, SendQualError
from send_qual.study.table_formats import rows_of

__all__ = ["table_rows"]


def table_rows(path: Path, faults: list[Fault] | None = None) -> dict[int, dict[str, str]]:
    """The rows of a table by their numbers in a spreadsheet, where the headings are row 1; empty rows are left out.

    A row with more cells than there are headings, where a comma too many has moved the cells, is left out too.

    Parameters
    ----------
    path : Path
    faults : list of Fault, optional
        Rows with a comma too many are added to it.

    Raises
    ------
    SendQualError
        Where it cannot be read.
    """
    try:
        text, _ = decoded(path.read_bytes(), path.name)
        rows = rows_of(text)
    except (OSError, csv.Error) as error:
        mend = "Save it as CSV in UTF-8"
        raise SendQualError(Fault(path.name, f"the table cannot be read ({error})", mend)) from None
    headings = [cell.strip() for cell in rows[0][1]] if rows else []
    odd = [number for number, cells in rows[1:] if any(cell.strip() for cell in cells[len(headings) :])]
    if faults is not None:
        problem = "it has more cells than there are headings, and was left out: a comma stands outside quotation marks"
        mend = 'Put words with a comma in quotation marks ("head, SENCO")'
        faults += [Fault(f"{path.name} row {number}", problem, mend) for number in odd]
    found = {
        number: {name: cell.strip() for name, cell in zip(headings, _filled(cells, headings), strict=False) if name}
        for number, cells in rows[1:]
        if number not in odd
    }
    return {number: row for number, row in found.items() if any(row.values())}


def _filled(cells: list[str], headings: list[str]) -> list[str]:
    return cells + [""] * (len(headings) - len(cells))

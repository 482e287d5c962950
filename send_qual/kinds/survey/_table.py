"""The cells of a table of answers, from CSV or the first sheet of a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from send_qual.corpus._text_encoding import decoded
from send_qual.corpus.document import fix_text
from send_qual.errors import Fault, SendQualError
from send_qual.study.table_formats import rows_of, workbook_rows

__all__ = ["Answers", "answers_of"]


@dataclass(frozen=True, slots=True)
class Answers:
    """A table: its headings, and its rows by their number in a spreadsheet, where the headings are row 1."""

    headings: tuple[str, ...]
    rows: dict[int, dict[str, str]]

    def column(self, heading: str) -> list[str]:
        """The cells of a column that are not empty."""
        return [row[heading] for row in self.rows.values() if row[heading]]


def answers_of(path: Path, data: bytes, suffix: str) -> Answers:
    """Read a table.

    Raises
    ------
    SendQualError
        Where it is damaged.
    """
    try:
        lines = workbook_rows(data) if suffix == ".xlsx" else rows_of(decoded(data, path.name)[0])
    except SendQualError:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles over
        problem = f"the table cannot be read ({type(error).__name__})"
        raise SendQualError(Fault(path.name, problem, "Save it again as .xlsx, or as CSV in UTF-8")) from error
    lines = [(n, [fix_text(cell).strip() for cell in cells]) for n, cells in lines]
    filled = [(n, cells) for n, cells in lines if any(cells)]
    headings = tuple(dict.fromkeys(cell for cell in filled[0][1] if cell)) if filled else ()
    places = {heading: filled[0][1].index(heading) for heading in headings}
    rows = {n: {h: cells[at] if at < len(cells) else "" for h, at in places.items()} for n, cells in filled[1:]}
    return Answers(headings, {n: row for n, row in rows.items() if any(row.values())})

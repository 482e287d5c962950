"""The cells of a table of answers, from CSV or the first sheet of a workbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from send_qual.corpus._table_cells import table_cells

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
    filled = table_cells(path.name, data, suffix)
    headings = tuple(dict.fromkeys(cell for cell in filled[0][1] if cell)) if filled else ()
    places = {heading: filled[0][1].index(heading) for heading in headings}
    rows = {n: {h: cells[at] if at < len(cells) else "" for h, at in places.items()} for n, cells in filled[1:]}
    return Answers(headings, {n: row for n, row in rows.items() if any(row.values())})

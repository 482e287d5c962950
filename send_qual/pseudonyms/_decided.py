"""The table of decisions as it lies on the disk, which people edit by hand."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from send_qual.corpus._text_encoding import decoded
from send_qual.errors import Fault, SendQualError
from send_qual.pseudonyms.proposals import COLUMNS, Decision, decisions_from, kinds_from
from send_qual.study.table_formats import rows_of
from send_qual.study.tables import formula_unsafe

__all__ = ["DECISIONS", "Decided", "OddRow", "decisions_table", "gather_decisions", "in_doubt"]

DECISIONS = "decisions.csv"


@dataclass(frozen=True, slots=True)
class OddRow:
    """A row that cannot be read, as one with a comma too many: the words it begins with, and what to do."""

    text: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided so far.

    Parameters
    ----------
    decisions : tuple of Decision
    odd : tuple of OddRow
        Rows whose decision is not known.
    keeps : bool
        Whether the table in the copy's folder is to stay as it is, since a row of it could not be read.
    before : bytes
        The table in the copy's folder, ``b""`` where there is none.
    kinds : mapping of str to str
        What stands in the column ``kind``, by text.
    """

    decisions: tuple[Decision, ...]
    odd: tuple[OddRow, ...]
    keeps: bool
    before: bytes
    kinds: Mapping[str, str] = field(default_factory=dict)


def decisions_table(data: bytes, name: str) -> tuple[pd.DataFrame, tuple[OddRow, ...]]:
    """A table of decisions as a frame, row ``n`` of the file at ``n - 2``, and the rows that cannot be read.

    Raises
    ------
    SendQualError
        Where it is no table.
    """
    text, _ = decoded(data, name)
    try:
        rows = rows_of(text.removeprefix("\ufeff"))
    except csv.Error as error:
        raise SendQualError(Fault(name, f"the table cannot be read ({error})", "Save it as CSV in UTF-8")) from None
    head = [cell.strip() for cell in rows[0][1]] if rows else []
    wide = len(head)
    found, odd = [], []
    for number, cells in rows[1:]:
        row = cells + [""] * (wide - len(cells))
        if any(cell.strip() for cell in row[wide:]):
            problem = f"it has {len(row)} cells where the headings are {wide}: a comma stands outside quotation marks"
            mend = 'Put words with a comma in quotation marks ("head, SENCO") and run it again'
            odd.append(OddRow(formula_unsafe(row[0]).strip(), Fault(f"{name} row {number}", problem, mend)))
            row = [""] * wide
        found.append([formula_unsafe(cell) for cell in row[:wide]])
    return pd.DataFrame(found, columns=head or list(COLUMNS)), tuple(odd)


def gather_decisions(folder: Path, given: str | Path | pd.DataFrame | None) -> Decided:
    """The decisions in the copy's folder and in a table given, which goes before.

    Raises
    ------
    SendQualError
        Where a table is missing or none, a decision is none, or a table is given while the folder's own has a row that
        cannot be read: the two cannot be brought together then.
    """
    own = folder / DECISIONS
    before = own.read_bytes() if own.is_file() else b""
    tables: list[tuple[pd.DataFrame, str]] = []
    odd: tuple[OddRow, ...] = ()
    if before:
        frame, odd = decisions_table(before, own.name)
        tables.append((frame, own.name))
    if odd and given is not None:
        raise SendQualError([row.fault for row in odd])
    keeps = bool(odd)
    if isinstance(given, pd.DataFrame):
        tables.append((given, "decisions"))
    elif given is not None and Path(given).resolve() != own.resolve():
        path = Path(given)
        if not path.is_file():
            raise SendQualError(Fault(str(path), "there is no such table of decisions", "Name the file decisions.csv"))
        frame, odd = decisions_table(path.read_bytes(), path.name)
        tables.append((frame, path.name))
    made: list[Decision] = []
    for frame, place in tables:
        new = decisions_from(frame, place)
        named = {(d.text.casefold(), d.document) for d in new}
        made = [d for d in made if (d.text.casefold(), d.document) not in named] + list(new)
    kinds = {text: kind for frame, _ in tables for text, kind in kinds_from(frame).items()}
    return Decided(tuple(made), odd, keeps, before, kinds)


def in_doubt(text: str, odd: Sequence[OddRow]) -> Fault | None:
    """The fault of a row that could not be read and may be about words of this text."""
    folded = text.casefold()
    return next((row.fault for row in odd if row.text.casefold() in folded), None)

"""Where review sheets lie: none that somebody filled in is written over, and what was not imported is carried on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from send_qual.coding.ledger.ledger import Reading, open_ledger
from send_qual.coding.tables._grid import Row, is_sheet, read_documents, read_table
from send_qual.coding.tables._news import Statement, decided, news
from send_qual.coding.tables._resolve import UnusableError, facets_meant
from send_qual.coding.tables._review_rows import HIDDEN, SHOWN, filled_parts, said_in
from send_qual.coding.tables._sheet_workbook import facets_of, sheet_frame, sheet_workbook
from send_qual.errors import SendQualError
from send_qual.study.files import write_bytes
from send_qual.study.table_formats import table_file, write_table

if TYPE_CHECKING:
    from send_qual.coding.tables._review import ReviewSheet
    from send_qual.coding.tables._review_rows import ReviewRow

__all__ = ["SheetFile", "keep_sheet", "lay_sheet", "reviews_folder", "vacant"]


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A review sheet as it was written.

    Parameters
    ----------
    path : Path
        Where it lies: under the name asked for, unless that is taken.
    kept : tuple of Path
        Sheets beside it in which something was filled in: they stay as they are.
    carried : int
        Rows of theirs that were not imported yet, and are filled in on the new sheet too.
    behind : int
        Rows of theirs that were not imported yet and have no row on the new one: import them.
    """

    path: Path
    kept: tuple[Path, ...] = ()
    carried: int = 0
    behind: int = 0

    def __str__(self) -> str:
        told = [self.path.name]
        if self.kept:
            names = ", ".join(path.name for path in self.kept)
            told.append(f"kept as filled in: {names}")
        if self.carried:
            told.append(f"{self.carried} rows filled in there and not imported yet are carried over")
        if self.behind:
            told.append(f"{self.behind} more are on none of its rows: import {names}")
        return "; ".join(told)


def lay_sheet(sheet: ReviewSheet, path: Path) -> SheetFile:
    """Write a sheet at a path, or beside it where the name is taken by one that was filled in."""
    path = table_file(path)
    kept = _kept(path, facets_of(sheet))
    target = _free(path, kept)
    rows, carried, behind = _carried(sheet, kept)
    full = replace(sheet, rows=rows)
    if target.suffix.lower() == ".csv":
        write_table(sheet_frame(full), target)
    else:
        write_bytes(target, sheet_workbook(full))
    return SheetFile(target, kept, carried, behind)


def reviews_folder(home: Path) -> Path:
    """Where the review sheets of a corpus lie, by its folder or that of its documents."""
    return (home.parent if home.name == "documents" else home) / "reviews"


def keep_sheet(file: Path, home: Path) -> Path | None:
    """Copy a sheet that came back from elsewhere to those of the corpus, unless it lies there already.

    Returns
    -------
    Path or None
        The copy; ``None`` where none was made.
    """
    folder = reviews_folder(home)
    data = file.read_bytes()
    there = [other for other in _family(folder / file.name) if other.read_bytes() == data]
    if there or file.resolve().is_relative_to(folder.parent.resolve()):
        return None
    columns, _ = read_table(file)
    return write_bytes(vacant(folder / file.name, _facets_in(columns)), data)


def vacant(path: Path, facets: Sequence[str]) -> Path:
    """A name for a table to be filled in: the one asked for, with a number where somebody filled that one in."""
    return _free(path, _kept(path, facets))


def _facets_in(columns: Iterable[str]) -> list[str]:
    """The facets of a sheet that came back, by the columns that are no others."""
    return [name for name in columns if name not in {*SHOWN, *HIDDEN, "finished", "finished before"}]


def _kept(path: Path, facets: Sequence[str]) -> tuple[Path, ...]:
    """The tables of a name in which something was filled in, the one saved last at the end."""
    there = sorted(_family(path), key=lambda p: (p.stat().st_mtime, p.name))
    return tuple(file for file in there if _filled_in(file, facets))


def _family(path: Path) -> Iterator[Path]:
    """The files of this name, and those with a number after it."""
    name = re.compile(rf"{re.escape(path.stem)}(?:-\d+)?", re.IGNORECASE)
    for file in path.parent.iterdir() if path.parent.is_dir() else ():
        if name.fullmatch(file.stem) and (is_sheet(file) or file == path):
            yield file


def _free(path: Path, taken: Iterable[Path]) -> Path:
    numbered = (path.with_name(f"{path.stem}-{n}{path.suffix}") for n in range(2, 100_000))
    return next(one for one in (path, *numbered) if one not in set(taken))


def _filled_in(file: Path, facets: Sequence[str]) -> bool:
    """Whether a person filled anything in; yes of whatever cannot be read, or is no table to be filled in."""
    try:
        columns, rows = read_table(file)
        documents = read_documents(file)
    except (SendQualError, OSError):
        return True
    if any(row["finished"].casefold() != row["finished before"].casefold() for row in (*rows, *documents)):
        return True
    if "filled" in columns:
        return any(_changed(row, facets) for row in rows)
    asked = {"decision", "memo"} if "decision" in columns else {"code", "memo", *facets}
    return not {"decision", "offered"} & set(columns) or any(row[name] for row in rows for name in asked)


def _changed(row: Row, facets: Sequence[str]) -> frozenset[str]:
    return filled_parts(said_in(row.cells, facets), facets, row["filled"]) if row["filled"] else frozenset()


def _carried(sheet: ReviewSheet, files: Iterable[Path]) -> tuple[tuple[ReviewRow, ...], int, int]:
    """The rows of a sheet with what was filled in on earlier ones and is news to the ledgers."""
    places = {(row.coding.document, row.coding.key): n for n, row in enumerate(sheet.rows)}
    rows, pending = list(sheet.rows), dict[tuple[str, str], Row]()
    for file in files:
        try:
            _, found = read_table(file)
        except (SendQualError, OSError):
            continue
        pending |= {(row["document"], row["id"]): row for row in found if row["id"] and _changed(row, facets_of(sheet))}
    readings: dict[str, Reading] = {}
    carried = behind = 0
    for key, row in pending.items():
        at = places.get(key)
        if at is None:
            behind += 1
        elif _waits(row, rows[at], sheet, readings):
            facets = facets_of(sheet)
            rows[at] = rows[at].carrying(said_in(row.cells, facets))
            carried += 1
    return tuple(rows), carried, behind


def _waits(row: Row, suggestion: ReviewRow, sheet: ReviewSheet, readings: dict[str, Reading]) -> bool:
    """Whether what a row says was not taken into the ledger of who says it."""
    book, corpus = sheet.codings.codebook, sheet.codings.corpus
    coder = row["reviewer"] or sheet.reviewer
    if book is None or corpus is None or corpus.home is None or not coder:
        return True
    try:
        meant = replace(suggestion.coding, facets=facets_meant(row, book), memo=row["memo"])
        kind, events = decided((row["decision"], row["new code"]), _changed(row, facets_of(sheet)), meant, coder, book)
        if coder not in readings:
            readings[coder] = open_ledger(corpus.home, coder).read()
    except (UnusableError, SendQualError):
        return True
    if not kind:
        return False
    made, _, rest = row["sheet"].partition(" ")
    one = Statement("", coder, events, f"{made} {rest.split(' ')[0]}", made, meant, kind)
    return bool(news(readings[coder], [one]).kinds)

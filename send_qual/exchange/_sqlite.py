"""SQLite files of other programs, read and never run: no trigger, view or function of theirs is used."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from send_qual.errors import Fault, SendQualError

__all__ = ["Tables", "open_tables", "text"]

_MOST_BYTES = 500 * 2**20
_MOST_ROWS = 2_000_000
_ALLOWED = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
_ASK = "Ask whoever sent it for an export of the project"


class Tables:
    """Tables of a file, by name.

    Parameters
    ----------
    connection : sqlite3.Connection
    name : str
        Of the file, for messages.
    """

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        self._connection, self.name = connection, name
        self.decisions: list[str] = []
        self.faults: list[Fault] = []
        found = connection.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        self._kinds = {str(one).casefold(): (kind, str(sql or "")) for kind, one, sql in found}
        triggers = sum(kind == "trigger" for kind, _, _ in found)
        if triggers:
            self.decisions.append(f"{triggers} triggers in the file were not run: it was only read")

    def __contains__(self, table: object) -> bool:
        return str(table).casefold() in self._kinds

    def rows(self, table: str, columns: Sequence[str], *, needed: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
        """The rows of a table; a column that is not there is ``None``, a table that is not there has none.

        Parameters
        ----------
        table : str
        columns : sequence of str
        needed : sequence of str, optional
            Columns without which the file is none of this program.

        Raises
        ------
        SendQualError
            Where it is a view or virtual table, a needed column is missing, or the file is damaged.
        """
        kind, sql = self._kinds.get(table.casefold(), ("", ""))
        if not kind:
            return
        if kind != "table" or "virtual table" in sql.casefold():
            problem = f"its {table!r} is no table but a {kind if kind != 'table' else 'virtual table'}"
            raise SendQualError(Fault(self.name, problem, _ASK))
        have = {row[1].casefold() for row in self._run(f'PRAGMA table_info("{table}")')}
        if missing := [one for one in needed if one.casefold() not in have]:
            raise SendQualError(Fault(self.name, f"its table {table!r} has no column {missing[0]!r}", _ASK))
        there = [one for one in columns if one.casefold() in have]
        chosen = ", ".join(f'"{one}"' for one in there)
        for number, row in enumerate(self._run(f'SELECT {chosen} FROM "{table}"')):  # noqa: S608  # names of ours
            if number >= _MOST_ROWS:
                raise SendQualError(Fault(self.name, f"its table {table!r} has too many rows", _ASK))
            yield {**dict.fromkeys(columns), **dict(zip(there, row, strict=True))}

    def _run(self, statement: str) -> Iterator[tuple[Any, ...]]:
        try:
            yield from self._connection.execute(statement)
        except (sqlite3.Error, OverflowError, UnicodeDecodeError):
            raise SendQualError(Fault(self.name, "the file is damaged", "Export or copy it again")) from None

    def number(self, value: object, what: str) -> int | None:
        """A whole number; what is none is told, and the row it stands in is left out."""
        if isinstance(value, int):
            return value
        try:
            return int(str(value))
        except ValueError:
            self.faults.append(Fault(self.name, f"{what} is {type(value).__name__} and no number", "It was left out"))
            return None


def text(value: object) -> str:
    """A value as text: bytes as UTF-8, nothing as nothing."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return "" if value is None else str(value)


@contextmanager
def open_tables(path: Path) -> Iterator[Tables]:
    """Open a file for reading only.

    Raises
    ------
    SendQualError
        Where it is no SQLite file, is damaged or too large.
    """
    if not path.is_file():
        raise SendQualError(Fault(str(path), "there is no such file", "Check its name and folder"))
    if path.stat().st_size > _MOST_BYTES:
        raise SendQualError(Fault(path.name, f"it is larger than {_MOST_BYTES // 2**20} MB", _ASK))
    connection = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    try:
        try:
            for pragma in ("trusted_schema=OFF", "cell_size_check=ON", "mmap_size=0"):
                connection.execute(f"PRAGMA {pragma}")
            if connection.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
                raise SendQualError(Fault(path.name, "the file is damaged", "Export or copy it again"))
            connection.set_authorizer(_only_reading)
            tables = Tables(connection, path.name)
        except (sqlite3.Error, UnicodeDecodeError):  # its messages quote the file
            raise SendQualError(Fault(path.name, "it is no SQLite file, or a damaged one", "Copy it again")) from None
        yield tables
    finally:
        connection.close()


def _only_reading(action: int, first: str | None, second: str | None, *rest: str | None) -> int:
    del second, rest
    allowed = action in _ALLOWED or (action == sqlite3.SQLITE_PRAGMA and first == "table_info")
    return sqlite3.SQLITE_OK if allowed else sqlite3.SQLITE_DENY

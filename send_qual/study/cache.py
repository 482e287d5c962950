"""A store of derived bytes that two processes can use at once and that may be deleted at any time."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import time
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import TypeVar

from send_qual.study.places import cache_folder
from send_qual.study.program import HOUSE, library_versions, program_hash

__all__ = ["Cache", "Store", "clear_stores", "stores"]

_T = TypeVar("_T")
_DAY = 86_400
_TRIES = 40
_MEMORY = ":memory:"
_SUM = 4  # bytes before each value: its checksum
_FOREIGN = ("no such", "table ")  # tables and columns of another kind
_SCHEMA = "CREATE TABLE IF NOT EXISTS entries (key TEXT PRIMARY KEY, value BLOB NOT NULL, used INTEGER NOT NULL)"


class Cache:
    """Keep bytes by key between runs, in one sqlite file of the cache folder.

    A key holds the inputs of a value and a digest of the code and data files that made it (:meth:`key`): nothing is
    taken that another program, or the same with another word list, would have made otherwise. Values are derived: no
    confidential text belongs here. A value that was changed on the disk is none. A file that turns out damaged is set
    aside as ``<name>.sqlite.damaged`` and begun anew; where the folder cannot be written, entries last as long as the
    process. Losing a cache costs time and nothing else.

    Parameters
    ----------
    name : str
        Name of the file, without suffix.
    made_by : sequence of str
        The rooms or files of the package that make the values (:func:`~send_qual.study.program_hash`).
    libraries : sequence of str
        Distributions whose versions the values also rest on.
    holds : str
        What is kept, and of whose words, for ``send-qual cache`` to say.
    limit : int
        Size in bytes above which the entries longest unused are dropped, a quarter at a time.
    folder : pathlib.Path, optional
        Default: :func:`send_qual.study.cache_folder`, asked at first use.

    Examples
    --------
    >>> import tempfile
    >>> cache = Cache("specimen", made_by=("language",), folder=Path(tempfile.mkdtemp()))
    >>> one, two = cache.key("a text"), cache.key("another text")
    >>> cache.put({one: b"derived"})
    >>> cache.get([one, two]) == {one: b"derived"}
    True
    >>> cache.clear()
    >>> cache.get([one])
    {}
    """

    def __init__(
        self,
        name: str,
        *,
        made_by: Sequence[str] = (),
        libraries: Sequence[str] = (),
        holds: str = "",
        limit: int = 512 * 2**20,
        folder: Path | None = None,
    ) -> None:
        self.name = name
        self.made_by = tuple(made_by)
        self.libraries = tuple(libraries)
        self.holds = holds
        self.limit = limit
        self._folder = folder
        self._guard = RLock()
        self._open: tuple[int, sqlite3.Connection] | None = None

    def __repr__(self) -> str:
        return f"Cache({self.name!r})"

    @property
    def path(self) -> Path:
        """The file it lives in."""
        return (self._folder or cache_folder()) / f"{self.name}.sqlite"

    def key(self, *state: object) -> str:
        """The key of a value: all that it rests on.

        Parameters
        ----------
        *state : object
            The inputs; their ``repr`` must tell them apart and be the same in every run (no sets).

        Returns
        -------
        str
            sha256 over the inputs, the digest of the files that make the value, and the libraries' versions.
        """
        makers = ("study/cache.py", *(self.made_by or HOUSE[-1:]))  # this file too: it says how a value is kept
        rests_on = (program_hash(*makers), library_versions(*self.libraries), state)
        return hashlib.sha256(repr(rests_on).encode()).hexdigest()

    def get(self, keys: Iterable[str]) -> dict[str, bytes]:
        """The values of those keys that are there."""
        wanted = list(dict.fromkeys(keys))
        return self._safely(lambda connection: _read(connection, wanted))

    def put(self, entries: Mapping[str, bytes]) -> None:
        """Keep these; a key that is there is replaced."""
        if entries:
            self._safely(lambda connection: _write(connection, entries, self.limit))

    def clear(self) -> None:
        """Forget everything and give the space back."""
        self._safely(_empty)

    def close(self) -> None:
        """Let go of the file; the next use opens it again."""
        with self._guard:
            if self._open and self._open[0] == os.getpid():
                self._open[1].close()
            self._open = None

    def _safely(self, act: Callable[[sqlite3.Connection], _T]) -> _T:
        with self._guard:
            try:
                return act(self._connection())
            except sqlite3.OperationalError as error:
                if str(error).startswith(_FOREIGN):
                    self._set_aside()
                else:  # locked beyond patience, disk full, folder not writable
                    self.close()
                    self._open = (os.getpid(), _connect(_MEMORY))
            except sqlite3.DatabaseError:  # not a database, or a damaged one
                self._set_aside()
            return act(self._connection())

    def _connection(self) -> sqlite3.Connection:
        if self._open is None or self._open[0] != os.getpid():  # a forked worker opens its own
            self._open = (os.getpid(), _connect(str(self.path), self.holds))
        return self._open[1]

    def _set_aside(self) -> None:
        self.close()
        damaged = self.path
        try:
            damaged.replace(damaged.with_name(f"{damaged.name}.damaged"))
            for tail in ("-wal", "-shm"):
                damaged.with_name(damaged.name + tail).unlink(missing_ok=True)
        except OSError:  # another process has it open (Windows): do without it this time
            self._open = (os.getpid(), _connect(_MEMORY))


def _connect(path: str, holds: str = "") -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=20, check_same_thread=False)
    try:
        _write_ahead(connection)
        connection.execute("PRAGMA synchronous=NORMAL")
        with connection:
            connection.execute(_SCHEMA)
            connection.execute("CREATE TABLE IF NOT EXISTS about (holds TEXT PRIMARY KEY)")
            connection.execute("INSERT OR IGNORE INTO about VALUES (?)", (holds,))
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Turn the write-ahead log on; two processes that do so at the same moment are told "locked" without a wait."""
    for left in reversed(range(_TRIES)):
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            if not left or "locked" not in str(error):
                raise
            time.sleep(0.05)
        else:
            return


def _read(connection: sqlite3.Connection, keys: list[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    stale: list[tuple[int, str]] = []
    now = int(time.time())
    for at in range(0, len(keys), 500):  # sqlite takes 999 parameters
        some = keys[at : at + 500]
        marks = ",".join("?" * len(some))
        rows = connection.execute(f"SELECT key, value, used FROM entries WHERE key IN ({marks})", some)  # noqa: S608
        for key, value, used in rows:
            if (whole := _checked(value)) is None:
                continue
            found[key] = whole
            if used < now - _DAY:  # a day is fine enough to tell old from new, and spares a write per read
                stale.append((now, key))
    if stale:
        with connection:
            connection.executemany("UPDATE entries SET used = ? WHERE key = ?", stale)
    return {key: found[key] for key in keys if key in found}


def _sum(value: bytes) -> bytes:
    return zlib.crc32(value).to_bytes(_SUM)


def _checked(kept: object) -> bytes | None:
    """A value as it was given; ``None`` where the disk, or somebody, changed it since."""
    if not isinstance(kept, bytes) or kept[:_SUM] != _sum(kept[_SUM:]):
        return None
    return kept[_SUM:]


def _write(connection: sqlite3.Connection, entries: Mapping[str, bytes], limit: int) -> None:
    now = int(time.time())
    with connection:
        connection.executemany(
            "INSERT OR REPLACE INTO entries VALUES (?, ?, ?)", [(k, _sum(v) + v, now) for k, v in entries.items()]
        )
    pages, free, size = (
        connection.execute(f"PRAGMA {p}").fetchone()[0] for p in ("page_count", "freelist_count", "page_size")
    )
    if (pages - free) * size > limit:
        with connection:
            connection.execute(
                "DELETE FROM entries WHERE key IN (SELECT key FROM entries ORDER BY used, rowid"
                " LIMIT (SELECT (COUNT(*) + 3) / 4 FROM entries))"
            )


def _empty(connection: sqlite3.Connection) -> None:
    with connection:
        connection.execute("DELETE FROM entries")
    connection.execute("VACUUM")


@dataclass(frozen=True)
class Store:
    """One file of the cache folder.

    Parameters
    ----------
    name : str
    size : int
        Bytes on disk, with its write-ahead log.
    entries : int
    holds : str
        What is kept in it; ``""`` where the file cannot be read.
    """

    name: str
    size: int
    entries: int
    holds: str


def stores() -> tuple[Store, ...]:
    """What lies in the cache folder, by name."""
    return tuple(_store(path) for path in sorted(cache_folder().glob("*.sqlite")))


def _store(path: Path) -> Store:
    size = sum(part.stat().st_size for part in path.parent.glob(f"{path.name}*") if not part.name.endswith(".damaged"))
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True, timeout=5)) as connection:
            entries = connection.execute("SELECT COUNT(*) FROM entries").fetchone()[0]
            holds = [told for (told,) in connection.execute("SELECT holds FROM about") if told]
    except sqlite3.Error:  # damaged, or of an earlier version
        return Store(path.stem, size, 0, "")
    return Store(path.stem, size, int(entries), "; ".join(holds))


def clear_stores() -> int:
    """Delete all that is kept between runs; nothing is lost but time.

    Returns
    -------
    int
        Bytes given back.

    Raises
    ------
    OSError
        Where another program holds a file open (Windows).
    """
    freed = 0
    for path in cache_folder().glob("*.sqlite*"):
        freed += path.stat().st_size
        path.unlink(missing_ok=True)
    return freed

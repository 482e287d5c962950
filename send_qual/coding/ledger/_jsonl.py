"""A file of lines that only grows, safe from power cuts and from two programs writing at once."""

from __future__ import annotations

import gc
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from send_qual.errors import Fault, SendQualError
from send_qual.study.files import append_bytes
from send_qual.study.plain_data import json_of

__all__ = ["append_lines", "locked", "no_collecting", "parse_lines", "read_lines", "whole_lines"]

_PATIENCE = 20.0  # seconds to wait for another program to finish its line
_BLOCK = 200_000  # bytes that are parsed at once


def locked(path: Path) -> FileLock:
    """The lock under which a file of lines is written, by every program."""
    return FileLock(path.with_name(f".{path.name}.lock"), timeout=_PATIENCE)


def append_lines(path: Path, rows: Iterable[dict[str, Any]]) -> None:
    """Add rows as JSON lines, under a lock, and return once the disk has them.

    A torn last line that an earlier crash left is set aside first, so that it spoils no new one.

    Raises
    ------
    SendQualError
        Where another program keeps the lock.
    OSError
        Where the disk is full: nothing was added.
    """
    data = "".join(json.dumps(row, ensure_ascii=False, separators=(",", ":")) + "\n" for row in rows).encode()
    if not data:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with locked(path):
            _set_aside_torn_end(path)
            append_bytes(path, data)
    except Timeout:
        mend = "Close the other window that codes in this name, and save again; nothing was written"
        raise SendQualError(Fault(path.name, "another program is writing to this ledger", mend)) from None


def read_lines(path: Path, read: Callable[[dict[str, Any]], Any]) -> tuple[list[Any], tuple[Fault, ...]]:
    """Read every line by ``read``; what cannot be read is reported, the rest is.

    Parameters
    ----------
    path : Path
    read : callable
        Makes something of a row, or raises ``ValueError``, ``KeyError`` or ``TypeError``.

    Returns
    -------
    list
        What ``read`` made, in order.
    tuple of Fault
        A torn last line (set aside in ``<name>.torn``), and lines that are no events.
    """
    data, torn = whole_lines(path)
    found, faults = parse_lines(data, read, path.name)
    return found, (*torn, *faults)


def whole_lines(path: Path) -> tuple[bytes, tuple[Fault, ...]]:
    """The lines of a file that are whole; a torn end is set aside and reported."""
    data = path.read_bytes()
    if not data or data.endswith(b"\n"):
        return data, ()
    data, fault = _mended(path)
    return data, (fault,)


def parse_lines(
    data: bytes, read: Callable[[dict[str, Any]], Any], name: str, first: int = 1
) -> tuple[list[Any], tuple[Fault, ...]]:
    """What ``read`` makes of each line of ``data``, which begins at line ``first`` of the file of this name."""
    found: list[Any] = []
    faults: list[Fault] = []
    with no_collecting():
        for block in _blocks(data):
            rows = _all_at_once(block)
            try:
                if rows is None:
                    raise ValueError
                found += [read(row) for row in rows]
            except (ValueError, KeyError, TypeError, AttributeError):  # one of them is no event: which?
                for number, line in enumerate(block.split(b"\n"), first):
                    try:
                        found += [read(json_of(line))] if line.strip() else []
                    except (ValueError, KeyError, TypeError, AttributeError):
                        mend = "It is left as it stands and was not counted; compare with an earlier copy or with git"
                        faults.append(Fault(f"{name} line {number}", "this line is no event of a ledger", mend))
            first += block.count(b"\n")
    return found, tuple(faults)


def _blocks(data: bytes) -> Iterator[bytes]:
    """Whole lines of a file, as many at once as stay in the processor's cache."""
    at = 0
    while at < len(data):
        end = data.find(b"\n", at + _BLOCK) + 1 or len(data)
        yield data[at:end]
        at = end


@contextmanager
def no_collecting() -> Iterator[None]:
    """Let the garbage collector rest: many small objects that all stay cost a third more under it."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def _all_at_once(data: bytes) -> list[dict[str, Any]] | None:
    """The rows of lines without a fault, parsed as one list, three times as fast as line by line."""
    try:
        rows = json_of("[" + data.decode().rstrip().replace("\n", ",") + "]")
    except ValueError:
        return None
    return rows if isinstance(rows, list) else None


def _mended(path: Path) -> tuple[bytes, Fault]:
    """The whole lines of a file whose end is torn; the torn end is set aside."""
    torn = _torn_name(path).name
    fault = Fault(
        path.name, "its last line was torn, as by a power cut", f"It is set aside in {torn}; the rest is read"
    )
    try:
        with locked(path):  # under the lock a torn end is one, and not a line being written
            if not _set_aside_torn_end(path):
                fault = Fault(path.name, "its last line was being written", "Read it again to be sure to have it")
            return path.read_bytes(), fault
    except (Timeout, OSError):  # another program has it, or we may only read: read past it
        data = path.read_bytes()
        return data[: data.rfind(b"\n") + 1], Fault(path.name, "its last line is not whole", "All else is read")


def _torn_name(path: Path) -> Path:
    return path.with_name(f"{path.name}.torn")


def _set_aside_torn_end(path: Path) -> bool:
    """Move what follows the last line end into the ``.torn`` file; the copy is on disk before the cut."""
    if not path.exists() or path.stat().st_size == 0:
        return False
    with path.open("r+b") as file:
        file.seek(-1, os.SEEK_END)
        if file.read(1) == b"\n":
            return False
        file.seek(0)
        data = file.read()
        keep = data.rfind(b"\n") + 1
        with _torn_name(path).open("ab") as aside:
            aside.write(data[keep:] + b"\n")
            aside.flush()
            os.fsync(aside.fileno())
        file.truncate(keep)
        file.flush()
        os.fsync(file.fileno())
    return True

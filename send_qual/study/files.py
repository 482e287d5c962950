"""The one place where files are written: each whole or not at all, and several of one run together.

A file is made beside its place under a name of its own, handed to the disk, and renamed. Several files that belong
together are made in a folder of their own, then a list of them (the commit), then renamed one by one: whoever comes
next after a kill between two renames finishes them (:func:`settle`). Left-overs of runs that were killed are told by
their names, which bear the machine and the process, and cleared on the next write into the folder.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias

from send_qual.errors import Fault
from send_qual.study._temporary import IN_USE, NAME, left_over, temporary_beside

__all__ = ["FULL", "Staging", "append_bytes", "new_file", "no_space", "settle", "staged", "write_bytes", "write_text"]

_List: TypeAlias = dict[str, dict[str, list[int] | None]]
_LIST = ".staged.json"  # in a staging folder: what is in it is whole, and is to be put in place


# What changes the disk, each in a function of its own, so that a test can stop a run at any of them.


def _create(path: Path, mode: int) -> None:
    os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))


def _create_folder(path: Path) -> None:
    path.mkdir(mode=0o700)


def _write(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _replace(old: Path, new: Path) -> None:
    old.replace(new)


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _append(path: Path, data: bytes) -> None:
    with path.open("ab") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def append_bytes(path: str | Path, data: bytes) -> None:
    """Add to the end of a file, all or nothing, and return once the disk has it; a missing file is made.

    A kill in the midst may leave a part: whoever reads takes whole lines only.

    Raises
    ------
    OSError
        Where the disk is full, or the file cannot be written; it names ``path``.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "AB.jsonl"
    >>> append_bytes(path, b"1"), append_bytes(path, b"2"), path.read_bytes()
    (None, None, b'12')
    """
    path = Path(path)
    size = path.stat().st_size if path.exists() else None
    with _named(path):
        try:
            _append(path, data)
        except OSError:
            with suppress(OSError):
                if size is None:
                    _remove(path)
                else:
                    os.truncate(path, size)
            raise
    if size is None:
        _sync_folder(path.parent)


FULL = frozenset({errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG})
"""What the system says where there is no room: on the disk, for this user, in this file system."""


def no_space(path: str | Path | None) -> Fault:
    """What to tell the user where there is no room for a file."""
    mend = "What was there before is as it was. Make room, or name a folder on another disk, and run it again"
    return Fault(str(path or "the disk"), "there is no space left for it on the disk", mend)


def write_bytes(path: str | Path, data: bytes, *, private: bool = False) -> Path:
    """Write a file, all or nothing; an older one stays until the new one is whole and on the disk.

    Parameters
    ----------
    path : str or pathlib.Path
        Folders that are missing are made. A link stays one: the file it leads to is written.
    data : bytes
    private : bool
        Readable by its owner only, from its first byte on; else with the rights of the older file, or the usual ones.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    OSError
        Where it cannot be written; it names ``path``.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> write_bytes(folder / "key.json", b"{}", private=True).read_bytes()
    b'{}'
    >>> [path.name for path in folder.iterdir()]
    ['key.json']
    """
    with new_file(path, private=private) as temporary:
        _write(temporary, data)
    return Path(path)


def write_text(path: str | Path, text: str, *, private: bool = False) -> Path:
    """Write a text in UTF-8, its line ends as they are: see :func:`write_bytes`."""
    return write_bytes(path, text.encode(), private=private)


@contextmanager
def new_file(path: str | Path, *, private: bool = False) -> Iterator[Path]:
    """Give an empty temporary file to fill, for what writes files itself; it is put in place when the block ends well.

    Parameters
    ----------
    path, private
        As for :func:`write_bytes`.

    Yields
    ------
    pathlib.Path
        The temporary file, in the same folder. It is gone when the block ends, however it ends.

    Raises
    ------
    OSError
        Where it cannot be written; it names ``path``.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "table.csv"
    >>> with new_file(path) as temporary:
    ...     _ = temporary.write_text("a,b")
    >>> path.read_text()
    'a,b'
    """
    target = Path(path)
    target = target.resolve() if target.is_symlink() else target
    with _named(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear(target.parent)
        temporary = temporary_beside(target, "tmp")
        try:
            _create(temporary, 0o600 if private else 0o666)
            if not private and target.exists():
                with suppress(OSError):  # a drive without rights of its own
                    shutil.copymode(target, temporary)
            yield temporary
            _sync(temporary)
            _replace(temporary, target)
            _sync_folder(target.parent)
        finally:
            IN_USE.discard(temporary)
            with suppress(OSError):
                _remove(temporary)


@dataclass(frozen=True, slots=True)
class Staging:
    """Files that take their places together. Get one by :func:`staged`.

    Parameters
    ----------
    folder : pathlib.Path
        What is written in it, also in folders inside, goes to the same names of the folder staged for. Only its
        owner can look into it.
    gone : list of str
        Names, relative to the folder staged for, of files of an earlier run that are to go.
    """

    folder: Path
    gone: list[str] = field(default_factory=list)

    def remove(self, name: str) -> None:
        """Let a file of an earlier run go when the new ones take their places."""
        self.gone.append(name)


@contextmanager
def staged(folder: str | Path) -> Iterator[Staging]:
    """Make several files that take their places together when the block ends well, else none of them.

    A kill before all are made leaves the folder as it was. A kill between two renames leaves a list of what is to be
    done, and the next :func:`staged` or :func:`settle` on the folder finishes it, so that its files are of one run.

    Parameters
    ----------
    folder : str or pathlib.Path
        Made where it is missing. Files in it that are not written anew stay.

    Yields
    ------
    Staging

    Raises
    ------
    OSError
        Where the disk is full, or a file stands open in another program on Windows: nothing was changed then.

    Examples
    --------
    >>> import tempfile
    >>> folder = Path(tempfile.mkdtemp())
    >>> with staged(folder) as new:
    ...     _ = write_text(new.folder / "draft.html", "<p>")
    ...     _ = write_text(new.folder / "tables" / "codes.csv", "a")
    >>> sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*.*"))
    ['draft.html', 'tables/codes.csv']
    """
    folder = Path(folder)
    settle(folder)
    is_new = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    stage = temporary_beside(folder / "files", "staged")
    committed = False
    try:
        _create_folder(stage)
        made = Staging(stage)
        yield made
        for name in _names(stage):
            _check_free(folder / name)
            _sync(stage / name)
        row: _List = {"gone": {name: _seen(folder / name) for name in made.gone}}
        row["files"] = {name: _seen(folder / name) for name in _names(stage)}
        row["folders"] = {path.relative_to(stage).as_posix(): None for path in stage.rglob("*") if path.is_dir()}
        committed = True  # from here on the list may be there: it is never taken back
        write_text(stage / _LIST, json.dumps(row))
        _place(folder, stage)
    except BaseException as error:
        if committed and (stage / _LIST).is_file() and not isinstance(error, OSError):
            _place(folder, stage)  # Ctrl-C between two renames: the rest are a moment's work
        with _named(folder):
            raise
    finally:
        IN_USE.discard(stage)
        if not (stage / _LIST).is_file():
            with suppress(OSError):
                _remove(stage)
        if is_new:
            with suppress(OSError):
                folder.rmdir()  # where nothing came into it


def settle(folder: str | Path) -> tuple[Path, ...]:
    """Finish what a killed run had made whole but not put in place, and clear the left-overs of killed runs.

    Parameters
    ----------
    folder : str or pathlib.Path
        It may be missing.

    Returns
    -------
    tuple of pathlib.Path
        Files that were changed in between, by a person: kept under these names, the run's own beside them.
    """
    folder = Path(folder)
    kept: list[Path] = []
    for left in left_over(folder):
        with _named(folder):
            if (left / _LIST).is_file():
                kept += _place(folder, left)
            _remove(left)
    return tuple(kept)


def _place(folder: Path, stage: Path) -> list[Path]:
    """Put staged files in place; what was changed since the list was made is kept under another name."""
    row: _List = json.loads((stage / _LIST).read_text(encoding="utf-8"))
    kept = []
    for name in row["folders"]:
        (folder / name).mkdir(parents=True, exist_ok=True)
    for name, seen in row["files"].items():
        target = folder / name
        if not (stage / name).is_file():
            continue  # put in place before the kill
        if target.is_file() and _seen(target) != seen:
            day = datetime.fromtimestamp(target.stat().st_mtime).astimezone().strftime("%Y-%m-%d %H.%M.%S")
            aside = target.with_name(f"{target.stem} (edited {day}){target.suffix}")
            _replace(target, aside)
            kept.append(aside)
        _replace(stage / name, target)
    for name, seen in row["gone"].items():
        if name not in row["files"] and (folder / name).is_file() and _seen(folder / name) == seen:
            _remove(folder / name)
    for inside in {(folder / name).parent for name in row["files"]}:
        _sync_folder(inside)
    _remove(stage / _LIST)
    return kept


def _names(stage: Path) -> list[str]:
    files = (path for path in stage.rglob("*") if path.is_file() and not NAME.fullmatch(path.name))
    return sorted(path.relative_to(stage).as_posix() for path in files)


def _seen(path: Path) -> list[int] | None:
    """What tells one state of a file from another: its size and when it was changed."""
    try:
        found = path.stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]


def _check_free(target: Path) -> None:
    """Raise where a file cannot be replaced because a program on Windows holds it open, as Word does."""
    if sys.platform == "win32" and target.is_file():
        with target.open("r+b"):
            pass


def _clear(folder: Path) -> None:
    for left in left_over(folder):
        if not (left / _LIST).is_file():  # else whole: settle() knows what to do with it
            with suppress(OSError):
                _remove(left)


def _sync_folder(folder: Path) -> None:
    """Have the disk keep a rename through a power cut, where the system can."""
    if sys.platform == "win32":
        return
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let an error of the system name the file that was to be written, not the temporary one, or none."""
    try:
        yield
    except OSError as error:
        if not error.filename:
            error.filename = str(path)
        for said in (error.filename2, error.filename):  # of a copy, the new file comes second
            if said and (place := _meant(Path(str(said)), path)):
                error.filename, error.filename2 = str(place), None
        raise


def _meant(said: Path, path: Path) -> Path | None:
    """Where a temporary file, or one in a staging folder, was to go."""
    if NAME.fullmatch(said.name):
        return path
    staging = next((part for part in said.parents if NAME.fullmatch(part.name)), None)
    return staging.parent / said.relative_to(staging) if staging else None

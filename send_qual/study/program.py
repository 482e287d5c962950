"""Which program this is, to the letter: a digest of the code and data files that make a value."""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

__all__ = ["HOUSE", "library_versions", "program_hash", "source_digest"]

HOUSE = (
    *("errors", "study", "language", "corpus", "kinds", "pseudonyms", "codebook", "coding", "coders", "agreement"),
    *("themes", "findings", "report", "exchange", "desk", "cli"),
)
"""The rooms in the order of the data's way: a room imports only from those before it (``tests/test_rooms.py``)."""

_PACKAGE = Path(__file__).resolve().parents[1]
_NOT_PROGRAM = {"__pycache__", "codebooks", "corpora", "notebooks"}  # what a wheel carries for studies has its own hash


@cache
def program_hash(*parts: str) -> str:
    """A hash over the package's own files, code and data alike (word lists, rules, weights).

    What was derived by another program, if only by one line or one listed word, is not taken for this one's.

    Parameters
    ----------
    *parts : str
        Rooms (``"coders"``: that room and all it may import from, which are those before it in :data:`HOUSE`), or
        single files (``"language/_embedding.py"``). Default: the whole package.

    Returns
    -------
    str
        sha256 in hexadecimal digits.

    Raises
    ------
    ValueError
        Where a part is neither a room nor a file.

    Examples
    --------
    >>> program_hash("language") == program_hash("coders")
    False
    """
    digest = hashlib.sha256()
    for file in sorted(set(_files(parts or ("cli",)))):
        digest.update(
            file.relative_to(_PACKAGE).as_posix().encode() + b"\0" + hashlib.sha256(file.read_bytes()).digest()
        )
    return digest.hexdigest()


def _files(parts: tuple[str, ...]) -> Iterator[Path]:
    for part in parts:
        if part in HOUSE:
            for room in HOUSE[: HOUSE.index(part) + 1]:
                yield from (f for f in (_PACKAGE / room).rglob("*") if f.is_file() and not _carried(f))
                if (single := _PACKAGE / f"{room}.py").is_file():
                    yield single
        elif (file := _PACKAGE / part).is_file():
            yield file
        else:
            raise ValueError(f"{part!r} is neither a room nor a file of the package")


def _carried(file: Path) -> bool:
    return not _NOT_PROGRAM.isdisjoint(file.relative_to(_PACKAGE).parts)


@cache
def library_versions(*libraries: str) -> tuple[str, ...]:
    """The installed versions of libraries that a value also rests on.

    Examples
    --------
    >>> library_versions("no-such-library")
    ('no-such-library none',)
    """

    def told(library: str) -> str:
        try:
            return f"{library} {version(library)}"
        except PackageNotFoundError:
            return f"{library} none"

    return tuple(map(told, libraries))


@cache
def source_digest(kind: Callable[..., object]) -> str:
    """A hash of the file of somebody's own class or function; ``""`` for the package's own and what has no file.

    Examples
    --------
    >>> from pathlib import PurePath
    >>> len(source_digest(PurePath))
    64
    """
    try:
        file = Path(inspect.getfile(kind))
        return "" if file.is_relative_to(_PACKAGE) else hashlib.sha256(file.read_bytes()).hexdigest()
    except (OSError, TypeError):  # written in a notebook's cell: its name and version must tell it apart
        return ""

"""The catalogue of a corpus: which published documents belong to it, and their hashes."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath, PureWindowsPath
from urllib.parse import urlsplit

from send_qual.errors import Fault, SendQualError

__all__ = ["Published", "day", "read_catalogue"]

_COLUMNS = ("published", "url", "sha256", "bytes", "file")


@dataclass(frozen=True, slots=True)
class Published:
    """One published document: a line of the catalogue."""

    file: str
    published: date
    url: str
    sha256: str
    bytes: int


def day(words: str) -> date:
    """A day written as 2024-01-31.

    Raises
    ------
    SendQualError
        Where it is written otherwise, or there is no such day.
    """
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise SendQualError(f"{words}: this is no day. Write it as 2024-01-31.") from None


def read_catalogue(
    path: Path, schemes: tuple[str, ...] = ("https",)
) -> tuple[tuple[Published, ...], tuple[Fault, ...]]:
    """The lines of a catalogue that can be used, and what is wrong with the others.

    Parameters
    ----------
    path : Path
        A CSV file with the columns ``published, url, sha256, bytes, file``, and others.
    schemes : tuple of str
        The beginnings of an address that are permitted.

    Raises
    ------
    SendQualError
        Where the file as a whole cannot be used.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            table = csv.DictReader(lines)
            lacking = [column for column in _COLUMNS if column not in (table.fieldnames or ())]
            numbered = [] if lacking else [(table.line_num, row) for row in table]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not CSV in UTF-8"
        raise SendQualError(Fault(str(path), f"the catalogue cannot be read ({why})", "Put the file back")) from error
    if lacking:
        raise SendQualError(Fault(f"{path} line 1", f"the catalogue lacks {', '.join(lacking)}", "Add these columns"))
    found: dict[str, Published] = {}
    faults = []
    for line, row in numbered:
        wrong = _wrong(row, schemes, found)
        if wrong:
            faults.append(Fault(f"{path} line {line}", f"this document is passed over: {wrong}", "Correct the line"))
        else:
            size, hash = int(row["bytes"]), row["sha256"].lower()
            found[row["file"]] = Published(row["file"], date.fromisoformat(row["published"]), row["url"], hash, size)
    return tuple(found.values()), tuple(faults)


def _wrong(row: dict[str, str], schemes: tuple[str, ...], found: dict[str, Published]) -> str:
    """What is wrong with one line, in words; nothing where it can be used."""
    values = {column: row.get(column) or "" for column in _COLUMNS}
    if empty := [column for column in _COLUMNS if not values[column]]:
        return f"{', '.join(empty)} is missing"
    name, address = values["file"], urlsplit(values["url"])
    plain = name[0] != "." and name == PureWindowsPath(name).name == PurePosixPath(name).name
    faults = {
        f"{name!r} is no plain file name": not plain,
        f"{name} is listed twice": name.casefold() in {other.casefold() for other in found},
        "its sha256 has not 64 hexadecimal digits": not re.fullmatch(r"[0-9a-fA-F]{64}", values["sha256"]),
        f"bytes is {values['bytes']!r}, not a number": not re.fullmatch(r"[0-9]{1,12}", values["bytes"]),
        f"its address does not begin with {' or '.join(f'{scheme}://' for scheme in schemes)}": (
            address.scheme not in schemes or not address.hostname
        ),
        f"published is {values['published']!r}, not a day as 2024-01-31": not _is_day(values["published"]),
    }
    return "; ".join(words for words, wrong in faults.items() if wrong)


def _is_day(words: str) -> bool:
    try:
        date.fromisoformat(words)
    except ValueError:
        return False
    return True

"""A file of another program is known by what is in it, and taken into a study."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from send_qual.codebook import Codebook
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._read_qdpx import read_qdc, read_qdpx
from send_qual.exchange._read_qualcoder import read_qualcoder
from send_qual.exchange._sqlite import open_tables
from send_qual.exchange._taguette import read_taguette
from send_qual.exchange._web_annotation import read_jsonld
from send_qual.exchange.project import Project
from send_qual.exchange.take_in import Progress, TakenIn, take_in

__all__ = ["READERS", "import_project", "read_project", "recognise"]

READERS: dict[str, Callable[[Path], Project]] = {
    "qdpx": read_qdpx,
    "qdc": read_qdc,
    "taguette": read_taguette,
    "qualcoder": read_qualcoder,
    "jsonld": read_jsonld,
}
"""What can come in, by the name of its form."""


def recognise(path: str | Path) -> str:
    """The form of a file by its content: a key of :data:`READERS`, or ``""`` for what is none of them.

    Parameters
    ----------
    path : str or Path
    """
    path = Path(path)
    if path.is_dir():
        return "qualcoder" if (path / "data.qda").is_file() else ""
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return ""
    if head.startswith(b"PK"):
        return _of_archive(path)
    if head.startswith(b"SQLite format 3\0"):
        return _of_tables(path)
    if path.suffix.lower() in (".json", ".jsonld") and (b"Annotation" in head or b"ns/anno" in head):
        return "jsonld"
    return "qdc" if re.search(rb"<(?:\w+:)?CodeBook[\s>]", head) or path.suffix.lower() == ".qdc" else ""


def _of_tables(path: Path) -> str:
    with open_tables(path) as tables:
        return "qualcoder" if "code_text" in tables else "taguette" if "highlights" in tables else ""


def _of_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.casefold() for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "qdpx" if path.suffix.lower() == ".qdpx" else ""
    return "qdpx" if any(name.endswith(".qde") for name in names) or path.suffix.lower() == ".qdpx" else ""


def read_project(path: str | Path) -> Project:
    """Read a file of another program, whichever it is.

    Raises
    ------
    SendQualError
        Where it is of no form known here, or cannot be read.
    """
    path = Path(path)
    form = recognise(path)
    if not form:
        known = ", ".join(READERS)
        raise SendQualError(Fault(path.name, "it is of no program known here", f"Export it as one of {known}"))
    return READERS[form](path)


def import_project(
    path: str | Path,
    into: str | Path,
    *,
    codebook: str | Codebook | None = None,
    coder: str = "",
    progress: Progress | None = None,
) -> TakenIn:
    """Take a file of another program into a corpus; see :func:`take_in`.

    The same file again changes nothing.
    """
    path = Path(path)
    return take_in(read_project(path), into, codebook=codebook, coder=coder, source=path.name, progress=progress)

"""A file of another program is known by what is in it, and taken into a study."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

from send_qual.codebook import Codebook, read_codebook
from send_qual.corpus._readers import own_faults
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._coded_pdf import read_pdf
from send_qual.exchange._coded_word import read_word
from send_qual.exchange._read_qdpx import read_qdc, read_qdpx
from send_qual.exchange._read_qualcoder import read_qualcoder
from send_qual.exchange._sqlite import open_tables
from send_qual.exchange._taguette import read_taguette
from send_qual.exchange._web_annotation import read_jsonld
from send_qual.exchange.project import Project
from send_qual.exchange.take_in import Progress, TakenIn, take_in
from send_qual.study import find_corpus
from send_qual.study.plain_data import settings_of

__all__ = ["READERS", "import_project", "read_project", "recognise"]

READERS: dict[str, Callable[..., Project]] = {
    "qdpx": read_qdpx,
    "qdc": read_qdc,
    "taguette": read_taguette,
    "qualcoder": read_qualcoder,
    "jsonld": read_jsonld,
    "docx": read_word,
    "pdf": read_pdf,
}
"""What can come in, by the name of its form."""

_BESIDE = frozenset({"docx", "pdf"})  # where a codebook tells which comments are codings


def recognise(path: str | Path) -> str:
    """The form of a file by its content: a key of :data:`READERS`, ``"folder"`` for one of coded copies, or ``""``.

    Parameters
    ----------
    path : str or Path
    """
    path = Path(path)
    if path.is_dir():
        return _of_folder(path)
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except OSError:
        return ""
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith((b"PK", b"SQLite format 3\0")):
        return _of_archive(path) if head.startswith(b"PK") else _of_tables(path)
    if path.suffix.lower() in (".json", ".jsonld") and (b"Annotation" in head or b"ns/anno" in head):
        return "jsonld"
    return "qdc" if re.search(rb"<(?:\w+:)?CodeBook[\s>]", head) or path.suffix.lower() == ".qdc" else ""


def _of_folder(folder: Path) -> str:
    if (folder / "data.qda").is_file():
        return "qualcoder"
    suffixes = {
        one.suffix.lower() for one in folder.iterdir() if one.is_file() and not one.name.startswith((".", "~$"))
    }
    return "folder" if suffixes and suffixes <= {".docx", ".pdf"} else ""


def _of_tables(path: Path) -> str:
    with open_tables(path) as tables:
        return "qualcoder" if "code_text" in tables else "taguette" if "highlights" in tables else ""


def _of_archive(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            names = [name.casefold() for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return "qdpx" if path.suffix.lower() == ".qdpx" else ""
    if "word/document.xml" in names:
        return "docx"
    return "qdpx" if any(name.endswith(".qde") for name in names) or path.suffix.lower() == ".qdpx" else ""


def read_project(path: str | Path, codebook: Codebook | None = None) -> Project:
    """Read a file of another program, whichever it is.

    Parameters
    ----------
    path : str or Path
    codebook : Codebook, optional
        For comments of Word and notes of a PDF: those that begin with the name of one of its codes are codings.

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
    with own_faults(path.name, "Export it again with the program it is from"):
        return READERS[form](path, codebook) if form in _BESIDE else READERS[form](path)


def import_project(
    path: str | Path,
    into: str | Path,
    *,
    codebook: str | Codebook | None = None,
    coder: str = "",
    progress: Progress | None = None,
) -> TakenIn:
    """Take a file of another program, or a folder of coded Word files and PDFs, into a corpus; see :func:`take_in`.

    The same file again changes nothing.
    """
    path = Path(path)
    files = [one for one in sorted(path.iterdir()) if recognise(one)] if recognise(path) == "folder" else [path]
    total = TakenIn()
    for file in files:
        form = recognise(file)
        book = codebook if form not in _BESIDE else _book(codebook, into)
        project = read_project(file, book if isinstance(book, Codebook) else None)
        one = take_in(project, into, codebook=book, coder=coder, source=file.name, progress=progress)
        total = total.and_(one)
    return total


def _book(codebook: str | Codebook | None, into: str | Path) -> str | Codebook | None:
    """The codebook by which comments are read: the one given, or that of the corpus."""
    try:
        if codebook is None:
            note = settings_of(find_corpus(str(into)))
            codebook = note.get("codebook") or None
        return read_codebook(codebook) if isinstance(codebook, str) else codebook
    except (OSError, ValueError, SendQualError):
        return codebook

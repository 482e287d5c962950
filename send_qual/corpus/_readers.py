"""One reader per format, and how a file finds its reader.

The seam
--------
A reader is a function ``(path, data) -> Document``. ``path`` gives the name for messages and for the document's id;
``data`` is the whole file, already within :data:`MAX_BYTES` and of the format that its first bytes say
(:mod:`send_qual.corpus._sniff`), so a reader never opens the file again. It raises :class:`SendQualError` with one
:class:`Fault` where the file cannot be read, and says what it could not do as usual in ``Document.notices``.

``READERS`` maps a suffix to the *name* of its reader, ``"module:function"``, so that python-docx, pdfium and the others
are imported only for a file that needs them. To add a format: write ``send_qual/corpus/_read_x.py`` with such a
function and add a line here; where the format has a signature, add it to ``_sniff.SIGNATURES``. A format that only one
kind of document is kept in (captions) is read by that kind, which names it in its ``suffixes``.

What a document *is* no reader decides: every kind of document (:mod:`send_qual.corpus.registry`) is shown the file, and
the one that recognises it with the greatest certainty makes the documents of it. By then the file is known to be whole,
unlocked and within the limits (``_sniff.check_zip`` has been over it).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import TypeAlias, cast

from send_qual.corpus._conversions import CONVERTED, converted
from send_qual.corpus._document_cache import keep, kept, key_of
from send_qual.corpus._limits import MAX_TEXT, check_runs
from send_qual.corpus._sniff import check_zip, sniff
from send_qual.corpus.document import Document, Source
from send_qual.corpus.file import File
from send_qual.corpus.registry import kinds
from send_qual.errors import Fault, SendQualError

__all__ = [
    "MAX_BYTES",
    "READERS",
    "Reader",
    "check_name",
    "own_faults",
    "read_file",
    "removed_from",
    "source_of",
    "suffixes",
]

Reader: TypeAlias = Callable[[Path, bytes], Document]

READERS: dict[str, str] = {
    ".pdf": "send_qual.corpus.pdf.read:read_pdf",
    ".docx": "send_qual.corpus._read_office:read_docx",
    ".txt": "send_qual.corpus._read_text:read_text",
    ".md": "send_qual.corpus._read_text:read_markdown",
    ".html": "send_qual.corpus._read_html:read_html",
    ".htm": "send_qual.corpus._read_html:read_html",
    ".odt": "send_qual.corpus._read_office:read_odt",
}
"""Suffix in lower case -> ``module:function``."""

MAX_BYTES = 200 * 1024 * 1024
"""Largest file that is opened: four times the largest illustrated report one meets, and still fits in memory twice."""


def source_of(path: Path, data: bytes, reader: str) -> Source:
    """Where a document came from: the file's name (NFC), its hash, and which reader read it."""
    import unicodedata

    return Source(unicodedata.normalize("NFC", path.name), hashlib.sha256(data).hexdigest(), reader)


def suffixes() -> frozenset[str]:
    """The formats that are read: with a reader, by way of another format, or by a kind of document itself."""
    return frozenset(READERS).union(CONVERTED, *(kind.suffixes for kind in kinds().values()))


def read_file(path: Path) -> tuple[Document, ...]:
    """Read one file, whatever its format: the document that it is, or the many that it holds.

    Raises
    ------
    SendQualError
        Where it cannot be read; the fault names the file and what to do.
    """
    check_name(path)
    data = _bytes_of(path)
    key = key_of(path.name, data)
    if documents := kept(key):
        return documents
    with own_faults(path.name):
        documents = _read(path, data)
    keep(key, documents)
    return documents


def check_name(path: Path) -> None:
    """Refuse a name that is no text: it could stand in no table.

    Raises
    ------
    SendQualError
        With the name as far as it can be shown.
    """
    try:
        path.name.encode()
    except UnicodeEncodeError:
        shown = path.name.encode(errors="replace").decode()
        raise SendQualError(Fault(shown, "a letter of its name cannot be read (shown as ?)", "Rename it")) from None


_RESAVE = "Open it in the program it was made with and save it again, or take it out of the folder"


@contextmanager
def own_faults(name: str, mend: str = _RESAVE) -> Iterator[None]:
    """Let one odd file stop nothing but itself: whatever goes wrong with it is a fault of this name, with a way out.

    ``SEND_QUAL_DEBUG`` shows where it went wrong instead.

    Raises
    ------
    SendQualError
        Where the block raises anything.
    """
    try:
        yield
    except SendQualError:
        raise
    except Exception as error:
        if os.environ.get("SEND_QUAL_DEBUG"):
            raise
        kind = type(error).__name__  # not the message: it may quote a confidential text
        raise SendQualError(Fault(name, f"it cannot be read: something in it is damaged ({kind})", mend)) from error


def _read(path: Path, data: bytes) -> tuple[Document, ...]:
    suffix, notices = sniff(path, data, suffixes())
    sha256 = hashlib.sha256(data).hexdigest()
    if suffix in CONVERTED:
        suffix, data, told = converted(path, data, suffix)
        notices = (*notices, told) if told else notices
    if suffix in {".docx", ".odt", ".xlsx"}:
        check_zip(path, data)
    elif suffix != ".pdf" and len(data) > MAX_TEXT:
        problem = f"the text is too long ({len(data) // 1024**2:,} MB; the limit is {MAX_TEXT // 1024**2} MB)"
        raise SendQualError(Fault(path.name, problem, "Split it into the documents it is made of"))
    documents = _by_kind(File(path, data, suffix, _reader(path, suffix)))
    for document in documents:
        check_runs(path.name, document.text)
    if not any(document.segments for document in documents):
        raise SendQualError(Fault(path.name, "there are no words in it", "Look whether it is the right file"))
    found = (d for d in documents if d.segments)
    return tuple(replace(d, source=replace(d.source, sha256=sha256), notices=(*notices, *d.notices)) for d in found)


def removed_from(path: Path, ids: frozenset[str]) -> bytes | None:
    """A file that holds many documents without those of these ids; ``None`` where its kind cannot take them out.

    Raises
    ------
    SendQualError
        Where the file cannot be read.
    """
    data = _bytes_of(path)
    with own_faults(path.name):
        suffix, _ = sniff(path, data, suffixes())
        file = File(path, data, suffix, _reader(path, suffix))
        certain = {id: kind.recognise(file) for id, kind in kinds().items()}
        without = kinds()[max(certain, key=certain.__getitem__)].without
        new = without(file, ids) if without else None
    return new if new != data else None


def _by_kind(file: File) -> tuple[Document, ...]:
    """The documents that a file holds, as the kind makes them that is the most certain of it."""
    certain = {id: kind.recognise(file) for id, kind in kinds().items()}
    id = max(certain, key=certain.__getitem__)  # of equals the first registered
    if certain[id] <= 0:
        mend = "Save it as .docx or .txt"
        if file.suffix in {".xlsx", ".csv", ".tsv"}:
            mend = (
                "Answers to a survey need a column of free text below its heading, talk a column of times beside one; "
                f"a codebook is no document: `send-qual codebook from {file.path.name}` makes one of it"
            )
        raise SendQualError(Fault(file.path.name, f"nothing to be coded is recognised in this {file.suffix}", mend))
    return tuple(
        replace(document, attributes={"kind": id, **document.attributes}) for document in kinds()[id].documents(file)
    )


def _reader(path: Path, suffix: str) -> Reader | None:
    if suffix not in suffixes():
        known = ", ".join(sorted(suffixes()))
        raise SendQualError(Fault(path.name, f"{suffix} is no format read here", f"Save it as one of {known}"))
    return _load(READERS[suffix]) if suffix in READERS else None


def _bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            problem = "it is a link that leads to no file" if path.is_symlink() else "it is no ordinary file"
            raise SendQualError(Fault(path.name, problem, "Put the file itself there, or take this out"))
        size = path.stat().st_size
        if size > MAX_BYTES:
            problem = f"it is too large to read ({size // 1024**2:,} MB; the limit is {MAX_BYTES // 1024**2} MB)"
            raise SendQualError(Fault(path.name, problem, "Split it, or save it without its pictures"))
        data = path.read_bytes()
    except OSError as error:
        mend = "Close programs that hold it open and check your rights to it"
        raise SendQualError(Fault(path.name, f"it cannot be opened ({error.strerror})", mend)) from error
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise SendQualError(Fault(path.name, "the file is empty", "Copy or download it again"))
    return data


def _load(name: str) -> Reader:
    module, function = name.split(":")
    return cast("Reader", getattr(import_module(module), function))

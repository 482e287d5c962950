"""One reader per format, and how a file finds its reader.

The seam
--------
A reader is a function ``(path, data) -> Document``. ``path`` gives the name for messages and for the document's id;
``data`` is the whole file, already within :data:`MAX_BYTES` and of the format that its first bytes say
(:mod:`send_qual.corpus._sniff`), so a reader never opens the file again. It raises :class:`SendQualError` with one
:class:`Fault` where the file cannot be read, and says what it could not do as usual in ``Document.notices``.

``READERS`` maps a suffix to the *name* of its reader, ``"module:function"``, so that python-docx, pdfium and the others
are imported only for a file that needs them. To add a format: write ``send_qual/corpus/_read_x.py`` (or a module in
``send_qual/corpus/transcripts/``) with such a function and add a line here; where the format has a signature,
add it to ``_sniff.SIGNATURES``.

Formats that may hold a typed transcript (:data:`MAYBE_TRANSCRIPTS`) are first offered to
``send_qual.corpus.transcripts.as_transcript(path, data, suffix)``. It returns the document with its turns, or ``None``
where it recognises no speakers; then the reader of the format makes plain paragraphs of the file. By then the file is
known to be whole, unlocked and within the limits (``_sniff.check_zip`` has been over it).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TypeAlias, cast

from send_qual.corpus._document_cache import keep, kept, key_of
from send_qual.corpus._limits import MAX_TEXT, check_runs
from send_qual.corpus._sniff import check_zip, sniff
from send_qual.corpus.document import Document, Source
from send_qual.errors import Fault, SendQualError

__all__ = ["MAX_BYTES", "MAYBE_TRANSCRIPTS", "READERS", "Reader", "own_faults", "read_file", "source_of"]

Reader: TypeAlias = Callable[[Path, bytes], Document]

READERS: dict[str, str] = {
    ".pdf": "send_qual.corpus.pdf.read:read_pdf",
    ".docx": "send_qual.corpus._read_docx:read_docx",
    ".txt": "send_qual.corpus._read_text:read_text",
    ".md": "send_qual.corpus._read_text:read_markdown",
    ".html": "send_qual.corpus._read_html:read_html",
    ".htm": "send_qual.corpus._read_html:read_html",
    ".vtt": "send_qual.corpus.transcripts:read_cue_file",
    ".srt": "send_qual.corpus.transcripts:read_cue_file",
    ".odt": "send_qual.corpus.transcripts:read_plain_odt",
}
"""Suffix in lower case -> ``module:function``."""

MAYBE_TRANSCRIPTS = frozenset({".docx", ".txt", ".md", ".odt"})
"""Formats in which people type up interviews."""

MAX_BYTES = 200 * 1024 * 1024
"""Largest file that is opened: four times the largest illustrated report one meets, and still fits in memory twice."""


def source_of(path: Path, data: bytes, reader: str) -> Source:
    """Where a document came from: the file's name (NFC), its hash, and which reader read it."""
    import unicodedata

    return Source(unicodedata.normalize("NFC", path.name), hashlib.sha256(data).hexdigest(), reader)


def read_file(path: Path) -> Document:
    """Read one file, whatever its format.

    Raises
    ------
    SendQualError
        Where it cannot be read; the fault names the file and what to do.
    """
    data = _bytes_of(path)
    key = key_of(path.name, data)
    if document := kept(key):
        return document
    with own_faults(path.name):
        document = _read(path, data)
    keep(key, document)
    return document


@contextmanager
def own_faults(name: str) -> Iterator[None]:
    """Let one odd file stop nothing but itself: whatever goes wrong with it is a fault of this name.

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
        mend = "Open it in the program it was made with and save it again, or take it out of the folder"
        raise SendQualError(Fault(name, f"it cannot be read: something in it is damaged ({kind})", mend)) from error


def _read(path: Path, data: bytes) -> Document:
    suffix, notices = sniff(path, data)
    if suffix in {".docx", ".odt"}:
        check_zip(path, data)
    elif suffix != ".pdf" and len(data) > MAX_TEXT:
        problem = f"the text is too long ({len(data) // 1024**2:,} MB; the limit is {MAX_TEXT // 1024**2} MB)"
        raise SendQualError(Fault(path.name, problem, "Split it into the documents it is made of"))
    document = _by_format(path, data, suffix)
    check_runs(path.name, document.text)
    if not document.segments:
        raise SendQualError(Fault(path.name, "there are no words in it", "Look whether it is the right file"))
    if notices:
        from dataclasses import replace

        document = replace(document, notices=(*notices, *document.notices))
    return document


def _by_format(path: Path, data: bytes, suffix: str) -> Document:
    document = None
    if suffix in MAYBE_TRANSCRIPTS:
        document = _as_transcript(path, data, suffix)
    if document is None:
        if suffix not in READERS:
            known = ", ".join(sorted(READERS))
            raise SendQualError(Fault(path.name, f"{suffix} is no format read here", f"Save it as one of {known}"))
        document = _load(READERS[suffix])(path, data)
    return document


def _bytes_of(path: Path) -> bytes:
    try:
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


def _as_transcript(path: Path, data: bytes, suffix: str) -> Document | None:
    from send_qual.corpus.transcripts import as_transcript

    return as_transcript(path, data, suffix)

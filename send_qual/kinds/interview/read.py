"""Files to transcripts: one reader per format, one Document out."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from send_qual.corpus._limits import check_runs
from send_qual.corpus._text_encoding import decoded
from send_qual.corpus.document import Document, Source, fix_text
from send_qual.corpus.pages import Line, Page, read_page
from send_qual.errors import Fault, SendQualError
from send_qual.kinds.interview._cues import cue_script
from send_qual.kinds.interview._roles import by_questions, roles_by_name, with_roles
from send_qual.kinds.interview._talk_tables import page_of_otr, script_of_json, script_of_rows
from send_qual.kinds.interview._typed import typed_script
from send_qual.kinds.interview.script import Script, Unit
from send_qual.study.table_formats import rows_of, workbook_rows

__all__ = [
    "FORMATS",
    "TABLES",
    "page_of",
    "plain_script",
    "read_cue_file",
    "read_script",
    "to_document",
]

FORMATS = (".vtt", ".srt", ".docx", ".odt", ".txt", ".md")
"""Formats of transcripts that can also be written anew with other words."""
TABLES = frozenset({".json", ".tsv", ".csv", ".xlsx"})
"""Formats in which software saves talk as data: each stretch with its time."""


def page_of(name: str, data: bytes, suffix: str) -> Page:
    """The lines of a file that is typed, or that oTranscribe keeps."""
    return read_page(name, page_of_otr(name, data), ".html") if suffix == ".otr" else read_page(name, data, suffix)


def read_script(name: str, data: bytes, suffix: str) -> Script | None:
    """The turns of a file; ``None`` where it is no transcript."""
    script: Script | None
    notices: list[str]
    if suffix in {".vtt", ".srt"}:
        text, guessed = decoded(data, name)
        check_runs(name, text)
        script, notices = cue_script(fix_text(text), srt=suffix == ".srt"), list(guessed)
    elif suffix in TABLES:
        script, notices = _of_table(name, data, suffix), []
    else:
        page = page_of(name, data, suffix)
        script, notices = typed_script(page.lines), page.notices
    return replace(script, notices=(*notices, *script.notices)) if script else None


def _of_table(name: str, data: bytes, suffix: str) -> Script | None:
    if suffix == ".json":
        return script_of_json(name, data)
    try:
        rows = workbook_rows(data) if suffix == ".xlsx" else rows_of(decoded(data, name)[0])
    except SendQualError:
        raise
    except Exception:  # openpyxl raises whatever it stumbles over; what else the table may be says so
        return None
    script = script_of_rows([cells for _, cells in rows])
    return script or (typed_script(read_page(name, data, ".txt").lines) if suffix == ".tsv" else None)


def plain_script(lines: Sequence[Line]) -> Script:
    """Lines that are no transcript, each a paragraph, cell or heading."""
    units = []
    for k, line in enumerate(lines):
        if text := line.text.strip():
            at = line.text.index(text)
            kind = "heading" if line.heading else "cell" if line.cell is not None else "paragraph"
            units.append(Unit(k, at, at + len(text), kind=kind))
    return Script(tuple(lines), tuple(units))


def to_document(path: Path, data: bytes, suffix: str, script: Script, *, roles: bool = True) -> Document:
    """A script as a document, its roles told as far as the file itself tells them unless they are not wanted."""
    text, segments, _ = script.compose()
    name = unicodedata.normalize("NFC", path.name)
    source = Source(name, hashlib.sha256(data).hexdigest(), suffix.removeprefix("."))
    document = Document(name, Path(name).stem, text, segments, {}, source, script.notices)
    return _with_own_roles(document, script) if roles else document


def _with_own_roles(document: Document, script: Script) -> Document:
    if any(s.role for s in document.segments):
        return document.with_attributes(roles_by="layout")
    named = roles_by_name(script.speakers(), script.particulars)
    return with_roles(document, named, "names") if named else by_questions(document)


def read_cue_file(path: Path, data: bytes) -> Document:
    """Read WebVTT or SubRip: always a transcript.

    Raises
    ------
    SendQualError
        Where it holds no words.
    """
    suffix = ".vtt" if data.lstrip(b"\xef\xbb\xbf \r\n").startswith(b"WEBVTT") else path.suffix.casefold()
    script = read_script(path.name, data, suffix)
    document = to_document(path, data, suffix, script) if script else None
    if document is None or not document.text:
        mend = "Export the transcript again from Teams or Zoom, or take the file out of the folder"
        raise SendQualError(Fault(path.name, "the transcript holds no words", mend))
    return document

"""Transcripts of interviews and focus groups: turns of speakers, of which the interviewer's are not coded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from send_qual.corpus.document import Document
from send_qual.corpus.file import File
from send_qual.corpus.kind import Kind
from send_qual.kinds.interview._roles import settle_roles
from send_qual.kinds.interview.cases import (
    CASE_COLUMNS,
    case_ids,
    case_rows,
    cases_template,
    check_cases,
    read_cases,
    write_cases,
)
from send_qual.kinds.interview.read import FORMATS, read_cue_file, read_script, to_document
from send_qual.kinds.interview.script import Script, Unit

__all__ = [
    "CASE_COLUMNS",
    "FORMATS",
    "KIND",
    "Script",
    "Unit",
    "as_transcript",
    "case_ids",
    "case_rows",
    "cases_template",
    "check_cases",
    "read_cases",
    "read_cue_file",
    "settle_roles",
    "write_cases",
]

_CAPTIONS = frozenset({".vtt", ".srt"})
_TYPED = frozenset({".docx", ".odt", ".txt", ".md", ".html", ".htm", ".otr"})
"""Formats in which people type up interviews."""
_OWN = frozenset({*_CAPTIONS, ".json", ".tsv", ".csv", ".xlsx", ".otr"})
"""Formats that only talk is read from: captions, data with times, and what oTranscribe keeps."""


def as_transcript(path: Path, data: bytes, suffix: str) -> Document | None:
    r"""Read a file that may hold a transcript.

    Parameters
    ----------
    path : pathlib.Path
        For messages and the document's id; it is not opened.
    data : bytes
        The whole file.
    suffix : str
        Its format: ``".vtt"``, ``".srt"``, ``".docx"``, ``".odt"``, ``".txt"``, ``".md"`` or ``".html"``.

    Returns
    -------
    Document or None
        One segment per turn with ``speaker``, ``role`` and ``time``; what stands around the talk (particulars,
        headings, remarks of the software) are segments of other kinds. ``text`` holds words only:
        labels and times are in the segments. ``roles_by`` says how the interviewer was told. ``None`` where the file
        holds text that is no transcript.

    Raises
    ------
    SendQualError
        Where the file cannot be read.

    Examples
    --------
    >>> data = b"INT: How was it?\nP1: Slow.\nINT: Why?\nP1: Nobody\nrang."
    >>> document = as_transcript(Path("a.txt"), data, ".txt")
    >>> [(s.speaker, s.role, document.words(s)) for s in document.segments][-1]
    ('P1', 'participant', 'Nobody rang.')
    """
    script = read_script(path.name, data, suffix)
    return to_document(path, data, suffix, script).with_attributes(kind=KIND.id) if script else None


def _transcript(file: File) -> Document | None:
    if file.suffix == ".pdf":
        from send_qual.kinds.interview._pdf import transcript_of_pdf

        found = transcript_of_pdf(file.path, file.data, file.layout)
        return found.with_attributes(kind=KIND.id) if found else None
    return as_transcript(file.path, file.data, file.suffix)


def _certainty(file: File) -> float:
    if file.suffix in _CAPTIONS:
        return 1.0
    if file.suffix not in _TYPED | _OWN | {".pdf"} or not file.view("transcript", _transcript):
        return 0.0
    return 0.5 if file.suffix == ".pdf" else 0.9  # a report that tells of its sections is the surer in print


def _documents(file: File) -> Sequence[Document]:
    if file.suffix in _CAPTIONS:
        return (read_cue_file(file.path, file.data),)
    return (file.view("transcript", _transcript) or file.document,)


KIND = Kind(
    id="transcript",
    name="interview or focus group",
    plural="interviews or focus groups",
    unit="interview",
    recognise=_certainty,
    documents=_documents,
    together=settle_roles,
    suffixes=_OWN,
    spoken=True,
    facts={"roles_by": "how the interviewer was told from the participants"},
    grouping=("participant", "role", "area"),
    codebook="intervention",
    outline=("summary", "methods", "chapters", "patterns", "limitations", "appendix"),
)

"""A coded PDF with native highlights and notes, and a PDF with highlights read as codings."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Sequence
from pathlib import Path

from send_qual.codebook import Codebook
from send_qual.corpus import Document, Segment, Source
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._archive import bytes_of
from send_qual.exchange._coded_word import file_of
from send_qual.exchange._margin import Margin, margin_text
from send_qual.exchange._pdf_page import Mark, PdfText, open_pdf, runs_of
from send_qual.exchange._text_map import TextMap
from send_qual.exchange._xml_parts import created_of, fresh
from send_qual.exchange.project import Project, ProjectCoding, ProjectSource
from send_qual.study.files import write_bytes

__all__ = ["read_pdf", "write_pdf"]

_LEAD, _TAIL = re.compile(r"[\W_]+"), re.compile(r"[\W_]+$")
_PALETTE = ((255, 213, 79), (129, 199, 132), (100, 181, 246), (240, 98, 146), (255, 138, 101), (149, 117, 205))


def write_pdf(project: Project, folder: str | Path) -> Path:
    """Write each coded document that is a PDF with a highlight for each coding and a note beside it.

    Parameters
    ----------
    project : Project
    folder : str or Path

    Raises
    ------
    SendQualError
        Where no coded document is a PDF.
    """
    folder = Path(folder)
    taken: set[str] = set()
    for source in project.sources:
        mine = [one for one in project.codings if one.source == source.guid]
        if mine and source.suffix == ".pdf" and source.file:
            write_bytes(folder / file_of(source, ".pdf", taken), _coded(project, source, mine))
    if not taken:
        mend = "Export it with --format docx"
        raise SendQualError(Fault(project.name, "none of its coded documents is a PDF", mend))
    return folder


def _coded(project: Project, source: ProjectSource, codings: Sequence[ProjectCoding]) -> bytes:
    colours = {one.guid: one.colour for one in project.codes}
    with open_pdf(source.file, source.name) as (document, words):
        laid = TextMap(words.text, _as_document(source))
        for one in codings:
            said = source.text[one.start : one.end]
            lead, tail = _LEAD.match(said), _TAIL.search(said)
            by_page: dict[int, list[tuple[float, float, float, float]]] = {}
            runs = runs_of(laid.letters_of(one.start, one.end), words.places)
            for number, (first, last) in enumerate(runs):
                begin = _over(words, first, -1, said[: lead.end()][::-1] if lead else "") if not number else first
                end = _over(words, last, 1, tail[0] if tail else "") if number == len(runs) - 1 else last
                page, rects = words.rects(begin, end)
                by_page.setdefault(page, []).extend(rects)
            for number, (page, rects) in enumerate(by_page.items()):
                if rects:
                    when = re.sub(r"\D", "", one.created)[:14]
                    name = one.guid if not number else f"{one.guid}#{number}"
                    date = f"D:{when}Z" if len(when) == 14 else ""
                    mark = Mark(page, tuple(rects), margin_text(project, one), one.coder, name, date)
                    words.add(mark, _rgb(colours.get(one.code, ""), one.code))
        out = io.BytesIO()
        document.save(out)
    return out.getvalue()


def _over(words: PdfText, at: int, step: int, marks: str) -> int:
    """As far outwards from a letter as the marks of the passage stand there, on the same page."""
    for mark in "".join(marks.split()):
        beyond = at + step
        if not 0 <= beyond < len(words.text) or words.text[beyond] != mark:
            break
        if words.places[beyond][0] != words.places[at][0]:
            break
        at = beyond
    return at


def _as_document(source: ProjectSource) -> Document:
    """The source's text, a segment a line."""
    segments = tuple(Segment(one.start(), one.end()) for one in re.finditer(r"[^\n]+", source.text))
    return Document(source.name, source.name, source.text, segments, {}, Source(source.name, "", "pdf"))


def _rgb(colour: str, code: str) -> tuple[int, int, int]:
    if colour:
        return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
    return _PALETTE[hashlib.sha256(code.encode()).digest()[0] % len(_PALETTE)]


def read_pdf(path: str | Path, codebook: Codebook | None = None) -> Project:
    """Read a PDF with highlights: each whose note names a code is a coding of the words under it.

    Parameters
    ----------
    path : str or Path
    codebook : Codebook, optional
        As for :func:`read_word`.

    Raises
    ------
    SendQualError
        Where it is no PDF, is damaged or protected.
    """
    path = Path(path)
    data = bytes_of(path)
    with open_pdf(data, path.name) as (_, words):
        guid = fresh("pdf", path.name)
        margin = Margin(ProjectSource(guid, path.name, words.text, ".pdf", data), codebook)
        together: dict[str, list[Mark]] = {}
        for number, mark in enumerate(words.marks()):
            key = mark.name.partition("#")[0] or f"{mark.page} {number}"
            together.setdefault(key, []).append(mark)
        bare = 0
        for key, marks in together.items():
            spans = [span for one in marks if one.rects and (span := words.under(one))]
            span = (min(a for a, _ in spans), max(b for _, b in spans)) if spans else None
            bare += bool(span and not marks[0].text.strip())
            margin.take(marks[0].text, span, marks[0].author, _when(marks[0].date), key)
    faults = []
    if bare:
        problem = f"{bare} highlights have no note that says with which code"
        faults.append(Fault(path.name, problem, "Write the code's name into the note and import again"))
    return margin.project(path.stem, "PDF", faults)


def _when(written: str) -> str:
    """A time as PDF writes it, in UTC; ``""`` for none.

    Examples
    --------
    >>> _when("D:20260301100000+01'00'"), _when("soon")
    ('2026-03-01T09:00:00Z', '')
    """
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:([+-]\d\d)'?(\d\d)|Z)?", written)
    if not found:
        return ""
    year, month, day, hour, minute, second, zone, rest = found.groups()
    zone = f"{zone}:{rest}" if zone else "Z"
    return created_of({"creationDateTime": f"{year}-{month}-{day}T{hour}:{minute}:{second}{zone}"})

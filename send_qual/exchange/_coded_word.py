"""A coded document as Word with native comments, and a Word file with comments read as codings."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from send_qual.codebook import Codebook
from send_qual.corpus import fix_text
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._archive import Archive, bytes_of, parse_xml
from send_qual.exchange._margin import Margin, margin_text
from send_qual.exchange._xml_parts import created_of, fresh, local
from send_qual.exchange.project import Project, ProjectCoding, ProjectSource
from send_qual.study.files import write_bytes

__all__ = ["file_of", "read_word", "write_word"]

_LABEL = "CodedLabel"  # the style of what stands in the Word file and is no word of the document
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_INITIALS = re.compile(r"\b\w")


def file_of(source: ProjectSource, suffix: str, taken: set[str]) -> str:
    """A name for the coded copy of a document, not yet taken."""
    stem = re.sub(r"\.\w{1,5}$", "", source.name) or "document"
    name, number = f"{stem}{suffix}", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem} ({number}){suffix}"
    taken.add(name.casefold())
    return name


def write_word(project: Project, folder: str | Path) -> Path:
    """Write each document that has codings as Word, each coding a comment by its coder on the words coded.

    Parameters
    ----------
    project : Project
    folder : str or Path

    Returns
    -------
    Path
        The folder.
    """
    folder = Path(folder)
    taken: set[str] = set()
    for source in project.sources:
        mine = [one for one in project.codings if one.source == source.guid]
        if mine:
            write_bytes(folder / file_of(source, ".docx", taken), _coded(project, source, mine))
    return folder


def _coded(project: Project, source: ProjectSource, codings: Sequence[ProjectCoding]) -> bytes:
    import docx
    from docx.enum.style import WD_STYLE_TYPE

    made = docx.Document()
    made.styles.add_style(_LABEL, WD_STYLE_TYPE.CHARACTER).font.bold = True
    about = made.core_properties
    about.title, about.identifier, about.author = source.name, source.guid, "send_qual"
    edges = sorted({edge for one in codings for edge in (one.start, one.end)})
    labels = dict(source.labels)
    firsts: dict[int, Any] = {}  # run by where it begins, and by where it ends
    lasts: dict[int, Any] = {}
    at = 0
    for line in source.text.split("\n"):
        end = at + len(line)
        if line:
            label = labels.get(at, "")
            paragraph = made.add_heading(level=2) if label == "#" else made.add_paragraph()
            if label not in ("", "#"):
                paragraph.add_run(label, style=_LABEL)
            cuts = [at, *(edge for edge in edges if at < edge < end), end]
            for start, stop in pairwise(cuts):
                run = paragraph.add_run(source.text[start:stop])
                firsts[start], lasts[stop] = run, run
        at = end + 1
    starts, stops = sorted(firsts), sorted(lasts)
    for one in codings:
        first = next((firsts[n] for n in starts if n >= one.start), None)
        last = next((lasts[n] for n in reversed(stops) if n <= one.end), None)
        if first is None or last is None:
            continue
        initials = "".join(_INITIALS.findall(one.coder))[:4].upper()
        comment = made.add_comment((first, last), margin_text(project, one), one.coder, initials)
        if one.created:
            comment._comment_elm.set(f"{_W}date", one.created)
        else:
            comment._comment_elm.attrib.pop(f"{_W}date", None)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def read_word(path: str | Path, codebook: Codebook | None = None) -> Project:
    """Read a Word file with comments: each that names a code is a coding of the words it stands at.

    Parameters
    ----------
    path : str or Path
    codebook : Codebook, optional
        Comments that begin with the name of one of its codes are codings; of those that were written by
        :func:`write_word` it is not needed. Other comments are memos.

    Raises
    ------
    SendQualError
        Where it is no Word file.
    """
    path = Path(path)
    data = bytes_of(path)
    archive = Archive(data, path.name)
    body = archive.find("word/document.xml")
    if body is None:
        raise SendQualError(Fault(path.name, "it is no Word file", "Save it as .docx"))
    comments = _comments(archive, path.name)
    text, spans = _words(parse_xml(body, path.name))
    guid, name = _identity(archive, path)
    margin = Margin(ProjectSource(guid, name, fix_text(text), ".docx", data), codebook)
    faults = []
    for id, (who, when, said) in comments.items():
        if id not in spans:
            faults.append(Fault(path.name, "a comment stands nowhere in the text", "It was taken as a memo"))
        start, end = (len(fix_text(text[:at])) for at in spans.get(id, (0, 0)))
        margin.take(said, (start, end) if end > start else None, who, when, id)
    return margin.project(path.stem, "Word", faults)


def _comments(archive: Archive, name: str) -> dict[str, tuple[str, str, str]]:
    """Author, time and text of each comment."""
    data = archive.find("word/comments.xml")
    if data is None:
        return {}
    found = {}
    for one in parse_xml(data, name):
        if local(one) == "comment":
            lines = ["".join(_run_text(run) for run in part.iter(f"{_W}r")) for part in one.iter(f"{_W}p")]
            when = created_of({"creationDateTime": one.get(f"{_W}date") or ""})
            found[one.get(f"{_W}id")] = (one.get(f"{_W}author") or "", when, "\n".join(lines))
    return found


def _words(root: Any) -> tuple[str, dict[str, tuple[int, int]]]:
    """The words of a Word file, and where each comment begins and ends in them; what was deleted is no word."""
    parts: list[str] = []
    long = 0
    begins: dict[str, int] = {}
    spans: dict[str, tuple[int, int]] = {}
    paragraph = 0
    for element in root.iter():
        kind = local(element)
        if kind == "p":
            if parts:
                parts.append("\n\n")
                long += 2
            paragraph = long
        elif kind == "commentRangeStart":
            begins[element.get(f"{_W}id")] = long
        elif kind == "commentRangeEnd":
            id = element.get(f"{_W}id")
            spans[id] = (begins.get(id, paragraph), long)
        elif kind == "commentReference":
            spans.setdefault(element.get(f"{_W}id"), (paragraph, long))  # one without a range is on its paragraph
        elif kind == "r" and not any(local(one) == "del" for one in element.iterancestors()):
            words = "" if _is_label(element) else _run_text(element)
            parts.append(words)
            long += len(words)
    return "".join(parts), spans


def _is_label(run: Any) -> bool:
    style = run.find(f"{_W}rPr/{_W}rStyle")
    return style is not None and style.get(f"{_W}val") == _LABEL


def _run_text(run: Any) -> str:
    signs = {"tab": "\t", "br": "\n", "cr": "\n"}
    return "".join((one.text or "") if (kind := local(one)) == "t" else signs.get(kind, "") for one in run)


def _identity(archive: Archive, path: Path) -> tuple[str, str]:
    """The guid and name of the document that a coded copy is of; those of the file itself for any other."""
    data = archive.find("docProps/core.xml")
    said = {local(one): (one.text or "").strip() for one in parse_xml(data, path.name)} if data else {}
    if said.get("creator") == "send_qual" and said.get("identifier") and said.get("title"):
        return said["identifier"], said["title"]
    return fresh("word", path.name), path.name

"""The sources of a project as documents of a corpus: those that are there already, and new ones."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from send_qual.corpus import Corpus, Document, read_corpus
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._identities import Identities
from send_qual.exchange._text_map import TextMap
from send_qual.exchange.project import Project, ProjectCoding, ProjectSource

__all__ = ["Documents", "take_documents"]

_READABLE = frozenset({".pdf", ".docx", ".txt", ".md", ".html", ".htm", ".vtt", ".srt", ".odt"})
_ALIKE = 0.5  # share of a source's letters that a document of its name must hold to be the same
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")


@dataclass(slots=True)
class Documents:
    """What became of the sources.

    Parameters
    ----------
    documents : dict of str to Document
        By guid of the source.
    maps : dict of str to TextMap
        By guid of the source.
    files : dict of str to bytes
        To be written into ``documents/``.
    decisions : list of str
    faults : list of Fault
    """

    documents: dict[str, Document] = field(default_factory=dict)
    maps: dict[str, TextMap] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    decisions: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def take_documents(project: Project, corpus: Corpus | None, ids: Identities) -> Documents:
    """Find the documents of a project in a corpus, or make them.

    A source is a document that came in under its guid, or one of its name that holds its words. Of a new source the
    file is taken where every coding has its place in it, else the plain text.
    """
    found = Documents()
    taken = {one.id.casefold(): one for one in corpus} if corpus else {}
    by_source: dict[str, list[ProjectCoding]] = {}
    for coding in project.codings:
        by_source.setdefault(coding.source, []).append(coding)
    with tempfile.TemporaryDirectory(prefix="send-qual-") as folder:
        for source in project.sources:
            known = _known(source, taken, ids)
            if known:
                found.documents[source.guid], found.maps[source.guid] = known
                continue
            _new(source, by_source.get(source.guid, []), Path(folder), {*taken, *map(str.casefold, found.files)}, found)
    return found


def _known(source: ProjectSource, taken: dict[str, Document], ids: Identities) -> tuple[Document, TextMap] | None:
    id = ids.name_of("documents", source.guid)
    if id.casefold() in taken:
        document = taken[id.casefold()]
        return document, TextMap(source.text or document.text, document)
    name = source.name.casefold()
    same = [taken[name]] if name in taken else [one for key, one in taken.items() if _stem(key) == _stem(name)]
    for document in same:
        laid = TextMap(source.text or document.text, document)
        if laid.share >= _ALIKE:
            return document, laid
    return None


def _new(
    source: ProjectSource, codings: Sequence[ProjectCoding], folder: Path, taken: Iterable[str], found: Documents
) -> None:
    """Of the file and the plain text the first in which all codings have their place, or the one with the most."""
    forms: list[tuple[str, bytes]] = []
    if source.file and source.suffix in _READABLE:
        forms.append((source.suffix, source.file))
    if source.text.strip():
        forms.append((".txt", source.text.encode()))
    best: tuple[int, str, bytes, Document, TextMap] | None = None
    why = "it has no words"
    for suffix, data in forms:
        name = _free(_file_name(source.name, suffix), taken)
        try:
            document = _read(folder / name, data)
        except SendQualError as error:
            why = error.faults[0].problem if error.faults else str(error)
            continue
        laid = TextMap(source.text or document.text, document)
        lost = sum(laid.of(one) is None for one in codings)
        if best is None or lost < best[0]:
            if best:
                said = f"in the {best[1]} {best[0]} codings have no place"
                found.decisions.append(f"{source.name} came in as its plain text: {said}")
            best = (lost, suffix, data, document, laid)
        if not lost:
            break
    if best is None:
        mend = "Put the document into the corpus by hand and import again"
        found.faults.append(Fault(source.name, f"it could not be taken in as a document: {why}", mend))
        return
    found.files[best[3].id] = best[2]
    found.documents[source.guid], found.maps[source.guid] = best[3], best[4]


def _read(path: Path, data: bytes) -> Document:
    path.write_bytes(data)
    read = read_corpus(path)
    if not read.documents:
        raise SendQualError(read.left_out or (Fault(path.name, "it has no words"),))
    return read.documents[0]


def _file_name(name: str, suffix: str) -> str:
    """A name that every system can keep, with this suffix.

    Examples
    --------
    >>> _file_name("Interview: P01/a", ".txt"), _file_name("s01.vtt", ".vtt"), _file_name("..", ".txt")
    ('Interview P01 a.txt', 's01.vtt', 'source.txt')
    """
    plain = unicodedata.normalize("NFC", name)
    plain = re.sub(rf"(?i)({re.escape(suffix)}|\.(docx?|pdf|rtf|odt|txt|html?|md))$", "", plain)
    plain = re.sub(r"[^\w\s.,()'&+-]|[\x00-\x1f]", " ", plain)
    plain = re.sub(r"\s+", " ", plain).strip(" .")[:100].strip(" .") or "source"
    return f"{'_' if _DEVICES.match(plain) else ''}{plain}{suffix}"


def _free(name: str, taken: Iterable[str]) -> str:
    stem, suffix = name.rsplit(".", 1)
    used, number = set(taken), 1
    while name.casefold() in used:
        number += 1
        name = f"{stem} ({number}).{suffix}"
    return name


def _stem(name: str) -> str:
    return re.sub(r"\.\w{1,5}$", "", name)

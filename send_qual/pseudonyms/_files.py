"""The raw files of a corpus as they are read for pseudonymising."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from send_qual.corpus._conversions import CONVERTED, converted
from send_qual.corpus._document_names import about_documents
from send_qual.corpus._folder import read_corpus
from send_qual.corpus._readers import own_faults, suffixes
from send_qual.corpus._sniff import check_zip, sniff
from send_qual.corpus.document import Document
from send_qual.corpus.pdf.read import read_layout
from send_qual.errors import Fault, SendQualError
from send_qual.kinds.interview import case_ids, read_cases
from send_qual.kinds.interview._labels import role_of
from send_qual.kinds.interview._pdf import lines_of_pdf, script_of_pdf
from send_qual.kinds.interview.read import TABLES, page_of, plain_script, read_script, to_document
from send_qual.kinds.interview.script import Script
from send_qual.pseudonyms._hit import Speaker
from send_qual.pseudonyms._rewrite_files import COPIED
from send_qual.study import find_corpus

__all__ = ["Raw", "raw_files", "speakers_of"]

Progress: TypeAlias = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Raw:
    """A raw file: its bytes, its format, its script and the document composed of it."""

    path: Path
    data: bytes
    suffix: str
    script: Script
    document: Document
    copy: str = ""
    """The name of its copy."""

    @property
    def copied_as(self) -> str:
        """The format of its copy."""
        return Path(self.copy).suffix.lower()


def raw_files(corpus: str | Path, progress: Progress | None = None) -> tuple[list[Raw], list[Fault]]:
    """The files of a corpus that can be written anew, and the faults of those that cannot.

    Raises
    ------
    SendQualError
        Where there is no such corpus, or nothing in it.
    """
    place = find_corpus(str(corpus))
    read = read_corpus(corpus, progress=progress)
    room = place.parent if place.is_file() else place / "documents" if (place / "documents").is_dir() else place
    paths = {unicodedata.normalize("NFC", p.name): p for p in room.iterdir() if p.is_file()}
    found, left_out = [], list(read.left_out)
    for document in {d.source.name: d for d in read}.values():  # a table of answers holds many
        path = paths.get(document.source.name)
        if path is None:
            continue
        try:
            with own_faults(path.name):
                found.append(_raw(path, document))
        except SendQualError as error:
            left_out += error.faults
    names = [raw.copy.casefold() for raw in found]
    twice = {name for name in names if names.count(name) > 1}
    return [_apart(raw) if raw.copy.casefold() in twice else raw for raw in found], left_out


def _apart(raw: Raw) -> Raw:
    """With the name of its copy told apart from that of another file of its stem."""
    return raw if raw.copied_as == raw.path.suffix.lower() else replace(raw, copy=f"{raw.path.name}{raw.copied_as}")


def _raw(path: Path, document: Document) -> Raw:
    data = path.read_bytes()
    suffix, _ = sniff(path, data, suffixes())
    if suffix in CONVERTED:
        suffix, data, _ = converted(path, data, suffix)
    if suffix in {".docx", ".odt", ".xlsx"}:
        check_zip(path, data)
    copied = suffix if suffix in COPIED else ".vtt" if suffix in TABLES else ".docx"
    copy = path.name if path.suffix.lower() == suffix == copied else f"{path.stem}{copied}"
    if suffix == ".pdf":
        lines, _ = lines_of_pdf(read_layout(path, data))
        script = script_of_pdf(lines)
    else:
        script = read_script(path.name, data, suffix)
    if script is not None:
        return Raw(path, data, suffix, script, document, copy)
    if suffix in TABLES:
        mend = "Take the names out of the table itself"
        raise SendQualError(Fault(path.name, f"a {suffix} that is no talk is not written anew with other words", mend))
    notices: tuple[str, ...] = ()
    if suffix != ".pdf":
        page = page_of(path.name, data, suffix)
        lines, notices = page.lines, tuple(page.notices)
    script = replace(plain_script(lines), notices=notices)
    return Raw(path, data, suffix, script, to_document(path, data, suffix, script, roles=False), copy)


def speakers_of(raws: Sequence[Raw], known: dict[str, str]) -> list[Speaker]:
    """Every speaker of every file, with the id that takes their name's place.

    Parameters
    ----------
    raws : sequence of Raw
    known : dict of str to str
        ``file/speaker`` -> id, as given in earlier runs: they are kept, and new ones are added.
    """
    rows = [
        {"document": r.document.id, "speaker": speaker, "participant": known[key]}
        for r in raws
        for speaker in r.script.speakers()
        if (key := f"{r.document.id}/{speaker}") in known and not known[key].startswith("Interviewer")
    ]
    single = [
        {"document": r.document.id, "speaker": "", "participant": r.document.attributes["participant"]}
        for r in raws
        if (r.document.attributes.get("participant") or ";").isalnum()  # one, not several
    ]
    ids = case_ids([r.document for r in raws], [*single, *_given(raws), *rows])
    out = []
    for raw in raws:
        for speaker in raw.script.speakers():
            id_ = known.setdefault(f"{raw.document.id}/{speaker}", ids.get((raw.document.id, speaker), ""))
            if id_:
                out.append(Speaker(raw.document.id, speaker, id_))
        out += _from_particulars(raw, {s.printed: s.id for s in out if s.document == raw.document.id})
    return out


def _given(raws: Sequence[Raw]) -> list[dict[str, str]]:
    """The ids that ``attributes.csv`` beside the files gives to speakers."""
    rows = [row for home in dict.fromkeys(r.path.parent for r in raws) for row in read_cases(home)]
    here = {r.document.id for r in raws}
    return [
        {"document": row["document"], "speaker": row["speaker"], "participant": row["participant"]}
        for row in about_documents(rows, [r.document for r in raws])
        if row.get("speaker") and row.get("participant") and row["document"] in here
    ]


def _from_particulars(raw: Raw, ids: dict[str, str]) -> list[Speaker]:
    """Names beside the labels: "Participant: P6 – Folasade (Sade) Akintola, regional lead"."""
    out = []
    for key, value in raw.script.particulars:
        role = role_of(key)
        if not role:
            continue
        mine = {label: id_ for label, id_ in ids.items() if id_.startswith("Interviewer") == (role == "interviewer")}
        coded = [id_ for label, id_ in mine.items() if re.search(rf"\b{re.escape(label)}\b", value)]
        id_ = coded[0] if coded else next(iter(mine.values())) if len(set(mine.values())) == 1 else ""
        if not id_:
            continue
        plain = value
        for label in mine:
            plain = (
                re.sub(rf"[\s(\[]*\b{re.escape(label)}\b[)\]]*\s*[-–—:,]*\s*", " ", plain)
                if label.isupper() or re.search(r"\d", label)
                else plain
            )
        nickname = re.search(r"[(\"“‘]([A-Z][\w'’-]+)[)\"”’]", plain)
        name = re.sub(r"\([^)]*\)|[\"“‘][^\"”’]*[\"”’]", " ", re.split(r"[,;–—\n]|\s-\s", plain.strip(" –—-:,"))[0])
        words = name.split()
        if 1 <= len(words) <= 4 and all(w[0].isupper() for w in words):
            out.append(Speaker(raw.document.id, " ".join(words), id_))
        if nickname:
            out.append(Speaker(raw.document.id, nickname[1], id_))
    return out

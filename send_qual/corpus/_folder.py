"""A study's corpus, a folder of documents, or one file: read as a Corpus."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeAlias

from send_qual.corpus._attributes import table_rows
from send_qual.corpus._document_names import name_key, stem_key
from send_qual.corpus._readers import check_name, read_file, suffixes
from send_qual.corpus._sourceless import tell_sourceless
from send_qual.corpus.corpus import Corpus
from send_qual.corpus.document import Document
from send_qual.corpus.registry import kind_of, kinds
from send_qual.errors import Fault, SendQualError
from send_qual.study import find_corpus
from send_qual.study.plain_data import settings_of

__all__ = ["read_corpus"]

Progress: TypeAlias = Callable[[int, int, str], None]

_NO_DOCUMENTS = frozenset(
    {"catalogue.csv", "attributes.csv", "disclosures.csv", "corpus.toml", "exchange.json", "thumbs.db", "desktop.ini"}
)
_ANSWER = 50  # words: a longer text that stands in two files was copied; a shorter two people may well write
_PARTIAL = (".part", ".partial", ".crdownload", ".download", ".tmp")


def read_corpus(path: str | Path, *, progress: Progress | None = None) -> Corpus:
    """Read the documents of a corpus.

    Parameters
    ----------
    path : str or pathlib.Path
        A corpus by its name under ``corpora/``, a folder, or one file. Of a folder the files in ``documents/`` are
        read where there is such a folder, else the files in the folder itself; folders inside are not entered.
        Hidden files, Office's lock files (``~$...``), downloads in progress, ``catalogue.csv``, ``attributes.csv``
        and ``corpus.toml`` are no documents.
    progress : callable, optional
        ``progress(done, total, what)`` is called before each file and at the end.

    Returns
    -------
    Corpus
        With its documents in the order of their ids. Files that could not be read are in ``left_out``, each with what
        to do about it. Attributes come from ``attributes.csv`` (a column ``document``, ``file``, ``participant`` or
        ``case`` says whose they are; they win over what a reader found) and the day of publishing from the file's
        name or ``catalogue.csv``.

    Raises
    ------
    SendQualError
        Where there is no such corpus, or nothing in it to read.
    """
    kinds()  # a package that registers one amiss is no fault of a file
    place = find_corpus(str(path))
    home = place.parent if place.is_file() else place
    check_name(place.resolve())
    files = [place] if place.is_file() else _documents_in(place)
    if not place.is_file():
        tell_sourceless(home)
    if not files:
        raise SendQualError(Fault(str(path), "the folder has no documents", _where_else(place)))
    documents: list[Document] = []
    left_out: list[Fault] = []
    for done, file in enumerate(files):
        if progress:
            progress(done, len(files), file.name)
        try:
            documents += read_file(file)
        except SendQualError as error:
            left_out += error.faults or [Fault(file.name, str(error).rstrip("."))]
    if progress:
        progress(len(files), len(files), "")
    documents = _told_apart(documents)
    documents, faults = _with_tables(documents, home, whole=not place.is_file())
    documents, twins = _once(documents)
    return Corpus(place.resolve().name, tuple(documents), (*left_out, *twins, *faults), _note(home), home)


def _where_else(folder: Path) -> str:
    """What to do about a folder without documents; they often lie one folder further in."""
    for inner in sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith(".")):
        if n := len([p for p in inner.iterdir() if p.suffix.lower() in suffixes()]):
            return f"Give the folder {inner.name} in it, which has {n}: folders inside a folder are not entered"
    return f"Put documents into it ({', '.join(sorted(suffixes()))})"


def _documents_in(folder: Path) -> list[Path]:
    inside = folder / "documents"
    room = inside if inside.is_dir() else folder
    files = [p for p in room.iterdir() if not _is_folder(p) and _is_document(p.name)]
    return sorted(files, key=lambda p: unicodedata.normalize("NFC", p.name))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _is_document(name: str) -> bool:
    low = name.lower()
    return not (low.startswith((".", "~$")) or low in _NO_DOCUMENTS or low.endswith(_PARTIAL))


def _told_apart(documents: list[Document]) -> list[Document]:
    """Ids made unique: on some disks two names can differ only in how an accent is written."""
    seen: dict[str, int] = {}
    found = []
    for document in documents:
        seen[document.id] = seen.get(document.id, 0) + 1
        if (n := seen[document.id]) > 1:
            stem, dot, suffix = document.id.rpartition(".")
            document = replace(document, id=f"{stem or document.id} ({n}){dot}{suffix if stem else ''}")  # noqa: PLW2901
        found.append(document)
    return found


def _once(documents: list[Document]) -> tuple[list[Document], list[Fault]]:
    """Of two files with one text the first in order: a report counted twice would falsify every number.

    Equal answers of two people are no such copies: short texts, and those of two participants or cases.
    """
    first: dict[tuple[str, str], str] = {}
    kept: list[Document] = []
    faults: list[Fault] = []
    for document in sorted(documents, key=lambda d: d.id):
        whose = next((who for key in ("participant", "case") if (who := document.attributes.get(key))), "")
        answer = kind_of(document).quotations and len(document.text.split()) <= _ANSWER
        twin = document.id if answer else first.setdefault((document.sha256, whose), document.id)
        if twin == document.id:
            kept.append(document)
        else:
            mend = "Take one of the two out of the folder"
            faults.append(Fault(document.id, f"it has the same text as {twin} and would be counted twice", mend))
    return kept, faults


def _with_tables(documents: list[Document], home: Path, *, whole: bool) -> tuple[list[Document], list[Fault]]:
    """Attributes from ``attributes.csv`` and the day of publishing from ``catalogue.csv``."""
    faults: list[Fault] = []
    cases: list[dict[str, str]] = []
    known: dict[str, list[dict[str, str]]] = {}
    homes = [home, home.parent] if home.name == "documents" else [home]
    for folder in homes:
        for row in _rows(folder / "catalogue.csv", faults).values():
            documents = [_published(d, row) for d in documents]
        table = _rows(folder / "attributes.csv", faults)
        keys = [k for k in ("document", "file", "participant", "case") if k in next(iter(table.values()), {})]
        if table and not keys:
            mend = "Add a column `document` with the names of the files"
            faults.append(Fault("attributes.csv row 1", "no column says which document a row is about", mend))
        for number, row in table.items() if keys else ():
            # one participant may be in two documents
            told = [name_key(row[k]) for k in ("document", "file") if row.get(k)]
            names = set(told or (name_key(row[k]) for k in keys if row.get(k)))
            if whole and names and not any(names & _names_of(d) for d in documents):
                problem = f"there is no document {', '.join(row[k] for k in keys if row.get(k))}"
                faults.append(Fault(f"attributes.csv row {number}", problem, "Correct the name, or remove the row"))
            cases += [{**row, "document": d.id} for d in documents if names & _names_of(d)]
            # a speaker's name stays out of the attributes, which travel into every table
            more = {k: v for k, v in row.items() if k not in {"document", "file", "speaker"} and v}
            if row.get("role", "").casefold() != "interviewer":
                for document in documents:
                    if names & _names_of(document):
                        known.setdefault(document.id, []).append(more)
    documents = [d.with_attributes(**_of_all(known[d.id])) if d.id in known else d for d in documents]
    return _told_together(documents, cases), faults


def _told_together(documents: list[Document], rows: Sequence[Mapping[str, str]]) -> list[Document]:
    """The documents as those of a kind tell of each other, where their kind asks that."""
    found = list(documents)
    for kind in {document.kind: kind_of(document) for document in documents}.values():
        if kind.together:
            at = [k for k, document in enumerate(documents) if document.kind == kind.id]
            for k, document in zip(at, kind.together([documents[k] for k in at], rows), strict=True):
                found[k] = document
    return found


def _of_all(rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """What a document's lines say together: of several participants each one's, in their order."""
    values: dict[str, dict[str, None]] = {}
    for row in rows:
        for name, value in row.items():
            values.setdefault(name, {})[value] = None
    return {name: "; ".join(found) for name, found in values.items()}


def _note(home: Path) -> str:
    """The sentence for a corpus whose ``corpus.toml`` says ``fictional = true``."""
    try:
        told = settings_of(home)
    except (OSError, ValueError):  # none there, or none that can be read: `send-qual check` says so
        return ""
    return "Fictional sample: the areas, people and services do not exist." if told.get("fictional") is True else ""


def _published(document: Document, row: Mapping[str, str]) -> Document:
    day = row.get("published", "")
    here = name_key(row.get("file", "")) == name_key(document.id)
    return document.with_attributes(published=day) if here and re.fullmatch(r"\d{4}-\d\d-\d\d", day) else document


def _rows(path: Path, faults: list[Fault]) -> dict[int, dict[str, str]]:
    if not path.is_file():
        return {}
    try:
        return table_rows(path, faults)
    except SendQualError as error:
        faults += error.faults
        return {}


def _names_of(document: Document) -> set[str]:
    """What a line of a table may call a document: its file's name, with or without suffix, or its participant."""
    people = document.attributes.get("participant", "").split(";")
    names = {name_key(document.id), stem_key(document.id), *map(name_key, people)}
    return names - {""}

"""Which documents a name of a document, or the id of a participant, means in a corpus and its copies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from send_qual.corpus import Document
from send_qual.corpus._attributes import table_rows
from send_qual.corpus._readers import READERS, read_file, suffixes
from send_qual.corpus._sourceless import documents_named, files_of, key_sources
from send_qual.errors import Fault, SendQualError

__all__ = ["documents_meant", "means", "normal", "rows_of_people", "tables_of", "within"]

_NO_DOCUMENTS = frozenset({"attributes.csv", "corpus.toml", "catalogue.csv", "exchange.json"})
_SUFFIX = re.compile(r"\.\w{1,8}$")


def normal(name: str) -> str:
    """A document's name whatever its case, and however its accents are written."""
    return unicodedata.normalize("NFC", name.strip()).casefold()


def means(said: str, name: str) -> bool:
    """Whether people mean a document by what they wrote in a table: with or without suffix, in any case.

    Examples
    --------
    >>> means("P01", "p01.docx"), means("p01.txt", "p01.docx"), means("answers.csv j.fig", "answers.csv j.plum")
    (True, False, False)
    """
    one, other = normal(said), normal(name)
    return one == other or _SUFFIX.sub("", one) == other or one == _SUFFIX.sub("", other)


def within(home: Path) -> Path:
    """The folder in which the documents of a corpus lie."""
    return home / "documents" if (home / "documents").is_dir() else home


def tables_of(home: Path) -> dict[str, tuple[Document, ...]]:
    """The tables among the files of a corpus, each with the documents that are rows or columns of it."""
    found = {}
    tabular = suffixes() - READERS.keys()
    for name in sorted(files_of(home) - _NO_DOCUMENTS):
        path = within(home) / name
        if path.suffix.lower() in tabular and path.is_file():
            try:
                found[name] = tuple(d for d in read_file(path) if normal(d.id) != normal(name))
            except SendQualError:  # it cannot be read: it is a file like any other
                continue
    return {name: documents for name, documents in found.items() if documents}


def rows_of_people(home: Path, tables: Mapping[str, tuple[Document, ...]]) -> list[dict[str, str]]:
    """Who is in which document: the lines of ``attributes.csv``, and the respondents that a table itself names."""
    try:
        rows = list(table_rows(home / "attributes.csv").values())
    except SendQualError:
        rows = []
    for document in (d for documents in tables.values() for d in documents):
        if who := document.attributes.get("participant"):
            rows.append({"document": document.id, "participant": who, "speaker": who})
    return rows


def documents_meant(what: str, homes: Iterable[Path]) -> dict[Path, frozenset[str]]:
    """The documents meant in each of a corpus and its copies; empty where none is.

    Raises
    ------
    SendQualError
        Where a participant speaks with others in a document.
    """
    tables = {home: tables_of(home) for home in homes}
    rows = [row for home in tables for row in rows_of_people(home, tables[home])]
    wanted = set(_documents_with(what, rows)) or {what}
    sources = [pair for home in tables for pair in key_sources(home).items()]
    for _ in range(2):  # from a copy to its source, and from there to other copies
        for pair in sources:
            if any(means(one, name) for one in wanted for name in pair):
                wanted |= set(pair)
    found = {}
    for home, held in tables.items():
        inside = {document.id for documents in held.values() for document in documents}
        known = {*files_of(home), *documents_named(home), *inside} - _NO_DOCUMENTS
        exact = {normal(name) for name in known} & {normal(one) for one in wanted}
        names = {
            name for name in known if normal(name) in exact or (not exact and any(means(one, name) for one in wanted))
        }
        names |= {name for name in documents_named(home) if any(means(name, one) for one in names)} - inside
        names |= {document.id for name in names & held.keys() for document in held[name]}
        if names:
            found[home] = frozenset(names)
    return found


def _documents_with(what: str, rows: list[dict[str, str]]) -> Iterator[str]:
    mine = {row.get("document", "") for row in rows if normal(row.get("participant", "")) == normal(what)} - {""}
    for name in sorted(mine):
        there = {row.get("participant", "") for row in rows if row.get("document") == name} - {""}
        if others := sorted(one for one in there if normal(one) != normal(what)):
            mend = f"Forget the document ({name}), or take their turns out of the file by hand"
            raise SendQualError(Fault(what, f"{', '.join(others)} speaks in {name} too", mend))
        yield name

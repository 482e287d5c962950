"""Where a document or a participant has left traces: in a corpus, its pseudonymised copies, and by which words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from send_qual.corpus import Document, read_corpus
from send_qual.corpus._attributes import table_rows
from send_qual.corpus._readers import read_file
from send_qual.corpus._sourceless import documents_named, files_of, key_sources, raw_of
from send_qual.corpus.transcripts._labels import is_code
from send_qual.errors import Fault, SendQualError
from send_qual.language import sentences
from send_qual.study import find_corpus, study_root

__all__ = ["Traces", "bare", "find_traces", "stem_of"]

_TELLING = 20  # letters and digits from which on a sentence is somebody's own


@dataclass(frozen=True)
class Traces:
    """What is to be forgotten.

    Parameters
    ----------
    root : pathlib.Path
        The study; or the folder of the corpus, where there is none.
    folders : mapping of Path to frozenset of str
        Corpora, raw ones first, and the names of the documents in each.
    participants : frozenset of str
        Ids of participants who speak in these documents only.
    names : frozenset of str
        What they are called, as printed.
    sentences : frozenset of str
        Sentences that stand in these documents only, by :func:`bare`.
    others : str
        What is left in the raw corpus, by :func:`bare`.
    """

    root: Path
    folders: Mapping[Path, frozenset[str]]
    participants: frozenset[str]
    names: frozenset[str]
    sentences: frozenset[str]
    others: str

    @property
    def documents(self) -> frozenset[str]:
        """The names of all the documents."""
        return frozenset().union(*self.folders.values())

    def is_one(self, home: Path, name: str) -> bool:
        """Whether a table of a corpus means one of its documents by this name."""
        return stem_of(name) in {stem_of(one) for one in self.folders.get(home, self.documents)}


def bare(text: str) -> str:
    """Letters and digits only, small: the same whatever file format a sentence stands in.

    Examples
    --------
    >>> bare("It took <b>a  year</b>.".replace("<b>", "").replace("</b>", ""))
    'ittookayear'
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def stem_of(name: str) -> str:
    """A document's name as people write it in tables: with or without suffix, in any case."""
    return re.sub(r"\.\w{1,8}$", "", unicodedata.normalize("NFC", name.strip()).casefold())


def find_traces(what: str, corpus: str = "") -> Traces:
    """Find what a name of a document, or the id of a participant, means.

    Raises
    ------
    SendQualError
        Where it means nothing here, or things in several corpora, or a participant speaks with others in a document.
    """
    root = study_root()
    if corpus:
        place = find_corpus(corpus)
        home = place.parent if place.is_file() else place
        beside = [path for path in sorted(home.parent.iterdir()) if path.is_dir()]
    elif root is None:
        mend = "Go into the study, or name the corpus: --corpus FOLDER"
        raise SendQualError(Fault(str(Path.cwd()), "this is no study", mend))
    else:
        home = None
        beside = [path for path in sorted((root / "corpora").iterdir()) if path.is_dir()]
    families = _families(beside)
    if home is not None:
        families = {raw: homes for raw, homes in families.items() if home in homes} or {home: [home]}
    meant = {raw: found for raw, homes in families.items() if (found := _meant(what, homes))}
    if not meant:
        mend = "Write the file's name as it stands in documents/, or a participant's id as in attributes.csv"
        raise SendQualError(Fault(what, "no corpus here has a document or participant of this name", mend))
    if len(meant) > 1:
        mend = f"Say which: --corpus {' or --corpus '.join(sorted(raw.name for raw in meant))}"
        raise SendQualError(Fault(what, f"{len(meant)} corpora have a document or participant of this name", mend))
    ((raw, folders),) = meant.items()
    return _traces(root or raw, raw, folders)


def _families(homes: Iterable[Path]) -> dict[Path, list[Path]]:
    """Each raw corpus with its copies, itself first."""
    found: dict[Path, list[Path]] = {}
    for home in homes:
        raw = raw_of(home) or home
        found.setdefault(raw, [raw])
        if home != raw:
            found[raw].append(home)
    return found


def _rows(home: Path) -> list[dict[str, str]]:
    try:
        return list(table_rows(home / "attributes.csv").values())
    except SendQualError:
        return []


def _meant(what: str, homes: list[Path]) -> dict[Path, frozenset[str]]:
    """The documents meant in each of a corpus and its copies; empty where none is."""
    rows = [row for home in homes for row in _rows(home)]
    mine = {row.get("document", "") for row in rows if row.get("participant", "").casefold() == what.casefold()} - {""}
    for name in sorted(mine):
        there = {row.get("participant", "") for row in rows if row.get("document") == name} - {""}
        if others := sorted(one for one in there if one.casefold() != what.casefold()):
            mend = f"Forget the document ({name}), or take their turns out of the file by hand"
            raise SendQualError(Fault(what, f"{', '.join(others)} speaks in {name} too", mend))
    stems = {stem_of(name) for name in mine or {what}}
    sources = {name: source for home in homes for name, source in key_sources(home).items()}
    stems |= {stem_of(source) for name, source in sources.items() if stem_of(name) in stems}
    stems |= {stem_of(name) for name, source in sources.items() if stem_of(source) in stems}
    found = {}
    for home in homes:
        names = {name for name in {*files_of(home), *documents_named(home)} if stem_of(name) in stems}
        names -= {name for name in names if name.lower() in {"attributes.csv", "corpus.toml", "catalogue.csv"}}
        if names:
            found[home] = frozenset(names)
    return found


def _traces(root: Path, raw: Path, folders: dict[Path, frozenset[str]]) -> Traces:
    gone = [document for home, names in folders.items() for document in _documents(home, names)]
    stems = {stem_of(name) for names in folders.values() for name in names}
    rows = [row for home in folders for row in _rows(home)]
    mine = [row for row in rows if stem_of(row.get("document", "")) in stems and row.get("participant")]
    elsewhere = {row["participant"] for row in rows if row.get("participant") and row not in mine}
    left = [document for home in {raw, *folders} for document in _left(home, stems)]
    others = bare(" ".join(document.text for document in left))
    own = {
        sentence
        for document in gone
        for start, end in sentences(document.text)
        if len(sentence := bare(document.text[start:end])) >= _TELLING and sentence not in others
    }
    called = {row.get("speaker", "") for row in mine if row["participant"] not in elsewhere}
    called |= {s.speaker for document in gone for s in document.segments if s.role != "interviewer"}
    called -= {s.speaker for document in left for s in document.segments}
    return Traces(
        root,
        folders,
        frozenset(row["participant"] for row in mine) - elsewhere,
        frozenset(name for name in called if len(bare(name)) > 2 and not is_code(name)),
        frozenset(own),
        others,
    )


def _documents(home: Path, names: frozenset[str]) -> Iterator[Document]:
    for name in sorted(names):
        path = (home / "documents" if (home / "documents").is_dir() else home) / name
        if path.is_file():
            try:
                yield from read_file(path)
            except SendQualError:  # it cannot be read: it is deleted all the same, and nothing is known of its words
                continue


def _left(home: Path, stems: set[str]) -> Iterator[Document]:
    try:
        documents = read_corpus(home)
    except SendQualError:
        return
    yield from (document for document in documents if stem_of(document.id) not in stems)

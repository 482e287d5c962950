"""Where a document or a participant has left traces: in a corpus, its pseudonymised copies, and by which words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from send_qual.coding.forgetting._meaning import documents_meant, means, normal, rows_of_people, tables_of, within
from send_qual.corpus import Document, read_corpus
from send_qual.corpus._readers import read_file
from send_qual.corpus._sourceless import raw_of
from send_qual.errors import Fault, SendQualError
from send_qual.kinds.interview._labels import is_code
from send_qual.language import sentences
from send_qual.study import find_corpus, study_root

__all__ = ["Traces", "bare", "find_traces", "others_of", "place_of"]

_LABEL = re.compile(r"^\s*[^:\n]{1,40}:\s+")
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
    texts : frozenset of str
        The sha256 of their texts, by which a trained coder knows what it learned from.
    staying : frozenset of str
        Other documents of the corpora, by :func:`normal`: a row that names one of them is not about these.
    others : str
        What is left in the corpora, by :func:`bare`.
    """

    root: Path
    folders: Mapping[Path, frozenset[str]]
    participants: frozenset[str]
    names: frozenset[str]
    sentences: frozenset[str]
    texts: frozenset[str]
    staying: frozenset[str]
    others: str

    @property
    def documents(self) -> frozenset[str]:
        """The names of all the documents."""
        return frozenset().union(*self.folders.values())

    def is_one(self, home: Path, name: str) -> bool:
        """Whether a table of a corpus means one of its documents by this name."""
        mine = self.folders.get(home, self.documents)
        if normal(name) in self.staying:
            return False
        return any(means(name, one) for one in mine)


def bare(text: str) -> str:
    """Letters and digits only, small: the same whatever file format a sentence stands in.

    Examples
    --------
    >>> bare("It took <b>a  year</b>.".replace("<b>", "").replace("</b>", ""))
    'ittookayear'
    """
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text).casefold())


def place_of(corpus: str) -> tuple[Path | None, Path | None]:
    """The study one stands in, and the folder of the corpus named, where one is.

    Raises
    ------
    SendQualError
        Where there is neither.
    """
    root = study_root()
    if corpus:
        place = find_corpus(corpus)
        return root, (place.parent if place.is_file() else place)
    if root is None:
        mend = "Go into the study, or name the corpus: --corpus FOLDER"
        raise SendQualError(Fault(str(Path.cwd()), "this is no study", mend))
    return root, None


def find_traces(what: str, corpus: str = "") -> Traces:
    """Find what a name of a document, or the id of a participant, means.

    Raises
    ------
    SendQualError
        Where it means nothing here, or things in several corpora, or a participant speaks with others in a document.
    """
    root, home = place_of(corpus)
    beside = home.parent if home else (root or Path.cwd()) / "corpora"
    families = _families(path for path in sorted(beside.iterdir()) if path.is_dir())
    if home is not None:
        families = {raw: homes for raw, homes in families.items() if home in homes} or {home: [home]}
    meant = {raw: found for raw, homes in families.items() if (found := documents_meant(what, homes))}
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


def _traces(root: Path, raw: Path, folders: dict[Path, frozenset[str]]) -> Traces:
    gone = [document for home, names in folders.items() for document in _documents(home, names)]
    left = others_of(raw, folders)
    rows = [row for home in folders for row in rows_of_people(home, tables_of(home))]
    staying = frozenset(normal(document.id) for document in left)
    mine = [row for row in rows if row.get("participant") and _is_about(row, folders, staying)]
    elsewhere = {row["participant"] for row in rows if row.get("participant") and row not in mine}
    others = bare(" ".join(document.text for document in left))
    said = (document.text[start:end] for document in gone for start, end in sentences(document.text))
    own = {
        sentence
        for words in said
        for part in (words, _LABEL.sub("", words))  # elsewhere it may be quoted without who says it
        if len(sentence := bare(part)) >= _TELLING and sentence not in others
    }
    called = {row.get("speaker", "") for row in mine if row["participant"] not in elsewhere}
    called |= {s.speaker for document in gone for s in document.segments if s.role != "interviewer"}
    called -= {s.speaker for document in left for s in document.segments}
    return Traces(
        root,
        folders,
        frozenset(row["participant"] for row in mine) - elsewhere,
        frozenset(name for name in called if _telling(name)),
        frozenset(own),
        frozenset(document.sha256 for document in gone),
        staying,
        others,
    )


def _is_about(row: dict[str, str], folders: dict[Path, frozenset[str]], staying: frozenset[str]) -> bool:
    said = row.get("document", "")
    return normal(said) not in staying and any(means(said, one) for names in folders.values() for one in names)


def _telling(name: str) -> bool:
    """Whether a name is somebody's, and not a role, a number or a row."""
    return len(bare(name)) > 2 and not is_code(name) and not re.fullmatch(r"(?:row )?[\W\d_]+", name)


def _documents(home: Path, names: frozenset[str]) -> Iterator[Document]:
    """What is to go, also rows of tables that stay."""
    tables = tables_of(home)
    yield from (d for name, documents in tables.items() for d in documents if {d.id, name} & names)
    for name in sorted(names - tables.keys()):
        path = within(home) / name
        if path.is_file():
            try:
                yield from read_file(path)
            except SendQualError:  # it cannot be read: it is deleted all the same, and nothing is known of its words
                continue


def others_of(raw: Path, folders: Mapping[Path, frozenset[str]]) -> list[Document]:
    """The documents of the corpora that stay."""
    left: list[Document] = []
    for home in {raw, *folders}:
        try:
            documents = read_corpus(home)
        except SendQualError:
            continue
        gone = {normal(name) for name in folders.get(home, frozenset())}
        left += [document for document in documents if normal(document.id) not in gone]
    return left

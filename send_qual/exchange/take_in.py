"""A project of another program taken into a study: documents, codes, and codings as events by those who coded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from send_qual.codebook import Codebook
from send_qual.coding import Coding, Event, Reading, all_ledgers, as_one, new_event, open_ledger, target_of
from send_qual.coding.span import words_at
from send_qual.corpus import Corpus, Document, read_corpus
from send_qual.errors import Fault, SendQualError
from send_qual.exchange._gather import WHOLE
from send_qual.exchange._identities import Identities, open_identities
from send_qual.exchange._take_codes import Codes, take_codes
from send_qual.exchange._take_documents import Documents, take_documents
from send_qual.exchange._xml_parts import fresh
from send_qual.exchange.project import Memo, Project, ProjectCoding
from send_qual.study import find_corpus, study_root
from send_qual.study.files import write_bytes, write_text
from send_qual.study.tables import write_csv

__all__ = ["TakenIn", "take_in"]

_UNNAMED = "imported"
_NO_COLUMNS = frozenset({"document", "file", "speaker"})  # what a table beside documents reads otherwise

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came into a study.

    Parameters
    ----------
    codings, memos : int
        New in the ledgers.
    already : int
        Codings and memos that were taken in before; whatever became of them, they are not written again.
    documents, codes, coders : tuple of str
        New documents, new codes, and everybody who coded.
    codebook : str
        The codebook that the codes are in.
    decisions : tuple of str
        How the file was read where it could be read in more than one way.
    faults : tuple of Fault
        What could not be taken in.
    """

    codings: int = 0
    memos: int = 0
    already: int = 0
    documents: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    codebook: str = ""
    decisions: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()

    def and_(self, other: TakenIn) -> TakenIn:
        """Both together."""
        return TakenIn(
            codings=self.codings + other.codings,
            memos=self.memos + other.memos,
            already=self.already + other.already,
            documents=self.documents + other.documents,
            codes=self.codes + other.codes,
            coders=tuple(sorted({*self.coders, *other.coders})),
            codebook=other.codebook or self.codebook,
            decisions=self.decisions + other.decisions,
            faults=self.faults + other.faults,
        )


def take_in(
    project: Project,
    into: str | Path,
    *,
    codebook: str | Codebook | None = None,
    coder: str = "",
    source: str = "",
    progress: Progress | None = None,
) -> TakenIn:
    """Take a project into a corpus, which is made where there is none.

    Nothing that is there is written over: documents that hold the words of a source are that source, codes are found
    by their guid or their names, and what was taken in before is not written again, whatever became of it.

    Parameters
    ----------
    project : Project
    into : str or Path
        A corpus by name or folder.
    codebook : str or Codebook, optional
        Default: the one that knows the codes, else a new one.
    coder : str, optional
        Who coded, where the project does not say.
    source : str, optional
        The name of the file, noted with every event.
    progress : callable, optional

    Returns
    -------
    TakenIn

    Raises
    ------
    SendQualError
        Where documents, codebook or ledgers cannot be written.
    """
    home, corpus = _corpus(into, progress)
    ids = open_identities(home, corpus.name if corpus else home.name)
    documents = take_documents(project, corpus, ids)
    loose = corpus is not None and not (home / "documents").is_dir()  # beside those that are there
    for name, data in documents.files.items():
        write_bytes((home if loose else home / "documents") / name, data)
    codes = take_codes(project, codebook, ids, home)
    faults = [*project.left_out, *documents.faults]
    if corpus is None and project.sources:
        _describe(home, project, codes)
    faults += _attributes(project, documents, home, new=corpus is None)
    names = _names(project, home, ids, coder)
    _remember(project, documents, codes, names, ids, source)
    told = _Events(project, documents, codes, names, source)
    codings, memos, already = told.write(home, ids)
    if home.is_dir():  # a codebook alone makes no corpus
        ids.save()
    return TakenIn(
        codings=codings,
        memos=memos,
        already=already,
        documents=tuple(documents.files),
        codes=tuple(codes.new),
        coders=tuple(sorted(set(names.values()))),
        codebook=codes.book.name,
        decisions=(*project.decisions, *documents.decisions, *told.decisions),
        faults=(*faults, *told.faults),
    )


def _corpus(into: str | Path, progress: Progress | None) -> tuple[Path, Corpus | None]:
    try:
        place = find_corpus(str(into))
    except SendQualError:
        direct, root = Path(into), study_root()
        by_name = root and direct.name == str(into) and not direct.is_absolute()
        return (root / "corpora" / direct if by_name and root else direct), None
    home = place.parent if place.is_file() else place
    home = home.parent if home.name == "documents" else home
    if not any((home / "documents").glob("*")) and not any(one.is_file() for one in home.glob("[!.]*.*")):
        return home, None
    corpus = read_corpus(home, progress=progress)
    return home, corpus


def _describe(home: Path, project: Project, codes: Codes) -> None:
    path = home / "corpus.toml"
    if not path.exists():
        title = re.sub(r'["\\\x00-\x1f]', " ", project.name)
        write_text(path, f'title = "{title}"\ncodebook = "{codes.book.name}"\n')


def _attributes(project: Project, documents: Documents, home: Path, *, new: bool) -> Iterable[Fault]:
    """Variables of sources as ``attributes.csv``; one that is there is kept as it is."""
    rows = []
    missing = 0
    for one in project.sources:
        document = documents.documents.get(one.guid)
        said = {key: value for key, value in one.attributes if key not in _NO_COLUMNS}
        said |= {"description": one.description} if one.description else {}
        if document and said:
            rows.append({"document": document.id, **said})
            missing += sum(document.attributes.get(key) != value for key, value in said.items())
    path = home / "attributes.csv"
    if rows and not path.exists() and (new or missing):
        import pandas as pd

        write_csv(pd.DataFrame(rows).fillna(""), path)
    elif missing and path.exists():
        problem = f"{missing} values of variables in the project are not in attributes.csv, which is kept as it is"
        yield Fault(project.name, problem, "Add them to attributes.csv")


def _names(project: Project, home: Path, ids: Identities, coder: str) -> dict[str, str]:
    """The name of each coder's ledger, by the name in the project."""
    have = {one.coder.casefold(): one.coder for one in all_ledgers(home)}
    found: dict[str, str] = {}
    guids = {one.name: one.guid for one in project.coders}
    for said in dict.fromkeys([*(one.coder for one in project.codings), *(one.coder for one in project.memos)]):
        known = ids.name_of("coders", guids.get(said, ""))
        name = known or (said and _ledger_name(said)) or coder.strip() or _UNNAMED
        name = have.setdefault(name.casefold(), name)
        number, plain = 1, name
        while name in found.values() and not known and said:
            number += 1
            name = f"{plain[:36]} {number}"
        found[said] = name
    return found


def _ledger_name(said: str) -> str:
    """A person's name as that of a file.

    Examples
    --------
    >>> _ledger_name("o'brien@example.org"), _ledger_name("AB")
    ('o brien example.org', 'AB')
    """
    plain = re.sub(r"[^\w .-]|_", " ", unicodedata.normalize("NFC", said))
    plain = re.sub(r"\s+", " ", plain).strip(" .-")[:40].strip(" .-")
    device = re.fullmatch(r"(?i)(con|prn|aux|nul|com\d|lpt\d)", plain.split(".")[0])
    return f"coder {plain}" if device else plain


def _remember(
    project: Project, documents: Documents, codes: Codes, names: dict[str, str], ids: Identities, source: str
) -> None:
    for guid, document in documents.documents.items():
        mine = project.own_guids or document.id in documents.files
        if mine and guid != fresh("document", ids.corpus, document.id):
            ids.known["documents"].setdefault(document.id, guid)
    for guid, id in codes.ids.items():
        mine = project.own_guids or id in codes.new
        if mine and guid != fresh("code", codes.book.name, id):
            ids.known["codes"].setdefault(f"{codes.book.name}:{id}", guid)
    for one in project.coders:
        if project.own_guids and one.name in names and one.guid != fresh("coder", names[one.name]):
            ids.known["coders"].setdefault(names[one.name], one.guid)
    ids.closed.update(one.guid for one in project.codes if not one.codable)
    ids.kept.update({one.guid: one for one in project.kept})
    said = {"name": source or project.name, "project": project.name, "origin": project.origin}
    note = {**said, "decisions": list(project.decisions)}
    if note not in ids.files:
        ids.files.append(note)


class _Events:
    """The codings and memos of a project as events."""

    def __init__(
        self, project: Project, documents: Documents, codes: Codes, names: dict[str, str], source: str
    ) -> None:
        self._project, self._documents, self._codes, self._names = project, documents, codes, names
        self._source = source or project.name
        self.decisions: list[str] = []
        self.faults: list[Fault] = []

    def write(self, home: Path, ids: Identities) -> tuple[int, int, int]:
        """Append what is new; give how many codings and memos are, and how many were there already."""
        mine: dict[str, list[Event]] = {name: [] for name in self._names.values()}
        for one in self._project.codings:
            coding = self._coding(one)
            if coding is None:
                continue
            name = self._names[one.coder]
            event = new_event(one.status, name, coding, time=one.created)
            mine[name].append(replace(event, source=self._source))
            pair = [one.guid, one.selection]
            target = target_of(coding)
            if self._project.own_guids and pair != [
                fresh("coding", ids.corpus, target, name),
                fresh("passage", ids.corpus, target, name),
            ]:
                ids.known["codings"].setdefault(f"{target}@{name}", pair)
        counts = [0, 0, 0]
        for name, events in mine.items():
            ledger = open_ledger(home, name)
            reading = ledger.read()
            new, already = _news(reading, events)
            notes, before = self._memos(name, reading)
            ledger.append(as_one([*new, *notes]))
            counts = [counts[0] + len(new), counts[1] + len(notes), counts[2] + already + before]
        return counts[0], counts[1], counts[2]

    def _coding(self, one: ProjectCoding) -> Coding | None:
        document, laid = self._documents.documents.get(one.source), self._documents.maps.get(one.source)
        id = self._codes.ids.get(one.code)
        if document is None or laid is None or id is None:
            return None  # the source was told of already
        span = laid.of(one)
        if span is None or span[0] >= span[1]:
            place = f"{document.id} {one.start}-{one.end}"
            self.faults.append(Fault(place, f"the passage coded {id} is not in the document", "Code it anew"))
            return None
        reason = WHOLE if not one.selection else one.reason
        return replace(
            _at(document, span, id),
            facets=self._facets(one),
            memo=one.memo,
            confidence=one.confidence,
            reason=reason,
            codebook=self._codes.book.name,
            codebook_version=self._codes.book.version,
        )

    def _facets(self, one: ProjectCoding) -> dict[str, str]:
        known = {(each.id, value) for each in self._codes.book.facets for value in each.values}  # noqa: PD011
        found = {}
        for facet, value in one.facets:
            if (facet, value) in known:
                found[facet] = value
            else:
                problem = f"the codebook {self._codes.book.name} has no {facet} `{value}`"
                fault = Fault(self._source, problem, "Add the value to its facets and import again")
                self.faults += [] if fault in self.faults else [fault]
        return found

    def _memos(self, name: str, reading: Reading) -> tuple[list[Event], int]:
        told: dict[str, list[Memo]] = {}
        for memo in self._project.memos:
            document = self._documents.documents.get(memo.about)
            target = f"document:{document.id}" if document else ""
            target = target or (f"code:{id}" if (id := self._codes.ids.get(memo.about)) else "")
            if target and self._names[memo.coder] == name:
                told.setdefault(target, []).append(memo)
        if not told:
            return [], 0
        before = {(event.target, event.memo) for event in reading.events if event.kind == "memo"}
        new, already = [], 0
        for target, memos in told.items():
            text = "\n\n".join(memo.text for memo in memos)
            if any(where == target and text in said for where, said in before):
                already += 1
                continue
            if standing := reading.state.memos.get(target, ""):
                text = f"{standing}\n\n{text}"
            event = new_event("memo", name, target=target, memo=text, time=memos[-1].created)
            new.append(replace(event, source=self._source))
        return new, already


def _at(document: Document, span: tuple[int, int], code: str) -> Coding:
    quote, prefix, suffix = words_at(document.text, *span)
    return Coding(document.id, *span, quote, code, "", prefix, suffix)


def _news(reading: Reading, events: Iterable[Event]) -> tuple[list[Event], int]:
    """The events that say what the ledger has never had; of equal ones the first.

    What the file does not say takes nothing away: a coding without memo or facets is the one that has them. What a
    person took away stays away, and a memo of the file stands after the one that stands.
    """
    before: dict[str, list[Coding]] = {}
    for event in reading.events:
        if event.coding and event.kind in ("applied", "accepted"):
            before.setdefault(event.target, []).append(event.coding)
    standing = reading.state.codings
    new: list[Event] = []
    already = 0
    for event in events:
        if event.coding is None:
            continue
        earlier = before.setdefault(event.target, [])
        gone = bool(earlier) and event.target not in standing and all(one is not event for one in new)
        if any(_holds(one, event.coding) for one in earlier) or (gone and earlier[0].created != event.coding.created):
            already += 1
            continue
        earlier.append(event.coding)
        now = standing.get(event.target)
        if now and now.memo and event.coding.memo:
            both = replace(event.coding, memo=f"{now.memo}\n\n{event.coding.memo}")
            new.append(replace(event, coding=both))
        else:
            new.append(event)
    return new, already


def _holds(one: Coding, other: Coding) -> bool:
    """Whether a coding says all that another of the same passage and code says."""
    facets = not other.facets or dict(one.facets) == dict(other.facets)
    return facets and other.memo in one.memo

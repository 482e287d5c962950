"""Codings and decisions from a spreadsheet into the ledgers of a corpus."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from send_qual.codebook import Codebook, read_codebook
from send_qual.coding._events import Event, new_event
from send_qual.coding._place import anchored, as_it_stood, place
from send_qual.coding._table import Row, read_table
from send_qual.coding.codings import Coding
from send_qual.coding.ledger import open_ledger
from send_qual.corpus import Corpus, Document, read_corpus
from send_qual.errors import Fault, SendQualError
from send_qual.study import shipped, study_root

__all__ = ["Imported", "import_codings"]

Progress = Callable[[int, int, str], None]

_ACCEPT = frozenset({"accept", "accepted", "yes", "y", "ok", "agree", "agreed", "a", "true", "1"})
_REJECT = frozenset({"reject", "rejected", "no", "n", "disagree", "r", "false", "0"})
_POLARITIES = {
    "facilitator": "facilitator", "facilitators": "facilitator", "+": "facilitator", "strength": "facilitator",
    "positive": "facilitator", "enabler": "facilitator", "good practice": "facilitator",
    "challenge": "challenge", "challenges": "challenge", "-": "challenge", "barrier": "challenge",
    "weakness": "challenge", "negative": "challenge",
    "mixed": "mixed", "both": "mixed", "~": "mixed",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Parameters
    ----------
    applied, accepted, rejected : int
        Events written.
    already : int
        Rows that said what stands already; nothing was written for them.
    undecided : int
        Rows of a review sheet without a decision.
    faults : tuple of Fault
        Rows that could not be taken in: file and row, why, what to do.
    """

    applied: int = 0
    accepted: int = 0
    rejected: int = 0
    already: int = 0
    undecided: int = 0
    faults: tuple[Fault, ...] = ()


class _UnusableError(Exception):
    """A row that cannot be taken in: what is wrong, and what to do."""

    def __init__(self, problem: str, mend: str) -> None:
        super().__init__(problem)
        self.problem, self.mend = problem, mend


def import_codings(
    path: str | Path,
    into: str | Path,
    *,
    codebook: str | Codebook | None = None,
    coder: str = "",
    progress: Progress | None = None,
) -> Imported:
    """Take codings made by people, or their decisions on suggestions, into the ledgers of a corpus.

    Codings are placed by their quotation. Rows whose quotation, document, code or coder cannot be
    made out are listed, the others are taken in; what stands already is not doubled, so the same
    file can be imported again after it was mended.

    Parameters
    ----------
    path : str or Path
        ``.xlsx`` or ``.csv`` with columns document, quote, code, and as there are polarity, coder, memo,
        further facets; or a review sheet that came back, with its column decision: ``accept``,
        ``reject``, or the code it should have been.
    into : str or Path
        A corpus by name or folder.
    codebook : str or Codebook, optional
        Default: the one named in the row, else the one of the study that knows the most of the codes.
    coder : str, optional
        Who coded or decided, where the table does not say.
    progress : callable, optional
        ``progress(done, total, what)`` while the documents are read.

    Returns
    -------
    Imported

    Raises
    ------
    SendQualError
        Where the table or the corpus cannot be read at all.
    """
    path = Path(path)
    columns, rows = read_table(path)
    corpus = read_corpus(into, progress=progress)
    desk = _Desk(corpus, _Books(codebook, rows), coder.strip(), columns)
    faults: list[Fault] = []
    for row in rows:
        try:
            desk.take(row)
        except _UnusableError as why:
            faults.append(Fault(f"{path.name} row {row.number}", why.problem, why.mend))
    fresh: list[Event] = []
    for name in dict.fromkeys(event.coder for event in desk.events):
        ledger = open_ledger(into, name)
        told = _news(ledger.read().state.codings, (event for event in desk.events if event.coder == name))
        ledger.append(told)
        fresh.extend(told)
    counts = {kind: sum(event.kind == kind for event in fresh) for kind in ("applied", "accepted", "rejected")}
    already = len(desk.events) - len(fresh)
    return Imported(**counts, already=already, undecided=desk.undecided, faults=tuple(faults))


def _news(standing: Mapping[str, Coding], events: Iterable[Event]) -> list[Event]:
    """The events that change what stands."""
    now = dict(standing)
    told = []
    for event in events:
        before = now.get(event.target)
        if event.coding and not (before and _same(before, event.coding)):
            now[event.target] = event.coding
            told.append(event)
    return told


def _same(before: Coding, now: Coding) -> bool:
    return (before.status, dict(before.facets), before.memo) == (now.status, dict(now.facets), now.memo)


class _Books:
    """The codebooks that rows may mean."""

    def __init__(self, given: str | Codebook | None, rows: Iterable[Row]) -> None:
        self._given = read_codebook(given) if isinstance(given, str) else given
        self._by_name: dict[str, Codebook] = {self._given.name: self._given} if self._given else {}
        self._rows = tuple(rows)

    def of(self, row: Row) -> Codebook:
        if self._given:
            return self._given
        if name := row["codebook"]:
            if name not in self._by_name:
                try:
                    self._by_name[name] = read_codebook(name)
                except SendQualError as error:
                    raise _UnusableError(f"its codebook cannot be used ({error})", "Name another one") from None
            return self._by_name[name]
        self._given = self._likeliest()
        return self._given

    def _likeliest(self) -> Codebook:
        """The codebook that knows the most of the codes of the table."""
        meant = [wanted for row in self._rows for wanted in _codes_in(row["code"])]
        known: list[tuple[float, str, Codebook]] = []
        folders = [root / "codebooks" if (root := study_root()) else None, shipped("codebooks")]
        for file in dict.fromkeys(f for folder in folders if folder and folder.is_dir() for f in folder.glob("*.yaml")):
            if any(file.stem == name for _, name, _ in known):
                continue
            try:
                book = read_codebook(file)
            except SendQualError:
                continue
            fits = [1.0 if code in book else 0.9 * bool(_find_code(code, book)) for code in meant]  # an id tells more
            known.append((sum(fits), file.stem, book))
        known.sort(key=lambda entry: -entry[0])
        if not known or not known[0][0] or (len(known) > 1 and known[0][0] == known[1][0]):
            names = ", ".join(sorted(name for _, name, _ in known)) or "none"
            mend = f"Say which: --codebook NAME, or a column `codebook`. Known here: {names}"
            raise SendQualError(Fault("the table of codings", "its codes do not tell which codebook they are of", mend))
        return known[0][2]


class _Desk:
    """Rows to events."""

    def __init__(self, corpus: Corpus, books: _Books, coder: str, columns: Iterable[str]) -> None:
        self.books = books
        self.coder = coder
        self.review = "decision" in columns
        self.events: list[Event] = []
        self.undecided = 0
        self._documents = {document.id.casefold(): document for document in corpus}
        stems: dict[str, list[Document]] = {}
        for document in corpus:
            stems.setdefault(document.id.rsplit(".", 1)[0].casefold(), []).append(document)
        self._stems: Mapping[str, list[Document]] = stems

    def take(self, row: Row) -> None:
        status = row["status"].casefold()
        decision = row["decision"] or (status if status in ("accepted", "rejected") else "")
        if not decision and (status == "suggested" or (self.review and not status)):
            self.undecided += 1
            return
        book = self.books.of(row)
        document = self._document(row["document"])
        base = self._placed(row, document, book)
        coder = self._coder(row)
        if not decision:
            wanted = _codes_in(row["code"])
            if not wanted:
                raise _UnusableError("the row names no code", "Give it one, or delete the row")
            codes = [_code(one, book) for one in wanted]
            for code in codes:
                self.events.append(new_event("applied", coder, replace(base, code=code)))
        else:
            self._decide(decision, row, replace(base, code=_code(row["code"], book)), book, coder)

    def _decide(self, decision: str, row: Row, base: Coding, book: Codebook, coder: str) -> None:
        suggestion = replace(base, coder=row["coder"] if self.review else "")
        if decision.casefold() in _ACCEPT:
            self.events.append(new_event("accepted", coder, suggestion))
        elif decision.casefold() in _REJECT:
            self.events.append(new_event("rejected", coder, suggestion))
        else:
            other = _code(decision, book)
            if other == suggestion.code:
                self.events.append(new_event("accepted", coder, suggestion))
                return
            mine = replace(base, code=other, confidence=None, reason="")
            self.events += [new_event("rejected", coder, suggestion), new_event("applied", coder, mine)]

    def _coder(self, row: Row) -> str:
        name = (row["reviewer"] if self.review else row["coder"]) or self.coder
        if not name and self.review and row["status"] == "applied":
            name = row["coder"]
        if not name:
            column = "reviewer" if self.review else "coder"
            raise _UnusableError("it does not say who coded", f"Fill the column `{column}`, or say --coder AB")
        return name.strip()

    def _document(self, name: str) -> Document:
        base = name.replace("\\", "/").rsplit("/", 1)[-1].strip().casefold()
        if found := self._documents.get(base):
            return found
        same = self._stems.get(base) or self._stems.get(base.rsplit(".", 1)[0]) or []
        if len(same) == 1:
            return same[0]
        if not base:
            raise _UnusableError("it names no document", "Write the name of the file it was coded in")
        if same:
            named = " or ".join(document.id for document in same)
            raise _UnusableError(f"the document {name!r} may be several", f"Write {named}")
        close = difflib.get_close_matches(base, [*self._documents, *self._stems], n=1, cutoff=0.6)
        mend = f"Perhaps {close[0]} is meant" if close else "Write the name of a file of this corpus"
        raise _UnusableError(f"there is no document {name!r} in the corpus", mend)

    def _placed(self, row: Row, document: Document, book: Codebook) -> Coding:
        near = int(row["start"]) if row["start"].isdigit() else None
        found = as_it_stood(document, row["quote"], near, row["end"]) or place(
            document, row["quote"], prefix=row["prefix"], suffix=row["suffix"], near=near
        )
        if found.problem:
            mend = "Give more of the words, or a column `start`" if "places" in found.problem else "Copy them from it"
            raise _UnusableError(f"{found.problem} ({document.id})", mend)
        try:
            confidence = min(max(float(row["confidence"]), 0.0), 1.0) if row["confidence"] and self.review else None
        except ValueError:
            confidence = None
        coding = Coding(
            document=document.id,
            start=found.start,
            end=found.end,
            quote="",
            code="",
            coder="",
            facets=_facets(row, book),
            confidence=confidence,
            reason=row["reason"] if self.review else "",
            memo=row["memo"],
            codebook=book.name,
            codebook_version=book.version,
        )
        return anchored(coding, document, found)


def _facets(row: Row, book: Codebook) -> dict[str, str]:
    """The facets of a row, each a value that the codebook has."""
    facets = {}
    for facet in book.facets:
        said = row[facet.id] or row[facet.name.casefold()]
        if not said:
            continue
        value = _POLARITIES.get(said.casefold(), said.casefold()) if facet.id == "polarity" else said
        known = {one.casefold(): one for one in facet.values}
        if value.casefold() not in known:
            close = difflib.get_close_matches(value.casefold(), list(known), n=1)
            mend = f"Perhaps {known[close[0]]} is meant" if close else f"Write one of {', '.join(facet.values)}"
            raise _UnusableError(f"`{said}` is no {facet.name.lower()}", mend)
        facets[facet.id] = known[value.casefold()]
    return facets


def _codes_in(cell: str) -> list[str]:
    return [part.strip() for part in cell.replace("\n", ";").split(";") if part.strip()]


def _find_code(wanted: str, book: Codebook) -> str | None:
    """The id of a code given by id, by name, or by the last part of its id where only one ends so."""
    plain = wanted.casefold().replace("\\", "/").replace(" / ", "/").strip("/ ")
    by_id = {code.id.casefold(): code.id for code in book}
    if plain in by_id:
        return by_id[plain]
    named = [code.id for code in book if code.name.casefold() == plain]
    ends = [code.id for code in book if code.id.rsplit("/", 1)[-1].casefold() == plain]
    for found in (named, ends):
        if len(found) == 1:
            return found[0]
    return None


def _code(wanted: str, book: Codebook) -> str:
    if found := _find_code(wanted, book):
        return found
    known = {**{code.name.casefold(): code.id for code in book}, **{code.id.casefold(): code.id for code in book}}
    close = difflib.get_close_matches(wanted.casefold(), list(known), n=1, cutoff=0.5)
    mend = f"Perhaps {known[close[0]]} is meant" if close else f"The themes are {', '.join(c.id for c in book.themes)}"
    raise _UnusableError(f"there is no code {wanted!r} in the codebook {book.name}", mend)

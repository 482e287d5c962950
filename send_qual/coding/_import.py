"""Codings and decisions from a spreadsheet into the ledgers of a corpus."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from send_qual.codebook import Codebook, read_codebook
from send_qual.coding._answers import AnswerSheet, answer_of, answer_sheet, store_answers
from send_qual.coding._events import Event, as_one, new_event
from send_qual.coding._finished import Finished
from send_qual.coding._meant import Documents, UnusableError, code_meant, codes_in, facets_meant, find_code
from send_qual.coding._place import Placed, anchored, as_it_stood, place
from send_qual.coding._table import Row, read_table
from send_qual.coding.answers import Answer
from send_qual.coding.codings import Coding, Codings
from send_qual.coding.ledger import open_ledger
from send_qual.corpus import Corpus, Document, read_corpus
from send_qual.errors import Fault, SendQualError
from send_qual.study import shipped, study_root

__all__ = ["Imported", "import_codings", "read_coding_table"]

Progress = Callable[[int, int, str], None]

_ACCEPT = frozenset({"accept", "accepted", "yes", "y", "ok", "agree", "agreed", "a", "true", "1"})
_REJECT = frozenset({"reject", "rejected", "no", "n", "disagree", "r", "false", "0"})


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
        Rows of a review sheet without a decision, and passages offered that got no code.
    answers : int
        Answers to report-level questions that are new.
    finished : tuple of str
        Documents that are marked as finished now, because it was asked for.
    unfinished : tuple of str
        Documents that are not, because a row about them could not be taken in.
    faults : tuple of Fault
        Rows that could not be taken in: file and row, why, what to do.
    notices : tuple of Fault
        Rows that were taken in otherwise than they say: their words do not stand at the start and end given, and were
        placed by the quotation.
    """

    applied: int = 0
    accepted: int = 0
    rejected: int = 0
    already: int = 0
    undecided: int = 0
    answers: int = 0
    finished: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()


def import_codings(
    path: str | Path,
    into: str | Path,
    *,
    codebook: str | Codebook | None = None,
    coder: str = "",
    finished: bool = False,
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
        ``reject``, or the code it should have been; or a table of answers to the codebook's questions about
        each report: a column document, and one per question (its id or name) with Y or N.
    into : str or Path
        A corpus by name or folder.
    codebook : str or Codebook, optional
        Default: the one named in the row, else the one of the study that knows the most of the codes.
    coder : str, optional
        Who coded or decided, where the table does not say.
    finished : bool
        Mark each document of the table as finished by who coded or decided in it: there only people's codings count.
        A document of which a row cannot be taken in is not marked.
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
    if sheet := _answered(path, codebook):
        return _import_answers(path, into, read_corpus(into, progress=progress), sheet, coder.strip())
    columns, rows = read_table(path)
    corpus = read_corpus(into, progress=progress)
    desk = _Desk(corpus, _Books(codebook, rows), coder.strip(), columns)
    faults = desk.take_all(rows, path.name)
    fresh: list[Event] = []
    for name in desk.coders:
        ledger = open_ledger(into, name)
        state = ledger.read().state
        told = _news(state.codings, (event for event in desk.events if event.coder == name))
        marks = [new_event("finished", name, finished=one) for one in desk.finished(name)] if finished else []
        marks = [event for event in marks if event.target not in state.finished]
        ledger.append(as_one([*told, *marks]))  # one gesture: the desk takes it back as one
        fresh.extend(told)
    counts = {kind: sum(event.kind == kind for event in fresh) for kind in ("applied", "accepted", "rejected")}
    already = len(desk.events) - len(fresh)
    done = dict.fromkeys(one.document for name in desk.coders for one in desk.finished(name)) if finished else ()
    left = sorted(desk.faulty) if finished else ()
    return Imported(
        **counts,
        already=already,
        undecided=desk.undecided,
        finished=tuple(done),
        unfinished=tuple(left),
        faults=faults,
        notices=tuple(desk.notices),
    )


def read_coding_table(path: str | Path, corpus: Corpus, codebook: Codebook, *, coder: str = "") -> Codings:
    """Read people's codings from a table, without writing them into the ledgers of the corpus.

    Parameters
    ----------
    path : str or Path
        As for :func:`import_codings`.
    corpus : Corpus
    codebook : Codebook
    coder : str, optional
        Who coded, where the table does not say.

    Returns
    -------
    Codings
        With corpus and codebook; ``notices`` name the rows that could not be placed.
    """
    path = Path(path)
    columns, rows = read_table(path)
    desk = _Desk(corpus, _Books(codebook, rows), coder.strip(), columns)
    faults = desk.take_all(rows, path.name)
    return Codings((), corpus, codebook, faults).adding(e.coding for e in desk.events if e.coding)


def _answered(path: Path, codebook: str | Codebook | None) -> AnswerSheet | None:
    """The table as one of answers: to the codebook given, or to whichever of the study asks such questions."""
    if codebook is not None:
        return answer_sheet(path, read_codebook(codebook) if isinstance(codebook, str) else codebook)
    sheets = (answer_sheet(path, book) for book in _all_books().values() if book.issues)
    return next((sheet for sheet in sheets if sheet), None)


def _import_answers(path: Path, into: str | Path, corpus: Corpus, sheet: AnswerSheet, coder: str) -> Imported:
    documents = Documents(corpus)
    answers, faults = [], []
    for number, named, who, told in sheet.rows:
        try:
            document = documents.of(named)
            if not (who or coder):
                raise UnusableError("it does not say who answered", "Fill a column `coder`, or say --coder AB")
            for issue, cell in told.items():
                yes = answer_of(cell)
                if yes is None:
                    raise UnusableError(f"`{cell}` is no answer to {issue}", "Write Y or N, or leave it empty")
                answers.append(Answer(document.id, issue, yes, coder=who or coder))
        except UnusableError as why:
            faults.append(Fault(f"{path.name} row {number}", why.problem, why.mend))
    new = store_answers(into, answers)
    return Imported(answers=new, already=len(answers) - new, faults=tuple(faults))


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
                    raise UnusableError(f"its codebook cannot be used ({error})", "Name another one") from None
            return self._by_name[name]
        self._given = self._likeliest()
        return self._given

    def _likeliest(self) -> Codebook:
        """The codebook that knows the most of the codes of the table."""
        meant = [wanted for row in self._rows for wanted in codes_in(row["code"])]
        known: list[tuple[float, str, Codebook]] = []
        for name, book in _all_books().items():
            fits = [1.0 if code in book else 0.9 * bool(find_code(code, book)) for code in meant]  # an id tells more
            known.append((sum(fits), name, book))
        known.sort(key=lambda entry: -entry[0])
        if not known or not known[0][0] or (len(known) > 1 and known[0][0] == known[1][0]):
            names = ", ".join(sorted(name for _, name, _ in known)) or "none"
            mend = f"Say which: --codebook NAME, or a column `codebook`. Known here: {names}"
            raise SendQualError(Fault("the table of codings", "its codes do not tell which codebook they are of", mend))
        return known[0][2]


def _all_books() -> dict[str, Codebook]:
    """The codebooks of the study, and those that ship, that can be read; by name of file."""
    books: dict[str, Codebook] = {}
    folders = [root / "codebooks" if (root := study_root()) else None, shipped("codebooks")]
    for file in dict.fromkeys(f for folder in folders if folder and folder.is_dir() for f in folder.glob("*.yaml")):
        if file.stem not in books:
            with suppress(SendQualError):
                books[file.stem] = read_codebook(file)
    return books


class _Desk:
    """Rows to events."""

    def __init__(self, corpus: Corpus, books: _Books, coder: str, columns: Iterable[str]) -> None:
        self.books = books
        self.coder = coder
        self.review = "decision" in columns
        self.offered = "offered" in columns  # by `send-qual next`: a row without a code was seen and left
        self.events: list[Event] = []
        self.undecided = 0
        self.notices: list[Fault] = []
        self.faulty: set[str] = set()  # documents of which a row could not be taken in
        self._documents = Documents(corpus)

    def take_all(self, rows: Iterable[Row], name: str) -> tuple[Fault, ...]:
        """Take the rows of a table; those that cannot be taken in are told."""
        faults = []
        self._name = name
        for row in rows:
            try:
                self.take(row)
            except UnusableError as why:
                faults.append(Fault(f"{name} row {row.number}", why.problem, why.mend))
                with suppress(UnusableError):
                    self.faulty.add(self._documents.of(row["document"]).id)
        return tuple(faults)

    @property
    def coders(self) -> tuple[str, ...]:
        """Who coded or decided."""
        return tuple(dict.fromkeys(event.coder for event in self.events))

    def finished(self, coder: str) -> list[Finished]:
        """What a coder has finished, if the table is all of their work on its documents."""
        worked = {(e.coding.document, e.coding.codebook) for e in self.events if e.coder == coder and e.coding}
        return [Finished(d, coder, codebook=book) for d, book in sorted(worked) if d not in self.faulty]

    def take(self, row: Row) -> None:
        status = row["status"].casefold()
        decision = row["decision"] or (status if status in ("accepted", "rejected") else "")
        if not decision and (status == "suggested" or (self.review and not status)):
            self.undecided += 1
            return
        book = self.books.of(row)
        document = self._documents.of(row["document"])
        base = self._placed(row, document, book)
        coder = self._coder(row)
        if not decision:
            wanted = codes_in(row["code"])
            if not wanted and self.offered:
                self.undecided += 1
                return
            if not wanted:
                raise UnusableError("the row names no code", "Give it one, or delete the row")
            codes = [code_meant(one, book) for one in wanted]
            for code in codes:
                self.events.append(new_event("applied", coder, replace(base, code=code)))
        else:
            self._decide(decision, row, replace(base, code=code_meant(row["code"], book)), book, coder)

    def _decide(self, decision: str, row: Row, base: Coding, book: Codebook, coder: str) -> None:
        suggestion = replace(base, coder=row["coder"] if self.review else "")
        if decision.casefold() in _ACCEPT:
            self.events.append(new_event("accepted", coder, suggestion))
        elif decision.casefold() in _REJECT:
            self.events.append(new_event("rejected", coder, suggestion))
        else:
            other = code_meant(decision, book)
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
            raise UnusableError("it does not say who coded", f"Fill the column `{column}`, or say --coder AB")
        return name.strip()

    def _placed(self, row: Row, document: Document, book: Codebook) -> Coding:
        near = int(row["start"]) if row["start"].isdigit() else None
        found = as_it_stood(document, row["quote"], near, row["end"])
        if found is None:
            found = place(document, row["quote"], prefix=row["prefix"], suffix=row["suffix"], near=near)
            if row["start"] and row["end"] and not found.problem:
                self.notices.append(self._placed_otherwise(row, document, found))
        if found.problem:
            mend = "Give more of the words, or a column `start`" if "places" in found.problem else "Copy them from it"
            raise UnusableError(f"{found.problem} ({document.id})", mend)
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
            facets=facets_meant(row, book),
            confidence=confidence,
            reason=row["reason"] if self.review else "",
            memo=row["memo"],
            codebook=book.name,
            codebook_version=book.version,
        )
        return anchored(coding, document, found)

    def _placed_otherwise(self, row: Row, document: Document, found: Placed) -> Fault:
        given, there = f"{row['start']}-{row['end']}", f"{found.start}-{found.end}"
        problem = f"its words do not stand at {given} of {document.id}; by the quotation they stand at {there}"
        return Fault(
            f"{self._name} row {row.number}", problem, "They were placed there; mend start and end if not meant"
        )

"""Codings and decisions from a spreadsheet into the ledgers of a corpus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from send_qual.codebook import Codebook, read_codebook
from send_qual.coding._answer_sheets import AnswerSheet, answer_of, answer_sheet, store_answers
from send_qual.coding.answers import Answer
from send_qual.coding.codings import Codings
from send_qual.coding.ledger._events import Event, as_one, new_event
from send_qual.coding.ledger._finished_marks import Finished
from send_qual.coding.ledger.ledger import open_ledger
from send_qual.coding.tables._grid import is_sheet, read_documents, read_table
from send_qual.coding.tables._news import news
from send_qual.coding.tables._resolve import Books, Documents, UnusableError, all_books
from send_qual.coding.tables._sheet_file import keep_sheet
from send_qual.coding.tables._table_rows import TableRows
from send_qual.corpus import Corpus, read_corpus
from send_qual.errors import Fault, SendQualError

__all__ = ["Imported", "import_codings", "read_coding_table"]

Progress = Callable[[int, int, str], None]
_NAMED = 12  # documents, after which they are counted


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did.

    Parameters
    ----------
    applied, accepted, rejected, recoded : int
        Codings of people, and suggestions decided on, that are new; a suggestion that was given another code is
        recoded, not rejected.
    withdrawn, memos : int
        Decisions taken back, and memos on suggestions not decided on.
    already : int
        Rows that say what stands already, or what was taken in from them before; nothing was written for them.
    undecided : int
        Rows of a review sheet without a decision, and passages offered that got no code.
    answers : int
        Answers to report-level questions that are new.
    finished : tuple of str
        Documents that are marked as finished now, because it was asked for or the sheet says so.
    reopened : tuple of str
        Documents that the sheet says are not finished any more.
    unfinished : tuple of str
        Documents that are not, because a row about them could not be taken in.
    kept : tuple of str
        A review sheet that came from elsewhere, as it is called in ``reviews/`` of the corpus.
    faults : tuple of Fault
        Rows that could not be taken in: file and row, why, what to do.
    notices : tuple of Fault
        Rows that were taken in otherwise than they say: their words do not stand at the start and end given, and were
        placed by the quotation.
    """

    applied: int = 0
    accepted: int = 0
    rejected: int = 0
    recoded: int = 0
    withdrawn: int = 0
    memos: int = 0
    already: int = 0
    undecided: int = 0
    answers: int = 0
    finished: tuple[str, ...] = ()
    reopened: tuple[str, ...] = ()
    unfinished: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    notices: tuple[Fault, ...] = ()

    def __str__(self) -> str:
        told = {
            "codings applied": self.applied,
            "suggestions accepted": self.accepted,
            "rejected": self.rejected,
            "recoded": self.recoded,
            "decisions taken back": self.withdrawn,
            "memos": self.memos,
            "answers about reports": self.answers,
        }
        new = ", ".join(f"{count:,} {what}" for what, count in told.items() if count) or "nothing new"
        rest = {
            "stood already": self.already,
            "to decide": self.undecided,
            "could not be taken in": len(self.faults),
        }
        marks = {
            "marked as finished": self.finished,
            "not marked as finished, for a row of it could not be taken in": self.unfinished,
            "not finished any more": self.reopened,
            "kept in reviews/ of the corpus": self.kept,
        }
        parts = [new, *(f"{count:,} {what}" for what, count in rest.items() if count)]
        return "; ".join([*parts, *(f"{what}: {_listed(ids)}" for what, ids in marks.items() if ids)])

    def _repr_pretty_(self, printer: Any, _cycle: bool) -> None:
        """What a notebook shows: the sentence, and the rows that could not be taken in."""
        printer.text("\n".join(map(str, (self, *self.faults, *self.notices))))


def _listed(names: Sequence[str]) -> str:
    """Names, the first of them where they are many."""
    more = len(names) - _NAMED
    return ", ".join(names[:_NAMED]) + (f" and {more:,} more" if more > 0 else "")


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
        ``.xlsx`` or ``.csv`` with columns document, quote, code, and as there are the facets of the codebook (by
        their id), coder, memo, start and end; or a review sheet that came back, with its columns decision
        (``accept``, ``reject``, ``recode``), new code, facets, memo and finished, of which only what was changed
        counts; or a table of answers to the codebook's questions about each report: a column document, and one per
        question (its id or name) with Y or N; or a folder of such tables, of which the one saved last counts last.
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
    if path.is_dir():
        return _import_folder(path, into, codebook=codebook, coder=coder, finished=finished, progress=progress)
    if sheet := _answered(path, codebook):
        return _import_answers(path, into, read_corpus(into, progress=progress), sheet, coder.strip())
    columns, rows = read_table(path)
    corpus = read_corpus(into, progress=progress)
    kept = keep_sheet(path, corpus.home) if "decision" in columns and corpus.home else None
    table = TableRows(corpus, Books(codebook, rows), coder.strip(), columns, path.name)
    table.take_all(rows)
    table.take_documents(read_documents(path))
    kinds: list[str] = []
    faults = list(table.faults)
    already, marked = table.already, []
    for name in table.coders:
        ledger = open_ledger(into, name)
        reading = ledger.read()
        found = news(reading, (one for one in table.statements if one.coder == name))
        wanted = {mark: yes for mark, yes in table.marks.items() if mark.coder == name}
        wanted |= dict.fromkeys(table.worked(name), True) if finished else {}
        marks = _marks(wanted, reading.state.finished)
        ledger.append(as_one([*found.events, *marks]))  # one gesture: the desk takes it back as one
        kinds += found.kinds
        faults += found.faults
        already += found.already
        marked += marks
    done = [e.finished.document for e in marked if e.finished and e.kind == "finished"]
    if finished:
        done += [mark.document for name in table.coders for mark in table.worked(name)]
    return Imported(
        **{kind: kinds.count(kind) for kind in ("applied", "accepted", "rejected", "recoded", "withdrawn")},
        memos=kinds.count("memo"),
        already=already,
        undecided=table.undecided,
        finished=tuple(dict.fromkeys(done)),
        reopened=tuple(e.finished.document for e in marked if e.finished and e.kind == "reopened"),
        unfinished=tuple(sorted(table.faulty)) if finished else (),
        kept=(kept.name,) if kept else (),
        faults=tuple(faults),
        notices=tuple(table.notices),
    )


def _marks(wanted: Mapping[Finished, bool], standing: Mapping[str, Finished]) -> list[Event]:
    """The marks that change what is finished."""
    return [
        new_event("finished" if yes else "reopened", mark.coder, finished=mark)
        for mark, yes in wanted.items()
        if yes != (mark.target in standing)
    ]


def _import_folder(
    folder: Path,
    into: str | Path,
    *,
    codebook: str | Codebook | None,
    coder: str,
    finished: bool,
    progress: Progress | None,
) -> Imported:
    """All tables of a folder, the one saved last at the end."""
    files = sorted((p for p in folder.iterdir() if is_sheet(p)), key=lambda p: (p.stat().st_mtime, p.name))
    total = Imported()
    for file in files:
        try:
            one = import_codings(file, into, codebook=codebook, coder=coder, finished=finished, progress=progress)
        except SendQualError as error:  # one odd file stops nothing but itself
            one = Imported(faults=error.faults or (Fault(file.name, str(error).rstrip(".")),))
        total = Imported(
            **{each.name: getattr(total, each.name) + getattr(one, each.name) for each in fields(Imported)}
        )
    return total


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
    table = TableRows(corpus, Books(codebook, rows), coder.strip(), columns, path.name)
    table.take_all(rows)
    made = (event.coding for one in table.statements for event in one.events if event.coding)
    return Codings((), corpus, codebook, tuple(table.faults)).adding(made)


def _answered(path: Path, codebook: str | Codebook | None) -> AnswerSheet | None:
    """The table as one of answers: to the codebook given, or to whichever of the study asks such questions."""
    if codebook is not None:
        return answer_sheet(path, read_codebook(codebook) if isinstance(codebook, str) else codebook)
    sheets = (answer_sheet(path, book) for book in all_books().values() if book.issues)
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

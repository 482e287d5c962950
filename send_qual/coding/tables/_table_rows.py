"""The rows of a table of codings or a review sheet, each made into what it says."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from send_qual.codebook import Codebook
from send_qual.coding.anchoring._place import Placed, anchored, as_it_stood, place
from send_qual.coding.codings import Coding
from send_qual.coding.ledger._finished_marks import Finished
from send_qual.coding.tables._grid import Row, number_in
from send_qual.coding.tables._news import Statement, coded, decided
from send_qual.coding.tables._resolve import Books, Documents, UnusableError, code_meant, codes_in, facets_meant
from send_qual.coding.tables._review_rows import filled_parts, said_in
from send_qual.corpus import Corpus, Document
from send_qual.errors import Fault

__all__ = ["TableRows"]

_YES = frozenset({"yes", "y", "x", "true", "1", "finished"})
_NO = frozenset({"", "no", "n", "false", "0"})


class TableRows:
    """Rows to statements.

    Parameters
    ----------
    corpus : Corpus
    books : Books
    coder : str
        Who coded or decided, where a row does not say.
    columns : iterable of str
        Of the table: with ``decision`` it is a review sheet, with ``offered`` one of ``send-qual next``.
    name : str
        Of the file.
    """

    def __init__(self, corpus: Corpus, books: Books, coder: str, columns: Iterable[str], name: str) -> None:
        self._documents, self._books, self._coder, self._name = Documents(corpus), books, coder, name
        self._review, self._offered = "decision" in columns, "offered" in columns
        self.statements: list[Statement] = []
        self.undecided = 0
        self.already = 0
        self.notices: list[Fault] = []
        self.faults: list[Fault] = []
        self.marks: dict[Finished, bool] = {}  # what the table says is finished, or is not any more
        self.faulty: set[str] = set()  # documents of which a row could not be taken in
        self._worked: dict[tuple[str, str, str], None] = {}  # coder, document, codebook

    def take_all(self, rows: Iterable[Row]) -> None:
        """Take the rows of the table; those that cannot be taken in are told."""
        for row in rows:
            try:
                self._take(row)
                self._take_mark(row)
            except UnusableError as why:
                self.faults.append(Fault(self._place(row), why.problem, why.mend))
                with suppress(UnusableError):
                    self.faulty.add(self._documents.of(row["document"]).id)

    def take_documents(self, rows: Iterable[Row]) -> None:
        """Take the rows about whole documents."""
        for row in rows:
            try:
                self._take_mark(row)
            except UnusableError as why:
                self.faults.append(Fault(f"{self._place(row)} of Documents", why.problem, why.mend))

    @property
    def coders(self) -> tuple[str, ...]:
        """Who coded, decided or finished."""
        who = [*(coder for coder, _, _ in self._worked), *(mark.coder for mark in self.marks)]
        return tuple(dict.fromkeys(who))

    def worked(self, coder: str) -> list[Finished]:
        """What a coder has finished, if the table is all of their work on its documents."""
        mine = sorted((document, book) for who, document, book in self._worked if who == coder)
        return [Finished(document, coder, codebook=book) for document, book in mine if document not in self.faulty]

    def _place(self, row: Row) -> str:
        return f"{self._name} row {row.number}"

    def _take(self, row: Row) -> None:
        status = row["status"].casefold()
        decision = row["decision"] or (status if status in ("accepted", "rejected") else "")
        if self._review and row["filled"]:
            self._take_filled(row)
        elif decision or (self._review and row["new code"]):
            self._take_decision(row, decision, None)
        elif status == "suggested" or (self._review and not status) or (self._offered and not codes_in(row["code"])):
            self.undecided += 1
        else:
            self._take_coding(row)

    def _take_coding(self, row: Row) -> None:
        book, wanted = self._books.of(row), codes_in(row["code"])
        base = self._placed(row, book)
        coder = self._who(row)
        if not wanted:
            raise UnusableError("the row names no code", "Give it one, or delete the row")
        codes = [code_meant(one, book) for one in wanted]
        self.statements += coded(self._place(row), coder, self._name, base, codes)
        self._worked[coder, base.document, book.name] = None

    def _take_filled(self, row: Row) -> None:
        """A row of a sheet that knows what stood in it when it was written: only what was changed says anything."""
        book = self._books.of(row)
        facets = [facet.id for facet in book.facets]
        changed = filled_parts(said_in(row.cells, facets), facets, row["filled"])
        if not changed or (changed == {"reviewer"} and not row["decision"]):
            if row["decision"]:
                self.already += 1
                self._worked[self._who(row), self._documents.of(row["document"]).id, book.name] = None
            else:
                self.undecided += 1
            return
        if "reviewer" not in changed and self._of_another(row):
            mend = f"Write your own initials in the column `reviewer`, or say --coder {row['reviewer']} if you are"
            raise UnusableError(f"this was {row['reviewer']}'s decision, and it was changed", mend)
        self._take_decision(row, row["decision"], changed)

    def _of_another(self, row: Row) -> bool:
        """Whether a decision was filled in under the name of somebody else than the sheet is for."""
        owner = row["sheet"].split(" ", 2)[2:]
        filled_in = row["filled"].split("-")[0] != "0"
        return filled_in and row["reviewer"] not in (*owner, self._coder)

    def _take_decision(self, row: Row, decision: str, changed: frozenset[str] | None) -> None:
        book = self._books.of(row)
        base = self._placed(row, book)
        suggestion = replace(
            base, code=code_meant(row["code"], book), coder=row["coder"] if self._review else "", reason=row["reason"]
        )
        coder = self._who(row)
        kind, events = decided((decision, row["new code"]), changed, suggestion, coder, book)
        if not kind:
            self.undecided += 1
            return
        made, _, rest = row["sheet"].partition(" ")
        source = f"{made} {rest.split(' ')[0]}" if rest else self._name
        since = made if rest else ""
        self.statements.append(Statement(self._place(row), coder, events, source, since, suggestion, kind))
        self._worked[coder, base.document, book.name] = None

    def _take_mark(self, row: Row) -> None:
        said, before = row["finished"].casefold(), row["finished before"].casefold()
        if said == before:
            return
        if said not in _YES | _NO:
            raise UnusableError(
                f"`{row['finished']}` does not say whether it is finished", "Write yes, or leave it empty"
            )
        if (said in _YES) == (before in _YES):
            return
        document = self._documents.of(row["document"])
        self.marks[Finished(document.id, self._who(row), codebook=self._books.of(row).name)] = said in _YES

    def _who(self, row: Row) -> str:
        name = (row["reviewer"] if self._review else row["coder"]) or self._coder
        if not name and self._review and row["status"] == "applied":
            name = row["coder"]
        if not name:
            column = "reviewer" if self._review else "coder"
            raise UnusableError("it does not say who coded", f"Fill the column `{column}`, or say --coder AB")
        return name.strip()

    def _placed(self, row: Row, book: Codebook) -> Coding:
        document = self._documents.of(row["document"])
        near = number_in(row["start"])
        found = as_it_stood(document, row["quote"], near, number_in(row["end"]))
        if found is None:
            found = place(document, row["quote"], prefix=row["prefix"], suffix=row["suffix"], near=near)
            if row["start"] and row["end"] and not found.problem:
                self.notices.append(self._placed_otherwise(row, document, found))
        if found.problem:
            mend = "Give more of the words, or a column `start`" if "places" in found.problem else "Copy them from it"
            raise UnusableError(f"{found.problem} ({document.id})", mend)
        try:
            confidence = min(max(float(row["confidence"]), 0.0), 1.0) if row["confidence"] and self._review else None
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
            memo=row["memo"],
            codebook=book.name,
            codebook_version=book.version,
        )
        return anchored(coding, document, found)

    def _placed_otherwise(self, row: Row, document: Document, found: Placed) -> Fault:
        given, there = f"{row['start']}-{row['end']}", f"{found.start}-{found.end}"
        problem = f"its words do not stand at {given} of {document.id}; by the quotation they stand at {there}"
        return Fault(self._place(row), problem, "They were placed there; mend start and end if not meant")

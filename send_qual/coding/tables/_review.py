"""Suggestions as a sheet to be sent round, decided on, and imported again."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from send_qual.coding._merge import merge
from send_qual.coding._verdicts import Verdict, verdicts
from send_qual.coding.codings import Coding, Codings
from send_qual.coding.ledger._events import target_of
from send_qual.coding.ledger._mark_finished import read_finished
from send_qual.coding.ledger.ledger import open_ledger, read_codings
from send_qual.coding.tables._review_rows import ReviewRow
from send_qual.coding.tables._sheet_file import SheetFile, lay_sheet, reviews_folder
from send_qual.coding.tables._surroundings import Surroundings, surroundings
from send_qual.errors import Fault, SendQualError

__all__ = ["ORDERS", "ReviewSheet", "review_sheet"]

ORDERS = ("doubt", "code", "document")
"""What comes first: what the machine is least sure of; code by code; document by document."""


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """Suggestions with what people decided on them so far. Get one by :func:`review_sheet`.

    Parameters
    ----------
    rows : tuple of ReviewRow
        In the order in which they are to be read.
    codings : Codings
        Those the sheet was made of, with corpus and codebook.
    reviewer : str
        Whose decisions they will be; ``""`` where several fill it in.
    id : str
        When it was made, and a few letters of its own: by it an import knows the sheet under any name.
    finished : mapping of str to str
        Documents that are finished, and who says so: the reviewer, where there is one.
    about : str
        Which suggestions these are, in a sentence.
    """

    rows: tuple[ReviewRow, ...]
    codings: Codings
    reviewer: str = ""
    id: str = ""
    finished: Mapping[str, str] = field(default_factory=dict)
    about: str = ""

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def undecided(self) -> int:
        """How many rows wait for a decision."""
        return sum(not row.verdict for row in self.rows)

    def to_file(self, path: str | Path | None = None) -> SheetFile:
        """Write the sheet, without ever writing over what a person filled in.

        Parameters
        ----------
        path : str or Path, optional
            ``.xlsx`` or ``.csv``. Default: ``reviews/review.xlsx`` of the corpus, with the reviewer's name. A sheet
            there that holds anything filled in is kept, the new one is given a name of its own, and what was
            filled in there and not imported yet is carried over.

        Returns
        -------
        SheetFile
            Where it lies, and which were kept. ``send-qual import FILE --into CORPUS`` takes it back.

        Raises
        ------
        SendQualError
            For another suffix; or where no path is given and the corpus lies in no folder.
        """
        return lay_sheet(self, Path(path) if path else self._home() / self._name())

    def _home(self) -> Path:
        corpus = self.codings.corpus
        if corpus is None or corpus.home is None:
            mend = "Say where: to_file(path)"
            raise SendQualError(Fault("this review sheet", "its corpus lies in no folder that could keep it", mend))
        return reviews_folder(corpus.home)

    def _name(self) -> str:
        return f"review-{self.reviewer}.xlsx" if self.reviewer else "review.xlsx"


def review_sheet(
    codings: Codings,
    people: Codings | None = None,
    *,
    reviewer: str = "",
    order: str = "doubt",
    sample: int | None = None,
    seed: int = 0,
    undecided: bool = False,
) -> ReviewSheet:
    """Lay out suggestions to be decided on in a spreadsheet, with what was decided so far filled in.

    Parameters
    ----------
    codings : Codings
        A machine's suggestions, with their corpus. Those that give way to people's own codings are left out.
    people : Codings, optional
        What people coded and decided; default: what stands in the ledgers of the corpus.
    reviewer : str, optional
        Whose decisions they will be: only this person's are filled in, those of others are told beside them. Without,
        what all people who decided agree on is filled in under the name of the first.
    order : str
        One of ``ORDERS``; what is decided comes last in the order of doubt.
    sample : int, optional
        How many to draw by lot, each theme with its share of all; the same for the same suggestions and seed.
    seed : int
        Of the lot.
    undecided : bool
        Leave out what the reviewer (or, without one, anybody) has decided.

    Returns
    -------
    ReviewSheet

    Raises
    ------
    SendQualError
        For another order.

    Examples
    --------
    >>> from send_qual.coding import Coding
    >>> len(review_sheet(Codings((Coding("a.vtt", 0, 4, "wait", "health", "panel-1"),))))
    1
    """
    if order not in ORDERS:
        raise SendQualError(Fault(f"order {order!r}", "there is no such order", f"Choose {', '.join(ORDERS)}"))
    corpus = codings.corpus
    name = open_ledger(corpus.home, reviewer).coder if reviewer and corpus and corpus.home else reviewer.strip()
    if people is None:
        people = read_codings(corpus, codings.codebook) if corpus else Codings(())
    told = verdicts(people)
    waiting = {id(row) for row in merge(codings, people) if row.status == "suggested"}
    kept = [row for row in codings if target_of(row) in told or id(row) in waiting]
    if undecided:
        kept = [row for row in kept if not _mine(told.get(target_of(row), ()), name)]
    drawn = _drawn(kept, codings, sample, seed) if sample is not None else kept
    documents = {document.id: document for document in corpus or ()}
    memos = open_ledger(corpus.home, name).read().state.memos if name and corpus and corpus.home else {}
    rows = []
    for row in drawn:
        target = target_of(row)
        around = surroundings(documents[row.document], row) if row.document in documents else Surroundings()
        made = ReviewRow(row, around, told.get(target, ()), _mine(told.get(target, ()), name), name)
        rows.append(replace(made, note=memos.get(f"{target}@{row.coder}", "")))
    marks = read_finished(corpus, codings.codebook) if corpus else ()
    whole = {m.document: m.coder for m in marks if not m.code and m.span is None and name in ("", m.coder)}
    about = _about(rows, kept, sample, seed)
    return ReviewSheet(tuple(_ordered(rows, order, codings)), codings, name, _new_id(), whole, about)


def _mine(told: Iterable[Verdict], reviewer: str) -> Verdict | None:
    """The verdict that is filled in: the reviewer's; without a reviewer that of all who decided, if they agree."""
    told = tuple(told)
    if reviewer:
        return next((one for one in told if one.coder == reviewer), None)
    alike = {(one.decision, one.codes, tuple(one.facets.items())) for one in told}
    return told[0] if len(alike) == 1 else None


def _drawn(rows: list[Coding], of: Codings, size: int, seed: int) -> list[Coding]:
    """A sample by lot in which each theme has its share (largest remainders) of all suggestions.

    The lot of a suggestion is its own: what was decided since stays in the sample, and where a decision silenced
    another that had been drawn, the next one takes its place.
    """
    if size >= len(rows):
        return rows
    strata: dict[str, list[Coding]] = defaultdict(list)
    for row in rows:
        strata[row.theme].append(row)
    every = Counter(row.theme for row in of)
    exact = {theme: size * every[theme] / every.total() for theme in sorted(strata)}
    share = {theme: int(part) for theme, part in exact.items()}
    for theme in sorted(exact, key=lambda theme: (share[theme] - exact[theme], theme))[: size - sum(share.values())]:
        share[theme] += 1
    lots = {id(row): hashlib.sha256(f"{seed}\0{target_of(row)}".encode()).digest() for row in rows}
    ranked = {theme: sorted(stratum, key=lambda row: lots[id(row)]) for theme, stratum in strata.items()}
    drawn = {id(row) for theme, stratum in ranked.items() for row in stratum[: share[theme]]}
    return [row for row in rows if id(row) in drawn]


def _ordered(rows: list[ReviewRow], order: str, codings: Codings) -> list[ReviewRow]:
    book = codings.codebook
    place = {code.id: n for n, code in enumerate(book or ())}

    def key(row: ReviewRow) -> tuple[object, ...]:
        coding = row.coding
        at, sure = (coding.document, coding.start, coding.code), coding.confidence or 0.0
        if order == "document":
            return at
        if order == "code":
            return place.get(coding.code, len(place)), coding.code, sure, *at
        return bool(row.verdicts), sure, *at

    return sorted(rows, key=key)


def _about(rows: list[ReviewRow], kept: list[Coding], sample: int | None, seed: int) -> str:
    if sample is None or len(rows) == len(kept):
        return f"All {len(kept):,} suggestions."
    of = f"A sample of {len(rows):,} of {len(kept):,} suggestions"
    return f"{of}, each theme with its share, drawn by lot (seed {seed})."


def _new_id() -> str:
    now = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return f"{now} {uuid4().hex[:6]}"

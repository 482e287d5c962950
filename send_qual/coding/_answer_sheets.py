"""People's answers to the report-level questions: from a spreadsheet into ``codings/answers/`` of a corpus."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from send_qual.codebook import Codebook
from send_qual.coding._consensus import CONSENSUS
from send_qual.coding.answers import Answer
from send_qual.coding.ledger.ledger import open_ledger
from send_qual.coding.tables._grid import Grid, heading_of, read_grid
from send_qual.corpus import Corpus
from send_qual.errors import Fault, SendQualError
from send_qual.study.tables import formula_unsafe, write_csv

__all__ = ["AnswerSheet", "answer_sheet", "people_first", "read_answers", "store_answers"]

_YES = frozenset({"y", "yes", "true", "1"})
_NO = frozenset({"n", "no", "false", "0"})
_DEEPEST = 10  # rows above the headings


@dataclass(frozen=True, slots=True)
class AnswerSheet:
    """A table of answers: a row per report, a column per question.

    Parameters
    ----------
    rows : tuple of (int, str, str, dict of str to str)
        Row number, document, coder, and what stands in the column of each issue that it answers.
    """

    rows: tuple[tuple[int, str, str, dict[str, str]], ...]


def answer_sheet(path: Path, codebook: Codebook) -> AnswerSheet | None:
    """A table of answers to a codebook's questions; None where it is no such table.

    It has a column for the document, none for a quotation or a code, and columns headed by the ids or the
    names of issues; a column ``coder`` where several people answered.
    """
    names = {name.casefold(): issue.id for issue in codebook.issues for name in (issue.id, issue.name) if name}
    grid: Grid = read_grid(path)
    for at, (_, cells) in enumerate(grid[:_DEEPEST]):
        headings = [heading_of(cell) for cell in cells]
        ids = {n: found for n, cell in enumerate(cells) if (found := names.get(cell.casefold().strip()))}
        if not ids or "document" not in headings or {"quote"} & set(headings):
            continue
        document = headings.index("document")
        coder = headings.index("coder") if "coder" in headings else -1
        rows = []
        for number, row in grid[at + 1 :]:
            told = {issue: row[n] for n, issue in ids.items() if n < len(row) and row[n]}
            if told:
                who = row[coder] if 0 <= coder < len(row) else ""
                rows.append((number, row[document] if document < len(row) else "", who, told))
        return AnswerSheet(tuple(rows))
    return None


def answer_of(cell: str) -> bool | None:
    """Yes or no as people write them; None for anything else."""
    said = cell.casefold().strip()
    return True if said in _YES else False if said in _NO else None


def store_answers(corpus: str | Path, answers: Sequence[Answer]) -> int:
    """Keep answers in ``codings/answers/<coder>.csv``; a later answer of a person takes the place of an earlier one.

    Returns
    -------
    int
        How many said something new.
    """
    new = 0
    for coder in dict.fromkeys(a.coder for a in answers):
        path = _file(corpus, coder)
        standing = {(a.document, a.issue): a for a in _stored(path)}
        mine = {(a.document, a.issue): a for a in answers if a.coder == coder}
        fresh = {key: a for key, a in mine.items() if key not in standing or standing[key].yes != a.yes}
        if fresh:
            import pandas as pd

            rows = [(a.document, a.issue, "yes" if a.yes else "no") for a in {**standing, **fresh}.values()]
            write_csv(pd.DataFrame(sorted(rows), columns=["document", "issue", "answer"]), path)
        new += len(fresh)
    return new


def read_answers(corpus: str | Path | Corpus, codebook: Codebook) -> tuple[Answer, ...]:
    """Read what people answered to the questions of a codebook about the reports of a corpus.

    Parameters
    ----------
    corpus : str, Path or Corpus
        By name or folder, or one that was read; none are kept for a corpus made in memory.
    codebook : Codebook
        Answers to questions that it does not ask are passed over.

    Returns
    -------
    tuple of Answer
        The coder is the person.

    Raises
    ------
    SendQualError
        Where a file of answers was damaged.
    """
    home = corpus.home if isinstance(corpus, Corpus) else corpus
    if home is None:
        return ()
    known = {issue.id for issue in codebook.issues}
    folder = _file(home, "any").parent
    return tuple(a for path in sorted(folder.glob("*.csv")) for a in _stored(path) if a.issue in known)


def people_first(machine: Iterable[Answer], people: Iterable[Answer]) -> tuple[Answer, ...]:
    """The answers that count: people's where there are any, a machine's elsewhere.

    Where a machine said the same, its deciding passage is kept. Where people differ and no consensus was kept, most
    decide, and the answer is shown as borderline, with the reason; where they are evenly divided, it is the machine's,
    or no.

    Examples
    --------
    >>> by_machine = [Answer("a.pdf", "waits", True, 0, 9, "Long waits", 0.6, "", "issues-4")]
    >>> [(a.yes, a.coder, a.quote) for a in people_first(by_machine, [Answer("a.pdf", "waits", True, coder="AB")])]
    [(True, 'AB', 'Long waits')]
    >>> [(a.yes, a.coder, a.quote) for a in people_first(by_machine, [Answer("a.pdf", "waits", False, coder="AB")])]
    [(False, 'AB', '')]
    """
    found = {(a.document, a.issue): a for a in machine}
    given: dict[tuple[str, str], list[Answer]] = {}
    for answer in people:
        given.setdefault((answer.document, answer.issue), []).append(answer)
    for key, answers in given.items():
        found[key] = _together([a for a in answers if a.coder == CONSENSUS] or answers, found.get(key))
    return tuple(found.values())


def _together(answers: Sequence[Answer], machine: Answer | None) -> Answer:
    """One answer of people to one question."""
    yes = sum(a.yes for a in answers)
    differ = 0 < yes < len(answers)
    most = (machine is not None and machine.yes) if 2 * yes == len(answers) else 2 * yes > len(answers)
    said = ", ".join(f"{a.coder} said {'yes' if a.yes else 'no'}" for a in answers)
    base = machine if machine and machine.yes and most else Answer(answers[0].document, answers[0].issue, most)
    coder = ", ".join(dict.fromkeys(a.coder for a in answers))
    return replace(base, yes=most, confidence=0.5 if differ else 1.0, reason=said if differ else "", coder=coder)


def _file(corpus: str | Path, coder: str) -> Path:
    ledger = open_ledger(corpus, coder)  # which knows the folder, and what may be a name
    return ledger.path.parent / "answers" / f"{ledger.coder}.csv"


def _stored(path: Path) -> list[Answer]:
    if not path.exists():
        return []
    found = []
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                yes = answer_of(row["answer"])
                if yes is None:
                    raise ValueError(row["answer"])
                found.append(Answer(formula_unsafe(row["document"]), row["issue"], yes, coder=path.stem))
    except (KeyError, ValueError, csv.Error):
        mend = "It has the columns document, issue, answer (yes or no); mend it, or import the answers again"
        raise SendQualError(Fault(path.name, "this file of answers cannot be read", mend)) from None
    return found

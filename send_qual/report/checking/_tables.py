"""The tables of a draft, counted once more from attributes, answers and codings."""

from __future__ import annotations

from collections.abc import Iterator

from send_qual.codebook import STRENGTH, WEAKNESS
from send_qual.report.checking._lines import Line
from send_qual.report.checking._quotations import Checked
from send_qual.report.checking._record import Record

__all__ = ["check_row"]


def check_row(line: Line, record: Record) -> Iterator[Checked]:
    """Check a row of the tables of themes, of outcomes and of questions; of others nothing is counted."""
    cells = line.cells
    if "Passages and reports by theme" in line.table:
        theme = next((t for t in record.codebook.themes if t.name == cells[0]), None)
        if theme is None:
            yield Checked(line.n, "table", cells[0], "no theme of the codebook is called so")
            return
        one = [frozenset({WEAKNESS}), frozenset({WEAKNESS, STRENGTH}), frozenset({STRENGTH})]
        told = [str(record.count(theme.id, sides)) for sides in one]
        told += [f"{len(record.cases(theme.id, side))} of {record.n}" for side in (WEAKNESS, STRENGTH)]
        yield from _compared(line, cells[1:], told)
    elif "Areas by outcome" in line.table:
        areas = sorted(label for label in record.labels if record.outcome(label)[:1] == cells[0][:1])
        said = sorted(name for name in cells[2].split(", ") if name)
        yield from _compared(line, (cells[1], ", ".join(said)), (str(len(areas)), ", ".join(areas) or "none"))
    elif "Report-level questions" in line.table:
        issue = next((i for i in record.codebook.issues if i.question == cells[0]), None)
        if issue is None:
            yield Checked(line.n, "table", cells[0], "no question of the codebook reads so")
            return
        n = sum(yes for (_, id), yes in record.answers.items() if id == issue.id)
        yield from _compared(line, (cells[1],), (f"{n} of {record.n}",))
    elif "Areas by what they need to improve" in line.table:
        yield from _matrix(line, record)


def _matrix(line: Line, record: Record) -> Iterator[Checked]:
    """A row of areas by questions, cell by cell; the figure at its end counts the sure answers."""
    cells = line.cells
    label = next((name for name in record.labels if cells[0] == name or cells[0].startswith(f"{name} (")), "")
    outcome = record.outcome(label)[:1]
    document = next((d.id for d in record.documents.get(label, ())), "")
    told = []
    for issue in record.codebook.issues:
        near = (document, issue.id) in record.borderline
        told.append("○" if near else "●" if record.answers.get((document, issue.id)) else "")
    head = f"{label} ({outcome})" if outcome.isdigit() else label
    yield from _compared(line, cells, (head, *told, str(told.count("●"))))


def _compared(line: Line, said: tuple[str, ...], counted: tuple[str, ...] | list[str]) -> Iterator[Checked]:
    for one, other in zip(said, counted, strict=False):
        yield Checked(line.n, "table", one, "" if one == other else f"{other} was counted")

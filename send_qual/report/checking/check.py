"""Holding a written draft against the study: every quotation word for word, every number counted once more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from send_qual.report.checking._lines import Line, lines_of
from send_qual.report.checking._numbers import References, check_numbers, check_reference, references_of
from send_qual.report.checking._quotations import Checked, check_quotations
from send_qual.report.checking._record import Record
from send_qual.report.checking._tables import check_row

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["DraftCheck", "check_draft", "check_line", "check_lines"]


@dataclass(frozen=True, slots=True)
class DraftCheck:
    """What was checked in a draft, and what was found to be wrong.

    Parameters
    ----------
    checked : tuple of Checked
    lines : tuple of Line
    """

    checked: tuple[Checked, ...]
    lines: tuple[Line, ...]

    @property
    def faults(self) -> tuple[Checked, ...]:
        """What is wrong."""
        return tuple(one for one in self.checked if one.fault)

    def count(self, kind: str) -> int:
        """How many of a kind were checked."""
        return sum(one.kind == kind for one in self.checked)

    @property
    def sentence(self) -> str:
        """In a line: what was checked and how many faults there are."""
        numbers = self.count("number") + self.count("area") + self.count("table")
        wrong = len(self.faults)
        found = "nothing is wrong" if not wrong else f"{wrong} {'is' if wrong == 1 else 'are'} wrong"
        return (
            f"The draft was held against the documents and codings: {self.count('quotation')} quotations, {numbers} "
            f"numbers and lists of areas, {self.count('reference')} references; {found}."
        )

    def to_frame(self) -> pd.DataFrame:
        """One row per thing checked: ``line, place, kind, what, result``."""
        import pandas as pd

        where = {line.n: " / ".join(filter(None, (line.chapter, line.heading))) for line in self.lines}
        rows = [(c.line, where.get(c.line, ""), c.kind, c.what, c.fault or "right") for c in self.checked]
        return pd.DataFrame(rows, columns=["line", "place", "kind", "what", "result"])


def check_draft(word: str | Path | bytes, record: Record) -> DraftCheck:
    """Check a Word file as it was written.

    Parameters
    ----------
    word : str, Path or bytes
        The file, or what it holds.
    record : Record
        The study that it speaks of.

    Returns
    -------
    DraftCheck
    """
    return check_lines(lines_of(word), record)


def check_lines(lines: Sequence[Line], record: Record) -> DraftCheck:
    """Check the lines of a draft."""
    lines = tuple(lines)
    references = references_of(lines, record)
    return DraftCheck(tuple(one for line in lines for one in check_line(line, record, references)), lines)


def check_line(line: Line, record: Record, references: References) -> tuple[Checked, ...]:
    """Check one line; ``references`` is what the draft's own list says."""
    if line.table:
        return tuple(check_row(line, record))
    if found := tuple(check_reference(line, record)):
        return found
    return (*check_quotations(line, record), *check_numbers(line, record, references))

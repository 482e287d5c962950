"""What an analysis found, as plain data: every number and sentence with the passages behind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from send_qual.codebook import BOTH, WEAKNESS, Code, Codebook
from send_qual.coding import Codings
from send_qual.corpus import Judgement
from send_qual.errors import Fault
from send_qual.findings._aspects import Aspect, of_side
from send_qual.findings._basis import Basis
from send_qual.findings._changes import Comparison
from send_qual.findings._counts import Count, Tally, Together
from send_qual.findings._evidence import Case, Evidence
from send_qual.findings._issues import IssueFinding
from send_qual.findings._outcomes import Outcome
from send_qual.findings._theme_summary import ThemeLead, lead_of
from send_qual.findings.patterns.model import Argument
from send_qual.findings.sentences._practice import Practice
from send_qual.findings.sentences._statements import theme_of
from send_qual.findings.statement import Statement
from send_qual.study.renderers import to_file, to_text

if TYPE_CHECKING:
    import pandas as pd

    from send_qual.themes import ThemesRecord

__all__ = ["Findings"]


@dataclass(frozen=True, slots=True)
class Findings:
    """What the codings of a corpus amount to.

    Made by :func:`send_qual.findings.findings`; written out by ``to_word``, ``to_html`` and
    ``to_excel``. ``tally`` is the tidy table from which ``counts``, ``together`` and ``attributes`` (counts within
    groups of documents) are grouped; statements and practices are the words for them. ``emergent`` is there where
    emergent themes were looked for.
    """

    name: str
    label: str
    unit: str
    codebook: Codebook
    codings: Codings
    cases: tuple[Case, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    tally: Tally = field(default_factory=lambda: Tally(Codebook("", "", ())))
    counts: tuple[Count, ...] = ()
    issues: tuple[IssueFinding, ...] = ()
    judgement: Judgement | None = None
    outcomes: tuple[Outcome, ...] = ()
    practices: tuple[Practice, ...] = ()
    statements: tuple[Statement, ...] = ()
    arguments: tuple[Argument, ...] = ()
    together: tuple[Together, ...] = ()
    attributes: tuple[Count, ...] = ()
    comparison: Comparison | None = None
    basis: Basis = field(default_factory=Basis)
    left_out: tuple[Fault, ...] = ()
    notices: tuple[str, ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    emergent: ThemesRecord | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", MappingProxyType(dict(self.options)))

    def __repr__(self) -> str:  # never the passages: they may be confidential
        return f"Findings({self.name!r}, {len(self.cases)} {self.unit}s, {len(self.evidence)} coded passages)"

    @property
    def n(self) -> int:
        """Number of documents: the N of "n of N"."""
        return len(self.cases)

    def case(self, document: str) -> Case:
        """The case of a document id."""
        for case in self.cases:
            if case.document == document:
                return case
        raise KeyError(document)

    def count(self, code: str, value: str = "", *, facet: str = "") -> Count:
        """The count of a code with one value of a facet, which is named where several have it; ``""`` counts any."""
        for count in self.counts:
            if (count.code, count.value) == (code, value) and facet in {"", count.facet}:
                return count
        return Count(code, facet, value, 0, (), self.n)

    def documents_with(self, code: str, aspect: Aspect) -> tuple[str, ...]:
        """Documents with a weakness (a strength, another value of a facet) under a code; what is both counts on either.

        For a theme those count too in which one of its report-level questions is answered yes: what is said
        of a theme and of its questions rests on the same documents.
        """
        found = set(self.count(code, aspect.value, facet=aspect.facet).cases)
        if aspect.side and (both := of_side(self.codebook, BOTH).value):
            found |= set(self.count(code, both, facet=aspect.facet).cases)
        if aspect.side == WEAKNESS or not aspect.facet:
            asked = [f for f in self.issues if theme_of(f.issue, self.codebook) == code]
            found.update(verdict.document for finding in asked for verdict in finding.yes)
        return tuple(c.document for c in self.cases if c.document in found)

    def aspect(self, side: str) -> Aspect:
        """The value that is a strength, or a weakness; an empty one where the codebook does not tell them apart."""
        return of_side(self.codebook, side)

    def lead(self, theme: str) -> ThemeLead:
        """What opens the section of a theme: documents on either side, the strongest of each, a sentence."""
        return lead_of(self, theme)

    def themes(self) -> tuple[Code, ...]:
        """The top-level codes, in the codebook's order."""
        return self.codebook.themes

    def to_frame(self) -> pd.DataFrame:
        """The counts as a table.

        Returns
        -------
        pandas.DataFrame
            ``theme, code, name``, one column per facet of the codebook, ``passages, reports, of, reviewed``: one row
            per code and value of a facet (``any`` for all together).
        """
        import pandas as pd

        facets = self.codebook.facet_ids()
        rows = [
            (
                c.code.split("/")[0],
                c.code,
                self.codebook[c.code].name,
                *(c.value if c.facet == facet else "any" for facet in facets),
                c.passages,
                len(c.cases),
                c.of,
                c.reviewed,
            )
            for c in self.counts
        ]
        return pd.DataFrame(
            rows, columns=["theme", "code", "name", *facets, "passages", f"{self.unit}s", "of", "reviewed"]
        )

    def to_word(self, path: str | Path) -> Path:
        """Write the draft report as a Word file.

        Raises
        ------
        SendQualError
            Where the file cannot be written: open in Word, or a folder without permission.
        """
        return to_file("word", self, Path(path))

    def to_html(self, path: str | Path) -> Path:
        """Write the draft report as one self-contained HTML file."""
        return to_file("html", self, Path(path))

    def to_excel(self, path: str | Path) -> Path:
        """Write all tables as one workbook."""
        return to_file("excel", self, Path(path))

    def _repr_html_(self) -> str:
        return to_text("notebook", self)

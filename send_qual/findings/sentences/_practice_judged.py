"""How good the ranking of good practice is, measured on passages that a person has judged."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from send_qual.coding import number_in, read_grid
from send_qual.errors import Fault, SendQualError
from send_qual.findings.model import Findings
from send_qual.findings.sentences._practice import Practice

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "JudgedPassage",
    "PracticePrecision",
    "PrecisionCell",
    "judging_table",
    "practice_precision",
    "read_judged_passages",
]

_COLUMNS = ("document", "start", "end", "sha256", "theme", "grade")
_HASHED = 32  # letters of the hash that are kept


@dataclass(frozen=True, slots=True)
class JudgedPassage:
    """A passage that somebody has judged: whether a reviewer would cite it as good practice of a theme.

    Parameters
    ----------
    document : str
    start, end : int
        Span of ``Document.text``.
    sha256 : str
        First 32 letters of the hash of its words: a passage that has changed since is known by it.
    theme : str
    grade : int
        0: no; 1: perhaps; 2: yes, it is specific and of this theme.
    """

    document: str
    start: int
    end: int
    sha256: str
    theme: str
    grade: int


@dataclass(frozen=True, slots=True)
class PrecisionCell:
    """The first practices of one theme in one document: how many are shown, may be cited, and surely would be."""

    theme: str
    document: str
    shown: int
    usable: int
    cited: int


@dataclass(frozen=True, slots=True)
class PracticePrecision:
    """Precision of the first ``k`` practices per theme and document.

    Parameters
    ----------
    k : int
    cells : tuple of PrecisionCell
        One per theme and document in which passages were judged.
    unjudged : int
        Practices among the first ``k`` that nobody has judged: they count neither way.
    stale : int
        Judged passages whose words are no longer there: they are left out.
    """

    k: int
    cells: tuple[PrecisionCell, ...]
    unjudged: int = 0
    stale: int = 0

    def usable(self, theme: str = "") -> float:
        """Share of the practices shown that were judged 1 or 2; of one theme, or of all."""
        return self._share("usable", theme)

    def cited(self, theme: str = "") -> float:
        """Share of the practices shown that were judged 2."""
        return self._share("cited", theme)

    def _share(self, what: str, theme: str) -> float:
        cells = [c for c in self.cells if theme in {"", c.theme}]
        found: int = sum(getattr(c, what) for c in cells)
        return found / max(1, sum(c.shown for c in cells))

    def to_frame(self) -> pd.DataFrame:
        """One row per theme and document: ``theme, document, shown, usable, cited``, and the shares."""
        import pandas as pd

        rows = [(c.theme, c.document, c.shown, c.usable, c.cited) for c in self.cells]
        table = pd.DataFrame(rows, columns=["theme", "document", "shown", "usable", "cited"])
        for share in ("usable", "cited"):
            table[f"precision, {share}"] = (table[share] / table["shown"].where(table["shown"] > 0)).round(2)
        return table


def read_judged_passages(path: str | Path) -> tuple[JudgedPassage, ...]:
    """Read judged passages from a table, CSV or Excel: ``document, start, end, sha256, theme, grade``, and any more.

    A row without a grade has not been judged yet, and is passed over.

    Raises
    ------
    SendQualError
        Where there is no such file, a column is missing, or a row has no number where one is needed, or a
        grade that is not 0, 1 or 2.
    """
    path = Path(path)
    if not path.is_file():
        raise SendQualError(Fault(str(path), "there is no such file", "judging_table writes one to be graded"))
    (_, headings), *rows = read_grid(path) or [(1, [])]
    missing = [name for name in _COLUMNS if name not in headings]
    if missing:
        mend = f"The columns are {', '.join(_COLUMNS)}"
        raise SendQualError(Fault(path.name, f"the column {missing[0]} is missing", mend))
    given = [(number, dict(zip(headings, cells, strict=False))) for number, cells in rows]
    return tuple(_judged(f"{path.name} row {number}", row) for number, row in given if row.get("grade"))


def _judged(place: str, row: Mapping[str, str]) -> JudgedPassage:
    try:
        start, end, grade = (number_in(row[name]) for name in ("start", "end", "grade"))
        if start is None or end is None or grade not in {0, 1, 2}:
            raise ValueError
    except (KeyError, ValueError):
        mend = "start and end are whole numbers, the grade is 0, 1 or 2"
        raise SendQualError(Fault(place, "this row cannot be read", mend)) from None
    return JudgedPassage(row["document"], start, end, row["sha256"], row["theme"], grade)


def judging_table(findings: Findings) -> pd.DataFrame:
    """Every passage that is ranked as good practice, to be judged by a person who does not see the ranking.

    Parameters
    ----------
    findings : Findings
        Drawn from codings with their corpus.

    Returns
    -------
    DataFrame
        ``document, start, end, sha256, theme, grade, passage``, in the order of the documents, ``grade`` empty. Save
        it with ``to_csv``, grade each row 0 (no), 1 (perhaps) or 2 (a reviewer would cite it), and read it with
        :func:`read_judged_passages`; without the column ``passage`` it holds nobody's words.
    """
    import pandas as pd

    corpus = findings.codings.corpus or ()
    ranked = {(p.reference.document, p.theme, p.reference.start, p.reference.end) for p in findings.practices}
    rows = []
    for document in corpus:
        for segment in document.passages():
            words = document.words(segment)
            digest = hashlib.sha256(words.encode()).hexdigest()[:_HASHED]
            within = {t for d, t, at, end in ranked if d == document.id and segment.start <= at and end <= segment.end}
            rows += [(document.id, segment.start, segment.end, digest, theme, None, words) for theme in sorted(within)]
    return pd.DataFrame(rows, columns=[*_COLUMNS, "passage"]).astype({"grade": "Int64"})


def practice_precision(findings: Findings, judged: Sequence[JudgedPassage], k: int = 3) -> PracticePrecision:
    """How many of the first practices of each theme and document a person judged citable.

    Parameters
    ----------
    findings : Findings
        Drawn from codings with their corpus.
    judged : sequence of JudgedPassage
        All passages of some themes in some documents, so that any ranking can be measured on them.
    k : int

    Returns
    -------
    PracticePrecision

    Examples
    --------
    ``practice_precision(findings(codings), read_judged_passages("practice-judged.csv")).usable()``
    """
    texts = {d.id: d.text for d in findings.codings.corpus or ()}
    graded: dict[tuple[str, str], list[JudgedPassage]] = defaultdict(list)
    stale = 0
    for passage in judged:
        words = texts.get(passage.document, "")[passage.start : passage.end]
        if hashlib.sha256(words.encode()).hexdigest()[:_HASHED] == passage.sha256[:_HASHED]:
            graded[passage.theme, passage.document].append(passage)
        else:
            stale += passage.document in texts
    ranked: dict[tuple[str, str], list[Practice]] = defaultdict(list)
    for practice in sorted(findings.practices, key=lambda p: p.rank):
        ranked[practice.theme, practice.reference.document].append(practice)
    cells, unjudged = [], 0
    for cell, passages in graded.items():
        grades = [_grade(practice, passages) for practice in ranked[cell][:k]]
        known = [grade for grade in grades if grade is not None]
        unjudged += len(grades) - len(known)
        cells.append(PrecisionCell(*cell, len(known), sum(g > 0 for g in known), sum(g > 1 for g in known)))
    return PracticePrecision(k, tuple(cells), unjudged, stale)


def _grade(practice: Practice, passages: Sequence[JudgedPassage]) -> int | None:
    at = practice.reference
    return next((p.grade for p in passages if p.start <= at.start and at.end <= p.end), None)

"""Findings as flat tables: what the workbook and the CSV files hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from send_qual.coding import decision_table
from send_qual.findings import Findings, Reference
from send_qual.report._emergent import emergent_table
from send_qual.report._phrases import facets_of
from send_qual.report.rendering import Cited

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["all_tables", "issues_table", "practice_table", "reports_table"]

_FACTS = (
    "area",
    "councils",
    "icbs",
    "published",
    "inspection_start",
    "inspection_end",
    "previous_start",
    "previous_end",
    "outcome",
    "next_step",
)


def reports_table(findings: Findings) -> pd.DataFrame:
    """One row per document: ``document``, the facts of an inspection report, then its other attributes."""
    known = dict.fromkeys(key for case in findings.cases for key in case.attributes)
    facts = [f for f in _FACTS if f in known]
    others = sorted(key for key in known if key not in {*_FACTS, "kind"})
    titles = {d.id: d.title for d in findings.codings.corpus} if findings.codings.corpus is not None else {}
    rows = [
        [c.document, titles.get(c.document, c.label), *(c.attributes.get(k, "") for k in (*facts, *others))]
        for c in findings.cases
    ]
    return _frame(rows, ["document", "title", *facts, *others])


def issues_table(findings: Findings) -> pd.DataFrame:
    """One row per document: ``document``, then ``Y`` or ``N`` per issue of the codebook, by its id.

    An issue without an answer for a document is left empty.
    """
    said = {(v.document, f.issue.id): "Y" if v.yes else "N" for f in findings.issues for v in f.verdicts}
    ids = [issue.id for issue in findings.codebook.issues]
    rows = [[c.document, *(said.get((c.document, id), "") for id in ids)] for c in findings.cases]
    return _frame(rows, ["document", *ids])


def practice_table(findings: Findings) -> pd.DataFrame:
    """One row per practice: ``theme, document, rank, quote, page``, then ``score, why, area, start, end``."""
    rows = [
        (
            p.theme,
            p.reference.document,
            p.rank,
            p.extract,
            p.reference.page,
            p.score,
            p.why,
            p.reference.label,
            p.reference.start,
            p.reference.end,
        )
        for p in findings.practices
    ]
    columns = ["theme", "document", "rank", "quote", "page", "score", "why", "area", "start", "end"]
    return _frame(rows, columns).astype({"page": "Int64"})


def all_tables(findings: Findings, cited: Sequence[Cited]) -> dict[str, pd.DataFrame]:
    """Every table of the workbook by the name of its sheet; ``cited`` are the numbers in the draft's brackets."""
    tables = {
        "Themes": findings.to_frame(),
        "References": _references(findings, cited),
        "Statements": _statements(findings, cited),
        "Patterns": _patterns(findings),
        "To check": _to_check(findings),
        "Issues": issues_table(findings),
        "Issue passages": _issue_passages(findings),
        "Reports": reports_table(findings),
        "Good practice": practice_table(findings),
        "Comparison": _comparison(findings),
        "Together": _together(findings),
        "Emergent themes": emergent_table(findings),
        "By attribute": _attributes(findings),
        "Codings": findings.codings.to_frame(),
        "Decisions": decision_table(findings.basis.decisions, facets=findings.codebook.facet_ids()),
    }
    return {name: table for name, table in tables.items() if len(table) or name in {"Themes", "Codings"}}


_PLACE = ["document", "area", "page", "passage", "start", "end", "quote"]


def _place(reference: Reference | None) -> tuple[object, ...]:
    if reference is None:
        return ("", "", None, None, None, None, "")
    r = reference
    return (r.document, r.label, r.page, r.passage, r.start, r.end, r.quote)


def _references(findings: Findings, cited: Sequence[Cited]) -> pd.DataFrame:
    """Every passage behind the draft by its number there, then those of statements that the draft has no room for."""
    told = {c.what for c in cited}
    rows = [(c.number, c.what or "extract", *_place(r)) for c in cited for r in c.references]
    rows += [
        (None, s.sentence, *_place(r)) for s in findings.statements if s.sentence not in told for r in s.references
    ]
    return _frame(rows, ["number", "statement", *_PLACE]).astype({"number": "Int64"})


def _patterns(findings: Findings) -> pd.DataFrame:
    """One row per sentence behind a pattern: its gist, and whether it says so, says otherwise or is beside it."""
    rows = []
    for argument in findings.arguments:
        for p in argument.patterns:
            shown = (("says so", p.shown), ("beside it", p.beside), ("asks for it", p.asked), ("otherwise", p.deviant))
            rows += [
                (
                    p.theme,
                    p.code,
                    p.aspect.value,
                    p.kind,
                    p.gist,
                    len(p.cases),
                    how,
                    one.case,
                    one.reference.page,
                    one.words,
                )
                for how, some in shown
                for one in some
            ]
    columns = ["theme", "code", "value", "kind", "gist", f"{findings.unit}s", "how", "area", "page", "words"]
    return _frame(rows, columns).astype({"page": "Int64"})


def _to_check(findings: Findings) -> pd.DataFrame:
    """One row per passage that is coded so but does not bear the statement out by its words: a person decides."""
    rows = [(s.about, s.value, s.clause, why, *_place(at)) for s in findings.statements for at, why in s.aside]
    return _frame(rows, ["code", "value", "statement", "why it is not counted", *_PLACE])


def _statements(findings: Findings, cited: Sequence[Cited]) -> pd.DataFrame:
    facets = findings.codebook.facet_ids()
    numbers = {c.what: c.number for c in cited if c.what}
    rows = [
        (
            *(numbers.get(s.sentence), s.theme, s.kind, s.about, *facets_of(s.aspect, facets), s.sentence),
            *(len(s.cases), s.of, s.borderline, len(s.references)),
        )
        for s in findings.statements
    ]
    columns = ["number", "theme", "kind", "about", *facets, "sentence", "n", "of", "borderline", "passages"]
    return _frame(rows, columns).astype({"number": "Int64"})


def _issue_passages(findings: Findings) -> pd.DataFrame:
    rows = []
    for f in findings.issues:
        for v in f.verdicts:
            answer = "Y" if v.yes else "N"
            place = _place(v.reference)[1:]
            rows.append((f.issue.id, v.document, answer, "yes" if v.borderline else "", v.confidence, v.reason, *place))
    columns = ["issue", "document", "answer", "borderline", "confidence", "reason", *_PLACE[1:]]
    return _frame(rows, columns)


def _comparison(findings: Findings) -> pd.DataFrame:
    columns = ["what", "kind", "earlier n", "earlier N", "later n", "later N", "change in points", "p", "direction"]
    if findings.comparison is None:
        return _frame([], columns)
    rows = [
        (c.name, c.kind, *c.before, *c.after, round(100 * c.difference, 1), round(c.p, 4), c.direction)
        for c in findings.comparison.changes
    ]
    return _frame(rows, columns)


def _together(findings: Findings) -> pd.DataFrame:
    rows = [(t.first, t.second, t.passages, len(t.documents)) for t in findings.together]
    return _frame(rows, ["theme", "with theme", "passages", f"{findings.unit}s"])


def _attributes(findings: Findings) -> pd.DataFrame:
    facets = findings.codebook.facet_ids()
    rows = [
        (
            *(a.attribute, a.group, a.code, *(a.value if a.facet == facet else "any" for facet in facets)),
            *(a.passages, len(a.cases), a.of),
        )
        for a in findings.attributes
    ]
    columns = ["attribute", "value", "theme", *facets, "passages", f"{findings.unit}s", "of"]
    return _frame(rows, columns)


def _frame(rows: Sequence[Sequence[object]], columns: Sequence[str]) -> pd.DataFrame:
    import pandas as pd  # a second or so, spared where results stand already

    return pd.DataFrame(rows, columns=list(columns))

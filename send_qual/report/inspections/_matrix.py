"""Areas by questions: who needs to improve what, on a page."""

from __future__ import annotations

from send_qual.findings import Findings
from send_qual.report.inspections._area_names import outcome_mark
from send_qual.report.rendering import Block, Caption, Paragraph, Table, runs

__all__ = ["matrix_blocks"]

_YES, _NEAR, _NO = "●", "○", ""
_FEWEST = 2
_NAMES = 0.3  # share of the width for the names of the areas


def matrix_blocks(findings: Findings) -> list[Block]:
    """The table of areas by questions, those with most to improve first; nothing for a single area or question."""
    if findings.n < _FEWEST or len(findings.issues) < _FEWEST:
        return []
    rows = []
    for case in findings.cases:
        cells = [_cell(findings, n, case.document) for n in range(len(findings.issues))]
        mark = outcome_mark(findings, case.label)
        rows.append((f"{case.label} ({mark})" if mark else case.label, *cells, str(sum(c == _YES for c in cells))))
    rows.sort(key=lambda row: (-int(row[-1]), row[0]))
    n = len(findings.issues)
    named = "; ".join(f"{k} {f.issue.name or f.issue.id}" for k, f in enumerate(findings.issues, 1))
    return [
        Paragraph(runs(f"{_YES} yes, {_NEAR} borderline, an empty cell no. The questions: {named}."), keep=True),
        Table(
            Caption("Areas by what they need to improve", "issue-matrix"),
            ("Area", *(str(k) for k in range(1, n + 1)), "Yes"),
            tuple(rows),
            (_NAMES, *((0.93 - _NAMES) / n for _ in range(n)), 0.07),
            numeric=frozenset({n + 1}),
            small=True,
        ),
    ]


def _cell(findings: Findings, n: int, document: str) -> str:
    finding = findings.issues[n]
    verdict = next((v for v in finding.verdicts if v.document == document), None)
    if verdict is None:
        return _NO
    return _NEAR if verdict.borderline else _YES if verdict.yes else _NO

"""An overview as data, by which a later one is compared with it."""

from __future__ import annotations

from datetime import date

from send_qual.findings import Findings, Statement
from send_qual.report._basis import percent
from send_qual.report._draft_record import Counted, DraftRecord, quotations_of
from send_qual.report.rendering import Draft

__all__ = ["overview_record"]


def overview_record(findings: Findings, draft: Draft, *, today: date | None = None) -> DraftRecord:
    """What a draft overview says: its statements with their counts, and its extracts."""
    return DraftRecord(
        (today or date.today()).isoformat(),
        findings.codebook.name,
        findings.unit,
        {case.document: case.label for case in findings.cases},
        tuple(
            Counted(f"{s.kind} {s.about} {s.value}", _name(findings, s), len(s.cases), s.of)
            for s in findings.statements
        ),
        quotations_of(draft, draft.cited),
        percent(findings.basis.share_reviewed),
    )


def _name(findings: Findings, statement: Statement) -> str:
    theme = findings.codebook[statement.theme].name
    side = statement.aspect.aside
    if statement.kind == "theme":
        return f"{theme}{side}"
    if statement.kind == "issue":
        issue = next(f.issue for f in findings.issues if f.issue.id == statement.about)
        return f"{theme}: {issue.name or issue.id.replace('_', ' ')}{side}"
    return f"{theme}: {findings.codebook[statement.about].name}{side}"

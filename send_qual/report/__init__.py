"""Findings to figures, Word, HTML, Excel and CSV; and the whole journey from a corpus to these files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from send_qual.report._notebook import to_notebook
from send_qual.report._reliability_section import APPROACHES, reliability_section
from send_qual.report.inspections import (
    OverviewResult,
    draft_report,
    issues_table,
    overview,
    practice_table,
    reports_table,
    to_excel,
    to_html,
    to_word,
    write_overview,
)
from send_qual.report.interviews import (
    FIELDS,
    Disclosure,
    DisclosureError,
    ReportDraft,
    ReportResult,
    ReportStyle,
    check_disclosure,
    draft_chapters,
    fill_template,
    interview_findings,
    report,
    write_disclosures,
    write_report,
    write_template,
)
from send_qual.report.rendering import Draft, html_text, word_bytes
from send_qual.study.renderers import register

if TYPE_CHECKING:
    from send_qual.themes import EmergentThemes

__all__ = [
    "APPROACHES",
    "FIELDS",
    "Disclosure",
    "DisclosureError",
    "Draft",
    "OverviewResult",
    "ReportDraft",
    "ReportResult",
    "ReportStyle",
    "check_disclosure",
    "draft_chapters",
    "draft_report",
    "fill_template",
    "html_text",
    "interview_findings",
    "issues_table",
    "overview",
    "practice_table",
    "reliability_section",
    "report",
    "reports_table",
    "to_excel",
    "to_html",
    "to_notebook",
    "to_word",
    "word_bytes",
    "write_disclosures",
    "write_overview",
    "write_report",
    "write_template",
]


def _account(found: EmergentThemes) -> str:
    """The account of emergent themes; figures and topics are loaded only where it is asked for."""
    from send_qual.report.themes import account

    return account(found)


register(
    files={"word": to_word, "html": to_html, "excel": to_excel}, texts={"notebook": to_notebook, "themes": _account}
)

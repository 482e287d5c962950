"""Findings to figures, Word, HTML, Excel and CSV; and the whole journey from a corpus to these files."""

from send_qual.findings import register
from send_qual.report._blocks import Draft
from send_qual.report._chapters import ReportDraft, draft_chapters
from send_qual.report._disclosure import Disclosure, DisclosureError, check_disclosure
from send_qual.report._draft import draft_report
from send_qual.report._excel import to_excel
from send_qual.report._html import html_text, to_html
from send_qual.report._interview_report import ReportResult, interview_findings, report, write_report
from send_qual.report._notebook import to_notebook
from send_qual.report._overview import OverviewResult, overview, write_overview
from send_qual.report._report_style import ReportStyle
from send_qual.report._tables import issues_table, practice_table, reports_table
from send_qual.report._template import FIELDS, fill_template, write_template
from send_qual.report._word import to_word, word_bytes

__all__ = [
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
    "report",
    "reports_table",
    "to_excel",
    "to_html",
    "to_notebook",
    "to_word",
    "word_bytes",
    "write_overview",
    "write_report",
    "write_template",
]

register(files={"word": to_word, "html": to_html, "excel": to_excel}, texts={"notebook": to_notebook})

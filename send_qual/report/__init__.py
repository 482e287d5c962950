"""Findings to figures, Word, HTML, Excel and CSV; and the whole journey from a corpus to these files."""

from send_qual.findings import register
from send_qual.report._blocks import Draft
from send_qual.report._draft import draft_report
from send_qual.report._excel import to_excel
from send_qual.report._html import html_text, to_html
from send_qual.report._notebook import to_notebook
from send_qual.report._overview import OverviewResult, overview, write_overview
from send_qual.report._tables import issues_table, practice_table, reports_table
from send_qual.report._word import to_word, word_bytes

__all__ = [
    "Draft",
    "OverviewResult",
    "draft_report",
    "html_text",
    "issues_table",
    "overview",
    "practice_table",
    "reports_table",
    "to_excel",
    "to_html",
    "to_notebook",
    "to_word",
    "word_bytes",
    "write_overview",
]

register(files={"word": to_word, "html": to_html, "excel": to_excel}, texts={"notebook": to_notebook})

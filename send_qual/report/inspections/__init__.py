"""The thematic overview of inspection reports: from a folder of reports to a draft."""

from send_qual.report.inspections._draft import draft_report
from send_qual.report.inspections._export import to_excel, to_html, to_word
from send_qual.report.inspections._overview import OverviewResult, overview, write_overview
from send_qual.report.inspections._tables import issues_table, practice_table, reports_table

__all__ = [
    "OverviewResult",
    "draft_report",
    "issues_table",
    "overview",
    "practice_table",
    "reports_table",
    "to_excel",
    "to_html",
    "to_word",
    "write_overview",
]

"""The report on an interview study: a chapter for each theme, in which nobody can be identified."""

from send_qual.report.interviews._chapters import ReportDraft, draft_chapters
from send_qual.report.interviews._disclosure import Disclosure, DisclosureError
from send_qual.report.interviews._disclosure_decisions import check_disclosure, write_disclosures
from send_qual.report.interviews._report import ReportResult, interview_findings, report, write_report
from send_qual.report.interviews._style import ReportStyle
from send_qual.report.interviews._template import FIELDS, fill_template, write_template

__all__ = [
    "FIELDS",
    "Disclosure",
    "DisclosureError",
    "ReportDraft",
    "ReportResult",
    "ReportStyle",
    "check_disclosure",
    "draft_chapters",
    "fill_template",
    "interview_findings",
    "report",
    "write_disclosures",
    "write_report",
    "write_template",
]

"""How the findings of a thematic overview leave the program: Word, HTML, Excel."""

from __future__ import annotations

from pathlib import Path

from send_qual.findings import Findings
from send_qual.report._basis import basis_statement
from send_qual.report.inspections._draft import draft_report
from send_qual.report.inspections._tables import all_tables
from send_qual.report.rendering import html_text, save, word_bytes, workbook

__all__ = ["excel_bytes", "to_excel", "to_html", "to_word"]


def to_word(findings: Findings, path: Path) -> Path:
    """Write findings as a Word draft."""
    return save(path, word_bytes(draft_report(findings)))


def to_html(findings: Findings, path: Path) -> Path:
    """Write findings as one HTML file that needs nothing beside it."""
    return save(path, html_text(draft_report(findings)).encode("utf-8"))


def to_excel(findings: Findings, path: Path) -> Path:
    """Write all tables of some findings as one workbook, a sheet each."""
    return save(path, excel_bytes(findings))


def excel_bytes(findings: Findings) -> bytes:
    """The workbook as bytes. Text stays text: nothing in a quotation becomes a formula or a link."""
    book_of = findings.codebook
    about = [
        ("What", book_of.title or book_of.name),
        ("Corpus", findings.name),
        (f"{findings.unit.capitalize()}s", str(findings.n)),
        ("Codebook", f"{book_of.name} {book_of.version}".strip()),
        ("Coded by", ", ".join(findings.basis.coders)),
        ("What this rests on", basis_statement(findings)),
        *(("Left out", str(fault)) for fault in findings.left_out),
        *(("Note", notice) for notice in findings.notices),
    ]
    return workbook(about, all_tables(findings, draft_report(findings).cited))

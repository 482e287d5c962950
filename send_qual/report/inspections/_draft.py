"""Findings to a draft report: the order of things, from the title page to the references."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from send_qual.corpus import main_kind
from send_qual.findings import Findings, long_date, of_documents, span
from send_qual.report._basis import basis_statement
from send_qual.report._emergent import emergent_blocks
from send_qual.report.inspections._appendix import appendix_blocks
from send_qual.report.inspections._background import background_blocks, glance_blocks
from send_qual.report.inspections._comparison import comparison_blocks
from send_qual.report.inspections._summary import summary_blocks
from send_qual.report.inspections._theme import theme_blocks
from send_qual.report.rendering import (
    Block,
    Callout,
    Citations,
    Contents,
    Draft,
    Heading,
    PageBreak,
    Paragraph,
    Strong,
    Title,
    runs,
)

__all__ = ["draft_report"]

_ALWAYS = frozenset({"background", "appendix"})  # parts of a report on documents without a single coding


def draft_report(findings: Findings, *, today: date | None = None) -> Draft:
    """Lay out the draft report of a set of findings.

    Parameters
    ----------
    findings : Findings
    today : datetime.date, optional
        The date on the title page; default today.

    Returns
    -------
    Draft
        Blocks for the renderers; no number in them is counted again.
    """
    title = findings.codebook.title or f"Thematic overview: {findings.codebook.name}"
    drawn = long_date((today or date.today()).isoformat())
    cite = Citations()
    make = _parts(findings, cite, drawn)
    body: list[Block] = []
    if not findings.evidence:
        body += [Heading(1, "Nothing to report yet", "nothing"), Paragraph(runs(_why_nothing(findings)))]
    for part in _outline(findings, set(make)):
        if findings.evidence or part in _ALWAYS:
            body += make[part]()
    front: list[Block] = [
        Title(title, _subtitle(findings), (f"Draft of {drawn}, for checking and editing",)),
        *_note(findings),
        Callout(runs(Strong(_status(findings)), basis_statement(findings))),
        Contents(),
        PageBreak(),
    ]
    return Draft(
        title,
        _subtitle(findings),
        f"{title}: draft",
        tuple(front + body),
        keywords=f"{title}, {findings.codebook.name}",
        cited=cite.cited(),
    )


def _parts(findings: Findings, cite: Citations, drawn: str) -> dict[str, Callable[[], list[Block]]]:
    """What makes each part that an outline may name."""

    def themes() -> list[Block]:
        return [block for theme in findings.themes() for block in theme_blocks(findings, theme, cite)]

    return {
        "summary": lambda: summary_blocks(findings, cite),
        "background": lambda: background_blocks(findings),
        "glance": lambda: glance_blocks(findings),
        "themes": themes,
        "emergent": lambda: emergent_blocks(findings, cite),
        "comparison": lambda: comparison_blocks(findings),
        "appendix": lambda: appendix_blocks(findings, cite, drawn),
    }


def _outline(findings: Findings, known: set[str]) -> tuple[str, ...]:
    """The order that most of the documents' kind gives a report, where it is one of such parts."""
    outline = main_kind(findings.codings.corpus or ()).outline
    return outline if outline and known.issuperset(outline) else main_kind(()).outline


def _note(findings: Findings) -> list[Block]:
    corpus = findings.codings.corpus
    return [Callout(runs(Strong(corpus.note)))] if corpus is not None and corpus.note else []


def _status(findings: Findings) -> str:
    basis = findings.basis
    if not basis.total:
        return "No codings. "
    return "Findings drawn from suggestions. " if basis.unreviewed else "Reviewed. "


def _why_nothing(findings: Findings) -> str:
    if not findings.n:
        return (
            f"No {findings.unit} could be read, so there are no findings. The appendix lists what was left out and why."
        )
    return (
        f"{of_documents(findings.n, findings.n, findings.unit).capitalize()} were read, but no passage carries a "
        f"code of the codebook {findings.codebook.name}, so there are no findings."
    )


def _subtitle(findings: Findings) -> str:
    inspected = span(c.attributes.get("inspection_start", "") for c in findings.cases)
    n, unit = findings.n, findings.unit
    if inspected:
        many = "inspection" if n == 1 else "inspections"
        return f"{n} {many} of local areas carried out {inspected}"
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"

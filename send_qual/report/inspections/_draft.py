"""Findings to a draft report: the order of things, from the title page to the references."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from send_qual.codebook import STRENGTH, WEAKNESS
from send_qual.corpus import main_kind
from send_qual.findings import Findings, Statement, long_date, lower_first, of_documents, span
from send_qual.report._basis import basis_statement, percent
from send_qual.report._emergent import emergent_blocks
from send_qual.report._phrases import listing
from send_qual.report.inspections._appendix import appendix_blocks
from send_qual.report.inspections._background import background_blocks, glance_blocks
from send_qual.report.inspections._comparison import comparison_blocks
from send_qual.report.inspections._theme import theme_blocks
from send_qual.report.rendering import (
    Block,
    Bullet,
    Callout,
    Citations,
    Contents,
    Draft,
    Heading,
    PageBreak,
    Paragraph,
    See,
    Strong,
    Title,
    runs,
)

__all__ = ["draft_report"]

_TOP = 5
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
        "summary": lambda: _summary(findings, cite),
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


# ------------------------------------------------------------------------------------------ summary
def _summary(findings: Findings, cite: Citations) -> list[Block]:
    blocks: list[Block] = [Heading(1, "Summary", "summary")]
    published = span(c.attributes.get("published", "") for c in findings.cases)
    where = f", published {published}," if published else ""
    blocks.append(
        Paragraph(
            runs(
                f"This overview brings together what {findings.n} {findings.unit}s{where} say about "
                f"{listing([lower_first(t.name) for t in findings.themes()])}. {_outcome_sentence(findings)}"
            )
        )
    )
    if strongest := _strongest(findings):
        blocks.append(Paragraph(runs("What most often needs to improve:"), keep=True))
        blocks += [Bullet(runs(f"{s.sentence} ", cite.statement(s))) for s in strongest]
    if not findings.codebook.sided:
        found = sorted((s for s in findings.statements if s.kind != "theme"), key=lambda s: -len(s.cases))[:_TOP]
        blocks += [Paragraph(runs(f"What most {findings.unit}s speak of:"), keep=True)] if found else []
        blocks += [Bullet(runs(f"{s.sentence} ", cite.statement(s))) for s in found]
    blocks += _good_practice(findings)
    if findings.comparison is not None:
        against = f"the earlier tranche ({findings.comparison.before}, {findings.comparison.of[0]} {findings.unit}s)"
        words = f"Compared with {against}, {lower_first(findings.comparison.summary)}"
        blocks.append(Paragraph(runs(f"{words} See ", See("comparison"), ".")))
    return blocks


def _strongest(findings: Findings) -> list[Statement]:
    """The most frequent challenges: the report-level issues where there are any, else the sub-codes."""
    challenges = [s for s in findings.statements if s.side == WEAKNESS]
    for kinds in ({"issue"}, {"sub-code"}, {"theme"}):
        if found := [s for s in challenges if s.kind in kinds]:
            return sorted(found, key=lambda s: -len(s.cases))[:_TOP]
    return []


def _good_practice(findings: Findings) -> list[Block]:
    if not findings.codebook.sided:
        return []
    strength = findings.aspect(STRENGTH)
    shares = [(len(findings.documents_with(t.id, strength)), t) for t in findings.themes()]
    shares = sorted((s for s in shares if s[0]), key=lambda s: -s[0])
    if not shares:
        return []
    most = [f"{lower_first(t.name)} ({n})" for n, t in shares[:3]]
    least = [f"{lower_first(t.name)} ({n})" for n, t in shares[3:][-2:]]
    tail = f" It was described least often in {listing(least)}." if least else ""
    under = "every theme" if len(shares) == len(findings.themes()) else "most themes"
    words = (
        f"{strength.words.label} was described under {under}, in the largest number of {findings.unit}s in "
        f"{listing(most)}.{tail} Each theme section lists the practices that are described most specifically, with "
        "the page they stand on."
    )
    return [Paragraph(runs(words))]


def _outcome_sentence(findings: Findings) -> str:
    judged = findings.judgement
    if judged is None:
        return ""
    known = sum(len(o.documents) for o in findings.outcomes)
    parts = [
        f"{lower_first(o.name)} in {len(o.documents)} ({percent(len(o.documents) / known)})" for o in findings.outcomes
    ]
    *first, last = parts
    return f"{judged.verdict} {', '.join(first)}, {judged.last} {last}."

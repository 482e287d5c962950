"""An interview report as blocks: a chapter for each theme, in the manner of a findings report."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import count

from send_qual.corpus import main_kind
from send_qual.findings import (
    Aspect,
    Chapter,
    InterviewFindings,
    Quote,
    in_turn,
    long_date,
    lower_first,
    of_documents,
)
from send_qual.report._basis import basis_statement
from send_qual.report.interviews._emergent import emergent_part
from send_qual.report.interviews._method import Accepted, appendix_blocks, limitation_blocks, method_blocks
from send_qual.report.interviews._narrative import Telling, mark_of, number_word, passages
from send_qual.report.interviews._patterns import pattern_blocks
from send_qual.report.interviews._style import ReportStyle
from send_qual.report.rendering import (
    Block,
    Box,
    Bullet,
    Callout,
    Citations,
    Cited,
    Contents,
    Draft,
    Heading,
    PageBreak,
    Paragraph,
    Quotation,
    Run,
    Strong,
    Title,
    runs,
)

__all__ = ["PARTS", "ReportDraft", "draft_chapters", "review_status"]

PARTS = ("summary", "methods", "chapters", "patterns", "limitations", "appendix")
"""The parts of a report, in the order of the included template and of the HTML file."""

_BOX = 6  # bullets in a box: beyond these the sections tell


@dataclass(frozen=True, slots=True)
class ReportDraft:
    """A report in parts, which a template may set in another order.

    Parameters
    ----------
    draft : Draft
        The whole, title page and contents first.
    parts : tuple of (str, tuple of Block)
        By name, as in ``PARTS``.
    style : ReportStyle
    study : InterviewFindings
    status : str
        What share of the codings a person reviewed.
    drawn : str
        The day, in words.
    cited : tuple of Cited
        What each number in square brackets stands for: the trail.
    """

    draft: Draft
    parts: tuple[tuple[str, tuple[Block, ...]], ...]
    style: ReportStyle
    study: InterviewFindings
    status: str
    drawn: str
    cited: tuple[Cited, ...] = ()


def draft_chapters(
    study: InterviewFindings,
    style: ReportStyle | None = None,
    accepted: Accepted | None = None,
    *,
    today: date | None = None,
) -> ReportDraft:
    """Lay out the report of an interview study.

    Parameters
    ----------
    study : InterviewFindings
    style : ReportStyle, optional
    accepted : Accepted, optional
        What the disclosure check found and why it was written all the same.
    today : datetime.date, optional
        The date on the title page; default today.

    Returns
    -------
    ReportDraft
    """
    style = style or ReportStyle()
    drawn = long_date((today or date.today()).isoformat())
    book = study.findings.codebook
    title = style.title or book.title or book.name
    cite = Citations()
    chapters: list[Block] = []
    turns = count()
    for made in study.chapters:
        chapters += _chapter(made, study, style, cite, turns)
    parts: dict[str, list[Block]] = {
        "summary": _summary(study),
        "methods": method_blocks(study, style),
        "chapters": chapters,
        "patterns": [*pattern_blocks(study, style), *emergent_part(study, style, cite)],
        "limitations": limitation_blocks(study),
    }
    parts["appendix"] = appendix_blocks(study, style, cite, accepted)
    status = review_status(study)
    subtitle = f"Findings from {_interviews(study)}" if study.n else "No interviews yet"
    note = study.findings.codings.corpus.note if study.findings.codings.corpus is not None else ""
    front: list[Block] = [
        Title(title, subtitle, tuple(filter(None, (note, f"Draft of {drawn}, for checking and editing")))),
        Callout(runs(status)),
        Contents(),
        PageBreak(),
    ]
    body = tuple(block for name in _outline(study) for block in parts[name])
    whole = Draft(title, subtitle, f"{title}: draft", (*front, *body), keywords=f"{title}, {book.name}")
    by_name = tuple((name, tuple(parts[name])) for name in PARTS)
    return ReportDraft(whole, by_name, style, study, status, drawn, cite.cited())


def _outline(study: InterviewFindings) -> tuple[str, ...]:
    """The order that most of the documents' kind gives a report, where it is one of such parts."""
    outline = main_kind(study.findings.codings.corpus or ()).outline
    return outline if outline and set(outline) <= set(PARTS) else PARTS


def review_status(study: InterviewFindings) -> str:
    """What the codings behind the draft are, and what people decided, for the title page."""
    basis = study.findings.basis
    status = "" if not basis.total else "Drawn from suggestions. " if basis.unreviewed else "Reviewed. "
    return f"{status}{basis_statement(study.findings)}"


def _interviews(study: InterviewFindings) -> str:
    n = len(study.findings.cases)
    return f"{n} interview{'' if n == 1 else 's'} with {study.n} participant{'' if study.n == 1 else 's'}"


# -------------------------------------------------------------------------------------------- summary
def _summary(study: InterviewFindings) -> list[Block]:
    blocks: list[Block] = [Heading(1, "Summary", "summary")]
    spoken = [c for c in study.chapters if c.passages]
    if not spoken:
        return [*blocks, Paragraph(runs(_nothing(study)))]
    words = f"This report brings together what was said in {_interviews(study)}, by theme."
    told = [aspect for aspect in in_turn(study.findings.codebook) if aspect.facet]
    manner = f" {', and '.join(f'as {aspect.manner}' for aspect in told)}" if told else ""
    blocks.append(Paragraph(runs(words, f" The matters that most participants spoke of{manner}:"), keep=True))
    for made in spoken:
        widest = [(aspect, found) for aspect in told or (Aspect(),) if (found := _widest(made, aspect))]
        said = [f"as {aspect.manner}, {found}" if aspect.facet else found for aspect, found in widest]
        matters = "; ".join(said) or f"spoken of by {of_documents(len(made.participants), study.n, 'participant')}"
        blocks.append(Bullet(runs(Strong(f"{made.theme.name}: "), f"{matters}.")))
    return blocks


def _nothing(study: InterviewFindings) -> str:
    if not study.n:
        return "There are no interviews in which a participant speaks, so there is nothing to report yet."
    return "No passage has been coded, so there is nothing to report yet."


def _widest(made: Chapter, aspect: Aspect) -> str:
    """The sub-theme that most participants spoke of so, with their number."""
    points = [(p, s.name) for s in made.sections for p in s.points if p.aspect == aspect and p.about != made.theme.id]
    if not points:
        return ""
    point, name = max(points, key=lambda x: (len(x[0].cases), len(x[0].references)))
    return f"{lower_first(name)} ({len(point.cases)} of {point.of})"


# ------------------------------------------------------------------------------------------- chapters
def _chapter(
    made: Chapter, study: InterviewFindings, style: ReportStyle, cite: Citations, turns: Iterator[int]
) -> list[Block]:
    theme = made.theme
    blocks: list[Block] = [PageBreak(), Heading(1, theme.name, f"theme-{theme.id}")]
    if not made.passages:
        return [*blocks, Paragraph(runs(f"No passage on {lower_first(theme.name)} was found."))]
    blocks.append(Paragraph(runs(*_whole(made, study, cite))))
    for aspect, points in made.boxes:
        if not aspect.facet:
            continue  # the sections tell it
        title = aspect.words.box
        none = runs(f"No {title.lower()} were described.")
        items = tuple(runs(f"{p.with_words} ", mark_of(p, cite)) for p in points[:_BOX])
        blocks.append(Box(title, items or (none,)))
    blocks += _tied(made, study, style, cite)
    several = any("/" in s.code for s in made.sections)
    for section in made.sections:
        general, signed = several and section.code == theme.id, style.attribution == "participant"
        told = tuple(aspect for aspect, _ in made.boxes if aspect.side)
        telling = Telling(section, study.n, next(turns), told, general, signed)
        blocks += _section(telling, study, style, cite)
    return blocks


_TIES = {
    "contrast": "On {told}, not alike everywhere",
    "condition": "On {told}, under a condition",
    "change": "On {told}, what has changed",
    "cause": "On {told}, with a reason",
    "consequence": "On {told}, and what follows",
}


def _tied(made: Chapter, study: InterviewFindings, style: ReportStyle, cite: Citations) -> list[Block]:
    """What single participants tie to the theme, in whole sentences, each said to be what it is."""
    spoken = {aspect.side: aspect.spoken for aspect, _ in made.boxes if aspect.side}
    blocks: list[Block] = []
    for kind, quote in made.tied:
        lead = _TIES[kind].format(told=spoken[quote.side])
        mark = cite.extract(quote.reference)
        blocks.append(Bullet(runs(Strong(f"{lead}: "), f"“{quote.text}”{_signed(quote, study, style)} ", mark)))
    return [Paragraph(runs("How single participants explain it:"), keep=True), *blocks] if blocks else []


def _whole(made: Chapter, study: InterviewFindings, cite: Citations) -> list[Run]:
    """What the theme is, who spoke of it, and how many of what helps and of what hinders where that is told apart."""
    definition = " ".join(made.theme.definition.split())
    spoke = of_documents(len(made.participants), study.n, "participant")
    parts: list[Run] = [f"{definition.rstrip('.')}. " if definition else ""]
    parts.append(f"{_capital(spoke)} spoke of this theme, in {passages(made.passages)}")
    sides = [(p, p.aspect.spoken) for p in (made.helps, made.hinders) if p]
    for n, (point, told) in enumerate(sides):
        parts += [f"{', and ' if n else ': '}{number_word(len(point.cases))} of {told} ", mark_of(point, cite)]
    return [*parts, "."]


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _section(telling: Telling, study: InterviewFindings, style: ReportStyle, cite: Citations) -> list[Block]:
    section = telling.section
    blocks: list[Block] = [Heading(2, section.name, f"section-{section.code}")]
    words = runs(telling.opening(), *telling.sides(cite))
    blocks.append(Paragraph(words, keep=bool(section.quotations)))
    for n, quote in enumerate(section.quotations):
        blocks.append(Paragraph(runs(telling.lead(section.quotations, n)), keep=True))
        blocks.append(
            Quotation(runs(f"“{quote.text}”", _signed(quote, study, style), " ", cite.extract(quote.reference)))
        )
    return blocks


def _signed(quote: Quote, study: InterviewFindings, style: ReportStyle) -> str:
    if style.attribution == "none":
        return ""
    if style.attribution == "role":
        return f" ({study.participant(quote.participant).role or 'participant'})"
    return f" ({quote.participant})"

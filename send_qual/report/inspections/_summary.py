"""The key messages of an overview on about a page: outcomes, what must improve and where, what is asked, what works."""

from __future__ import annotations

from send_qual.codebook import STRENGTH, WEAKNESS
from send_qual.findings import Findings, Statement, examples_of, lower_first, span
from send_qual.report._basis import percent
from send_qual.report._phrases import listing
from send_qual.report.inspections._area_names import areas_named, outcome_mark
from send_qual.report.inspections._theme import claim_runs
from send_qual.report.rendering import Block, Bullet, Citations, Heading, Paragraph, See, Strong, runs

__all__ = ["summary_blocks"]

_TOP = 5
_ASKS, _SHOWN = 3, 3
_SHORT = 45  # words of an example here


def summary_blocks(findings: Findings, cite: Citations) -> list[Block]:
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
        blocks += [Bullet(claim_runs(findings, s, cite)) for s in strongest]
    blocks += _asks(findings, cite)
    if not findings.codebook.sided:
        found = sorted((s for s in findings.statements if s.kind != "theme"), key=lambda s: -len(s.cases))[:_TOP]
        blocks += [Paragraph(runs(f"What most {findings.unit}s speak of:"), keep=True)] if found else []
        blocks += [Bullet(runs(f"{s.sentence} ", cite.statement(s))) for s in found]
    blocks += _good_practice(findings)
    blocks += _examples(findings, cite)
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


def _asks(findings: Findings, cite: Citations) -> list[Block]:
    """What leaders of most areas are asked to do in like words."""
    asks = [p for argument in findings.arguments for p in argument.patterns if p.kind == "ask"]
    asks = sorted(asks, key=lambda p: (-len(p.cases), p.gist))[:_ASKS]
    if not asks:
        return []
    blocks: list[Block] = [Paragraph(runs("What leaders of several areas are asked to do:"), keep=True)]
    for ask in asks:
        mark = cite.passages(("ask", ask.theme, ask.gist), ask.references, f"{ask.gist}.")
        blocks.append(Bullet(runs(f"{ask.gist}: {areas_named(findings, ask.cases)}. ", mark)))
    return blocks


def _examples(findings: Findings, cite: Citations) -> list[Block]:
    """The strongest examples of all themes, one an area."""
    best = [own[0] for own in examples_of(findings.practices).values() if len(own[0].brief.split()) <= _SHORT]
    chosen = {one.reference.label: one for one in sorted(best, key=lambda one: one.score)}
    blocks: list[Block] = []
    for area, one in list(reversed(chosen.items()))[:_SHOWN]:
        mark = outcome_mark(findings, area)
        page = f", page {one.reference.page}" if one.reference.page else ""
        words = f"{f' ({mark})' if mark else ''}{page}: “{one.brief}” "
        blocks.append(Bullet(runs(Strong(area), words, cite.practice(one))))
    return [Paragraph(runs("Among the examples:"), keep=True), *blocks] if blocks else []


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

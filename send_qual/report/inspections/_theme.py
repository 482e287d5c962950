"""One section per theme: challenges with their counts, then how good practice is demonstrated."""

from __future__ import annotations

import re
from collections.abc import Sequence

from send_qual.codebook import STRENGTH, WEAKNESS, Code
from send_qual.findings import Aspect, Findings, Statement, examples_of, lower_first, of_documents
from send_qual.report.inspections._area_names import areas_of, claim_of, outcome_mark
from send_qual.report.inspections._argument import argument_blocks
from send_qual.report.rendering import Block, Bullet, Citations, Heading, Paragraph, Quotation, Run, Strong, runs

__all__ = ["claim_runs", "theme_blocks"]

_SENTENCES = 5  # challenges written out; the rest are named with their counts


def theme_blocks(findings: Findings, theme: Code, cite: Citations) -> list[Block]:
    """The section of one theme."""
    blocks: list[Block] = [Heading(1, theme.name, f"theme-{theme.id}")]
    said = [s for s in findings.statements if s.theme == theme.id]
    if not said:
        return [*blocks, Paragraph(runs(f"No passage on {lower_first(theme.name)} was found."))]
    lead = findings.lead(theme.id)
    definition = f"{_first_sentence(theme.definition)} " if theme.definition else ""
    where = of_documents(len(lead.documents), findings.n, findings.unit)
    blocks.append(Paragraph(runs(f"{definition}{lead.passages} passages in {where} speak to this theme."), keep=True))
    if findings.codebook.sided:
        blocks += _challenges(findings, theme, [s for s in said if s.side == WEAKNESS], cite)
        blocks += argument_blocks(findings, theme.id, WEAKNESS, cite)
        blocks += _good_practice(findings, theme, [s for s in said if s.side == STRENGTH], cite)
        blocks += argument_blocks(findings, theme.id, STRENGTH, cite)
    for aspect in dict.fromkeys(s.aspect for s in said if not s.side):
        blocks += _plain(findings, theme, aspect, [s for s in said if s.aspect == aspect], cite)
    return blocks


# ---------------------------------------------------------------------------- what has no two sides
def _plain(findings: Findings, theme: Code, aspect: Aspect, said: Sequence[Statement], cite: Citations) -> list[Block]:
    """Statements on one value of a facet, under its heading; on all passages where nothing is told apart."""
    blocks: list[Block] = []
    if aspect.facet:
        id = "-".join((theme.id, aspect.facet, *aspect.value.split()))
        blocks.append(Heading(2, aspect.words.heading, id))
    whole = [s for s in said if s.kind == "theme"]
    single = [s for s in said if s.kind != "theme"]
    for statement in whole:
        blocks.append(Paragraph(runs(f"{statement.sentence} ", cite.statement(statement)), keep=True))
        blocks += [] if single else _extracts(statement, cite, 2)
    for n, statement in enumerate(single):
        blocks += _with_extracts(findings, statement, cite, 2 if n < 2 else 1 if n < _SENTENCES else 0)
    return blocks


def _first_sentence(text: str) -> str:
    head = re.split(r"(?<=[.!?])\s", " ".join(text.split()), maxsplit=1)[0]
    return head if head.endswith((".", "!", "?")) else f"{head}."


# --------------------------------------------------------------------------------------- challenges
def _challenges(findings: Findings, theme: Code, said: Sequence[Statement], cite: Citations) -> list[Block]:
    words = findings.aspect(WEAKNESS).words
    blocks: list[Block] = [Heading(2, words.heading, f"{theme.id}-challenges")]
    if not said:
        return [*blocks, Paragraph(runs(f"No {words.name} was identified under this theme."))]
    whole = [s for s in said if s.kind == "theme"]
    single = [s for s in said if s.kind != "theme"]
    blocks += [_lead(findings, theme, whole, cite, keep=bool(single))]
    for n, statement in enumerate(single[:_SENTENCES] or ()):
        blocks += _with_extracts(findings, statement, cite, 2 if n < 2 else 1)
    if not single:
        for statement in whole:
            blocks += _extracts(statement, cite, 2)
    if rest := single[_SENTENCES:]:
        parts: list[Run] = ["Also identified: "]
        for n, statement in enumerate(rest):
            name = lower_first(_name(findings, statement))
            parts += [
                "; " if n else "",
                f"{name} ({len(statement.cases)} of {statement.of}) ",
                cite.statement(statement),
            ]
        blocks.append(Paragraph(runs(*parts, ".")))
    return blocks


def _lead(findings: Findings, theme: Code, whole: Sequence[Statement], cite: Citations, *, keep: bool) -> Paragraph:
    """In how many reports anything under the theme is a challenge: the number that the table of themes gives."""
    if whole:
        return Paragraph(runs(f"{whole[0].sentence} ", cite.statement(whole[0])), keep=keep)
    where = of_documents(len(findings.lead(theme.id).challenged), findings.n, findings.unit)
    return Paragraph(
        runs(f"{findings.aspect(WEAKNESS).words.label} under this theme were identified in {where}."), keep=keep
    )


def _name(findings: Findings, statement: Statement) -> str:
    if statement.kind == "issue":
        found = next(f.issue for f in findings.issues if f.issue.id == statement.about)
        return found.name or found.id.replace("_", " ")
    return findings.codebook[statement.about].name


def _with_extracts(findings: Findings, statement: Statement, cite: Citations, most: int) -> list[Block]:
    extracts = _extracts(statement, cite, most)
    return [Bullet(claim_runs(findings, statement, cite), keep=bool(extracts)), *extracts]


def claim_runs(findings: Findings, statement: Statement, cite: Citations) -> tuple[Run, ...]:
    """A claim, of how many reports, and which areas these are."""
    claim, count = claim_of(statement)
    areas = areas_of(findings, statement)
    return runs(Strong(claim), f": {count}{f' – {areas}' if areas else ''}. ", cite.statement(statement))


def _extracts(statement: Statement, cite: Citations, most: int) -> list[Block]:
    """Short extracts under a sentence; none is shown twice in a section."""
    blocks: list[Block] = []
    for words, reference in statement.extracts:
        if len(blocks) == most:
            break
        if cite.first_time(reference, words):
            blocks.append(Quotation(runs(f"“{words}” ({reference.where}) ", cite.extract(reference))))
    return blocks


# ------------------------------------------------------------------------------------ good practice
def _good_practice(findings: Findings, theme: Code, said: Sequence[Statement], cite: Citations) -> list[Block]:
    words = findings.aspect(STRENGTH).words
    blocks: list[Block] = [Heading(2, words.heading, f"{theme.id}-practice")]
    if not said:
        return [*blocks, Paragraph(runs(f"No {words.name} was described under this theme."))]
    whole = next((s for s in said if s.kind == "theme"), said[0])
    parts: list[Run] = [f"{whole.sentence} ", cite.statement(whole)]
    subs = [s for s in said if s.kind == "sub-code"][:3]
    if subs:
        parts.append(" Most often it concerned ")
        for n, s in enumerate(subs):
            link = "" if not n else " and " if n == len(subs) - 1 else ", "
            parts += [link, f"{lower_first(_name(findings, s))} ({len(s.cases)}) ", cite.statement(s)]
        parts.append(".")
    chosen = examples_of(findings.practices).get(theme.id, ())
    blocks.append(Paragraph(runs(*parts), keep=bool(chosen)))
    for practice in chosen:
        mark = outcome_mark(findings, practice.reference.label)
        outcome = f" ({mark})" if mark else ""
        page = f", page {practice.reference.page}" if practice.reference.page else ""
        words_of = f"{outcome}{page}: “{practice.brief}” "
        cite.first_time(practice.reference, practice.brief)
        blocks.append(Bullet(runs(Strong(practice.reference.label), words_of, cite.practice(practice))))
    more = sum(p.theme == theme.id for p in findings.practices) - len(chosen)
    if more > 0:
        blocks.append(
            Paragraph(
                runs(
                    f"{more} more {'passage' if more == 1 else 'passages'} of {words.name} under this theme "
                    f"{'is' if more == 1 else 'are'} ranked in good_practice.csv."
                ),
                note=True,
            )
        )
    return blocks

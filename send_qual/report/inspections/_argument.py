"""The argument of a theme in words: its patterns with the areas by name, then what reports tie to the matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from send_qual.codebook import STRENGTH, WEAKNESS
from send_qual.findings import Argument, Findings, Pattern, Shown, Tied, lower_first
from send_qual.report._phrases import listing
from send_qual.report.inspections._area_names import areas_named
from send_qual.report.rendering import Block, Bullet, Citations, Paragraph, Run, Strong, runs

__all__ = ["argument_blocks"]

_SHOWN = 5  # patterns of one side of a theme
_SHARE = 0.1  # of the cases that must say it to be told here; the others stand in the workbook
_BESIDE = 2  # sentences that say more of it
_TIED = 2
_ASKED = 4
_LEADS = {
    "contrast": ("Not everywhere alike", "On both sides"),
    "condition": ("Under which conditions", "Where it holds"),
    "change": ("What is changing", "What has changed"),
    "cause": ("What it is put down to", "What it rests on"),
    "consequence": ("What follows from it", "What comes of it"),
}
"""By kind, before a weakness and before a strength."""


def argument_blocks(findings: Findings, theme: str, side: str, cite: Citations) -> list[Block]:
    """What several reports say alike on one side of a theme, what they tie to it, and what leaders are asked to do."""
    blocks: list[Block] = []
    for argument in findings.arguments:
        if (argument.theme, argument.aspect.side) != (theme, side):
            continue
        if patterns := _pattern_blocks(findings, argument.patterns, cite):
            marked = " (behind each area, the outcome of its inspection)" if findings.outcomes else ""
            told = f"What several {findings.unit}s say in these or like words{marked}:"
            blocks += [Paragraph(runs(told), keep=True), *patterns]
        if tied := _tied_blocks(argument, cite):
            blocks += [Paragraph(runs(f"How single {findings.unit}s explain it:"), keep=True), *tied]
        blocks += _ask_blocks(findings, argument, cite)
    return blocks


def _pattern_blocks(findings: Findings, patterns: Iterable[Pattern], cite: Citations) -> list[Block]:
    """A paragraph for each pattern: what is said, of whom, in whose words, what beside it, and who says otherwise."""
    found = [p for p in patterns if p.kind == "finding" and len(p.cases) >= _SHARE * p.of][:_SHOWN]
    return [Bullet(_pattern(findings, pattern, cite)) for pattern in found]


def _pattern(findings: Findings, pattern: Pattern, cite: Citations) -> tuple[Run, ...]:
    n = len(pattern.cases)
    key = ("pattern", pattern.theme, pattern.aspect, pattern.gist)
    mark = cite.passages(key, pattern.references, f"{pattern.gist}.")
    count = f"all {n}" if n == pattern.of else f"{n} of the {pattern.of}"
    parts: list[Run] = [Strong(f"{pattern.gist}."), f" Said outright in {count} {findings.unit}s: "]
    parts += [f"{areas_named(findings, pattern.cases)}. ", mark]
    if strongest := _first(pattern.shown, cite):
        parts += [f" {_quoted(strongest)} ", cite.extract(strongest.reference)]
    beside = [one for one in pattern.beside if cite.first_time(one.reference, one.words)][:_BESIDE]
    for k, one in enumerate(beside):
        parts += [" Beside it: " if not k else "; ", _quoted(one)]
    for k, tied in enumerate(t for t in pattern.tied if t.kind in {"cause", "consequence"}):
        if k < _TIED and cite.first_time(tied.reference, tied.words):
            parts += [f" {_lead(tied, pattern.aspect.side)}: ", _quoted(tied)]
    if against := [one for one in pattern.deviant if cite.first_time(one.reference, one.words)][:1]:
        parts += [" By contrast: ", _quoted(against[0])]
    if pattern.asked:
        asked = tuple(dict.fromkeys(one.case for one in pattern.asked))
        at = tuple(one.reference for one in pattern.asked)
        parts += [f" Leaders are asked to act on it in {listing(list(asked))}. ", cite.passages((*key, "asked"), at)]
    return runs(*parts)


def _first(shown: Sequence[Shown], cite: Citations) -> Shown | None:
    return next((one for one in shown if one.alone and cite.first_time(one.reference, one.words)), None)


def _quoted(one: Shown | Tied) -> str:
    return f"“{one.words}” ({one.reference.where})"


def _lead(tied: Tied, side: str) -> str:
    return _LEADS[tied.kind][side == STRENGTH]


def _tied_blocks(argument: Argument, cite: Citations) -> list[Block]:
    """What reports tie to the matter beyond the patterns, a bullet for each kind, in the order of an argument."""
    blocks: list[Block] = []
    for kind in dict.fromkeys(tied.kind for tied in argument.tied):
        shown = [t for t in argument.tied if t.kind == kind and cite.first_time(t.reference, t.words)][:_TIED]
        if not shown:
            continue
        parts: list[Run] = [Strong(f"{_LEADS[kind][argument.aspect.side == STRENGTH]}: ")]
        for n, tied in enumerate(shown):
            parts += [" " if n else "", _quoted(tied)]
        blocks.append(Bullet(runs(*parts)))
    return blocks


def _ask_blocks(findings: Findings, argument: Argument, cite: Citations) -> list[Block]:
    """What leaders of several areas are asked to do."""
    asks = [p for p in argument.patterns if p.kind == "ask"] if argument.aspect.side == WEAKNESS else []
    asks = sorted(asks, key=lambda p: -len(p.cases))[:_ASKED]
    if not asks:
        return []
    parts: list[Run] = [Strong("What leaders are asked to do: ")]
    for n, ask in enumerate(asks):
        key = ("ask", ask.theme, ask.gist)
        parts += ["; " if n else "", f"{lower_first(ask.gist)} ({areas_named(findings, ask.cases)}) "]
        parts.append(cite.passages(key, ask.references, f"{ask.gist}."))
    return [Paragraph(runs(*parts, "."))]

"""Common themes of two tranches, and what rose and fell between them."""

from __future__ import annotations

from collections.abc import Sequence

from send_qual.findings import Change, Findings, aspects
from send_qual.report._basis import comparison_note
from send_qual.report.rendering import (
    Block,
    Callout,
    Caption,
    Chart,
    Figure,
    Heading,
    Paragraph,
    See,
    Strong,
    Table,
    runs,
)

__all__ = ["comparison_blocks"]


def comparison_blocks(findings: Findings) -> list[Block]:
    """The section on two tranches; nothing where there is no comparison."""
    compared = findings.comparison
    if compared is None:
        return []
    unit = findings.unit
    return [
        Heading(1, "Common themes of the two tranches", "comparison"),
        Paragraph(
            runs(
                f"The earlier tranche ({compared.before}) has {compared.of[0]} {unit}s, the later "
                f"({compared.after}) {compared.of[1]}. Shares are compared, not numbers."
            )
        ),
        Heading(2, "What is common to both", "common"),
        *_common([c for c in compared.common if c.kind in {"issue", "theme"}], findings),
        Heading(2, "What rose and what fell", "changes"),
        Paragraph(runs(compared.summary)),
        *_moved([c for c in compared.main if c.direction in {"rose", "fell"}], findings),
        Callout(runs(Strong("How far to read this. "), compared.caution)),
        *_issue_figure(findings, compared.main),
    ]


def _common(common: list[Change], findings: Findings) -> list[Block]:
    told = aspects(findings.codebook)
    kinds = [("issue", aspect, "Question") for aspect in dict.fromkeys(c.aspect for c in common if c.kind == "issue")]
    kinds += [("theme", aspect, f"Theme: {aspect.words.name}" if aspect.facet else "Theme") for aspect in told]
    rows = []
    for kind, aspect, words in kinds:
        shared = sorted((c for c in common if (c.kind, c.aspect) == (kind, aspect)), key=lambda c: -_later(c))
        rows += [(_bare(c), words, _of(c.before), _of(c.after)) for c in shared]
    unit = findings.unit
    if not rows:
        return [Paragraph(runs(f"Nothing stands in at least half of the {unit}s of both tranches."))]
    return [
        Paragraph(runs("What at least half of the ", f"{unit}s of both tranches describe is in ", See("both"), ".")),
        Table(
            Caption(f"What at least half of the {unit}s of both tranches describe", "both"),
            ("What", "Counted as", "Earlier", "Later"),
            tuple(rows),
            (0.48, 0.22, 0.15, 0.15),
            numeric=frozenset({2, 3}),
            note=runs(comparison_note(findings)),
            small=True,
        ),
    ]


def _moved(moved: list[Change], findings: Findings) -> list[Block]:
    if not moved:
        return []
    rows = [
        (c.name, _of(c.before), _of(c.after), _points(c), "<\u202f0.01" if c.p < 0.01 else f"{c.p:.2f}")
        for c in sorted(moved, key=lambda c: -c.difference)
    ]
    return [
        Table(
            Caption(f"What rose or fell by 10 points and at least two {findings.unit}s", "moved"),
            ("Question, theme or outcome", "Earlier", "Later", "Points (from, to)", "p"),
            tuple(rows),
            (0.42, 0.13, 0.13, 0.21, 0.11),
            numeric=frozenset({1, 2, 3, 4}),
            note=runs(
                "In brackets the 95% interval of the difference (Newcombe). p: Fisher’s exact test; under 0.05 is more "
                "than chance alone would readily explain. All comparisons are in findings.xlsx. "
                f"{comparison_note(findings)}"
            ),
            small=True,
        )
    ]


def _points(change: Change) -> str:
    """The difference in percentage points with its interval: "+47 (+9, +70)"."""
    middle, low, high = (
        f"{round(100 * share):+d}".replace("-", "−").replace("+0", "0")
        for share in (change.difference, *change.interval)
    )
    return f"{middle} ({low}, {high})"


def _later(change: Change) -> float:
    return change.after[0] / change.after[1] if change.after[1] else 0.0


def _bare(change: Change) -> str:
    """The name without "Challenges:" or "Good practice:", which the next column says."""
    name = (change.aspect.facet and change.name.partition(": ")[2]) or change.name
    return f"{name[:1].upper()}{name[1:]}"


def _of(share: tuple[int, int]) -> str:
    return f"{share[0]} of {share[1]}"


def _issue_figure(findings: Findings, main: Sequence[Change]) -> list[Block]:
    compared = findings.comparison
    issues = sorted((c for c in main if c.kind == "issue"), key=lambda c: -_later(c))
    if compared is None or not issues or not all(compared.of):
        return []
    told = "; ".join(f"{c.name}, {_of(c.before)} and {_of(c.after)}" for c in issues)
    return [
        Figure(
            Caption(f"Share of {findings.unit}s with each issue, earlier and later tranche", "issue-change"),
            Chart(
                "pairs",
                tuple(c.name for c in issues),
                tuple((c.before[0], c.after[0]) for c in issues),
                compared.of,
                (f"Earlier: {compared.before}", f"Later: {compared.after}"),
                f"Share of {findings.unit}s (%)",
            ),
            f"Paired bar chart of issues in the earlier and the later tranche: {told}.",
            runs(comparison_note(findings)),
        )
    ]

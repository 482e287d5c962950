"""Common themes of two tranches, and what rose and fell between them."""

from __future__ import annotations

from send_qual.findings import Change, Findings
from send_qual.report._basis import basis_note
from send_qual.report.rendering import (
    Block,
    Bullet,
    Callout,
    Caption,
    Chart,
    Figure,
    Heading,
    Paragraph,
    Strong,
    runs,
)

__all__ = ["comparison_blocks"]

_MOST = 8


def comparison_blocks(findings: Findings) -> list[Block]:
    """The section on two tranches; nothing where there is no comparison."""
    compared = findings.comparison
    if compared is None:
        return []
    unit = findings.unit
    main = [c for c in compared.changes if c.kind in {"issue", "theme", "outcome"}]
    blocks: list[Block] = [
        Heading(1, "Common themes of the two tranches", "comparison"),
        Paragraph(
            runs(
                f"The earlier tranche ({compared.before}) has {compared.of[0]} {unit}s, the later "
                f"({compared.after}) {compared.of[1]}. Shares are compared, not numbers."
            )
        ),
        Callout(runs(Strong("How far to read this. "), compared.caution)),
        Heading(2, "What is common to both", "common"),
    ]
    common = [c for c in compared.common if c.kind in {"issue", "theme"}]
    blocks += _common(common, findings)
    blocks.append(Heading(2, "What rose and what fell", "changes"))
    for direction, words in (("rose", "Rose"), ("fell", "Fell")):
        moved = [c for c in main if c.direction == direction]
        if moved:
            blocks.append(Paragraph(runs(f"{words} by 10 points and at least two {unit}s:"), keep=True))
            blocks += [Bullet(runs(_moved(c, unit))) for c in moved[:_MOST]]
        else:
            blocks.append(Paragraph(runs(f"Nothing {direction} by 10 points and at least two {unit}s.")))
    return [*blocks, *_issue_figure(findings, main)]


def _moved(change: Change, unit: str) -> str:
    (a, m), (b, n) = change.before, change.after
    sure = "; more than chance alone would readily explain" if change.p < 0.05 else ""
    return f"{change.name}: from {a} of the {m} to {b} of the {n} {unit}s{sure}."


def _common(common: list[Change], findings: Findings) -> list[Block]:
    blocks: list[Block] = []
    for polarity, words in (("challenge", "describe a challenge"), ("facilitator", "describe good practice")):
        shared = [c for c in common if c.polarity == polarity]
        shared = sorted(shared, key=lambda c: c.kind != "issue")[: 2 * _MOST]
        if not shared:
            blocks.append(
                Paragraph(runs(f"No theme or issue in which half of the {findings.unit}s of both tranches {words}."))
            )
            continue
        lead = f"At least half of the {findings.unit}s of both tranches {words} in (earlier; later):"
        blocks.append(Paragraph(runs(lead), keep=True))
        blocks += [Bullet(runs(f"{_bare(c)}: {_of(c.before)}; {_of(c.after)}.")) for c in shared]
    return blocks


def _bare(change: Change) -> str:
    """The name without "Challenges:" or "Good practice:", which the line above has said."""
    name = change.name.partition(": ")[2] or change.name
    whole = " (the theme as a whole)" if (change.kind, change.polarity) == ("theme", "challenge") else ""
    return f"{name[:1].upper()}{name[1:]}{whole}"


def _of(share: tuple[int, int]) -> str:
    return f"{share[0]} of {share[1]}"


def _issue_figure(findings: Findings, main: list[Change]) -> list[Block]:
    compared = findings.comparison
    issues = sorted(
        (c for c in main if c.kind == "issue"), key=lambda c: -(c.after[0] / c.after[1] if c.after[1] else 0)
    )
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
            runs(f"All comparisons, sub-codes too, are in findings.xlsx. {basis_note(findings)}"),
        )
    ]

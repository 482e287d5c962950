"""Patterns over participants: themes by group, themes that come together, what each interview added."""

from __future__ import annotations

from send_qual.findings import InterviewFindings, in_turn
from send_qual.report.interviews._disclosure import shown_groups, told_by
from send_qual.report.interviews._style import ReportStyle
from send_qual.report.rendering import Block, Caption, Chart, Figure, Heading, Paragraph, Table, runs

__all__ = ["pattern_blocks"]

_PAIRS = 10
_FEWEST = 3  # interviews: with fewer there is no curve


def pattern_blocks(study: InterviewFindings, style: ReportStyle) -> list[Block]:
    """The chapter on patterns; empty where there are none to show."""
    blocks = [*_groups(study, style), *_together(study), *_saturation(study)]
    return [Heading(1, "Patterns across the interviews", "patterns"), *blocks] if blocks else []


def _groups(study: InterviewFindings, style: ReportStyle) -> list[Block]:
    tables: list[Block] = []
    book, themes = study.findings.codebook, study.findings.themes()
    told = in_turn(book)
    spoken = " / of ".join(aspect.spoken for aspect in told) if told[0].facet else "each theme"
    for name, rows in shown_groups(study, style).items():
        lines = []
        for value in dict.fromkeys(g.group for g in rows):
            mine = [g for g in rows if g.group == value]
            cells = []
            for theme in themes:
                pair = [told_by(mine, theme.id, aspect, book) for aspect in told]
                cells.append(" / ".join("–" if style.mask_cells and n == 1 else str(n) for n in pair))
            lines.append((value, str(mine[0].of), *cells))
        masked = " A dash stands for one person; groups of one are left out." if style.mask_cells else ""
        tables.append(
            Table(
                Caption(f"Themes by {name}", f"by-{name}"),
                (name.capitalize(), "N", *(t.name for t in themes)),
                tuple(lines),
                (0.24, 0.06, *(0.7 / len(themes) for _ in themes)),
                numeric=frozenset(range(1, len(themes) + 2)),
                note=runs(f"Participants who spoke of {spoken}.{_source(study, name)}{masked}"),
                small=True,
            )
        )
    if not tables:
        return []
    words = "The groups are small: the numbers say who spoke of what, not how common it is."
    return [Heading(2, "Themes by group of participants", "groups"), Paragraph(runs(words), keep=True), *tables]


def _source(study: InterviewFindings, name: str) -> str:
    """Whom a table of groups rests on, where it is not everybody."""
    known = sum({g.group: g.of for g in study.groups if g.attribute == name}.values())
    if known == study.n:
        return ""
    return f" Source: {known} of the {study.n} participants; of the others no {name} is known."


def _together(study: InterviewFindings) -> list[Block]:
    if not study.together:
        return []
    book = study.findings.codebook
    rows = [
        (
            f"{book[t.first].name} and {book[t.second].name}",
            str(t.passages),
            f"{len(t.documents)} of {study.findings.n}",
        )
        for t in study.together[:_PAIRS]
    ]
    return [
        Heading(2, "Themes that come together", "together"),
        Paragraph(
            runs("Where one passage speaks of two themes, participants themselves make the connection."), keep=True
        ),
        Table(
            Caption("Themes in the same passage", "together-table"),
            ("Themes", "Passages", "Interviews"),
            tuple(rows),
            (0.6, 0.2, 0.2),
            numeric=frozenset({1, 2}),
        ),
    ]


def _saturation(study: InterviewFindings) -> list[Block]:
    rows = study.saturation
    if len(rows) < _FEWEST or not rows[-1].total:
        return []
    total = rows[-1].total
    late = next(n for n, r in enumerate(rows, 1) if r.total == total)
    words = (
        f"{total} sub-themes were met in all; the last new one in interview {late} of {len(rows)}. A curve that has "
        "levelled off says that further interviews of this kind add passages rather than sub-themes of this codebook; "
        "it cannot say what a codebook does not look for."
    )
    names = tuple(f"{n}{_plus(len(r.new))}" for n, r in enumerate(rows, 1))
    told = "; ".join(f"after interview {n}, {r.total}" for n, r in enumerate(rows, 1))
    chart = Chart("bars", names, tuple((r.total,) for r in rows), (total,), axis="Sub-themes met so far")
    return [
        Heading(2, "New sub-themes per interview", "saturation"),
        Paragraph(runs(words), keep=True),
        Figure(
            Caption("Sub-themes met so far, interview by interview", "saturation-curve"), chart, f"Bar chart: {told}."
        ),
    ]


def _plus(n: int) -> str:
    return f"  (+{n})" if n else ""

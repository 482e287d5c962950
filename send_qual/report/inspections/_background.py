"""Background, outcomes, and the themes at a glance."""

from __future__ import annotations

from collections.abc import Iterable

from send_qual.codebook import BOTH, STRENGTH, WEAKNESS, Codebook, Facet, FacetValue
from send_qual.findings import Aspect, Findings, IssueFinding, lower_first, span
from send_qual.report._basis import basis_note
from send_qual.report.inspections._kinds import kind_blocks
from send_qual.report.rendering import Block, Caption, Chart, Figure, Heading, Paragraph, See, Table, runs

__all__ = ["EHC_STAGES", "background_blocks", "glance_blocks"]

EHC_STAGES = (
    ("ehc_timeliness", "New plans not completed on time"),
    ("ehc_timeliness_afi", "Timeliness named as an area for improvement or priority action"),
    ("ehc_quality", "Quality of plans"),
    ("annual_reviews", "Annual reviews and amended plans"),
)
"""The report-level issues that follow an EHC plan through its life, in that order."""


def background_blocks(findings: Findings) -> list[Block]:
    """What was read, and the outcomes."""
    blocks: list[Block] = [Heading(1, "Background", "background"), Paragraph(runs(_what_was_read(findings)))]
    blocks += kind_blocks(findings)
    judged = findings.judgement
    if judged is None:
        return blocks
    blocks += [
        Paragraph(
            runs(
                f"{judged.about} (",
                See("outcome-definitions"),
                "). The outcomes of the reports in this overview are in ",
                See("outcomes"),
                " and ",
                See("outcome-areas"),
                ".",
            )
        ),
        Table(
            Caption(f"Outcomes of {judged.name}: what they say and what follows", "outcome-definitions"),
            ("Outcome", "What it says", "What follows"),
            tuple((f"{o.value}. {o.name}", o.definition, o.next_step) for o in findings.outcomes),
            (0.22, 0.45, 0.33),
            note=runs(judged.note),
        ),
        _outcome_figure(findings),
        Table(
            Caption("Areas by outcome", "outcome-areas"),
            ("Outcome", "Reports", "Areas"),
            tuple(
                (f"{o.value}. {o.name}", str(len(o.documents)), _areas(findings, o.documents))
                for o in findings.outcomes
            ),
            (0.26, 0.12, 0.62),
            numeric=frozenset({1}),
            note=runs("Source: the outcome as printed on the front page of each report."),
        ),
    ]
    return blocks


def _areas(findings: Findings, documents: tuple[str, ...]) -> str:
    return ", ".join(sorted(findings.case(d).label for d in documents)) or "none"


def _what_was_read(findings: Findings) -> str:
    unit = findings.unit
    many = f"{findings.n} {unit}" + ("" if findings.n == 1 else "s")
    inspected = span(c.attributes.get("inspection_start", "") for c in findings.cases)
    published = span(c.attributes.get("published", "") for c in findings.cases)
    words = f"This overview rests on {many}"
    if inspected:
        words += f" of inspections carried out {inspected}"
    if published:
        words += f"{' and' if inspected else ''} published {published}"
    first = [c for c in findings.cases if "previous_start" in c.attributes and not c.attributes["previous_start"]]
    words += "."
    if first and unit == "report":
        number = "One report names" if len(first) == 1 else f"{len(first)} reports name"
        words += f" {number} no previous inspection."
    if since := findings.options.get("since"):
        words += f" Only {unit}s published since {since} are counted."
    if left := len(findings.left_out):
        words += f" {left} {'file was' if left == 1 else 'files were'} left out (see the appendix on method)."
    return words


def _outcome_figure(findings: Findings) -> Figure:
    values = tuple((len(o.documents),) for o in findings.outcomes)
    names = tuple(f"{o.value}. {o.name}" for o in findings.outcomes)
    total = sum(v[0] for v in values)
    told = "; ".join(f"{o.name.lower()}, {len(o.documents)}" for o in findings.outcomes)
    return Figure(
        Caption(f"Outcomes of the {total} inspections", "outcomes"),
        Chart("bars", names, values, (total,), axis="Number of reports"),
        f"Bar chart of the outcomes of {total} inspections: {told}.",
    )


# ------------------------------------------------------------------------------- themes at a glance
def glance_blocks(findings: Findings) -> list[Block]:
    """The themes in one table, the report-level issues in one figure, the stages of EHC plans in another."""
    blocks: list[Block] = [
        Heading(1, "The themes at a glance", "glance"),
        Paragraph(
            runs(
                f"Passages were coded by theme{_told_apart(findings.codebook)} (",
                See("themes"),
                "). What words such as “most” stand for is set out in ",
                See("method"),
                ".",
            )
        ),
        _theme_table(findings),
        *(block for facet in findings.codebook.facets for block in _facet_blocks(findings, facet)),
    ]
    if findings.together:
        top = findings.together[0]
        names = {t.id: lower_first(t.name) for t in findings.themes()}
        blocks.append(
            Paragraph(
                runs(
                    f"Themes overlap: “{names[top.first]}” and “{names[top.second]}” share a passage most often, "
                    f"{top.passages} times in {len(top.documents)} of the {findings.n} {findings.unit}s."
                )
            )
        )
    if findings.issues:
        blocks += _issue_blocks(findings)
    stages = _stages(findings)
    if len(stages) > 1:
        blocks += _ehc_blocks(findings, stages)
    return blocks


def _told_apart(book: Codebook) -> str:
    """How passages are told apart within a theme, as the sentence goes on."""
    parts = []
    if book.sided:
        parts.append(f"within a theme as describing {_or(word.noun for word in book.sided.words)}")
    others = [facet for facet in book.facets if facet != book.sided]
    parts += [f"by {lower_first(f.name)} ({_or(word.name for word in f.words)})" for f in others]
    return f", and {', and '.join(parts)}" if parts else ""


def _or(words: Iterable[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} or {last}" if first else last


def _theme_table(findings: Findings) -> Table:
    """Passages and documents by theme, on either side where the codebook has sides."""
    facet = findings.codebook.sided
    shown = [facet.signed(sign) for sign in (WEAKNESS, BOTH, STRENGTH) if facet.value_of(sign)] if facet else []
    sides = [findings.aspect(side) for side in (WEAKNESS, STRENGTH)] if facet else [Aspect()]
    rows = []
    for theme in findings.themes():
        passages = [findings.count(theme.id, word.id).passages for word in shown or (FacetValue(""),)]
        reports = [len(findings.documents_with(theme.id, side)) for side in sides]
        rows.append((theme.name, *map(str, passages), *(f"{n} of {findings.n}" for n in reports)))
    unit = f"{findings.unit.capitalize()}s"
    heads = [f"Passages: {word.name}" for word in shown] or ["Passages"]
    heads += [f"{unit} with {side.words.noun}" if side.facet else unit for side in sides]
    both = f" A {findings.unit} with a passage that is both counts in both columns on the right." if facet else ""
    return Table(
        Caption(f"Passages and {findings.unit}s by theme", "themes"),
        ("Theme", *heads),
        tuple(rows),
        (0.28, *(0.39 / max(len(shown), 1) for _ in range(max(len(shown), 1))), *(0.33 / len(sides) for _ in sides)),
        numeric=frozenset(range(1, len(heads) + 1)),
        note=runs(f"A passage may speak to several themes.{both} {basis_note(findings)}"),
    )


def _facet_blocks(findings: Findings, facet: Facet) -> list[Block]:
    """A facet without sides: in how many documents each of its values stands, by theme."""
    if facet == findings.codebook.sided:
        return []
    themes = findings.themes()
    cells = tuple(
        tuple(len(findings.count(theme.id, value, facet=facet.id).cases) for value in facet.values) for theme in themes
    )
    if not any(map(any, cells)):
        return []
    names = tuple(word.label for word in facet.words)
    told = "; ".join(
        f"{theme.name}: {', '.join(f'{name} {n}' for name, n in zip(names, row, strict=True))}"
        for theme, row in zip(themes, cells, strict=True)
    )
    axis = f"Number of {findings.unit}s (of {findings.n})"
    chart = Chart("grid", tuple(t.name for t in themes), cells, (findings.n,) * len(names), names, axis)
    caption = Caption(f"{facet.name} by theme: {findings.unit}s", f"facet-{facet.id}")
    return [Figure(caption, chart, f"Table of {findings.unit}s, of {findings.n}. {told}.", runs(basis_note(findings)))]


def _judged(findings: Findings) -> str:
    borderline = sum(len(f.borderline) for f in findings.issues)
    answers = sum(len(f.verdicts) for f in findings.issues)
    aside = f" {borderline} of the {answers} answers are borderline and listed as such." if borderline else ""
    return f"{basis_note(findings)}{aside}"


def _issue_blocks(findings: Findings) -> list[Block]:
    ordered = sorted(findings.issues, key=lambda f: -len(f.yes))
    named = [(f.issue.name or f.issue.id.replace("_", " "), len(f.yes)) for f in ordered]
    of, unit = max((f.of, f.unit) for f in ordered)
    return [
        Paragraph(
            runs(
                f"{len(findings.issues)} questions were asked of each {unit} as a whole (",
                See("issues"),
                "). The areas concerned are listed in ",
                See("issue-areas"),
                ".",
            )
        ),
        Figure(
            Caption(f"What the {unit}s say needs to improve", "issues"),
            Chart(
                "bars",
                tuple(name for name, _ in named),
                tuple((n,) for _, n in named),
                (of,),
                axis=f"Number of {unit}s (of {of})",
            ),
            f"Bar chart of issues by number of {unit}s, of {of}: "
            + "; ".join(f"{name}, {n}" for name, n in named)
            + ".",
            runs(_judged(findings)),
        ),
    ]


def _stages(findings: Findings) -> list[tuple[str, IssueFinding]]:
    by_id = {f.issue.id: f for f in findings.issues}
    return [(name, by_id[id]) for id, name in EHC_STAGES if id in by_id]


def _ehc_blocks(findings: Findings, stages: list[tuple[str, IssueFinding]]) -> list[Block]:
    told = "; ".join(f"{name.lower()}, {len(f.yes)}" for name, f in stages)
    of, unit = stages[0][1].of, stages[0][1].unit
    every = [
        case.label
        for case in findings.cases
        if all(
            any(v.document == case.document for v in f.yes) for name, f in stages if f.issue.id != "ehc_timeliness_afi"
        )
    ]
    words = (
        f" {len(every)} {'area needs' if len(every) == 1 else 'areas need'} to improve timeliness, quality and "
        f"annual reviews alike: {', '.join(sorted(every))}."
        if every
        else ""
    )
    return [
        Heading(2, "Stages of education, health and care plans", "ehc"),
        Paragraph(
            runs(
                "Education, health and care (EHC) plans can fall short at each stage of their life: when they are "
                "first issued, in what they say, and when they are reviewed and amended (",
                See("ehc-stages"),
                f").{words}",
            )
        ),
        Figure(
            Caption("Reports that need to improve each stage of EHC plans", "ehc-stages"),
            Chart(
                "bars",
                tuple(name for name, _ in stages),
                tuple((len(f.yes),) for _, f in stages),
                (of,),
                axis=f"Number of {unit}s (of {of})",
            ),
            f"Bar chart of the {unit}s, of {of}, that need to improve each stage of EHC plans: {told}.",
            runs(_judged(findings)),
        ),
    ]

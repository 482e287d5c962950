"""Background, outcomes, and the themes at a glance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from send_qual.codebook import BOTH, STRENGTH, WEAKNESS, Codebook, Facet, FacetValue, Series
from send_qual.findings import Aspect, Findings, IssueFinding, lower_first, span
from send_qual.report._basis import basis_note
from send_qual.report.inspections._kinds import kind_blocks
from send_qual.report.rendering import Block, Caption, Chart, Figure, Heading, Paragraph, See, Table, runs

__all__ = ["background_blocks", "glance_blocks"]


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
    """The themes in one table, the report-level issues in one figure, each series of them in another."""
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
    blocks += [block for series in findings.codebook.series for block in _series_blocks(findings, series)]
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


def _series_blocks(findings: Findings, series: Series) -> list[Block]:
    """Questions that belong together, in a figure of their own; nothing where fewer than two were asked."""
    by_id = {f.issue.id: f for f in findings.issues}
    asked = [(name, by_id[id]) for id, name in series.issues if id in by_id]
    if len(asked) < 2:
        return []
    told = "; ".join(f"{name.lower()}, {len(f.yes)}" for name, f in asked)
    of, unit = asked[0][1].of, asked[0][1].unit
    chart = Chart(
        "bars",
        tuple(name for name, _ in asked),
        tuple((len(f.yes),) for _, f in asked),
        (of,),
        axis=f"Number of {unit}s (of {of})",
    )
    return [
        Heading(2, series.name, f"about-{series.id}"),
        Paragraph(runs(f"{series.text} (", See(series.id), f").{_together(findings, series, by_id)}")),
        Figure(
            Caption(f"{unit.capitalize()}s that {series.need}", series.id),
            chart,
            f"Bar chart of the {unit}s, of {of}, that {series.need}: {told}.",
            runs(_judged(findings)),
        ),
    ]


def _together(findings: Findings, series: Series, by_id: Mapping[str, IssueFinding]) -> str:
    """Which areas all the questions counted together are a yes of, as a sentence."""
    counted = [{v.document for v in by_id[id].yes} for id in series.together if id in by_id]
    every = sorted(case.label for case in findings.cases if counted and all(case.document in yes for yes in counted))
    if not every:
        return ""
    many = "1 area needs" if len(every) == 1 else f"{len(every)} areas need"
    return f" {many} {series.together_text}: {', '.join(every)}."

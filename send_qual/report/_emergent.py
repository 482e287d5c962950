"""The section on emergent themes, alike in every report: what the codebook does not cover, and what became of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from send_qual.findings import Findings, Reference, locate, long_date
from send_qual.report._basis import percent, thousands
from send_qual.report.rendering import (
    Block,
    Bullet,
    Caption,
    Chart,
    Citations,
    Figure,
    Heading,
    Paragraph,
    Quotation,
    Run,
    See,
    Strong,
    Table,
    runs,
)

if TYPE_CHECKING:
    import pandas as pd

    from send_qual.themes import Decision, ThemeRow, ThemesRecord

__all__ = ["emergent_blocks", "emergent_table"]

_TERMS = 6
_EXTRACTS = 2  # of each theme
_NO_CODE = "No code"
_LEAST_P = 1e-6  # no test says never


def emergent_blocks(
    drawn: Findings, cite: Citations, *, labels: Mapping[str, str] | None = None, signs: Mapping[str, str] | None = None
) -> list[Block]:
    """The section, or nothing where emergent themes were not looked for.

    Parameters
    ----------
    drawn : Findings
    cite : Citations
    labels : mapping of str to str, optional
        What each document is called in the list of references; default its case's name.
    signs : mapping of str to str, optional
        What stands after an extract of each document; default the same.
    """
    record = drawn.emergent
    if record is None:
        return []
    blocks: list[Block] = [Heading(1, "Emergent themes", "emergent-themes")]
    if not record.topics:
        return [*blocks, *(Paragraph(runs(notice)) for notice in record.notices)]
    blocks += [Paragraph(runs(*_how(drawn, record))), Paragraph(runs(*_what(drawn, record)))]
    if record.themes:
        blocks.append(_table(drawn, record))
        names = {case.document: case.label for case in drawn.cases}
        known = labels if labels is not None else names
        for theme in record.themes:
            blocks += _theme(drawn, theme, cite, known, signs if signs is not None else known)
    blocks += _decisions(drawn, record)
    blocks.append(_figure(drawn, record))
    return blocks


def _how(drawn: Findings, record: ThemesRecord) -> list[Run]:
    more = len(record.documents) - drawn.n
    wider = f", {more} of them besides those that this report counts," if more > 0 else ""
    before = (
        f"A codebook finds what it was made to find. All {thousands(record.passages)} passages of "
        f"{len(record.documents)} {drawn.unit}s{wider} were therefore also grouped by what they say, without the "
        f"codebook: into {len(record.topics)} topics ("
    )
    after = (
        "). Passages without a code were then looked at among their neighbours. Where they lie closer together than "
        f"chance would put them, in several {drawn.unit}s, the codebook has a gap. Passages without a code outside "
        "gaps that say much the same, and come nearer to the codes’ definitions than passages do on average, stand "
        "within the codebook’s own field: a code is missing there, or codings were overlooked. Either is an emergent "
        "theme: a proposal, until a person has read its passages and decided."
    )
    return [before, See("emergent-topics"), after]


def _what(drawn: Findings, record: ThemesRecord) -> list[Run]:
    share = percent(record.uncoded / record.passages)
    words = f"{thousands(record.uncoded)} of the {thousands(record.passages)} passages ({share}) have no code"
    if record.decided:
        belong = "belongs to a theme that was" if record.decided == 1 else "belong to themes that were"
        words += f"; {record.decided} of them {belong} decided on before"
    parts: list[Run] = [f"{words}. "]
    if record.themes:
        n = len(record.themes)
        parts += [f"{n} emergent theme{' was' if n == 1 else 's were'} found (", See("emergent-table"), ")."]
    elif record.hardly_coded:
        parts.append("With so few codes, what none of them covers cannot be told from what nobody has coded yet.")
    else:
        parts.append(
            "They lie no closer together than chance would put them: no theme emerges that the codebook does not cover."
        )
    if record.suggested:
        share = percent(record.suggested / record.codings)
        most = "All codings" if record.suggested == record.codings else f"{share} of the codings"
        parts.append(
            f" {most} were suggestions that nobody had reviewed: what a machine overlooked may look like a gap."
        )
    if record.codebook_version != drawn.codebook.version:
        parts.append(
            f" They were looked for with version {record.codebook_version} of the codebook; the findings here rest on "
            f"version {drawn.codebook.version}."
        )
    return parts


def _table(drawn: Findings, record: ThemesRecord) -> Table:
    rows = [
        (
            f"{theme.id}: {theme.label}",
            "within the field" if theme.within_field else "gap",
            str(len(theme.passages)),
            f"{theme.documents} of {len(record.documents)}",
            ", ".join(theme.terms[:_TERMS]),
            _overlap(drawn, theme),
        )
        for theme in record.themes
    ]
    return Table(
        Caption(f"Emergent themes: what several {drawn.unit}s speak of and no code covers", "emergent-table"),
        ("Emergent theme", "Kind", "Passages", f"{drawn.unit.capitalize()}s", "Telling terms", "Coded passages alike"),
        tuple(rows),
        (0.22, 0.1, 0.11, 0.12, 0.26, 0.19),
        numeric=frozenset({2, 3}),
        note=runs(
            "Passages: those of the theme, none of which has a code. Coded passages alike: those that say much the "
            "same and have a code, with the code that most of them have. More extracts: sheet Emergent themes of the "
            "workbook; the command send-qual themes writes all passages."
        ),
        small=True,
    )


def _overlap(drawn: Findings, theme: ThemeRow) -> str:
    if not theme.also:
        return "none"
    return f"{theme.also}, most with {_name(drawn, theme.nearest)}" if theme.nearest else str(theme.also)


def _name(drawn: Findings, code: str) -> str:
    return drawn.codebook[code].name if code in drawn.codebook else code


def _theme(
    drawn: Findings, theme: ThemeRow, cite: Citations, labels: Mapping[str, str], signs: Mapping[str, str]
) -> list[Block]:
    chance = percent(max(theme.p, _LEAST_P))
    if theme.within_field:
        told = (
            f"In the codebook’s own field: {percent(1 - theme.uncoded)} of the passages around it have a code. As many "
            f"passages taken at random come as near to the codes’ definitions in {chance} of trials."
        )
    else:
        told = (
            f"A gap: {percent(theme.uncoded)} of the passages around it have no code, where {percent(theme.expected)} "
            f"of all have none. Chance has a gap as marked in {chance} of trials."
        )
    extracts = _references(drawn, theme, labels)[:_EXTRACTS]
    hidden = "" if extracts else " No extract is shown: each could tell who speaks."
    blocks: list[Block] = [Bullet(runs(Strong(f"{theme.id}: {theme.label}. "), told + hidden), keep=bool(extracts))]
    for at in extracts:
        sign = signs.get(at.document, "")
        page = f", page {at.page}" if at.page and sign else f"page {at.page}" if at.page else ""
        signed = f" ({sign}{page}) " if sign or page else " "
        blocks.append(
            Quotation(runs(f"“{at.quote.lstrip(' ,;')}”{signed}", cite.passages(("emergent", at), (at,), theme.label)))
        )
    return blocks


def _references(drawn: Findings, theme: ThemeRow, labels: Mapping[str, str]) -> list[Reference]:
    corpus = drawn.codings.corpus
    if corpus is None:
        return []
    found = []
    for document, start, end in theme.extracts:
        at = locate(corpus[document], start, end)
        found.append(replace(at, quote=" ".join(at.quote.split()), label=labels.get(document, at.label)))
    return found


_DID = {
    "discarded": "was set aside",
    "merged": "was merged with others",
    "split": "was split",
}


def _decisions(drawn: Findings, record: ThemesRecord) -> list[Block]:
    if not record.decisions:
        which = "this theme" if len(record.themes) == 1 else "these themes"
        return (
            [Paragraph(runs(f"Nobody has decided on {which} yet. Notebook 05 records decisions."))]
            if record.themes
            else []
        )
    blocks: list[Block] = [Paragraph(runs("What has been decided on emergent themes so far:"), keep=True)]
    return [*blocks, *(Bullet(runs(_decided(drawn, one))) for one in record.decisions)]


def _decided(drawn: Findings, one: Decision) -> str:
    did = f"became the code “{_name(drawn, one.code)}”" if one.did == "named" else _DID.get(one.did, one.did)
    who = ", ".join(word for word in (one.by, long_date(one.on[:10])) if word)
    memo = f": {one.memo}" if one.memo else ""
    return f"“{one.label}” {did}{f' ({who})' if who else ''}{memo}."


def _figure(drawn: Findings, record: ThemesRecord) -> Figure:
    themes = [code.id for code in drawn.codebook.themes if any(code.id in topic.shares for topic in record.topics)]
    columns = (*themes, "")
    names = tuple(_name(drawn, code) for code in themes)
    cells = tuple(tuple(round(100 * topic.shares.get(code, 0)) for code in columns) for topic in record.topics)
    labels = tuple(topic.label for topic in record.topics)
    told = []
    for label, row in zip(labels, cells, strict=True):
        best = max(range(len(themes)), key=lambda at: row[at]) if themes else 0
        most = f"{names[best]} {row[best]} per cent, " if themes else ""
        told.append(f"{label}: {most}no code {row[-1]} per cent")
    axis = "Per cent of the topic’s passages that have the code"
    return Figure(
        Caption("Topics of the passages, and the codes that cover them", "emergent-topics"),
        Chart("grid", labels, cells, (100,) * len(columns), (*names, _NO_CODE), axis),
        f"Table in shades, {len(labels)} topics by {len(names)} codes. Of each topic the most frequent code and the "
        f"share without one: {'; '.join(told)}.",
        runs(_stable(record)),
    )


def _stable(record: ThemesRecord) -> str:
    if record.stability is None or record.without is None:
        return ""
    hints = "" if record.firm else " That is not steady: take the topics as hints; more documents make them firmer."
    return (
        "Found with BERTopic from sentence vectors (MiniLM) and words. How many topics there are follows from how "
        "alike they come out on passages drawn anew: these, with an adjusted Rand index of "
        f"{record.stability:.2f} (1: the same, 0: chance).{hints} {percent(record.without)} of the passages belong to "
        "no topic for sure. A passage may have several codes. Names of topics are phrases of their own passages, "
        "chosen by counting."
    )


def emergent_table(drawn: Findings) -> pd.DataFrame:
    """One row per extract of an emergent theme, the theme's figures beside it.

    Returns
    -------
    pandas.DataFrame
        ``theme, label, kind, passages, documents, of, terms, coded alike, nearest code, uncoded around, uncoded
        overall, p, coherence``, then ``document, page, time, start, end, quote``; empty where they were not
        looked for, or none was found.
    """
    import pandas as pd

    about = ["theme", "label", "kind", "passages", "documents", "of", "terms", "coded alike", "nearest code"]
    measured = ["uncoded around", "uncoded overall", "p", "coherence"]
    rows: list[tuple[object, ...]] = []
    of = len(drawn.emergent.documents) if drawn.emergent is not None else 0
    for theme in drawn.emergent.themes if drawn.emergent is not None else ():
        kind = "field" if theme.within_field else "gap"
        own: tuple[object, ...] = (theme.id, theme.label, kind, len(theme.passages), theme.documents, of)
        own += ("; ".join(theme.terms), theme.also, theme.nearest)
        own += (theme.uncoded, theme.expected, theme.p, theme.coherence)
        places: list[tuple[object, ...]] = [
            (r.document, r.page, r.time, r.start, r.end, r.quote) for r in _references(drawn, theme, {})
        ]
        rows += [(*own, *place) for place in places or [("", None, "", None, None, "")]]
    return pd.DataFrame(rows, columns=[*about, *measured, "document", "page", "time", "start", "end", "quote"])

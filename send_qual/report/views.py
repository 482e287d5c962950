"""What a notebook shows of each step: tables that wrap, parts of the draft, the passages behind a number.

Every view is made of escaped words and shows itself as the last thing in a cell. None of them counts anything:
the numbers are those of the findings, which the Word draft prints too.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any

from send_qual.codebook import Codebook
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, Document, kind_of, sections
from send_qual.errors import Fault, SendQualError
from send_qual.findings import Evidence, Findings, Reference, aspects
from send_qual.report._basis import basis_statement
from send_qual.report.inspections import OverviewResult, draft_report
from send_qual.report.interviews import ReportResult
from send_qual.report.rendering import (
    Block,
    Cite,
    Draft,
    Heading,
    ReferenceEntry,
    See,
    View,
    blocks_html,
    progress,
    table_view,
)

__all__ = [
    "chapter",
    "codes",
    "documents",
    "files",
    "issue",
    "passages",
    "practice",
    "progress",
    "suggestions",
    "themes",
]


def documents(corpus: Corpus) -> View:
    """Show what was read: a row per document, what was unusual about it, and what was left out.

    Parameters
    ----------
    corpus : Corpus

    Returns
    -------
    View

    Examples
    --------
    >>> documents(Corpus("empty", ()))
    What was read: 0 documents of empty (0 rows)
    """
    likely = dict.fromkeys(name for d in corpus for name in kind_of(d).grouping)
    facts = tuple(f for f in likely if any(d.attributes.get(f) for d in corpus))
    columns = ("Document", *(f.capitalize() for f in facts), "Passages", "Words", "Noticed")
    rows = [
        (
            d.id,
            *(d.attributes.get(f, "") for f in facts),
            sum(1 for _ in d.passages()),
            f"{len(d.text.split()):,}",
            "; ".join(d.notices),
        )
        for d in corpus
    ]
    numeric = frozenset({len(facts) + 1, len(facts) + 2})
    many = f"{len(corpus)} document{'' if len(corpus) == 1 else 's'}"
    view = table_view(f"What was read: {many} of {corpus.name}", columns, rows, numeric=numeric)
    warned = "".join(f"<div class='warn'>Left out: {escape(str(fault))}</div>" for fault in corpus.left_out)
    return View(warned + view.html, view.words)


def codes(codebook: Codebook) -> View:
    """Show what is looked for: the themes of a codebook, their definitions and sub-codes."""
    rows = [
        (theme.name, theme.definition, ", ".join(code.name for code in codebook.under(theme.id)))
        for theme in codebook.themes
    ]
    note = f"Codebook {codebook.name}, version {codebook.version}; {len(codebook.issues)} questions about each report."
    return table_view(codebook.title or codebook.name, ("Theme", "What counts", "Sub-codes"), rows, note=note)


def suggestions(codings: Codings, *, least: float = 0.0, most: float = 1.0, rows: int = 40) -> View:
    """Show suggestions to be reviewed, the least sure first.

    Parameters
    ----------
    codings : Codings
        With the corpus they were made on.
    least, most : float
        Only suggestions whose confidence lies between these.
    rows : int
        How many to show.

    Returns
    -------
    View
        With the key of each, which :meth:`Codings.decide` takes.
    """
    open_ = [c for c in codings if c.status == "suggested" and least <= (c.confidence or 0.0) <= most]
    open_.sort(key=lambda c: (c.confidence or 0.0, c.document, c.start, c.code))
    by_id = {d.id: d for d in codings.corpus or ()}
    found = {facet for c in open_ for facet in c.facets}
    facets = codings.codebook.facet_ids(found) if codings.codebook else tuple(sorted(found))
    shown = [
        (
            c.key,
            _place(by_id.get(c.document), c),
            c.quote,
            _code_name(codings.codebook, c.code),
            *(c.facets.get(facet, "") for facet in facets),
            "" if c.confidence is None else f"{100 * c.confidence:.0f}%",
            c.reason,
        )
        for c in open_[:rows]
    ]
    decided = sum(c.status != "suggested" for c in codings)
    return table_view(
        f"Suggestions to review: {len(shown)} of {len(open_)}",
        (
            "Key",
            "Where",
            "Passage",
            "Suggested code",
            *(_facet_name(codings.codebook, f) for f in facets),
            "Sure",
            "Why",
        ),
        shown,
        numeric=frozenset({4 + len(facets)}),
        note=f"Decided by a person so far: {decided:,} of {len(codings):,} codings.",
    )


def _place(document: Document | None, coding: Coding) -> str:
    if document is None:
        return coding.document
    attributes = document.attributes
    name = attributes.get("participant") or attributes.get("area") or document.id
    for segment in document.segments:
        if segment.start <= coding.start < segment.end:
            where = f"p. {segment.page}" if segment.page else segment.time
            known = sections().get(segment.section)
            section = known.heading if known else segment.section
            return ", ".join(part for part in (segment.speaker or name, where, section) if part)
    return name


def _facet_name(codebook: Codebook | None, facet: str) -> str:
    return next((one.name for one in codebook.facets if one.id == facet), facet) if codebook else facet


def _code_name(codebook: Codebook | None, code: str) -> str:
    if codebook is None or code not in codebook:
        return code
    parts = code.split("/")
    return ": ".join(codebook["/".join(parts[: n + 1])].name for n in range(len(parts)))


# -------------------------------------------------------------------------------------- of findings
def themes(findings: Findings) -> View:
    """Show what the findings rest on, and in how many documents each theme stands."""
    units, told = f"{findings.unit.capitalize()}s", aspects(findings.codebook)
    rows = [
        (
            theme.name,
            findings.count(theme.id).passages,
            *(f"{len(findings.documents_with(theme.id, one))} of {findings.n}" for one in told),
        )
        for theme in findings.themes()
    ]
    columns = ("Theme", "Passages", *(f"{units} with {one.words.noun}" if one.facet else units for one in told))
    title = findings.codebook.title or findings.codebook.name
    return table_view(title, columns, rows, numeric=frozenset(range(1, len(columns))), note=basis_statement(findings))


def chapter(findings: Findings | Draft, id: str) -> View:
    """Show a chapter of the draft as Word will have it, with its tables and figures.

    Parameters
    ----------
    findings : Findings or Draft
        A draft, where several chapters are looked at: it is made once.
    id : str
        ``"summary"``, ``"background"``, ``"glance"``, ``"comparison"``, or the id of a theme (``"health"``).

    Returns
    -------
    View

    Raises
    ------
    SendQualError
        Where the draft has no such chapter; the message lists those it has.
    """
    draft = findings if isinstance(findings, Draft) else draft_report(findings)
    begins = {
        b.id.removeprefix("theme-"): n for n, b in enumerate(draft.blocks) if isinstance(b, Heading) and b.level == 1
    }
    if id not in begins:
        if id == "comparison":
            return View("<p>Two tranches were not compared: `compare` names none.</p>", "No comparison")
        raise SendQualError(Fault(f"chapter {id!r}", "the draft has none", f"Choose one of {', '.join(begins)}"))
    first = begins[id]
    last = next((n for n in sorted(begins.values()) if n > first), len(draft.blocks))
    return View(_part(draft.blocks[first:last], draft, id), f"Chapter {id} of the draft")


def _part(blocks: Sequence[Block], draft: Draft, id: str) -> str:
    """Some blocks of a draft, with the places they cite below them, as the list of references is not in sight."""
    lines = [line for b in blocks for line in (getattr(b, "runs", ()), *getattr(b, "items", ()))]
    cited = {run.number for line in lines for run in line if isinstance(run, Cite)}
    entries = [b for b in draft.blocks if isinstance(b, ReferenceEntry) and b.number in cited]
    html = blocks_html([_spelt(block, draft) for block in blocks], draft)
    if entries:
        listed = blocks_html(entries, draft)
        html += (
            f"<details><summary>Pages (and passages on them) behind each number in brackets</summary>{listed}</details>"
        )
    # the same reference may be cited in two chapters of one notebook: each has its own
    return html.replace('href="#ref-', f'href="#{escape(id)}-ref-').replace('id="ref-', f'id="{escape(id)}-ref-')


def _spelt(block: Block, draft: Draft) -> Block:
    """A block whose references to other parts of the report are words, as those parts may not be in sight."""
    changes: dict[str, Any] = {
        name: tuple(draft.names.get(run.id, "") if isinstance(run, See) else run for run in getattr(block, name))
        for name in ("runs", "note")
        if isinstance(getattr(block, name, None), tuple)
    }
    return replace(block, **changes) if changes else block


def issue(findings: Findings, id: str) -> View:
    """Show one report-level question: the answer for every report, and the passage that decides it."""
    for found in findings.issues:
        if found.issue.id == id:
            break
    else:
        known = ", ".join(f.issue.id for f in findings.issues) or "none, as no questions were judged"
        raise SendQualError(Fault(f"issue {id!r}", "no such question was judged", f"Choose one of {known}"))
    rows = [
        (
            findings.case(v.document).label,
            ("yes" if v.yes else "no") + (", borderline" if v.borderline else ""),
            v.reference.page if v.reference and v.yes else "",
            v.reference.quote if v.reference and v.yes else "",
            v.reason,
        )
        for v in sorted(found.verdicts, key=lambda v: (not v.yes, findings.case(v.document).label))
    ]
    caption = f"{found.issue.question} Yes in {len(found.yes)} of {len(found.verdicts)}"
    return table_view(caption, ("Area", "Answer", "Page", "Passage that decides", "Why"), rows, numeric=frozenset({2}))


def practice(findings: Findings, theme: str, *, most: int = 10) -> View:
    """Show good practice under a theme, the passages first that a reviewer would cite first."""
    name = _theme(findings, theme)
    found = [p for p in findings.practices if p.theme == theme][:most]
    rows = [(p.rank, p.reference.label, p.reference.page, p.extract, p.why) for p in found]
    return table_view(
        f"Good practice: {name}", ("Rank", "Area", "Page", "In the report’s words", "Why it ranks here"), rows
    )


def passages(findings: Findings, code: str, value: str = "") -> View:
    """Show the passages behind a number: all that count under a code, of one value of a facet or any.

    Parameters
    ----------
    findings : Findings
    code : str
        A theme (``"health"``, its sub-codes included) or a sub-code (``"health/waits"``).
    value : str
        As the codebook calls it; ``""`` for any.

    Returns
    -------
    View
    """
    if code not in findings.codebook:
        known = ", ".join(t.id for t in findings.themes())
        raise SendQualError(Fault(f"code {code!r}", "the codebook has none", f"Choose one of {known}, or a sub-code"))
    found = [
        e
        for e in findings.evidence
        if (e.code == code or e.code.startswith(f"{code}/")) and (not value or value in dict(e.facets).values())
    ]
    spans: dict[tuple[str, int, int], tuple[Reference, Evidence]] = {}
    for e in found:
        spans.setdefault((e.reference.document, e.reference.start, e.reference.end), (e.reference, e))
    facets = findings.codebook.facets
    rows = [(r.label, r.page or r.time, *(e.value(f.id) for f in facets), r.quote) for r, e in spans.values()]
    documents = len({key[0] for key in spans})
    name = _code_name(findings.codebook, code)
    caption = f"{name}{f', {value}' if value else ''}: {len(rows)} passages in {documents} of {findings.n}"
    return table_view(caption, ("Area", "Page", *(f.name for f in facets), "Passage"), rows)


def _theme(findings: Findings, theme: str) -> str:
    for code in findings.themes():
        if code.id == theme:
            return code.name
    known = ", ".join(t.id for t in findings.themes())
    raise SendQualError(Fault(f"theme {theme!r}", "the codebook has none", f"Choose one of {known}"))


def files(written: OverviewResult | ReportResult) -> View:
    """Show what was written, and where it lies as seen from here."""
    rows = [(_from_here(path), _KINDS.get(path.name, "")) for path in written.files]
    return table_view("Written", ("File", "What it is"), rows)


def _from_here(path: Path) -> str:
    """A path relative to the working folder where that is near, else whole."""
    try:
        near = Path(os.path.relpath(path))
    except ValueError:  # on another drive
        return str(path)
    return str(path.resolve()) if near.parts.count("..") > 2 else str(near)


_KINDS = {
    "overview.docx": "the draft report, to be edited in Word",
    "overview.html": "the same for a browser, in one file",
    "findings.xlsx": "every table behind the draft, one per sheet",
    "report.docx": "the draft report, to be edited in Word",
    "report.html": "the same for a browser, in one file",
    "report.xlsx": "statements, quotations, matrix, groups and the trail, one sheet each",
    "codings.csv": "every coding: passage, code, facets, how sure, why",
    "reports.csv": "one row per report: dates, outcome, attributes",
    "issues.csv": "one row per report: the answers to the questions, Y or N",
    "good_practice.csv": "passages of good practice by theme, best first",
    "provenance.json": "what this was made from: hashes, versions, settings",
}

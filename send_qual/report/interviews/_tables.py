"""An interview report as flat tables: what its workbook holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from send_qual.coding import OUTCOMES, decision_table
from send_qual.findings import Aspect, InterviewFindings, Reference, Statement, in_turn
from send_qual.report._emergent import emergent_table
from send_qual.report._phrases import facets_of
from send_qual.report.interviews._chapters import review_status
from send_qual.report.interviews._disclosure import shown_groups, told_by
from send_qual.report.interviews._style import ReportStyle
from send_qual.report.rendering import Cited, workbook

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["report_tables", "report_workbook", "trail_workbook"]


def report_workbook(study: InterviewFindings, style: ReportStyle, more: Sequence[tuple[str, str]] = ()) -> bytes:
    """All tables as the bytes of a workbook; ``more`` are lines of its first sheet."""
    drawn = study.findings
    about = [
        ("What", style.title or drawn.codebook.title or drawn.codebook.name),
        ("Corpus", drawn.name),
        ("Interviews", str(drawn.n)),
        ("Participants", str(study.n)),
        ("Codebook", f"{drawn.codebook.name} {drawn.codebook.version}".strip()),
        ("Coded by", ", ".join(drawn.basis.coders)),
        ("What this rests on", review_status(study)),
        *(("Left out", str(fault)) for fault in drawn.left_out),
        *(("Note", notice) for notice in drawn.notices),
        *more,
    ]
    return workbook(about, report_tables(study, style))


def report_tables(study: InterviewFindings, style: ReportStyle) -> dict[str, pd.DataFrame]:
    """Statements, sub-themes, quotations, framework matrix, groups, co-occurrence, saturation and codebook."""
    book = study.findings.codebook
    facets, told = book.facet_ids(), [aspect for aspect in in_turn(book) if aspect.facet]
    signed = style.attribution == "participant"
    statements = [
        (
            book[p.theme].name,
            *facets_of(p.aspect, facets),
            book[p.about].name,
            p.with_words,
            len(p.cases),
            p.of,
            len(p.references),
        )
        for c in study.chapters
        for p in (*filter(None, (c.helps, c.hinders)), *c.points())
    ]
    subs = [
        (c.theme.name, s.name, len(s.participants), study.n, s.passages, *(_of(s.points, aspect) for aspect in told))
        for c in study.chapters
        for s in c.sections
    ]
    quotes = [
        (
            q.key,
            book[q.code].theme,
            book[q.code].name,
            *(q.value(f) for f in book.facets),
            q.participant if signed else "",
            q.text,
        )
        for q in study.quotations
    ]
    defined = [(c.id, c.name, " ".join(c.definition.split())) for c in book]
    pairs = [(book[t.first].name, book[t.second].name, t.passages, len(t.documents)) for t in study.together]
    curve = [
        (n, s.label if signed else "", len(s.new), s.total, "; ".join(book[c].name for c in s.new))
        for n, s in enumerate(study.saturation, 1)
    ]
    return {
        "statements": _frame(statements, "theme", *facets, "about", "sentence", "participants", "of", "passages"),
        "sub-themes": _frame(
            subs, "theme", "sub-theme", "participants", "of", "passages", *(_with(aspect) for aspect in told)
        ),
        "quotations": _frame(quotes, "key", "theme", "sub-theme", *facets, "participant", "quote"),
        "matrix": _matrix(study, style),
        "groups": _groups(study, style),
        "together": _frame(pairs, "theme", "and", "passages", "interviews"),
        "emergent themes": emergent_table(study.findings).drop(columns=[] if signed else _PLACE),
        "saturation": _frame(curve, "interview", "participants", "new", "total", "new sub-themes"),
        "codebook": _frame(defined, "code", "name", "definition"),
    }


_PLACE = ["document", "page", "time", "start", "end"]  # of an extract: with them one could tell who speaks


def _of(points: Sequence[Statement], aspect: Aspect) -> int:
    return next((len(p.cases) for p in points if p.aspect == aspect), 0)


def _with(aspect: Aspect) -> str:
    return f"with {aspect.words.box.lower() if aspect.side else aspect.words.name}"


def _frame(rows: Sequence[Sequence[object]], *columns: str) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame([list(row) for row in rows], columns=list(columns))


def _matrix(study: InterviewFindings, style: ReportStyle) -> pd.DataFrame:
    """One row per cell: the row, the theme, its passages, the summary and where its extracts stand."""
    book = study.findings.codebook
    cells = {"participant": study.matrix, "role": study.matrix_by_role}.get(style.attribution, ())
    told = style.attribution == "participant"
    rows = [
        (c.row, book[c.theme].name, c.passages, c.summary, "; ".join(r.where for _, _, r in c.extracts) if told else "")
        for c in cells
    ]
    return _frame(rows, style.attribution, "theme", "passages", "summary", "where")


def _groups(study: InterviewFindings, style: ReportStyle) -> pd.DataFrame:
    book = study.findings.codebook
    facets, rows = book.facet_ids(), []
    for name, cells in shown_groups(study, style).items():
        for value in dict.fromkeys(g.group for g in cells):
            mine = [g for g in cells if g.group == value]
            for theme in dict.fromkeys(g.code for g in mine):
                for aspect in in_turn(book):
                    n = told_by(mine, theme, aspect, book)
                    shown = "–" if style.mask_cells and n == 1 else n
                    rows.append((name, value, book[theme].name, *facets_of(aspect, facets), shown, mine[0].of))
    return _frame(rows, "attribute", "value", "theme", *facets, "participants", "of")


def trail_workbook(study: InterviewFindings, cited: Sequence[Cited]) -> bytes:
    """Each number of the report with every passage behind it, and what became of every coding: for the team only.

    The words themselves stay in the transcripts.
    """
    keys = {_span(q.reference): q.key for q in study.quotations}
    rows = [(one.number, *_place(r), keys.get(_span(r), "")) for one in cited for r in one.references]
    about = [
        ("What", f"Trail of the report on {study.findings.name}"),
        ("For the team only", "It tells which passages and quotations come from one person, and in which transcript."),
        ("Numbers", "Those in square brackets in the report."),
        *(("decisions", f"{outcome}: {meaning}") for outcome, meaning in OUTCOMES.items()),
    ]
    places = ("number", "participant", "document", "turn", "time", "start", "end", "quotation")
    fate = decision_table(study.findings.basis.decisions, facets=study.findings.codebook.facet_ids(), words=False)
    return workbook(about, {"trail": _frame(rows, *places), "decisions": fate})


def _place(r: Reference) -> tuple[object, ...]:
    return (r.label, r.document, r.passage, r.time or (f"p. {r.page}" if r.page else ""), r.start, r.end)


def _span(r: Reference) -> tuple[str, int, int]:
    return (r.document, r.start, r.end)

"""An interview report as data, by which a later one is compared with it."""

from __future__ import annotations

from datetime import date

from send_qual.findings import InterviewFindings, Reference, Statement
from send_qual.report._basis import percent
from send_qual.report._draft_record import Counted, DraftRecord, Quoted

__all__ = ["report_record"]


def report_record(study: InterviewFindings, *, signed: bool = True, today: date | None = None) -> DraftRecord:
    """What a report says: its points with the participants behind them, and the words it quotes.

    Parameters
    ----------
    study : InterviewFindings
    signed : bool
        Whether participants' numbers may be told.
    today : datetime.date, optional
    """
    statements: list[Counted] = []
    quotations: list[Quoted] = []
    for chapter in study.chapters:
        theme = chapter.theme
        whole = (point for point in (chapter.helps, chapter.hinders) if point is not None)
        statements += [_counted(point, theme.name, "theme") for point in whole]
        for aspect, points in chapter.boxes:
            place = f"{theme.name}: {aspect.words.box}" if aspect.facet else theme.name
            for point in points:
                general = point.about == theme.id
                name = f"{theme.name}: {'in general' if general else study.findings.codebook[point.about].name}"
                statements.append(_counted(point, name, "sub-code"))
                quotations += [_quoted(e.reference, place, e.text, signed) for e in point.extracts]
        quotations += [_quoted(q.reference, theme.name, q.text, signed) for _, q in chapter.tied]
        for section in chapter.sections:
            place = f"{theme.name}: {section.name}"
            quotations += [_quoted(q.reference, place, q.text, signed) for q in section.quotations]
    return DraftRecord(
        (today or date.today()).isoformat(),
        study.findings.codebook.name,
        "participant",
        {case.document: case.label if signed else "" for case in study.findings.cases},
        tuple(dict.fromkeys(statements)),
        tuple(dict.fromkeys(quotations)),
        percent(study.findings.basis.share_reviewed),
    )


def _counted(point: Statement, name: str, kind: str) -> Counted:
    side = f" ({point.aspect.manner})" if point.aspect.facet else ""
    return Counted(f"{kind} {point.about} {point.value}", f"{name}{side}", len(point.cases), point.of)


def _quoted(r: Reference, place: str, text: str, signed: bool) -> Quoted:
    return Quoted(r.document, r.start, r.end, r.where if signed else "", place, text)

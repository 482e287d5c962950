"""From codings of interviews to the chapters of a report."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from send_qual.codebook import Code, Codebook
from send_qual.coding import Codings
from send_qual.errors import SendQualError
from send_qual.findings._counts import Passages, passages_by_code, together
from send_qual.findings._extracts import theme_pattern
from send_qual.findings._findings import findings
from send_qual.findings._groups import group_counts, matrix, saturation
from send_qual.findings._people import People, people
from send_qual.findings._quotations import Chooser, Spans, relabelled
from send_qual.findings._statements import clause
from send_qual.findings._words import of_documents
from send_qual.findings.chapters import Chapter, InterviewFindings, Point, Section

__all__ = ["interviews"]

_SIDES = ("facilitator", "challenge")


def interviews(
    codings: Codings,
    *,
    quotations: int = 3,
    risky: Spans | None = None,
    leave_out: Collection[str] = (),
) -> InterviewFindings:
    """Draw the chapters of an interview report from codings.

    Parameters
    ----------
    codings : Codings
        With corpus and codebook. Rejected codings do not count; people's go before suggestions.
    quotations : int
        At most so many for a sub-theme.
    risky : mapping of str to sequence of (int, int), optional
        Document id -> spans that may identify somebody (:func:`send_qual.corpus.pseudonyms.identifiers`): words that
        hold one are quoted only where there is nothing else.
    leave_out : collection of str
        Keys of quotations not to be used.

    Returns
    -------
    InterviewFindings

    Raises
    ------
    SendQualError
        Where the codings have lost their corpus or codebook.
    """
    corpus, book = codings.corpus, codings.codebook
    if corpus is None or book is None:
        raise SendQualError("Findings on interviews are drawn from codings with their corpus and codebook.")
    drawn = findings(codings)
    who = people(corpus)
    labelled = [replace(e, reference=relabelled(e.reference, who)) for e in drawn.evidence]
    spoken = tuple(e for e in labelled if e.reference.label)
    under = passages_by_code(spoken, book)
    chooser = Chooser(corpus, who, risky or {}, frozenset(leave_out))
    made = tuple(_chapter(theme, under, book, who, chooser, quotations) for theme in book.themes)
    roles = {p.id: p.role for p in who.participants}
    return InterviewFindings(
        findings=drawn,
        participants=who.participants,
        chapters=made,
        matrix=matrix(under, book, chooser, {p.id: p.id for p in who.participants}),
        matrix_by_role=matrix(under, book, chooser, roles) if any(roles.values()) else (),
        groups=group_counts(under, book, who.participants),
        together=together(under, book),
        saturation=saturation(spoken, corpus, who),
        uncounted=len(labelled) - len(spoken),
    )


def _chapter(
    theme: Code, under: Mapping[str, Passages], book: Codebook, who: People, chooser: Chooser, most: int
) -> Chapter:
    whole = under[theme.id]
    subs = [code for code in book.under(theme.id) if under[code.id]]
    general = _only_general(theme, under, subs)
    sections = [_section(code, code.name, under[code.id], book, who, chooser, most) for code in subs]
    sections.sort(key=lambda s: (-len(s.participants), -s.passages))
    if general:
        name = f"{theme.name} in general" if subs else theme.name
        sections.append(_section(theme, name, general, book, who, chooser, most))
    below = [p for s in sections for p in s.points if p.code != theme.id]
    bullets = {side: [p for p in below if p.polarity == side] for side in _SIDES}
    lead = {side: _point(theme, side, whole, who) for side in _SIDES}
    sides = {side: tuple([p for p in (lead[side],) if p] + _most_said(bullets[side])) for side in _SIDES}
    return Chapter(
        theme,
        _speakers(whole, who),
        len(whole),
        sides["facilitator"],
        sides["challenge"],
        tuple(sections),
    )


def _most_said(points: Iterable[Point]) -> list[Point]:
    return sorted(points, key=lambda p: (-len(p.participants), -len(p.references)))


def _only_general(theme: Code, under: Mapping[str, Passages], subs: Sequence[Code]) -> Passages:
    """Passages on a theme that stand under none of its sub-themes."""
    taken: dict[str, list[tuple[int, int]]] = {}
    for code in subs:
        for item, _, _ in under[code.id]:
            taken.setdefault(item.reference.document, []).append((item.reference.start, item.reference.end))
    return tuple(
        passage
        for passage in under[theme.id]
        for at in [passage[0].reference]
        if not any(min(b, at.end) > max(a, at.start) for a, b in taken.get(at.document, ()))
    )


def _section(
    code: Code, name: str, passages: Passages, book: Codebook, who: People, chooser: Chooser, most: int
) -> Section:
    points = tuple(p for side in _SIDES if (p := _point(code, side, passages, who)))
    wanted = min(most, 3 if len(passages) >= 6 else 2 if len(passages) >= 2 else 1)
    spoken = [(e, p) for e, p, _ in passages]
    quotes = chooser.choose(spoken, code.id, theme_pattern(book, code), wanted)
    return Section(code.id, name, _about(code), _speakers(passages, who), len(passages), points, quotes)


def _about(code: Code) -> str:
    """The first sentence of a definition, to stand inside one."""
    head = re.split(r"(?<=[.!?])\s", " ".join(code.definition.split()), maxsplit=1)[0].rstrip(".")
    return head[:1].lower() + head[1:] if head[1:2].islower() or head[1:2] == " " else head


def _speakers(passages: Passages, who: People) -> tuple[str, ...]:
    have = {e.reference.label for e, _, _ in passages}
    return tuple(p.id for p in who.participants if p.id in have)


def _point(code: Code, side: str, passages: Passages, who: People) -> Point | None:
    found = tuple(x for x in passages if x[1] in {side, "mixed"})
    if not found:
        return None
    said = _speakers(found, who)
    of = len(who.participants)
    sentence = f"{clause(code, side)} by {of_documents(len(said), of, 'participant')}."
    return Point(code.theme, code.id, side, sentence, said, of, tuple(e.reference for e, _, _ in found))

"""From codings of interviews to the chapters of a report."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from send_qual.codebook import STRENGTH, WEAKNESS, Code, Codebook
from send_qual.coders import talk_model
from send_qual.coding import Codings
from send_qual.errors import SendQualError
from send_qual.findings._aspects import Aspect, clause, in_turn, of_side
from send_qual.findings._counts import Passages, passages_by_code, together
from send_qual.findings._findings import findings
from send_qual.findings.interview_study._group_counts import group_counts, matrix, saturation
from send_qual.findings.interview_study._participants import People, people
from send_qual.findings.interview_study.model import Chapter, InterviewFindings, Point, Section
from send_qual.findings.sentences._excerpt_choice import Teller, Wanted, shared_words
from send_qual.findings.sentences._extracts import theme_pattern
from send_qual.findings.sentences._quotations import Chooser, Spans, relabelled

__all__ = ["interviews"]

_MANY = 6  # passages that can bear three illustrations


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
        Document id -> spans that may identify somebody (:func:`send_qual.pseudonyms.identifiers`): words that
        hold one are quoted only where there is nothing else.
    leave_out : collection of str
        Keys of quotations not to be used; one that fits nothing is told in ``findings.notices``.

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
    teller = Teller(chooser, talk_model(book))
    teller.read(spoken)
    drafting = _Drafting(under, book, who, chooser, teller, quotations, in_turn(book))
    made = tuple(drafting.chapter(theme) for theme in book.themes)
    roles = {p.id: p.role for p in who.participants}
    return InterviewFindings(
        findings=replace(drawn, notices=(*drawn.notices, *map(_never_met, chooser.never_met))),
        participants=who.participants,
        chapters=made,
        matrix=matrix(under, book, chooser, {p.id: p.id for p in who.participants}),
        matrix_by_role=matrix(under, book, chooser, roles) if any(roles.values()) else (),
        groups=group_counts(under, book, who.participants),
        together=together(under, book),
        saturation=saturation(spoken, corpus, who),
        uncounted=len(labelled) - len(spoken),
    )


def _never_met(key: str) -> str:
    mend = "Keys stand in the trail and in what the disclosure check says."
    return f"Leave out {key!r}: no words that would be quoted have this key, so nothing was left out. {mend}"


@dataclass(frozen=True, slots=True)
class _Drafting:
    """What every chapter is drawn with."""

    under: Mapping[str, Passages]
    book: Codebook
    who: People
    chooser: Chooser
    teller: Teller
    quotations: int
    told: tuple[Aspect, ...]

    def chapter(self, theme: Code) -> Chapter:
        whole = self.under[theme.id]
        subs = [code for code in self.book.under(theme.id) if self.under[code.id]]
        sections = [self._section(code, code.name, self.under[code.id]) for code in subs]
        sections.sort(key=lambda s: (-len(s.participants), -s.passages))
        general = _only_general(theme, self.under, subs)
        if general:
            name = f"{theme.name} in general" if subs else theme.name
            sections.append(self._section(theme, name, general, further=bool(subs)))
        sided = self.book.sided is not None
        helps, hinders = (
            self._count(theme, of_side(self.book, side), whole) if sided else None for side in (STRENGTH, WEAKNESS)
        )
        boxes = tuple(
            (aspect, _most_said((p for s in sections for p in s.points if p.aspect == aspect), theme))
            for aspect in self.told
        )
        said = _speakers(whole, self.who)
        return Chapter(theme, said, len(whole), helps, hinders, boxes, tuple(sections))

    def _section(self, code: Code, name: str, passages: Passages, *, further: bool = False) -> Section:
        words = theme_pattern(self.book, code)
        points = tuple(p for aspect in self.told if (p := self._point(code, aspect, passages, words, further=further)))
        wanted = min(self.quotations, 3 if len(passages) >= _MANY else 2 if len(passages) >= 2 else 1)
        quotes = self.chooser.choose([e for e, _ in passages], code.id, words, wanted)
        return Section(code.id, name, _about(code), _speakers(passages, self.who), len(passages), points, quotes)

    def _count(self, code: Code, aspect: Aspect, passages: Passages) -> Point | None:
        """A point without words: who said so, and where."""
        found = tuple(e for e, _ in passages if aspect.fits(e))
        if not found:
            return None
        said = tuple(p.id for p in self.who.participants if p.id in {e.reference.label for e in found})
        of = len(self.who.participants)
        return Point(code.theme, code.id, aspect, clause(code, aspect), said, of, tuple(e.reference for e in found))

    def _point(
        self, code: Code, aspect: Aspect, passages: Passages, words: re.Pattern[str] | None, *, further: bool
    ) -> Point | None:
        point = self._count(code, aspect, passages)
        if point is None:
            return None
        found = [e for e, _ in passages if aspect.fits(e)]
        most = 3 if len(found) >= _MANY else 2 if len(found) > 2 else 1
        told = f"{point.clause} in other ways" if further else point.clause
        shared = shared_words(found, words, f"{code.name} {point.clause}")
        return replace(
            point,
            clause=told,
            extracts=self.teller.tell(found, Wanted(code.id, aspect.side, words), most),
            shared=shared,
        )


def _most_said(points: Iterable[Point], theme: Code) -> tuple[Point, ...]:
    """What most participants said first; what belongs to no sub-theme last."""
    return tuple(sorted(points, key=lambda p: (p.code == theme.id, -len(p.participants), -len(p.references))))


def _only_general(theme: Code, under: Mapping[str, Passages], subs: Sequence[Code]) -> Passages:
    """Passages on a theme that stand under none of its sub-themes."""
    taken: dict[str, list[tuple[int, int]]] = {}
    for code in subs:
        for item, _ in under[code.id]:
            taken.setdefault(item.reference.document, []).append((item.reference.start, item.reference.end))
    return tuple(
        passage
        for passage in under[theme.id]
        for at in [passage[0].reference]
        if not any(min(b, at.end) > max(a, at.start) for a, b in taken.get(at.document, ()))
    )


def _about(code: Code) -> str:
    """The first sentence of a definition, to stand inside one."""
    head = re.split(r"(?<=[.!?])\s", " ".join(code.definition.split()), maxsplit=1)[0].rstrip(".")
    return head[:1].lower() + head[1:] if head[1:2].islower() or head[1:2] == " " else head


def _speakers(passages: Passages, who: People) -> tuple[str, ...]:
    have = {e.reference.label for e, _ in passages}
    return tuple(p.id for p in who.participants if p.id in have)

"""From codings of interviews to the chapters of a report."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from send_qual.codebook import STRENGTH, WEAKNESS, Code
from send_qual.coders import talk_model
from send_qual.coding import Codings
from send_qual.coding.span import Spans
from send_qual.errors import SendQualError
from send_qual.findings._aspects import Aspect, clause, in_turn, of_side
from send_qual.findings._counts import Tally, tally, together
from send_qual.findings._evidence import Evidence
from send_qual.findings._findings import counted_findings
from send_qual.findings.interview_study._group_counts import group_counts, matrix, saturation
from send_qual.findings.interview_study._participants import People, people
from send_qual.findings.interview_study._ties import ties
from send_qual.findings.interview_study.model import Chapter, InterviewFindings, Section
from send_qual.findings.sentences._excerpt_choice import Teller, Wanted, shared_words
from send_qual.findings.sentences._extracts import theme_pattern
from send_qual.findings.sentences._phrasing import PARTICIPANT
from send_qual.findings.sentences._quotations import Chooser, Risky, relabelled
from send_qual.findings.statement import Statement

__all__ = ["interviews"]

_MANY = 6  # passages that can bear three illustrations


def interviews(
    codings: Codings,
    *,
    quotations: int = 3,
    risky: Risky | None = None,
    leave_out: Collection[str] = (),
    withheld: Risky | None = None,
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
    withheld : mapping of str to sequence of (int, int), optional
        Document id -> spans never to be quoted, as what was said off the record. They count.

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
    drawn = counted_findings(codings)
    who = people(corpus)
    labelled = [_spoken(e, who) for e in drawn.evidence]
    spoken = tuple(e for e in labelled if e.case)
    table = tally(spoken, book, (p.id for p in who.participants))
    chooser = Chooser(corpus, who, risky or {}, frozenset(leave_out), withheld or {})
    teller = Teller(chooser, talk_model(book))
    teller.read(spoken)
    drafting = _Drafting(table, chooser, teller, quotations, in_turn(book))
    made = drafting.tied([drafting.chapter(theme) for theme in book.themes])
    roles = {p.id: p.role for p in who.participants}
    return InterviewFindings(
        findings=replace(drawn, notices=(*drawn.notices, *map(_never_met, chooser.never_met))),
        participants=who.participants,
        chapters=made,
        matrix=matrix(table, chooser, {p.id: p.id for p in who.participants}),
        matrix_by_role=matrix(table, chooser, roles) if any(roles.values()) else (),
        groups=group_counts(table, who.participants),
        together=together(table),
        saturation=saturation(spoken, corpus, who),
        uncounted=len(labelled) - len(spoken),
        tally=table,
    )


def _spoken(passage: Evidence, who: People) -> Evidence:
    """A passage as evidence of who speaks."""
    at = relabelled(passage.reference, who)
    return replace(passage, reference=at, case=at.label)


def _never_met(key: str) -> str:
    mend = "Keys stand in the trail and in what the disclosure check says."
    return f"Leave out {key!r}: no words that would be quoted have this key, so nothing was left out. {mend}"


@dataclass(frozen=True, slots=True)
class _Drafting:
    """What every chapter is drawn with."""

    table: Tally
    chooser: Chooser
    teller: Teller
    quotations: int
    told: tuple[Aspect, ...]

    def chapter(self, theme: Code) -> Chapter:
        book, whole = self.table.codebook, self.table.under(theme.id)
        subs = [code for code in book.under(theme.id) if self.table.under(code.id)]
        sections = [self._section(code, code.name, self.table.under(code.id)) for code in subs]
        sections.sort(key=lambda s: (-len(s.participants), -s.passages))
        general = _only_general(theme, self.table, subs)
        if general:
            name = f"{theme.name} in general" if subs else theme.name
            sections.append(self._section(theme, name, general, further=bool(subs)))
        sided = book.sided is not None
        helps, hinders = (
            self._count(theme, of_side(book, side), whole) if sided else None for side in (STRENGTH, WEAKNESS)
        )
        boxes = tuple(
            (aspect, _most_said((p for s in sections for p in s.points if p.aspect == aspect), theme))
            for aspect in self.told
        )
        return Chapter(theme, self._speakers(whole), len(whole), helps, hinders, boxes, tuple(sections))

    def tied(self, chapters: Sequence[Chapter]) -> tuple[Chapter, ...]:
        """The chapters with what participants tie to their themes, in words that no chapter quotes."""
        sections = [section for chapter in chapters for section in chapter.sections]
        shown = [extract.reference for section in sections for point in section.points for extract in point.extracts]
        shown += [quote.reference for section in sections for quote in section.quotations]
        sides = [aspect for aspect in self.told if aspect.side]
        made = []
        for chapter in chapters:
            tied = ties(self.table.under(chapter.theme.id), sides, self.teller, shown, chapter.theme.id)
            shown += [quote.reference for _, quote in tied]
            made.append(replace(chapter, tied=tied))
        return tuple(made)

    def _section(self, code: Code, name: str, passages: Sequence[Evidence], *, further: bool = False) -> Section:
        words = theme_pattern(self.table.codebook, code)
        points = tuple(p for aspect in self.told if (p := self._point(code, aspect, passages, words, further=further)))
        wanted = min(self.quotations, 3 if len(passages) >= _MANY else 2 if len(passages) >= 2 else 1)
        quotes = self.chooser.choose(passages, code.id, words, wanted)
        return Section(code.id, name, _about(code), self._speakers(passages), len(passages), points, quotes)

    def _speakers(self, passages: Iterable[Evidence]) -> tuple[str, ...]:
        have = {e.case for e in passages}
        return tuple(id for id in self.table.cases if id in have)

    def _count(self, code: Code, aspect: Aspect, passages: Sequence[Evidence]) -> Statement | None:
        """A statement without words: who said so, and where."""
        found = tuple(e for e in passages if aspect.fits(e))
        if not found:
            return None
        said, of, kind = clause(code, aspect), len(self.table.cases), "sub-code" if code.parent else "theme"
        references = tuple(e.reference for e in found)
        return Statement(
            code.theme, code.id, kind, aspect, said, self._speakers(found), of, PARTICIPANT, references=references
        )

    def _point(
        self, code: Code, aspect: Aspect, passages: Sequence[Evidence], words: re.Pattern[str] | None, *, further: bool
    ) -> Statement | None:
        point = self._count(code, aspect, passages)
        if point is None:
            return None
        found = [e for e in passages if aspect.fits(e)]
        most = 3 if len(found) >= _MANY else 2 if len(found) > 2 else 1
        told = f"{point.clause} in other ways" if further else point.clause
        shared = shared_words(found, words, f"{code.name} {point.clause}")
        return replace(
            point,
            clause=told,
            extracts=self.teller.tell(found, Wanted(code.id, aspect.side, words), most),
            shared=shared,
        )


def _most_said(points: Iterable[Statement], theme: Code) -> tuple[Statement, ...]:
    """What most participants said first; what belongs to no sub-theme last."""
    return tuple(sorted(points, key=lambda p: (p.about == theme.id, -len(p.cases), -len(p.references))))


def _only_general(theme: Code, table: Tally, subs: Sequence[Code]) -> tuple[Evidence, ...]:
    """Passages on a theme that stand under none of its sub-themes."""
    under: dict[str, list[Evidence]] = {}
    for code in subs:
        for item in table.under(code.id):
            under.setdefault(item.document, []).append(item)
    taken = {document: Spans(items) for document, items in under.items()}
    return tuple(
        item
        for item in table.under(theme.id)
        if item.document not in taken or not any(taken[item.document].touching(item))
    )


def _about(code: Code) -> str:
    """The first sentence of a definition, to stand inside one."""
    head = re.split(r"(?<=[.!?])\s", " ".join(code.definition.split()), maxsplit=1)[0].rstrip(".")
    return head[:1].lower() + head[1:] if head[1:2].islower() or head[1:2] == " " else head

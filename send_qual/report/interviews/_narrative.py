"""The sentences around quotations: who spoke of a matter, what helped and what hindered, in which words.

Facts choose the sentence; where several would do, the place in the report does, so that sections do not all read alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from send_qual.codebook import STRENGTH, WEAKNESS
from send_qual.findings import Aspect, Quote, Section, Statement, of_documents
from send_qual.report._phrases import what
from send_qual.report.rendering import Citations, Run, runs

__all__ = ["Telling", "mark_of", "number_word", "passages"]

_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def number_word(n: int) -> str:
    """A number in a sentence.

    Examples
    --------
    >>> number_word(3), number_word(12)
    ('three', '12')
    """
    return _NUMBERS[n] if n < len(_NUMBERS) else str(n)


def passages(n: int, *, words: bool = False) -> str:
    """So many passages.

    Examples
    --------
    >>> passages(1), passages(4), passages(4, words=True)
    ('1 passage', '4 passages', 'four passages')
    """
    return f"{number_word(n) if words else n} passage{'' if n == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Telling:
    """Words for one section.

    Parameters
    ----------
    section : Section
    of : int
        Number of participants in the study.
    turn : int
        Number of the section in the report: where several sentences would do, it chooses.
    sides_told : tuple of Aspect
        What helps and what hinders; empty where the codebook does not tell them apart.
    general : bool
        Whether it holds what belongs to no sub-theme.
    signed : bool
        Whether a reader may know which quotations are one person's.
    """

    section: Section
    of: int
    turn: int
    sides_told: tuple[Aspect, ...]
    general: bool = False
    signed: bool = True

    def opening(self) -> str:
        """Who spoke of the matter, and what it is."""
        section = self.section
        spoke = of_documents(len(section.participants), self.of, "participant")
        many, about = passages(section.passages), section.about
        if self.general:
            return f"{_capital(spoke)} said more on this theme that belongs to none of the matters above ({many})."
        if not about:
            return f"{_capital(spoke)} spoke of this, in {many}."
        forms = (
            f"{_capital(spoke)} spoke of {about} ({many}).",
            (
                f"{_capital(passages(section.passages, words=True))} from {spoke} "
                f"{'is' if section.passages == 1 else 'are'} about {about}."
            ),
            f"This concerns {about}; {spoke} spoke of it, in {many}.",
        )
        return forms[self.turn % len(forms)]

    def sides(self, cite: Citations) -> tuple[Run, ...]:
        """What helped and what hindered, with the passages; how many spoke of both; the words that came back."""
        helps, hinders = (self._point(side) for side in (STRENGTH, WEAKNESS))
        parts: list[Run] = []
        if helps and hinders:
            parts = self._both(helps, hinders, cite)
        elif only := helps or hinders:
            parts = self._one(only, cite)
        elif self.sides_told:
            parts = [f" Nobody said that it {' or '.join(f'{one.words.verb}s' for one in self.sides_told)}."]
        others = [p for p in self.section.points if not p.aspect.side]
        for point in others:
            parts += [f" {point.sentence} " if point.aspect.facet else " ", mark_of(point, cite)]
        if words := self._shared(*(p for p in (helps, hinders, *others) if p)):
            parts.append(words)
        return runs(*parts)

    def _point(self, side: str) -> Statement | None:
        return next((p for p in self.section.points if p.aspect.side == side), None)

    def _one(self, point: Statement, cite: Citations) -> list[Run]:
        mark = mark_of(point, cite)
        named, n = what(point.clause), len(point.cases)
        if not named:
            return [f" {point.sentence} ", mark]
        side = point.aspect.spoken
        other = next(one.spoken for one in self.sides_told if one.side != point.aspect.side)
        whole = n == len(self.section.participants)
        forms = (
            f" {_capital(number_word(n))} described {named}",
            f" Only {side} was spoken of: {named}" if whole else f" {_capital(number_word(n))} spoke of {named}",
            f" What was described is {named}; nobody spoke of {other}",
        )
        return [f"{forms[self.turn % len(forms)]} ", mark, "."]

    def _both(self, helps: Statement, hinders: Statement, cite: Citations) -> list[Run]:
        first, second = what(helps.clause), what(hinders.clause)
        marks = (mark_of(helps, cite), mark_of(hinders, cite))
        good, bad = (one.words.verb for one in self.sides_told)
        if not first or not second:
            return [f" {helps.sentence} ", marks[0], f" {hinders.sentence} ", marks[1]]
        n, m = len(helps.cases), len(hinders.cases)
        parts: list[Run]
        if self.turn % 3 == 1:
            parts = [f" Where it {good}ed, participants described {first} ({n} of the {self.of}) ", marks[0]]
            parts += [f"; where it {bad}ed, {second} ({m} of the {self.of}) ", marks[1], "."]
        elif n != m and self.turn % 3 == 2:
            (few, fewer), (many, more) = sorted(((n, 0), (m, 1)))
            told = (first, second)
            often = f"{good}ing than as {bad}ing" if more == 0 else f"{bad}ing than as {good}ing"
            parts = [
                f" It was more often described as {often}: {number_word(many)} described {told[more]} ",
                marks[more],
            ]
            parts += [f", {number_word(few)} {told[fewer]} ", marks[fewer], "."]
        else:
            parts = [f" {_capital(number_word(n))} described {first} ", marks[0]]
            parts += [f"; {number_word(m)} described {second} ", marks[1], "."]
        both = len(set(helps.cases) & set(hinders.cases))
        if both == len(self.section.participants) > 1:
            parts.append(f" {'Both' if both == 2 else f'All {number_word(both)}'} spoke of both sides.")
        elif both:
            parts.append(f" {_capital(number_word(both))} spoke of both sides.")
        return parts

    def _shared(self, *points: Statement) -> str:
        """The words that several used, with their number; those of both sides are one word."""
        most: dict[str, int] = {}
        for point in points:
            for word, n in point.shared:
                most[word] = max(n, most.get(word, 0))
        if not most or self.general:
            return ""
        told = [f"“{word}” ({n})" for word, n in sorted(most.items(), key=lambda x: (-x[1], x[0]))[:3]]
        listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"
        forms = ("The same words came up in several interviews", "Several used the same words", "Words in common were")
        form = forms[self.turn % len(forms)]
        return f" {form} {listed}." if form.endswith("were") else f" {form}: {listed}."

    def lead(self, quotes: Sequence[Quote], n: int) -> str:
        """The words before a quotation: on which side it is, and how it stands to the one before."""
        side, before = quotes[n].side, quotes[n - 1] if n else None
        told = next((one.spoken for one in self.sides_told if one.side == side), "")
        same = before is not None and before.participant == quotes[n].participant
        someone = "another" if not same else "the same participant" if self.signed else "a participant"
        if before and before.side == side:
            forms = (f"{_capital(someone)} said:", f"And {someone}:", f"In the words of {someone}:")
        elif before:
            forms = ("On the other side:", f"By contrast, {someone} said:", f"As to {told}:")
        elif told:
            forms = (
                f"One participant said of {told}:",
                f"One participant on {told}:",
                f"On {told}, a participant said:",
            )
        else:
            forms = ("One participant put it like this:", "As one participant said:", "In one participant's words:")
        return forms[(self.turn + n) % len(forms)]


def mark_of(point: Statement, cite: Citations) -> Run:
    """The number that leads to a point's passages."""
    return cite.passages((point.about, point.aspect, len(point.references)), point.references)


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]

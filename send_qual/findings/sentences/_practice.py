"""Ranking good practice: what a reviewer would cite comes first.

A reviewer cites a named service, role, programme or arrangement, what it does, and what has come of
it. Each of these is looked for in one to three consecutive sentences of a passage and gives points;
praise without substance, plans, and work that has yet to show results cost points, and so does a
passage that is not surely of the theme, or that says elsewhere what is lacking. The points are kept
with their reasons, so that anybody can see why a passage stands where it does.

The points for what stands around a practice were weighed on 131 judged ones, whole reports left out
(``tests/findings/practice-judged.csv``).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from send_qual.codebook import BOTH, STRENGTH
from send_qual.coding.span import Span, touches
from send_qual.corpus import says
from send_qual.findings._counts import Tally
from send_qual.findings._evidence import Case, Evidence, Reference
from send_qual.findings.sentences._extracts import (
    Sentence,
    opened,
    shorten,
    speaks,
    split,
    theme_pattern,
    without_asides,
)
from send_qual.findings.sentences._grounds import unquotable
from send_qual.findings.sentences._practice_cues import signs
from send_qual.findings.sentences._proper_names import place_words
from send_qual.language import begins_in_air, tells_of_plans

__all__ = ["WORTH_CITING", "Practice", "practices", "score"]

Parts = tuple[tuple[str, float], ...]

# A section on strengths states practice; an account of experiences what comes of it; elsewhere it is an aside.
_SAYS = {"strength": 0.75, "account": 0.25}
_NOWHERE = 0.25
_ASIDE = -3.0
_AROUND = (
    ("contrast", "the passage says what is lacking too", -1.5),
    ("unproven", "the passage speaks of plans", -1.25),
)
_SURE, _PER_SURE = 0.9, 5.0  # points for the theme's confidence above or below this
_AT_ONCE = 0.5  # the passage is of the theme from its first sentence on
WORTH_CITING = 2.0
"""Points from which a practice is worth citing."""
_LONGEST = 3  # sentences
_BRIEF = 75  # words
_PER_WORD = 0.02  # points that each word of a brief costs
_OFF_THEME = -4.0  # a practice that never names the theme belongs under another
_LEANING = 3.0  # beyond what the score takes off: a brief stands alone


_MARKS = (
    ("result", "a result", 0.5),
    ("figure", "a figure", 0.5),
    ("example", "an example", 0.25),
    ("valued", "valued by those who use it", 0.5),
    ("unproven", "plans, or too early to tell", -1.0),
    ("contrast", "says what is lacking too", -1.25),
    ("term", "explains a term", -0.5),
)


@dataclass(frozen=True, slots=True)
class Practice:
    """A passage of good practice, as a reviewer would cite it.

    Parameters
    ----------
    theme : str
    rank : int
        From 1, within the theme.
    score : float
        The sum of ``parts``.
    parts : tuple of (str, float)
        Why it ranks where it does, in words, with the points of each part.
    extract : str
        The sentence or sentences that carry the practice, word for word.
    reference : Reference
        Its span is that of the extract.
    brief : str
        The heart of the extract for the draft, at most about 40 words.
    """

    theme: str
    rank: int
    score: float
    parts: tuple[tuple[str, float], ...]
    extract: str
    reference: Reference
    brief: str = ""

    @property
    def is_worth_citing(self) -> bool:
        """Whether a reviewer would probably cite it: 17 of 20 such practices, measured."""
        return self.score >= WORTH_CITING

    @property
    def is_example(self) -> bool:
        """Whether it is worth citing, names a service or method that works, and its brief reads by itself."""
        told = [words for words, _ in self.parts]
        named = any(words.startswith(("names ", "a service or arrangement")) for words in told)
        works = any(words.startswith(("an effect", "a purpose", "a result", "a figure", "valued")) for words in told)
        planned = tells_of_plans(self.brief) or "plans, or too early to tell" in told
        alone = self.brief.startswith("…") or not unquotable(self.brief)
        return self.is_worth_citing and named and works and alone and not planned

    @property
    def why(self) -> str:
        """The parts of the score in one line."""
        return "; ".join(f"{words} ({points:+.2g})" for words, points in self.parts)


def _length(words: int) -> float:
    for limit, points in ((10, -1.5), (16, -0.5), (65, 0.0), (85, -0.5)):
        if words <= limit:
            return points
    return -1.25


def score(sentences: Sequence[str], places: frozenset[str] = frozenset()) -> Parts:
    """The points of one to three consecutive sentences, part by part.

    Parameters
    ----------
    sentences : sequence of str
    places : frozenset of str
        Words of the area's own name, which do not make a service specific.

    Examples
    --------
    >>> named = score(["The ‘Bright Start’ team runs weekly clinics.", "As a result, waits have reduced."])
    >>> praise = score(["Leaders are ambitious and committed and work well together for children."])
    >>> sum(points for _, points in named) > 3 > sum(points for _, points in praise)
    True
    """
    seen = [signs(sentence, places) for sentence in sentences]
    own = dict.fromkeys(name for s in seen for name in s.own)
    common = dict.fromkeys(name for s in seen for name in s.common)
    provision = sorted({kind for s in seen for kind in s.provision})
    marks = {mark for s in seen for mark in s.marks}
    parts: list[tuple[str, float]] = []
    if own:
        parts.append((f"names {', '.join(list(own)[:3])}", 1.5 + 0.5 * min(2, len(own) - 1)))
    elif common:
        parts.append((f"names {', '.join(list(common)[:3])}", 0.75))
    if provision:
        kinds = ", ".join(provision[:3])
        parts.append((f"a service or arrangement: {kinds}", min(1.0, 0.5 + 0.25 * (len(provision) - 1))))
    for kind, words, points in (("action", "something done", 0.5), ("effect", "an effect", 1.5)):
        if hit := next((getattr(s, kind) for s in seen if getattr(s, kind)), ""):
            parts.append((f"{words}: {hit}", points))
        elif kind == "effect" and (aim := next((s.aim for s in seen if s.aim), "")):
            parts.append((f"a purpose: {aim}", 0.75))
    parts += [(words, points) for mark, words, points in _MARKS if mark in marks]
    if "praise" in marks and not own:
        parts.append(("praise in general", -1.0))
    if seen and "leans" in seen[0].marks:
        parts.append(("begins in the middle of a thought", -1.25))
    if points := _length(length := sum(s.words for s in seen)):
        parts.append((f"{length} words", points))
    return tuple(parts)


@lru_cache(maxsize=16384)
def _score(sentences: tuple[str, ...], places: frozenset[str]) -> Parts:
    """The score, remembered: a passage is looked at under each of its themes."""
    return score(sentences, places)


def _windows(n: int, longest: int) -> list[tuple[int, int]]:
    """All runs of up to so many of ``n`` sentences, half-open."""
    return [(first, last) for first in range(n) for last in range(first + 1, min(first + longest, n) + 1)]


def _total(parts: Parts) -> float:
    return round(sum(points for _, points in parts), 2)


@dataclass(frozen=True, slots=True)
class _Run:
    """Consecutive sentences of a passage, half-open, with their points and how well they fit the theme."""

    fit: float
    parts: Parts
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class _Passage:
    """A passage under one theme, in sentences, with what stands around any practice in it."""

    item: Evidence
    theme: str
    words: re.Pattern[str] | None
    sentences: tuple[Sentence, ...]
    places: frozenset[str]

    def belongs(self) -> Parts:
        """How surely the passage is of the theme."""
        sure = 1.0 if self.item.reviewed or self.item.confidence is None else self.item.confidence
        parts: list[tuple[str, float]] = [(f"of the theme with {sure:.0%}", round(_PER_SURE * (sure - _SURE), 2))]
        if self.words is not None and self.sentences and speaks(self.words, self.sentences[0][2]):
            parts.append(("of the theme from its first sentence", _AT_ONCE))
        return tuple(parts)

    def around(self) -> Parts:
        """What the section and the other sentences take or give."""
        section = self.item.reference.section
        marks = {mark for _, _, words in self.sentences for mark in signs(words, self.places).marks}
        place = (
            f"stands in the section {section or 'unnamed'}",
            _SAYS.get(says(section), _ASIDE) if section else _NOWHERE,
        )
        return (place, *((words, points) for mark, words, points in _AROUND if mark in marks))

    def on_theme(self, first: int, last: int) -> tuple[str, float]:
        """Whether a run of sentences speaks of the theme."""
        if self.words is None:
            return ("no words of the theme are known", 0.0)
        inside = [words for _, _, words in self.sentences[first:last]]
        named = sum(speaks(self.words, words) for words in inside)
        points = round(2 * named / len(inside) - 1, 2) if named else _OFF_THEME
        return (f"{named} of {len(inside)} sentences on the theme", points)

    def _foreign(self, n: int, beside: Sequence[_Passage]) -> bool:
        """Whether a sentence speaks of another theme, and not of this one."""
        words = self.sentences[n][2]
        if self.words is None or speaks(self.words, words):
            return False
        return any(other.words is not None and speaks(other.words, words) for other in beside)

    def best(self, beside: Sequence[_Passage] = (), taken: Sequence[Reference] = ()) -> _Run | None:
        """The run of sentences with the most points, of equals the shorter.

        It neither begins nor ends with a sentence that speaks only of a theme ``beside`` this one, and
        overlaps nothing that is ``taken``.
        """
        at = self.item.reference.start
        foreign = {n for n in range(len(self.sentences)) if beside and self._foreign(n, beside)}
        found: list[tuple[float, int, Parts, int, int]] = []
        for first, last in _windows(len(self.sentences), _LONGEST):
            start, end = self.sentences[first][0], self.sentences[last - 1][1]
            if any(touches(Span(at + start, at + end), other) for other in taken) or {first, last - 1} & foreign:
                continue
            inside = tuple(words for _, _, words in self.sentences[first:last])
            parts = (*_score(inside, self.places), self.on_theme(first, last))
            found.append((_total(parts), start - end, parts, first, last))
        if not found:
            return None
        _, _, parts, first, last = max(found, key=lambda f: f[:2])
        belongs = self.belongs()
        fit = _total(belongs) + parts[-1][1]
        return _Run(fit, (*parts, *belongs, *self.around()), first, last)

    def practice(self, run: _Run) -> Practice:
        """A run of its sentences as a practice, not yet ranked."""
        inside = self.sentences[run.first : run.last]
        at = self.item.reference.within(inside[0][0], inside[-1][1])
        brief = _brief([words for _, _, words in inside], self.places)
        return Practice(self.theme, 0, _total(run.parts), run.parts, at.quote, at, brief)


def _brief(inside: Sequence[str], places: frozenset[str]) -> str:
    """The run of sentences that scores best among those short enough, and single ones cut short."""
    runs = [inside[first:last] for first, last in _windows(len(inside), _LONGEST)]
    choices = [(without_asides(" ".join(run)), run) for run in runs]
    choices = [(words, run) for words, run in choices if len(words.split()) <= _BRIEF]
    choices += [(cut := shorten(sentence, _BRIEF), [cut]) for sentence in inside if len(sentence.split()) > _BRIEF]

    def worth(choice: tuple[str, Sequence[str]]) -> float:
        words, run = choice
        return _total(score(run, places)) - _LEANING * _leans(run) - _PER_WORD * len(words.split())

    return opened(max(choices, key=worth)[0])


def _leans(sentences: Sequence[str]) -> bool:
    """Whether a run begins in the air once the word is dropped that ties it to the sentence before."""
    return begins_in_air(opened(sentences[0]).removeprefix("…"))


def practices(table: Tally, cases: Iterable[Case]) -> tuple[Practice, ...]:
    """Good practice of every theme, ranked within the theme.

    Facilitators and mixed passages under a theme. A passage under several themes gives its practice to
    the theme it fits best; to another one only a practice in other sentences, which speak of that theme
    and are worth citing.
    """
    codebook = table.codebook
    places = {c.document: place_words(c) for c in cases}
    by_passage: dict[tuple[str, int], list[_Passage]] = defaultdict(list)
    for theme in codebook.themes:
        words = theme_pattern(codebook, theme)
        for item in table.under(theme.id):
            if item.side in {STRENGTH, BOTH}:
                at = item.reference
                own = places.get(at.document, frozenset())
                by_passage[at.document, at.start].append(_Passage(item, theme.id, words, split(at.quote), own))
    found = [practice for group in by_passage.values() for practice in _shared_out(group)]
    rows: list[Practice] = []
    for theme in codebook.themes:
        own_rows = [practice for practice in found if practice.theme == theme.id]
        own_rows.sort(key=lambda p: (-p.score, p.reference.document, p.reference.start))
        rows += [replace(practice, rank=n) for n, practice in enumerate(own_rows, 1)]
    return tuple(rows)


def _shared_out(group: Sequence[_Passage]) -> list[Practice]:
    """The practices of one passage, each under one theme."""
    made = []
    for passage in group:
        beside = [other for other in group if other.theme != passage.theme]
        if run := passage.best(beside) or passage.best():
            made.append((run, passage, beside))
    made.sort(key=lambda m: -m[0].fit)
    kept: list[Practice] = []
    for first, passage, beside in made:
        run = passage.best(beside, [p.reference for p in kept]) if kept else first
        if run and (not kept or _total(run.parts) >= WORTH_CITING):
            kept.append(passage.practice(run))
    return kept

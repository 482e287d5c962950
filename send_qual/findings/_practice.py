"""Ranking good practice: what a reviewer would cite comes first.

A reviewer cites a named service, role, programme or arrangement, what it does, and what has come of
it. Each of these is looked for in one to three consecutive sentences of a passage and gives points;
praise without substance, plans, and work that has yet to show results cost points. The points are
kept with their reasons, so that anybody can see why a passage stands where it does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from send_qual.codebook import Codebook
from send_qual.findings._counts import Passages
from send_qual.findings._evidence import Case, Evidence, Reference
from send_qual.findings._extracts import opened, shorten, speaks, split, theme_pattern, without_asides
from send_qual.findings._names import place_words
from send_qual.findings._practice_signs import signs

__all__ = ["Practice", "practices", "score"]

Parts = tuple[tuple[str, float], ...]

# An effective section states practice; the experience section what comes of it; elsewhere it is an aside.
_SECTIONS = {"effective": 0.75, "experience": 0.25, "": 0.25}
_LONGEST = 3  # sentences
_BRIEF = 40  # words
_OFF_THEME = -4.0  # a practice that never names the theme belongs under another
_LEANING = 0.75  # beyond what the score takes off: a brief stands alone


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


def _total(parts: Parts) -> float:
    return round(sum(points for _, points in parts), 2)


def _windows(n: int, longest: int) -> list[tuple[int, int]]:
    """All runs of up to so many of ``n`` sentences, half-open."""
    return [(first, last) for first in range(n) for last in range(first + 1, min(first + longest, n) + 1)]


def _best(passage: Reference, theme: re.Pattern[str] | None, places: frozenset[str]) -> tuple[Parts, Reference, str]:
    """The stretch of one passage with the most points (of equals the shorter), and the heart of it."""
    parted = split(passage.quote)
    found: list[tuple[float, int, Parts, int, int]] = []
    for first, last in _windows(len(parted), _LONGEST):
        inside = [words for _, _, words in parted[first:last]]
        parts = score(inside, places)
        if theme is not None:
            named = sum(speaks(theme, words) for words in inside)
            points = round(2 * named / len(inside) - 1, 2) if named else _OFF_THEME
            parts += ((f"{named} of {len(inside)} sentences on the theme", points),)
        found.append((_total(parts), parted[first][0] - parted[last - 1][1], parts, first, last))
    if not found:
        return (), passage, passage.quote
    _, _, parts, first, last = max(found, key=lambda f: f[:2])
    start, end = parted[first][0], parted[last - 1][1]
    return parts, passage.within(start, end), _brief([words for _, _, words in parted[first:last]], places)


def _brief(inside: Sequence[str], places: frozenset[str]) -> str:
    """The run of sentences that scores best among those short enough, and single ones cut short."""
    runs = [inside[first:last] for first, last in _windows(len(inside), _LONGEST)]
    choices = [(without_asides(" ".join(run)), run) for run in runs]
    choices = [(words, run) for words, run in choices if len(words.split()) <= _BRIEF]
    choices += [(cut := shorten(sentence, _BRIEF), [cut]) for sentence in inside if len(sentence.split()) > _BRIEF]
    best = max(choices, key=lambda c: (_total(score(c[1], places)) - _LEANING * _leans(c[1]), len(c[0])))
    return opened(best[0])


def _leans(sentences: Sequence[str]) -> bool:
    """Whether a run begins with a word that points back, other than one an extract can drop."""
    return "leans" in signs(opened(sentences[0])).marks


def practices(passages: Mapping[str, Passages], codebook: Codebook, cases: Iterable[Case]) -> tuple[Practice, ...]:
    """Good practice of every theme, ranked within the theme.

    Facilitators and mixed passages under a theme; one practice per passage.
    """
    places = {c.document: place_words(c) for c in cases}
    rows: list[Practice] = []
    for theme in codebook.themes:
        pattern = theme_pattern(codebook, theme)
        good = [(e, p) for e, p, _ in passages[theme.id] if p in {"facilitator", "mixed"}]
        found = [_practice(item, polarity, pattern, places) for item, polarity in good]
        found.sort(key=lambda p: (-p.score, p.reference.document, p.reference.start))
        rows += [replace(p, theme=theme.id, rank=n) for n, p in enumerate(found, 1)]
    return tuple(rows)


def _practice(
    item: Evidence, polarity: str, theme: re.Pattern[str] | None, places: Mapping[str, frozenset[str]]
) -> Practice:
    passage = item.reference
    parts, at, brief = _best(passage, theme, places.get(passage.document, frozenset()))
    parts += ((f"stands in the section {passage.section or 'unnamed'}", _SECTIONS.get(passage.section, -1.5)),)
    if polarity == "mixed":
        parts += (("the passage is mixed", -0.75),)
    return Practice("", 0, _total(parts), parts, at.quote, at, brief)

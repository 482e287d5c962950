"""Strength, weakness or both: from the section a passage stands in and the words around the evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise
from math import exp
from pathlib import Path

from send_qual.codebook import BOTH, STRENGTH, WEAKNESS, Codebook
from send_qual.coders._rule_lists import read_lists
from send_qual.coders.coder import Evidence
from send_qual.coders.lexicon._terms import plain
from send_qual.corpus import says
from send_qual.language import sentences

__all__ = ["challenge_share", "leaning", "of_clauses", "side_in", "weakness"]

_LISTS = Path(__file__).parent / "data" / "polarity.txt"
# Log-odds of a strength: what a passage says by where it stands, and each unit of good and bad in its words. Fitted
# on the hand-coded reports, half of them left out at a time.
_SECTION = {"strength": 5.0, "weakness": -4.0}
_ELSEWHERE = 2.0
_GOOD, _BAD = 0.75, -2.2
_AFTER_A_TURN = 0.4  # what is left of the section's say in "..., however, ..."
_ACTION = "action"  # it asks for what is missing, however it words it
_CLEAR = 1.0  # weight of words on one side that makes that side heard
# Both sides are heard from here on; in "needs to do better" praise is mostly a preface, and never enough.
_BOTH = {"strength": (1.4, 2.5), "weakness": (9.0, 9.0)}
_BOTH_ELSEWHERE = (2.5, 2.0)
# Log-odds of a strength in one clause of a passage of both sides, by where it stands.
_WITHIN_BOTH = {"strength": 1.5, "weakness": -1.0}
_WITHIN_BOTH_ELSEWHERE = 0.5
_TURNED = 1.5  # "However, ..." after praise, or after complaint
_BOTH_WITHIN = (1.4, 1.0)
_TURNS = re.compile(r"\W*(?:however|but|yet|nevertheless|nonetheless|despite this|conversely|concerningly|that said)\b")
_CLAUSE = re.compile(
    r"(?:,|;|:| -| \u2013|\.)? (?:but|yet|although|though|whereas|despite|except|while|whilst|however|nevertheless)\b"
    r"|; |(?<=\w), (?=(?:this|these|they|there|it|some|many|most|not all|leaders|parents|children|too) \w+)"
)
# "While new plans are on time, ..." ends at its first comma, but for those of a list.
_FRONTED = re.compile(
    r"(?:while|whilst|although|though|even though|despite|whereas) [^;]+?(?=,(?! (?:\w+,|(?:\w+ ){1,3}and )))"
)


@dataclass(frozen=True)
class _Cues:
    good: re.Pattern[str]
    bad: re.Pattern[str]
    turn: re.Pattern[str]
    spare: re.Pattern[str]
    spare_after: re.Pattern[str]


@cache
def _cues() -> _Cues:
    lists = read_lists(_LISTS).items()
    spoken = {name: "|".join(sorted(words, key=len, reverse=True)) for name, words in lists}
    return _Cues(
        good=re.compile(rf"(?<!\w)(?:{spoken['good']})(?!\w)"),
        bad=re.compile(rf"(?<!\w)(?:{spoken['bad']})(?!\w)|n't\b"),
        turn=re.compile(rf"(?:\b|(?=n't))(?:{spoken['turn']})(?: [\w'-]+){{0,3}} $"),
        spare=re.compile(rf"\b(?:{spoken['spare']})(?: [\w'-]+){{0,3}} $"),
        spare_after=re.compile(rf"(?: [\w'-]+){{0,4}} (?:{spoken['spare-after']})\b"),
    )


@lru_cache(maxsize=4096)
def leaning(clause: str) -> tuple[float, float]:
    """How much of a clause speaks of strength, and how much of weakness (each 0 to about 3).

    Examples
    --------
    >>> good, bad = leaning("children wait too long")
    >>> good < bad
    True
    >>> good, bad = leaning("waiting times have been reduced and families value the service")
    >>> good > bad
    True
    """
    cues = _cues()
    good = bad = 0.0
    for hit in cues.bad.finditer(clause):
        spared = cues.spare.search(clause[max(0, hit.start() - 40) : hit.start()]) or cues.spare_after.match(
            clause, hit.end()
        )
        if spared and not hit[0].startswith(("no", "n't", "without", "never")):
            good += 0.5
        else:
            bad += 1.0
    for hit in cues.good.finditer(clause):
        if cues.turn.search(clause[max(0, hit.start() - 40) : hit.start()]):
            bad += 0.25
        else:
            good += 0.7
    return min(good, 3.0), min(bad, 3.0)


def _clauses(text: str) -> list[tuple[int, int]]:
    """Sentences, cut further where they turn; of a text as it stands, for small letters hide where sentences end."""
    small = plain(text)
    spans: list[tuple[int, int]] = []
    for start, end in sentences(text):
        cuts = {start + m.start() for m in _CLAUSE.finditer(small[start:end]) if m.start() > 12}
        if fronted := _FRONTED.match(small, start, end):
            cuts.add(fronted.end())
        marks = [start, *sorted(cuts), end]
        spans.extend((a, b) for a, b in pairwise(marks) if b > a)
    return spans


def side_in(evidence: Evidence, codebook: Codebook, passage: int, words: tuple[tuple[int, int], ...]) -> str:
    """The side of a code in a passage (strength, weakness or both); none where no facet of the codebook has it.

    Parameters
    ----------
    evidence : Evidence
    codebook : Codebook
    passage : int
        Number of the passage.
    words : tuple of (int, int)
        Where in the passage the code's evidence stands; none means all of it.
    """
    if codebook.sided is None:
        return ""
    side = _side(evidence.texts[passage], evidence.passages[passage].section, words)
    return side if codebook.of_side(side) else ""


def of_clauses(text: str, section: str, words: Sequence[tuple[int, int]], passage: str) -> str:
    """The side of the clauses in which words stand, within a passage whose side is known.

    Parameters
    ----------
    text, section : str
        The passage.
    words : sequence of (int, int)
        Where the evidence stands; none gives the side of the passage.
    passage : str
        Side of the passage: what is expected of a clause that does not say otherwise.

    Examples
    --------
    >>> text = "Nurses give timely help. However, families wait too long for therapy."
    >>> of_clauses(text, "experience", [(0, 6)], "both"), of_clauses(text, "experience", [(61, 68)], "both")
    ('strength', 'weakness')
    """
    if says(section) == _ACTION:
        return WEAKNESS
    clauses, text = _clauses(text), plain(text)
    which = [n for n, (a, b) in enumerate(clauses) if any(s < b and e > a for s, e in words)]
    if not which:
        return passage
    good, bad = _said(text, [clauses[n] for n in which])
    if passage != BOTH:  # what is one-sided as a whole is so in its clauses, but for those that speak for the other
        return passage if bool(good) == bool(bad) else STRENGTH if good else WEAKNESS
    if good >= _BOTH_WITHIN[0] and bad >= _BOTH_WITHIN[1] and len(which) > 1:
        return BOTH
    if good < _CLEAR and bad < _CLEAR:  # silent by themselves: the clauses beside them count half
        beside = {k for n in which for k in (n - 1, n + 1) if 0 <= k < len(clauses)} - set(which)
        near = _said(text, [clauses[n] for n in beside if not _TURNS.match(text, clauses[max(n, which[0])][0])])
        good, bad = good + 0.5 * near[0], bad + 0.5 * near[1]
    expected = _WITHIN_BOTH.get(says(section), _WITHIN_BOTH_ELSEWHERE)
    if which[0] and all(_TURNS.match(text, clauses[n][0]) for n in which):
        before = _said(text, clauses[: which[0]])
        expected += _TURNED if _GOOD * before[0] + _BAD * before[1] < 0 else -_TURNED
    return STRENGTH if expected + _GOOD * good + _BAD * bad >= 0 else WEAKNESS


def _said(text: str, clauses: Iterable[tuple[int, int]]) -> tuple[float, float]:
    """What clauses say of strength and of weakness, added up."""
    sides = [leaning(text[a:b]) for a, b in clauses]
    return sum(good for good, _ in sides), sum(bad for _, bad in sides)


def weakness(text: str, words: Sequence[tuple[int, int]], within: tuple[int, int]) -> float:
    """How plainly the clauses of a sentence in which words stand tell of a weakness: 0 (they praise) to 1.

    Examples
    --------
    >>> text = "While new plans are issued promptly, too many plans are out of date."
    >>> weakness(text, [(10, 15)], (0, len(text))), weakness(text, [(46, 51)], (0, len(text))) > 0.5
    (0.0, True)
    """
    small = plain(text)
    here = [(a, b) for a, b in _clauses(text) if a >= within[0] and b <= within[1]]
    good, bad = _said(small, [(a, b) for a, b in here if any(s < b and e > a for s, e in words)])
    if not bad and not good:  # the clause leaves it to the rest of its sentence
        good, bad = (0.5 * side for side in _said(small, here))
    return min(1.0, max(0.0, bad - 0.5 * good))


def challenge_share(text: str, section: str, words: tuple[tuple[int, int], ...]) -> float:
    """How likely a passage speaks of a weakness where these words stand, between 0 and 1."""
    if says(section) == _ACTION:
        return 1.0
    odds, _, _ = _heard(text, section, words)
    return 1 / (1 + exp(odds))


def _heard(text: str, section: str, words: tuple[tuple[int, int], ...]) -> tuple[float, float, float]:
    """The log-odds of a strength, and what the clauses that carry the evidence say of strength and of weakness."""
    clauses, text = _clauses(text), plain(text)
    carrying = [(a, b) for a, b in clauses if any(s < b and e > a for s, e in words)] or clauses
    good, bad = _said(text, carrying)
    if good < _CLEAR and bad < _CLEAR:  # the evidence itself is silent: ask its neighbours
        around = _said(text, clauses)
        good, bad = good + 0.5 * around[0], bad + 0.5 * around[1]
    prior = _SECTION.get(says(section), _ELSEWHERE)
    if says(section) in _SECTION and all(a and _TURNS.match(text, a) for a, _ in carrying):
        prior *= _AFTER_A_TURN
    return prior + _GOOD * good + _BAD * bad, good, bad


def _side(text: str, section: str, words: tuple[tuple[int, int], ...]) -> str:
    if says(section) == _ACTION:
        return WEAKNESS
    odds, good, bad = _heard(text, section, words)
    least_good, least_bad = _BOTH.get(says(section), _BOTH_ELSEWHERE)
    if good >= least_good and bad >= least_bad:
        return BOTH
    return STRENGTH if odds >= 0 else WEAKNESS

"""Which sentence or extract stands for a finding: the one scorer of sentences, and the one way to choose among them.

What the sentence must be about is the codebook's (:func:`theme_pattern`), which side it must show is the finding's, and
how well words read differs between print and talk: that is a :class:`Manner`. What makes a practice worth citing
(:mod:`send_qual.findings.sentences._practice`) is another question, asked of runs of sentences, and so is which
sentence decides a report-level question, which a coder answers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar

from send_qual.codebook import STRENGTH, WEAKNESS
from send_qual.corpus import says
from send_qual.findings._evidence import Reference
from send_qual.findings.sentences._extracts import speaks
from send_qual.language import points_back, tells_of_answer, tells_of_earlier, tie_of

__all__ = [
    "LONGEST",
    "SHORTEST",
    "TALK",
    "Candidate",
    "Manner",
    "best_of",
    "leans",
    "shape",
    "shows",
    "telling",
]

SHORTEST, LONGEST = 20, 70
"""Words of a quotation that is set off."""

_ENDLESS = 10**6
_STRENGTH = re.compile(
    r"\b(?:well|effective(?:ly)?|strong|positive|value|timely|good|improved|quickly|help)\b", re.IGNORECASE
)
_WEAKNESS = re.compile(
    r"\b(?:too (?:many|long|often|few|much)|(?:do|does|did|has|have|is|are|was|were|can)(?: not|n.t)|"
    r"cannot|not (?:all|always|enough|yet)|"
    r"lack\w*|long (?:waits?|delays?)|delay\w*|inconsisten\w*|varia\w+|weak\w*|poor\w*|insufficient\w*|"
    r"limited|gaps?|slow\w*|unmet|"
    r"without|late|fail\w*|unable|struggl\w+|few|frustrat\w+|shortage\w*|no longer|difficult\w*)\b",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"\b(?:um+|uh+|er+m?|you know|sort of|kind of|I mean|or whatever|hang on)\b|\[(?:laugh|pause|inaudible|unclear|"
    r"crosstalk|over)[^\]]*\]",
    re.IGNORECASE,
)
_FORM = re.compile(r"\[[^\]]{2,40}\]")
_OPENS_IN_TALK = re.compile(
    r"^(?:And|So|But|Or|Because|That['’]s|Which|It|They|He|She|Yes|Yeah|No|Well|Right|Oh)\b", re.IGNORECASE
)
_QUESTION = re.compile(r"\?$")
_NO_SIGN = 1.5  # a weakness that does not sound like one


@dataclass(frozen=True, slots=True)
class Manner:
    """How well words read by themselves, in points.

    Parameters
    ----------
    lengths : tuple of (int, int, float)
        From so many words to so many, and the points that this gives.
    costs : tuple of (pattern, float, int)
        What each hit of a pattern takes off, and how many hits count.
    ties : float
        What a beginning takes off that leans on the sentence before, as print has it.
    """

    lengths: tuple[tuple[int, int, float], ...]
    costs: tuple[tuple[re.Pattern[str], float, int], ...] = ()
    ties: float = 0.0


PRINT = Manner(((0, 7, -2.0), (36, _ENDLESS, -0.5), (71, _ENDLESS, -0.5)), ties=0.75)
"""A sentence of a report: 8 to 35 words that lean on nothing."""

TALK = Manner(
    ((25, 60, 0.75), (0, SHORTEST - 1, -2.0), (0, 7, -2.0), (LONGEST + 1, _ENDLESS, -1.0)),
    ((_FILLERS, 0.25, 4), (_FORM, 0.4, 4), (_OPENS_IN_TALK, 0.4, 1), (_QUESTION, 0.5, 1)),
)
"""What somebody says: 25 to 60 words, few fillers, few names replaced, no question. Below 8 it is an exclamation."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that could be shown, where they stand, and how well they would do."""

    text: str
    reference: Reference
    points: float
    facets: tuple[tuple[str, str], ...] = ()


T = TypeVar("T")


def best_of(candidates: Iterable[T], worth: Callable[[T], tuple[object, ...] | None]) -> T | None:
    """The candidate of most worth; one without worth (``None``) cannot be had, and of none there is no best.

    Examples
    --------
    >>> best_of(["wait", "waits", ""], lambda word: (len(word),) if word else None)
    'waits'
    """
    best: tuple[tuple[object, ...], T] | None = None
    for one in candidates:
        if (value := worth(one)) is not None and (best is None or value > best[0]):
            best = (value, one)
    return best[1] if best else None


def leans(sentence: str) -> bool:
    """Whether a sentence in print leans on the one before it.

    Examples
    --------
    >>> leans("However, families wait."), leans("Families wait.")
    (True, False)
    """
    return points_back(sentence) or bool(tie_of(sentence))


def shows(sentence: str, words: re.Pattern[str] | None, side: str, section: str) -> bool:
    """Whether a sentence, read alone, shows what is said: of its subject, with its sign, and of today."""
    if leans(sentence) or tells_of_earlier(sentence) or not (words is None or speaks(words, sentence)):
        return False
    if not side:
        return True
    sign, other = _signs(side)
    return says(section) == "action" or bool(sign.search(sentence)) or not other.search(sentence)


def telling(sentence: str, words: re.Pattern[str] | None, side: str, section: str | None = None) -> float:
    """How well a sentence stands for a finding: it names what the finding is about, and the right side.

    Parameters
    ----------
    sentence : str
    words : re.Pattern or None
        From :func:`theme_pattern`.
    side : str
        ``"strength"``, ``"weakness"`` or ``""``.
    section : str, optional
        Of a document that is read for it: a weakness that no word shows is taken for one only where action is asked
        for. Talk is not asked.
    """
    named = 0.0 if words is None else 1.5 if speaks(words, sentence) else -1.5
    read = section is not None and side == WEAKNESS and says(section) != "action"
    unsaid = _NO_SIGN if read and not _WEAKNESS.search(sentence) else 0.0
    return named + _sided(sentence, side) + shape(sentence, PRINT) - unsaid


@lru_cache(maxsize=16384)
def _sided(sentence: str, side: str) -> float:
    """Whether it sounds like its side, whatever it is about."""
    if not side:
        return 0.0
    sign, other = _signs(side)
    points = (1.0 if sign.search(sentence) else -0.75) - (0.25 if other.search(sentence) else 0.0)
    return points - 0.75 * (side == WEAKNESS and tells_of_answer(sentence))


def _signs(side: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    return (_STRENGTH, _WEAKNESS) if side == STRENGTH else (_WEAKNESS, _STRENGTH)


@lru_cache(maxsize=16384)
def shape(text: str, manner: Manner) -> float:
    """How well words read by themselves, whatever they are about: length, how they begin, fillers."""
    n = len(text.split())
    points = sum(given for first, last, given in manner.lengths if first <= n <= last)
    points -= sum(each * min(most, len(pattern.findall(text))) for pattern, each, most in manner.costs)
    return points - (manner.ties if manner.ties and leans(text) else 0.0)

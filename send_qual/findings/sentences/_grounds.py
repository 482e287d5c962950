"""Whether a sentence bears out a statement, and whether it may be quoted by itself: each test with its reason."""

from __future__ import annotations

import re

from send_qual.codebook import STRENGTH
from send_qual.coders import leaning
from send_qual.corpus import says
from send_qual.findings.sentences._extracts import speaks, split
from send_qual.language import begins_in_air, takes_back, tells_of_answer, tells_of_earlier, tells_of_plans

__all__ = ["REASONS", "borne_out", "doubt", "is_plain", "unquotable"]

REASONS = {
    "matter": "names nothing of the matter",
    "side": "speaks for the other side",
    "promise": "is a plan or promise, not yet so",
    "earlier": "tells of an earlier inspection or time",
    "answer": "tells what is done about it, not that it is so",
    "lacking": "says that help is lacking, or both",
}
"""Why a sentence does not bear out a statement, in words: "It ..."."""

_PLAINLY = 1.0  # how much a clause must speak of weakness to say so by itself
_WAITS = re.compile(r"\bwait\w*", re.IGNORECASE)  # the matter of a clause as often as its side
_STARTS = re.compile(r"^[\W_]*[A-Z0-9]")
_ENDS = re.compile(r"[.!?…][”’\"')]*$")


def doubt(sentence: str, side: str, section: str = "") -> str:
    """Why a sentence on the matter does not bear out a statement of one side; ``""`` where it does.

    Parameters
    ----------
    sentence : str
    side : str
        ``"strength"``, ``"weakness"``, or ``""`` where no sides are told apart.
    section : str
        Where it stands: what is asked of leaders shows a weakness however it is worded.

    Returns
    -------
    str
        A key of :data:`REASONS`.

    Examples
    --------
    >>> doubt("Leaders plan to open a new clinic.", "strength"), doubt("Families wait too long.", "strength")
    ('promise', 'side')
    >>> doubt("Families wait too long.", "weakness"), doubt("Leaders are aware of the long waits.", "weakness")
    ('', 'answer')
    """
    if says(section) == "action":
        return "promise" if side == STRENGTH else ""
    if tells_of_earlier(sentence):
        return "earlier"
    if not side:
        return ""
    good, bad = _leaning(sentence)
    return _against_strength(sentence, good, bad) if side == STRENGTH else _against_weakness(sentence, good, bad)


def _leaning(words: str) -> tuple[float, float]:
    """How much speaks of strength, and how much of weakness."""
    return leaning(" ".join(words.lower().replace("’", "'").split()))


def _against_strength(sentence: str, good: float, bad: float) -> str:
    if tells_of_plans(sentence):
        return "promise"
    return "" if not bad else "lacking" if good else "side"


def _against_weakness(sentence: str, good: float, bad: float) -> str:
    if tells_of_answer(sentence) and bad <= good + 1:
        return "answer"
    return "side" if good and not bad else ""


def borne_out(passage: str, words: re.Pattern[str] | None, side: str, section: str = "") -> str:
    """Why no sentence of a passage bears out a statement; ``""`` where one does.

    Parameters
    ----------
    passage : str
    words : re.Pattern or None
        From ``theme_pattern``: what the statement is about.
    side, section : str
        As in :func:`doubt`. A sentence that speaks for both sides bears out the one it speaks for more.

    Returns
    -------
    str
        A key of :data:`REASONS`.

    Examples
    --------
    >>> waits = re.compile("wait")
    >>> borne_out("Nurses help. Families wait too long.", waits, "weakness")
    ''
    >>> borne_out("Nurses help. Families wait too long.", waits, "strength")
    'side'
    >>> borne_out("Nurses help.", waits, "strength")
    'matter'
    """
    about = [said for _, _, said in split(passage) if words is None or speaks(words, said)]
    found = [_reason(said, side, section) for said in about]
    return "" if "" in found else found[0] if found else "matter"


def _reason(sentence: str, side: str, section: str) -> str:
    reason = doubt(sentence, side, section)
    if reason != "lacking":
        return reason
    good, bad = _leaning(sentence)
    return "" if good > bad else reason


def is_plain(clause: str, side: str) -> bool:
    """Whether a clause says of itself on which side it is, so that it can stand for others.

    Examples
    --------
    >>> is_plain("waiting lists are checked", "weakness"), is_plain("waiting lists are too long", "weakness")
    (False, True)
    """
    return not side or (_leaning(_WAITS.sub("stay", clause))[1] >= _PLAINLY) == (side != STRENGTH)


def unquotable(sentence: str, following: str = "", side: str = "") -> str:
    """Why a sentence cannot be quoted by itself; ``""`` where it can.

    Parameters
    ----------
    sentence : str
    following : str
        The sentence after it in the passage, which may take it back.
    side : str
        ``"strength"`` or ``"weakness"``, which the following sentence may deny.

    Examples
    --------
    >>> unquotable("This includes a helpline."), unquotable("Nurses visit every school.")
    ('begins in the air', '')
    >>> unquotable("Nurses visit every school.", "However, they do not reach the youngest.", "strength")
    'is taken back in the next sentence'
    """
    words = " ".join(sentence.split())
    if begins_in_air(words) or not _STARTS.match(words):
        return "begins in the air"
    if not _ENDS.search(words):
        return "has no end"
    if side and takes_back(following):
        good, bad = _leaning(following)
        if (bad > good) if side == STRENGTH else (good > bad):
            return "is taken back in the next sentence"
    return ""

"""Which side a turn of talk is on as it goes: what was said last carries on until the speaker turns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import exp, log

__all__ = ["carried", "turns_round"]

# How likely two sentences in a row are on one side; and where the second begins with a word that turns. Chosen on the
# fictional interviews and on quotations together; from 0.8 to 0.9, and from 0.3 to 0.5, three passages of 83 differ.
_GOES_ON, _TURNS = 0.85, 0.4
_MOST = 30.0  # log-odds beyond which nothing changes
_OPENING = r"(?:(?:and|so|well|yeah|yes|no|um|er|right|I mean|you know)[, ]+)*"
_TURN = re.compile(
    rf"{_OPENING}(?:but|however|although|though|yet|whereas|except|only|in fairness|to be fair|having said that|"
    r"that said|on the other hand|mind you|now|these days|then|since then|what (?:helped|worked|made)|"
    r"the (?:trouble|problem|difficulty|other))\b",
    re.IGNORECASE,
)


def turns_round(sentence: str) -> bool:
    """Whether a sentence begins with words by which a speaker passes from what helps to what hinders, or back.

    Examples
    --------
    >>> turns_round("But then she left."), turns_round("And now we meet every week."), turns_round("She left.")
    (True, True, False)
    """
    return _TURN.match(sentence) is not None


def carried(scores: Sequence[float], sentences: Sequence[str]) -> list[float]:
    """The side of each sentence of a turn, given all the others (two states in a chain, forwards and backwards).

    Parameters
    ----------
    scores : sequence of float
        Log-odds of each sentence by itself of speaking of what helps.
    sentences : sequence of str

    Returns
    -------
    list of float
        Log-odds likewise.

    Examples
    --------
    A sentence that says nothing by itself goes with its neighbours, up to the one that turns:

    >>> said = ["It was chaos.", "Three of them.", "But now she rings me.", "Every week."]
    >>> [round(side) for side in carried([-3.0, 0.0, 2.0, 0.0], said)]
    [-3, -2, 2, 1]
    """
    stay = [_TURNS if turns_round(sentence) else _GOES_ON for sentence in sentences]
    forth = list(scores)
    for n in range(1, len(forth)):
        forth[n] += _passed_on(forth[n - 1], stay[n])
    back = [0.0] * len(forth)
    for n in range(len(forth) - 2, -1, -1):
        back[n] = _passed_on(back[n + 1] + scores[n + 1], stay[n + 1])
    return [one + other for one, other in zip(forth, back, strict=True)]


def _passed_on(odds: float, stay: float) -> float:
    share = 1 / (1 + exp(-max(-_MOST, min(_MOST, odds))))
    share = share * stay + (1 - share) * (1 - stay)
    return log(share / (1 - share))

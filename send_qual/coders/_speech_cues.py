"""Signs of approval and complaint in talk, counted: half of what its polarity is judged by."""

from __future__ import annotations

import re
from functools import cache
from math import sqrt
from pathlib import Path

from send_qual.coders._polarity import leaning
from send_qual.coders._rule_lists import read_lists
from send_qual.coders.lexicon._terms import plain

__all__ = ["CUES", "cues", "denies"]

_LISTS = Path(__file__).parent / "data" / "speech.txt"
_REACH = 28  # characters over which "not" turns a word round, unless punctuation stands between
_USED_TO = re.compile(
    r"\b(?:used to|it was|we were|they were|at first|to (?:begin|start) with|initially|before|years ago)\b"
    r"[^?!]{0,240}\b(?:now|these days|today|since then|changed|in the end)\b"
)
_TURN = re.compile(r"\b(?:but|however|although|though|yet|whereas)\b")
_ARRIVED = re.compile(r"\b(?:now|finally|at last|these days|since then)\b")
_DENIAL = re.compile(
    r"\b(?:(?:was|is|were|are|has|have)(?: not|n't| never)(?: been)?|never (?:was|were)) (?:\w+ ){0,2}?"
    r"(?:the|a|an|any|our|my|\w+ship) (?:\w+ )?(?:problem|issue|difficulty|reason|trouble)\b"
    r"|\b(?:(?:do|would|did|ca|could)(?:n't| not)|cannot|never) (?:ever |really |quite )?"
    r"(?:think|thought|say|said|feel|felt|believed?|found|blamed?)\b"
    r"[^.?!]{0,60}\b(?:problem|issue|trouble|at fault|to blame)\b"
    r"|\b(?:was|is)(?: not|n't| never) (?:really |ever )?(?:about|down to|to do with|where it went wrong)\b"
)
_INSTEAD = re.compile(r"\b(?:but|it's|it was|they were|rather|because|so much as|only)\b")

CUES = (
    "good", "good denied", "bad", "bad denied", "denials", "good late", "bad late", "good after a turn",
    "bad after a turn", "wishes", "once and now", "balance", "nothing denied", "arrived", "report good", "report bad",
)  # fmt: skip
"""What :func:`cues` counts, in order."""


@cache
def _list(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(read_lists(_LISTS)[name])})(?!\w)", re.IGNORECASE)


def denies(sentence: str) -> bool:
    """Whether a sentence only says that something was not the matter.

    Examples
    --------
    >>> denies("The staffing wasn't the problem."), denies("The staffing was the problem.")
    (True, False)
    >>> denies("It wasn't about leadership, it was about money.")
    False
    """
    sentence = plain(sentence)
    denial = _DENIAL.search(sentence)
    return denial is not None and not _INSTEAD.search(sentence, denial.end())


def cues(text: str) -> list[float]:
    """Count the signs of approval and of complaint in a passage of talk.

    Returns
    -------
    list of float
        One number per entry of :data:`CUES`; counts are divided by the root of the number of words.
    """
    text = plain(text)
    turned = [m.span() for m in _list("not").finditer(text)]

    def denied(hit: re.Match[str]) -> bool:
        return any(
            0 <= hit.start() - end <= _REACH and not re.search(r"[.;,!?]", text[end : hit.start()]) for _, end in turned
        )

    good = [(m.start(), denied(m)) for m in _list("good").finditer(text)]
    bad = [(m.start(), denied(m)) for m in _list("bad").finditer(text)]
    late = len(text) * 0.6
    turns = [m.end() for m in _TURN.finditer(text)]
    after = turns[-1] if turns else len(text)
    plainly_good = sum(not no for _, no in good)
    plainly_bad = sum(not no for _, no in bad)
    denied_good = len(good) - plainly_good
    root = sqrt(max(len(text.split()), 1))
    report_good, report_bad = leaning(text)
    counts = (
        plainly_good,
        denied_good,
        plainly_bad,
        len(bad) - plainly_bad,
        len(turned),
        sum(at > late and not no for at, no in good),
        sum(at > late and not no for at, no in bad),
        sum(at > after and not no for at, no in good),
        sum(at > after and not no for at, no in bad),
        2 * min(len(_list("lack").findall(text)), 3),
    )
    return [
        *(count / root for count in counts),
        float(bool(_USED_TO.search(text))),
        (plainly_good - plainly_bad - denied_good) / (plainly_good + plainly_bad + denied_good + 1),
        float(not turned),
        len(_ARRIVED.findall(text)) / root,
        report_good / root,
        report_bad / root,
    ]

"""What a single English sentence of a report tells by its wording: one list for coders and for what is quoted."""

from __future__ import annotations

import re

__all__ = ["points_back", "tells_of_answer", "tells_of_earlier", "tie_of"]

# What leaders do about a weakness.
_ANSWER = re.compile(
    r"\b(?:leaders|partners|commissioners|the (?:local area )?partnership|they) (?:are aware|recogni[sz]e|"
    r"(?:have|has) (?:\w+ly )?(?:identified|taken|begun|started|improved|invested|introduced|plans?)|"
    r"are (?:engaging|working|taking|addressing)|plan to)|\bto address\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:previous|last|earlier|initial) (?:\w+ )?inspection\b|\binspection in 20\d\d\b|"
    r"\bpreviously (?:lacked|had|was|were)\b",
    re.IGNORECASE,
)
_BACK = re.compile(
    r"(?:this|these|they|their|its?|he|she|such|both|here|all this|as a result|consequently|therefore)\b", re.IGNORECASE
)
_TIE = re.compile(
    r"(?:for example|for instance|however|nevertheless|in addition|additionally|furthermore|moreover|also|similarly|"
    r"plus|therefore|consequently|overall|as a result)\b",
    re.IGNORECASE,
)


def tells_of_answer(sentence: str) -> bool:
    """Whether it tells what leaders do about a weakness: that does not show the weakness.

    Examples
    --------
    >>> tells_of_answer("Leaders have rightly identified that waits are long."), tells_of_answer("Waits are long.")
    (True, False)
    """
    return _ANSWER.search(sentence) is not None


def tells_of_earlier(sentence: str) -> bool:
    """Whether it tells of an earlier inspection, or of what was so once.

    Examples
    --------
    >>> tells_of_earlier("Since the previous inspection, waits have grown."), tells_of_earlier("Waits have grown.")
    (True, False)
    """
    return _EARLIER.search(sentence) is not None


def points_back(sentence: str) -> bool:
    """Whether it begins with a word that means nothing without the sentence before.

    Examples
    --------
    >>> points_back("This helps families."), points_back("However, families wait.")
    (True, False)
    """
    return _BACK.match(sentence) is not None


def tie_of(sentence: str) -> str:
    """The words at its beginning that tie it to the sentence before and may be dropped; ``""`` where there are none.

    Examples
    --------
    >>> tie_of("However, families wait."), tie_of("This helps families.")
    ('However', '')
    """
    found = _TIE.match(sentence)
    return found.group() if found else ""

"""What a single English sentence of a report tells by its wording: one list for coders and for what is quoted."""

from __future__ import annotations

import re

__all__ = [
    "begins_in_air",
    "points_back",
    "takes_back",
    "tells_of_answer",
    "tells_of_earlier",
    "tells_of_plans",
    "tie_of",
]

# What leaders do about a weakness.
_ANSWER = re.compile(
    r"\b(?:leaders|partners|commissioners|the (?:local area )?partnership|they) (?:are aware|recogni[sz]e|"
    r"(?:have|has) (?:\w+ly )?(?:identified|taken|begun|started|improved|invested|introduced|plans?)|"
    r"are (?:engaging|working|taking|addressing)|plan to)|\bto address\b",
    re.IGNORECASE,
)
_EARLIER = re.compile(
    r"\b(?:previous|last|earlier|initial) (?:\w+ )?inspection\b|\binspection in 20\d\d\b|"
    r"\bpreviously (?:lacked|had|was|were)\b|^(?:previously|historically|in the past)\b|"
    r"\binspected in (?:\w+ )?20\d\d\b",
    re.IGNORECASE,
)
_PLANS = re.compile(
    r"\b(?:will(?! not)|plans? to|(?:is|are) planning|intends? to|aims? to|hopes? to|due to (?:be|start|open|begin|"
    r"launch)|"
    r"(?:is|are) (?:about|set|due) to|going forward|in the (?:early stages|process) of|"
    r"(?:is|are) being (?:developed|explored|considered)|ha(?:s|ve) the potential|yet to|in (?:its|their) infancy|"
    r"too (?:early|soon|recent) to|not yet (?:\w+ )?(?:had|made|seen|led|embedded|resulted|improved|fully))\b",
    re.IGNORECASE,
)
_TURN = re.compile(r"(?:however|but|yet|nevertheless|nonetheless|despite this|that said)\b", re.IGNORECASE)
_IN_AIR = re.compile(
    r"^(?:This|These|That|Those|They|Them|Their|It|Its|He|She|His|Her|Such|Both|Some of (?:this|these|them)|"
    r"All of (?:this|these)|As a (?:result|consequence)|Consequently|Therefore|Thus|Hence|However|Nevertheless|"
    r"Nonetheless|"
    r"Yet|But|And|Or|So|Because|For (?:example|instance|this|these|them)|In (?:addition|these|this(?! area| report|"
    r" country)|such|contrast|"
    r"turn|both)|"
    r"Additionally|Furthermore|Moreover|Also|Similarly|Likewise|Conversely|Equally|Plus|Instead|Otherwise|Here|"
    r"There(?=,| too)|At (?:this|these)|Examples? (?:include|of this)|Other(?:s| \w+)|Another|"
    r"The (?:same|latter|former|above|other)|Those who|Which|Who|Whose|Including|Such as)\b"
)
# What is pointed at stands before the sentence: "To support this, they ...", "as a result of this close working".
_NOT_POINTED_AT = r"(?:area|report|inspection|country|year)"
_POINTS = re.compile(
    r"^[^,]{0,70}, (?:this|these|they|it|he|she|such)\b|"
    r"^(?:To|By|When|Where|Once|If|As|With|Through|For|In|At|On|Within|Due|Because|Following|After|Since|Despite|Under|"
    r"From)\b[^,]*\b(?:(?:this|these)(?! (?:area|report|country))|those|it|they|them)\b[^,]*,|"
    rf"^[^,]*\b(?:of|for|by|to|from|with|through|about|on|under) (?:this|these|such)\b(?! {_NOT_POINTED_AT}\b)|"
    rf"^[^,]{{0,40}}\b(?:this|these) (?!{_NOT_POINTED_AT}|is|are|was|were|has|have)\w+|^\w+,? (?:this|these|they|"
    rf"it) (?!{_NOT_POINTED_AT}\b)"
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


def tells_of_plans(sentence: str) -> bool:
    """Whether it tells of what is planned, promised or too new to show anything.

    Examples
    --------
    >>> tells_of_plans("A new clinic will open."), tells_of_plans("A new clinic has opened.")
    (True, False)
    """
    return _PLANS.search(sentence) is not None


def takes_back(sentence: str) -> bool:
    """Whether it begins by turning against the sentence before.

    Examples
    --------
    >>> takes_back("However, families wait."), takes_back("Families wait.")
    (True, False)
    """
    return _TURN.match(sentence) is not None


def begins_in_air(sentence: str) -> bool:
    """Whether a reader who has only this sentence asks "what?": it begins with, or soon has, a word that points back.

    Examples
    --------
    >>> begins_in_air("To support this, they hired nurses."), begins_in_air("To support families, nurses visit.")
    (True, False)
    """
    return _IN_AIR.match(sentence) is not None or _POINTS.match(sentence) is not None


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

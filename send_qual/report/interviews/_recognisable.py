"""What leads to one person without naming anybody: attributes in combination, the time of an event others know of."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from send_qual.findings.interview_study.model import Participant
from send_qual.language import sentences

__all__ = ["combinations_of_one", "dated_events", "event_spans", "quotations_of"]

_COUNT = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|a few|a couple of|\d+)"
_SEASON = r"(?:spring|summer|autumn|winter|Christmas|Easter|half[- ]term|Ramadan|Diwali)"
_MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
_WHEN = re.compile(
    rf"\b(?:(?:last|this|next|that) (?:week|month|year|term|{_SEASON}|{_MONTH}|\w+day)"
    rf"|{_COUNT} (?:days?|weeks?|months?|years?|terms?) (?:ago|before|after|later|earlier|since|into)"
    rf"|(?:in|since|during|by|before|after|until|at) (?:the )?(?:{_SEASON}|{_MONTH})"
    rf"|(?:in|since|until) (?:19|20)\d\d|yesterday|the (?:day|week|month|year|term) (?:before|after|of|when|that))\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:inspect(?:ed|ion|ions)|peer review|special measures|improvement notice"
    r"|tribunal|judicial review|inquest|inquiry|lawsuit|(?:in|to|at) court|trial"
    r"|(?:was|were|got|been|has|had) (?:merged|taken over|closed|shut|opened|arrested|sacked|suspended|murdered|killed)"
    r"|(?:merger|take-?over|closure|re-?organi[sz]ation|re-?structur(?:e|ed|ing)|redundanc(?:y|ies)|bankruptcy)"
    r"|(?:opened|closed|shut)(?= (?:down|its|their|the doors|in|last))"
    r"|strikes?|election|by-election|the (?:fire|flood|floods|explosion|accident|attack|stabbing|shooting|crash)"
    r"|died|death|funeral|outbreak|scandal)\b",
    re.IGNORECASE,
)


def dated_events(words: str) -> Iterator[str]:
    """Sentences that tell when something happened that others know of: the date leads to the place, and to who spoke.

    Examples
    --------
    >>> list(dated_events("We were inspected two weeks after I came. Last year was hard. An inspection is a long day."))
    ['We were inspected two weeks after I came.']
    """
    for start, end in event_spans(words):
        yield words[start:end]


def event_spans(words: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of :func:`dated_events` stand."""
    for start, end in sentences(words):
        if _WHEN.search(words, start, end) and _EVENT.search(words, start, end):
            yield start, end


def combinations_of_one(people: Sequence[Participant], attributes: Sequence[str]) -> Iterator[tuple[Participant, str]]:
    """Participants who are the only ones with their role and another attribute, though each by itself has several.

    Parameters
    ----------
    people : sequence of Participant
    attributes : sequence of str
        Names of the other attributes that a report tells.

    Yields
    ------
    tuple of (Participant, str)
        With the attribute that singles them out.
    """
    roles = Counter(p.role for p in people)
    for attribute in attributes:
        alone = Counter(p.attributes.get(attribute, "") for p in people)
        both = Counter((p.role, p.attributes.get(attribute, "")) for p in people)
        for one in people:
            value = one.attributes.get(attribute, "")
            if one.role and value and both[one.role, value] == 1 and min(roles[one.role], alone[value]) > 1:
                yield one, attribute


def quotations_of(n: int, id: str) -> str:
    """``3 quotations of P07``."""
    return f"{n} quotation{'s' if n > 1 else ''} of {id}"

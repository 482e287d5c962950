"""Dates that place an interview or a life in time: days, named months, years of local things."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["find_dates"]

_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan"
    r"|Feb|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)"
)
_LONG = r"(?:January|February|March|April|June|July|August|September|October|November|December)"
_NTH = (
    r"(?:\d{1,2}(?:st|nd|rd|th)?|(?:twenty|thirty)[- ](?:first|second|third|fourth|fifth|sixth"
    r"|seventh|eighth|ninth)|first|second|third|fourth"
    r"|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth"
    r"|sixteenth|seventeenth|eighteenth|nineteenth"
    r"|twentieth|thirtieth)"
)
_UNIT = r"(?:one|two|three|four|five|six|seven|eight|nine)"
_TEEN = r"(?:ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen)"
_SPOKEN = (
    rf"(?:twenty[- ](?:oh[- ]{_UNIT}|{_TEEN}|twenty(?:[- ]{_UNIT})?|thirty)|nineteen[- ](?:eighty"
    rf"|ninety|seventy|sixty)(?:[- ]{_UNIT})?|two thousand and (?:{_UNIT}|{_TEEN})(?! hundred))"
)
_YEAR = rf"(?:(?:19|20)\d\d(?:[-/–]\d\d(?:\d\d)?)?|['’]\d\d\b|{_SPOKEN})"
_PLAIN_YEAR = rf"(?:(?:19[5-9]|20[0-4])\d(?:[-/–]\d\d(?:\d\d)?)?|(?i:{_SPOKEN}))"

_FULL = re.compile(
    rf"\b(?:(?i:{_NTH})(?:\s+of)?\s+{_MONTH}\b(?:,?\s+(?i:{_YEAR}))?"
    rf"|{_MONTH}\s+(?:the\s+)?(?i:{_NTH})\b(?!\s+(?:time|thing|one|year))(?:,?\s+(?i:{_YEAR}))?"
    rf"|{_MONTH},?\s+(?:of\s+)?(?i:{_YEAR})"
    rf"|(?i:spring|summer|autumn|winter|Christmas|Easter)(?:\s+terms?)?\s+(?:(?:of|in)\s+)?(?i:{_YEAR})"
    r"|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}-\d{2}-\d{2})(?!\w)"
)
_THE_NTH = re.compile(
    r"\b(?:(?:on|by|until|till|since|from|before|after|(?:Mon|Tues|Wednes|Thurs|Fri|Satur"
    r"|Sun)day,?)\s+)the\s+((?:\d{1,2}(?:st|nd|rd|th)))\b"
    r"(?!\s+(?:floor|time|century|birthday|year|page|percentile|centile|of (?!January|February|March"
    r"|April|May|June|July|August|September))[a-z]*)"
)
_FEAST = re.compile(
    r"\b(?:Christmas (?:Eve|Day)|Boxing Day|New Year['’]?s (?:Eve|Day)|Good Friday|Easter (?:Sunday|Monday)"
    r"|Maundy Thursday|Ash Wednesday|Shrove Tuesday|Bonfire Night|Twelfth Night|St\.? [A-Z]\w+['’]s Day)\b"
)
"""Days that are a date by their name, as the feast itself is not."""
_BARE_MONTH = re.compile(rf"\b{_LONG}\b")
_MAY = re.compile(
    r"\b(?:(?i:in|by|since|until|till|last|next|this|that|following|early|late|mid|end of|beginning of|start of"
    r"|middle of|from|before|after|around|about|through|during)\s+|(?i:mid|early|late)-)"
    r"(May)\b(?!\s+(?:be|have|half|bank|Bank|not)\b)"
)
_ORDINAL = re.compile(r"(?i:first|second|third)\s+(?:May|March)\b(?!\s+\d)")
"""The verb in "they first may ...", written with a capital."""
_EVERY = re.compile(
    r"\b(?:every|each|any|an?|per|most|usually in|always in|it's always|come|happy|the usual)\s+$", re.IGNORECASE
)
_ANY_YEAR = re.compile(
    r"\s+(?:half[- ]term|intake|starters?|transfers?|bulge|each year|every year|census)\b", re.IGNORECASE
)
_BARE_YEAR = re.compile(rf"(?<![\w/.£-]){_PLAIN_YEAR}(?![\w%/]|\.\d|,\d{{3}})")
_NATIONAL = re.compile(
    r"\b(?:Acts?|Code|Regulations?|reforms?|framework|Green Paper|White Paper|legislation|law|statute"
    r"|guidance|budget|election|pandemic|Covid"
    r"|lockdown|census|Brexit|Equality|Families|Education Act|Care Act|Children Act|SEND review"
    r"|SEND Review|austerity|Government|coalition|duties|came into force)\b"
)
_COUNT = re.compile(
    r"^\s+(?:children|pupils|families|plans|people|pounds|young|places|cases|of them|hours|staff"
    r"|parents|schools|kids|requests)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(r"\b(?:another|extra|costs?|paid|spent|worth)\s+$", re.IGNORECASE)
_QUANTITY = re.compile(r"\b(?:about|over|nearly|almost|around|roughly|some|than|of|to)\s+$", re.IGNORECASE)
"""Before a round number ("about 2000"): people do not count to 2018 by rule of thumb."""


def find_dates(text: str, *, keep_year: bool = False) -> Iterator[tuple[int, int]]:
    """The dates of a text.

    Parameters
    ----------
    text : str
    keep_year : bool
        Leave years standing: of "14 March 2022" only "14 March " is found.

    Yields
    ------
    tuple of (int, int)
        Half-open spans, in order, not overlapping. Weekdays, terms and seasons are no dates; nor is the year of an act
        or of a national policy, nor a month that comes every year.

    Examples
    --------
    >>> text = "We met on the 3rd of May 2022; the 2014 Act says so every September. He left in May."
    >>> [text[a:b] for a, b in find_dates(text)]
    ['3rd of May 2022', 'May']
    >>> [text[a:b] for a, b in find_dates("In 2019 we moved.", keep_year=True)]
    []
    """
    spans: list[tuple[int, int]] = [m.span() for m in _FULL.finditer(text) if not _ORDINAL.match(m[0])]
    spans += [m.span(1) for m in _THE_NTH.finditer(text)]
    spans += [m.span() for m in _FEAST.finditer(text) if not _EVERY.search(text[max(0, m.start() - 24) : m.start()])]
    for match in _BARE_MONTH.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        if not _EVERY.search(before) and not _ANY_YEAR.match(text, match.end()) and not _is_name(text, match):
            spans.append(match.span())
    spans += [m.span(1) for m in _MAY.finditer(text)]
    spans += [m.span() for m in _BARE_YEAR.finditer(text) if _is_local(text, m)]
    at = -1
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if start < at:
            continue
        at = end
        if keep_year:
            year = re.search(rf"(?:{_PLAIN_YEAR})$", text[start:end])
            end = start + len(text[start : start + year.start()].rstrip(" ,")) if year else end  # noqa: PLW2901
        if end > start:
            yield start, end


def _is_name(text: str, match: re.Match[str]) -> bool:
    """A month that is somebody's name: "April said", "thanks, June"."""
    after, before = text[match.end() : match.end() + 12], text[max(0, match.start() - 12) : match.start()]
    if match[0] not in {"April", "June", "August"}:
        return False
    return bool(
        re.match(r"\s+(?:said|says|rang|told|asked|came|went|is|has|did|who)\b", after)
        or re.search(r"(?:thanks|thank you|hi|hello), $", before.lower())
    )


def _is_local(text: str, match: re.Match[str]) -> bool:
    before, after = text[max(0, match.start() - 80) : match.start()], text[match.end() : match.end() + 32]
    rough = match[0].endswith(("00", "50")) and _QUANTITY.search(before)
    if _COUNT.match(after) or _MONEY.search(before) or rough:
        return bool(
            re.search(r"\b(?:end|start|beginning|middle|summer|autumn|spring|winter|back|half) (?:of|to)\s+$", before)
        )
    near = re.split(r"[.;?!]", before)[-1] + " | " + re.split(r"[.;?!]", after)[0]
    return not _NATIONAL.search(near)

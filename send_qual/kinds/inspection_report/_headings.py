"""Which heading opens which section of an inspection report, however it is worded."""

from __future__ import annotations

import re

from send_qual.corpus._blocks import one_line

__all__ = ["CORE", "is_report_title", "section_of"]

CORE = ("experience", "effective", "better")
"""The sections that make an inspection report; the others may be missing with cause."""

_OPENINGS: tuple[tuple[str, str], ...] = (
    (
        "partnership",
        r"(?:(?:key )?information |context )?about the (?:\w+ )?(?:local )?area(?: partnership)?(?: .{0,40})?",
    ),
    ("experience", r"what (?:is it|it is|is life|its) like (?:to be|being|for|as) .*(?:child|young|send).*"),
    (
        "effective",
        r"what .{0,60}\b(?:effective|effectively|works? well|working well|going well|done well)(?: .{0,40})?",
    ),
    ("better", r"what .{0,60}\b(?:better|improve[ds]?|improving)(?: .{0,40})?"),
    ("priority", r"areas? (?:for|of|requiring) (?:urgent )?priority actions?|actions? for priority|priority actions?"),
    ("priority", r"areas? of (?:significant|serious) (?:concern|weakness(?:es)?)"),
    (
        "improvement",
        r"areas? (?:for|of|requiring|needing) (?:further )?(?:improvement|development)s?|areas? to improve",
    ),
    ("about", r"(?:(?:local )?area )?partnership (?:details|contacts?)|details of the (?:local area )?partnership"),
    ("about", r"(?:information )?about (?:this|the) (?:monitoring )?inspection|(?:the )?inspection (?:team|details)"),
    ("about", r"if you are not happy with the inspection or the report.*"),
)
"""Section -> words of a heading in small letters, without punctuation. The first that fits counts."""

_TITLE = re.compile(r"area send (?:full |monitoring |re)?-?(?:inspection|visit)", re.IGNORECASE)


def section_of(heading: str) -> str:
    """The section (its id) that a heading opens, or ``""``.

    Wording, case, numbering and line breaks may vary.

    Examples
    --------
    >>> section_of("3. What is the area partnership doing that is effective?")
    'effective'
    >>> section_of("AREAS FOR PRIORITY ACTION:"), section_of("Waiting times")
    ('priority', '')
    """
    plain = re.sub(r"[^\w/ ]", "", one_line(heading).lower().replace("-", " "))
    plain = re.sub(r"^(?:section )?\d{1,2}\s+", "", plain).strip()
    if len(plain) > 160:
        return ""
    return next((section for section, words in _OPENINGS if re.fullmatch(words, plain)), "")


def is_report_title(text: str) -> bool:
    """Whether a line is the title of an Area SEND inspection report.

    Examples
    --------
    >>> is_report_title("Area SEND inspection of Ambershire Local Area Partnership")
    True
    """
    return bool(_TITLE.search(one_line(text)))

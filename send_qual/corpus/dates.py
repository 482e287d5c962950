"""Days as reports print them, and as names of files carry them."""

from __future__ import annotations

import re
from datetime import date

__all__ = ["Period", "periods", "published_in_name"]

Period = tuple[date, date]
"""First and last day."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NAMES = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(\d{1,2})(?:st|nd|rd|th)?"
_RANGE = re.compile(
    rf"\b{_DAY}(?:\s+(?:of\s+)?({_NAMES}))?(?:,?\s+(\d{{4}}))?\s*(?:to|until|till|and|[-–—\ufffe])\s*"
    rf"{_DAY}\s+(?:of\s+)?({_NAMES}),?\s+(\d{{4}})|\b{_DAY}\s+(?:of\s+)?({_NAMES}),?\s+(\d{{4}})",
    re.IGNORECASE,
)


def periods(text: str) -> list[Period]:
    """Every day or run of days in a text, in the order printed.

    Days that no calendar has are passed over.

    Examples
    --------
    >>> [(str(a), str(b)) for a, b in periods("27 February to 3 March 2023")]
    [('2023-02-27', '2023-03-03')]
    >>> [(str(a), str(b)) for a, b in periods("16 May 2016; 3–5 June 2019")]
    [('2016-05-16', '2016-05-16'), ('2019-06-03', '2019-06-05')]
    """
    found = []
    for match in _RANGE.finditer(re.sub(r"\s+", " ", text)):
        day1, month1, year1, day2, month2, year2, day, month, year = match.groups()
        try:
            if day:
                only = _date(day, month, year)
                found.append((only, only))
                continue
            last = _date(day2, month2, year2)
            first = _date(day1, month1 or month2, year1 or year2)
            if first > last and not year1:  # 29 December to 3 January 2024
                first = first.replace(year=first.year - 1)
        except ValueError:
            continue
        if first <= last:
            found.append((first, last))
    return found


def _date(day: str, month: str, year: str) -> date:
    return date(int(year), _MONTHS.index(month[:3].lower()) + 1, int(day))


def published_in_name(name: str) -> str:
    """The day at the start of a file's name, as ``2024-01-31``, or ``""``.

    Examples
    --------
    >>> published_in_name("2023-05-05_80454_ambershire.pdf"), published_in_name("report.pdf")
    ('2023-05-05', '')
    """
    found = re.match(r"(\d{4}-\d{2}-\d{2})(?!\d)", name)
    try:
        return date.fromisoformat(found[1]).isoformat() if found else ""
    except ValueError:
        return ""

"""Dates as a report writes them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

__all__ = ["days", "long_date", "span"]

# Not strftime: a report is in English on every machine.
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def long_date(iso: str, *, short: bool = False) -> str:
    """An ISO date in words; what is no date stays as it is.

    Examples
    --------
    >>> long_date("2024-05-01"), long_date("spring")
    ('1 May 2024', 'spring')
    """
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    month = _MONTHS[day.month - 1]
    return f"{day.day} {month[:3] if short else month} {day.year}"


def span(dates: Iterable[str]) -> str:
    """First and last month of some ISO dates, ``""`` where there are none.

    Examples
    --------
    >>> span(["2024-05-01", "", "2023-11-10"]), span(["2024-05-01", "2024-05-30"]), span(["2024-02-01", "2024-05-30"])
    ('between November 2023 and May 2024', 'in May 2024', 'between February and May 2024')
    """
    days = []
    for text in dates:
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            continue
    if not days:
        return ""
    first, last = min(days), max(days)
    months = [_MONTHS[day.month - 1] for day in (first, last)]
    if (first.year, first.month) == (last.year, last.month):
        return f"in {months[0]} {first.year}"
    year = f" {first.year}" if first.year != last.year else ""
    return f"between {months[0]}{year} and {months[1]} {last.year}"


def days(first: str, last: str, *, short: bool = False) -> str:
    """Two ISO dates as a range, as short as it can be said.

    Examples
    --------
    >>> days("2024-05-06", "2024-05-10"), days("2024-05-27", "2024-06-07"), days("2024-05-06", "")
    ('6–10 May 2024', '27 May–7 June 2024', '6 May 2024')
    """
    try:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return long_date(first or last, short=short)
    if start == end:
        return long_date(first, short=short)
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{long_date(last, short=short)}"
    head = long_date(first, short=short)
    return f"{head.removesuffix(f' {start.year}') if start.year == end.year else head}–{long_date(last, short=short)}"

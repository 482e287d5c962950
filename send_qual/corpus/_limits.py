"""What no talk or report holds, and what would keep a machine busy for hours: refused before it is looked into."""

from __future__ import annotations

import re

from send_qual.errors import Fault, SendQualError

__all__ = ["LONGEST_RUN", "MAX_TEXT", "MOST_BLANKS", "blanks", "check_runs"]

MAX_TEXT = 20 * 1024 * 1024
"""Largest file of plain text, and longest text: some two thousand hours of talk."""

LONGEST_RUN = 3_000
"""Characters in a row without a blank: some times the longest web address."""

MOST_BLANKS = 1_000
"""Blanks, tabs and line ends in a row: several empty pages."""

_RUN = re.compile(r"\s+|\S+")


def check_runs(name: str, text: str) -> None:
    r"""Refuse a text that is no prose: thousands of blanks in a row, or of characters without one.

    Patterns that look for words, names and dates go over a run again from each of its characters.

    Parameters
    ----------
    name : str
        Of the file, for the message.
    text : str

    Raises
    ------
    SendQualError
        With the line on which the run begins.

    Examples
    --------
    >>> check_runs("a.txt", "It took" + " " * 40 + "a year.")
    >>> try:
    ...     check_runs("a.txt", "Tea.\n" + "a" * 5_000)
    ... except SendQualError as error:
    ...     print(error)
    a.txt line 2: 5,000 characters stand here without a blank, which is no text. Take them out and save it again.
    """
    if len(text) > MAX_TEXT:
        problem = f"the text is too long ({len(text) // 1024**2:,} MB; the limit is {MAX_TEXT // 1024**2} MB)"
        raise SendQualError(Fault(name, problem, "Split it into the documents it is made of"))
    for found in _RUN.finditer(text):
        if (length := found.end() - found.start()) > MOST_BLANKS:
            blank = found[0].isspace()
            if blank or length > LONGEST_RUN:
                place = f"{name} line {text.count(chr(10), 0, found.start()) + 1}"
                raise SendQualError(_fault(place, length, blank=blank))


def blanks(name: str, count: str) -> str:
    """As many blanks as a file says in figures, where that is a number of blanks somebody might type.

    Raises
    ------
    SendQualError
        Where they are too many.
    """
    number = int(count[:12]) if count.isdecimal() else 1
    if number > MOST_BLANKS:
        raise SendQualError(_fault(name, number, blank=True))
    return " " * number


def _fault(place: str, length: int, *, blank: bool) -> Fault:
    if blank:
        return Fault(place, f"{length:,} blanks stand here in a row", "Take them out and save it again")
    problem = f"{length:,} characters stand here without a blank, which is no text"
    return Fault(place, problem, "Take them out and save it again")

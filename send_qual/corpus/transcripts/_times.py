"""Times as recorders, transcribers and software print them beside the talk: in any bracket, alone or as a range."""

from __future__ import annotations

import re

from send_qual.corpus.transcripts.script import clock

__all__ = ["ARROW", "BRACKETED", "STAMP", "first_time"]

_CLOCK = r"\d{1,2}(?::\d{1,2}){1,2}(?:[.,]\d{1,3})?"
_TO = r"\s*(?:-{1,2}>?|[–—]|to)\s*"
_COUNTED = (
    r"(?:\d{1,2}\s*h(?:(?:ou)?rs?)?\s+)?\d{1,3}\s*m(?:in(?:ute)?s?)?\s+\d{1,2}\s*s(?:ec(?:ond)?s?)?\b"
    r"|\d{1,2}\s*h(?:(?:ou)?rs?)?\s+\d{1,2}\s*m(?:in(?:ute)?s?)?\b"
    r"|\d{1,3}\s+sec(?:ond)?s\b"
)
"""A time in words: "0 minutes 3 seconds"."""
_SPAN = rf"(?:{_CLOCK}(?:{_TO}{_CLOCK})?|{_COUNTED})"
_HASHED = r"#\d{1,2}(?::\d{2}){1,2}(?:[-.,]\d{1,3})?#"
"""f4 and MAXQDA: ``#00:00:04-0#``."""
STAMP = rf"(?:[\[(<{{]\s*{_SPAN}\s*[\])>}}]|{_HASHED}|{_SPAN})"
"""A time or a range of times as it is printed, bare or in brackets."""
BRACKETED = rf"(?:[\[(<{{]\s*{_SPAN}\s*[\])>}}]|{_HASHED})"
"""A time that its brackets mark as one, so that it may stand amid words."""
ARROW = rf"[\[(]?\s*{_CLOCK}\s*--?>\s*{_CLOCK}\s*[\])]?"
"""A range as captions have it."""
_COUNTS = re.compile(r"(?:(\d+)\s*h\w*)?\s*(?:(\d+)\s*m\w*)?\s*(?:(\d+)\s*s\w*)?", re.IGNORECASE)


def first_time(printed: str | None) -> str:
    """The first time printed as ``HH:MM:SS``; ``""`` where there is none.

    Examples
    --------
    >>> [first_time(t) for t in ("[0:03 - 0:08]", "#01:00:04-0#", "0 minutes 3 seconds", "00:00.000 --> 00:04.120", "")]
    ['00:00:03', '01:00:04', '00:00:03', '00:00:00', '']
    """
    if found := re.search(_CLOCK, printed or ""):
        told = clock(found[0])
        return told[0] if told else ""
    if printed and (counted := _COUNTS.search(printed.strip(" [](){}<>"))) and any(counted.groups()):
        hours, minutes, seconds = (int(part or 0) for part in counted.groups())
        told = clock(f"{hours}:{minutes}:{seconds}")
        return told[0] if told else ""
    return ""

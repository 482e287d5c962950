"""Times as recorders, transcribers and software print them beside the talk: in any bracket, alone or as a range."""

from __future__ import annotations

import re

from send_qual.kinds.interview.script import clock

__all__ = ["ALONE", "ARROW", "AT_EDGE", "BESIDE", "BRACKETED", "STAMP", "first_time"]

_COLONS = r"\d{1,3}(?::\d{1,2}){1,2}(?::\d{2}(?!\d)|[.,]\d{1,3})?"
"""``0:03``, ``00:00:03.120``, with frames ``00:00:03:12``."""
_DOTS = r"0?\d\.[0-5]\d\.[0-5]\d(?:\.\d{1,3})?(?![.\d])"
_UNIT = r"(?:\s?(?:min(?:ute)?s?|hrs?|[ap]\.?m)\b\.?)?"
_CLOCK = rf"(?:{_COLONS}|{_DOTS}){_UNIT}"
_TO = r"\s*(?:-{1,2}>?|[–—→]|to)\s*"
_COUNTED = (
    r"(?:\d{1,2}\s*h(?:(?:ou)?rs?)?\s*)?\d{1,3}\s*m(?:in(?:ute)?s?)?\s*\d{1,2}\s*s(?:ec(?:ond)?s?)?\b"
    r"|\d{1,2}\s*h(?:(?:ou)?rs?)?\s*\d{1,2}\s*m(?:in(?:ute)?s?)?\b"
    r"|\d{1,3}\s+sec(?:ond)?s\b"
    r"|\d{1,5}\.\d{1,3}\s?s(?:ec(?:ond)?s?)?\b"
)
"""A time in words: "0 minutes 3 seconds", "3m05s", "3.25s"."""
_DATED = r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4},?\s+(?=\d)"
_DAY = rf"(?:{_DATED})?"
"""The day before a clock, as chats have it."""
_MARK = r"(?:@\s*|(?:tc|time ?code|timestamp)\s*:?\s*)?"
_SPAN = rf"{_MARK}(?:{_DAY}{_CLOCK}(?:{_TO}{_CLOCK})?|(?:{_COUNTED})(?:{_TO}(?:{_COUNTED}))?)"
_HASHED = r"#\d{1,2}(?::\d{2}){1,2}(?:[-.,]\d{1,3})?#"
"""f4 and MAXQDA: ``#00:00:04-0#``."""
_SHORT = r"(?<=[\[(])\d{1,3}\.[0-5]\d(?=[\])])|\d{1,3}\s?['’′]\s?[0-5]\d\s?(?:[\"”″]|['’′]{2})?"
"""``[03.12]`` and ``3'12"``: times beside a name only, for amid words they are sums and heights."""
STAMP = rf"(?:[\[(<{{]\s*{_SPAN}\s*[\])>}}]|[\[(]?{_HASHED}[\])]?|{_SPAN}|[\[(]?(?:{_SHORT})[\])]?)"
"""A time or a range of times as it is printed beside a name, bare or in brackets."""
BRACKETED = rf"(?:[\[(<{{]\s*{_SPAN}\s*[\])>}}]|[\[(]?{_HASHED}[\])]?)"
"""A time that its brackets mark as one, so that it may stand amid words."""
BESIDE = rf"(?:{BRACKETED}|[\[(]\s*(?:{_SHORT})\s*[\])])"
"""The same beside a name, where shorter forms are times too."""
AT_EDGE = rf"(?:^\s*\[\s*(?:{_SHORT})\s*\]|\[\s*(?:{_SHORT})\s*\]\s*$)"
"""A short form in square brackets that opens or closes a line."""
ARROW = rf"[\[(]?\s*{_CLOCK}\s*--?>\s*{_CLOCK}\s*[\])]?"
"""A range as captions have it."""
ALONE = re.compile(rf"\s*(?:#{{1,6}}\s+)?[*_]*{STAMP}[\s*_:]*$", re.IGNORECASE)
"""A time on a line of its own."""
_COUNTS = re.compile(
    r"(?:(\d+)\s*h[a-z]*)?\s*(?:(\d+)\s*(?:m[a-z]*|['’′]))?\s*(?:(\d+)(?:\.\d+)?\s*(?:s[a-z]*|[\"”″]|['’′]{2}|$))?",
    re.IGNORECASE,
)


def first_time(printed: str | None) -> str:
    """The first time printed as ``HH:MM:SS``; ``""`` where there is none.

    Examples
    --------
    >>> [first_time(t) for t in ("[0:03 - 0:08]", "#01:00:04-0#", "0 minutes 3 seconds", "00:00.000 --> 00:04.120", "")]
    ['00:00:03', '01:00:04', '00:00:03', '00:00:00', '']
    >>> [first_time(t) for t in ("00.03.07", "[03.12]", "3m05s", "3′12″", "75.20s", "12/03/2025, 1:05 pm")]
    ['00:03:07', '00:03:12', '00:03:05', '00:03:12', '00:01:15', '13:05:00']
    """
    if not printed:
        return ""
    if found := re.search(rf"({_COLONS})(\s?[ap]\.?m\b)?", printed, re.IGNORECASE):
        return _on_the_clock(found[1], found[2] or "", day=bool(re.search(_DATED, printed)))
    if found := re.search(rf"{_DOTS}|(?<=[\[(])\d{{1,3}}\.[0-5]\d(?=[\])])", printed):
        return _on_the_clock(":".join(found[0].split(".")[:3]))
    counted = next((m for m in _COUNTS.finditer(printed) if any(m.groups())), None)
    if counted:
        hours, minutes, seconds = (int(part or 0) for part in counted.groups())
        return _on_the_clock(f"{hours}:{minutes}:{seconds}")
    return ""


def _on_the_clock(digits: str, half: str = "", *, day: bool = False) -> str:
    parts = digits.split(":")
    if len(parts) == 2 and (half or day):
        parts.append("0")  # of a day: hours and minutes
    told = clock(":".join(parts[:3]))
    if told is None:
        return ""
    hours, rest = int(told[0][:2]), told[0][2:]
    if half:
        hours = hours % 12 + (12 if "p" in half.casefold() else 0)
    return f"{hours:02d}{rest}"

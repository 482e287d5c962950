"""Talk that software saves as data: Whisper's .json and .tsv, oTranscribe's .otr, exports with a column of times.

What a column or a key holds is told from what stands in it, its name helping: who speaks, when, and the words.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from send_qual.corpus.document import fix_text
from send_qual.errors import Fault, SendQualError
from send_qual.kinds.interview._cues import Cue, script_of_cues
from send_qual.kinds.interview._times import STAMP, first_time
from send_qual.kinds.interview.script import Script, clock
from send_qual.study.plain_data import json_of

__all__ = ["page_of_otr", "script_of_json", "script_of_rows"]

_START = re.compile(
    r"(?:start|begin|from|offset|time|ts|in)(?:[ _-]?(?:time|ms|s|sec|seconds?|stamp|offset))*", re.IGNORECASE
)
_TEXT = re.compile(
    r"(?:(?:spoken|display|raw|clean|segment|turn)[ _-]?)?"
    r"(?:text|transcripts?|words?|content|value|utterances?|sentences?|said|talk|caption)",
    re.IGNORECASE,
)
_WHO = re.compile(
    r"(?:speaker|participant|person|user|voice|who|author)s?(?:[ _-]?(?:name|label|id|tag|number))*|name", re.IGNORECASE
)
_END = re.compile(r"(?:end|stop|to|until|out)(?:[ _-]?(?:time|ms|s|sec|seconds?|stamp|offset))*", re.IGNORECASE)
_TIME = re.compile(STAMP, re.IGNORECASE)
_WORDS_PER_SECOND = 0.3
"""Talk that is slower than this when its numbers are taken for seconds has them in thousandths."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A stretch of talk: its start and end as printed, a number or a clock, who (``""``: not told), and the words."""

    start: str
    end: str
    who: str
    words: str


def script_of_json(name: str, data: bytes) -> Script | None:
    """The turns in a JSON file: of the lists whose entries have words and a time or speaker the one with most words.

    Of segments and the single words that they are made of the segments are taken.

    Raises
    ------
    SendQualError
        Where it is no JSON.
    """
    try:
        told = json_of(data)
    except ValueError as error:
        mend = "Export the transcript again, as .vtt, .srt or .docx"
        raise SendQualError(Fault(name, "the JSON in it is damaged or cut short", mend)) from error
    found = [said for entries in _lists(told) if (said := [one for e in entries if (one := _said(e))])]
    return _script(max(found, key=lambda said: (sum(map(_letters, said)), -len(said)))) if found else None


def _letters(one: _Said) -> int:
    return sum(map(str.isalnum, one.words))


def _lists(value: Any) -> Iterator[list[Mapping[str, Any]]]:
    """Every list of mappings in it, from the outside in, nested no deeper than exports are."""
    waiting = [(value, 0)]
    while waiting:
        at, depth = waiting.pop()
        inside = list(at.values()) if isinstance(at, dict) else at if isinstance(at, list) else []
        if isinstance(at, list) and at and all(isinstance(entry, dict) for entry in at):
            yield at
        if depth < 6:
            waiting += [(entry, depth + 1) for entry in inside]


def _said(entry: Mapping[str, Any]) -> _Said | None:
    parts = next((v for v in entry.values() if isinstance(v, list) and v and isinstance(v[0], dict)), [])
    words = _first(entry, _TEXT, str) or _words_of(parts)
    who = _first(entry, _WHO, (str, int))
    start, end = (_time(entry, what) for what in (_START, _END))
    start = start or (_time(parts[0], _START) if parts else "")
    if not words.strip() or not (start or str(who)):
        return None
    return _Said(start, end, f"Speaker {who}" if str(who).isdecimal() else str(who), words)


def _first(entry: Mapping[str, Any], key: re.Pattern[str], kind: type | tuple[type, ...]) -> Any:
    return next((v for k, v in entry.items() if key.fullmatch(k) and isinstance(v, kind)), "")


def _time(entry: Mapping[str, Any], key: re.Pattern[str]) -> str:
    return next((number for k, v in entry.items() if key.fullmatch(k) and (number := _number(v))), "")


def _words_of(parts: Sequence[Mapping[str, Any]]) -> str:
    """The words of an entry that is made of single ones."""
    pieces = [_first(part, _TEXT, str) for part in parts if isinstance(part, dict)]
    glue = "" if any(piece[:1].isspace() or piece[-1:].isspace() for piece in pieces) else " "
    return re.sub(r"\s+([.,?!;:])", r"\1", glue.join(pieces))


def _number(value: Any) -> str:
    """A time as it is told: a number, or a clock; ``""`` where it is neither."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return ""
    text = str(value).strip()
    return text if re.fullmatch(r"\d+(?:[.,]\d+)?", text) or _TIME.fullmatch(text) else ""


def script_of_rows(rows: Sequence[Sequence[str]]) -> Script | None:
    """The turns in a table with headings: ``None`` where it has no column of times beside one of words."""
    full = [row for row in rows if any(cell.strip() for cell in row)]
    if len(full) < 3:
        return None
    heads = [cell.strip() for cell in full[0]]
    columns = {h: [row[n].strip() if n < len(row) else "" for row in full[1:]] for n, h in enumerate(heads) if h}
    times = [h for h, cells in columns.items() if _START.fullmatch(h) and _rise(cells)]
    texts = [h for h in columns if _TEXT.fullmatch(h)]
    if not times or not texts or "document" in map(str.casefold, heads):  # a table of this program's own
        return None
    who = next((h for h in columns if _WHO.fullmatch(h) and h not in texts), "")
    text = max(texts, key=lambda h: sum(map(len, columns[h])))
    end = next((h for h in columns if _END.fullmatch(h)), "")
    said = [
        _Said(
            _number(columns[times[0]][n]),
            _number(columns[end][n]) if end else "",
            columns[who][n] if who else "",
            words,
        )
        for n, words in enumerate(columns[text])
        if words
    ]
    return _script(said) if said else None


def _rise(cells: Sequence[str]) -> bool:
    numbers = [_seconds(_number(cell)) for cell in cells if cell]
    return len(numbers) > 1 and None not in numbers and numbers == sorted(n for n in numbers if n is not None)


def _seconds(time: str) -> float | None:
    if re.fullmatch(r"\d+(?:[.,]\d+)?", time):
        return float(time.replace(",", "."))
    told = clock(first_time(time)) if time else None
    return told[1] if told else None


def _script(said: Sequence[_Said]) -> Script:
    """Entries as cues, with their times in seconds or thousandths, whichever makes them talk."""
    numbers = [float(one.start) for one in said if one.start.isdecimal()]
    words = sum(len(one.words.split()) for one in said)
    span = max(numbers, default=0.0) - min(numbers, default=0.0)
    unit = 1000 if span and words / span < _WORDS_PER_SECOND else 1
    cues: list[Cue] = []
    for one in said:
        start, end = (
            seconds / (unit if time.isdecimal() else 1) if (seconds := _seconds(time)) is not None else None
            for time in (one.start, one.end)
        )
        begins = start if start is not None else cues[-1].end if cues else 0.0
        payload = html.escape(" ".join(fix_text(one.words).split()), quote=False)
        voice = f"<v {html.escape(one.who)}>{payload}</v>" if one.who else payload
        cues.append(Cue(begins, max(end or 0.0, begins), voice))
    return script_of_cues(cues)


def page_of_otr(name: str, data: bytes) -> bytes:
    """The web page that a file of oTranscribe keeps its words in.

    Raises
    ------
    SendQualError
        Where there is none.
    """
    try:
        text = json_of(data)["text"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        mend = "Open it in oTranscribe and export it as text"
        raise SendQualError(Fault(name, "it is not a file of oTranscribe, or damaged", mend)) from error
    return f'<html><meta charset="utf-8"><body>{text}</body></html>'.encode()

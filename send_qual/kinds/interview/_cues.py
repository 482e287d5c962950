"""WebVTT and SubRip: cues as Teams, Zoom and captioners write them.

webvtt-py and srt refuse or silently skip what the standard does not foresee (a blank line inside a cue, a header
that is missing, times like ``0:0:4.1``), and words would be lost. This reader keeps every word; tests hold it to
theirs on files that are well formed.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from send_qual.corpus.pages.page import Line
from send_qual.kinds.interview._heads import could_open
from send_qual.kinds.interview._labels import LABEL, LABELLED, believed_labels, label_of
from send_qual.kinds.interview.script import Script, Unit, clock

__all__ = ["Cue", "cue_script", "read_cues", "script_of_cues", "shown_cues", "write_cues"]

_TIMING = re.compile(r"^\s*(\d+:[\d:.,]*\d)\s*--?>\s*(\d+:[\d:.,]*\d)(.*)$")
_BLOCK = re.compile(r"(NOTE|STYLE|REGION)(\s|$)")
_TAG = re.compile(
    r"</?(?:[cibuv]|lang|ruby|rt|font)(?:\.[^\s.<>]*)*(?:\s[^<>]*)?>|<\d[\d:.]*>|\{\\an?\d+\}", re.IGNORECASE
)
_VOICE = re.compile(r"<v(?:\.[^\s.<>]*)*(?:\s([^<>]*))?>", re.IGNORECASE)
_CHANGE = re.compile(r"^\s*(?:>>+|-(?=\s))\s*")
_PAUSE = 2.0
"""Seconds of silence after which an unnamed speaker's next words are a stretch of their own."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One cue: seconds, and its payload as it stands in the file."""

    start: float
    end: float
    payload: str
    id: str = ""


def read_cues(text: str, *, srt: bool = False) -> tuple[list[Cue], list[str]]:
    """The cues of a file in the order of their start, and notices.

    Comments, styles and regions are no cues. Words that stand outside any cue (after a blank line inside one) stay with
    the cue before them.
    """
    cues: list[Cue] = []
    aside = 0
    block: list[str] = []
    for line in [*text.split("\n"), ""]:
        if line.strip():
            block.append(line)
        elif block:
            aside += _take(block, cues, srt=srt)
            block = []
    notices = [f"{aside} comment, style or region blocks are not part of the talk"] if aside else []
    if any(b.start < a.start for a, b in pairwise(cues)):
        notices.append("cues stood out of order and were sorted by their start")
    return sorted(cues, key=lambda cue: cue.start), notices


def shown_cues(text: str, *, srt: bool = False) -> tuple[list[Cue], list[str]]:
    """:func:`read_cues`, with speakers in tags wherever they stood and each line of captions that roll once."""
    cues, notices = read_cues(text, srt=srt)
    if (tagged := _tagged(cues)) is not None:
        return tagged, notices
    once = _once(cues)
    if once is None:
        return cues, notices
    return once, [*notices, "the captions roll, each line stands in several cues: it is read once"]


_IN_ID = re.compile(r"\d*\s*[\"“](?P<label>[^\"”]{1,60})[\"”](?:\s*\(\d+\))?")
"""The id of a cue as Webex writes it: ``3 "Ana Reed" (3891392256)``."""
_IN_BRACKETS = re.compile(rf"\s*(?:\((?P<label2>{LABEL})\)|\[(?P<label>{LABEL})\])\s+(?=\S)")
_NAMED = 0.8
"""The share of cues that name a speaker in one and the same place where that is the manner of the file."""


def _tagged(cues: Sequence[Cue]) -> list[Cue] | None:
    """The cues with a voice tag for a speaker who stands in their ids, brackets or first lines; ``None`` elsewhere."""
    if any(_VOICE.search(cue.payload) for cue in cues):
        return None
    for parted in (_by_id, _by_brackets, _by_first_line):
        found = [parted(cue) for cue in cues]
        named = [who for who, _ in found if who and could_open(who)]
        often = Counter(map(label_of, named))
        if sum(often[label_of(who)] >= 2 for who in named) >= max(2, _NAMED * len(cues)):
            return [
                replace(cue, payload=f"<v {html.escape(who, quote=False)}>{words}" if who else cue.payload)
                for cue, (who, words) in zip(cues, found, strict=True)
            ]
    return None


def _by_id(cue: Cue) -> tuple[str, str]:
    match = _IN_ID.fullmatch(cue.id)
    return (match["label"], cue.payload) if match else ("", "")


def _by_brackets(cue: Cue) -> tuple[str, str]:
    match = _IN_BRACKETS.match(cue.payload)
    return ((match["label"] or match["label2"]).strip(), cue.payload[match.end() :]) if match else ("", "")


def _by_first_line(cue: Cue) -> tuple[str, str]:
    first, _, rest = cue.payload.partition("\n")
    return (first.strip(), rest) if rest.strip() and len(first) <= 60 else ("", "")


_ROLLING = 0.3
"""From this share of cues on that go on from the one before, the captions roll: people seldom repeat a whole line."""


def _once(cues: Sequence[Cue]) -> list[Cue] | None:
    """Rolling captions with each line once; ``None`` where they do not roll.

    A line that stood in the cue before, and the beginning of a line that is that line growing, are taken off.
    """
    if len(cues) < 3:
        return None
    found, rolled = [cues[0]], 0
    shown = _shown(cues[0].payload)
    for cue in cues[1:]:
        lines = [line for line in cue.payload.split("\n") if _plain(line)]
        fresh = [cut for line in lines if (cut := _fresh(line, shown)) is not None]
        rolled += bool(lines) and fresh != lines
        if fresh:
            found.append(replace(cue, payload="\n".join(fresh)))
        shown = _shown(cue.payload) or shown
    return found if rolled >= _ROLLING * (len(cues) - 1) and rolled >= 2 else None


def _plain(line: str) -> str:
    return " ".join(html.unescape(_TAG.sub("", line)).split())


def _shown(payload: str) -> list[str]:
    return [plain for line in payload.split("\n") if (plain := _plain(line))]


def _fresh(line: str, shown: Sequence[str]) -> str | None:
    """What of a line was not shown in the cue before."""
    plain = _plain(line)
    if plain in shown:
        return None
    grown = [old for old in shown if len(old.split()) > 1 and plain.startswith(f"{old} ")]
    return plain[len(max(grown, key=len)) + 1 :] if grown else line


def _take(block: list[str], cues: list[Cue], *, srt: bool) -> int:
    """Add the cues of a block of lines; 1 where the block is a comment, style or region."""
    timed = [k for k, line in enumerate(block) if _TIMING.match(line)]
    if not timed:
        if not cues and block[0].startswith("WEBVTT"):
            return 0
        if _BLOCK.match(block[0]) and not srt:
            return 1
        if cues:
            cues[-1] = replace(cues[-1], payload="\n".join([cues[-1].payload, *block]))
        else:
            cues.append(Cue(0.0, 0.0, "\n".join(block)))
        return 0
    before = block[: timed[0]]
    if (
        before
        and not before[0].startswith("WEBVTT")
        and (stray := before[:-1] if _is_id(before[-1]) else before)
        and cues
    ):
        cues[-1] = replace(cues[-1], payload="\n".join([cues[-1].payload, *stray]))
    for at, after in zip(timed, [*timed[1:], len(block)], strict=True):
        body = block[at + 1 : after]
        if after < len(block) and len(body) > 0 and re.fullmatch(r"\d+", body[-1].strip()):
            body = body[:-1]  # the number of the next cue: the empty line between them is missing
        match = _TIMING.match(block[at])
        assert match is not None  # noqa: S101 - `timed` holds the lines that match
        fallback = cues[-1].end if cues else 0.0
        start, end = (found[1] if (found := clock(match[k])) else fallback for k in (1, 2))
        named = before[-1].strip() if at == timed[0] and before and not before[-1].startswith("WEBVTT") else ""
        cues.append(Cue(start, end, "\n".join(body), named))
    return 0


def _is_id(line: str) -> bool:
    if _IN_ID.fullmatch(line.strip()):
        return True
    return len(re.findall(r"[^\W\d_]{2,}", line)) < 4 or bool(re.fullmatch(r"\S+", line.strip()))


def _voices(payload: str) -> list[tuple[str | None, str]]:
    """The voices of a payload, in order: name (``None`` for no tag) and plain words on one line."""
    found: list[tuple[str | None, str]] = []
    at, name = 0, None
    for match in _VOICE.finditer(payload):
        found.append((name, payload[at : match.start()]))
        name, at = " ".join(html.unescape(match[1] or "").split()), match.end()
    found.append((name, payload[at:]))
    plain = [(who, " ".join(html.unescape(_TAG.sub("", words)).split())) for who, words in found]
    return [(who, words) for who, words in plain if words]


def cue_script(text: str, *, srt: bool = False) -> Script:
    """Cues to a script: who speaks is told by voice tags, else by ``Name:`` at the head of a cue.

    A cue without a name goes on with the speaker before it where names are typed; where the file uses voice tags it
    is by an unknown speaker. Where nobody is named at all, a long pause, a question or a mark of change (``>>``)
    parts turns.
    """
    return script_of_cues(*shown_cues(text, srt=srt))


def script_of_cues(cues: Sequence[Cue], told: Sequence[str] = ()) -> Script:
    """Cues that are read already to a script: see :func:`cue_script`."""
    notices = list(told)
    lines: list[Line] = []
    before = 0.0
    for k, cue in enumerate(cues):
        stamp = clock(f"0:{cue.start:.3f}")
        for who, words in _voices(cue.payload):
            lines.append(Line(words, k, voice=who, time=stamp[0] if stamp else "", gap=max(0.0, cue.start - before)))
        before = max(before, cue.end)
    tagged = any(line.voice for line in lines)
    believed = frozenset() if tagged else believed_labels([line.text for line in lines], cues=True)
    units = _tagged_units(lines) if tagged else _typed_units(lines, believed)
    if tagged and (unknown := sum(not u.speaker for u in units)):
        notices.append(f"{unknown} cues name no speaker")
    if lines and not tagged and not believed:
        notices.append("no speaker is named: turns are parted at pauses and questions")
    return Script(tuple(lines), tuple(units), tuple(notices))


def _tagged_units(lines: list[Line]) -> list[Unit]:
    return [Unit(k, 0, len(line.text), speaker=line.voice or "", time=line.time) for k, line in enumerate(lines)]


def _typed_units(lines: list[Line], believed: frozenset[str]) -> list[Unit]:
    units: list[Unit] = []
    speaker, asked = "", False
    for k, line in enumerate(lines):
        change = _CHANGE.match(line.text)
        head = change.end() if change else 0
        match = LABELLED.match(line.text, head)
        label = None
        if match and label_of(match["label"]) in believed:
            label, speaker, head = match.span("label"), match["label"].strip(), match.end()
        fresh = not believed and (bool(change) or asked or line.gap >= _PAUSE)
        units.append(Unit(k, head, len(line.text), label, speaker, line.time, fresh=fresh))
        asked = line.text.endswith("?")
    return units


def _stamp(seconds: float, comma: bool) -> str:
    ms = round(seconds * 1000)
    mark = "," if comma else "."
    return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}{mark}{ms % 1000:03d}"


def write_cues(cues: list[Cue], lines: list[tuple[int, str | None, str]], *, srt: bool) -> str:
    """A file with these cues' times and other words.

    Parameters
    ----------
    cues : list of Cue
        In order.
    lines : list of (int, str or None, str)
        For each voice: its cue, its name (``None``: no tag) and its words.
    srt : bool
        SubRip rather than WebVTT.

    Examples
    --------
    >>> print(write_cues([Cue(0.5, 2, "")], [(0, "P01", "Fish & chips")], srt=False))
    WEBVTT
    <BLANKLINE>
    1
    00:00:00.500 --> 00:00:02.000
    <v P01>Fish &amp; chips</v>
    <BLANKLINE>
    """
    bodies: dict[int, list[str]] = {}
    for k, who, words in lines:
        safe = words if srt else html.escape(words, quote=False)
        tag = who is not None and not srt
        plain = f"{who}: {safe}" if who else safe  # SubRip has no tags for voices
        bodies.setdefault(k, []).append(f"<v {html.escape(who or '')}>{safe}</v>" if tag else plain)
    out = [] if srt else ["WEBVTT\n"]
    for n, (k, cue) in enumerate(enumerate(cues), 1):
        body = "\n".join(bodies.get(k, [""]))
        out.append(f"{n}\n{_stamp(cue.start, srt)} --> {_stamp(cue.end, srt)}\n{body}\n")
    return "\n".join(out)

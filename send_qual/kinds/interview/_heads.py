"""Heads of turns: a label, with or without a time, in whatever order, brackets and marks a file prints them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from send_qual.corpus.pages.page import Line
from send_qual.kinds.interview._labels import (
    LABEL,
    LABELLED,
    believed_labels,
    could_name,
    is_code,
    label_of,
    looks_like_name,
    marked,
    role_of,
)
from send_qual.kinds.interview._times import ALONE, ARROW, BESIDE, STAMP, first_time

__all__ = ["HEADING", "Head", "Heads", "could_open", "names", "printed_heads", "sentence", "weight"]


@dataclass(frozen=True, slots=True)
class Head:
    """A line that opens a turn: where its label stands, and where its words begin (and end, if before the line)."""

    start: int
    label: tuple[int, int] | None = None
    speaker: str = ""
    time: str = ""
    end: int | None = None


Heads = dict[int, Head]

_MARKS = r"[\s\u200e]*(?:#{1,6}\s+|[->]\s+)?[*_]*"
"""What Markdown and chats set before a head."""
_GAP = r"[\s,–—|*_-]*"
_STAMPED = re.compile(
    rf"{_MARKS}(?:\[?(?P<label>{LABEL})\]?[*_]*:?{_GAP}(?P<time>{STAMP})"
    rf"|(?P<time1>{STAMP}){_GAP}\[?(?P<label1>{LABEL})\]?)[\s*_]*:?[\s*_]*$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    rf"{_MARKS}(?:(?:(?P<time>{STAMP})\s*)?[\[<](?P<label>{LABEL})[\]>]\s*:?\s*(?P<time2>{STAMP})?"
    rf"|\((?P<label2>{LABEL})\)\s*:?\s*(?P<time4>{STAMP})?"
    rf"|[*_]*(?P<label1>{LABEL})[*_]*\s*(?P<time3>{BESIDE}))\s*[*_]*:?[*_]*\s*(?=\S)",
    re.IGNORECASE,
)
"""``[Name] (0:03) words``, ``(0:03) [Name] words``, ``Name [0:03 - 0:08] words``, ``<Name> words``."""
_TABBED = re.compile(rf"\s*(?:(?P<time>{STAMP})\s+)?(?P<label>{LABEL})[ ]*\t\s*(?=\S)", re.IGNORECASE)
_DASHED = re.compile(rf"{_MARKS}(?:(?P<time>{STAMP})\s+)?(?P<label>{LABEL})[*_]*\s+[-–—][*_]*\s+(?=\S)", re.IGNORECASE)
_CHAT = re.compile(
    rf"\s*(?P<time>{STAMP})\s*(?:From\s+)?(?P<label>{LABEL})\s+(?i:to)\s+[^:\n\t]{{1,80}}?\s*:\s*", re.IGNORECASE
)
"""The head of an entry of a meeting's chat: ``09:58:12 From Name to Everyone:``."""
_LONGEST = 160
"""Characters of a line that holds a label and a time alone, at most."""
_SPAN = re.compile(rf"{_MARKS}(?P<time>{ARROW})\s*$", re.IGNORECASE)
HEADING = re.compile(r"(?:speakers?|who|person|initials?|names?|voice|label)", re.IGNORECASE)
"""What stands above a column of speakers."""
_TIME = re.compile(STAMP, re.IGNORECASE)
_MOST = 0.6
"""The share of a column's cells that make it one of times, or of speakers: headings and gaps are the rest."""
_TIMED = 0.6
"""The share of the lines with a time beside something whose something recurs: less is an agenda, not talk."""


def names(text: str) -> bool:
    """Whether a text can be the name or label of a speaker."""
    return looks_like_name(text) or is_code(text.strip())


def sentence(text: str) -> bool:
    """Whether a text ends as a sentence does."""
    return text.rstrip()[-1:] in {".", "?", "!", ","} and not re.search(r"\b[^\W\d_]\.$", text.rstrip())


def could_open(text: str) -> bool:
    """Whether a line of its own can name a speaker."""
    return (names(text) or could_name(text)) and not sentence(text)


def weight(heads: Heads) -> tuple[int, int]:
    """How many turns heads open, those that name a speaker first."""
    return sum(head.label is not None for head in heads.values()), len(heads)


def printed_heads(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """The heads in the manner that explains most lines; ``{}`` where none is a manner of the file.

    Parameters
    ----------
    lines : sequence of Line
    skip : frozenset of int
        Lines that are no talk.
    """
    found = [layout(lines, skip) for layout in (_fields, _stamped, _chat, _beside, _colon, _tabbed, _dashed)]
    return max(found, key=weight)


def _first(match: re.Match[str], stem: str) -> str:
    return next((group for group in match.re.groupindex if group.startswith(stem) and match[group]), stem)


def _head(match: re.Match[str]) -> Head:
    label = _first(match, "label")
    tail = match["tail"] if "tail" in match.re.groupindex else None
    return Head(match.end(), match.span(label), match[label].strip(), first_time(match[_first(match, "time")] or tail))


def _matches(
    lines: Sequence[Line], skip: frozenset[int], pattern: re.Pattern[str], marks: str
) -> Iterator[tuple[int, re.Match[str]]]:
    wanted = ((k, line.text) for k, line in enumerate(lines) if k not in skip and marked(line.text, marks))
    return ((k, m) for k, text in wanted if (m := pattern.match(text)))


def _believed(
    lines: Sequence[Line], skip: frozenset[int], pattern: re.Pattern[str], marks: str, *, least: float = 0.0
) -> Heads:
    texts = [line.text for k, line in enumerate(lines) if k not in skip and not ALONE.match(line.text)]
    believed = believed_labels(texts, pattern=pattern, marks=marks)
    heads = {k: _head(m) for k, m in _matches(lines, skip, pattern, marks) if label_of(m["label"]) in believed}
    return heads if len(heads) >= least * sum(1 for text in texts if text.strip()) else {}


def _colon(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """``INT: words``."""
    return _believed(lines, skip, LABELLED, ":\uff1a")


def _tabbed(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    r"""``INT\twords``, ``RUTH\twords``."""
    return _believed(lines, skip, _TABBED, "\t")


def _dashed(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """``INT – words``: only where most lines have it, for a dash parts much else."""
    return _believed(lines, skip, _DASHED, "-–—", least=0.5)


def _stamped(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """``Ana Reed   0:03``, ``[Ana Reed] 10:02:33``, or ``0:0:4.120 --> 0:0:34.978`` and a name; then the words."""
    heads: Heads = {}
    beside: Heads = {}
    for k, line in enumerate(lines):
        if k in skip or len(line.text) > _LONGEST or not any(map(str.isdigit, line.text)):
            continue
        if span := _SPAN.match(line.text):
            after = next((j for j in range(k + 1, len(lines)) if lines[j].text.strip()), None)
            heads[k] = Head(len(line.text), time=first_time(span["time"]))
            if after is not None and names(lines[after].text) and not sentence(lines[after].text):
                name = lines[after].text
                at = len(name) - len(name.lstrip())
                heads[after] = Head(len(name), (at, len(name.rstrip())), name.strip(), first_time(span["time"]))
        elif not ALONE.match(line.text) and (match := _STAMPED.match(line.text)):
            beside[k] = _head(match)
    heads |= _recurring(beside)
    return heads if sum(h.label is not None or bool(h.time) for h in heads.values()) >= 2 else {}


def _recurring(beside: Heads) -> Heads:
    """The heads with a time whose labels name somebody, or recur among heads that mostly recur."""
    good = {k: h for k, h in beside.items() if names(h.speaker) and not sentence(h.speaker)}
    often = Counter(label_of(h.speaker) for h in beside.values())
    again = {k: h for k, h in beside.items() if often[label_of(h.speaker)] >= 2 and could_open(h.speaker)}
    return good | again if len(again) >= _TIMED * len(beside) else good


def _beside(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """``[Speaker 1] (0:03) words``: a name in brackets, or a time in brackets beside it, before the words."""
    found: dict[int, tuple[Head, bool]] = {}
    for k, match in _matches(lines, skip, _BESIDE, "[]<>()#"):
        head = _head(match)
        if could_open(head.speaker):
            found[k] = head, is_code(head.speaker) or bool(head.time and looks_like_name(head.speaker))
    often = Counter(label_of(head.speaker) for head, _ in found.values())
    full = sum(1 for k, line in enumerate(lines) if line.text.strip() and k not in skip)
    manner = sum(often[label_of(head.speaker)] >= 2 for head, _ in found.values()) >= 0.5 * full
    heads = {
        k: head
        for k, (head, sure) in found.items()
        if (sure or manner) and (often[label_of(head.speaker)] >= 2 or role_of(head.speaker))
    }
    return heads if len(heads) >= max(2, 0.2 * full) else {}


def _chat(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """The chat of a meeting: each entry with its time, who wrote it and to whom."""
    return {k: _head(m) for k, m in _matches(lines, skip, _CHAT, ":") if 0 < len(m["label"].split()) <= 6}


def _share(cells: Sequence[str], test: Callable[[str], object]) -> float:
    return sum(bool(test(cell)) for cell in cells) / max(len(cells), 1)


def _speakers(cells: Sequence[str]) -> bool:
    """Whether the cells of a column name speakers: short, and mostly the same few."""
    often = Counter(map(label_of, cells))
    return _share(cells, lambda cell: could_open(cell) and often[label_of(cell)] >= 2) > _MOST


_FIELD = re.compile(r"[^\t|]+")


def _fields(lines: Sequence[Line], skip: frozenset[int]) -> Heads:
    """Lines in columns parted by tabs or upright strokes, in any order: who speaks, the words, perhaps times."""
    rows: dict[int, list[tuple[int, int]]] = {}
    for k, line in enumerate(lines):
        if k not in skip and line.cell is None and re.search(r"\S\s*[\t|]", line.text):
            spans = [
                (m.start() + len(m[0]) - len(m[0].lstrip()), m.start() + len(m[0].rstrip()))
                for m in _FIELD.finditer(line.text)
                if m[0].strip()
            ]
            rows[k] = [(a, b) for a, b in spans if not re.fullmatch(r":?-{2,}:?", line.text[a:b])]
    usual = Counter(len(spans) for spans in rows.values() if len(spans) >= 3).most_common(1)
    width, count = usual[0] if usual else (0, 0)
    full = sum(1 for k, line in enumerate(lines) if line.text.strip() and k not in skip)
    if count < max(3, 0.5 * full):
        return {}
    table = {k: [lines[k].text[a:b] for a, b in spans] for k, spans in rows.items() if len(spans) == width}
    columns = list(zip(*table.values(), strict=True))
    timed = [c for c in range(width) if _share(columns[c], _TIME.fullmatch) > _MOST]
    left = [c for c in range(width) if c not in timed]
    who = next((c for c in left if _speakers(columns[c])), None)
    said = max((c for c in left if c != who), key=lambda c: sum(map(len, columns[c])), default=None)
    if who is None or said is None:
        return {}
    heads: Heads = {}
    for k, cells in table.items():
        time = first_time(cells[timed[0]]) if timed else ""
        if could_open(cells[who]) and not HEADING.fullmatch(cells[who]) and (time or not timed):
            (start, end), label = rows[k][said], rows[k][who]
            heads[k] = Head(start, label, cells[who], time, end)
    return heads

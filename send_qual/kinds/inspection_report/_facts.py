"""What the front page of an inspection report says: area, dates, outcome, who is responsible."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import takewhile
from typing import TypeAlias

from send_qual.corpus._blocks import one_line
from send_qual.corpus.dates import periods, published_in_name
from send_qual.corpus.pdf._layout import Chunk
from send_qual.kinds.inspection_report._bodies import bodies_in, responsible_sentence
from send_qual.kinds.inspection_report._headings import is_report_title

__all__ = ["facts_of"]

Words: TypeAlias = Callable[[Chunk], str]

_LEADS = r"(?:experiences|outcomes)"
_OUTCOMES = (
    ("3", r"(?:widespread|systemic)[^.]{0,40}\bfailings?|significant failings"),
    ("2", rf"inconsistent(?:ly)? (?:positive )?{_LEADS}|{_LEADS}[^.]{{0,60}}\binconsistent"),
    ("1", rf"typically (?:lead|result)[^.]{{0,30}}\bpositive|typically[^.]{{0,30}}\bpositive {_LEADS}"),
)
"""Outcome -> the words that only its standard sentence has."""
_STEP = re.compile(r"inspect|\bplans?\b|Ofsted|CQC|Care Quality", re.IGNORECASE)
_NEXT = re.compile(r"(?<=[.!?] )(?:The next|A (?:full |monitoring )?(?:re)?inspection|As a result)\b.*$")
_PREVIOUS = re.compile(
    r"(?:dates? of (?:the )?)?(?:previous|last|most recent) (?:\w+ ){0,3}inspections?\s*:?", re.IGNORECASE
)
_THIS = re.compile(
    r"(?<!previous )(?<!last )inspection dates?\s*:?|dates? of (?:this |the )?inspection\s*:?", re.IGNORECASE
)
_BOARD_HEAD = re.compile(r"(?:NHS )?integrated care boards?(?: \(ICBs?\))?|ICBs?", re.IGNORECASE)
_COUNCIL_HEAD = re.compile(r"local authorit(?:y|ies)(?: \(LA\))?|councils?", re.IGNORECASE)


def facts_of(sections: Mapping[str, Sequence[Chunk]], name: str, words: Words) -> tuple[str, dict[str, str], list[str]]:
    """Title and attributes of a report, and what could not be found.

    Parameters
    ----------
    sections : mapping of str to sequence of Chunk
        The chunks by section; the front page under ``"front"``.
    name : str
        The file's name: it may tell the area and the day of publishing.
    words : callable
        The running text of a chunk.
    """
    front = [*sections.get("front", ())]
    title = _title(front, words)
    area = _area(title) or _area_in_name(name)
    notices = [] if area else ["the area is not named in the title nor in the file's name"]
    dates = _dates(front)
    if not dates["inspection_start"]:
        notices.append("no inspection dates were found on the front page")
    outcome, step = _outcome(front, words)
    if not outcome:
        notices.append("no outcome was recognised on the front page")
    councils, boards = _bodies(sections, area, words)
    notices += [
        f"{what} could not be made out" for what, names in (("the council", councils), ("the ICB", boards)) if not names
    ]
    facts = {
        "area": area,
        "councils": "; ".join(councils),
        "icbs": "; ".join(boards),
        **dates,
        "outcome": outcome,
        "next_step": step,
        "published": published_in_name(name),
    }
    return title, facts, notices


def _title(front: Sequence[Chunk], words: Words) -> str:
    titles = [chunk for chunk in front if is_report_title(chunk.raw) and len(chunk.raw) < 200]
    return next((one_line(words(chunk)) for chunk in sorted(titles, key=lambda c: not c.heading)), "")


def _area(title: str) -> str:
    """The area in a title: ``"Area SEND inspection of the Amber Vale Local Area Partnership"``."""
    found = re.search(r"(?:inspection|visit)(?: report)?\s*(?:of|to|in|for|:|[-–—])\s+(.+)", title, re.IGNORECASE)
    area = found[1] if found else ""
    area = re.split(r"(?i)\s*\b(?:local area|area|SEND)?\s*partnership\b|\s+local area\b", area)[0]
    return re.sub(r"(?i)^the\s+", "", area).strip(" .,:;’'–-").removesuffix("’s").removesuffix("'s")


def _area_in_name(name: str) -> str:
    stem = re.sub(r"\.\w+$", "", name)
    found = re.match(r"\d{4}-\d{2}-\d{2}[_ -]+(?:\d+[_ -]+)?([^\W\d].*)$", stem)
    words = re.split(r"[-_ ]+", found[1]) if found else []
    small = {"and", "of", "upon", "on", "the", "in", "with"}
    return " ".join(w if n and w in small else w[:1].upper() + w[1:] for n, w in enumerate(words))


def _dates(front: Sequence[Chunk]) -> dict[str, str]:
    text = _as_read(front)
    previous = _PREVIOUS.search(text)
    this = _THIS.search(text)
    found = {"inspection_start": "", "inspection_end": "", "previous_start": "", "previous_end": ""}
    if this:
        end = previous.start() if previous and previous.start() > this.end() else this.end() + 120
        if dates := periods(text[this.end() : end]):
            found["inspection_start"], found["inspection_end"] = (str(day) for day in dates[0])
    if previous:
        after = text[previous.end() : previous.end() + 160]
        stop = re.search(r"(?i)inspection (?:outcome|dates?)|not previously|the local area|there are", after)
        if dates := periods(after[: stop.start()] if stop else after):
            found["previous_start"], found["previous_end"] = (str(day) for day in max(dates))
    return found


def _as_read(front: Sequence[Chunk]) -> str:
    """The front page line by line as the eye reads it: a date may stand in a column of its own."""
    lines = [line for chunk in front for line in chunk.lines]
    return " ".join(line.text for line in sorted(lines, key=lambda i: (i.page, -round(i.y / 3), i.x0)))


def _outcome(front: Sequence[Chunk], words: Words) -> tuple[str, str]:
    """The outcome, and what is printed after it: what the inspectorates ask for, and when they will be back."""
    for n, chunk in enumerate(front):
        for outcome, told_by in _OUTCOMES:
            if re.search(told_by, chunk.raw, re.IGNORECASE) and not chunk.heading:
                same = _NEXT.search(chunk.raw)  # some reports print all of it in one paragraph
                after = takewhile(lambda c: not c.heading and _STEP.search(c.raw), front[n + 1 :])
                steps = [*([chunk.raw[same.start() :]] if same else []), *map(words, after)]
                return outcome, one_line(" ".join(steps))
    return "", ""


def _bodies(
    sections: Mapping[str, Sequence[Chunk]], area: str, words: Words
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    told = [words(chunk) for section in ("partnership", "front", "") for chunk in sections.get(section, ())]
    councils, boards = bodies_in(responsible_sentence(told), area)
    if councils and boards:
        return councils, boards
    about = list(sections.get("about", ()))
    printed = bodies_in(_below(about, _COUNCIL_HEAD, words), area)[0]
    named = bodies_in(_with_board(_below(about, _BOARD_HEAD, words)), area)[1]
    return councils or printed, boards or named


def _below(chunks: Sequence[Chunk], head: re.Pattern[str], words: Words) -> str:
    """The first cell under a column's heading in the table of details."""
    for n, chunk in enumerate(chunks):
        if head.fullmatch(chunk.raw.strip(" :")):
            for after in chunks[n + 1 :]:
                if abs(after.left - chunk.left) < 6 and after.page == chunk.page and after.top < chunk.top:
                    return re.sub(r"(?i)^name of [\w ]+:\s*", "", words(after))
    return ""


def _with_board(name: str) -> str:
    has = re.search(r"(?i)integrated care (?:board|system)s?|\bICBs?\b", name)
    return name if has or not name else f"{name} Integrated Care Board"

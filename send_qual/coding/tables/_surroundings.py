"""Where a passage stands and what was said around it: enough to decide on it without opening the document."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from send_qual.coding.span import Spanned
from send_qual.corpus import Document, Segment

__all__ = ["Surroundings", "surroundings"]

_MOST = 240  # letters of context on either side


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where a passage stands, and its context.

    Parameters
    ----------
    place : str
        Page; or time and speaker.
    question : str
        What the interviewer asked last before it; ``""`` in a text without an interviewer.
    before, after : str
        The rest of its own turn or paragraph, and the turn or paragraph before and after, shortened to the side that
        is nearer.
    """

    place: str = ""
    question: str = ""
    before: str = ""
    after: str = ""


def surroundings(document: Document, coding: Spanned) -> Surroundings:
    """The surroundings of a coding, or of a passage to be coded, in its document."""
    segments = document.segments
    at = bisect_right([segment.start for segment in segments], coding.start) - 1
    if at < 0:
        return Surroundings()
    own = segments[at]
    last = max(at, bisect_right([segment.start for segment in segments], coding.end - 1) - 1)
    asked = next((n for n in range(at, -1, -1) if segments[n].role == "interviewer"), None)
    question = _said(document, segments[asked]) if asked is not None and asked < at else ""
    before = [document.text[own.start : coding.start]]
    if at and at - 1 != asked:
        before.insert(0, _said(document, segments[at - 1]))
    after = [document.text[coding.end : segments[last].end]]
    if last + 1 < len(segments):
        after.append(_said(document, segments[last + 1]))
    return Surroundings(_place(own, coding), _end_of(question), _end_of(_joined(before)), _begin_of(_joined(after)))


def _said(document: Document, segment: Segment) -> str:
    words = " ".join(document.words(segment).split())
    return f"{segment.speaker}: {words}" if segment.speaker else words


def _joined(parts: list[str]) -> str:
    return "\n".join(stripped for part in parts if (stripped := " ".join(part.split())))


def _place(segment: Segment, coding: Spanned) -> str:
    page = segment.page_at(coding.start)
    told = [f"p. {page}" if page else "", segment.time, segment.speaker]
    return " ".join(part for part in told if part)


def _end_of(text: str) -> str:
    return text if len(text) <= _MOST else f"… {text[-_MOST:].split(' ', 1)[-1]}"


def _begin_of(text: str) -> str:
    return text if len(text) <= _MOST else f"{text[:_MOST].rsplit(' ', 1)[0]} …"

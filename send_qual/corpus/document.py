"""A document, fixed at the door, and its segments."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

__all__ = ["Document", "Segment", "Source", "fix_text"]

SECTIONS = {
    "front": "Front page",
    "partnership": "Information about the local area partnership",
    "experience": "What is it like to be a child or young person with SEND in this area?",
    "effective": "What is the area partnership doing that is effective?",
    "better": "What does the area partnership need to do better?",
    "priority": "Areas for priority action",
    "improvement": "Areas for improvement",
    "about": "Local area partnership details and about this inspection",
}
"""The sections of an inspection report: id used in ``Segment.section`` -> printed heading."""

_ACTIONS = frozenset({"priority", "improvement"})


def fix_text(text: str) -> str:
    r"""Normalise a text once, on entry: NFC, ``\n`` line ends, no byte-order mark, no NUL.

    Examples
    --------
    >>> fix_text("cafe\u0301\r\n")
    'café\n'
    """
    text = text.removeprefix("\ufeff").replace("\x00", "")
    return unicodedata.normalize("NFC", re.sub(r"\r\n?", "\n", text))


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a document that reads as one: a turn, a paragraph, a bullet, an action.

    Parameters
    ----------
    start, end : int
        Half-open span of ``Document.text`` in Unicode code points.
    kind : str
        ``"heading"``, ``"paragraph"``, ``"bullet"``, ``"action"`` (one area for improvement or
        priority action), ``"turn"`` or ``"cell"``.
    section : str
        For inspection reports a key of ``SECTIONS``; otherwise the nearest heading, or ``""``.
    speaker : str
        The speaker of a turn as the file names them, else ``""``.
    role : str
        ``"interviewer"``, ``"participant"`` or ``""`` (not a turn, or not known).
    page : int or None
        Page on which the segment begins, from 1; ``None`` where the format has no pages.
    time : str
        Start of a turn as ``HH:MM:SS``, else ``""``.
    addressee : str
        For an action: who must act, as printed (``""`` where the report names nobody).
    turns : tuple of (int, int)
        Where it runs over page breaks: position in ``Document.text`` and the page that begins there.
    """

    start: int
    end: int
    kind: str = "paragraph"
    section: str = ""
    speaker: str = ""
    role: str = ""
    page: int | None = None
    time: str = ""
    addressee: str = ""
    turns: tuple[tuple[int, int], ...] = ()

    def page_at(self, position: int) -> int | None:
        """The page on which a position of ``Document.text`` within the segment is printed.

        Examples
        --------
        >>> over = Segment(100, 200, page=3, turns=((150, 4),))
        >>> over.page_at(120), over.page_at(160)
        (3, 4)
        """
        return next((page for start, page in reversed(self.turns) if position >= start), self.page)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document came from: enough to recognise it, nothing about whose machine it was."""

    name: str
    sha256: str
    reader: str


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its segments and what is known of it.

    Parameters
    ----------
    id : str
        The file's name, suffix included; unique in a corpus.
    title : str
    text : str
        Normalised by :func:`fix_text`; never edited later.
    segments : tuple of Segment
        In reading order, not overlapping.
    attributes : mapping of str to str
        What is known of the case. Inspection reports have ``kind`` = ``"inspection-report"``,
        ``area``, ``councils``, ``icbs`` (several joined by ``"; "``), ``inspection_start``,
        ``inspection_end``, ``previous_start``, ``previous_end`` (ISO dates, ``""`` for none),
        ``outcome`` (``"1"``, ``"2"``, ``"3"`` or ``""``), ``next_step``, ``published`` (ISO date
        from the catalogue or file name, or ``""``). Transcripts have ``kind`` = ``"transcript"``.
    source : Source
    notices : tuple of str
        What the reader could not do as usual, in words for the user.
    """

    id: str
    title: str
    text: str
    segments: tuple[Segment, ...]
    attributes: Mapping[str, str]
    source: Source
    notices: tuple[str, ...] = ()
    sha256: str = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", MappingProxyType(dict(self.attributes)))
        object.__setattr__(self, "sha256", hashlib.sha256(self.text.encode()).hexdigest())

    def __repr__(self) -> str:  # never the text: it may be confidential
        return f"Document({self.id!r}, {len(self.segments)} segments, {len(self.text)} characters)"

    def __reduce__(self) -> tuple[object, ...]:  # a mappingproxy does not travel to a worker process
        parts = (self.id, self.title, self.text, self.segments, dict(self.attributes))
        return (Document, (*parts, self.source, self.notices))

    @property
    def kind(self) -> str:
        """``"inspection-report"``, ``"transcript"`` or ``"plain"``."""
        return self.attributes.get("kind", "plain")

    def words(self, segment: Segment) -> str:
        """The text of one of its segments."""
        return self.text[segment.start : segment.end]

    def passages(self) -> Iterator[Segment]:
        """The segments to be coded, in order.

        Headings, front matter and the closing pages of an inspection report are left out, and so
        are the column that says who must act, an interviewer's turns, and whatever of a transcript
        is no turn.
        """
        for segment in self.segments:
            if segment.kind == "heading" or segment.role == "interviewer":
                continue
            if self.kind == "transcript" and segment.kind != "turn":
                continue
            if self.kind == "inspection-report" and segment.section in {"front", "partnership", "about"}:
                continue
            if self.kind == "inspection-report" and segment.kind == "cell" and segment.section in _ACTIONS:
                continue
            yield segment

    def with_attributes(self, **attributes: str) -> Document:
        """The same document, knowing more."""
        return replace(self, attributes={**self.attributes, **attributes})

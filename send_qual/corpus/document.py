"""A document, fixed at the door, and its segments."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

__all__ = ["Document", "Segment", "Source", "fix_text"]


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
        Id of a section of the document's kind; otherwise the nearest heading, or ``""``.
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
        What is known of the case. ``kind`` is the id of its kind of document (:class:`~send_qual.corpus.Kind`), whose
        ``facts`` say which others its reader finds; several values are joined by ``"; "``, days are ISO dates, and
        ``""`` stands for none.
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
        """The id of its kind of document."""
        from send_qual.corpus.registry import fallback  # which knows this class

        return self.attributes.get("kind") or fallback().id

    @property
    def has_turns(self) -> bool:
        """Whether somebody speaks in it."""
        return any(segment.kind == "turn" for segment in self.segments)

    def words(self, segment: Segment) -> str:
        """The text of one of its segments."""
        return self.text[segment.start : segment.end]

    def passages(self) -> Iterator[Segment]:
        """The segments to be coded, in order.

        Which these are its kind says (:meth:`send_qual.corpus.Kind.coded`).
        """
        from send_qual.corpus.registry import kind_of  # which knows this class

        return kind_of(self).coded(self)

    def with_attributes(self, **attributes: str) -> Document:
        """The same document, knowing more."""
        return replace(self, attributes={**self.attributes, **attributes})

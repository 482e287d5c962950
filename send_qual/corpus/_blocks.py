"""What every reader hands over: blocks in reading order. Laid end to end they are a document's text and segments."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from send_qual.corpus.document import Document, Segment, Source, fix_text

__all__ = ["Block", "document_of", "headed", "one_line"]


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of text that reads as one, before its place in the document's text is known.

    Parameters
    ----------
    text : str
        Its words, without the mark of a bullet. Line breaks stay where they mean something.
    kind : str
        As in :class:`send_qual.corpus.Segment`.
    page : int or None
        Page on which it begins, from 1.
    section, addressee : str
        As in :class:`send_qual.corpus.Segment`.
    turns : tuple of (int, int)
        As in :class:`send_qual.corpus.Segment`, counted from the start of the block.
    """

    text: str
    kind: str = "paragraph"
    page: int | None = None
    section: str = ""
    addressee: str = ""
    turns: tuple[tuple[int, int], ...] = ()


def one_line(text: str) -> str:
    r"""Runs of white space as single blanks, ends stripped.

    Examples
    --------
    >>> one_line(" waits  are\n long ")
    'waits are long'
    """
    return re.sub(r"\s+", " ", text).strip()


def headed(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """The same blocks, each with the nearest heading above it as its section.

    Examples
    --------
    >>> [b.section for b in headed([Block("Waits", "heading"), Block("Too long.")])]
    ['Waits', 'Waits']
    """
    section, found = "", []
    for block in blocks:
        if block.kind == "heading":
            section = one_line(block.text)
        found.append(replace(block, section=section))
    return tuple(found)


def document_of(
    blocks: Iterable[Block],
    source: Source,
    *,
    title: str = "",
    attributes: Mapping[str, str] | None = None,
    notices: Iterable[str] = (),
) -> Document:
    r"""Lay blocks end to end, an empty line between them.

    Parameters
    ----------
    blocks : iterable of Block
        Blocks without words are passed over.
    source : Source
        Its name becomes the document's id.
    title : str
        Default: the first heading, else the file's name without its suffix.
    attributes : mapping of str to str, optional
        What is known of the case.
    notices : iterable of str

    Examples
    --------
    >>> d = document_of([Block("Waits", "heading"), Block("Too long.")], Source("a.txt", "", "txt"))
    >>> d.text, d.words(d.segments[1]), d.title
    ('Waits\n\nToo long.\n', 'Too long.', 'Waits')
    """
    parts, segments, at = [], [], 0
    for block in blocks:
        text = fix_text(block.text).strip()
        if not text:
            continue
        turns = tuple((at + offset, page) for offset, page in block.turns if offset < len(text))
        place = Segment(at, at + len(text), block.kind, block.section, page=block.page)
        segments.append(replace(place, addressee=block.addressee, turns=turns))
        parts.append(text)
        at += len(text) + 2
        if not title and block.kind == "heading":
            title = one_line(text)
    text = "\n\n".join(parts) + "\n" if parts else ""
    return Document(
        id=source.name,
        title=title or re.sub(r"\.\w{1,8}$", "", source.name),
        text=text,
        segments=tuple(segments),
        attributes=attributes or {},
        source=source,
        notices=tuple(notices),
    )

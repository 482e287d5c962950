"""Areas for improvement and priority actions: one block each, with who must act, from tables or paragraphs."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from send_qual.corpus._blocks import Block, one_line
from send_qual.corpus.pdf._layout import Chunk, page_turns
from send_qual.corpus.pdf._line_joins import unfinished

__all__ = ["actions_of", "subject_of"]

_MODAL = re.compile(
    r"\b(?<!who )(?<!that )(?<!which )"
    r"(?:should|must|needs? to|ought to|shall|will|(?:is|are) to|ha(?:s|ve)(?: to)?|continues?)\b"
)
_FOLLOWS_ON = re.compile(
    r"(?:this|these|they|it|in (?:particular|addition|doing)|such|also|additionally|furthermore)\b", re.IGNORECASE
)


def subject_of(action: str) -> str:
    """Who must act, by the sentence: the words before its first verb of duty.

    Examples
    --------
    >>> subject_of("Leaders across the partnership should shorten waits.")
    'Leaders across the partnership'
    """
    unnumbered = re.sub(r"^\(?(?:\d{1,2}|[a-z])[.)]\s+", "", one_line(action))
    sentence = re.split(r"(?<=[.!?])\s", unnumbered, maxsplit=1)[0]
    found = _MODAL.search(sentence)
    subject = sentence[: found.start()].strip(" ,;–-") if found else ""
    subject = re.sub(r"\s+(?:also|therefore|now|urgently|jointly)$", "", subject)
    return subject if 0 < len(subject) <= 250 else ""


@dataclass(slots=True)
class _Row:
    """One action in the making."""

    left: list[Chunk] = field(default_factory=list)
    right: list[Chunk] = field(default_factory=list)
    spanned: list[Chunk] = field(default_factory=list)
    """The left cell of a row above that spans this one too."""
    heads: list[Chunk] = field(default_factory=list)
    """Headings that a page break put in its middle: they come after it."""

    @property
    def last(self) -> Chunk | None:
        return self.right[-1] if self.right else self.left[-1] if self.left else None

    @property
    def open(self) -> bool:
        """Whether its words stop in mid-sentence."""
        return bool(self.right) and unfinished(self.right[-1].raw) and not self.right[-1].raw.endswith((";", ":"))


def actions_of(chunks: Sequence[Chunk], section: str, words: Callable[[Chunk], str]) -> list[Block]:
    """The blocks of a section of actions: its headings, and each action as one block.

    Parameters
    ----------
    chunks : sequence of Chunk
        All of the section, in order.
    section : str
        ``"priority"`` or ``"improvement"``.
    words : callable
        The running text of a chunk.
    """
    gutter = _gutter(chunks)
    rows: list[_Row] = []
    blocks: list[Block] = []
    ruled = any(chunk.ruled for chunk in chunks)
    for chunk in chunks:
        if chunk.heading and not _in_cell(chunk, rows):
            if rows and rows[-1].open:
                rows[-1].heads.append(chunk)
            else:
                blocks += _blocks(rows, section, words, lead_in=True)
                rows = []
                blocks.append(Block(words(chunk), "heading", chunk.page, section))
        elif gutter is not None:
            _into_table(rows, chunk, gutter)
        else:
            _into_list(rows, chunk, ruled)
    return [*blocks, *_blocks(rows, section, words)]


def _in_cell(chunk: Chunk, rows: Sequence[_Row]) -> bool:
    """Whether bold words are part of an action rather than a heading above it."""
    last = rows[-1].last if rows else None
    return last is not None and not chunk.ruled and subject_of(chunk.raw) != ""


def _gutter(chunks: Sequence[Chunk]) -> float | None:
    """Where the second column of the section's table begins; ``None`` where it has no two columns."""
    heads = [chunk for chunk in chunks if chunk.heading]
    for a in heads:
        for b in heads:
            if a.page == b.page and abs(a.top - b.top) < 4 and b.left - a.left > 50:
                return b.left
    # without a header: text side by side
    sides = [
        b.left
        for a in chunks
        for b in chunks
        if a.page == b.page and abs(a.top - b.top) < 2 and b.left - a.left > 80 and max(i.x1 for i in a.lines) < b.left
    ]
    return min(sides) if len(sides) >= 2 else None


def _into_table(rows: list[_Row], chunk: Chunk, gutter: float) -> None:
    row = rows[-1] if rows else None
    turned = row is not None and row.last is not None and row.last.lines[-1].page != chunk.page
    if chunk.left < gutter - 12:
        wide = max(line.x1 for line in chunk.lines) > gutter + 20
        if row is not None and ((turned and row.open) or (not row.right and not chunk.ruled and not wide)):
            row.left.append(chunk)
        elif wide:  # a line across both columns is no cell
            rows.append(_Row([], [chunk]))
        else:
            rows.append(_Row([chunk]))
        return
    if row is None:
        rows.append(_Row([], [chunk]))
    elif row.right and not row.open and not chunk.mark and _begins_row(chunk, turned=turned):
        rows.append(_Row([], [chunk], row.left or row.spanned))  # the cell at its left spans both rows
    else:
        row.right.append(chunk)


def _begins_row(chunk: Chunk, *, turned: bool) -> bool:
    if turned:
        return bool(subject_of(chunk.raw)) and not _FOLLOWS_ON.match(chunk.raw)
    return chunk.ruled


def _into_list(rows: list[_Row], chunk: Chunk, ruled: bool) -> None:
    row = rows[-1] if rows else None
    if row is None or not row.right:
        rows.append(_Row([], [chunk]))
        return
    first, last = row.right[0], row.right[-1]
    turned = last.lines[-1].page != chunk.page
    if chunk.mark:
        level = first.mark and abs(chunk.left - first.left) < 6  # a point beside the action, not below it
        listed = last.raw.endswith(":") or (not first.mark and last.mark == chunk.mark)
        within = chunk.left > first.left + 6 or (listed and not level)
        joins = within and not (chunk.ruled and chunk.left <= first.left + 6)
    elif row.open or (ruled and not turned):
        joins = not chunk.ruled
    else:
        joins = bool(_FOLLOWS_ON.match(chunk.raw)) or chunk.raw[:1].islower()
    if joins:
        row.right.append(chunk)
    else:
        rows.append(_Row([], [chunk]))


def _blocks(rows: Sequence[_Row], section: str, words: Callable[[Chunk], str], *, lead_in: bool = False) -> list[Block]:
    """The rows as blocks. Words that put a duty on nobody are no action where they lead in to a list or a table."""
    found: list[Block] = []
    for row in _mended(rows):
        action = _cell(row.right, words)
        left = _cell(row.left, words)
        addressee = one_line(left or _cell(row.spanned, words)).rstrip(" .;,") or subject_of(action)
        if left:
            found.append(Block(left, "cell", row.left[0].page, section))
        if action and not addressee and (lead_in or (not found and action.endswith(":"))):
            found.append(Block(action, "paragraph", row.right[0].page, section))
        elif action:
            turns = page_turns(row.right, lambda chunks: _cell(chunks, words))
            found.append(Block(action, "action", row.right[0].page, section, addressee, turns))
        found += [Block(words(chunk), "heading", chunk.page, section) for chunk in row.heads]
    return found


def _mended(rows: Sequence[_Row]) -> list[_Row]:
    """A row of which only the left cell has words is the end of the row above, run over a page."""
    found: list[_Row] = []
    for row in rows:
        if not row.right and found and found[-1].left:
            found[-1].left += row.left
        else:
            found.append(row)
    return found


def _cell(chunks: Sequence[Chunk], words: Callable[[Chunk], str]) -> str:
    """The words of one cell: points on lines of their own, text that ran over a page put together."""
    text = ""
    for n, chunk in enumerate(chunks):
        part = words(chunk)
        if n and chunk.mark:
            text += f"\n• {part}"
        elif text and unfinished(text) and not text.endswith((":", ";")):
            text += f" {part}"
        else:
            text += f"\n{part}" if text else part
    return text

"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from send_qual.corpus._blocks import Block, document_of, headed, one_line
from send_qual.corpus._readers import source_of
from send_qual.corpus._text_encoding import decoded
from send_qual.corpus.document import Document

__all__ = ["read_markdown", "read_text"]

_BULLET = re.compile(r"^\s*(?:[•▪◼●○◦‣■*]|[-–—](?=\s))\s*(?=\S)")


def read_text(path: Path, data: bytes) -> Document:
    """Read plain text: a paragraph is what stands between empty lines, or else a line.

    Lines that were wrapped at a fixed width are put together again.
    """
    text, notices = decoded(data, path.name)
    return document_of(_paragraphs(text), source_of(path, data, "txt"), notices=notices)


def _paragraphs(text: str) -> Iterator[Block]:
    for stretch in re.split(r"\n\s*\n|\f", text):
        lines = [line.rstrip() for line in stretch.split("\n") if line.strip()]
        run: list[str] = []
        wrapped = _is_wrapped(lines)
        for line in lines:
            below_a_point = bool(run) and bool(_BULLET.match(run[0])) and line.startswith((" ", "\t"))
            if run and (_BULLET.match(line) or not (wrapped or below_a_point)):
                yield _one(run)
                run = []
            run.append(line)
        if run:
            yield _one(run)


def _is_wrapped(lines: list[str]) -> bool:
    """Whether line ends are only those of a fixed width: all but the last about as long as each other."""
    full = [len(line) for line in lines[:-1]]
    return bool(full) and 40 <= max(full) <= 120 and sum(n >= max(full) - 18 for n in full) >= 0.7 * len(full)


def _one(lines: list[str]) -> Block:
    text = one_line(" ".join(lines))
    mark = _BULLET.match(text)
    return Block(text[mark.end() :], "bullet") if mark else Block(text)


def read_markdown(path: Path, data: bytes) -> Document:
    """Read Markdown (CommonMark with tables): headings, paragraphs, list items, cells; no mark-up in the text."""
    text, notices = decoded(data, path.name)
    blocks = headed(_marked(text))
    return document_of(blocks, source_of(path, data, "md"), notices=notices)


def _marked(text: str) -> Iterator[Block]:
    from markdown_it import MarkdownIt

    kinds = {"heading_open": "heading", "td_open": "cell", "th_open": "cell"}
    kind, items = "paragraph", 0
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        items += {"list_item_open": 1, "list_item_close": -1}.get(token.type, 0)
        if token.type in kinds:
            kind = kinds[token.type]
        elif token.type == "paragraph_open":
            kind = "bullet" if items else "paragraph"
        elif token.type == "inline":
            yield Block(_words(token.children or []), kind)
        elif token.type in {"fence", "code_block"}:
            yield Block(token.content)
        elif token.type == "html_block" and (words := one_line(re.sub(r"<[^<>]*>", " ", token.content))):
            yield Block(words)


def _words(tokens: list) -> str:  # type: ignore[type-arg]
    breaks = {"softbreak": " ", "hardbreak": "\n"}
    return "".join(breaks.get(t.type, t.content if t.type in {"text", "code_inline", "image"} else "") for t in tokens)

"""Web pages kept as files."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from send_qual.corpus._blocks import Block, document_of, headed, one_line
from send_qual.corpus._readers import source_of
from send_qual.corpus._text_encoding import decoded
from send_qual.corpus.document import Document
from send_qual.errors import Fault, SendQualError

__all__ = ["blocks_of", "read_html"]

_PASSED_OVER = frozenset(
    {"script", "style", "template", "noscript", "svg", "head", "nav", "iframe", "object", "select"}
)
_KINDS = {**dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"), "li": "bullet", "dd": "paragraph"} | {
    "td": "cell",
    "th": "cell",
}
_DISPLAYED = """
address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2
h3 h4 h5 h6 header hr html legend li main ol p pre section summary table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_DISPLAYED.split())
_TAG = re.compile(r"""<[a-zA-Z](?:[^>"']|"[^"]*"|'[^']*')*""")
_QUOTED = re.compile(r""""[^"]*"|'[^']*'""")
_MOST_ATTRIBUTES = 1_000  # of one tag: the parser compares each with all before it


def read_html(path: Path, data: bytes) -> Document:
    """Read a web page: headings, paragraphs, list items and cells. Scripts, styles and menus are passed over.

    Nothing that the page refers to is fetched, and no entity of its own is expanded.

    Raises
    ------
    SendQualError
        Where it holds no text.
    """
    blocks, title, notices = blocks_of(path.name, data)
    return document_of(headed(blocks), source_of(path, data, "html"), title=title, notices=notices)


def blocks_of(name: str, data: bytes) -> tuple[list[Block], str, list[str]]:
    """The blocks of a web page in reading order, its title, and notices.

    Raises
    ------
    SendQualError
        Where it cannot be parsed.
    """
    from lxml import etree, html

    text, notices = _decoded(data, name)
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    _check_tags(name, text)
    try:
        root = html.document_fromstring(text, parser=html.HTMLParser(no_network=True, remove_comments=True))
    except (etree.LxmlError, ValueError) as error:
        problem = "the web page cannot be read"
        raise SendQualError(Fault(name, problem, "Save it again, or copy its text into a .docx")) from error
    return list(_walk(root)), one_line(root.findtext(".//title") or ""), notices


def _check_tags(name: str, text: str) -> None:
    """Refuse a page one of whose tags would keep the parser busy for hours."""
    for tag in _TAG.finditer(text):
        if len(tag[0]) > _MOST_ATTRIBUTES and len(_QUOTED.sub(" ", tag[0]).split()) > _MOST_ATTRIBUTES:
            place = f"{name} line {text.count(chr(10), 0, tag.start()) + 1}"
            problem = f"a tag has more than {_MOST_ATTRIBUTES:,} attributes, which is no web page"
            raise SendQualError(Fault(place, problem, "Copy its text into a .docx"))


def _decoded(data: bytes, name: str) -> tuple[str, list[str]]:
    """The page's own word on its encoding counts where it is a known one and no mark at the start says otherwise."""
    named = re.search(rb"(?i)<meta[^>]{0,200}charset\s*=\s*[\"']?([\w-]+)", data[:4096])
    if named and not data.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = named[1].decode("ascii", "replace").lower()
        try:
            return data.decode("cp1252" if encoding in {"iso-8859-1", "latin1"} else encoding), []
        except (LookupError, UnicodeDecodeError):
            pass
    text, notices = decoded(data, name)
    return text, list(notices)


def _walk(root: Any) -> Iterator[Block]:
    """Blocks in reading order: words that stand in no block of their own go with the block around them."""
    words: list[str] = []
    kind = "paragraph"

    def flush() -> Iterator[Block]:
        text = "\n".join(filter(None, map(one_line, "".join(words).split("\x00"))))
        words.clear()
        if text:
            yield Block(text, kind)

    # a stack of (element, entering), not recursion: a hostile page nests deeper than Python may
    stack: list[tuple[Any, bool, str]] = [(root, True, "paragraph")]
    while stack:
        element, entering, outer = stack.pop()
        tag = element.tag if isinstance(element.tag, str) else ""
        if not entering:
            if tag in _BLOCKS:
                yield from flush()
            kind = outer
            words.append(element.tail or "")
            continue
        stack.append((element, False, kind))
        if not tag or tag in _PASSED_OVER:
            continue
        if tag in _BLOCKS:
            yield from flush()
            kind = _KINDS.get(tag, kind if tag in {"p", "div"} else "paragraph")
        elif tag == "br":
            words.append("\x00")
        words.append(element.text or "")
        stack += [(child, True, kind) for child in reversed(element)]
    yield from flush()

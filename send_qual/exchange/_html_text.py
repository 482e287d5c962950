"""The words of a document kept as HTML, and where offsets into them lie: Taguette counts bytes and skips tags."""

from __future__ import annotations

import html
from bisect import bisect_right
from html.parser import HTMLParser

__all__ = ["HtmlText", "as_html"]

_NAMES = "p div h1 h2 h3 h4 h5 h6 ul ol li table tr td th blockquote pre section article header footer dl dt dd hr"
_BLOCKS = frozenset(_NAMES.split())
_MOST_OPEN = 100


def _closed(contents: str) -> str:
    """A page without what begins like hundreds of tags and ends like none: the parser looks for the end of each."""
    end = contents.rfind(">") + 1
    return contents if contents.count("<", end) <= _MOST_OPEN else contents[: contents.index("<", end)]


class HtmlText(HTMLParser):
    r"""The text of an HTML document, blocks apart by an empty line.

    Parameters
    ----------
    contents : str

    Examples
    --------
    >>> page = HtmlText("<p>Caf\u00e9 <b>talk</b></p>\n<p>Yes.</p>")
    >>> page.text, page.text[page.at(6) : page.at(10)]
    ('Café talk\n\nYes.', 'talk')
    """

    def __init__(self, contents: str) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._bytes: list[int] = []  # where each part begins as Taguette counts
        self._starts: list[int] = []  # and in the text
        self._count = self._long = 0
        self._gap = ""
        self.feed(_closed(contents))
        self.close()
        self.text = "".join(self._parts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A block begins apart from what stands before it."""
        del attrs
        self._apart(tag)

    def handle_endtag(self, tag: str) -> None:
        """A block ends."""
        self._apart(tag)

    def _apart(self, tag: str) -> None:
        if tag == "br":
            self._gap = self._gap or "\n"
        elif tag in _BLOCKS:
            self._gap = "\n\n"

    def handle_data(self, data: str) -> None:
        """Words, or the blanks between two blocks."""
        if not self._count and not self._parts:
            data = data.lstrip()  # a browser drops what stands before the first block
        if data and (data.strip() or not self._gap):
            if self._gap and self._parts:
                self._parts.append(self._gap)
                self._bytes.append(self._count)
                self._starts.append(self._long)
                self._long += len(self._gap)
            self._gap = ""
            self._parts.append(data)
            self._bytes.append(self._count)
            self._starts.append(self._long)
            self._long += len(data)
        self._count += len(data.encode("utf-8", "surrogatepass"))

    def at(self, offset: int) -> int:
        """Where an offset in bytes lies in the text."""
        part = bisect_right(self._bytes, max(offset, 0)) - 1
        if part < 0:
            return 0
        inside = self._parts[part].encode("utf-8", "surrogatepass")[: max(offset, 0) - self._bytes[part]]
        return self._starts[part] + len(inside.decode("utf-8", "ignore"))


def as_html(words: str) -> str:
    r"""A text as HTML whose words, tags aside, are the text itself; what stands between empty lines is a paragraph.

    Examples
    --------
    >>> as_html("One & two.\n\nThree.")
    '<p>One &amp; two.</p>\n\n<p>Three.</p>'
    """
    return "\n\n".join(f"<p>{html.escape(part, quote=False)}</p>" if part else "" for part in words.split("\n\n"))

"""Files of several formats as pages of lines."""

from __future__ import annotations

from send_qual.corpus._limits import check_runs
from send_qual.corpus._text_encoding import decoded
from send_qual.corpus.document import fix_text
from send_qual.corpus.pages._line_numbers import without_numbers
from send_qual.corpus.pages._odt import read_odt
from send_qual.corpus.pages._word import read_word
from send_qual.corpus.pages.page import Page, lines_of

__all__ = ["read_page"]


def read_page(name: str, data: bytes, suffix: str) -> Page:
    """The lines of a .docx, .odt, web page or text file."""
    if suffix in {".docx", ".odt"}:
        page = read_word(name, data) if suffix == ".docx" else read_odt(name, data)
        check_runs(name, "\n".join(line.text for line in page.lines))
        return page
    if suffix in {".html", ".htm"}:
        return _page_of_html(name, data)
    text, notices = decoded(data, name)
    check_runs(name, text)
    bare, numbered = without_numbers(fix_text(text).split("\n"))
    if numbered:
        notices = (*notices, "the numbers of lines are not part of the text")
    lines = lines_of(bare)
    return Page(list(lines), [line.paragraph for line in lines], notices=list(notices), paragraphs=len(lines))


def _page_of_html(name: str, data: bytes) -> Page:
    from send_qual.corpus._read_html import blocks_of

    blocks, _, notices = blocks_of(name, data)
    page = Page(notices=notices)
    for block in blocks:
        check_runs(name, block.text)
        page.blocks.append(page.add([(block.text, frozenset())], heading=block.kind == "heading"))
    return page

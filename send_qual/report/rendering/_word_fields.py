"""Word's own fields and bookmarks: contents, captions, cross-references, page numbers."""

from __future__ import annotations

from typing import Any

from send_qual.report.rendering._clean import clean

__all__ = ["bookmark_end", "bookmark_start", "complex_field", "element", "run"]


def element(tag: str, text: str | None = None, /, **attributes: str) -> Any:
    """An element of WordprocessingML: ``element("w:pStyle", val="TOC1")``."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    if text is not None:
        made.text = clean(text)
        made.set(qn("xml:space"), "preserve")
    return made


def run(text: str, style: str = "") -> Any:
    """A run of text in a character style."""
    made = element("w:r")
    if style:
        properties = element("w:rPr")
        properties.append(element("w:rStyle", val=style))
        made.append(properties)
    made.append(element("w:t", text))
    return made


def complex_field(instruction: str, result: str, style: str = "") -> list[Any]:
    """The runs of a field with the result it shows until it is brought up to date."""
    begin, separate, end = (element("w:r") for _ in range(3))
    begin.append(element("w:fldChar", fldCharType="begin"))
    separate.append(element("w:fldChar", fldCharType="separate"))
    end.append(element("w:fldChar", fldCharType="end"))
    code = element("w:r")
    code.append(element("w:instrText", f" {instruction} "))
    return [begin, code, separate, run(result, style), end]


def bookmark_start(name: str, number: int) -> Any:
    """The beginning of a bookmark; its end has the same number."""
    return element("w:bookmarkStart", id=str(number), name=name)


def bookmark_end(number: int) -> Any:
    """The end of a bookmark."""
    return element("w:bookmarkEnd", id=str(number))

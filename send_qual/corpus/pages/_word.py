"""Word files to lines: what a reader of the page takes for its text, and how it is set."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from send_qual.corpus.pages.page import MOST, Page, laid_table
from send_qual.errors import Fault, SendQualError

__all__ = ["read_word"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = {f"{_W}{tag}" for tag in ("del", "moveFrom", "instrText", "delText", "rPr", "pPr", "rt")} | {_MC_FALLBACK}
_BREAKS = {f"{_W}br": "\n", f"{_W}cr": "\n", f"{_W}tab": "\t", f"{_W}ptab": "\t", f"{_W}noBreakHyphen": "-"}
_STYLES = {"bold": "b", "italic": "i", "underline": "u"}


def read_word(name: str, data: bytes) -> Page:
    """The lines of a .docx in reading order.

    Tracked insertions count as text and deletions do not; comments, headers and footers are not text; text boxes follow
    their paragraph, footnotes the last one. Each of these is said in a notice.

    Raises
    ------
    SendQualError
        Where the file is not a Word document, is protected by a password, or unpacks to an absurd size.
    """
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(info.file_size for info in packed.infolist()) > MOST:
                raise SendQualError(Fault(name, "it unpacks to more than 400 MB", "Save it again without its pictures"))
        return _Reading(
            docx.Document(io.BytesIO(_transitional(data)))
        ).page()  # some parts are opened only when they are read
    except SendQualError:
        raise
    except Exception as error:
        what = (
            "is protected by a password or is an old .doc"
            if data.startswith(b"\xd0\xcf\x11\xe0")
            else "cannot be opened"
        )
        raise SendQualError(Fault(name, f"the Word file {what}", "Open it in Word and save it as .docx")) from error


_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/")


def _transitional(data: bytes) -> bytes:
    """A file saved as "Strict Open XML" with the names of parts and words that every other Word file has."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        if b"http://purl.oclc.org/ooxml/" not in packed.read("_rels/.rels"):
            return data
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as anew:
            for info in packed.infolist():
                part = packed.read(info)
                if info.filename.endswith((".xml", ".rels")):
                    part = _STRICT.sub(rb"http://schemas.openxmlformats.org/\1/2006/", part)
                anew.writestr(info.filename, part)
    return out.getvalue()


class _Reading:
    """One pass over a document's body."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._page = Page()
        self._tables = 0
        self._boxes: list[Any] = []
        self._styles: dict[str, frozenset[str]] = {}
        self._levels: dict[str, int] = {}
        self._read_styles()

    def page(self) -> Page:
        body = self._document.element.body
        self._blocks(body, self._page.blocks)
        self._notes()
        self._say(body)
        return self._page

    def _read_styles(self) -> None:
        parents: dict[str, str] = {}
        own: dict[str, dict[str, bool]] = {}
        for style in self._document.styles.element.iter(f"{_W}style"):
            id_, name, based = style.get(f"{_W}styleId"), style.find(f"{_W}name"), style.find(f"{_W}basedOn")
            own[id_] = _set_styles(style.find(f"{_W}rPr"))
            if based is not None:
                parents[id_] = based.get(f"{_W}val")
            called = (name.get(f"{_W}val") if name is not None else "").casefold()
            if called.startswith("heading ") and called[8:].isdigit():
                self._levels[id_] = int(called[8:])
            elif called in {"title", "subtitle"}:
                self._levels[id_] = 0
        for id_ in own:
            told: dict[str, bool] = {}
            at, seen = id_, set[str]()
            while at in own and at not in seen:
                seen.add(at)
                told = {**own[at], **told}
                at = parents.get(at, "")
            self._styles[id_] = frozenset(k for k, on in told.items() if on)

    def _blocks(self, parent: Any, blocks: list[Any], cell: tuple[int, int, int] | None = None) -> None:
        for child in parent:
            if child.tag == f"{_W}p":
                self._paragraph(child, blocks, cell)
            elif child.tag == f"{_W}tbl":
                self._table(child, blocks if cell is None else None)
            elif child.tag not in _GONE and isinstance(child.tag, str):
                self._blocks(child, blocks, cell)  # content controls, tracked insertions of whole paragraphs

    def _paragraph(self, p: Any, blocks: list[Any], cell: tuple[int, int, int] | None, *, aside: bool = False) -> None:
        style = p.find(f"{_W}pPr/{_W}pStyle")
        id_ = style.get(f"{_W}val") if style is not None else ""
        # A run in a heading is bold because the heading is: only a body style's bold says something of the words.
        base = frozenset() if id_ in self._levels else self._styles.get(id_, frozenset())
        pieces = list(self._runs(p, base))
        number = self._page.add(pieces, cell=cell, heading=id_ in self._levels, aside=aside)
        if id_ in self._levels:
            self._page.headings[number] = self._levels[id_]
        blocks.append(number)
        boxes, self._boxes = self._boxes, []
        for box in boxes:
            for inner in box.iter(f"{_W}p"):
                self._paragraph(inner, blocks, cell, aside=True)

    def _runs(self, node: Any, base: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
        for child in node:
            if child.tag == f"{_W}r":
                yield from self._run(child, base)
            elif child.tag not in _GONE and isinstance(child.tag, str) and child.tag != f"{_W}p":
                yield from self._runs(child, base)

    def _run(self, run: Any, base: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
        props = run.find(f"{_W}rPr")
        style = props.find(f"{_W}rStyle") if props is not None else None
        named = self._styles.get(style.get(f"{_W}val"), frozenset()) if style is not None else frozenset()
        told = {**dict.fromkeys(base | named, True), **_set_styles(props)}
        styles = frozenset(k for k, on in told.items() if on)
        for part in run.iter():
            if part.tag == f"{_W}txbxContent" and not _within(part, _MC_FALLBACK, run):
                self._boxes.append(part)
            if _within(part, f"{_W}txbxContent", run) or _within(part, _MC_FALLBACK, run):
                continue
            if part.tag == f"{_W}t":
                yield part.text or "", styles
            elif part.tag in _BREAKS and part.get(f"{_W}type", "textWrapping") == "textWrapping":
                yield _BREAKS[part.tag], styles

    def _table(self, table: Any, blocks: list[Any] | None) -> None:
        number, self._tables = self._tables, self._tables + 1
        rows = laid_table(number, (_cells(row, "tc") for row in _cells(table, "tr")), self._blocks)
        if blocks is not None:
            blocks.append(rows)

    def _notes(self) -> None:
        for kind in ("footnote", "endnote"):
            for part in self._document.part.package.iter_parts():
                if str(part.partname) != f"/word/{kind}s.xml":
                    continue
                from docx.oxml import parse_xml

                for note in parse_xml(part.blob).iter(f"{_W}{kind}"):
                    if note.get(f"{_W}type") in {None, "normal"}:
                        for p in note.iter(f"{_W}p"):
                            self._paragraph(p, self._page.blocks, None, aside=True)

    def _say(self, body: Any) -> None:
        count = {
            tag: sum(1 for _ in body.iter(f"{_W}{tag}"))
            for tag in ("ins", "del", "commentReference", "drawing", "pict")
        }
        notices = self._page.notices
        if count["ins"] + count["del"]:
            notices.append(
                f"{count['ins'] + count['del']} tracked changes: insertions are read as text, deletions are not"
            )
        if count["commentReference"]:
            notices.append(f"{count['commentReference']} comments are not part of the text")
        if count["drawing"] + count["pict"]:
            notices.append("pictures and drawings are left out")
        for section in self._document.sections:
            parts = (section.header, section.footer, section.first_page_header, section.first_page_footer)
            if any(not part.is_linked_to_previous and any(p.text.strip() for p in part.paragraphs) for part in parts):
                notices.append("page headers and footers are not part of the text")
                break


def _cells(parent: Any, tag: str) -> Iterator[Any]:
    """Rows of a table or cells of a row, also those in content controls and tracked insertions, no nested ones."""
    for child in parent:
        if child.tag == f"{_W}{tag}":
            yield child
        elif child.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
            yield from _cells(child, tag)


def _within(part: Any, tag: str, top: Any) -> bool:
    at = part.getparent() if part is not top else None
    while at is not None and at is not top:
        if at.tag == tag:
            return True
        at = at.getparent()
    return False


def _set_styles(props: Any) -> dict[str, bool]:
    if props is None:
        return {}
    told = {}
    for style, tag in _STYLES.items():
        if (found := props.find(f"{_W}{tag}")) is not None:
            told[style] = found.get(f"{_W}val", "true") not in {"0", "false", "off", "none"}
    return told

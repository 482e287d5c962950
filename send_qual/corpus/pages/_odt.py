"""OpenDocument texts to lines."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from typing import Any

from send_qual.corpus._limits import blanks
from send_qual.corpus.pages.page import MOST, Page, laid_table
from send_qual.errors import Fault, SendQualError

__all__ = ["own_namespaces", "read_odt"]

_MEND = "Open it in LibreOffice and save it as .odt without a password, or copy it again"
_PASSED_OVER = {"tracked-changes", "annotation", "annotation-end", "note-citation", "sequence-decls", "variable-decls"}


@contextmanager
def own_namespaces() -> Iterator[None]:
    """Keep odfpy's list of namespaces, which is one for the whole process, as it was before."""
    from odf.element import Element

    known = dict(Element.namespaces)
    try:
        yield
    finally:
        Element.namespaces.clear()
        Element.namespaces.update(known)


def read_odt(name: str, data: bytes) -> Page:
    """The lines of an .odt in reading order: as ``read_word`` does for Word.

    Raises
    ------
    SendQualError
        Where the file is not an OpenDocument text.
    """
    from odf.opendocument import load

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(info.file_size for info in packed.infolist()) > MOST:
                raise SendQualError(Fault(name, "it unpacks to more than 400 MB", "Save it again without its pictures"))
        # of a part that it cannot parse odfpy prints the words, goes on, and has only what stands before the fault
        with own_namespaces(), redirect_stdout(io.StringIO()) as printed:
            document = load(io.BytesIO(data))
        if printed.getvalue() or document.text is None:
            raise SendQualError(Fault(name, "a part of the OpenDocument text is damaged", _MEND))
        return _Reading(name, document).page(document.text)
    except SendQualError:
        raise
    except Exception as error:
        raise SendQualError(Fault(name, "the OpenDocument text cannot be opened", _MEND)) from error


def _tag(node: Any) -> str:
    return node.qname[1] if getattr(node, "qname", None) else ""


def _get(node: Any, name: str) -> str:
    for (_, key), value in (node.attributes or {}).items():
        if key == name:
            return str(value)
    return ""


class _Reading:
    """One pass over a document's body."""

    def __init__(self, name: str, document: Any) -> None:
        self._name = name
        self._page = Page()
        self._tables = 0
        self._later: list[Any] = []
        self._comments = self._changes = 0
        self._styles: dict[str, frozenset[str]] = {}
        for home in (document.styles, document.automaticstyles):
            for style in home.childNodes:
                self._styles[_get(style, "name")] = frozenset(self._set(style))

    def _set(self, style: Any) -> Iterator[str]:
        yield from self._styles.get(_get(style, "parent-style-name"), ())
        for props in style.childNodes:
            if _tag(props) == "text-properties":
                if _get(props, "font-weight") in {"bold", "600", "700", "800", "900"}:
                    yield "bold"
                if _get(props, "font-style") == "italic":
                    yield "italic"

    def page(self, body: Any) -> Page:
        self._blocks(body, self._page.blocks, None)
        for note in self._later:
            self._blocks(note, self._page.blocks, None, aside=True)
        if self._changes:
            self._page.notices.append("tracked changes: insertions are read as text, deletions are not")
        if self._comments:
            self._page.notices.append(f"{self._comments} comments are not part of the text")
        return self._page

    def _blocks(
        self, parent: Any, blocks: list[Any], cell: tuple[int, int, int] | None, *, aside: bool = False
    ) -> None:
        for child in parent.childNodes:
            tag = _tag(child)
            if tag in {"p", "h"}:
                heading = tag == "h"
                base = frozenset() if heading else self._styles.get(_get(child, "style-name"), frozenset())
                number = self._page.add(list(self._runs(child, base)), cell=cell, heading=heading, aside=aside)
                if heading:
                    self._page.headings[number] = int(_get(child, "outline-level") or 1)
                blocks.append(number)
            elif tag == "table":
                self._table(child, blocks if cell is None else None)
            elif tag == "tracked-changes":
                self._changes += 1
            elif tag not in _PASSED_OVER and getattr(child, "childNodes", None):
                self._blocks(child, blocks, cell, aside=aside or tag == "text-box")

    def _table(self, table: Any, blocks: list[Any] | None) -> None:
        number, self._tables = self._tables, self._tables + 1
        rows = laid_table(
            number, ([x for x in row.childNodes if _tag(x) == "table-cell"] for row in _rows(table)), self._blocks
        )
        if blocks is not None:
            blocks.append(rows)

    def _runs(self, node: Any, base: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
        for child in node.childNodes:
            tag = _tag(child)
            if not tag:
                yield str(child), base
            elif tag == "s":
                yield blanks(self._name, _get(child, "c") or "1"), base
            elif tag in {"tab", "line-break"}:
                yield "\t" if tag == "tab" else "\n", base
            elif tag == "annotation":
                self._comments += 1
            elif tag in {"note", "text-box"}:
                self._later.append(child)
            elif tag not in _PASSED_OVER:
                yield from self._runs(child, base | self._styles.get(_get(child, "style-name"), frozenset()))


def _rows(table: Any) -> Iterator[Any]:
    for child in table.childNodes:
        if _tag(child) == "table-row":
            yield child
        elif _tag(child) in {"table-header-rows", "table-rows", "table-row-group"}:
            yield from _rows(child)

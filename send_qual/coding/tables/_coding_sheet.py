"""A sheet to code whole documents in, turn by turn, by somebody who has seen no suggestion."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from send_qual.coding.tables._sheet_workbook import INLINE, codes_page, fitted, looks_of, print_on_one_width
from send_qual.study.table_formats import cell_of, workbook_options

if TYPE_CHECKING:
    from send_qual.codebook import Codebook
    from send_qual.corpus import Document

__all__ = ["coding_sheet"]

_WIDTHS: Final = {"document": 16, "where": 16, "passage": 80, "code": 26, "memo": 30}
_FACET = 14
_HIDDEN = ("coder", "codebook", "start", "end", "offered")


def coding_sheet(documents: Sequence[Document], codebook: Codebook, coder: str, corpus: str) -> bytes:
    """The bytes of a workbook with every passage of some documents, in their order, and the cells to code it in.

    Parameters
    ----------
    documents : sequence of Document
    codebook : Codebook
    coder : str
        Who fills it in.
    corpus : str
        Its name, for the command that takes the sheet back.

    Returns
    -------
    bytes
        Sheets Codings, Documents, Codes and How to. What an interviewer says stands there to be read.
    """
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, workbook_options()) as book:
        looks = looks_of(book)
        parts = {name: book.add_worksheet(name) for name in ("Codings", "Documents", "Codes", "How to")}
        codes = codes_page(parts["Codes"], [(c.id, c.name, c.definition) for c in codebook], looks)
        _codings(parts["Codings"], documents, codebook, coder, codes, looks)
        _documents(parts["Documents"], documents, codebook, coder, looks)
        _how_to(parts["How to"], documents, codebook, corpus, looks)
    return out.getvalue()


def _codings(
    page: Any, documents: Sequence[Document], book: Codebook, coder: str, codes: int, looks: dict[str, Any]
) -> None:
    fill = ("code", *book.facet_ids(), "memo")
    heads = ("document", "where", "passage", *fill, *_HIDDEN)
    for at, name in enumerate(heads):
        page.set_column(at, at, _WIDTHS.get(name, _FACET), None, {"hidden": name in _HIDDEN})
        page.write_string(0, at, name, looks["fill head" if name in fill else "head"])
    row = 0
    for document in documents:
        coded = {segment.start for segment in document.passages()}
        for segment in document.segments:
            row += 1
            words = document.words(segment)
            place = [f"p. {segment.page}" if segment.page else "", segment.time, segment.speaker]
            told = (document.id, " ".join(filter(None, place)), words)
            look = looks["words" if segment.start in coded else "quiet"]
            for at, value in enumerate(told):
                page.write_string(row, at, cell_of(value), look)
            page.set_row(row, fitted(words, _WIDTHS["passage"]))
            if segment.start in coded:
                for at in range(len(told), len(told) + len(fill)):
                    page.write_blank(row, at, None, looks["fill"])
            hidden = (coder, book.name, segment.start, segment.end, "to be coded twice")
            for at, cell in enumerate(hidden, len(told) + len(fill)):
                page.write(row, at, cell)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(row, 1), 2 + len(fill))
    print_on_one_width(page, 3 + len(fill))
    _lists(page, book, heads, max(row, 1), codes)


def _lists(page: Any, book: Codebook, heads: Sequence[str], last: int, codes: int) -> None:
    """Lists to choose from; several codes for one passage may be written by hand."""
    told = "Choose one, or write several with ; between them. Empty: no code applies."
    at = heads.index("code")
    rule = {"validate": "list", "source": f"=Codes!$A$2:$A${codes + 1}", "input_title": "Code", "input_message": told}
    page.data_validation(1, at, last, at, {**rule, "error_type": "information", "error_title": "Several codes?"})
    for facet in book.facets:
        values = list(facet.values)
        if len(",".join(values)) <= INLINE:
            at = heads.index(facet.id)
            page.data_validation(1, at, last, at, {"validate": "list", "source": values})


def _documents(page: Any, documents: Sequence[Document], book: Codebook, coder: str, looks: dict[str, Any]) -> None:
    heads = (("document", 40), ("finished", 10), ("coder", 10), ("codebook", 0), ("finished before", 0))
    for at, (name, width) in enumerate(heads):
        page.set_column(at, at, width, None, {"hidden": not width})
        page.write_string(0, at, name, looks["fill head" if name == "finished" else "head"])
    for row, document in enumerate(documents, 1):
        page.write_string(row, 0, cell_of(document.id), looks["words"])
        page.write_blank(row, 1, None, looks["fill"])
        page.write_string(row, 2, coder, looks["words"])
        page.write_string(row, 3, book.name)
        page.write_string(row, 4, "")
    told = "yes: all of it was read. Where no code stands, none applies."
    rule = {"validate": "list", "source": ["yes"], "input_title": "Finished", "input_message": told}
    page.data_validation(1, 1, max(len(documents), 1), 1, rule)
    page.freeze_panes(1, 0)
    print_on_one_width(page, 3)


def _how_to(page: Any, documents: Sequence[Document], book: Codebook, corpus: str, looks: dict[str, Any]) -> None:
    facets = ", ".join(facet.id for facet in book.facets)
    told = [
        f"{len(documents)} documents of {corpus}, to be coded with {book.name} {book.version}".rstrip(),
        "Somebody else codes the same documents. Please do not talk about them before both are done.",
        "Read in order. Give each passage that a code fits its code in the yellow cell; leave the others empty.",
        "A code fits a part only? Shorten the passage to these words. Two parts, two codes? Copy the row.",
        facets and f"{facets}: choose where it can be told.",
        "What is grey was said by an interviewer, or is a heading, and is there to be read.",
        "On the sheet Documents say yes for each document that you have read to its end.",
        "Save it under any name and send it back. You may hide columns; please leave the headings as they are.",
        f"It is taken in by: send-qual import FILE --into {corpus}",
    ]
    page.set_column(0, 0, 110)
    for row, words in enumerate(filter(None, told)):
        page.write_string(row, 0, words, looks["head"] if row == 0 else looks["words"])
        page.set_row(row, 20)
    print_on_one_width(page, 1)

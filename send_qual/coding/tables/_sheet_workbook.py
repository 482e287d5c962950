"""A review sheet as a workbook: what is read, what is filled in from lists, and what the codes mean."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

from send_qual.coding._frame import facet_columns
from send_qual.coding.tables._review_rows import CHOICES, HIDDEN
from send_qual.study.table_formats import cell_of, text_format, workbook_options

if TYPE_CHECKING:
    import pandas as pd

    from send_qual.coding.tables._review import ReviewSheet

__all__ = [
    "INLINE",
    "codes_page",
    "facets_of",
    "fitted",
    "looks_of",
    "print_on_one_width",
    "sheet_frame",
    "sheet_workbook",
]

_WIDTHS: Final = {
    "document": 15, "where": 11, "question": 28, "before": 30, "passage": 52, "after": 30, "code": 24, "decision": 10,
    "new code": 24, "memo": 26, "reviewer": 9, "decided so far": 22, "why": 26, "sure": 6,
}  # fmt: skip
_FACET = 12
_QUIET = frozenset({"document", "where", "question", "before", "after", "why", "sure", "decided so far"})
_LINE: Final = {"bottom": 1, "bottom_color": "#D9D9D9", "align": "left", "indent": 1}
_TALL = 400  # points; Excel allows 409
INLINE = 255  # letters of a list that Excel takes within a rule; longer ones are taken from a sheet


def facets_of(sheet: ReviewSheet) -> list[str]:
    """The facets that can be filled in."""
    return list(facet_columns(sheet.codings))


def sheet_frame(sheet: ReviewSheet) -> pd.DataFrame:
    """All columns of a sheet as a table, with what is finished in a column of its own.

    Returns
    -------
    pandas.DataFrame
        One row per suggestion, as the workbook's first sheet has it.
    """
    import pandas as pd

    table = _table(sheet)
    for row in table:
        row["finished"] = row["finished before"] = "yes" if row["document"] in sheet.finished else ""
    return pd.DataFrame(table, columns=[*_columns(sheet, table), *HIDDEN, "finished before"])


def _table(sheet: ReviewSheet) -> list[dict[str, str | int | float]]:
    facets, id = facets_of(sheet), f"{sheet.id} {sheet.reviewer}".strip()
    return [row.cells(facets, id) for row in sheet.rows]


def _columns(sheet: ReviewSheet, table: list[dict[str, str | int | float]]) -> list[str]:
    """The columns to be seen; one of context only where any row has it."""
    named = [
        *("document", "where", "question", "before", "passage", "after", "code", "decision", "new code"),
        *(*facets_of(sheet), "memo", "reviewer", "decided so far", "why", "sure"),
    ]
    optional = {"where", "question", "decided so far"}
    shown = [name for name in named if name not in optional or any(row[name] for row in table)]
    return [*shown, "finished"] if table and "finished" in table[0] else shown


def sheet_workbook(sheet: ReviewSheet) -> bytes:
    """The bytes of the workbook: sheets Review, Documents, Codes and How to."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, workbook_options()) as book:
        looks = looks_of(book)
        parts = {name: book.add_worksheet(name) for name in ("Review", "Documents", "Codes", "How to")}
        told = [(code.id, code.name, code.definition) for code in sheet.codings.codebook or ()]
        told = told or [(code, "", "") for code in sorted({row.coding.code for row in sheet.rows})]
        codes = codes_page(parts["Codes"], told, looks)
        _review(parts["Review"], sheet, looks, codes)
        _documents(parts["Documents"], sheet, looks)
        _how_to(parts["How to"], sheet, looks)
    return out.getvalue()


def looks_of(book: Any) -> dict[str, Any]:
    """How cells look: what is read, what is filled in, and their heads."""
    return {
        "head": book.add_format({"bold": True, "bg_color": "#DCE6F1", "bottom": 1, "text_wrap": True, "valign": "top"}),
        "fill head": book.add_format(
            {"bold": True, "bg_color": "#FFE699", "bottom": 1, "text_wrap": True, "valign": "top"}
        ),
        "words": book.add_format(text_format(**_LINE)),
        "quiet": book.add_format(text_format(font_color="#595959", font_size=9, **_LINE)),
        "fill": book.add_format(text_format(bg_color="#FFF8DC", border=1, border_color="#D9D9D9")),
        "sure": book.add_format(
            {"num_format": "0%", "valign": "top", "font_color": "#595959", "font_size": 9, **_LINE}
        ),
    }


def _review(page: Any, sheet: ReviewSheet, looks: dict[str, Any], codes: int) -> None:
    facets = facets_of(sheet)
    table = _table(sheet)
    shown = _columns(sheet, table)
    to_fill = {"decision", "new code", "memo", "reviewer", *facets}
    for at, name in enumerate([*shown, *HIDDEN]):
        look = "fill" if name in to_fill else "quiet" if name in _QUIET else "words"
        page.set_column(at, at, _WIDTHS.get(name, _FACET), None, {"hidden": name in HIDDEN})
        page.write_string(0, at, name, looks["fill head" if name in to_fill else "head"])
        for row, cells in enumerate(table, 1):
            value = cells[name]
            if isinstance(value, (int, float)):
                page.write_number(row, at, value, looks["sure" if name == "sure" else "words"])
            elif name in HIDDEN:
                page.write_string(row, at, cell_of(value))
            elif value or look == "fill":
                page.write_string(row, at, cell_of(value), looks[look]) if value else page.write_blank(
                    row, at, None, looks[look]
                )
    for row, cells in enumerate(table, 1):
        page.set_row(row, max(_height(name, cells[name]) for name in shown))
    last = max(len(table), 1)
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, last, len(shown) - 1)
    print_on_one_width(page, len(shown))
    _lists(page, sheet, shown, (last, codes))


def _height(name: str, value: str | float) -> float:
    """Points that a cell needs."""
    wide, point = (1.25, 12.0) if name in _QUIET else (1.05, 15.0)
    return fitted(str(value), _WIDTHS.get(name, _FACET), wide, point)


def fitted(words: str, width: float, wide: float = 1.05, point: float = 15.0) -> float:
    """Points that words need in a column: not every program fits rows to wrapped words by itself."""
    room = (width - 2) * wide
    return min(point * sum(max(1, math.ceil(len(line) / room)) for line in words.split("\n")) + 3, _TALL)


def _lists(page: Any, sheet: ReviewSheet, shown: list[str], size: tuple[int, int]) -> None:
    """Lists to choose from: the decision, the code it should have, the values of each facet."""
    last, codes = size
    book = sheet.codings.codebook
    values = {facet.id: list(facet.values) for facet in book.facets} if book else {}
    rules: dict[str, dict[str, Any]] = {
        "decision": {
            "source": list(CHOICES),
            "input_title": "Decision",
            "input_message": "accept, reject, or recode: then choose the new code beside it. Empty: not decided yet.",
        },
        "new code": {
            "source": f"=Codes!$A$2:$A${codes + 1}",
            "input_title": "New code",
            "input_message": "Only where another code fits. The sheet Codes says what they mean.",
        },
    }
    rules |= {facet: {"source": given} for facet, given in values.items() if given and len(",".join(given)) <= INLINE}
    for name, rule in rules.items():
        at = shown.index(name)
        told = {"error_title": "Not in the list", "error_message": "Choose from the list, or leave the cell empty."}
        page.data_validation(1, at, last, at, {"validate": "list", **rule, **told})


def codes_page(page: Any, told: Sequence[tuple[str, str, str]], looks: dict[str, Any]) -> int:
    """The codes with their names and definitions; how many there are."""
    for at, (name, width) in enumerate((("code", 34), ("name", 34), ("definition", 90))):
        page.set_column(at, at, width)
        page.write_string(0, at, name, looks["head"])
        for row, cells in enumerate(told, 1):
            page.write_string(row, at, cell_of(cells[at]), looks["words"])
    page.freeze_panes(1, 0)
    print_on_one_width(page, 3)
    return len(told)


def _documents(page: Any, sheet: ReviewSheet, looks: dict[str, Any]) -> None:
    """Which documents are finished: there only people's codings count."""
    heads = ("document", "suggestions here", "decided", "finished", "reviewer", "codebook", "finished before")
    named = sorted({row.document for row in sheet.codings})
    book = sheet.codings.codebook
    for at, (name, width) in enumerate(zip(heads, (34, 13, 9, 10, 10, 0, 0), strict=True)):
        page.set_column(at, at, width, None, {"hidden": not width})
        page.write_string(0, at, name, looks["fill head" if name in ("finished", "reviewer") else "head"])
    for row, document in enumerate(named, 1):
        here = [one for one in sheet.rows if one.coding.document == document]
        yes = "yes" if document in sheet.finished else ""
        page.write_string(row, 0, cell_of(document), looks["words"])
        page.write_number(row, 1, len(here), looks["words"])
        page.write_number(row, 2, sum(one.verdict is not None for one in here), looks["words"])
        page.write_string(row, 3, yes, looks["fill"])
        page.write_string(row, 4, sheet.finished.get(document, sheet.reviewer), looks["fill"])
        page.write_string(row, 5, book.name if book else "")
        page.write_string(row, 6, yes)
    told = "yes: all of it was read. Suggestions nobody decided on count there no more."
    rule = {"validate": "list", "source": ["yes"], "input_title": "Finished", "input_message": told}
    page.data_validation(1, 3, max(len(named), 1), 3, rule)
    page.freeze_panes(1, 0)
    print_on_one_width(page, 5)


def _how_to(page: Any, sheet: ReviewSheet, looks: dict[str, Any]) -> None:
    book, corpus = sheet.codings.codebook, sheet.codings.corpus
    of = f" of {corpus.name}" if corpus else ""
    with_ = f", coded with {book.name} {book.version}" if book else ""
    facets = ", ".join(facets_of(sheet))
    told = [
        f"Suggestions{of}{with_}, made {sheet.id[:10]}",
        sheet.about,
        "A machine suggested each code. Read the passage, then fill in the yellow cells of its row on Review.",
        "decision: accept, reject, or recode (choose the new code beside it). Not sure yet? Leave it empty.",
        facets and f"{facets}: put it right where the suggestion has it wrong; that alone accepts the rest.",
        "memo: whatever should be remembered. reviewer: your initials.",
        "On the sheet Documents say which documents you have finished: there only people's codings count.",
        "Save it under any name and send it back. You may sort and hide; please leave the headings as they are.",
        "Rows that you do not change say nothing: what others decide meanwhile stays.",
        f"It is taken in by: send-qual import FILE --into {corpus.name if corpus else 'CORPUS'}",
    ]
    page.set_column(0, 0, 110)
    for row, words in enumerate(filter(None, told)):
        page.write_string(row, 0, words, looks["head"] if row == 0 else looks["words"])
        page.set_row(row, 20)
    print_on_one_width(page, 1)


def print_on_one_width(page: Any, columns: int) -> None:
    page.set_landscape()
    page.set_paper(8 if columns > 8 else 9)  # A3, A4
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    page.set_footer("&L&A&R&P / &N")

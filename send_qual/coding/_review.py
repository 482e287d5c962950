"""Suggestions as a spreadsheet to be sent round, decided on, and imported again."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from send_qual.coding.codings import Codings

__all__ = ["ReviewSheet", "review_sheet"]

_COLUMNS = (
    # heading, width, of what is to be filled in
    ("document", 20, False), ("before", 16, False), ("quote", 70, False), ("after", 16, False), ("code", 26, False),
    ("polarity", 12, True), ("why", 40, False), ("confidence", 11, False), ("decision", 20, True),
    ("reviewer", 10, True), ("memo", 30, True), ("coder", 12, False), ("codebook", 12, False), ("start", 8, False),
    ("end", 8, False), ("id", 10, False),
)  # fmt: skip
_ROW_HEIGHT = 60


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """Suggestions that wait for a decision. Get one by :func:`review_sheet`."""

    codings: Codings
    reviewer: str = ""

    def __len__(self) -> int:
        return len(self.codings)

    def to_excel(self, path: str | Path) -> Path:
        """Write the sheet: text only, no formulas, with drop-down lists for what is to be decided.

        Parameters
        ----------
        path : str or Path
            An ``.xlsx`` file; an older one is replaced only once the new one is whole.

        Returns
        -------
        pathlib.Path
            The file written. ``send-qual import FILE --into CORPUS`` takes it back.
        """
        import xlsxwriter

        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.stem}-{os.getpid()}.tmp")
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        try:
            with xlsxwriter.Workbook(str(temporary), options) as book:
                self._fill(book)
            temporary.replace(path)
        finally:
            temporary.unlink(missing_ok=True)
        return path

    def _fill(self, book: object) -> None:
        from xlsxwriter import Workbook

        assert isinstance(book, Workbook)  # noqa: S101 -- for the type checker; xlsxwriter has no types
        sheet, lists = book.add_worksheet("Review"), book.add_worksheet("Codes")
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"text_wrap": True, "valign": "top"})
        fill = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#fff8dc", "border": 1})
        for column, (name, width, to_fill) in enumerate(_COLUMNS):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, name, head)
            for at, cells in enumerate(self._rows(), 1):
                value = cells[column]
                if isinstance(value, (int, float)):
                    sheet.write_number(at, column, value, plain)
                else:
                    sheet.write_string(at, column, value, fill if to_fill else plain)
        for at in range(1, len(self) + 1):
            sheet.set_row(at, _ROW_HEIGHT)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(self), 1), len(_COLUMNS) - 1)
        self._lists(sheet, lists)

    def _rows(self) -> list[tuple[str | float, ...]]:
        return [
            (
                c.document, c.prefix, c.quote, c.suffix, c.code, c.polarity, c.reason, c.confidence or 0.0, "",
                self.reviewer, c.memo, c.coder, c.codebook, c.start, c.end, c.key,
            )
            for c in self.codings
        ]  # fmt: skip

    def _lists(self, sheet: object, lists: object) -> None:
        """Drop-downs: accept, reject or any other code; and the polarities."""
        from xlsxwriter.worksheet import Worksheet

        assert isinstance(sheet, Worksheet)  # noqa: S101
        assert isinstance(lists, Worksheet)  # noqa: S101
        book = self.codings.codebook
        codes = [code.id for code in book] if book else sorted({c.code for c in self.codings})
        values = next((f.values for f in book.facets if f.id == "polarity"), ()) if book else ()
        choices = ["accept", "reject", *codes]
        for at, choice in enumerate(choices):
            lists.write_string(at, 0, choice)
            if book and choice in book:
                lists.write_string(at, 1, book[choice].name)
                lists.write_string(at, 2, book[choice].definition)
        lists.set_column(0, 1, 32)
        lists.set_column(2, 2, 100)
        names = [name for name, _, _ in _COLUMNS]
        last = max(len(self), 1)
        at = names.index("decision")
        sheet.data_validation(
            1, at, last, at,
            {
                "validate": "list",
                "source": f"=Codes!$A$1:$A${len(choices)}",
                "input_title": "Decision",
                "input_message": "accept, reject, or the code it should have. Empty: not decided yet.",
                "error_title": "Not in the list",
                "error_message": "Choose accept, reject, or a code of the second sheet.",
            },
        )  # fmt: skip
        if values:
            at = names.index("polarity")
            sheet.data_validation(1, at, last, at, {"validate": "list", "source": list(values)})


def review_sheet(codings: Codings, *, reviewer: str = "") -> ReviewSheet:
    """The suggestions among codings, to be decided on in a spreadsheet.

    Parameters
    ----------
    codings : Codings
        What is not ``suggested`` is left out: it has been decided.
    reviewer : str, optional
        Whose decisions they will be; may be filled in later.

    Examples
    --------
    >>> from send_qual.coding import Coding
    >>> len(review_sheet(Codings((Coding("a.vtt", 0, 4, "wait", "health", "panel-1"),))))
    1
    """
    return ReviewSheet(codings.where(status="suggested"), reviewer)

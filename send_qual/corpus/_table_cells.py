"""The cells of a table that somebody sent, from CSV or the first sheet of a workbook."""

from __future__ import annotations

from send_qual.corpus._text_encoding import decoded
from send_qual.corpus.document import fix_text
from send_qual.errors import Fault, SendQualError
from send_qual.study.table_formats import rows_of, workbook_rows

__all__ = ["table_cells"]


def table_cells(name: str, data: bytes, suffix: str) -> list[tuple[int, list[str]]]:
    r"""The rows of a table that are not empty, by their number in a spreadsheet.

    Parameters
    ----------
    name : str
        For messages.
    data : bytes
    suffix : str
        ``".xlsx"``, or that of a text file.

    Raises
    ------
    SendQualError
        Where it is damaged.

    Examples
    --------
    >>> table_cells("a.csv", b"Code, Example\n,\nWaits,We waited\n", ".csv")
    [(1, ['Code', 'Example']), (3, ['Waits', 'We waited'])]
    """
    try:
        rows = workbook_rows(data) if suffix == ".xlsx" else rows_of(decoded(data, name)[0])
    except SendQualError:
        raise
    except Exception as error:  # openpyxl raises whatever it stumbles over
        problem = f"the table cannot be read ({type(error).__name__})"
        raise SendQualError(Fault(name, problem, "Save it again as .xlsx, or as CSV in UTF-8")) from error
    plain = [(n, [fix_text(cell).strip() for cell in cells]) for n, cells in rows]
    return [(n, cells) for n, cells in plain if any(cells)]

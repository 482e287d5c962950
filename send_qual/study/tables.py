"""The one door through which tables leave as CSV: readable by Excel, and never a formula."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from send_qual.study.files import write_bytes

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["formula_safe", "formula_unsafe", "write_csv"]

# A spreadsheet reads a cell that begins so as a formula (tab and return count: Excel strips them first).
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def formula_safe(value: object) -> object:
    r"""A cell that a spreadsheet shows as text: an apostrophe before ``=``, ``+``, ``-``, ``@``, tab or return.

    Parameters
    ----------
    value : object
        Numbers, dates and missing values pass as they are.

    Examples
    --------
    >>> formula_safe('=HYPERLINK("x")')
    '\'=HYPERLINK("x")'
    >>> formula_safe(-3), formula_safe("a - b")
    (-3, 'a - b')
    """
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


def formula_unsafe(value: str) -> str:
    """The words of a cell that :func:`formula_safe` may have marked.

    Examples
    --------
    >>> formula_unsafe("'- quite so"), formula_unsafe("'tis true")
    ('- quite so', "'tis true")
    """
    if value.startswith("'") and value[1:].lstrip(" ").startswith(_FORMULA_STARTS):
        return value[1:]
    return value


def write_csv(frame: pd.DataFrame, path: str | Path, *, private: bool = False) -> Path:
    """Write a table as CSV: UTF-8 with a mark that Excel needs, no formulas, all or nothing.

    Parameters
    ----------
    frame : pandas.DataFrame
        Its index is not written. Missing values become empty cells.
    path : str or pathlib.Path
        Folders that are missing are made. An older file is replaced only once the new one is whole.
    private : bool
        Readable by its owner only, from its first byte on.

    Returns
    -------
    pathlib.Path
        The file written.

    Raises
    ------
    OSError
        Where the folder cannot be written, or the file stands open in Excel on Windows.
    """
    import pandas as pd

    safe = frame.rename(columns=formula_safe)
    for column, kind in enumerate(frame.dtypes):
        if not pd.api.types.is_numeric_dtype(kind) and not pd.api.types.is_datetime64_any_dtype(kind):
            safe.isetitem(column, [formula_safe(value) for value in frame.iloc[:, column]])
    text: str = safe.to_csv(index=False, lineterminator="\r\n")
    return write_bytes(path, text.encode("utf-8-sig"), private=private)

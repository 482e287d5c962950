"""Take a code out of a codebook's YAML again; every other byte of the file stays as it is."""

from __future__ import annotations

from pathlib import Path

from send_qual.codebook._add import STEP, as_item, last_line, node_of, value_of
from send_qual.codebook._read import read_codebook
from send_qual.codebook._rewrite import rewrite
from send_qual.codebook.codebook import Code, Codebook
from send_qual.errors import Fault, SendQualError
from send_qual.study import find_codebook

__all__ = ["CodeKeptError", "remove_code"]


class CodeKeptError(SendQualError):
    """A code that is not taken out of a codebook.

    Parameters
    ----------
    place, why : str
        The file; and the reason, as a sentence goes on after the code's name.
    """

    def __init__(self, place: str, why: str) -> None:
        super().__init__(Fault(place, why))
        self.why = why


def remove_code(codebook: str | Path, code: Code) -> Codebook:
    r"""Take out a code that :func:`add_code` wrote.

    Where nobody changed the file in between it is, byte for byte, as it was before. Whatever others wrote into it
    stays.

    Parameters
    ----------
    codebook : str or Path
        Name or file.
    code : Code
        As it was added.

    Returns
    -------
    Codebook
        As read from the new file.

    Raises
    ------
    CodeKeptError
        Where the code is not there as it was added, or the codebook has come to need it: sub-codes, issues or
        worked examples refer to it.
    SendQualError
        Where the file cannot be read or written.

    Examples
    --------
    >>> import tempfile
    >>> from send_qual.codebook import add_code
    >>> path = Path(tempfile.mkdtemp()) / "tea.yaml"
    >>> text = "name: tea\nversion: '1'\ncodes:\n  - {id: cup, name: Cup, definition: All about cups.}\n"
    >>> _ = path.write_text(text, encoding="utf-8")
    >>> lid = Code("lid", "Lid", definition="Its lid.")
    >>> "lid" in add_code(path, lid), "lid" in remove_code(path, lid), path.read_text(encoding="utf-8") == text
    (True, False, True)
    """
    path = find_codebook(str(codebook))
    left: list[Code] = []

    def change(text: str) -> str:
        book = read_codebook(path)
        if why := _needed(book, code):
            raise CodeKeptError(path.name, why)
        left[:] = [one for one in book if one.id != code.id]
        return _without(text, code, path.name)

    def check(book: Codebook) -> None:
        if list(book) != left:
            raise CodeKeptError(path.name, "its entry cannot be told from what is around it")

    return rewrite(path, change, check)


def _needed(book: Codebook, code: Code) -> str:
    """What in the codebook keeps a code there; ``""`` for nothing."""
    if code.id not in book:
        return "it is not in the codebook"
    if any(one.parent == code.id for one in book):
        return "it has sub-codes now"
    if issue := next((issue for issue in book.issues if code.id in issue.codes), None):
        return f"the issue `{issue.id}` names it now"
    if any(code.id == id for example in book.worked for id, _ in example.codes):
        return "there are worked examples of it now"
    if len(book.codes) == 1:
        return "it is the only code of the codebook"
    return "" if book[code.id] == code else "its entry was changed since"


def _without(text: str, code: Code, place: str) -> str:
    holder, node = node_of(text, code.parent), node_of(text, code.id)
    lines = text.splitlines(keepends=True)
    first, last = node.start_mark.line, last_line(lines, node.end_mark.line)
    entry = "".join(lines[first:last]).replace("\r\n", "\n")
    indent = node.start_mark.column - STEP
    if entry.removesuffix("\n") != as_item(code, indent).removesuffix("\n"):
        raise CodeKeptError(place, "its entry was changed since")
    if len(value_of(holder, "codes").value) == 1:  # then `codes:` goes as well
        first -= 1
        if lines[first].strip() != "codes:":
            raise CodeKeptError(place, "something was written around its entry since")
    left = [*lines[:first], *lines[last:]]
    if left and not lines[-1].endswith(("\n", "\r")) and last == len(lines):
        left[-1] = left[-1].rstrip("\r\n")  # a file without a last line end stays one
    return "".join(left)

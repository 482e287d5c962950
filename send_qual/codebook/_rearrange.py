"""Move a code in a codebook's YAML, give it another id, join it to another, take it out; every other line stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from send_qual.codebook._add import STEP, last_line, node_of, value_of
from send_qual.codebook._edit import with_field
from send_qual.codebook._read import read_codebook
from send_qual.codebook._rewrite import rewrite
from send_qual.codebook.codebook import Code, Codebook
from send_qual.errors import Fault, SendQualError
from send_qual.study import find_codebook

__all__ = ["delete_code", "merge_codes", "move_code"]


def move_code(codebook: str | Path, id: str, *, parent: str = "", own: str = "") -> Codebook:
    r"""Put a code, with its sub-codes, under another one, or give it another id; what it was called is noted with it.

    Parameters
    ----------
    codebook : str or Path
    id : str
        Full id.
    parent : str
        The code it goes under; ``""``: it is a theme.
    own : str, optional
        The last part of its id from now on; default: as it is.

    Returns
    -------
    Codebook
        As read from the new file.

    Raises
    ------
    SendQualError
        Where that cannot be done without touching anything else; the file is as it was then.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "tea.yaml"
    >>> text = "name: tea\nversion: '1'\ncodes:\n"
    >>> text += "".join(f"  - id: {id}\n    name: {id}\n    definition: A {id}.\n" for id in ("cup", "lid"))
    >>> _ = path.write_text(text, encoding="utf-8")
    >>> [(code.id, code.formerly) for code in move_code(path, "lid", parent="cup", own="cover")]
    [('cup', ()), ('cup/cover', ('lid',))]
    """
    path = find_codebook(str(codebook))
    book = read_codebook(path)
    code = _known(book, id, path)
    new = "/".join(filter(None, (parent, own or id.rpartition("/")[2])))
    if new == id:
        return book
    if parent == id or parent.startswith(f"{id}/") or (parent and parent not in book):
        raise SendQualError(Fault(path.name, f"`{id}` cannot go under `{parent}`", "Name a code that is not below it"))
    if new in book:
        raise SendQualError(Fault(path.name, f"there is a code `{new}` already", "Choose another id, or merge the two"))
    _free(book, id, path)
    formerly = tuple(dict.fromkeys((*(old for old in code.formerly if old != new), id)))

    def change(text: str) -> str:
        if parent == code.parent:
            text = _with_id(text, id, new.rpartition("/")[2])
        else:
            rest, block, indent = _taken_out(text, id, path.name)
            text = _put_in(rest, parent, block, indent, path.name)
            text = _with_id(text, "/".join(filter(None, (parent, id.rpartition("/")[2]))), new.rpartition("/")[2])
        return with_field(text, new, "formerly", formerly, path.name)

    def moved(one: Code) -> Code:
        if one.id == id:
            return replace(one, id=new, parent=parent, formerly=formerly)
        if one.id.startswith(f"{id}/"):
            return replace(one, id=new + one.id[len(id) :], parent=new + one.parent[len(id) :])
        return one

    return rewrite(path, change, _check([moved(one) for one in book], path))


def merge_codes(codebook: str | Path, id: str, into: str) -> Codebook:
    """Take a code out and let its codings be those of another one, with which is noted what it was called.

    Raises
    ------
    SendQualError
        Where one of them is not there, it has sub-codes, or an issue or worked example names it.
    """
    path = find_codebook(str(codebook))
    book = read_codebook(path)
    code, other = _known(book, id, path), _known(book, into, path)
    if id == into or book.under(id):
        problem = f"`{id}` cannot be merged into `{into}`" + ("" if id == into else ": it has sub-codes")
        raise SendQualError(Fault(path.name, problem, "Move or merge its sub-codes first"))
    _free(book, id, path)
    formerly = tuple(dict.fromkeys((*other.formerly, *code.formerly, id)))

    def change(text: str) -> str:
        rest, _, _ = _taken_out(text, id, path.name)
        return with_field(rest, into, "formerly", formerly, path.name)

    left = [replace(one, formerly=formerly) if one.id == into else one for one in book if one.id != id]
    return rewrite(path, change, _check(left, path))


def delete_code(codebook: str | Path, id: str) -> Codebook:
    """Take a code out; whoever calls this knows that nobody uses it.

    Raises
    ------
    SendQualError
        As :func:`merge_codes`; and for the only code of a codebook.
    """
    path = find_codebook(str(codebook))
    book = read_codebook(path)
    _known(book, id, path)
    if book.under(id) or len(book.codes) == 1:
        raise SendQualError(
            Fault(path.name, f"`{id}` has sub-codes, or is the only code", "Move or delete those first")
        )
    _free(book, id, path)
    left = [one for one in book if one.id != id]
    return rewrite(path, lambda text: _taken_out(text, id, path.name)[0], _check(left, path))


def _known(book: Codebook, id: str, path: Path) -> Code:
    if id not in book:
        raise SendQualError(Fault(path.name, f"there is no code `{id}`", "It was taken out or moved meanwhile"))
    return book[id]


def _free(book: Codebook, id: str, path: Path) -> None:
    """Nothing else in the codebook names the code or what is below it."""
    ids = {id, *(one.id for one in book.under(id))}
    issue = next((issue.id for issue in book.issues if ids & set(issue.codes)), "")
    worked = any(ids & {code for code, _ in example.codes} for example in book.worked)
    if issue or worked:
        what = f"the issue `{issue}` names it" if issue else "there are worked examples of it"
        raise SendQualError(Fault(path.name, f"`{id}` stays: {what}", "Change that in the file first"))


def _check(expected: list[Code], path: Path) -> Callable[[Codebook], None]:
    wanted = sorted(expected, key=lambda one: one.id)

    def check(book: Codebook) -> None:
        if sorted(book, key=lambda one: one.id) != wanted:
            raise SendQualError(Fault(path.name, "that cannot be done without touching other entries", "Do it by hand"))

    return check


def _taken_out(text: str, id: str, place: str) -> tuple[str, list[str], int]:
    """The text without a code's entry, the lines of that, and how far they are set in."""
    node, holder = node_of(text, id), node_of(text, id.rpartition("/")[0])
    lines = text.splitlines(keepends=True)
    first, last = node.start_mark.line, last_line(lines, node.end_mark.line)
    indent = node.start_mark.column - STEP
    if node.flow_style or lines[first][: node.start_mark.column].strip() != "-":
        mend = "Write each key on its own line, `- id: ...`"
        raise SendQualError(Fault(place, f"the code `{id}` stands in braces", mend))
    block = [line if line.endswith("\n") else f"{line}\n" for line in lines[first:last]]
    if len(value_of(holder, "codes").value) == 1:  # then `codes:` goes as well
        key = next(key for key, _ in holder.value if key.value == "codes")
        at = key.start_mark.line
        if lines[at].strip() != "codes:":
            raise SendQualError(Fault(place, f"there is something around the entry of `{id}`", "Move it by hand"))
        # Comments between stay, set out: they must not be read as more of the definition above them.
        between = [f"{' ' * key.start_mark.column}{line.lstrip(' ')}" for line in lines[at + 1 : first]]
        return "".join((*lines[:at], *between, *lines[last:])), block, indent
    return "".join((*lines[:first], *lines[last:])), block, indent


def _put_in(text: str, parent: str, block: list[str], indent: int, place: str) -> str:
    holder = node_of(text, parent)
    codes = value_of(holder, "codes")
    if holder.flow_style or (codes is not None and codes.flow_style):
        raise SendQualError(Fault(place, f"the code `{parent}` stands in braces", "Write each on its own lines"))
    lines = text.splitlines(keepends=True)
    end = "\r\n" if "\r\n" in text else "\n"
    if codes is not None:
        at, to = last_line(lines, codes.end_mark.line), codes.value[-1].start_mark.column - STEP
        head = []
    else:
        column = holder.value[0][0].start_mark.column
        at, to, head = last_line(lines, holder.end_mark.line), column + STEP, [f"{' ' * column}codes:{end}"]
    if at and not lines[at - 1].endswith("\n"):
        lines[at - 1] += end
    return "".join((*lines[:at], *head, *(_shifted(line, to - indent) for line in block), *lines[at:]))


def _shifted(line: str, by: int) -> str:
    if not line.strip():
        return line
    return " " * by + line if by >= 0 else line[min(-by, len(line) - len(line.lstrip(" "))) :]


def _with_id(text: str, id: str, own: str) -> str:
    value: Any = value_of(node_of(text, id), "id")
    if value.value == own:
        return text
    lines = text.splitlines(keepends=True)
    at, start, stop = value.start_mark.line, value.start_mark.column, value.end_mark.column
    lines[at] = lines[at][:start] + own + lines[at][stop:]
    return "".join(lines)

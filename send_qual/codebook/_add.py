"""Write a new code into a codebook's YAML; every other byte of the file stays as it is."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from send_qual.codebook._compose import compose
from send_qual.codebook._read import read_codebook
from send_qual.codebook._rewrite import rewrite
from send_qual.codebook.codebook import Code, Codebook
from send_qual.errors import Fault, SendQualError
from send_qual.study import find_codebook

__all__ = ["STEP", "add_code", "as_item", "last_line", "node_of", "value_of"]

STEP = 2  # spaces by which items are set in


def add_code(codebook: str | Path, code: Code) -> Codebook:
    """Add a code at the end of its parent's sub-codes, or of the themes.

    Comments, order and spelling of what is there are kept: only lines are inserted. The file is replaced only
    once the new one has been read without fault.

    Parameters
    ----------
    codebook : str or Path
        Name or file.
    code : Code
        Its ``parent`` is there; its id is not yet.

    Returns
    -------
    Codebook
        As read from the new file.

    Raises
    ------
    SendQualError
        Where the id is taken, the parent is unknown, the new file would have a fault, or the codebook is the
        one inside the installed program, which an update would overwrite.
    """
    path = find_codebook(str(codebook))

    def check(book: Codebook) -> None:
        if code.id not in book:
            mend = "Add it by hand"
            raise SendQualError(Fault(path.name, f"there is no place that the code `{code.id}` fits into", mend))

    def change(text: str) -> str:
        book, place = read_codebook(path), path.name
        if code.id in book:
            raise SendQualError(Fault(place, f"there is a code `{code.id}` already", "Choose another id"))
        if code.parent and code.parent not in book:
            problem = f"there is no code `{code.parent}` to put it under"
            raise SendQualError(Fault(place, problem, "Name one that is there"))
        return _with_code(text, code, place)

    return rewrite(path, change, check)


def _with_code(text: str, code: Code, place: str) -> str:
    holder = node_of(text, code.parent)
    codes = value_of(holder, "codes")
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    if holder.flow_style or (codes is not None and codes.flow_style):
        what = f"the code `{code.parent}` stands in braces" if holder.flow_style else "its codes stand in brackets"
        raise SendQualError(Fault(place, what, "Write each on its own lines, `- id: ...`"))
    if codes is not None:
        at, indent = last_line(lines, codes.end_mark.line), codes.value[-1].start_mark.column - STEP
        new = as_item(code, indent)
    else:
        at, column = last_line(lines, holder.end_mark.line), holder.value[0][0].start_mark.column
        new = f"{' ' * column}codes:\n{as_item(code, column + STEP)}"
    if at and not lines[at - 1].endswith(("\n", "\r")):  # a file without a last line end stays one
        lines[at - 1] += end
        new = new.removesuffix("\n")
    return "".join((*lines[:at], new.replace("\n", end), *lines[at:]))


def node_of(text: str, id: str) -> Any:
    """The mapping of a code in a codebook's text; of the codebook itself for ``""``."""
    node = compose(text.removeprefix("\ufeff") + "\n")  # so that every block ends on a line after its last
    for step in id.split("/") if id else ():
        node = next(item for item in value_of(node, "codes").value if value_of(item, "id").value == step)
    return node


def value_of(node: Any, key: str) -> Any:
    """The node of a key of a mapping, or ``None``."""
    return next((value for name, value in node.value if name.value == key), None)


def last_line(lines: list[str], line: int) -> int:
    """The line after the last one of a block that says something."""
    while line and re.match(r"\s*(#.*)?$", lines[line - 1] if line <= len(lines) else ""):
        line -= 1
    return line


def as_item(code: Code, indent: int) -> str:
    """The code as an item of a list, set in."""
    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

    entry: dict[str, Any] = {"id": code.id.rsplit("/", 1)[-1], "name": code.name, "definition": code.definition}
    for key in ("include", "exclude", "examples"):
        if values := getattr(code, key):
            entry[key] = list(values)
    entry |= dict(code.phrases)
    if code.colour:
        entry["colour"] = Quoted(code.colour)
    if code.terms:
        entry["terms"] = [_term(term) for term in code.terms]
    entry["origin"] = code.origin
    if code.added_by:
        entry["added_by"] = Quoted(code.added_by)
    if code.added_on:
        entry["added_on"] = Quoted(code.added_on)
    if code.formerly:
        entry["formerly"] = list(code.formerly)
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 110
    out = io.StringIO()
    yaml.dump([entry], out)
    lines = [line.removeprefix("  ") for line in out.getvalue().splitlines()]
    return "".join(f"{' ' * indent}{line}".rstrip() + "\n" for line in lines)


def _term(term: Any) -> Any:
    if term.kind == "lemma" and term.weight == 1 and not term.unless:
        return term.text
    entry: dict[str, Any] = {term.kind: term.text}
    if term.weight != 1:
        entry["weight"] = term.weight
    if term.unless:
        entry["unless"] = list(term.unless)
    return entry

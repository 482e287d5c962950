"""Change the words and the colour of a code in a codebook's YAML; comments, order and every other line stay."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from send_qual.codebook._add import last_line, node_of
from send_qual.codebook._read import read_codebook
from send_qual.codebook._rewrite import rewrite
from send_qual.codebook.codebook import Code, Codebook
from send_qual.errors import Fault, SendQualError
from send_qual.study import find_codebook

__all__ = ["edit_code", "editable", "said_of", "with_field"]

_FIELDS = ("name", "definition", "include", "exclude", "examples", "colour")
_WIDTH = 110  # letters of a line


def editable(codebook: Codebook) -> tuple[str, ...]:
    """What can be changed of a code: its words, its wording for each value of a facet, its colour."""
    values = (value for facet in codebook.facets for value in facet.values)
    return (*_FIELDS[:-1], *dict.fromkeys(values), _FIELDS[-1])


def said_of(code: Code, field: str) -> str | tuple[str, ...]:
    """What a code says under a field, be it one of its own or its wording for a value of a facet."""
    said: str | tuple[str, ...] = getattr(code, field) if field in _FIELDS else code.phrase(field)
    return said


def _changed(code: Code, changes: Mapping[str, str | tuple[str, ...]], order: tuple[str, ...]) -> Code:
    phrases = dict(code.phrases) | {k: str(v) for k, v in changes.items() if k not in _FIELDS}
    kept = tuple((value, phrases[value]) for value in order if phrases.get(value))
    return replace(code, phrases=kept, **{k: v for k, v in changes.items() if k in _FIELDS})  # type: ignore[arg-type]


def edit_code(codebook: str | Path, id: str, changes: Mapping[str, str | tuple[str, ...]]) -> Codebook:
    r"""Change what a codebook says of a code; its id and its place stay.

    Parameters
    ----------
    codebook : str or Path
        Name or file.
    id : str
        Full id.
    changes : mapping of str to str or tuple of str
        By field (:func:`editable`); an empty value takes the field away.

    Returns
    -------
    Codebook
        As read from the new file.

    Raises
    ------
    SendQualError
        Where there is no such code or field, the entry stands in braces, the codebook would have a fault then, or the
        file cannot be written. It is as it was then.

    Examples
    --------
    >>> import tempfile
    >>> path = Path(tempfile.mkdtemp()) / "tea.yaml"
    >>> text = "name: tea\nversion: '1'\ncodes:\n  - id: cup\n    name: Cup  # for now\n    definition: Cups.\n"
    >>> _ = path.write_text(text, encoding="utf-8")
    >>> edit_code(path, "cup", {"name": "Cups and mugs", "include": ("Mugs",)})["cup"].name
    'Cups and mugs'
    >>> print(path.read_text(encoding="utf-8").partition("codes:")[2])
    <BLANKLINE>
      - id: cup
        name: Cups and mugs  # for now
        definition: Cups.
        include:
          - Mugs
    <BLANKLINE>
    """
    path = find_codebook(str(codebook))
    expected: list[Code] = []

    def change(text: str) -> str:
        book = read_codebook(path)
        if unknown := [name for name in changes if name not in editable(book)]:
            problem = f"`{unknown[0]}` of a code cannot be changed so"
            raise SendQualError(Fault(path.name, problem, "Change it in the file"))
        if id not in book:
            raise SendQualError(Fault(path.name, f"there is no code `{id}`", "It was taken out meanwhile"))
        expected[:] = [_changed(one, changes, editable(book)) if one.id == id else one for one in book]
        for field, value in changes.items():
            if said_of(book[id], field) != value:
                text = with_field(text, id, field, value, path.name, editable(book))
        return text

    def check(book: Codebook) -> None:
        if list(book) != expected:
            problem = f"the entry of `{id}` cannot be changed without touching others"
            raise SendQualError(Fault(path.name, problem, "Change it by hand"))

    return rewrite(path, change, check)


def with_field(
    text: str,
    id: str,
    field: str,
    value: str | tuple[str, ...],
    place: str,
    known: tuple[str, ...] = _FIELDS,
) -> str:
    """The text with another value of a field of a code's entry, set in the order of the fields that are known."""
    order = ("id", *known, "formerly")
    node = node_of(text, id)
    if node.flow_style:
        mend = "Write each key on its own line, `- id: ...`, then it can be edited here"
        raise SendQualError(Fault(place, f"the code `{id}` stands in braces", mend))
    end = "\r\n" if "\r\n" in text else "\n"
    lines = text.splitlines(keepends=True)
    keys = [key for key, _ in node.value]
    at = next((n for n, key in enumerate(keys) if key.value == field), None)
    indent = keys[0].start_mark.column
    new = _dumped(field, value, indent) if value else []
    if at is None:
        first = last = _after(node, lines, field, order)
        if lines and not lines[first - 1].endswith(("\n", "\r")):
            lines[first - 1] += end
    else:
        first = keys[at].start_mark.line
        following = keys[at + 1].start_mark.line if at + 1 < len(keys) else node.end_mark.line
        last = last_line(lines, following)
        old = node.value[at][1]
        if new:
            new[0] = lines[first][: keys[at].start_mark.column] + new[0].lstrip(
                " "
            )  # the hyphen of the item may stand there
            new = _with_comments(new, lines[first:last], old)
    made = [line + end for line in new]
    return "".join((*lines[:first], *made, *lines[last:]))


def _with_comments(new: list[str], old: list[str], node: Any) -> list[str]:
    """The comment behind a value on one line, and those on lines of their own in a list, stay."""
    tail = (
        old[0][node.end_mark.column :].rstrip()
        if node.id == "scalar" and node.end_mark.line == node.start_mark.line
        else ""
    )
    if tail.lstrip().startswith("#") and len(new) == 1:
        return [new[0] + tail]
    return [*new, *(line.rstrip("\r\n") for line in old[1:] if line.lstrip().startswith("#"))]


def _after(node: Any, lines: list[str], field: str, order: tuple[str, ...]) -> int:
    """The line that a new field goes to: after those that come before it, before the sub-codes."""
    before = [
        n for n, (key, _) in enumerate(node.value) if key.value in order and order.index(key.value) < order.index(field)
    ]
    at = before[-1] if before else 0
    following = node.value[at + 1][0].start_mark.line if at + 1 < len(node.value) else node.end_mark.line
    return last_line(lines, following)


def _dumped(field: str, value: str | tuple[str, ...], indent: int) -> list[str]:
    from ruamel.yaml import YAML
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString as Quoted

    said: Any = list(value) if isinstance(value, tuple) else Quoted(value) if field == "colour" else value
    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = _WIDTH
    out = io.StringIO()
    yaml.dump({field: said}, out)
    return [f"{' ' * indent}{line}".rstrip() for line in out.getvalue().splitlines()]

"""A codebook from a table that a team keeps in Excel, CSV or Word: as YAML, which people then edit."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from send_qual.codebook._read import read_codebook
from send_qual.codebook.codebook import Codebook
from send_qual.corpus._sniff import check_zip, sniff
from send_qual.corpus._table_cells import table_cells
from send_qual.errors import Fault, SendQualError
from send_qual.study.files import write_text
from send_qual.study.places import study_root

__all__ = ["codebook_from"]

_LEVEL = re.compile(
    r"(?:(?:main|parent|top|sub|child|first|second|third|overarching|organi[sz]ing|global|basic)[ -]?)*"
    r"(?:themes?|codes?|categor(?:y|ies)|famil(?:y|ies)|nodes?|parents?|group|dimension|topic|level|label|name|title)"
    r"(?: ?(?:name|label|title|group|level))?(?: ?\d)?|parent ?id|belongs to|under",
    re.IGNORECASE,
)
"""A column of names, outer before inner: Theme, Category, Code, Sub-code, Level 2, Code name."""
_FIELDS = {
    "id": r"(?:code )?(?:id|no\.?|number|key|abbreviation|abbr\.?|short ?name)|#",
    "definition": r"(?:(?:code|full|brief|working|operational|short) )?"
    r"(?:definition|description|meaning|explanation|what it means|note|memo|comment|detail)s?",
    "include": r"(?:inclusion(?: criteria)?|inclusions?|includes?|including|when to use|use (?:when|for|if))",
    "exclude": r"(?:exclusion(?: criteria)?|exclusions?|excludes?|excluding|when not to use|do not use(?: when)?)",
    "examples": r"(?:(?:anchor|illustrative|typical|coding|data|example) )?"
    r"(?:examples?|quotes?|quotations?|extracts?|excerpts?)(?: \d)?",
    "terms": r"(?:key ?)?(?:words?|terms?|phrases?|indicators?)",
    "colour": r"colou?r(?: code)?",
}
_ID = re.compile(r"[a-z0-9]+(?:[-_./][a-z0-9]+)*")
_PARENT = re.compile(
    r"parents?(?: (?:codes?|themes?|categor(?:y|ies)|nodes?|names?|id))?|belongs to|under", re.IGNORECASE
)
_MANY = frozenset({"include", "exclude", "examples", "terms"})
_KNOWN = {key: re.compile(pattern, re.IGNORECASE) for key, pattern in _FIELDS.items()}
_LINES = re.compile(r"\s*(?:\n\s*(?:[-•*·–]\s*)?|[;|]\s+|;$)\s*")


@dataclass(slots=True)
class _Node:
    """A code as it grows row by row."""

    name: str
    told: dict[str, list[str]] = field(default_factory=dict)
    below: dict[str, _Node] = field(default_factory=dict)


def codebook_from(path: str | Path, to: str | Path | None = None) -> Codebook:
    r"""Make a codebook of a table: one row per code, with the headings in the first row.

    Parameters
    ----------
    path : str or pathlib.Path
        ``.xlsx``, ``.csv``, ``.tsv`` or ``.docx`` (its first table that has such headings). Columns of names (Theme,
        Category, Code, Sub-code) nest from left to right; a name that is left out is that of the row above. A column
        headed Parent names the code above, wherever that stands. A column that repeats the names as ids
        (``staff-manner, Staff manner``) gives the ids. Others are told by their headings: id, definition, inclusion,
        exclusion, examples, terms, colour.
    to : str or pathlib.Path, optional
        The YAML file to write; by default ``codebooks/<name of the table>.yaml`` of the study.

    Returns
    -------
    Codebook
        As written and read again: its :attr:`Codebook.path` says where.

    Raises
    ------
    SendQualError
        Where the table cannot be read, no column holds names, codes stand above each other in a circle, or the file is
        there already.

    Examples
    --------
    >>> import tempfile
    >>> table = Path(tempfile.mkdtemp()) / "Our tea.csv"
    >>> _ = table.write_text("Theme,Code,Definition\nKettle,Whistle,Its whistle\n,Lid,Its lid\n", encoding="utf-8")
    >>> book = codebook_from(table, table.with_suffix(".yaml"))
    >>> book.name, [code.id for code in book.codes]
    ('our-tea', ['kettle', 'kettle/whistle', 'kettle/lid'])
    """
    source = Path(path).expanduser()
    name = _plain(source.stem) or "codebook"
    target = Path(to).expanduser() if to else (study_root() or Path()) / "codebooks" / f"{name}.yaml"
    if target.exists():
        mend = "Take it away first, or name another file with --to"
        raise SendQualError(Fault(str(target), "there is such a codebook, and it is not written over", mend))
    codes = _codes_of(source.name, _tables(source))
    called = target.stem if to else source.stem
    write_text(target, _yaml(_plain(called) or name, called, source.name, codes))
    return read_codebook(target)


def _tables(path: Path) -> list[list[list[str]]]:
    """The tables of a file, as rows of cells."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SendQualError(Fault(str(path), f"it cannot be opened ({error.strerror})", "Look for its name")) from error
    suffix, _ = sniff(path, data, {".xlsx", ".csv", ".tsv", ".docx", ".txt"})
    if suffix in {".xlsx", ".docx"}:
        check_zip(path, data)
    if suffix == ".docx":
        return _of_word(path.name, data)
    if suffix not in {".xlsx", ".csv", ".tsv", ".txt"}:
        mend = "Save the table as .xlsx, .csv or .docx"
        raise SendQualError(Fault(path.name, f"a codebook is not read from {suffix}", mend))
    return [[cells for _, cells in table_cells(path.name, data, suffix)]]


def _of_word(name: str, data: bytes) -> list[list[list[str]]]:
    from send_qual.corpus.pages import read_page

    cells: dict[tuple[int, int, int], list[str]] = {}
    for line in read_page(name, data, ".docx").lines:
        if line.cell is not None:
            cells.setdefault(line.cell, []).append(line.text)
    tables: dict[int, dict[int, dict[int, str]]] = {}
    for (table, row, column), texts in cells.items():
        tables.setdefault(table, {}).setdefault(row, {})[column] = "\n".join(texts).strip()
    return [[[row.get(c, "") for c in range(max(row) + 1)] for row in rows.values()] for rows in tables.values()]


def _codes_of(name: str, tables: Sequence[Sequence[Sequence[str]]]) -> dict[str, _Node]:
    headings: list[str] = []
    for rows in tables:
        for n, row in enumerate(rows[:10]):  # a title may stand above
            levels, fields = _columns(row)
            if levels and (len(levels) > 1 or fields):
                below = rows[n + 1 :]
                short = [c for c in levels if len(levels) > 1 and (_short(below, c) or _spelt_as_id(below, c, levels))]
                names = [c for c in levels if c not in short] or levels[-1:]
                told = {**fields, **{c: "id" for c in short if c not in names}}
                above = _parent(row, names)
                return _nested(below, names, told) if above is None else _under(name, below, names, told, above)
            headings = headings or [cell for cell in row if cell]
    there = f" (there are {', '.join(headings[:8])})" if headings else ""
    mend = "Call the column of their names Code, that of the themes above them Theme, and others Definition, Example"
    raise SendQualError(Fault(name, f"no column is headed as one of codes{there}", mend))


def _columns(row: Sequence[str]) -> tuple[list[int], dict[int, str]]:
    """Which columns are names, from the outer level to the inner, and what the others are."""
    plain = [" ".join(cell.replace("_", " ").split()).strip(" :") for cell in row]
    fields = {n: key for n, cell in enumerate(plain) for key, known in _KNOWN.items() if known.fullmatch(cell)}
    return [n for n, cell in enumerate(plain) if n not in fields and _LEVEL.fullmatch(cell)], fields


def _short(rows: Sequence[Sequence[str]], column: int) -> bool:
    """Whether a column holds the short codes of a list ("2.1", "WT3") beside its names."""
    cells = [row[column] for row in rows if column < len(row) and row[column]]
    return bool(cells) and all(re.fullmatch(r"[A-Za-z]{0,5}[-. ]?\d+(?:\.\d+)*[a-z]?\.?", cell) for cell in cells)


def _spelt_as_id(rows: Sequence[Sequence[str]], column: int, levels: Sequence[int]) -> bool:
    """Whether a column says in each row what another says too, as an id: ``staff-manner`` beside ``Staff manner``.

    Examples
    --------
    >>> _spelt_as_id([["staff-manner", "Staff manner"]], 0, [0, 1]), _spelt_as_id([["staff", "manner"]], 0, [0, 1])
    (True, False)
    >>> _spelt_as_id([["st_man", "Staff manner"], ["wait", "Waiting"], ["cost", "Costs"]], 0, [0, 1])
    True
    >>> _spelt_as_id([["staff", "Manner"], ["staff", "Number"], ["cost", "Fees"]], 0, [0, 1])
    False
    """
    told = [row for row in rows if any(row[n] for n in levels if n < len(row))]
    for other in levels:
        pairs = [(row[column], row[other]) for row in told if max(column, other) < len(row)]
        if other == column or len(pairs) < len(told) or not all(a and b for a, b in pairs):
            continue
        if len({a for a, _ in pairs}) != len(told) or not all(_ID.fullmatch(a) for a, _ in pairs):
            continue
        if all(_plain(a) == _plain(b) != b for a, b in pairs) or (
            len(told) > 2 and any(_plain(b) != b for _, b in pairs)
        ):
            return True
    return False


def _nested(rows: Sequence[Sequence[str]], levels: Sequence[int], fields: Mapping[int, str]) -> dict[str, _Node]:
    top: dict[str, _Node] = {}
    above: list[str] = []
    for row in rows:
        names = [" ".join(row[n].split()) if n < len(row) else "" for n in levels]
        depth = max((n for n, name in enumerate(names) if name), default=-1)
        if depth < 0:
            continue
        first = next(n for n, name in enumerate(names) if name)
        names[:first] = [*above[:first], *[""] * (first - len(above))]  # what is left out is that of the row above
        above = [name for name in names[: depth + 1] if name]
        node, below = _Node(""), top
        for name in above:
            node = below.setdefault(name.casefold(), _Node(name))
            below = node.below
        for n, key in fields.items():
            if n < len(row) and row[n]:
                parts = _LINES.split(row[n]) if key in _MANY else [" ".join(row[n].split())]
                node.told.setdefault(key, []).extend(part.strip() for part in parts if part.strip())
    return top


def _parent(row: Sequence[str], names: Sequence[int]) -> int | None:
    """Which column names the code above: one headed Parent, where exactly one other holds names."""
    found = [n for n in names if _PARENT.fullmatch(" ".join(row[n].replace("_", " ").split()).strip(" :"))]
    return found[0] if len(found) == 1 and len(names) == 2 else None


def _under(
    table: str, rows: Sequence[Sequence[str]], names: Sequence[int], fields: Mapping[int, str], parent: int
) -> dict[str, _Node]:
    """Codes of which each row names the one above: by its name or its id, earlier or later in the table."""
    (own,) = (n for n in names if n != parent)
    top = _nested(rows, [own], fields)
    called = {_plain(key): node for node in top.values() for key in (*node.told.get("id", ()), node.name)}
    above: dict[str, str] = {}
    for row in rows:
        name, over = (" ".join(row[n].split()) if n < len(row) else "" for n in (own, parent))
        if name and over:
            if _plain(over) not in called:
                called[_plain(over)] = top.setdefault(over.casefold(), _Node(over))
            above[name.casefold()] = called[_plain(over)].name.casefold()
    for name in above:
        chain = [name]
        while chain[-1] in above and above[chain[-1]] not in chain:
            chain.append(above[chain[-1]])
        if chain[-1] in above:
            mend = "Empty the cell Parent of the one that is a theme"
            raise SendQualError(Fault(table, f"code '{top[name].name}' stands above itself", mend))
    for name, over in above.items():
        top[over].below[name] = top[name]
    return {name: node for name, node in top.items() if name not in above}


def _plain(name: str) -> str:
    """A name as an id: small letters, digits and hyphens."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", bare).strip("-")


def _yaml(name: str, title: str, source: str, codes: Mapping[str, _Node]) -> str:
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.width = 110
    out = io.StringIO()
    yaml.dump({"name": name, "version": "1.0", "title": title, "codes": _entries(codes)}, out)
    told = f"# Made of {' '.join(source.split())}. From now on this file is the codebook: edit it here.\n"
    return told + out.getvalue().replace("version: '1.0'", 'version: "1.0"')


def _entries(codes: Mapping[str, _Node]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    for number, node in enumerate(codes.values(), 1):
        ids = [id for id in map(_plain, node.told.get("id", [])) if id]
        stem = next((id for id in ids if id[0].isalpha()), "") or _plain(node.name) or f"code-{number}"
        own, n = stem, 2
        while own in taken:
            own, n = f"{stem}-{n}", n + 1
        taken.add(own)
        entry: dict[str, Any] = {"id": own, "name": node.name}
        if "definition" in node.told:
            entry["definition"] = " ".join(dict.fromkeys(node.told["definition"]))
        entry |= {
            key: list(dict.fromkeys(node.told[key])) for key in ("include", "exclude", "examples") if key in node.told
        }
        colour = "".join(node.told.get("colour", []))
        if re.fullmatch(r"#?[0-9a-fA-F]{6}", colour):
            entry["colour"] = f"#{colour.removeprefix('#')}"
        if "terms" in node.told:
            entry["terms"] = list(
                dict.fromkeys(word for part in node.told["terms"] for word in re.split(r"\s*,\s*", part))
            )
        if node.below:
            entry["codes"] = _entries(node.below)
        found.append(entry)
    return found

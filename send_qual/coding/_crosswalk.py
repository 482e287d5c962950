"""How the codes of one codebook stand to those of another: exact, narrower, broader or related, as data.

The four relations are those of SKOS mapping (W3C 2009): ``exact``, ``narrower`` (all that the code means is meant by
the other), ``broader`` (the other is part of it) and ``related`` (they touch).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from pathlib import Path
from typing import Final

from send_qual.codebook import Codebook
from send_qual.coding.codings import Coding, Codings
from send_qual.coding.tables._grid import read_grid
from send_qual.errors import Fault, SendQualError
from send_qual.study.places import shipped

__all__ = ["CROSSWALK", "INVERSE", "SURE", "Relation", "crosswalk", "read_as", "relation_of"]

CROSSWALK: Final = "crosswalk"
"""The coder of what a crosswalk says; no person bears that name."""

INVERSE: Final = {"exact": "exact", "narrower": "broader", "broader": "narrower", "related": "related"}
"""Each relation, and what it is seen from the other side."""

SURE: Final = ("exact", "narrower")
"""Relations by which what has the code has the other too; by the others a person decides."""

_FILE: Final = "crosswalk.csv"
_COLUMNS: Final = ("codebook", "code", "relation", "other codebook", "other code")


@dataclass(frozen=True, slots=True)
class Relation:
    """How a code of one codebook stands to a code of another.

    Parameters
    ----------
    code, other : str
        Full ids.
    kind : str
        A key of :data:`INVERSE`: the code is exactly the other, narrower, broader, or related.
    why : str
        In a few words; ``""`` where it goes without saying.
    """

    code: str
    kind: str
    other: str
    why: str = ""


def crosswalk(codebook: Codebook, other: Codebook, path: Path | str | None = None) -> tuple[Relation, ...]:
    """Tell how the codes of one codebook stand to those of another.

    Parameters
    ----------
    codebook, other : Codebook
    path : path-like, optional
        A table with columns ``codebook, code, relation, other codebook, other code, why``. Default: ``crosswalk.csv``
        beside the codebook, or the one that comes with the program.

    Returns
    -------
    tuple of Relation
        In the order of the first codebook, a pair once. A row is read from either side.

    Raises
    ------
    SendQualError
        Where a column is missing, a row names an unknown relation or a code that these codebooks do not have, or
        nothing is said of the two.
    """
    path = Path(path) if path else _beside(codebook)
    found: dict[tuple[str, str], Relation] = {}
    for number, row in _rows(path):
        if {row["codebook"], row["other codebook"]} == {codebook.name, other.name}:
            one = _relation(f"{path.name} row {number}", row, codebook, other)
            found[one.code, one.other] = one
    if not found:
        mend = f"Add rows to it: {', '.join(_COLUMNS)}"
        raise SendQualError(Fault(path.name, f"it says nothing of {codebook.name} and {other.name}", mend))
    order = {code.id: n for n, code in enumerate(codebook)}
    return tuple(sorted(found.values(), key=lambda one: order[one.code]))


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of the table by heading, each with its number as a spreadsheet counts."""
    grid = read_grid(path)
    heads = [cell.strip().lower() for cell in grid[0][1]] if grid else []
    if missing := [name for name in _COLUMNS if name not in heads]:
        raise SendQualError(Fault(path.name, f"it has no column `{missing[0]}`", f"Give it {', '.join(_COLUMNS)}"))
    for number, cells in grid[1:]:
        yield number, {name: cell.strip() for name, cell in zip_longest(heads, cells[: len(heads)], fillvalue="")}


def _relation(place: str, row: Mapping[str, str], codebook: Codebook, other: Codebook) -> Relation:
    """A row as it is seen from the first codebook."""
    here, there, kind = row["code"], row["other code"], row["relation"].lower()
    if kind not in INVERSE:
        raise SendQualError(Fault(place, f"`{kind}` is no relation", f"Write one of {', '.join(INVERSE)}"))
    if row["codebook"] != codebook.name:
        here, there, kind = there, here, INVERSE[kind]
    for code, book in ((here, codebook), (there, other)):
        if code not in book:
            raise SendQualError(Fault(place, f"{book.name} has no code `{code}`", "Correct the id"))
    return Relation(here, kind, there, row.get("why", ""))


def relation_of(relations: Sequence[Relation], code: str) -> tuple[Relation, ...]:
    """What is said of a code; of a sub-code of which nothing is said, what is said of the code above it.

    Of the code above only what is sure carries over: a part of what is narrower is narrower.

    Examples
    --------
    >>> told = (Relation("staff", "exact", "workforce"), Relation("staff", "related", "culture"))
    >>> [(one.kind, one.other) for one in relation_of(told, "staff/pay")]
    [('narrower', 'workforce')]
    """
    own = tuple(one for one in relations if one.code == code)
    if own or "/" not in code:
        return own
    above = relation_of(relations, code.rpartition("/")[0])
    return tuple(Relation(code, "narrower", one.other, one.why) for one in above if one.kind in SURE)


def read_as(
    codings: Codings, other: Codebook, relations: Sequence[Relation] | None = None, kinds: Collection[str] = SURE
) -> Codings:
    """Read a corpus that was coded by one codebook by another.

    What somebody coded, or accepted, and what a machine suggested becomes a suggestion of the coder ``crosswalk``: the
    crosswalk says that it belongs there, a person has not. What was rejected says nothing.

    Parameters
    ----------
    codings : Codings
        With their codebook.
    other : Codebook
    relations : sequence of Relation, optional
        Default: :func:`crosswalk` of the two.
    kinds : collection of str
        Relations to follow; by default those by which what has the one code has the other too.

    Returns
    -------
    Codings
        By the other codebook, in the order of the first. Facets that it declares are kept, others left out.

    Raises
    ------
    SendQualError
        Where the codings have lost their codebook, and as for :func:`crosswalk`.
    """
    if codings.codebook is None:
        raise SendQualError("A crosswalk starts from codings with their codebook; these have none.")
    if relations is None:
        relations = crosswalk(codings.codebook, other)
    values = {facet.id: set(facet.values) for facet in other.facets}
    found: dict[tuple[object, ...], Coding] = {}
    for row in codings:
        if row.status == "rejected":
            continue
        for one in relation_of(relations, row.code):
            if one.kind in kinds:
                facets = {name: value for name, value in row.facets.items() if value in values.get(name, ())}
                reason = f"{row.coder}: {row.code}, {one.kind} than {one.other}"
                reason = reason.replace("exact than", "the same as").replace("related than", "related to")
                made = replace(
                    row, code=one.other, facets=facets, coder=CROSSWALK, status="suggested", confidence=None,
                    reason=reason, codebook=other.name,
                )  # fmt: skip
                found.setdefault((row.document, row.start, row.end, one.other, tuple(facets.items())), made)
    return replace(codings, codebook=other, rows=(), aside=()).adding(found.values())


def _beside(codebook: Codebook) -> Path:
    beside = codebook.path.with_name(_FILE) if codebook.path else None
    return beside if beside and beside.is_file() else shipped("codebooks") / _FILE

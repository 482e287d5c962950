"""What two coders said of each code and facet, as tables by document: all that the coefficients are made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from send_qual.agreement._alpha import alpha, masi
from send_qual.agreement._units import UNITS, Given, Units, cut_units, given_to
from send_qual.codebook import Codebook
from send_qual.coding import Coding, Codings, independent, read_by
from send_qual.corpus import Corpus
from send_qual.errors import Fault, SendQualError

__all__ = ["Read", "code_table", "facet_table", "masi_alpha", "read_units", "sources_of", "votes_sums"]

_Floats = npt.NDArray[np.float64]
_Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Read:
    """What coders gave to the units of documents.

    Parameters
    ----------
    units : Units
    coders : tuple of str
    rows : tuple of Coding
        The independent codings.
    given : Given
        The units that each of the rows is on.
    by : ndarray of int, shape (codings,)
        The coder of each row, by place in ``coders``.
    codes : tuple of str
        Full ids that were given.
    code : ndarray of int, shape (codings,)
        The code of each row, by place in ``codes``.
    documents : ndarray of bool, shape (coders, documents)
        Who read which document.
    """

    units: Units
    coders: tuple[str, ...]
    rows: tuple[Coding, ...]
    given: Given
    by: npt.NDArray[np.int64]
    codes: tuple[str, ...]
    code: npt.NDArray[np.int64]
    documents: _Bools

    def votes(self, code: str) -> _Bools:
        """Who gave a code, or a sub-code of it, to which unit; shape (coders, units)."""
        wanted = [n for n, one in enumerate(self.codes) if one == code or one.startswith(f"{code}/")]
        votes = np.zeros((len(self.coders), len(self.units)), dtype=bool)
        of = np.isin(self.code[self.given.coding], wanted)
        votes[self.by[self.given.coding[of]], self.given.unit[of]] = True
        return votes


def sources_of(codings: Codings) -> tuple[Corpus, Codebook]:
    """The corpus and codebook of codings.

    Raises
    ------
    SendQualError
        Where they have lost them.
    """
    if codings.corpus is None or codings.codebook is None:
        raise SendQualError("Agreement is measured on codings with their corpus and codebook; these have none.")
    return codings.corpus, codings.codebook


def read_units(codings: Codings, unit: str) -> Read:
    """Lay out what coders gave on their own to the units of the documents that two of them or more have read.

    Parameters
    ----------
    codings : Codings
        With their corpus.
    unit : str
        A key of ``UNITS``.

    Raises
    ------
    SendQualError
        For another unit, and where codings have lost their corpus or codebook.
    """
    corpus, _ = sources_of(codings)
    if unit not in UNITS:
        known = ", ".join(UNITS)
        raise SendQualError(Fault(unit, "it is no unit that agreement is counted in", f"Take one of {known}"))
    by = read_by(codings)
    readers = [sum(one.id in own for own in by.values()) for one in corpus]
    documents = [one for one, count in zip(corpus, readers, strict=True) if count > 1]
    ids = {one.id for one in documents}
    coders = tuple(sorted(who for who, own in by.items() if own & ids))
    rows = tuple(row for row in independent(codings) if row.document in ids and row.end > row.start)
    units = cut_units(documents, unit, rows)
    codes, code = np.unique(np.array([row.code for row in rows], dtype=object), return_inverse=True)
    place = {who: n for n, who in enumerate(coders)}
    has_read = [[one.id in by[who] for one in documents] for who in coders]
    return Read(
        units,
        coders,
        rows,
        given_to(units, rows),
        by=np.array([place[row.coder] for row in rows], dtype=np.int64),
        codes=tuple(codes.tolist()),
        code=code.astype(np.int64),
        documents=np.array(has_read, dtype=bool).reshape(len(coders), len(documents)),
    )


def code_table(read: Read, votes: _Bools, both: _Bools) -> _Floats:
    """One code between two coders, document by document.

    Parameters
    ----------
    read : Read
    votes : ndarray of bool, shape (2, units)
    both : ndarray of bool, shape (documents,)
        Which documents both have read.

    Returns
    -------
    ndarray, shape (documents both read, 2, 2)
        Units, or characters: first neither and second neither at [0, 0], both at [1, 1].
    """
    weight, document, count = read.units.weight, read.units.document, len(both)
    first, second = votes
    total = np.bincount(document, weight, count)
    either = [np.bincount(document[told], weight[told], count) for told in (first & second, first, second)]
    agreed, one, other = either
    cells = [total - one - other + agreed, other - agreed, one - agreed, agreed]
    return np.stack(cells, axis=1).reshape(count, 2, 2)[both]


def votes_sums(read: Read, votes: _Bools) -> _Floats:
    """One code among all coders, document by document: what Krippendorff's alpha of yes and no is made of.

    Returns
    -------
    ndarray, shape (documents, 3)
        Pairs that differ, and how often the code was given and not given where at least two read.
    """
    units = read.units
    readers = read.documents.sum(axis=0)[units.document].astype(float)
    shared = readers > 1
    yes = votes.sum(axis=0).astype(float)
    no = readers - yes
    sums = [yes * no / np.maximum(readers - 1, 1), yes, no]
    count = len(units.documents)
    return np.stack([np.bincount(units.document, units.weight * one * shared, count) for one in sums], axis=1)


def facet_table(read: Read, facet: str, pair: tuple[int, int], theme: str = "") -> tuple[_Floats, tuple[str, ...]]:
    """The values of a facet where two coders gave the same theme to the same unit.

    Parameters
    ----------
    read : Read
    facet : str
    pair : tuple of int
        The two coders.
    theme : str
        Only this; ``""`` for all.

    Returns
    -------
    ndarray, shape (documents, k, k)
    tuple of str
        The k values; several of one coder on one unit are joined by ``" + "``, none is ``""``.
    """
    said: tuple[dict[tuple[str, int], set[str]], ...] = (defaultdict(set), defaultdict(set))
    place = {coder: n for n, coder in enumerate(pair)}
    by = read.by.tolist()
    for coding, unit in zip(read.given.coding.tolist(), read.given.unit.tolist(), strict=True):
        row = read.rows[coding]
        if by[coding] in place and theme in ("", row.theme):
            said[place[by[coding]]][row.theme, unit].add(row.facets.get(facet, ""))
    told = [
        (unit, _joined(said[0][theme, unit]), _joined(said[1][theme, unit]))
        for theme, unit in said[0].keys() & said[1].keys()
    ]
    told = [one for one in told if one[1] or one[2]]
    values = tuple(sorted({value for _, first, second in told for value in (first, second)}))
    tables = np.zeros((len(read.units.documents), len(values), len(values)))
    at = {value: n for n, value in enumerate(values)}
    if told:
        unit = np.array([one[0] for one in told])
        places = (read.units.document[unit], [at[one[1]] for one in told], [at[one[2]] for one in told])
        np.add.at(tables, places, read.units.weight[unit])
    return tables, values


def _joined(values: set[str]) -> str:
    return " + ".join(sorted(values - {""}))


def masi_alpha(read: Read, votes: Sequence[_Bools]) -> float:
    """Krippendorff's alpha of the sets of themes that each coder gave to each unit, by the distance MASI.

    Parameters
    ----------
    read : Read
    votes : sequence of ndarray of bool, shape (coders, units)
        One per theme.
    """
    stacked = np.stack(list(votes), axis=-1)
    packed = np.packbits(stacked, axis=-1)
    flat = packed.reshape(-1, packed.shape[-1])
    kinds, value = np.unique(flat, axis=0, return_inverse=True)
    held = np.unpackbits(kinds, axis=1, count=stacked.shape[-1]).astype(bool)
    sets = [frozenset(str(n) for n in np.flatnonzero(one)) for one in held]
    told = np.where(read.documents[:, read.units.document], value.reshape(packed.shape[:2]), np.nan)
    shared = (~np.isnan(told)).sum(axis=0) > 1
    filled = np.where(np.isnan(told[:, shared]), -1.0, told[:, shared])
    alike, place = np.unique(filled, axis=1, return_inverse=True)
    often = np.bincount(place.ravel(), read.units.weight[shared], alike.shape[1])
    return alpha(np.where(alike < 0, np.nan, alike), masi(sets), often)

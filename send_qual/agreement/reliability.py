"""The agreement of coders as a report of reliability needs it: over stated units, code by code, with intervals."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt

from send_qual.agreement._alpha_u import alpha_u
from send_qual.agreement._code_tables import (
    Read,
    code_table,
    facet_table,
    masi_alpha,
    read_units,
    sources_of,
    votes_sums,
)
from send_qual.agreement._coefficients import coefficients
from send_qual.agreement._disagreements import disagreements
from send_qual.agreement._measures import Interval
from send_qual.agreement._reliability import ALL_CODERS, BOUNDED, CodeReliability, Frame, Reliability
from send_qual.agreement._uncertainty import BY_DOCUMENTS, NONE, POSTERIOR, basis_of, by_documents, posterior
from send_qual.coding import Codings

__all__ = ["reliability"]

_Floats = npt.NDArray[np.float64]
_Bools = npt.NDArray[np.bool_]

_NAN = float("nan")
_NOTHING = dict.fromkeys(("percent", "kappa", "pi", "ac1", "pabak", "alpha", "alpha_u"), _NAN)


def reliability(codings: Codings, unit: str = "segment") -> Reliability:
    """Compare coders over all units of the documents that they read on their own, those that nobody coded included.

    Which codings count as independent is told by :func:`send_qual.coding.independent`; suggestions that were reviewed
    do not. A code counts for its theme too; a coding is on a unit where they share half of the shorter of the two.

    Parameters
    ----------
    codings : Codings
        With corpus and codebook, by two coders or more.
    unit : str
        ``"segment"`` (turn, paragraph, bullet), ``"sentence"`` or ``"character"`` (as NVivo counts).

    Returns
    -------
    Reliability
        Every pair of coders who read a document in common, and, where there are more than two, all of them at once by
        Krippendorff's alpha. Without such a pair it has no rows.

    Raises
    ------
    SendQualError
        For another unit, and where codings have lost their corpus or codebook.
    """
    corpus, book = sources_of(codings)
    read = read_units(codings, unit)
    votes = {code.id: read.votes(code.id) for code in book}
    themes = [votes[code.id] for code in book.themes] or [np.zeros((len(read.coders), len(read.units)), dtype=bool)]
    coded = np.logical_or.reduce(themes)
    facets = [facet.id for facet in book.facets]
    rows: list[CodeReliability] = []
    frames, masi, differences = [], {}, {}
    for pair in combinations(range(len(read.coders)), 2):
        both = np.asarray(read.documents[list(pair)].all(axis=0))
        if not both.any():
            continue
        first, second = names = read.coders[pair[0]], read.coders[pair[1]]
        frames.append(Frame(first, second, int(both.sum()), len(corpus), *_counted(read, both, coded[list(pair)])))
        rows += _of_codes(read, votes, pair, both)
        rows += [row for facet in facets for row in _of_facet(read, facet, pair, [c.id for c in book.themes])]
        mine = [[row for row, who in zip(read.rows, read.by, strict=True) if who == one] for one in pair]
        shared = {name for name, yes in zip(read.units.documents, both, strict=True) if yes}
        differences[names] = disagreements(*([row for row in one if row.document in shared] for one in mine))
        masi[names] = masi_alpha(
            replace(read, documents=read.documents[list(pair)]), [one[list(pair)] for one in themes]
        )
    if len(frames) > 1:
        shared_by = read.documents.sum(axis=0) > 1
        frames.append(Frame(ALL_CODERS, "", int(shared_by.sum()), len(corpus), *_counted(read, shared_by, coded)))
        rows += [_of_all(read, code, told) for code, told in votes.items()]
        masi[ALL_CODERS, ""] = masi_alpha(read, themes)
    return Reliability(unit, tuple(rows), tuple(frames), masi, differences)


def _counted(read: Read, documents: _Bools, coded: _Bools) -> tuple[int, int]:
    """Units of these documents, and those to which no coder gave anything."""
    inside = documents[read.units.document]
    weight = read.units.weight[inside]
    alone = ~np.asarray(coded.any(axis=0))[inside]
    return int(weight.sum()), int(weight[alone].sum())


def _bounded(tables: _Floats) -> _Floats:
    found = coefficients(tables)
    return np.stack([getattr(found, name) for name in BOUNDED])


def _intervals(tables: _Floats, segments: int) -> tuple[dict[str, Interval], str]:
    """95 % intervals of what two coders said of something, and what they rest on.

    Characters next to each other are no independent units: the posterior takes as many as there are segments.
    """
    basis = basis_of(tables)
    total = tables.sum(axis=0)
    found: list[Interval] = []
    if basis == BY_DOCUMENTS:
        found = by_documents(tables, _bounded)
        if any(np.isnan(one.low) for one in found):  # all agreed, or nothing is left without one document
            basis = POSTERIOR
    if basis == POSTERIOR:
        found = posterior(total * min(1.0, segments / max(total.sum(), 1.0)), _bounded)
    return dict(zip(BOUNDED, found, strict=False)), basis


def _of_codes(read: Read, votes: dict[str, _Bools], pair: tuple[int, int], both: _Bools) -> Iterator[CodeReliability]:
    first, second = (read.coders[one] for one in pair)
    segments = int(read.units.segments[both].sum())
    for code, told in votes.items():
        tables = code_table(read, told[list(pair)], both)
        (neither, other), (one, agreed) = tables.sum(axis=0).tolist()
        cells = agreed, one, other, neither
        figures = {**_NOTHING, **{k: float(v) for k, v in asdict(coefficients(tables.sum(axis=0))).items()}}
        if agreed + one + other:
            figures["alpha_u"] = _spans_alpha(read, code, pair, both)
            yield CodeReliability(code, "", first, second, cells, figures, *_intervals(tables, segments))
        else:  # of a code that nobody gave there is nothing to say
            yield CodeReliability(code, "", first, second, cells, _NOTHING, {}, "")


def _spans_alpha(read: Read, code: str, pair: tuple[int, int], both: _Bools) -> float:
    """Krippendorff's alpha of the spans of a code, the documents that both read laid end to end."""
    lengths = np.diff(read.units.begins) * both
    begins = np.concatenate([[0], np.cumsum(lengths)])
    at = {name: int(b) for name, b, yes in zip(read.units.documents, begins, both, strict=False) if yes}
    spans: dict[int, list[tuple[int, int]]] = {one: [] for one in pair}
    wanted = [n for n, one in enumerate(read.codes) if one == code or one.startswith(f"{code}/")]
    for n in np.flatnonzero(np.isin(read.code, wanted) & np.isin(read.by, pair)).tolist():
        row = read.rows[n]
        if row.document in at:
            begin = at[row.document]
            spans[int(read.by[n])].append((begin + row.start, begin + row.end))
    return alpha_u(spans[pair[0]], spans[pair[1]], int(begins[-1]))


def _of_facet(read: Read, facet: str, pair: tuple[int, int], themes: list[str]) -> Iterator[CodeReliability]:
    first, second = (read.coders[one] for one in pair)
    for theme in ("", *themes):
        tables, values = facet_table(read, facet, pair, theme)
        if len(values) > 1:
            told = asdict(coefficients(tables.sum(axis=0)))
            cells = (float(tables.sum()), _NAN, _NAN, _NAN)
            figures = {**_NOTHING, **{k: float(v) for k, v in told.items()}}
            yield CodeReliability(theme, facet, first, second, cells, figures, *_facet_intervals(tables))


def _facet_intervals(tables: _Floats) -> tuple[dict[str, Interval], str]:
    return _intervals(tables[tables.sum(axis=(1, 2)) > 0], int(tables.sum()))


def _of_all(read: Read, code: str, votes: _Bools) -> CodeReliability:
    """All coders on one code, by Krippendorff's alpha of yes and no."""

    def of(sums: _Floats) -> _Floats:
        apart, yes, no = np.moveaxis(sums, -1, 0)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(1 - (yes + no - 1) * apart / (yes * no))[None]

    sums = votes_sums(read, votes)
    sums = sums[sums[:, 1:].sum(axis=1) > 0]
    value = float(of(sums.sum(axis=0))[0]) if sums[:, 1].any() else _NAN
    cells = (_NAN, _NAN, _NAN, _NAN)
    enough = len(sums) and basis_of(np.stack([sums[:, [2, 1]], np.zeros((len(sums), 2))], axis=1)) == BY_DOCUMENTS
    found = by_documents(sums, of) if enough else []
    return CodeReliability(
        code, "", ALL_CODERS, "", cells, {**_NOTHING, "alpha": value}, dict(zip(["alpha"], found, strict=False)),
        BY_DOCUMENTS if enough else NONE,
    )  # fmt: skip

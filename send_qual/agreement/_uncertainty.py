"""How far a coefficient of agreement may be off: an interval over documents, or over units where those are few."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from send_qual.agreement._measures import Interval

__all__ = ["BY_DOCUMENTS", "NONE", "POSTERIOR", "UNKNOWN", "basis_of", "by_documents", "posterior"]

_Floats = npt.NDArray[np.float64]

BY_DOCUMENTS = "documents"
POSTERIOR = "posterior"
NONE = "too few documents"
UNKNOWN = Interval(float("nan"), float("nan"))

_FEWEST = 3  # documents; from two nothing can be said of a third
_MANY = 10  # documents from which leaving each out in turn tells how they differ
_WITH = 5  # documents in which the code must have been given, for the same
_DRAWS = 2000
_PRIOR = 2.0  # units shared out among the cells of the table: of yes and no by Jeffreys' half each
_TAIL = 0.025
_POPULATION = 1e9  # units, of which those counted are a sample


def basis_of(tables: _Floats) -> str:
    """What an interval can rest on, by how many documents there are and in how many of them something was given.

    Parameters
    ----------
    tables : ndarray, shape (documents, k, k)
        Of each document, first the value that says nothing was given.
    """
    units = tables.sum(axis=(1, 2))
    documents = int((units > 0).sum())
    telling = int((units - tables[:, 0, 0] > 0).sum())
    if documents < _FEWEST:
        return NONE
    return BY_DOCUMENTS if documents >= _MANY and telling >= _WITH else POSTERIOR


def by_documents(sums: _Floats, of: Callable[[_Floats], _Floats]) -> list[Interval]:
    """95 % intervals by leaving out each document in turn (the jackknife), on Fisher's scale, with Student's t.

    Parameters
    ----------
    sums : ndarray, shape (documents, ...)
        What the coefficients are made of, added up within each document.
    of : callable
        From such sums, any number of them, to the coefficients, shape (m, ...).

    Returns
    -------
    list of Interval
        One per coefficient, NaN where it does not vary or cannot be had without one of the documents.
    """
    total = sums.sum(axis=0)
    whole = np.asarray(of(total), dtype=float)
    count = len(sums)
    left = np.asarray(of(total - sums), dtype=float)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt((count - 1) / count * np.square(left - left.mean(axis=1, keepdims=True)).sum(axis=1))
        at, reach = np.arctanh(whole), spread / (1 - np.square(whole)) * float(-stdtrit(count - 1, _TAIL))
        low, high = np.tanh(at - reach), np.tanh(at + reach)
    certain = spread > 0
    ends = zip(low, high, certain, strict=True)
    return [Interval(float(a), float(b)) if known else UNKNOWN for a, b, known in ends]


def posterior(table: _Floats, of: Callable[[_Floats], _Floats], seed: int = 0) -> list[Interval]:
    """95 % credible intervals from the Dirichlet posterior of the cells, the units taken as independent.

    Parameters
    ----------
    table : ndarray, shape (k, k)
        Units by what the first and the second coder said.
    of : callable
        From tables, shape (draws, k, k), to the coefficients, shape (m, draws).
    seed : int
        Of the draws.
    """
    cells = np.random.default_rng(seed).dirichlet(table.ravel() + _PRIOR / table.size, size=_DRAWS)
    drawn = np.asarray(of(cells.reshape(_DRAWS, *table.shape) * _POPULATION), dtype=float)
    return [_densest(one[~np.isnan(one)]) for one in drawn]


def _densest(drawn: _Floats) -> Interval:
    """The shortest interval that holds 95 % of what was drawn: it reaches to 1 where all agreed."""
    inside = int(np.ceil(len(drawn) * (1 - 2 * _TAIL)))
    if not inside:
        return UNKNOWN
    ordered = np.sort(drawn)
    widths = ordered[inside - 1 :] - ordered[: len(ordered) - inside + 1]
    first = int(np.argmin(widths))
    return Interval(float(ordered[first]), float(ordered[first + inside - 1]))

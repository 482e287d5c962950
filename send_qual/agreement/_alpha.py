"""Krippendorff's alpha, by its formula over coincidences, for any distance between values."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

__all__ = ["Distance", "alpha", "interval", "masi", "nominal", "ordinal", "ratio"]

_Floats = npt.NDArray[np.float64]

Distance = Callable[[_Floats, _Floats], _Floats]
"""From the values, ascending, and how often each was paired, both of shape (k,): squared distances, shape (k, k)."""


def nominal(values: _Floats, paired: _Floats) -> _Floats:  # noqa: ARG001 - one signature for every distance
    """Two values are the same or they are not."""
    return np.not_equal(values[:, None], values[None, :]).astype(np.float64)


def ordinal(values: _Floats, paired: _Floats) -> _Floats:  # noqa: ARG001 - ranks need no figures, only their order
    """As many steps apart as values were given between the two, each of them by half."""
    reached = np.cumsum(paired) - paired / 2
    return np.square(reached[:, None] - reached[None, :])


def interval(values: _Floats, paired: _Floats) -> _Floats:  # noqa: ARG001
    """As far apart as their difference."""
    return np.square(values[:, None] - values[None, :])


def ratio(values: _Floats, paired: _Floats) -> _Floats:  # noqa: ARG001
    """As far apart as their difference in proportion to their sum."""
    total = np.abs(values[:, None] + values[None, :])
    apart = np.abs(values[:, None] - values[None, :])
    return np.square(np.divide(apart, total, out=np.zeros_like(apart), where=total > 0))


def masi(sets: Sequence[frozenset[str]]) -> Distance:
    """The distance of sets, for several codes a unit: by what they share of all that either holds.

    Parameters
    ----------
    sets : sequence of frozenset
        What the values 0, 1, ... stand for. Two empty sets, of units that nobody coded, are the same.

    References
    ----------
    R. Passonneau (2006), Measuring agreement on set-valued items (MASI).

    Examples
    --------
    >>> away = masi([frozenset("ab"), frozenset("a"), frozenset("bc"), frozenset()])
    >>> away(np.arange(4.0), np.ones(4)).round(2)[0].tolist()
    [0.0, 0.67, 0.89, 1.0]
    """
    names = sorted(set().union(*sets))
    holds = np.array([[name in one for name in names] for one in sets], dtype=float).reshape(len(sets), len(names))

    def away(values: _Floats, paired: _Floats) -> _Floats:  # noqa: ARG001
        here = holds[values.astype(int)]
        sizes = here.sum(axis=1)
        shared = here @ here.T
        held = sizes[:, None] + sizes[None, :] - shared
        least = np.minimum(sizes[:, None], sizes[None, :])
        same = held == shared
        alike = np.select([same, shared == least, shared > 0], [1.0, 2 / 3, 1 / 3], 0.0)
        jaccard = np.divide(shared, held, out=np.ones_like(held), where=held > 0)
        apart: _Floats = 1 - jaccard * alike
        return apart

    return away


def alpha(votes: npt.ArrayLike, distance: Distance = nominal, weights: npt.ArrayLike | None = None) -> float:
    """Krippendorff's alpha of several coders on one question.

    Parameters
    ----------
    votes : array_like of float, shape (coders, passages)
        What each coder said, for one code 1 where they gave it and 0 where not; NaN where the coder did not read the
        passage. Passages that fewer than two coders read cannot be compared and do not count.
    distance : callable
        `nominal`, `ordinal`, `interval`, `ratio`, `masi` of sets, or another of the kind `Distance`.
    weights : array_like of float, shape (passages,), optional
        How often each passage counts: its characters, or how many are like it. Default: once.

    Returns
    -------
    float
        1 where all agree, also where everybody said one and the same throughout; 0 for chance; NaN where no passage
        was read by two.

    References
    ----------
    K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.

    Examples
    --------
    >>> import numpy as np
    >>> alpha([[1, 1, 0, 0], [1, 1, 0, np.nan]])
    1.0
    >>> round(alpha([[1, 2, 3, 3], [1, 2, 3, 4]], interval), 4)
    0.8889
    """
    told = np.asarray(votes, dtype=float)
    values, counted = _counted(told)
    said = counted.sum(axis=1)
    often = np.ones(len(said)) if weights is None else np.asarray(weights, dtype=float)
    counted, often, said = counted[said > 1], often[said > 1], said[said > 1]
    paired = often @ counted
    if not paired.any():
        return float("nan")
    pairs = counted * (often / (said - 1))[:, None]
    observed = pairs.T @ counted - np.diag(pairs.sum(axis=0))
    apart = distance(values, paired)
    expected = float((np.outer(paired, paired) * apart).sum())
    if not expected:
        return 1.0
    return 1.0 - (float(paired.sum()) - 1) * float((observed * apart).sum()) / expected


def _counted(told: _Floats) -> tuple[_Floats, _Floats]:
    """The values given, ascending, and how many coders gave each to each passage, shape (passages, k)."""
    values = np.unique(told[~np.isnan(told)])
    counted = (told[:, :, None] == values[None, None, :]).sum(axis=0).astype(float)
    return values, counted

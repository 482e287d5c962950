"""Krippendorff's alpha for spans that coders chose freely (unitizing): of one code, between two coders."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["alpha_u", "disagreement_u"]

_Ints = npt.NDArray[np.int64]


def alpha_u(first: npt.ArrayLike, second: npt.ArrayLike, length: int) -> float:
    """How far two coders chose the same spans: 1 for the same ends throughout, 0 for chance.

    Parameters
    ----------
    first, second : array_like of int, shape (n, 2)
        Half-open spans of one code by each coder; those of one coder that meet or overlap count as one.
    length : int
        Characters of the text that both read, several documents laid end to end.

    Returns
    -------
    float
        NaN where neither chose any.

    References
    ----------
    K. Krippendorff (2004), Measuring the reliability of qualitative text analysis data.

    Examples
    --------
    >>> round(alpha_u([(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)], 300), 4)
    0.7286
    """
    observed, expected = disagreement_u(first, second, length)
    return 1 - observed / expected if expected > 0 else float("nan")


def disagreement_u(first: npt.ArrayLike, second: npt.ArrayLike, length: int) -> tuple[float, float]:
    """The disagreement observed and that expected by chance: what the alpha of several codes adds up.

    Parameters
    ----------
    first, second, length
        As of :func:`alpha_u`.
    """
    one, other = _joined(first), _joined(second)
    if not len(one) + len(other):
        return 0.0, 0.0
    size = float(length)
    observed = _apart(one, other) + _alone(one, other) + _alone(other, one)
    spans = np.concatenate([_lengths(one), _lengths(other)])
    gaps = np.sort(np.concatenate([_gaps(one, length), _gaps(other, length)]))
    longer = len(gaps) - np.searchsorted(gaps, spans)
    reach = np.concatenate([np.cumsum(gaps[::-1])[::-1], [0.0]])[np.searchsorted(gaps, spans)]
    among = (len(spans) - 1) / 3 * (2 * spans**3 - 3 * spans**2 + spans)
    between = spans**2 * (reach + longer * (1 - spans))
    chances = 2 * size * (2 * size - 1) - (spans * (spans - 1)).sum()
    return observed / size**2, float(2 / size * (among + between).sum() / chances) if chances else 0.0


def _joined(spans: npt.ArrayLike) -> _Ints:
    told = np.asarray(spans, dtype=np.int64).reshape(-1, 2)
    told = told[told[:, 1] > told[:, 0]]
    told = told[np.argsort(told[:, 0], kind="stable")]
    if not len(told):
        return told
    reach = np.maximum.accumulate(told[:, 1])
    opens = np.concatenate([[True], told[1:, 0] > reach[:-1]])
    closes = np.concatenate([opens[1:], [True]])
    return np.stack([told[opens, 0], reach[closes]], axis=1)


def _lengths(spans: _Ints) -> npt.NDArray[np.float64]:
    return (spans[:, 1] - spans[:, 0]).astype(float)


def _gaps(spans: _Ints, length: int) -> npt.NDArray[np.float64]:
    ends = np.concatenate([[0], spans.ravel(), [length]]).reshape(-1, 2)
    gaps = (ends[:, 1] - ends[:, 0]).astype(float)
    return np.asarray(gaps[gaps > 0])


def _meeting(one: _Ints, other: _Ints) -> tuple[_Ints, _Ints]:
    """For each span the first of the other's that it may meet, and the one after the last."""
    return np.searchsorted(other[:, 1], one[:, 0], "right"), np.searchsorted(other[:, 0], one[:, 1], "left")


def _apart(one: _Ints, other: _Ints) -> float:
    """How far the ends lie apart, squared, of all that meet."""
    low, high = _meeting(one, other)
    count = np.maximum(high - low, 0)
    mine = np.repeat(np.arange(len(one)), count)
    theirs = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
    return float(np.square((one[mine] - other[theirs]).astype(float)).sum())


def _alone(one: _Ints, other: _Ints) -> float:
    """The lengths, squared, of those that meet none of the other's."""
    low, high = _meeting(one, other)
    return float(np.square(_lengths(one)[high <= low]).sum())

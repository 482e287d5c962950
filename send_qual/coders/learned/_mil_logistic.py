"""Logistic regression over sentences, pooled to passages by noisy-or.

A passage carries a code where at least one of its sentences does: ``p = 1 - prod(1 - p_sentence)``. With
one row to each passage this is ordinary logistic regression, so one fit serves both readings of a passage.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Floats", "Pooled", "Rows", "fit", "line", "logit", "sigmoid"]

Floats = npt.NDArray[np.float64]
_LEAST = 1e-9
_STEPS, _LONGEST = 60, 2.0  # of the search for a line


def sigmoid(score: Floats) -> Floats:
    """The logistic function."""
    bounded: Floats = np.clip(score, -30.0, 30.0)
    answer: Floats = 1 / (1 + np.exp(-bounded))
    return answer


def logit(share: Floats) -> Floats:
    """Log-odds, kept within -7 and 7."""
    bounded = np.clip(share, 1e-3, 1 - 1e-3)
    odds: Floats = np.log(bounded / (1 - bounded))
    return odds


@dataclass(frozen=True)
class Rows:
    """A feature matrix in two parts, side by side, in single precision (half the memory to go through).

    Parameters
    ----------
    dense : ndarray, shape (n, d)
    sparse : scipy CSR matrix, shape (n, v)
    """

    dense: npt.NDArray[np.floating[Any]]
    sparse: Any

    def __post_init__(self) -> None:
        object.__setattr__(self, "dense", np.ascontiguousarray(self.dense, dtype=np.float32))
        object.__setattr__(self, "sparse", self.sparse.astype(np.float32))

    def __matmul__(self, weights: Floats) -> Floats:
        width, single = self.dense.shape[1], weights.astype(np.float32)
        answer: Floats = (self.dense @ single[:width] + self.sparse @ single[width:]).astype(np.float64)
        return answer

    def back(self, errors: Floats) -> Floats:
        """The product of the transposed matrix with one column of errors per code."""
        single = errors.astype(np.float32)
        return np.vstack([self.dense.T @ single, self.sparse.T @ single]).astype(np.float64)

    def take(self, which: npt.NDArray[Any]) -> Rows:
        """Some of the rows."""
        return Rows(self.dense[which], self.sparse[which])

    @property
    def width(self) -> int:
        """Number of features."""
        return int(self.dense.shape[1] + self.sparse.shape[1])


@dataclass(frozen=True)
class Pooled:
    """Weights of one linear score per code.

    Parameters
    ----------
    weights : ndarray, shape (n features, n codes)
    bias : ndarray, shape (n codes,)
    """

    weights: Floats
    bias: Floats

    def scores(self, rows: Rows) -> Floats:
        """Log-odds per row and code."""
        answer: Floats = rows @ self.weights + self.bias
        return answer

    def probabilities(self, rows: Rows, pool: Any) -> Floats:
        """Probability per passage and code; ``pool`` (n passages, n rows) sums rows into passages."""
        answer: Floats = -np.expm1(pool @ -np.logaddexp(0, self.scores(rows)))
        return answer


@lru_cache(maxsize=1)
def _threads() -> Any:
    """The libraries' pools of threads, looked for once."""
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def line(score: Floats, share: Floats, weight: Floats, l2: float = 0.05) -> tuple[float, float]:
    """Slope and offset of the logistic line through scores and shares, by Newton's steps.

    Parameters
    ----------
    score, share, weight : ndarray, shape (m,)
    l2 : float
        Strength of the ridge penalty on the slope.

    Examples
    --------
    >>> slope, offset = line(np.array([-1.0, 1.0]), np.array([0.25, 0.75]), np.array([1000.0, 1000.0]))
    >>> round(slope, 2), abs(round(offset, 2))
    (1.1, 0.0)
    """
    columns = np.stack([score, np.ones(len(score))], axis=1)
    ridge = np.array([l2, 0.0])
    at = np.array([0.0, -1.0])
    for _ in range(_STEPS):
        p = sigmoid(columns @ at)
        slope = columns.T @ (weight * (p - share)) + ridge * at
        bend = columns.T @ ((weight * p * (1 - p))[:, None] * columns) + np.diag(ridge + 1e-6)
        step = np.clip(np.linalg.solve(bend, slope), -_LONGEST, _LONGEST)
        at = at - step
        if np.abs(step).max() < 1e-6:
            break
    return float(at[0]), float(at[1])


def fit(rows: Rows, pool: Any, share: Floats, weight: Floats, l2: float, most: int = 30) -> Pooled:
    """Fit all codes at once.

    Parameters
    ----------
    rows : Rows
        Sentences or passages.
    pool : scipy CSR matrix, shape (m, n)
        Which rows make up which passage.
    share : ndarray, shape (m, k)
        Share of the coders who gave a passage a code, 0 to 1.
    weight : ndarray, shape (m, k)
        How much each passage counts.
    l2 : float
        Strength of the ridge penalty.
    most : int
        Largest number of steps; twice as many agree no better with people on documents left out.
    """
    from scipy.optimize import minimize

    width, codes = rows.width, share.shape[1]
    gather = pool.T.tocsr()

    def loss(flat: Floats) -> tuple[float, Floats]:
        table = flat.reshape(width + 1, codes)
        weights = table[:width]
        scores = rows @ weights + table[width]
        none = pool @ -np.logaddexp(0, scores)  # log of the probability that no sentence carries it
        some = np.clip(-np.expm1(none), _LEAST, 1.0)
        likelihood = share * np.log(some) + (1 - share) * none
        pull = (share * (1 - some) / some - (1 - share)) * weight
        errors = -(gather @ pull) * sigmoid(scores)
        slope = np.vstack([rows.back(errors) + l2 * weights, errors.sum(axis=0)])
        return float(-(weight * likelihood).sum() + 0.5 * l2 * (weights**2).sum()), slope.ravel()

    start = np.zeros((width + 1, codes))
    start[width] = -2.5 if pool.shape[0] < pool.shape[1] else -1.0
    with _threads().limit(limits=1):  # tables as narrow as these only make the threads of a second core wait
        found = minimize(loss, start.ravel(), jac=True, method="L-BFGS-B", options={"maxiter": most})
    table = found.x.reshape(width + 1, codes)
    return Pooled(table[:width], table[width])

"""How well two readings of the same passages agree: precision, recall, F1, kappa, with intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Interval", "Measures", "measure"]

_DRAWS = 1000
_LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """A 95 % interval."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Measures:
    """Agreement of a coder with a reference on one code.

    Parameters
    ----------
    n : int
        Passages to which the reference gave the code.
    precision, recall, f1, kappa : float
        Between 0 and 1; kappa (Cohen's) from -1.
    f1_interval, kappa_interval : Interval
        By drawing documents, not passages, with replacement: passages of one document are alike.
    """

    n: int
    precision: float
    recall: float
    f1: float
    kappa: float
    f1_interval: Interval
    kappa_interval: Interval


def _f1(tp: Any, fp: Any, fn: Any) -> Any:
    return 2 * tp / np.maximum(2 * tp + fp + fn, 1e-12)


def _kappa(tp: Any, fp: Any, fn: Any, tn: Any) -> Any:
    n = np.maximum(tp + fp + fn + tn, 1)
    agreed = (tp + tn) / n
    chance = ((tp + fp) * (tp + fn) + (fn + tn) * (fp + tn)) / n**2
    return np.where(chance < 1, (agreed - chance) / np.maximum(1 - chance, 1e-12), 1.0)


def measure(
    reference: npt.NDArray[np.bool_], said: npt.NDArray[np.bool_], document: npt.NDArray[np.int_], seed: int = 0
) -> Measures:
    """Measure one code.

    Parameters
    ----------
    reference, said : ndarray of bool, shape (m,)
        Whether each passage has the code.
    document : ndarray of int, shape (m,)
        The document of each passage, from 0.
    seed : int
        Of the draws for the intervals.

    Examples
    --------
    >>> import numpy as np
    >>> people = np.array([True, True, False, False])
    >>> machine = np.array([True, False, False, False])
    >>> found = measure(people, machine, np.array([0, 0, 1, 1]))
    >>> found.precision, found.recall, round(found.f1, 2), found.kappa
    (1.0, 0.5, 0.67, 0.5)
    """
    cells = np.stack([reference & said, ~reference & said, reference & ~said, ~reference & ~said], axis=1)
    size = int(document.max()) + 1 if len(document) else 0
    by_document = np.zeros((size, 4))
    np.add.at(by_document, document, cells)
    tp, fp, fn, tn = by_document.sum(axis=0)
    by_document = by_document[by_document.sum(axis=1) > 0]
    documents = len(by_document)
    rng = np.random.default_rng(seed)
    times = rng.multinomial(documents, np.full(documents, 1 / max(documents, 1)), size=_DRAWS) if documents else None
    drawn = times @ by_document if times is not None else np.zeros((1, 4))
    return Measures(
        int(tp + fn),
        float(tp / max(tp + fp, 1)),
        float(tp / max(tp + fn, 1)),
        float(_f1(tp, fp, fn)),
        float(_kappa(tp, fp, fn, tn)),
        _interval(_f1(*drawn.T[:3])),
        _interval(_kappa(*drawn.T)),
    )


def _interval(drawn: npt.NDArray[np.float64]) -> Interval:
    low, high = np.quantile(drawn, [(1 - _LEVEL) / 2, (1 + _LEVEL) / 2])
    return Interval(float(low), float(high))

"""Coefficients of agreement between two coders, from the table of what each said, for many tables at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["Coefficients", "coefficients"]


@dataclass(frozen=True, slots=True)
class Coefficients:
    """Agreement of two coders beyond chance, each of the shape of the tables; NaN where it says nothing.

    ``kappa`` is Cohen's, ``pi`` Scott's, ``ac1`` Gwet's, ``pabak`` kappa with prevalence and bias adjusted for (with
    more than two values Bennett's S), ``alpha`` Krippendorff's for nominal values. Where all said one and the same
    throughout, chance explains everything: kappa, pi and alpha are NaN.
    """

    percent: npt.NDArray[np.float64]
    kappa: npt.NDArray[np.float64]
    pi: npt.NDArray[np.float64]
    ac1: npt.NDArray[np.float64]
    pabak: npt.NDArray[np.float64]
    alpha: npt.NDArray[np.float64]


def coefficients(tables: npt.ArrayLike) -> Coefficients:
    """The coefficients of tables of two coders.

    Parameters
    ----------
    tables : array_like, shape (..., k, k)
        How many units (or characters) the first coder gave the value of the row and the second that of the column.

    Returns
    -------
    Coefficients
        Arrays of shape (...).

    References
    ----------
    K. L. Gwet (2014), Handbook of Inter-Rater Reliability. T. Byrt, J. Bishop and J. B. Carlin (1993), Bias,
    prevalence and kappa. K. Krippendorff (2011), Computing Krippendorff's Alpha-Reliability.

    Examples
    --------
    >>> two = coefficients([[40, 5], [5, 50]])
    >>> round(float(two.percent), 4), round(float(two.kappa), 4), round(float(two.pabak), 4)
    (0.9, 0.798, 0.8)
    """
    told = np.asarray(tables, dtype=float)
    k = told.shape[-1]
    with np.errstate(divide="ignore", invalid="ignore"):
        n = told.sum(axis=(-2, -1))
        agreed = np.trace(told, axis1=-2, axis2=-1) / n
        rows, columns = told.sum(axis=-1) / n[..., None], told.sum(axis=-2) / n[..., None]
        mean = (rows + columns) / 2
        pi = _beyond(agreed, np.square(mean).sum(axis=-1))
        return Coefficients(
            percent=agreed,
            kappa=_beyond(agreed, (rows * columns).sum(axis=-1)),
            pi=pi,
            ac1=_beyond(agreed, (mean * (1 - mean)).sum(axis=-1) / (k - 1)),
            pabak=_beyond(agreed, np.full_like(agreed, 1 / k)),
            alpha=1 - (1 - pi) * (2 * n - 1) / (2 * n),
        )


def _beyond(agreed: npt.NDArray[np.float64], chance: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Of the agreement that chance leaves open, the share reached; NaN where it leaves none."""
    return np.where(chance < 1 - 1e-12, (agreed - chance) / (1 - chance), np.nan)

"""Ridge regression on yes and no, with each group of rows left out in turn at no cost."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from scipy.sparse import csr_matrix

    Floats = npt.NDArray[np.floating]

__all__ = ["Ridge"]


class Ridge:
    """Least squares towards 1 and -1 with the weights kept small, worked out over the rows and not the columns.

    Fewer rows than columns make this quick, and it gives what the fit would have said of each group of rows
    without them: what cross-validation by document asks.

    Parameters
    ----------
    penalty : float
        On the squared weights; the rows have length about one.
    intercept : bool
        Whether a number is added to all scores alike; without, intercepts are 0.

    Examples
    --------
    >>> import numpy as np
    >>> from scipy.sparse import csr_matrix
    >>> rows = csr_matrix(np.array([[1.0, 0.0], [0.9, 0.1], [0.0, 1.0], [0.1, 0.9]]))
    >>> fit = Ridge(0.1).fit(rows, np.array([[1.0], [1.0], [-1.0], [-1.0]]), ["a", "b", "a", "b"])
    >>> (fit.decision_function(rows)[:, 0] > 0).tolist(), (fit.left_out()[:, 0] > 0).tolist()
    ([True, True, False, False], [True, True, False, False])
    """

    def __init__(self, penalty: float = 1.0, *, intercept: bool = True) -> None:
        self.penalty, self.intercept = penalty, intercept

    def fit(self, rows: csr_matrix, answers: Floats, groups: Sequence[Hashable]) -> Ridge:
        """Fit to rows ``(n, columns)`` and answers of 1 and -1 ``(n, k)``; groups say what is left out together."""
        import numpy as np

        self.rows, self.answers = rows, answers
        self.groups: dict[Hashable, list[int]] = {}
        for n, group in enumerate(groups):
            self.groups.setdefault(group, []).append(n)
        likeness = _products(rows) + float(self.intercept)  # 1: the intercept, as a column of ones
        self._inverse = np.linalg.inv(likeness + self.penalty * np.eye(rows.shape[0]))
        self._shares: Floats = self._inverse @ answers
        return self

    def weights(self, without: Hashable = None) -> tuple[Floats, Floats]:
        """Weights ``(columns, k)`` and intercepts ``(k,)``, of the fit without a group where one is named."""
        import numpy as np

        shares = self._shares
        if without in self.groups:
            out = self.groups[without]
            held = np.linalg.solve(self._inverse[np.ix_(out, out)], shares[out])
            shares = shares - self._inverse[:, out] @ held
            shares[out] = 0.0
        weights: Floats = self.rows.T @ shares
        return weights, shares.sum(axis=0) * float(self.intercept)

    def decision_function(self, rows: csr_matrix, without: Hashable = None) -> Floats:
        """Scores ``(n, k)``, above 0 for yes; of the fit without a group where one is named."""
        weights, intercepts = self.weights(without)
        scores: Floats = rows @ weights + intercepts
        return scores

    def left_out(self) -> Floats:
        """What the fit without its group says of each row it was fitted on, ``(n, k)``."""
        import numpy as np

        said = np.zeros_like(self.answers)
        for out in self.groups.values():
            held = np.linalg.solve(self._inverse[np.ix_(out, out)], self._shares[out])
            said[out] = self.answers[out] - held
        return said


def _products(rows: csr_matrix) -> Floats:
    """Each row with each: columns that are mostly filled are worked with as plain arrays, which is far quicker."""
    import numpy as np

    full = np.diff(rows.tocsc().indptr) > rows.shape[0] / 4
    plain, thin = rows[:, full].toarray(), rows[:, ~full]
    products: Floats = plain @ plain.T + (thin @ thin.T).toarray()
    return products

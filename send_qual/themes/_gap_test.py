"""Whether uncoded passages lie together more than chance would put them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from send_qual.themes._space import SEED, Matrix, neighbours

__all__ = ["LEAST", "LEAST_DOCUMENTS", "LEVEL", "Flags", "Gap", "find_gaps", "uncoded_around"]

Flags = npt.NDArray[np.bool_]

_SHUFFLES = 199
LEVEL = 0.05
_APART = 0.6  # cosine distance, on average, beyond which two groups of passages are two gaps
LEAST = 5  # passages of an emergent theme,
_TOGETHER = 3000  # passages grouped in full; what grows with their square stays small
LEAST_DOCUMENTS = 3  # and documents


@dataclass(frozen=True, slots=True)
class Gap:
    """Uncoded passages that lie together.

    Parameters
    ----------
    passages : tuple of int
    p : float
        How often a corpus whose uncoded passages are shuffled within each document has a gap as marked
        anywhere.
    """

    passages: tuple[int, ...]
    p: float


def find_gaps(points: Matrix, uncoded: Flags, documents: Sequence[str]) -> tuple[Gap, ...]:
    """Gaps, the most marked first, that chance does not explain (p at most 0.05 over all gaps together).

    Parameters
    ----------
    points : numpy.ndarray
        Shape ``(n, k)``, rows of length one.
    uncoded : numpy.ndarray of bool
        Shape ``(n,)``.
    documents : sequence of str
        Document of each point: which passages of a document are uncoded is shuffled, how many is not, so that
        a document left uncoded makes no gap of its own.
    """
    if not uncoded.any() or uncoded.all():
        return ()
    around, _ = neighbours(points, points, _near(points), same=True)
    order = np.unique(np.asarray(documents, dtype=object).astype(str), return_inverse=True)[1]
    rng = np.random.default_rng(SEED)
    shuffled = [_shuffled(uncoded, order, rng) for _ in range(_SHUFFLES)]
    near = [flags[around].mean(axis=1) for flags in shuffled]
    tops = [float(np.quantile(share[flags], 0.95)) for flags, share in zip(shuffled, near, strict=True)]
    line = float(np.quantile(tops, 0.95))
    base = float(uncoded.mean())
    marks = []
    for flags, share in zip(shuffled, near, strict=True):
        groups = _groups(points, np.flatnonzero(flags & (share > line)), order)
        marks.append(max((float((share[rows] - base).sum()) for rows in groups), default=0.0))
    share = uncoded[around].mean(axis=1)
    gaps = []
    for rows in _groups(points, np.flatnonzero(uncoded & (share > line)), order):
        mark = float((share[rows] - base).sum())
        p = (1 + sum(other >= mark for other in marks)) / (1 + _SHUFFLES)
        if p <= LEVEL:
            gaps.append((mark, Gap(tuple(rows.tolist()), p)))
    return tuple(gap for _, gap in sorted(gaps, key=lambda pair: (-pair[0], pair[1].passages)))


def uncoded_around(points: Matrix, uncoded: Flags, rows: Sequence[int]) -> float:
    """Share of the passages around these uncoded ones that are uncoded, too."""
    count = _near(points)
    around, _ = neighbours(points[list(rows)], points, count + 1)  # each finds itself first
    return float((uncoded[around].sum(axis=1) - 1).mean() / count)


def _near(points: Matrix) -> int:
    return int(np.clip(len(points) / 36, 8, 25))


def _shuffled(flags: Flags, documents: npt.NDArray[np.intp], rng: np.random.Generator) -> Flags:
    """The flags of each document in another order."""
    before = np.lexsort((np.arange(len(flags)), documents))
    after = np.lexsort((rng.random(len(flags)), documents))
    found = np.empty_like(flags)
    found[after] = flags[before]
    return found


def _groups(points: Matrix, rows: npt.NDArray[np.intp], documents: npt.NDArray[np.intp]) -> list[npt.NDArray[np.intp]]:
    from scipy.cluster.hierarchy import fcluster, linkage

    if len(rows) < LEAST:
        return []
    some = rows if len(rows) <= _TOGETHER else rows[np.linspace(0, len(rows) - 1, _TOGETHER).astype(int)]
    labels = fcluster(linkage(points[some], "average", metric="cosine"), t=_APART, criterion="distance")
    if len(some) < len(rows):  # the others go with the one of these they are nearest to
        labels = labels[neighbours(points[rows], points[some], 1)[0][:, 0]]
    least = min(LEAST_DOCUMENTS, len(set(documents.tolist())))
    found = [rows[labels == g] for g in np.unique(labels)]
    return [g for g in found if len(g) >= LEAST and len(set(documents[g].tolist())) >= least]

"""Groups of points that come out the same when the passages are drawn anew; how many, is found."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from send_qual.themes._space import SEED, Matrix

__all__ = ["Grouping", "group", "place_rest"]

Labels = npt.NDArray[np.int64]

_FEWEST, _MOST = 4, 20
_PER_TOPIC = 20  # passages; no more topics are tried than would leave each with so many
_SCAN, _FINAL = 12, 40  # resamples while looking for the number, and for the grouping kept
_STARTS, _TRIAL, _ROUNDS = 5, 5, 40  # of k-means: starts, rounds of each, rounds of the best
_LEAST = 5  # passages; smaller groups are dissolved into those next to them
_STABLE = 0.90  # adjusted Rand index between resamples and their consensus that a number of topics must reach
_LEEWAY = 0.01  # by which a number may miss it in the first look: the second one decides
_GIVEN_UP = 3  # unstable numbers in a row, after a stable one, that end the search
_LARGEST = 0.2  # share of the passages that one topic may have
_UNSETTLED = 0.12  # at most this share is left without topic,
_SETTLED = 0.80  # and only passages that fall to their topic in fewer resamples than this


@dataclass(frozen=True, eq=False)
class Grouping:
    """Groups and how far to trust them.

    Parameters
    ----------
    labels : numpy.ndarray
        A group per point; -1 for a point that belongs to none for sure.
    settled : numpy.ndarray
        Per point the share of resamples in which it falls with its group.
    agreement : float
        Mean adjusted Rand index between the grouping and those of resampled points, over points that have a
        group.
    tried : tuple of (int, float, float)
        Each number of groups tried, its agreement, and the share of the largest group.
    """

    labels: Labels
    settled: Matrix
    agreement: float
    tried: tuple[tuple[int, float, float], ...] = ()

    @property
    def count(self) -> int:
        """How many groups."""
        return int(self.labels.max()) + 1


def group(points: Matrix) -> Grouping:
    """Find groups.

    For each number of groups points are drawn with replacement, grouped by k-means and the groupings settled
    on what most of them share. The largest number that is still stable is taken; where none is, the most
    stable. A number of which one group has more than a fifth of the points gives way to one that has not.

    Parameters
    ----------
    points : numpy.ndarray
        Shape ``(n, k)``, rows of length one, ``n`` at least 2.
    """
    most = max(2, min(_MOST, len(points) // _PER_TOPIC))
    tried: list[tuple[int, float, float]] = []
    for count in range(min(_FEWEST, most), most + 1):
        found = _consensus(points, count, _SCAN)
        tried.append((count, found.agreement, float(np.bincount(found.labels[found.labels >= 0]).max() / len(points))))
        late = [row[1] >= _STABLE - _LEEWAY for row in tried[-_GIVEN_UP:]]
        if any(row[1] >= _STABLE for row in tried) and len(tried) > _GIVEN_UP and not any(late):
            break  # it has become too many to be stable
    even = [row for row in tried if row[2] <= _LARGEST] or tried
    stable = [row for row in even if row[1] >= _STABLE - _LEEWAY]
    finals: list[Grouping] = []
    for count, *_ in sorted(stable, reverse=True) or [max(even, key=lambda row: (row[1], row[0]))]:
        finals.append(replace(_consensus(points, count, _FINAL), tried=tuple(tried)))
        if finals[-1].agreement >= _STABLE:
            return finals[-1]
    return max(finals, key=lambda final: final.agreement)


def _consensus(points: Matrix, count: int, resamples: int) -> Grouping:
    """What groupings of resampled points agree on."""
    from sklearn.cluster import AgglomerativeClustering
    from sklearn.metrics import adjusted_rand_score

    fits = [_resampled(points, count, SEED + 1000 * count + n) for n in range(resamples)]
    together = np.zeros((len(points), len(points)), np.float32)
    for labels in fits:
        ones = np.eye(count, dtype=np.float32)[labels]
        together += ones @ ones.T
    together /= resamples
    model = AgglomerativeClustering(count, metric="precomputed", linkage="average")
    labels = np.asarray(model.fit_predict(1 - together), np.int64)
    large = [g for g in range(count) if (labels == g).sum() >= min(_LEAST, len(points) // (2 * count))]
    shares = np.stack([together[:, labels == g].mean(axis=1) for g in large], axis=1)
    labels = shares.argmax(axis=1).astype(np.int64)
    settled = shares[np.arange(len(points)), labels].astype(np.float64)
    unsure = settled < min(_SETTLED, float(np.quantile(settled, _UNSETTLED)))
    agreement = float(np.mean([adjusted_rand_score(labels[~unsure], one[~unsure]) for one in fits]))
    return Grouping(np.where(unsure, -1, labels), settled, agreement)


def _resampled(points: Matrix, count: int, seed: int) -> Labels:
    """All points by the k-means of as many drawn with replacement, the best of five starts."""
    rng = np.random.default_rng(seed)
    drawn = points[rng.integers(0, len(points), len(points))]
    starts = [_refined(drawn, _spread(drawn, count, rng), _TRIAL) for _ in range(_STARTS)]
    centres, _ = _refined(drawn, min(starts, key=lambda start: start[1])[0], _ROUNDS)
    found: Labels = _nearest(points, centres)[0]
    return found


def _spread(points: Matrix, count: int, rng: np.random.Generator) -> Matrix:
    """First centres, a new one likelier far from those there are (k-means++)."""
    centres = points[rng.integers(len(points), size=1)]
    away = np.maximum(_nearest(points, centres)[1], 0) + 1e-12
    while len(centres) < count:
        new = points[rng.choice(len(points), p=away / away.sum())][None]
        away = np.minimum(away, np.maximum(_nearest(points, new)[1], 0) + 1e-12)
        centres = np.vstack([centres, new])
    return centres


def _refined(points: Matrix, centres: Matrix, rounds: int) -> tuple[Matrix, float]:
    """k-means from these centres: better ones, and what distance is left.

    Not scikit-learn's: on so few points its threads cost more than they do.
    """
    before = np.inf
    for _ in range(rounds):
        labels, away = _nearest(points, centres)
        left = float(away.sum())
        ones = np.zeros((len(points), len(centres)))
        ones[np.arange(len(points)), labels] = 1
        sizes = ones.sum(axis=0)[:, None]
        centres = np.where(sizes > 0, (ones.T @ points) / np.maximum(sizes, 1), centres)
        if before - left < 1e-5 * left:
            break
        before = left
    return centres, left


def _nearest(points: Matrix, centres: Matrix) -> tuple[Labels, Matrix]:
    """The nearest centre of each point, and its squared distance."""
    away = (centres**2).sum(axis=1)[None] - 2 * points @ centres.T
    labels = away.argmin(axis=1)
    found: Matrix = away[np.arange(len(points)), labels] + (points**2).sum(axis=1)
    return labels, found


def place_rest(points: Matrix, sample: Labels, grouping: Grouping) -> tuple[Labels, Matrix]:
    """A group for every point, where only a sample was grouped: that of the nearest centre.

    Points that lie between two centres more evenly than most of the sample does get none.

    Returns
    -------
    tuple of numpy.ndarray
        Group per point (-1 for none), and how settled each is.
    """
    if len(sample) == len(points):
        return grouping.labels, grouping.settled
    centres = np.stack([points[sample][grouping.labels == g].mean(axis=0) for g in range(grouping.count)])
    nearest, _ = _nearest(points, centres)
    away = np.sort((centres**2).sum(axis=1)[None] - 2 * points @ centres.T, axis=1)
    margin = away[:, 1] - away[:, 0] if len(centres) > 1 else np.ones(len(points))
    line = np.quantile(margin[sample], float((grouping.labels < 0).mean()))
    labels = np.where(margin < line, -1, nearest).astype(np.int64)
    settled = (margin / max(float(margin.max()), 1e-9)).astype(np.float64)
    labels[sample], settled[sample] = grouping.labels, grouping.settled
    return labels, settled

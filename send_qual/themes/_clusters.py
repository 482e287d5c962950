"""Groups of points that come out the same when the space is built on other passages; how many, is found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from send_qual.themes._space import SEED, Matrix

__all__ = ["FIRM", "Grouping", "adjusted_rand", "group", "keeping_together", "place_rest"]

Labels = npt.NDArray[np.int64]

_FEWEST, _MOST = 4, 20
_PER_TOPIC = 20  # passages; no more topics are tried than would leave each with so many
_STARTS, _TRIAL, _ROUNDS = 5, 5, 40  # of k-means: starts, rounds of each, rounds of the best
_LEAST = 5  # passages; smaller groups are dissolved into those next to them
FIRM = 0.8  # agreement, below which groups are hints
_LEAST_LOOSE = 10  # points that belong to no group for sure but keep together, to be one of their own
_LEEWAY = 0.02  # of agreement, for the sake of more topics where they are firm,
_LOOSE = 0.05  # and of fewer where they are not
_LARGEST = 0.2  # share of the passages that one topic may have
_UNSETTLED = 0.12  # at most this share is left without topic,
_SETTLED = 0.80  # and only passages that fall to their topic in fewer draws than this


@dataclass(frozen=True, eq=False)
class Grouping:
    """Groups and how far to trust them.

    Parameters
    ----------
    labels : numpy.ndarray
        A group per point; -1 for a point that belongs to none for sure.
    settled : numpy.ndarray
        Per point the share of draws in which it falls with its group.
    agreement : float
        Mean adjusted Rand index between the grouping and those of the draws, over points that have a group.
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


def group(anew: Sequence[Matrix]) -> Grouping:
    """Find groups.

    For each number of groups, the points of every draw are grouped by k-means, and the groupings settled on what
    most of them share. The number is taken by which they agree best, numbers next to it considered; among those
    that are as good, the largest; where none is firm, the smallest. A number of which one group has more than a
    fifth of the points gives way to one that has not.

    Parameters
    ----------
    anew : sequence of numpy.ndarray
        The same points as they lie in each draw: shape ``(n, k)``, rows of length one, ``n`` at least 2.
    """
    points = len(anew[0])
    most = max(2, min(_MOST, points // _PER_TOPIC))
    found = {count: _consensus(anew, count) for count in range(min(_FEWEST, most), most + 1)}
    tried = tuple((count, one.agreement, _share_of_largest(one)) for count, one in found.items())
    even = [count for count, _, largest in tried if largest <= _LARGEST] or list(found)
    told = {
        count: float(np.mean([found[near].agreement for near in (count - 1, count, count + 1) if near in found]))
        for count in even
    }
    top = max(told.values())
    if top >= FIRM:
        best = max(count for count in even if told[count] >= top - _LEEWAY)
    else:  # nothing says that the passages have so many sides: rather a few broad groups
        best = min(count for count in even if told[count] >= top - _LOOSE)
    return replace(found[best], tried=tried)


def _share_of_largest(one: Grouping) -> float:
    return float(np.bincount(one.labels[one.labels >= 0]).max() / len(one.labels))


def _consensus(anew: Sequence[Matrix], count: int) -> Grouping:
    """What the groupings of all draws agree on."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    fits = [_grouped(points, count, SEED + 1000 * count + n) for n, points in enumerate(anew)]
    total = len(fits[0])
    ones = np.hstack([np.eye(count, dtype=np.float32)[labels] for labels in fits])
    together = (ones @ ones.T) / np.float32(len(fits))
    tree = linkage(squareform(1 - together, checks=False), "average")
    labels = fcluster(tree, count, "maxclust").astype(np.int64)
    large = [g for g in np.unique(labels) if (labels == g).sum() >= min(_LEAST, total // (2 * count))]
    shares = np.stack([together[:, labels == g].mean(axis=1) for g in large], axis=1)
    labels = shares.argmax(axis=1).astype(np.int64)
    settled = shares[np.arange(total), labels].astype(np.float64)
    unsure = settled < min(_SETTLED, float(np.quantile(settled, _UNSETTLED)))
    agreement = float(np.mean([adjusted_rand(labels[~unsure], one[~unsure]) for one in fits]))
    labels[unsure] = -1
    for rows in keeping_together(together, np.flatnonzero(unsure)):
        labels[rows] = labels.max() + 1
        settled[rows] = together[np.ix_(rows, rows)].mean(axis=1)
    return Grouping(labels, settled, agreement)


def keeping_together(together: npt.NDArray[np.float32], loose: npt.NDArray[np.intp]) -> list[npt.NDArray[np.intp]]:
    """Of points that fall now to one group and now to another, those that always do so together."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    least = max(_LEAST_LOOSE, len(together) // 100)
    if len(loose) < least:
        return []
    apart = squareform(1 - together[np.ix_(loose, loose)], checks=False)
    labels = fcluster(linkage(apart, "average"), 1 - _SETTLED, "distance")
    return [loose[labels == g] for g in np.unique(labels) if (labels == g).sum() >= least]


def adjusted_rand(one: Labels, other: Labels) -> float:
    """How far two groupings agree, beyond chance: 1 where they are the same.

    As scikit-learn's, whose checks of its arguments take ten times as long as the counting.
    """
    table = np.bincount(one * (int(other.max()) + 1) + other).astype(np.float64)
    pairs = [float((sizes * (sizes - 1)).sum() / 2) for sizes in (table, np.bincount(one), np.bincount(other))]
    both, of_one, of_other = pairs
    chance = of_one * of_other / (len(one) * (len(one) - 1) / 2)
    most = (of_one + of_other) / 2
    return (both - chance) / (most - chance) if most > chance else 1.0


def _grouped(points: Matrix, count: int, seed: int) -> Labels:
    """Points by k-means, the best of five starts."""
    rng = np.random.default_rng(seed)
    small: Matrix = points.astype(np.float32)  # half the time
    starts, left = _refined(small, _spread(small, count, rng), _TRIAL)
    best = int(left.argmin())
    centres, _ = _refined(small, starts[best : best + 1], _ROUNDS)
    return _nearest(small, centres[0])


def _spread(points: Matrix, count: int, rng: np.random.Generator) -> Matrix:
    """First centres of all starts, shape ``(starts, count, k)``; a new one likelier far from those there are."""
    centres = np.empty((_STARTS, count, points.shape[1]), points.dtype)
    centres[:, 0] = points[rng.integers(len(points), size=_STARTS)]
    away = np.full((_STARTS, len(points)), np.inf, points.dtype)
    for n in range(1, count):
        away = np.minimum(away, np.maximum(2 - 2 * centres[:, n - 1] @ points.T, 1e-6))
        along = away.cumsum(axis=1)
        chosen = (along < rng.random(_STARTS, dtype=np.float32)[:, None] * along[:, -1:]).sum(axis=1)
        centres[:, n] = points[np.minimum(chosen, len(points) - 1)]
    return centres


def _refined(points: Matrix, centres: Matrix, rounds: int) -> tuple[Matrix, Matrix]:
    """k-means from these centres, all starts at once: better ones, and what distance each leaves.

    Not scikit-learn's: on so few points its threads cost more than they do.
    """
    starts, count, size = centres.shape
    before = np.full(starts, np.inf)
    for _ in range(rounds):
        near = _nearness(points, centres.reshape(-1, size)).reshape(starts, count, -1)
        best = near.max(axis=1, keepdims=True)
        left = 2 * (0.5 - best).sum(axis=(1, 2), dtype=np.float64)
        ones = (near == best).reshape(starts * count, -1).astype(points.dtype)
        sizes = ones.sum(axis=1)[:, None]
        flat = centres.reshape(-1, size)
        centres = np.where(sizes > 0, (ones @ points) / np.maximum(sizes, 1), flat).reshape(centres.shape)
        if (before - left < 1e-5 * left).all():
            break
        before = left
    return centres, left


def _nearness(points: Matrix, centres: Matrix) -> Matrix:
    """Shape ``(centres, points)``: half of one less the squared distance, for points of length one."""
    found: Matrix = centres @ points.T - 0.5 * (centres**2).sum(axis=1)[:, None]
    return found


def _nearest(points: Matrix, centres: Matrix) -> Labels:
    """The nearest centre of each point."""
    found: Labels = _nearness(points, centres).argmax(axis=0).astype(np.int64)
    return found


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
    nearest = _nearest(points, centres)
    away = np.sort((centres**2).sum(axis=1)[None] - 2 * points @ centres.T, axis=1)
    margin = away[:, 1] - away[:, 0] if len(centres) > 1 else np.ones(len(points))
    line = np.quantile(margin[sample], float((grouping.labels < 0).mean()))
    labels = np.where(margin < line, -1, nearest).astype(np.int64)
    settled = (margin / max(float(margin.max()), 1e-9)).astype(np.float64)
    labels[sample], settled[sample] = grouping.labels, grouping.settled
    return labels, settled

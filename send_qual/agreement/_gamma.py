"""Gamma: the agreement of coders on free spans with their codes, where it has to be found out which spans correspond.

After Mathet, Widlöcher and Métivier (2015), The unified and holistic method gamma, Computational Linguistics 41(3).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
from scipy.optimize import LinearConstraint, linear_sum_assignment, milp
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from send_qual.agreement._code_tables import read_units
from send_qual.coding import Codings

__all__ = ["Gamma", "gamma", "spans_gamma"]

_Floats = npt.NDArray[np.float64]
_Ints = npt.NDArray[np.int64]
_UNPAIRED = 1.0  # what it costs that a span has no counterpart of another coder; the unit of all dissimilarities


@dataclass(frozen=True, slots=True)
class Gamma:
    """Agreement on spans and their codes.

    Parameters
    ----------
    value : float
        1 where all coders marked the same spans with the same codes, about 0 where they agree as chance would have it,
        below where less; NaN where fewer than two coders marked anything.
    disorder : float
        Of the best alignment: the mean dissimilarity of what corresponds, 0 to the number of coders.
    expected : float
        Mean disorder of what chance makes of spans of such lengths, gaps and codes.
    samples : int
        Such texts drawn.
    alignments : int
        Groups of corresponding spans in the best alignment, those of a single span included.
    """

    value: float
    disorder: float
    expected: float
    samples: int
    alignments: int


@dataclass(frozen=True)
class _Spans:
    """What one coder marked, in the order of the text: starts, ends, codes and documents by number."""

    start: _Floats
    end: _Floats
    code: _Ints
    document: _Ints

    def __len__(self) -> int:
        return len(self.start)


def gamma(
    coders: Sequence[Sequence[tuple[float, float, str]]],
    *,
    breaks: Sequence[float] = (),
    position: float = 3.0,
    category: float = 1.0,
    samples: int = 30,
    seed: int = 0,
) -> Gamma:
    """Measure how far two coders or more agree on where there is something and on what it is.

    Parameters
    ----------
    coders : sequence of sequences of (float, float, str)
        Of each coder: start, end and code of each span, documents laid end to end.
    breaks : sequence of float
        Where a document ends and the next begins: no spans on either side correspond.
    position, category : float
        Weights of a difference in position and of another code.
    samples : int
        Texts that chance makes, for the disorder to be expected.
    seed : int
        Of that chance; the same seed gives the same figure.

    Returns
    -------
    Gamma

    Examples
    --------
    >>> a = [(0, 10, "tea"), (20, 30, "cake")]
    >>> gamma([a, a]).value, gamma([a, a]).alignments
    (1.0, 2)
    >>> gamma([a, [(1, 10, "tea"), (50, 60, "cake")]]).alignments
    3
    """
    names = sorted({code for own in coders for *_, code in own})
    number = {code: n for n, code in enumerate(names)}
    given = [_in_order(own, number, breaks) for own in coders]
    if sum(len(own) > 0 for own in given) < 2:
        return Gamma(float("nan"), float("nan"), float("nan"), 0, sum(len(own) for own in given))
    disorder, count = _best(given, position, category)
    chance = np.random.default_rng(seed)
    drawn = [_best(one, position, category)[0] for one in _by_chance(given, len(names), samples, chance)]
    expected = float(np.mean(drawn))
    return Gamma(1 - disorder / expected if expected else float("nan"), disorder, expected, len(drawn), count)


def spans_gamma(codings: Codings, *, samples: int = 30, seed: int = 0) -> dict[tuple[str, str], Gamma]:
    """Gamma of each pair of coders: their own codings, by theme, in the documents that both read.

    Parameters
    ----------
    codings : Codings
        As for :func:`~send_qual.agreement.reliability`, with corpus and codebook.
    samples, seed : int
        As for :func:`gamma`.

    Raises
    ------
    SendQualError
        Where codings have lost their corpus or codebook.
    """
    read = read_units(codings, "segment")
    found = {}
    for pair in combinations(range(len(read.coders)), 2):
        both = np.asarray(read.documents[list(pair)].all(axis=0))
        ends = np.cumsum(np.diff(read.units.begins) * both).tolist()
        at = {n: b for n, b, yes in zip(read.units.documents, [0, *ends], both.tolist(), strict=False) if yes}
        own: list[list[tuple[float, float, str]]] = [[], []]
        for row, who in zip(read.rows, read.by.tolist(), strict=True):
            if who in pair and row.document in at:
                begin = at[row.document]
                own[pair.index(who)].append((begin + row.start, begin + row.end, row.theme))
        if at:
            coders = read.coders[pair[0]], read.coders[pair[1]]
            found[coders] = gamma(own, breaks=ends, samples=samples, seed=seed)
    return found


def _in_order(own: Sequence[tuple[float, float, str]], number: dict[str, int], breaks: Sequence[float]) -> _Spans:
    rows = sorted((start, end, number[code]) for start, end, code in own if end > start)
    start, end, code = np.array(rows, dtype=float).reshape(-1, 3).T
    return _Spans(start, end, code.astype(np.int64), np.searchsorted(np.sort(np.array(breaks)), start, "right"))


def _best(given: Sequence[_Spans], position: float, category: float) -> tuple[float, int]:
    """Disorder of the best alignment, and how many groups it has."""
    find = _of_two if len(given) == 2 else _of_many
    total, count = find(given, position, category)
    mean = sum(len(own) for own in given) / len(given)
    return (total / mean if mean else 0.0), count


def _near(one: _Spans, other: _Spans, position: float, category: float, most: float) -> tuple[_Ints, _Ints, _Floats]:
    """Pairs of spans of two coders whose dissimilarity is at most so much, and that dissimilarity."""
    if not len(one) or not len(other):
        return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    # Of two spans the starts and ends differ by no more than this share of their lengths together.
    reach = np.sqrt(most / position) * ((one.end - one.start) + (other.end - other.start).max())
    low = np.searchsorted(other.start, one.start - reach, "left")
    high = np.searchsorted(other.start, one.start + reach, "right")
    count = high - low
    left = np.repeat(np.arange(len(one)), count)
    right = np.arange(count.sum()) - np.repeat(np.cumsum(count) - count, count) + np.repeat(low, count)
    lengths = (one.end - one.start)[left] + (other.end - other.start)[right]
    apart = np.abs(one.start[left] - other.start[right]) + np.abs(one.end[left] - other.end[right])
    cost = _UNPAIRED * (position * (apart / lengths) ** 2 + category * (one.code[left] != other.code[right]))
    kept = (cost <= most) & (one.document[left] == other.document[right])
    return left[kept], right[kept], cost[kept]


def _of_two(given: Sequence[_Spans], position: float, category: float) -> tuple[float, int]:
    """Of two coders the best alignment is an assignment, found apart in each stretch that holds together."""
    first, second = given
    left, right, cost = _near(first, second, position, category, 2 * _UNPAIRED)
    n, m = len(first), len(second)
    links = coo_array((np.ones(len(left)), (left, n + right)), shape=(n + m, n + m))
    _, part = connected_components(links, directed=False)
    total, paired = 0.0, 0
    order = np.argsort(part[left], kind="stable")
    for pairs in np.split(order, np.flatnonzero(np.diff(part[left][order])) + 1) if len(order) else []:
        rows, at_row = np.unique(left[pairs], return_inverse=True)
        columns, at_column = np.unique(right[pairs], return_inverse=True)
        costs = np.full((len(rows), len(columns)), 2 * _UNPAIRED)  # as much as leaving both alone
        costs[at_row, at_column] = cost[pairs]
        found = costs[linear_sum_assignment(costs)]
        total += float(found[found < 2 * _UNPAIRED].sum())
        paired += int((found < 2 * _UNPAIRED).sum())
    alone = n + m - 2 * paired
    return total + _UNPAIRED * alone, paired + alone


def _of_many(given: Sequence[_Spans], position: float, category: float) -> tuple[float, int]:
    """Of more coders it is a set partition: each span in one group, the groups' dissimilarities least in sum."""
    groups, costs = _groups(given, position, category)
    begin = np.concatenate([[0], np.cumsum([len(own) for own in given])])
    coder, group = np.nonzero(groups.T >= 0)
    span = begin[coder] + groups[group, coder]
    cover = coo_array((np.ones(len(span)), (span, group)), shape=(int(begin[-1]), len(groups)))
    found = milp(
        costs, constraints=LinearConstraint(cover.tocsr(), 1, 1), integrality=np.ones(len(costs)), bounds=(0, 1)
    )
    chosen = found.x > 0.5
    return float(costs[chosen].sum()), int(chosen.sum())


def _groups(given: Sequence[_Spans], position: float, category: float) -> tuple[_Ints, _Floats]:
    """Groups of spans that may correspond, one of each coder at most (-1: none), with their mean dissimilarity.

    A group dearer than its spans alone is in no best alignment.
    """
    k = len(given)
    pairs = k * (k - 1) / 2
    most = pairs * k * _UNPAIRED
    near = {}
    for a, b in combinations(range(k), 2):
        left, right, cost = _near(given[a], given[b], position, category, most)
        near[a, b] = dict(zip(zip(left.tolist(), right.tolist(), strict=True), cost.tolist(), strict=True))
    found: list[tuple[tuple[int, ...], float]] = [((n,), 0.0) for n in range(-1, len(given[0]))]
    for b in range(1, k):
        beside: list[dict[int, list[int]]] = []
        for a in range(b):
            of: dict[int, list[int]] = {}
            for one, other in near[a, b]:
                of.setdefault(one, []).append(other)
            beside.append(of)
        found = list(_extended(found, near, beside, len(given[b]), most))
    kept = [(group, cost) for group, cost in found if any(one >= 0 for one in group)]
    return np.array([group for group, _ in kept]), np.array([cost / pairs for _, cost in kept])


def _extended(
    found: Sequence[tuple[tuple[int, ...], float]],
    near: dict[tuple[int, int], dict[tuple[int, int], float]],
    beside: Sequence[dict[int, list[int]]],
    count: int,
    most: float,
) -> Iterator[tuple[tuple[int, ...], float]]:
    """Groups with one coder more: none of that coder's spans, or one that is near to all in the group."""
    b = len(beside)
    for group, cost in found:
        filled = [(a, one) for a, one in enumerate(group) if one >= 0]
        candidates = (
            set(range(count)) if not filled else set.intersection(*({*beside[a].get(n, ())} for a, n in filled))
        )
        for one in (-1, *sorted(candidates)):
            dearer = cost + _UNPAIRED * (b - len(filled) if one >= 0 else b)
            if one >= 0:
                dearer += sum(near[a, b][n, one] for a, n in filled)
            if dearer <= most:
                yield (*group, one), dearer


def _by_chance(
    given: Sequence[_Spans], codes: int, samples: int, chance: np.random.Generator
) -> Iterator[list[_Spans]]:
    """Texts in which spans are as many and as long, with such gaps and codes, as the coders', but stand at random."""
    many = np.array([len(own) for own in given])
    lengths = np.concatenate([own.end - own.start for own in given])
    gaps = np.concatenate([[0.0], *(_gaps(own) for own in given)])
    share = np.bincount(np.concatenate([own.code for own in given]), minlength=codes) / many.sum()
    for _ in range(samples):
        drawn = []
        for _ in given:
            n = max(abs(int(chance.normal(many.mean(), many.std()))), 1)
            long = np.maximum(np.abs(chance.normal(lengths.mean(), lengths.std(), n)), 1e-6)
            end = np.cumsum(chance.normal(gaps.mean(), gaps.std(), n) + long)
            code = chance.choice(codes, n, p=share)
            order = np.argsort(end - long, kind="stable")
            drawn.append(_Spans((end - long)[order], end[order], code[order], np.zeros(n, dtype=np.int64)))
        yield drawn


def _gaps(own: _Spans) -> _Floats:
    """From the beginning to the first span, and from each end to the next start; below 0 where spans overlap."""
    before = np.concatenate([[0.0], own.end])[: len(own)]
    return np.asarray(own.start - before)

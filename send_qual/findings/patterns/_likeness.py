"""How alike two clauses are: in meaning, in what they say of their subject, and in their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, takewhile
from typing import TYPE_CHECKING

from send_qual.findings.patterns._clauses import Clause
from send_qual.language import embed

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

__all__ = ["COMMON", "Likeness", "likeness"]

COMMON = 0.3
"""Weight of a word that stands nearly everywhere."""
_AKIN = 0.6  # cosine from which one word may stand for another: "promptly", "quickly"
# Weighed on 113 pairs of clauses of 15 reports, judged by hand whether one says what the other says: from the threshold
# on 27 of 30 did (a tenth of the pairs left out in turn).
_MEANING, _SAID, _COVERED, _COVERS, _OFFSET = 1.48, 0.86, 5.99, 3.74, -6.67
_SAYS_IT = 0.4  # log-odds
_STEM = 5  # letters
_MOST_COSINE = 1.001  # as rounded
_NEAREST = 0.6  # cosine below which nothing is alike, whatever its words


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike all pairs of clauses are.

    Parameters
    ----------
    cosine : numpy.ndarray
        Shape (n, n): of their meaning.
    covered : numpy.ndarray
        Shape (n, n): what share of the words of the first the second has too, the rarer a word the more.
    says_it : numpy.ndarray of bool
        Shape (n, n): whether the second says what the first says.
    """

    cosine: Vectors
    covered: Vectors
    says_it: npt.NDArray[np.bool_]

    def part(self, where: Sequence[int]) -> Likeness:
        """The same of some of the clauses."""
        some = list(where)
        return Likeness(self.cosine[some][:, some], self.covered[some][:, some], self.says_it[some][:, some])


def likeness(clauses: Sequence[Clause], rarity: Mapping[str, float]) -> Likeness:
    """Compare all clauses with one another.

    Parameters
    ----------
    clauses : sequence of Clause
    rarity : mapping of str to float
        How rare each lemma is.

    Examples
    --------
    >>> from send_qual.findings.patterns._clauses import clauses_of
    >>> said = ["The quality of plans is variable.", "The quality of plans varies greatly.", "Some plans are late."]
    >>> alike = likeness([made[0] for made in clauses_of(said)], {"quality": 2.0, "plan": 1.0, "late": 3.0})
    >>> bool(alike.cosine[0, 1] > alike.cosine[0, 2])
    True
    """
    import numpy as np

    rows = embed([clause.text for clause in clauses])
    cosine = rows @ rows.T
    covered = _covered(clauses, rarity)
    score = _MEANING * cosine + _COVERED * covered + _COVERS * covered.T + _OFFSET
    np.fill_diagonal(score, np.inf)
    near = cosine >= _NEAREST
    hangs = near & (np.abs(score - _SAYS_IT) <= _SAID * _MOST_COSINE)  # on what they say of their subjects
    some: list[int] = np.flatnonzero(hangs.any(axis=0) | hangs.any(axis=1)).tolist()
    told = embed([clauses[n].predicate or clauses[n].text for n in some])
    score[np.ix_(some, some)] += _SAID * (told @ told.T)
    return Likeness(cosine, covered, np.logical_and(score >= _SAYS_IT, near))


def _related(one: str, other: str) -> bool:
    """Whether two lemmas are of one stem: "variable", "variability"."""
    alike = (a == b for a, b in zip(one, other, strict=False))
    stem = sum(1 for _ in takewhile(bool, alike))
    return stem >= _STEM and stem >= 0.6 * max(len(one), len(other))


def _covered(clauses: Sequence[Clause], rarity: Mapping[str, float]) -> Vectors:
    """Row i, column j: how much of the words of i stands in j, in the same or in akin words."""
    import numpy as np

    lemmas = sorted({lemma for clause in clauses for lemma in clause.lemmas})
    if not lemmas:
        return np.zeros((len(clauses), len(clauses)), np.float32)
    at = {lemma: n for n, lemma in enumerate(lemmas)}
    vectors = embed(lemmas)
    akin = vectors @ vectors.T
    akin[akin < _AKIN] = 0.0
    for _, stem in groupby(range(len(lemmas)), key=lambda n: lemmas[n][:_STEM]):  # sorted: one stem's stand together
        for one, other in combinations(stem, 2):
            if _related(lemmas[one], lemmas[other]):
                akin[one, other] = akin[other, one] = 1.0
    np.fill_diagonal(akin, 1.0)
    weights = np.zeros((len(clauses), len(lemmas)), np.float32)
    best = np.zeros((len(lemmas), len(clauses)), np.float32)
    for n, clause in enumerate(clauses):
        here = [at[lemma] for lemma in clause.lemmas]
        for lemma in clause.lemmas:
            weights[n, at[lemma]] = rarity.get(lemma, COMMON)
        if here:
            best[:, n] = akin[:, here].max(axis=1)
    total = weights.sum(axis=1, keepdims=True)
    share: Vectors = np.divide(weights @ best, total, out=np.zeros((len(clauses),) * 2, np.float32), where=total > 0)
    return share

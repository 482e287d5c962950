"""Passages without a code that speak of what the codebook is about, wherever they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from send_qual.codebook import Codebook
from send_qual.language import embed
from send_qual.themes._clusters import group, place_rest
from send_qual.themes._gap_test import LEAST, LEAST_DOCUMENTS, LEVEL
from send_qual.themes._space import Matrix, Space, space, unit

__all__ = ["InField", "find_in_field"]

_FEWEST = 40  # passages; fewer make no groups, as they make no topics


@dataclass(frozen=True, slots=True)
class InField:
    """Passages without a code that say much the same, in the codebook's own field.

    Parameters
    ----------
    passages : tuple of int
    nearness : float
        Mean cosine to what the codes' definitions speak of, less that of all passages.
    p : float
        How often as many passages taken at random would be as near (t test, by Bonferroni for all groups).
    """

    passages: tuple[int, ...]
    nearness: float
    p: float


def find_in_field(
    placed: Space,
    terms: Sequence[Sequence[str]],
    documents: Sequence[str],
    rows: npt.NDArray[np.intp],
    codebook: Codebook,
) -> tuple[InField, ...]:
    """Group these passages by what they say, and take the groups nearest to the codebook's subject, the nearest first.

    A theme that was left out of a codebook seldom leaves a hole: other codes cover most passages beside it. What
    it leaves are passages without a code that say much the same, and speak of what the codebook is about.

    Parameters
    ----------
    placed : Space
        Of all passages.
    terms : sequence of sequence of str
        The words of each passage.
    documents : sequence of str
        The document of each passage.
    rows : numpy.ndarray
        Indices of passages without a code.
    codebook : Codebook
    """
    if len(rows) < _FEWEST or not codebook.codes:
        return ()
    own = space(placed.vectors[rows], [terms[n] for n in rows], [documents[n] for n in rows])
    labels, _ = place_rest(own.points, own.sample, group(own.anew))
    groups = [rows[labels == g] for g in range(int(labels.max()) + 1)]
    near = placed.vectors @ _subject(codebook, placed.middle)
    near -= near.mean()
    least = min(LEAST_DOCUMENTS, len(set(documents)))
    found = []
    for members in groups:
        p = min(1.0, _above_nought(near[members]) * len(groups))
        several = len({documents[n] for n in members}) >= least
        if p <= LEVEL and several and len(members) >= LEAST:
            found.append(InField(tuple(members.tolist()), float(near[members].mean()), p))
    return tuple(sorted(found, key=lambda one: (-one.nearness, one.passages)))


def _subject(codebook: Codebook, middle: Matrix) -> Matrix:
    """The direction in which the codes' definitions lie from the middle of the passages."""
    said = embed([f"{code.name}. {code.definition}".strip() for code in codebook])
    found: Matrix = unit(unit(said - middle).mean(axis=0)[None])[0]
    return found


def _above_nought(values: Matrix) -> float:
    """One-sided t test of their mean; 1 where there are too few to say."""
    from scipy.stats import ttest_1samp

    if len(values) < LEAST or float(np.ptp(values)) < 1e-9:
        return 1.0
    return float(ttest_1samp(values, 0.0, alternative="greater").pvalue)

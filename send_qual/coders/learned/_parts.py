"""What is left out together: whole documents, or stretches where one document alone teaches."""

from __future__ import annotations

from collections import Counter
from typing import Any

import numpy as np

__all__ = ["FEWEST_CODINGS", "FEWEST_DOCUMENTS", "FEWEST_PASSAGES", "deal", "learnable", "one_teaches"]

FEWEST_PASSAGES = 30
"""Passages read, below which nothing is learned."""

FEWEST_CODINGS, FEWEST_DOCUMENTS = 8, 2
"""Below either, a code is not learned; one document is enough where it alone teaches."""


def one_teaches(document: Any, given: Any) -> bool:
    """Whether one document alone teaches: without the one coded most, the others are too few to learn from.

    A verdict or two in another document do not change that.

    Parameters
    ----------
    document : ndarray of int, shape (m,)
        Of each passage.
    given : ndarray of bool, shape (m, k)
        Which passage was given which code.

    Examples
    --------
    >>> document, given = np.repeat([0, 1], [60, 1]), np.ones((61, 1), dtype=bool)
    >>> one_teaches(document, given), one_teaches(np.repeat([0, 1], [31, 30]), given)
    (True, False)
    """
    if not len(document):
        return True
    others = document != int(np.bincount(document, weights=given.any(axis=1)).argmax())
    return not (others.sum() >= FEWEST_PASSAGES and (given[others].sum(axis=0) >= FEWEST_CODINGS).any())


def learnable(document: Any, given: Any) -> list[int]:
    """The columns of the codes given often enough, and in documents enough, to be learned; shapes as above."""
    if len(document) < FEWEST_PASSAGES:
        return []
    spread = 1 if one_teaches(document, given) else FEWEST_DOCUMENTS
    return [
        k
        for k, column in enumerate(given.T)
        if column.sum() >= FEWEST_CODINGS and len(set(document[column].tolist())) >= spread
    ]


def deal(document: Any, given: Any, folds: int) -> Any:
    """The part of each passage: whole documents, the longest dealt first, evenly.

    Where the rest would then teach nothing, stretches of text are left out instead: so it is with a single document,
    and with one beside others of which a passage or two was read.

    Parameters
    ----------
    document : ndarray of int, shape (m,)
    given : ndarray of bool, shape (m, k)
    folds : int

    Returns
    -------
    ndarray of int, shape (m,)
    """
    parts = _whole(document, folds)
    if one_teaches(document, given) or not all(
        learnable(document[parts != n], given[parts != n]) for n in range(int(parts.max()) + 1)
    ):
        return (np.arange(len(document)) * folds) // max(len(document), 1)
    return parts


def _whole(document: Any, folds: int) -> Any:
    sizes = Counter(document.tolist())
    load = [0] * min(folds, len(sizes))
    part_of = {}
    for number, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        part_of[number] = int(np.argmin(load))
        load[part_of[number]] += size
    return np.array([part_of[n] for n in document.tolist()])

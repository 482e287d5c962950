"""Terms that tell two groups of passages apart: log-odds with an informative prior."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

__all__ = ["log_odds", "telling_terms"]

_PRIOR = 500.0  # words; how firmly a term is held to its share of the whole corpus


def log_odds(a: Counter[str], b: Counter[str]) -> dict[str, tuple[float, float]]:
    """Log-odds ratio of each term between two groups, and its z (Monroe, Colaresi and Quinn 2008).

    The prior is the two groups' own vocabulary, so that rare terms do not win by being rare.

    Examples
    --------
    >>> odds = log_odds(Counter(wait=9, school=5), Counter(wait=1, school=5))
    >>> odds["wait"][0] > 0 > odds["school"][0]
    True
    """
    both = a + b
    total, of_a, of_b = both.total(), a.total(), b.total()
    found = {}
    for term, times in both.items():
        prior = _PRIOR * times / total
        rest = _PRIOR - prior
        in_a, in_b = a[term] + prior, b[term] + prior
        ratio = np.log(in_a / (of_a - a[term] + rest + 1e-9)) - np.log(in_b / (of_b - b[term] + rest + 1e-9))
        found[term] = (float(ratio), float(ratio / np.sqrt(1 / in_a + 1 / in_b)))
    return found


def telling_terms(
    rows: Iterable[int], terms: Sequence[Sequence[str]], count: int = 10
) -> tuple[tuple[str, float], ...]:
    """The terms that these passages have more than all others, with their z, the most telling first."""
    inside = set(rows)
    a = Counter(term for n in inside for term in set(terms[n]))
    b = Counter(term for n, own in enumerate(terms) if n not in inside for term in set(own))
    odds = log_odds(a, b)
    ranked = sorted((term for term in odds if a[term] > 1), key=lambda term: (-odds[term][1], term))
    return tuple((term, round(odds[term][1], 3)) for term in ranked[:count] if odds[term][1] > 0)

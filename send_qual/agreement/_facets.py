"""How far two coders give one passage the same values of a facet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from send_qual.codebook import Codebook, Facet

__all__ = ["FacetAgreement", "facet_agreement"]

Said = Mapping[str, Mapping[tuple[str, int], Sequence[Mapping[str, str]]]]
"""Coder -> theme and number of a passage -> the facets that the coder gave there."""


@dataclass(frozen=True, slots=True)
class FacetAgreement:
    """Two coders on one facet, over the passages to which both gave the same theme and a value of the facet.

    Parameters
    ----------
    facet, first, second : str
    passages, alike : int
        How many such pairs of passage and theme there are, and in how many the value is the same.
    kappa : float
        Cohen's; 1 where both gave one and the same value throughout.
    """

    facet: str
    first: str
    second: str
    passages: int
    alike: int
    kappa: float


def facet_agreement(book: Codebook, said: Said) -> Iterator[FacetAgreement]:
    """The agreement of each pair of coders on each facet of a codebook that both used."""
    for facet in book.facets:
        values = {coder: _values(facet, rows) for coder, rows in said.items()}
        for first, second in combinations(sorted(values), 2):
            shared = sorted(values[first].keys() & values[second].keys())
            pairs = [(values[first][at], values[second][at]) for at in shared]
            if pairs:
                alike = sum(a == b for a, b in pairs)
                yield FacetAgreement(facet.id, first, second, len(pairs), alike, _kappa(pairs))


def _values(facet: Facet, rows: Mapping[tuple[str, int], Iterable[Mapping[str, str]]]) -> dict[tuple[str, int], str]:
    joint = {at: facet.joint(given.get(facet.id, "") for given in each) for at, each in rows.items()}
    return {at: value for at, value in joint.items() if value}


def _kappa(pairs: Sequence[tuple[str, str]]) -> float:
    """Cohen's kappa.

    Examples
    --------
    >>> _kappa([("a", "a"), ("b", "b"), ("a", "b"), ("b", "a")]), _kappa([("a", "a"), ("a", "a")])
    (0.0, 1.0)
    >>> round(_kappa([("a", "a"), ("b", "b"), ("a", "b")]), 4)
    0.4
    """
    n = len(pairs)
    agreed = sum(a == b for a, b in pairs) / n
    one, other = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    chance = sum(one[value] * other[value] for value in one) / n**2
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)

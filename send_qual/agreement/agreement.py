"""Agreement of the coders of a corpus, code by code."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import pandas as pd

from send_qual.agreement._alpha import alpha
from send_qual.agreement._facets import FacetAgreement, facet_agreement
from send_qual.agreement._measures import Measures, measure
from send_qual.coders import Evidence, cut_passages
from send_qual.coders.learned import overlaps
from send_qual.coding import Codings, independent, read_by
from send_qual.errors import SendQualError

__all__ = ["Agreement", "PairAgreement", "agreement"]


@dataclass(frozen=True, slots=True)
class PairAgreement:
    """Two coders on one code, over the passages of documents that both coded; the first is the reference."""

    code: str
    first: str
    second: str
    passages: int
    measures: Measures


@dataclass(frozen=True)
class Agreement:
    """How far coders agree.

    Parameters
    ----------
    pairs : tuple of PairAgreement
        One per theme and pair of coders who coded the same documents.
    alphas : tuple of (str, float)
        Krippendorff's alpha of all coders per theme.
    coders : tuple of str
        Those who are compared.
    documents, passages : int
        How many two of them or more have read.
    facets : tuple of FacetAgreement
        One per facet of the codebook and pair of coders.
    """

    pairs: tuple[PairAgreement, ...]
    alphas: tuple[tuple[str, float], ...]
    coders: tuple[str, ...] = ()
    documents: int = 0
    passages: int = 0
    facets: tuple[FacetAgreement, ...] = ()

    def __iter__(self) -> Iterator[PairAgreement]:
        return iter(self.pairs)

    def __len__(self) -> int:
        return len(self.pairs)

    def to_frame(self) -> pd.DataFrame:
        """A table, one row per theme and pair of coders."""
        return pd.DataFrame(
            [
                {
                    "code": p.code, "first": p.first, "second": p.second, "passages": p.passages, "n": p.measures.n,
                    "precision": p.measures.precision, "recall": p.measures.recall, "f1": p.measures.f1,
                    "kappa": p.measures.kappa, "kappa_low": p.measures.kappa_interval.low,
                    "kappa_high": p.measures.kappa_interval.high,
                }
                for p in self.pairs
            ]
        )  # fmt: skip


def agreement(codings: Codings) -> Agreement:
    """Compare the coders of a corpus, theme by theme, passage by passage.

    Only what each read for themselves is compared (:func:`send_qual.coding.independent`): accepting suggestions is
    no reading of one's own, nor is the consensus anybody's. A coder is compared in the documents in which they coded
    anything so, or which they marked as finished without deciding on a suggestion there.

    Parameters
    ----------
    codings : Codings
        With corpus and codebook, by two coders or more.

    Returns
    -------
    Agreement

    Raises
    ------
    SendQualError
        Where codings have lost their corpus or codebook.
    """
    if codings.corpus is None or codings.codebook is None:
        raise SendQualError("Agreement is measured on codings with their corpus and codebook; these have none.")
    standing = independent(codings)
    coded = read_by(codings)
    coders = sorted(coded)
    units = [
        (n, e.document.id, passage)
        for n, e in enumerate(Evidence(d, cut_passages(d)) for d in codings.corpus)
        for passage in e.passages
    ]
    document = np.array([n for n, _, _ in units], dtype=int)
    read = np.array([[d in coded[who] for _, d, _ in units] for who in coders], dtype=bool).reshape(
        len(coders), len(units)
    )
    themes = [code.id for code in codings.codebook.themes]
    given = {theme: np.zeros((len(coders), len(units)), dtype=bool) for theme in themes}
    where: dict[str, list[int]] = defaultdict(list)
    for n, (_, id, _) in enumerate(units):
        where[id].append(n)
    said: dict[str, dict[tuple[str, int], list[Mapping[str, str]]]] = {who: defaultdict(list) for who in coders}
    for coding in standing:
        if coding.theme in given:
            for n in where[coding.document]:
                if overlaps(coding.start, coding.end, units[n][2]):
                    given[coding.theme][coders.index(coding.coder), n] = True
                    said[coding.coder][coding.theme, n].append(coding.facets)
    pairs, alphas = [], []
    shared = read.sum(axis=0) > 1
    for theme, votes in given.items():
        for a, b in combinations(range(len(coders)), 2):
            both = read[a] & read[b]
            if both.any():
                found = measure(votes[a][both], votes[b][both], document[both])
                pairs.append(PairAgreement(theme, coders[a], coders[b], int(both.sum()), found))
        if shared.any():
            alphas.append((theme, alpha(np.where(read, votes.astype(float), np.nan)[:, shared])))
    compared = tuple(who for who, own in zip(coders, read, strict=True) if (own & shared).any())
    documents = len(set(document[shared].tolist()))
    facets = tuple(facet_agreement(codings.codebook, said))
    return Agreement(tuple(pairs), tuple(alphas), compared, documents, int(shared.sum()), facets)

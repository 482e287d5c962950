"""What a trained coder must beat: plain coders, on the same documents left out."""

from __future__ import annotations

from typing import Any

import numpy as np

from send_qual.coders import Coder, LexiconCoder, SemanticCoder
from send_qual.coders.learned import Plain, Study, deal

__all__ = ["BASELINES", "baselines"]

BASELINES = {
    "panel": "the coder without training",
    "regression": "a logistic regression on words and sentence vectors, trained on the same documents",
    "lexicon": "the codebook's terms alone",
    "semantic": "nearness to the codebook's sentences alone",
    "most frequent": "the most frequent code everywhere",
}
"""The baselines that an evaluation lists beside the trained coder, and what each is."""

_INNER = 3


def baselines(study: Study, themes: tuple[str, ...], parts: Any) -> dict[str, Any]:
    """What each baseline says, as a table of passages and themes.

    Parameters
    ----------
    study : Study
    themes : tuple of str
    parts : ndarray of int, shape (m,)
        The part of each passage: one that learns is taught by the other parts.

    Returns
    -------
    dict of str to ndarray of bool, shape (m, k)
    """
    columns = [study.truth.codes.index(theme) for theme in themes]
    people = study.truth.share[:, columns] >= 0.5
    told = {"panel": study.untrained[:, columns] > 0}
    regression, frequent = np.zeros_like(people), np.zeros_like(people)
    for part in range(int(parts.max()) + 1):
        out = parts == part
        frequent[out, int(people[~out].sum(axis=0).argmax())] = True
        inner = deal(study.truth.document[~out], people[~out], _INNER)
        taught = Plain.taught(study.reading.take(~out), people[~out].astype(float), inner)
        regression[out] = taught.says(study.reading.take(out))
    told["regression"] = regression
    others: tuple[Coder, ...] = (LexiconCoder(), SemanticCoder())
    for coder in others:
        told[coder.name] = study.said_by(coder)[:, columns] > 0
    return told | {"most frequent": frequent}

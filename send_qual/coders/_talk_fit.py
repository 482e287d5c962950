"""Fitting the models of talk; ``python -m send_qual.coders._talk_fit`` writes those that ship anew."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from send_qual.codebook import Codebook, read_codebook
from send_qual.coders._rule_lists import read_lists
from send_qual.coders._speech_cues import cues
from send_qual.coders._talk_model import (
    CUE_WEIGHT,
    SIDE_WORDS,
    TERM_WEIGHT,
    THEME_WORDS,
    TalkModel,
    pooled,
    ship_model,
)
from send_qual.coders._talk_words import learn_wording
from send_qual.coders.lexicon._lexicon import strength, theme_hits
from send_qual.coders.lexicon._terms import Hit, TermMatcher
from send_qual.language import DIMENSIONS, embed, sentences, tagged
from send_qual.study import shipped

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from scipy.sparse import csr_matrix

    Floats = npt.NDArray[np.float64]
    Codes = tuple[tuple[str, str], ...]

__all__ = ["SHIPPED", "fitted"]

SHIPPED = ("intervention",)
"""The codebooks whose model of talk ships."""

_THEME_C, _SIDE_C = 3.0, 5.0  # looseness of the fits; results are flat between half and three times as much
_NEVER = -4.0  # log-odds of a theme without examples
_SIDES = Path(__file__).parent / "data" / "sides.txt"


def fitted(codebook: Codebook) -> TalkModel:
    """The model of talk that a codebook's worked examples, and the lists of what helps and hinders, teach."""
    import numpy as np

    themes = [code.id for code in codebook.themes]
    texts, codes = _examples(codebook)
    sided, helps = _sided(texts, codes)
    wording = learn_wording(tuple(dict.fromkeys([*texts, *sided])))
    vectors = _vectors(texts)
    told = np.hstack([vectors, TERM_WEIGHT * _terms(texts, codebook, themes)])
    said = THEME_WORDS * wording.rows(texts)
    about = [np.array([any(c.split("/")[0] == theme for c, _ in row) for row in codes], dtype=bool) for theme in themes]
    counted = np.array([cues(text) for text in sided])
    mean, spread = counted.mean(axis=0), counted.std(axis=0) + 1e-6
    meant = np.hstack([_vectors(sided), CUE_WEIGHT * (counted - mean) / spread])
    side = _logistic(meant, SIDE_WORDS * wording.rows(sided), np.array(helps), _SIDE_C)
    owned = [(n, code) for n, row in enumerate(codes) for code, _ in row]
    single = np.float32
    return TalkModel(
        themes=np.array(themes),
        theme_weights=np.array([_logistic(told, said, answer, _THEME_C) for answer in about], dtype=single),
        side_weights=side.astype(single),
        cue_mean=mean.astype(single),
        cue_spread=spread.astype(single),
        words=wording.words,
        rarity=wording.rarity.astype(single),
        example_vectors=vectors[[n for n, _ in owned]].astype(np.float16),
        example_codes=np.array([code for _, code in owned], dtype=np.str_),
    )


def _examples(codebook: Codebook) -> tuple[list[str], list[Codes]]:
    """The worked examples with their codes, and the examples of the codes themselves, which have no side."""
    texts = [worked.text for worked in codebook.worked]
    codes: list[Codes] = [worked.codes for worked in codebook.worked]
    for code in codebook:
        texts.extend(code.examples)
        codes.extend(((code.id, ""),) for _ in code.examples)
    return texts, codes


def _sided(texts: Sequence[str], codes: Sequence[Codes]) -> tuple[list[str], list[bool]]:
    """Every example that speaks of help alone or of hindrance alone, and whether it is of help."""
    lists = read_lists(_SIDES)
    told = [(text, {polarity for _, polarity in row}) for text, row in zip(texts, codes, strict=True)]
    own = [(text, sides == {"facilitator"}) for text, sides in told if sides in ({"facilitator"}, {"challenge"})]
    rows = [*own, *((text, True) for text in lists["helps"]), *((text, False) for text in lists["hinders"])]
    return [text for text, _ in rows], [helps for _, helps in rows]


def _vectors(texts: Sequence[str]) -> Floats:
    import numpy as np

    if not texts:
        return np.zeros((0, DIMENSIONS))
    cut = [[text[a:b] for a, b in sentences(text)] for text in texts]
    flat = embed([sentence for row in cut for sentence in row])
    ends = np.cumsum([len(row) for row in cut])
    return np.stack(
        [pooled(flat[end - len(row) : end], [len(s) for s in row]) for end, row in zip(ends, cut, strict=True)]
    )


def _terms(texts: Sequence[str], codebook: Codebook, themes: Sequence[str]) -> Floats:
    import numpy as np

    matcher = TermMatcher((code.id, term) for code in codebook for term in code.terms)
    rows = []
    for doc in tagged(texts):
        by_code: dict[str, tuple[Hit, ...]] = {}
        for hit in matcher.hits(doc):
            by_code[hit.owner] = (*by_code.get(hit.owner, ()), hit)
        by_theme = theme_hits(by_code)
        rows.append([strength(by_theme.get(theme, ())) for theme in themes])
    return np.array(rows).reshape(len(texts), len(themes))


def _logistic(told: Floats, said: csr_matrix, answer: npt.NDArray[np.bool_], looseness: float) -> Floats:
    """A logistic regression with the sides balanced; the last weight is the intercept."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    if answer.all() or not answer.any():  # the examples show one side only: nothing to learn
        return np.append(np.zeros(told.shape[1] + said.shape[1]), _NEVER)
    rows = hstack([csr_matrix(told), said]).tocsr()
    fit = LogisticRegression(C=looseness, class_weight="balanced", solver="liblinear", max_iter=500, tol=1e-5)
    fit.fit(rows, answer)
    return np.concatenate([fit.coef_[0], fit.intercept_])


if __name__ == "__main__":
    for name in SHIPPED:
        book = read_codebook(shipped("codebooks") / f"{name}.yaml")
        sys.stdout.write(f"{ship_model(book, fitted(book))}\n")

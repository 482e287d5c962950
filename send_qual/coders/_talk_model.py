"""What a codebook's worked examples teach about talk: which themes a stretch speaks to, and on which side.

Small linear models over sentence embeddings, the codebook's terms and counted cues. They are fitted from the
codebook alone, in a second or two, and kept as plain arrays until the codebook changes.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from send_qual.codebook import Codebook
from send_qual.coders._lexicon import strength, theme_hits
from send_qual.coders._lists import read_lists
from send_qual.coders._speech_cues import cues
from send_qual.coders._terms import Hit, TermMatcher
from send_qual.language import DIMENSIONS, Cache, embed, sentences, tagged

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Vectors = npt.NDArray[np.float32]

__all__ = ["TalkModel", "pooled", "talk_model"]

_FORMAT = "5"  # of what is kept and of how it is fitted
_TERMS = 0.7  # weight of the terms beside the vectors, whose length is one
_CUES = 0.1  # likewise of the cues, each brought to unit spread
_THEME_C, _SIDE_C = 3.0, 1.0  # looseness of the fits; results are flat between half and three times as much
_GENERAL = 0.5  # weight of a passage that only shows a side, beside the codebook's own examples
_NEAR = 1.0  # how fast an example's word on polarity fades with distance (vectors have length one)
_PLAINLY = 2.0  # margin to log-odds
_TOLD = 0.35  # what a sub-code's own terms add to a likeness
# How like a sub-code's examples a stretch must be, and how much more than the next sub-code's. Each worked example left
# out in turn, the sub-code is right in 83 % and named for 36 %; without these bounds in 70 % and 51 %.
_LIKE, _APART = 0.5, 0.05
_NEVER = -4.0  # log-odds of a theme without examples
_SIDES = Path(__file__).parent / "data" / "sides.txt"
_CACHE = Cache("talk-models", limit=64 * 2**20)


@dataclass(frozen=True)
class TalkModel:
    """Linear scores for themes and for polarity, and the examples to compare with.

    Parameters
    ----------
    themes : numpy.ndarray of str
        Ids, in the codebook's order.
    theme_weights : numpy.ndarray, shape (n themes, 384 + n themes + 1)
        For the vector, the terms' strength per theme, and 1.
    side_examples : numpy.ndarray, shape (n, 384 + n cues)
        Examples by which polarity is told: what is said of help or hindrance is told by its likes, not by a sum.
    side_weights : numpy.ndarray, shape (n + 1,)
        Theirs; the last is added. Above 0: facilitator.
    cue_mean, cue_spread : numpy.ndarray, shape (n cues,)
    example_vectors : numpy.ndarray, shape (n, 384)
    example_codes : numpy.ndarray of str, shape (n,)
        A code of each example; an example with two codes stands twice.
    """

    themes: npt.NDArray[np.str_]
    theme_weights: Floats
    side_examples: Floats
    side_weights: Floats
    cue_mean: Floats
    cue_spread: Floats
    example_vectors: Vectors
    example_codes: npt.NDArray[np.str_]

    def theme_scores(self, vectors: Floats, terms: Floats) -> Floats:
        """Log-odds per row and theme, from vectors ``(n, 384)`` and terms' strengths ``(n, n themes)``."""
        import numpy as np

        ones = np.ones((len(vectors), 1))
        scores: Floats = np.hstack([vectors, _TERMS * terms, ones]) @ self.theme_weights.T
        return scores

    def side_scores(self, vectors: Floats, texts: Sequence[str]) -> Floats:
        """Log-odds per row of speaking of what helps."""
        import numpy as np

        counted = (np.array([cues(text) for text in texts]) - self.cue_mean) / self.cue_spread
        told = np.hstack([vectors, _CUES * counted])
        apart = (told**2).sum(1)[:, None] + (self.side_examples**2).sum(1) - 2 * told @ self.side_examples.T
        near = np.exp(-_NEAR * np.maximum(apart, 0))
        scores: Floats = _PLAINLY * (near @ self.side_weights[:-1] + self.side_weights[-1])
        return scores

    def likeness(self, code: str, vectors: Floats) -> Floats:
        """How like its two nearest examples of a code, or of one below it, each row is (cosine); 0 without examples."""
        import numpy as np

        own = (self.example_codes == code) | np.char.startswith(self.example_codes, f"{code}/")
        if not own.any():
            return np.zeros(len(vectors))
        near: Floats = np.sort(vectors @ self.example_vectors[own].T, axis=1)[:, -2:].mean(axis=1)
        return near

    def nearest_code(self, theme: str, vector: Floats, strengths: Mapping[str, float]) -> str:
        """The sub-code of a theme whose examples and terms a stretch is most like; the theme where none stands out."""
        import numpy as np

        near = self.example_vectors @ vector
        own = np.char.startswith(self.example_codes, f"{theme}/")
        scored = [
            (float(np.sort(near[self.example_codes == sub])[-2:].mean()) + _TOLD * strengths.get(sub, 0.0), sub)
            for sub in dict.fromkeys(self.example_codes[own].tolist())
        ]
        best, next_best = (*sorted(scored, reverse=True), (0.0, ""), (0.0, ""))[:2]
        return best[1] if best[0] >= _LIKE and best[0] - next_best[0] >= _APART else theme


def pooled(vectors: Vectors, lengths: Sequence[int]) -> Floats:
    """Sentences' vectors as one of length one; longer sentences weigh more."""
    import numpy as np

    mean = np.average(vectors.astype(np.float64), axis=0, weights=np.sqrt(np.maximum(lengths, 1)))
    unit: Floats = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return unit


@lru_cache(maxsize=4)
def talk_model(codebook: Codebook) -> TalkModel:
    """The model of a codebook with worked examples; fitted at first use, then remembered between runs."""
    key = f"{_FORMAT}:{codebook.digest()}"
    kept = _CACHE.get([key]).get(key)
    model = _unpacked(kept) if kept else None
    if model is None:
        model = _fitted(codebook)
        _CACHE.put({key: _packed(model)})
    return model


def _fitted(codebook: Codebook) -> TalkModel:
    import numpy as np

    themes = [code.id for code in codebook.themes]
    texts = [worked.text for worked in codebook.worked]
    codes: list[tuple[tuple[str, str], ...]] = [worked.codes for worked in codebook.worked]
    for code in codebook:
        for example in code.examples:
            texts.append(example)
            codes.append(((code.id, ""),))
    vectors, terms = _vectors(texts), _terms(texts, codebook, themes)
    about = np.array([[any(c.split("/")[0] == theme for c, _ in row) for theme in themes] for row in codes], dtype=bool)
    about = about.reshape(len(codes), len(themes))
    weights = _logistic(np.hstack([vectors, _TERMS * terms]), about.T, _THEME_C)
    sided = [n for n, row in enumerate(codes) if {p for _, p in row} in ({"facilitator"}, {"challenge"})]
    lists = read_lists(_SIDES)
    more = [*lists["helps"], *lists["hinders"]]
    helps = np.array([*(codes[n][0][1] == "facilitator" for n in sided), *(text in lists["helps"] for text in more)])
    counted = np.array([cues(text) for text in (*(texts[n] for n in sided), *more)])
    mean, spread = counted.mean(axis=0), counted.std(axis=0) + 1e-6
    meant = np.hstack([np.vstack([vectors[sided], _vectors(more)]), _CUES * (counted - mean) / spread])
    examples, side = _by_likeness(meant, helps, np.repeat([1.0, _GENERAL], [len(sided), len(more)]))
    owned = [(n, code) for n, row in enumerate(codes) for code, _ in row]
    return TalkModel(
        themes=np.array(themes),
        theme_weights=weights,
        side_examples=examples,
        side_weights=side,
        cue_mean=mean,
        cue_spread=spread,
        example_vectors=vectors[[n for n, _ in owned]].astype(np.float32),
        example_codes=np.array([code for _, code in owned], dtype=np.str_),
    )


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


def _logistic(features: Floats, answers: npt.NDArray[np.bool_], looseness: float) -> Floats:
    """One logistic regression per row of answers, sides balanced; the last column is the intercept."""
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    rows = []
    for answer in answers:
        if answer.all() or not answer.any():  # the examples show one side only: nothing to learn
            rows.append(np.append(np.zeros(features.shape[1]), _NEVER))
            continue
        fit = LogisticRegression(C=looseness, class_weight="balanced", max_iter=2000).fit(features, answer)
        rows.append(np.concatenate([fit.coef_[0], fit.intercept_]))
    return np.array(rows)


def _by_likeness(features: Floats, answers: npt.NDArray[np.bool_], weights: Floats) -> tuple[Floats, Floats]:
    """The examples that decide between two sides (support vectors), and their weights with the constant last."""
    import numpy as np
    from sklearn.svm import SVC

    if answers.all() or not answers.any():
        return features[:1], np.array([0.0, 1.0 if answers.any() else -1.0])
    fit = SVC(C=_SIDE_C, gamma=_NEAR, class_weight="balanced").fit(features, answers, weights)
    return fit.support_vectors_, np.concatenate([fit.dual_coef_[0], fit.intercept_])


def _packed(model: TalkModel) -> bytes:
    import numpy as np

    file = io.BytesIO()
    np.savez(file, **{field.name: getattr(model, field.name) for field in fields(model)})
    return file.getvalue()


def _unpacked(kept: bytes) -> TalkModel | None:
    import numpy as np

    try:
        with np.load(io.BytesIO(kept), allow_pickle=False) as arrays:
            return TalkModel(**{field.name: arrays[field.name] for field in fields(TalkModel)})
    except (ValueError, KeyError, OSError, EOFError):  # not what we wrote: as good as none
        return None

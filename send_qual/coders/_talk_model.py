"""What a codebook's worked examples teach about talk: which themes a stretch speaks to, and on which side.

Linear models over sentence embeddings, the words said, the codebook's terms and counted cues: plain arrays. For the
codebooks that ship, the fitted arrays ship too (``data/talk``); for any other they are fitted at first use
(``_talk_fit``) and kept until the codebook changes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import BadZipFile

from send_qual.codebook import Codebook
from send_qual.coders._speech_cues import CUES, cues
from send_qual.coders._talk_words import Wording
from send_qual.language import DIMENSIONS
from send_qual.study import Cache
from send_qual.study.files import write_bytes

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]
    Singles = npt.NDArray[np.float32]

__all__ = [
    "CUE_WEIGHT",
    "SIDE_WORDS",
    "TERM_WEIGHT",
    "THEME_WORDS",
    "TalkModel",
    "pooled",
    "ship_model",
    "shipped_model",
    "talk_model",
]

_FORMAT = "6"  # of what is kept and of how it is fitted
# Weights beside the vectors, whose length is one: of the terms' strength, of the words said (length one) for themes and
# for sides, and of the cues, each brought to unit spread. Chosen by cross-validation on the examples; results are flat
# from half to twice as much.
TERM_WEIGHT, THEME_WORDS, SIDE_WORDS, CUE_WEIGHT = 0.7, 0.6, 2.0, 0.05
_TOLD = 0.35  # what a sub-code's own terms add to a likeness
# How like a sub-code's examples a stretch must be, and how much more than the next sub-code's. Each worked example left
# out in turn, the sub-code is right in 83 % and named for 36 %; without these bounds in 70 % and 51 %.
_LIKE, _APART = 0.5, 0.05
_DATA = Path(__file__).parent / "data"
_LISTS = ("sides.txt", "speech.txt", "polarity.txt")
_CACHE = Cache(
    "talk-models",
    made_by=("coders",),
    libraries=("spacy", "scikit-learn"),
    limit=64 * 2**20,
    holds="models learnt from the examples of codebooks",
)


@dataclass(frozen=True)
class TalkModel:
    """Linear scores for themes and for polarity, and the examples to compare with.

    Parameters
    ----------
    themes : numpy.ndarray of str
        Ids, in the codebook's order.
    theme_weights : numpy.ndarray, shape (n themes, 384 + n themes + n words + 1)
        For the vector, the terms' strength per theme, the words, and 1.
    side_weights : numpy.ndarray, shape (384 + n cues + n words + 1,)
        For the vector, the cues, the words, and 1. Above 0: facilitator.
    cue_mean, cue_spread : numpy.ndarray, shape (n cues,)
    words : numpy.ndarray of str, shape (n words,)
    rarity : numpy.ndarray, shape (n words,)
        Of each word among the examples: see :class:`Wording`.
    example_vectors : numpy.ndarray, shape (n, 384)
    example_codes : numpy.ndarray of str, shape (n,)
        A code of each example; an example with two codes stands twice.
    """

    themes: npt.NDArray[np.str_]
    theme_weights: Singles
    side_weights: Singles
    cue_mean: Singles
    cue_spread: Singles
    words: npt.NDArray[np.str_]
    rarity: Singles
    example_vectors: npt.NDArray[np.float16]
    example_codes: npt.NDArray[np.str_]

    @cached_property
    def wording(self) -> Wording:
        """The words known, as features."""
        return Wording(self.words, self.rarity)

    def theme_scores(self, vectors: Floats, terms: Floats, texts: Sequence[str]) -> Floats:
        """Log-odds per row and theme, from vectors ``(n, 384)``, terms' strengths ``(n, n themes)`` and words."""
        import numpy as np

        return self._scores(np.hstack([vectors, TERM_WEIGHT * terms]), THEME_WORDS, texts, self.theme_weights)

    def side_scores(self, vectors: Floats, texts: Sequence[str]) -> Floats:
        """Log-odds per row of speaking of what helps."""
        import numpy as np

        counted = np.array([cues(text) for text in texts]).reshape(len(texts), len(CUES))
        told = np.hstack([vectors, CUE_WEIGHT * (counted - self.cue_mean) / self.cue_spread])
        return self._scores(told, SIDE_WORDS, texts, self.side_weights[None])[:, 0]

    def _scores(self, told: Floats, of_words: float, texts: Sequence[str], weights: Singles) -> Floats:
        wide = told.shape[1]
        said = of_words * self.wording.rows(texts)
        scores: Floats = told @ weights[:, :wide].T + said @ weights[:, wide:-1].T + weights[:, -1]
        return scores

    def likeness(self, code: str, vectors: Floats) -> Floats:
        """How like its two nearest examples of a code, or of one below it, each row is (cosine); 0 without examples."""
        import numpy as np

        own = (self.example_codes == code) | np.char.startswith(self.example_codes, f"{code}/")
        if not own.any():
            return np.zeros(len(vectors))
        near: Floats = np.sort(vectors @ self._examples[own].T, axis=1)[:, -2:].mean(axis=1)
        return near

    def nearest_code(self, theme: str, vector: Floats, strengths: Mapping[str, float]) -> str:
        """The sub-code of a theme whose examples and terms a stretch is most like; the theme where none stands out."""
        import numpy as np

        near = self._examples @ vector
        own = np.char.startswith(self.example_codes, f"{theme}/")
        scored = [
            (float(np.sort(near[self.example_codes == sub])[-2:].mean()) + _TOLD * strengths.get(sub, 0.0), sub)
            for sub in dict.fromkeys(self.example_codes[own].tolist())
        ]
        best, next_best = (*sorted(scored, reverse=True), (0.0, ""), (0.0, ""))[:2]
        return best[1] if best[0] >= _LIKE and best[0] - next_best[0] >= _APART else theme

    @cached_property
    def _examples(self) -> Singles:
        """Kept at half the length, which is exact enough; worked with at full speed."""
        import numpy as np

        return self.example_vectors.astype(np.float32)


def pooled(vectors: Singles, lengths: Sequence[int]) -> Floats:
    """Sentences' vectors as one of length one; longer sentences weigh more."""
    import numpy as np

    mean = np.average(vectors.astype(np.float64), axis=0, weights=np.sqrt(np.maximum(lengths, 1)))
    unit: Floats = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return unit


@lru_cache(maxsize=4)
def talk_model(codebook: Codebook) -> TalkModel:
    """The model of a codebook with worked examples: the one that ships, or fitted at first use and then remembered."""
    from send_qual.coders._talk_fit import fitted

    model = shipped_model(codebook)
    if model is None:
        key = _key(codebook)
        kept = _CACHE.get([key]).get(key)
        model = _unpacked(kept, key) if kept else None
        if model is None:
            model = fitted(codebook)
            _CACHE.put({key: _packed(model, key)})
    return model


def shipped_model(codebook: Codebook) -> TalkModel | None:
    """The model that ships for a codebook; none where its terms or examples are no longer those it was fitted on."""
    path = _shipped(codebook)
    return _unpacked(path.read_bytes(), _key(codebook)) if path.is_file() else None


def ship_model(codebook: Codebook, model: TalkModel) -> Path:
    """Write a model to where the package looks for it, and say where: for those who change what it is learnt from."""
    path = _shipped(codebook)
    path.parent.mkdir(exist_ok=True)
    write_bytes(path, _packed(model, _key(codebook)))
    return path


def _shipped(codebook: Codebook) -> Path:
    return _DATA / "talk" / f"{codebook.name}.npz"


def _key(codebook: Codebook) -> str:
    """A hash over all that is learnt from: terms and examples of the codebook, and the lists of this package."""
    told = repr(([(c.id, c.terms, c.examples) for c in codebook], codebook.worked, DIMENSIONS))
    lists = [(_DATA / name).read_text(encoding="utf-8") for name in _LISTS]
    return hashlib.sha256("\0".join([_FORMAT, told, *lists]).encode()).hexdigest()


def _packed(model: TalkModel, key: str) -> bytes:
    import numpy as np

    file = io.BytesIO()
    np.savez_compressed(file, key=np.array(key), **{field.name: getattr(model, field.name) for field in fields(model)})
    return file.getvalue()


def _unpacked(kept: bytes, key: str) -> TalkModel | None:
    """The model in a file, where it was made from what is asked for and can be read."""
    import numpy as np

    try:
        with np.load(io.BytesIO(kept), allow_pickle=False) as arrays:
            if str(arrays["key"]) != key:
                return None
            return TalkModel(**{field.name: arrays[field.name] for field in fields(TalkModel)})
    except (ValueError, KeyError, OSError, EOFError, BadZipFile):  # not what we wrote: as good as none
        return None

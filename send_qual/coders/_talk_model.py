"""What examples and hand-coded interviews teach about talk: which themes a passage speaks to, and on which side.

Linear models over sentence embeddings and words, as plain arrays. For the codebooks that ship, the fitted arrays ship
too (``data/talk``, with a card beside them); for any other the themes are fitted at first use (``_talk_fit``) and kept
until the codebook changes.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

from send_qual.codebook import Codebook, WorkedExample
from send_qual.coders._talk_reader import Judge, Reader, packed_arrays, unpacked_part
from send_qual.coders._talk_rows import TalkRows, rows_of_texts
from send_qual.errors import Fault, SendQualError
from send_qual.language import DIMENSIONS
from send_qual.study import Cache
from send_qual.study.files import write_bytes
from send_qual.study.plain_data import json_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating]
    Singles = npt.NDArray[np.float32]

__all__ = [
    "Sides",
    "TalkModel",
    "example_hash",
    "kindred_model",
    "passages_learnt",
    "shares_of",
    "ship_model",
    "shipped_model",
    "shipped_sides",
    "talk_model",
]

_FORMAT = "10"  # of what is kept and of how it is fitted
_TOLD = 0.35  # what a sub-code's own terms add to a likeness
# How like a sub-code's examples a stretch must be, and how much more than the next sub-code's. Each worked example left
# out in turn, the sub-code is right in 83 % and named for 36 %; without these bounds in 70 % and 51 %.
_LIKE, _APART = 0.5, 0.05
_DATA = Path(__file__).parent / "data"
_SIDES = (
    "intervention"  # the file whose sides every codebook uses: what helps is told in the same words whatever the theme
)
_CACHE = Cache(
    "talk-models",
    made_by=("coders",),
    libraries=("scikit-learn",),
    limit=64 * 2**20,
    holds="models learnt from the examples of codebooks",
)


@dataclass(frozen=True)
class Sides:
    """Whether passages speak of what helps or of what hinders.

    Parameters
    ----------
    reader : Reader
    judge : Judge
        Of passages, read by the windows their sentences stand in.
    alone : numpy.ndarray, shape (2,)
        Slope and intercept that make a score of words on their own log-odds.
    """

    reader: Reader
    judge: Judge
    alone: Floats


@dataclass(frozen=True)
class TalkModel:
    """Scores for themes and for sides, and the examples to compare with.

    Parameters
    ----------
    themes : numpy.ndarray of str
        Ids, in the codebook's order.
    reader : Reader
        One score per theme.
    judge : Judge
        Log-odds per theme of a passage, read by the windows its sentences stand in.
    thresholds : numpy.ndarray, shape (n themes,)
        Probability from which a theme is suggested.
    sides : Sides
    example_vectors : numpy.ndarray, shape (n, 384)
    example_codes : numpy.ndarray of str, shape (n,)
        A code of each example; an example with two codes stands twice.
    learnt : numpy.ndarray of str
        A short hash of each worked example that was learnt from.
    """

    themes: npt.NDArray[np.str_]
    reader: Reader
    judge: Judge
    thresholds: Floats
    sides: Sides
    example_vectors: npt.NDArray[np.float16]
    example_codes: npt.NDArray[np.str_]
    learnt: npt.NDArray[np.str_]

    def probabilities(self, rows: TalkRows) -> Floats:
        """How likely each theme is in each row, ``(n, n themes)``."""
        return shares_of(self.judge.log_odds(self.reader.scores(rows)))

    def side_scores(self, texts: Sequence[str]) -> Floats:
        """Log-odds of texts, each on its own, to speak of what helps."""
        slope, intercept = self.sides.alone
        odds: Floats = slope * self.sides.reader.scores(rows_of_texts(texts))[:, 0] + intercept
        return odds

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

    def packed(self, key: str) -> bytes:
        """The model as the bytes of a file of arrays, with the key of what it was made from."""
        import numpy as np

        file = io.BytesIO()
        np.savez_compressed(
            file,
            key=np.array(key),
            themes=self.themes,
            thresholds=self.thresholds,
            example_vectors=self.example_vectors,
            example_codes=self.example_codes,
            alone=self.sides.alone,
            learnt=self.learnt,
            **packed_arrays("reader", self.reader),
            **packed_arrays("judge", self.judge),
            **packed_arrays("side_reader", self.sides.reader),
            **packed_arrays("side_judge", self.sides.judge),
        )
        return file.getvalue()


def shares_of(log_odds: Floats) -> Floats:
    """Probabilities from log-odds."""
    import numpy as np

    shares: Floats = 1 / (1 + np.exp(-np.clip(log_odds, -30, 30)))
    return shares


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
            _CACHE.put({key: model.packed(key)})
    return model


def shipped_model(codebook: Codebook) -> TalkModel | None:
    """The model that ships for a codebook; none where its terms or examples are no longer those it was fitted on."""
    path = _shipped(codebook.name)
    return _unpacked(path.read_bytes(), _key(codebook)) if path.is_file() else None


def kindred_model(codebook: Codebook) -> TalkModel | None:
    """The model that ships for a codebook of this name, where the team only wrote more examples or changed a few."""
    path = _shipped(codebook.name)
    model = _unpacked(path.read_bytes()) if path.is_file() else None
    if model is None or not _has_grown(model.themes.tolist(), codebook):
        return None
    kept = len(set(model.learnt.tolist()) & {example_hash(worked) for worked in codebook.worked})
    return model if 2 * kept >= len(model.learnt) > 0 else None


def passages_learnt(codebook: Codebook) -> int:
    """How many passages that people coded the model of a codebook rests on: its worked examples, and what ships."""
    if shipped_model(codebook) is None and kindred_model(codebook) is None:
        return len(codebook.worked)
    card: dict[str, Any] = json_of(_shipped(codebook.name).with_suffix(".json").read_text(encoding="utf-8"))
    return len(codebook.worked) + int(card["passages"])


def _has_grown(themes: Sequence[str], codebook: Codebook) -> bool:
    """Whether a codebook has all of these themes, and examples of no other: a new code is not yet looked for."""
    shown = {code.split("/")[0] for worked in codebook.worked for code, _ in worked.codes}
    shown |= {code.id.split("/")[0] for code in codebook if code.examples}
    return set(themes) <= {theme.id for theme in codebook.themes} and shown <= set(themes)


def example_hash(worked: WorkedExample) -> str:
    """A short hash of a worked example and its codes."""
    return hashlib.sha256(repr((worked.text, worked.codes)).encode()).hexdigest()[:12]


@lru_cache(maxsize=1)
def shipped_sides() -> Sides:
    """What helps and what hinders, as learnt from the fictional interviews and lists, for any codebook.

    Raises
    ------
    SendQualError
        Where the file is missing or torn.
    """
    path = _shipped(_SIDES)
    model = _unpacked(path.read_bytes()) if path.is_file() else None
    if model is None:
        raise SendQualError(Fault(path.name, "this file of the coder of talk is missing or torn", "Install it again"))
    return model.sides


def ship_model(codebook: Codebook, model: TalkModel) -> Path:
    """Write a model to where the package looks for it, and say where: for those who change what it is learnt from."""
    path = _shipped(codebook.name)
    path.parent.mkdir(exist_ok=True)
    write_bytes(path, model.packed(_key(codebook)))
    return path


def _shipped(name: str) -> Path:
    return _DATA / "talk" / f"{name}.npz"


def _key(codebook: Codebook) -> str:
    """A hash over what is learnt from in the codebook: its themes and examples."""
    told = repr((_FORMAT, [(c.id, c.examples) for c in codebook], codebook.worked, DIMENSIONS))
    return hashlib.sha256(told.encode()).hexdigest()


def _unpacked(kept: bytes, key: str = "") -> TalkModel | None:
    """The model in a file, where it was made from what is asked for and can be read."""
    import numpy as np

    try:
        with np.load(io.BytesIO(kept), allow_pickle=False) as arrays:
            if key and str(arrays["key"]) != key:
                return None
            sides = Sides(
                unpacked_part(Reader, "side_reader", arrays),
                unpacked_part(Judge, "side_judge", arrays),
                arrays["alone"],
            )
            return TalkModel(
                arrays["themes"],
                unpacked_part(Reader, "reader", arrays),
                unpacked_part(Judge, "judge", arrays),
                arrays["thresholds"],
                sides,
                arrays["example_vectors"],
                arrays["example_codes"],
                arrays["learnt"],
            )
    except (ValueError, KeyError, OSError, EOFError, BadZipFile):  # not what we wrote: as good as none
        return None

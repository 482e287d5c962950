"""How talk is scored: linear readings of passages, and how likely each reading is to be right."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from send_qual.coders._talk_rows import TalkRows
from send_qual.coders._talk_words import Wording
from send_qual.language import DIMENSIONS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from scipy.sparse import csr_matrix

    Floats = npt.NDArray[np.floating]

__all__ = [
    "SIDE_WEIGHTS",
    "THEME_WEIGHTS",
    "Judge",
    "Reader",
    "Weights",
    "packed_arrays",
    "unpacked_part",
    "weighed_rows",
]

Weights = tuple[tuple[float, float], ...]
"""How much the vector and the words weigh, of the passage, of the question, and of what was said before."""

# Shares of the squared length. Chosen on the fictional interviews, all of one writer left out; flat from half to twice
# as much. Sides are told by words: vectors of sentences hardly know praise from blame.
THEME_WEIGHTS: Weights = ((0.4, 1.0), (0.25, 0.2), (0.25, 0.2))
SIDE_WEIGHTS: Weights = ((0.15, 1.0), (0.1, 0.1), (0.1, 0.2))


def weighed_rows(rows: TalkRows, wording: Wording, weights: Weights) -> csr_matrix:
    """Features ``(n, blocks * (384 + n words))``: of each block the vector, then the words."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack

    parts = []
    for (vectors, texts), (of_vector, of_words) in zip(rows.blocks, weights, strict=False):
        parts.append(csr_matrix(np.sqrt(of_vector) * vectors))
        parts.append(np.sqrt(of_words) * wording.rows(texts))
    return hstack(parts).tocsr()


@dataclass(frozen=True)
class Reader:
    """Linear scores of passages, each by itself with its question and what was said before it.

    Parameters
    ----------
    words : numpy.ndarray of str, shape (n words,)
    rarity : numpy.ndarray, shape (n words,)
        See :class:`Wording`.
    scales : numpy.ndarray, shape (blocks, 2)
        How much each block's vector and words weigh: 1 block is the passage alone, 3 its question and what was said
        before it too.
    weights : numpy.ndarray, shape (k, blocks * (384 + n words))
    intercepts : numpy.ndarray, shape (k,)
    """

    words: npt.NDArray[np.str_]
    rarity: Floats
    scales: Floats
    weights: Floats
    intercepts: Floats

    @property
    def block_weights(self) -> Weights:
        """How much each block weighs."""
        return tuple((float(of_vector), float(of_words)) for of_vector, of_words in self.scales)

    @cached_property
    def wording(self) -> Wording:
        """The words known, as features."""
        return Wording(self.words, self.rarity)

    @cached_property
    def _parts(self) -> list[tuple[Floats, Floats]]:
        """For each block what vectors and what words weigh; kept at half the length, worked with at full speed."""
        import numpy as np

        blocks = np.split(self.weights.astype(np.float64).T, len(self.scales))
        scaled = zip(blocks, np.sqrt(self.scales), strict=True)
        return [(own[:DIMENSIONS] * scale[0], own[DIMENSIONS:] * scale[1]) for own, scale in scaled]

    def scores(self, rows: TalkRows) -> Floats:
        """Scores ``(n, k)``: about 1 for a clear yes, -1 for a clear no."""
        read: Floats = self.intercepts + sum(
            vectors @ of_vector + self.wording.rows(texts) @ of_words
            for (vectors, texts), (of_vector, of_words) in zip(rows.blocks, self._parts, strict=False)
        )
        return read


@dataclass(frozen=True)
class Judge:
    """Log-odds from readings.

    Parameters
    ----------
    slopes, intercepts : numpy.ndarray, shape (k,)
    """

    slopes: Floats
    intercepts: Floats

    def log_odds(self, scores: Floats) -> Floats:
        """Log-odds ``(n, k)`` from scores."""
        odds: Floats = scores * self.slopes + self.intercepts
        return odds


_Part = TypeVar("_Part", Reader, Judge)


def packed_arrays(name: str, part: Reader | Judge) -> dict[str, Any]:
    """The arrays of a part under names of their own, for one file."""
    return {f"{name}.{field.name}": getattr(part, field.name) for field in fields(part)}


def unpacked_part(kind: type[_Part], name: str, arrays: Mapping[str, Any]) -> _Part:
    """A part from the arrays of a file."""
    return kind(**{field.name: arrays[f"{name}.{field.name}"] for field in fields(kind)})

"""How talk is scored: linear readings of passages, and a judgement of each reading among its neighbours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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

__all__ = ["BLOCKS", "Judge", "Reader", "block_rows", "packed_arrays", "unpacked_part", "with_neighbours"]

# How much the vector and the words of a passage, of the question and of what was said before weigh (shares of the
# squared length). Chosen on the fictional interviews, each left out in turn; flat from half to twice as much.
BLOCKS = ((1.0, 0.7), (0.25, 0.1), (0.25, 0.1))


def block_rows(rows: TalkRows, wording: Wording, blocks: int) -> csr_matrix:
    """Features ``(n, blocks * (384 + n words))``: of each block the vector, then the words."""
    import numpy as np
    from scipy.sparse import csr_matrix, hstack

    parts = []
    for (vectors, texts), (of_vector, of_words) in zip(rows.blocks[:blocks], BLOCKS[:blocks], strict=True):
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
    weights : numpy.ndarray, shape (k, blocks * (384 + n words))
    intercepts : numpy.ndarray, shape (k,)
    """

    words: npt.NDArray[np.str_]
    rarity: Floats
    weights: Floats
    intercepts: Floats

    @cached_property
    def wording(self) -> Wording:
        """The words known, as features."""
        return Wording(self.words, self.rarity)

    @cached_property
    def _weights(self) -> Floats:
        """Kept at half the length, which is exact enough; worked with at full speed."""
        import numpy as np

        return self.weights.astype(np.float64).T

    def scores(self, rows: TalkRows) -> Floats:
        """Scores ``(n, k)``: about 1 for a clear yes, -1 for a clear no."""
        blocks = self.weights.shape[1] // (DIMENSIONS + len(self.words))
        read: Floats = block_rows(rows, self.wording, blocks) @ self._weights + self.intercepts
        return read


@dataclass(frozen=True)
class Judge:
    """Log-odds from readings: each passage's, with a share of those of its neighbours in the turn.

    Parameters
    ----------
    usual : numpy.ndarray, shape (k,)
        Mean scores: what a neighbour that is not there would have.
    slopes, intercepts : numpy.ndarray, shape (k,)
    share : float
        How much each neighbour counts beside the passage itself.
    """

    usual: Floats
    slopes: Floats
    intercepts: Floats
    share: Floats

    def log_odds(self, scores: Floats, turns: Sequence[int]) -> Floats:
        """Log-odds ``(n, k)`` for the passages of one document, from their scores and the number of each one's turn."""
        heard = with_neighbours(scores, turns, self.usual, float(self.share))
        odds: Floats = heard * self.slopes + self.intercepts
        return odds


def with_neighbours(scores: Floats, turns: Sequence[int], usual: Floats, share: float) -> Floats:
    """The scores of each passage, and a share of what the passages before and after it in the turn score.

    Examples
    --------
    >>> import numpy as np
    >>> with_neighbours(np.array([[1.0], [0.0], [-1.0]]), [1, 1, 2], np.zeros(1), 0.5).ravel().tolist()
    [1.0, 0.5, -1.0]
    """
    import numpy as np

    turn = np.array(turns)
    same = turn[1:] == turn[:-1]
    before, after = np.tile(usual, (len(turn), 1)), np.tile(usual, (len(turn), 1))
    before[1:][same] = scores[:-1][same]
    after[:-1][same] = scores[1:][same]
    heard: Floats = scores + share * (before + after)
    return heard


_Part = TypeVar("_Part", Reader, Judge)


def packed_arrays(name: str, part: Reader | Judge) -> dict[str, Any]:
    """The arrays of a part under names of their own, for one file."""
    return {f"{name}.{field.name}": getattr(part, field.name) for field in fields(part)}


def unpacked_part(kind: type[_Part], name: str, arrays: Mapping[str, Any]) -> _Part:
    """A part from the arrays of a file."""
    return kind(**{field.name: arrays[f"{name}.{field.name}"] for field in fields(kind)})

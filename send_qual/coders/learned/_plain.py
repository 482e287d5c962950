"""The plain way to learn: a logistic regression on a passage's words and the mean of its sentence vectors."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from send_qual.coders.learned._features import Vocabulary, plain_rows
from send_qual.coders.learned._mil_logistic import Floats, Pooled, fit, sigmoid
from send_qual.coders.learned._reading import Reading

__all__ = ["Plain"]

_L2 = 1.0
_GRID = np.arange(0.1, 0.9, 0.02)


@dataclass(frozen=True)
class Plain:
    """A regression per code, codes given and not given weighing alike, and the probability from which it says a code.

    Parameters
    ----------
    vocabulary : Vocabulary
    scores : Pooled
    threshold : ndarray, shape (k,)
        Where F1 is best on documents that were left out of the training.
    """

    vocabulary: Vocabulary
    scores: Pooled
    threshold: Floats

    @classmethod
    def taught(cls, reading: Reading, share: Floats, parts: Any) -> Plain:
        """Teach it.

        Parameters
        ----------
        reading : Reading
        share : ndarray, shape (m, k)
            The share of people who gave each passage each code.
        parts : ndarray of int, shape (m,)
            The parts left out in turn to choose the thresholds.
        """
        told = np.zeros(share.shape)
        for part in range(int(parts.max()) + 1):
            out = parts == part
            told[out] = cls._fitted(reading.take(~out), share[~out])._probabilities(reading.take(out))
        whole = cls._fitted(reading, share)
        return cls(whole.vocabulary, whole.scores, _best(told, share >= 0.5))

    @classmethod
    def _fitted(cls, reading: Reading, share: Floats) -> Plain:
        vocabulary = Vocabulary.of(reading)
        return cls(vocabulary, cls.taught_once(reading, share, vocabulary), np.full(share.shape[1], 0.5))

    @staticmethod
    def taught_once(reading: Reading, share: Floats, vocabulary: Vocabulary) -> Pooled:
        """Its weights, learned from all passages; without thresholds."""
        from scipy.sparse import identity

        given = np.maximum(share.mean(axis=0), 1 / max(len(share), 1))
        even = share / (2 * given) + (1 - share) / (2 * np.maximum(1 - given, 1e-9))
        one_each = identity(len(reading), format="csr")
        return fit(plain_rows(reading, vocabulary), one_each, share, even, _L2)

    def _probabilities(self, reading: Reading) -> Floats:
        return sigmoid(self.scores.scores(plain_rows(reading, self.vocabulary)))

    def says(self, reading: Reading) -> Any:
        """Which passages it gives which code, shape ``(m, k)``."""
        return self._probabilities(reading) >= self.threshold


def _best(probability: Floats, people: Any) -> Floats:
    """The threshold of the best F1, per code."""
    cut = probability >= _GRID[:, None, None]
    f1 = 2 * (cut & people).sum(axis=1) / np.maximum(cut.sum(axis=1) + people.sum(axis=0), 1)
    best: Floats = _GRID[f1.argmax(axis=0)]
    return best

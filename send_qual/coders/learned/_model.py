"""What a learned coder knows, as arrays; and what it says of passages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from send_qual.coders.learned._features import (
    Vocabulary,
    context_rows,
    facet_rows,
    letter_rows,
    passage_rows,
    plain_rows,
    sentence_rows,
)
from send_qual.coders.learned._mil_logistic import Floats, Pooled, Rows, logit, sigmoid
from send_qual.coders.learned._reading import Layout, Reading

__all__ = ["ASKED", "MIXED", "PLAIN", "Calibration", "FacetModel", "Model", "Views", "attention"]

_RARE, _SURE = 0.15, 0.6  # a value rarer than this share of codings is given only where it is this likely
_BREADTH = 1.5  # how widely attention spreads over the sentences of a passage
MIXED, PLAIN = np.array([1.0, 1.0, 0.5, 0.0]), np.array([0.0, 0.0, 0.0, 1.0])
"""How much each reading counts in what is said of a code: sentences, passage, letters, and the plain regression."""
ASKED = np.array([1.0, 1.0, 0.5, 1.5, 0.0])
"""The same where somebody asks, and a passage is read with its question, before the plain regression."""


@dataclass(frozen=True)
class Views:
    """Three readings of each passage: as the best of its sentences, as a whole, and by the spelling of its words alone.

    Each scores every code; they err differently, and together err less than any of them. Where somebody asks there is
    a fourth, which hears the question that a passage answers. Beside them stands the plain
    regression (:class:`send_qual.coders.learned.Plain`) where it speaks for a code; else None.
    """

    vocabulary: Vocabulary
    letters: Vocabulary
    sentence: Pooled
    passage: Pooled
    spelling: Pooled
    plain: Pooled | None = None
    context: Pooled | None = None

    def log_odds(self, reading: Reading) -> tuple[Floats, Floats]:
        """Per passage: shape (r, m, k), of three to five readings; and per sentence: shape (n, k)."""
        rows = sentence_rows(reading, self.vocabulary)
        by_sentence = logit(self.sentence.probabilities(rows, reading.pool))
        whole = logit(sigmoid(self.passage.scores(passage_rows(reading, self.vocabulary))))
        spelt = logit(sigmoid(self.spelling.scores(letter_rows(reading, self.letters))))
        said = [by_sentence, whole, spelt]
        if self.context is not None:
            said.append(logit(sigmoid(self.context.scores(context_rows(reading, self.vocabulary)))))
        if self.plain is not None:
            said.append(logit(sigmoid(self.plain.scores(plain_rows(reading, self.vocabulary)))))
        return np.stack(said), self.sentence.scores(rows)


@dataclass(frozen=True)
class Calibration:
    """From log-odds to the share of right suggestions, and the probability from which a code is suggested.

    Parameters
    ----------
    say : ndarray, shape (r, k)
        How much each reading counts: :data:`MIXED` or :data:`ASKED`, or :data:`PLAIN`.
    spread : ndarray, shape (r, k)
        Standard deviation of each reading's log-odds.
    slope, offset, threshold : ndarray, shape (k,)
    usual : ndarray, shape (k,)
        Mean score: what a neighbour that is not there would have.
    neighbours : float
        How much the passages before and after count beside the passage itself.
    """

    say: Floats
    spread: Floats
    slope: Floats
    offset: Floats
    threshold: Floats
    usual: Floats
    neighbours: float = 0.0

    def scores(self, log_odds: Floats) -> Floats:
        """What the readings say together, per passage and code."""
        said = (self.say / self.spread)[:, None, :] * log_odds
        answer: Floats = said.sum(axis=0) / self.say.sum(axis=0)
        return answer

    def heard(self, scores: Floats, document: Any) -> Floats:
        """Scores with a share of those of the passages beside, within a document; ``document`` has shape ``(m,)``."""
        if not self.neighbours:
            return scores
        same = document[1:] == document[:-1]
        before, after = np.tile(self.usual, (len(scores), 1)), np.tile(self.usual, (len(scores), 1))
        before[1:][same] = scores[:-1][same]
        after[:-1][same] = scores[1:][same]
        return scores + self.neighbours * (before + after)

    def probabilities(self, log_odds: Floats, document: Any) -> Floats:
        """Probability per passage and code; ``document`` is the number of each passage's document, in order."""
        return sigmoid(self.slope * self.heard(self.scores(log_odds), document) + self.offset)


@dataclass(frozen=True)
class FacetModel:
    """The values of one facet, from the sentences that carry the code.

    Parameters
    ----------
    facet : str
    values : tuple of str
    share : ndarray, shape (v,)
        How common each value is among the codings learned from.
    scores : Pooled
    """

    facet: str
    values: tuple[str, ...]
    share: Floats
    scores: Pooled

    def probabilities(self, rows: Rows) -> Floats:
        """Probability per coding and value."""
        each = sigmoid(self.scores.scores(rows))
        answer: Floats = each / each.sum(axis=1, keepdims=True)
        return answer

    def choose(self, probabilities: Floats) -> tuple[str, ...]:
        """The value of each coding: the likeliest, a rare one only where it is likely enough."""
        held = probabilities.copy()
        rare = self.share < _RARE
        if not rare.all():
            held[:, rare] *= held[:, rare] >= _SURE
        return tuple(self.values[n] for n in held.argmax(axis=1))


def attention(reading: Reading, scores: Floats, passage: Any, code: Any) -> Any:
    """How much each sentence carries a code: CSR matrix, one row per coding.

    Parameters
    ----------
    reading : Reading
    scores : ndarray, shape (n, k)
        Log-odds per sentence and code.
    passage, code : ndarray of int, shape (q,)
    """
    from scipy.sparse import csr_matrix

    starts = np.searchsorted(reading.owner, np.arange(len(reading) + 1))
    at, columns, shares = [0], list[int](), list[float]()
    for p, k in zip(passage, code, strict=True):
        rows = np.arange(starts[p], starts[p + 1])
        weight = np.exp((scores[rows, k] - scores[rows, k].max(initial=-np.inf)) / _BREADTH)
        columns.extend(rows.tolist())
        shares.extend((weight / weight.sum()).tolist() if len(rows) else [])
        at.append(len(columns))
    return csr_matrix((shares, columns, at), shape=(len(passage), len(reading.owner)))


@dataclass(frozen=True)
class Model:
    """Everything that is stored.

    Parameters
    ----------
    codes : tuple of str
        Ids of the codes it learned, in the order of the columns.
    layout : Layout
        The columns of the readings it learned from.
    """

    codes: tuple[str, ...]
    layout: Layout
    views: Views
    calibration: Calibration
    facets: tuple[FacetModel, ...]

    def read(self, reading: Reading) -> tuple[Floats, Floats]:
        """Probability per passage and code, and log-odds per sentence and code."""
        log_odds, by_sentence = self.views.log_odds(reading)
        return self.calibration.probabilities(log_odds, reading.document), by_sentence

    def values(self, reading: Reading, scores: Floats, passage: Any, code: Any) -> dict[str, tuple[str, ...]]:
        """The facets of codings: value per coding, by facet."""
        if not len(passage) or not self.facets:
            return {}
        looked = attention(reading, scores, passage, code)
        one_hot = np.eye(len(self.codes))[code]
        table = facet_rows(reading, self.views.vocabulary, passage, looked, one_hot)
        return {model.facet: model.choose(model.probabilities(table)) for model in self.facets}

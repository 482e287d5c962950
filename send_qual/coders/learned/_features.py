"""Passages and their sentences as numbers, with a vocabulary that leaks nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import pairwise
from typing import Any

import numpy as np

from send_qual.coders.learned._mil_logistic import Floats, Rows
from send_qual.coders.learned._reading import Layout, Reading

__all__ = [
    "Vocabulary", "context_rows", "evidence_columns", "facet_rows", "letter_rows", "passage_rows", "plain_rows",
    "sentence_rows",
]  # fmt: skip

LEAST_DOCUMENTS = 3  # a word of fewer documents might identify someone, and teaches little


_QUESTION = 0.7  # how much the question counts beside the answer
_LETTERS = (3, 4, 5)  # in a row; they see what "commission" and "commissioner" have in common


def _grams(words: Sequence[str]) -> Iterable[str]:
    yield from words
    yield from (f"{a} {b}" for a, b in pairwise(words))


@lru_cache(maxsize=50_000)
def _letters(word: str) -> tuple[str, ...]:
    """Runs of letters of one word, its beginning and end marked by a space.

    Examples
    --------
    >>> _letters("plan")
    (' pl', 'pla', 'lan', 'an ', ' pla', 'plan', 'lan ', ' plan', 'plan ')
    """
    whole = f" {word} "
    return tuple(whole[at : at + n] for n in _LETTERS for at in range(len(whole) - n + 1))


_NUMBERS: dict[str, int] = {}  # of each run of letters, word and pair met in this process: they are counted by number


@lru_cache(maxsize=50_000)  # the same sentences are counted for every part left out
def _spelt(words: tuple[str, ...], letters: bool) -> Any:
    """The numbers of a sentence's words and pairs, or of its runs of letters, each as often as it stands there."""
    grams = [gram for word in words for gram in _letters(word)] if letters else list(_grams(words))
    return np.array([_NUMBERS.setdefault(gram, len(_NUMBERS)) for gram in grams], dtype=np.int64)


@dataclass(frozen=True)
class Vocabulary:
    """The words and word pairs that a coder knows, or the runs of letters, each from three documents or more.

    Parameters
    ----------
    grams : tuple of str
    idf : ndarray, shape (n grams,)
        Inverse document frequency, a sentence being a document.
    letters : bool
        Whether they are runs of letters.
    """

    grams: tuple[str, ...]
    idf: Floats
    letters: bool = False

    @classmethod
    def of(cls, reading: Reading, *, letters: bool = False) -> Vocabulary:
        """The vocabulary of passages that are learned from."""
        rows = [np.unique(_spelt(tokens, letters)) for tokens in reading.tokens]
        sizes = [len(row) for row in rows]
        grams = np.concatenate([*rows, np.zeros(0, dtype=np.int64)])
        document = np.repeat(reading.document[reading.owner], sizes)
        counts = np.bincount(grams, minlength=len(_NUMBERS))
        pairs = np.unique(grams * (int(reading.document.max(initial=0)) + 1) + document)
        documents = np.bincount(pairs // (int(reading.document.max(initial=0)) + 1), minlength=len(_NUMBERS))
        names, total = list(_NUMBERS), len(reading.tokens)
        known = sorted((names[n], int(counts[n])) for n in np.flatnonzero(documents >= LEAST_DOCUMENTS).tolist())
        idf = [np.log((1 + total) / (1 + count)) + 1 for _, count in known]
        return cls(tuple(gram for gram, _ in known), np.array(idf), letters)

    @cached_property
    def _own(self) -> Any:
        return np.array([_NUMBERS.setdefault(gram, len(_NUMBERS)) for gram in self.grams], dtype=np.int64)

    def counts(self, tokens: Iterable[tuple[str, ...]]) -> Any:
        """Raw counts, one CSR row per text."""
        from scipy.sparse import csr_matrix

        spelt = [_spelt(words, self.letters) for words in tokens]
        own = self._own
        column = np.full(len(_NUMBERS), -1)
        column[own] = np.arange(len(own))
        found = [column[row] for row in spelt]
        kept = [row[row >= 0] for row in found]
        at = np.cumsum([0, *(len(row) for row in kept)])
        columns = np.concatenate([*kept, np.zeros(0, dtype=np.int64)])
        table = csr_matrix((np.ones(len(columns)), columns, at), shape=(len(spelt), len(self.grams)))
        table.sum_duplicates()
        return table

    def weighed(self, counts: Any) -> Any:
        """Sublinear TF-IDF, each row of length one."""
        from scipy.sparse import diags

        table = counts.copy()
        table.data = 1 + np.log(table.data)
        table = (table @ diags(self.idf)).tocsr()
        length = np.sqrt(np.asarray(table.multiply(table).sum(axis=1)).ravel())
        return (diags(1 / np.maximum(length, 1e-9)) @ table).tocsr()


def sentence_rows(reading: Reading, vocabulary: Vocabulary) -> Rows:
    """One row per sentence; :func:`evidence_columns` says where concepts and terms stand."""
    before = np.zeros_like(reading.concepts)
    same = reading.owner[1:] == reading.owner[:-1]
    before[1:][same] = reading.concepts[:-1][same] > 0
    first = np.ones((len(reading.owner), 1))
    first[1:][same] = 0
    mean = _mean(reading, reading.vectors)
    dense = np.hstack([2 * reading.vectors, mean[reading.owner], reading.near[reading.owner]])
    seldom = np.hstack([
        reading.concepts > 0, 0.5 * (reading.terms > 0), 0.5 * np.log1p(reading.concepts), 0.3 * before,
        0.5 * reading.section[reading.owner], 0.5 * first, reading.strengths,
    ])  # fmt: skip
    return _rows(dense, seldom, vocabulary.weighed(vocabulary.counts(reading.tokens)))


def evidence_columns(layout: Layout, vectors: int) -> int:
    """The column of :func:`sentence_rows` at which concepts, and after them terms, begin.

    Parameters
    ----------
    layout : Layout
    vectors : int
        Length of a sentence vector.
    """
    return 2 * vectors + 2 * len(layout.themes)


def passage_rows(reading: Reading, vocabulary: Vocabulary) -> Rows:
    """One row per passage."""
    pool = reading.pool
    speaks = (reading.concepts > 0).astype(float)
    count = pool @ reading.concepts
    terms = pool @ reading.terms
    first = np.zeros_like(count)
    starts = np.r_[True, reading.owner[1:] != reading.owner[:-1]] if len(reading.owner) else np.zeros(0, bool)
    first[reading.owner[starts]] = speaks[starts]
    largest = np.zeros((len(reading), reading.vectors.shape[1]))
    if len(reading.owner):
        largest[reading.owner[starts]] = np.maximum.reduceat(reading.vectors, np.flatnonzero(starts))
    dense = np.hstack([1.5 * _mean(reading, reading.vectors), largest, reading.near])
    seldom = np.hstack([
        0.25 * (count > 0), 0.25 * np.log1p(count), 0.5 * _mean(reading, speaks), 0.25 * first,
        0.5 * reading.section, 0.3 * (terms > 0), reading.whole, _mean(reading, reading.strengths),
    ])  # fmt: skip
    return _rows(dense, seldom, vocabulary.weighed((pool @ vocabulary.counts(reading.tokens)).tocsr()))


def _rows(dense: Floats, seldom: Floats, words: Any) -> Rows:
    """Rows of which most columns are mostly zero."""
    from scipy.sparse import csr_matrix, hstack

    return Rows(dense, hstack([csr_matrix(seldom), words]).tocsr())


def plain_rows(reading: Reading, vocabulary: Vocabulary) -> Rows:
    """One row per passage: its words, and the mean of its sentence vectors."""
    mean = _mean(reading, reading.vectors)
    length = np.maximum(np.linalg.norm(mean, axis=1, keepdims=True), 1e-9)
    words = vocabulary.weighed((reading.pool @ vocabulary.counts(reading.tokens)).tocsr())
    return Rows(mean / length, words)


def context_rows(reading: Reading, vocabulary: Vocabulary) -> Rows:
    """One row per passage: as :func:`plain_rows`, with the question that it answers."""
    plain = plain_rows(reading, vocabulary)
    return Rows(np.hstack([plain.dense, _QUESTION * reading.question]), plain.sparse)


def letter_rows(reading: Reading, vocabulary: Vocabulary) -> Rows:
    """One row per passage: nothing but how its words are spelt."""
    table = vocabulary.weighed((reading.pool @ vocabulary.counts(reading.tokens)).tocsr())
    return Rows(np.zeros((len(reading), 0)), table)


def facet_rows(reading: Reading, vocabulary: Vocabulary, owner: Any, attention: Any, code: Floats) -> Rows:
    """One row per coding: the sentences that carry the code, their passage, its section, the code.

    Parameters
    ----------
    reading : Reading
    vocabulary : Vocabulary
    owner : ndarray of int, shape (q,)
        Passage of each coding.
    attention : scipy CSR matrix, shape (q, n)
        How much each sentence carries it; rows sum to 1.
    code : ndarray, shape (q, k)
        Its code, one-hot.
    """
    from scipy.sparse import hstack

    said = np.hstack([2 * reading.vectors, reading.concepts > 0, reading.leaning])
    dense = np.hstack([
        attention @ said, 0.5 * _mean(reading, said)[owner], 2 * reading.section[owner], 0.3 * code,
    ])  # fmt: skip
    words = vocabulary.weighed(vocabulary.counts(reading.tokens))
    around = _averaging(reading) @ words
    return Rows(dense, hstack([attention @ words, 0.5 * around[owner]]).tocsr())


def _averaging(reading: Reading) -> Any:
    from scipy.sparse import diags

    pool = reading.pool
    return diags(1 / np.maximum(np.asarray(pool.sum(axis=1)).ravel(), 1)) @ pool


def _mean(reading: Reading, values: Floats) -> Floats:
    answer: Floats = np.asarray(_averaging(reading) @ values)
    return answer

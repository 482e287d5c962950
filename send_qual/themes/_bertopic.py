"""BERTopic with our own parts: no model of its own, no UMAP, no HDBSCAN, nothing by chance."""

from __future__ import annotations

import warnings
from collections.abc import Sequence

import numpy as np

from send_qual.errors import Fault, SendQualError
from send_qual.themes._clusters import Grouping, Labels, group, place_rest
from send_qual.themes._space import Matrix, Space

__all__ = ["fit_topics"]

_TERMS = 10
_PART = "|"  # never inside a term: terms are letters, hyphens and single spaces


class _Points:
    """The reduction: the passages' places are known already."""

    def __init__(self, points: Matrix) -> None:
        self.points = points

    def fit(self, vectors: Matrix, y: object = None) -> _Points:  # noqa: ARG002
        return self

    def transform(self, vectors: Matrix) -> Matrix:  # noqa: ARG002
        return self.points


class _Groups:
    """The clustering: on the sample, then everything to its nearest group."""

    labels_: Labels
    grouping: Grouping
    settled: Matrix

    def __init__(self, placed: Space) -> None:
        self.placed = placed

    def fit(self, points: Matrix, y: object = None) -> _Groups:  # noqa: ARG002
        self.grouping = group(self.placed.anew)
        self.labels_, self.settled = place_rest(points, self.placed.sample, self.grouping)
        return self


def _split(text: str) -> list[str]:
    return [term for part in text.split(_PART) if (term := part.strip())]


def fit_topics(
    terms: Sequence[Sequence[str]], placed: Space
) -> tuple[Labels, dict[int, tuple[tuple[str, float], ...]], Matrix, Grouping]:
    """Topics of passages and their c-TF-IDF terms.

    Returns
    -------
    labels : numpy.ndarray
        Topic per passage, by size from 0; -1 for none.
    words : dict of int to tuple of (str, float)
        Ten terms of each topic with their weights.
    settled : numpy.ndarray
    grouping : Grouping

    Raises
    ------
    SendQualError
        Where BERTopic is not installed.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of its own imports; nothing a user can do about
            from bertopic import BERTopic
            from bertopic.vectorizers import ClassTfidfTransformer
    except ImportError as error:
        mend = "Run `pip install 'send-qual[themes]'`; in a checkout `uv sync` brings it"
        raise SendQualError(Fault("topics", "BERTopic, which finds them, is not installed", mend)) from error
    from sklearn.feature_extraction.text import CountVectorizer

    groups = _Groups(placed)
    often = max(1, min(5, len(terms) // 150))
    model = BERTopic(
        language="multilingual",  # words are ours: BERTopic is not to change them
        top_n_words=_TERMS,
        umap_model=_Points(placed.points),
        hdbscan_model=groups,
        vectorizer_model=CountVectorizer(analyzer=_split),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True, bm25_weighting=True),
    )
    texts = ["".join(f"{term}{_PART}" for term in own) or _PART for own in _frequent(terms, often)]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        labels, _ = model.fit_transform(texts, embeddings=placed.vectors)
    words = {
        int(topic): tuple((term, round(float(weight), 6)) for term, weight in rows if term)
        for topic, rows in model.get_topics().items()
        if topic >= 0
    }
    return np.asarray(labels, np.int64), words, groups.settled, groups.grouping


def _frequent(terms: Sequence[Sequence[str]], least: int) -> list[list[str]]:
    """The terms that stand in enough passages to name a topic, and not in most of them."""
    seen: dict[str, int] = {}
    for own in terms:
        for term in set(own):
            seen[term] = seen.get(term, 0) + 1
    most = max(0.25 * len(terms), least)
    return [[term for term in own if least <= seen[term] <= most] for own in terms]

"""Where passages lie by what they say: sentence vectors and words together, smoothed among neighbours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from send_qual.language import embed, sentences
from send_qual.themes._passages import Passage

__all__ = ["SEED", "Matrix", "Space", "neighbours", "passage_vectors", "space"]

Matrix = npt.NDArray[np.floating[Any]]
Progress = Callable[[int, int, str], None] | None

SEED = 20231101
# Measured on 25 later inspection reports left out of any tuning, see tests/themes: results change little between 8
# and 15 dimensions, 10 and 25 neighbours; without smoothing, bootstrap agreement falls from about 0.9 to 0.75.
_DIMENSIONS = 10
_WORD_DIMENSIONS = 80
_NEIGHBOURS = 15
_STEPS = 3
_SHRINK = 20  # passages; the mean of a document with fewer counts for less
_DRAWS = 24  # times that the space is built anew
_SAMPLE = 3000  # passages the space is built on; the others are placed into it
_CHUNK = 400  # rows compared with all others at a time: 160 MB for 50,000
_EMBED_AT_ONCE = 2048


@dataclass(frozen=True, eq=False)
class Space:
    """Passages as points.

    Parameters
    ----------
    vectors : numpy.ndarray
        Shape ``(n, 384)``, the passages' own vectors, documents' means taken off, rows of length one.
    points : numpy.ndarray
        Shape ``(n, k)``, ``k`` at most 10, smoothed, rows of length one: what is clustered.
    sample : numpy.ndarray
        Indices of the passages that the space was built on.
    middle : numpy.ndarray
        Shape ``(384,)``, the mean of the passages' vectors as they were: what was taken off first.
    anew : tuple of numpy.ndarray
        The points of the sample as they would lie, had the space been built on others drawn from it: how far
        groups depend on the passages there happen to be.
    """

    vectors: Matrix
    points: Matrix
    sample: npt.NDArray[np.int64]
    middle: Matrix
    anew: tuple[Matrix, ...] = ()


def unit(matrix: Matrix) -> Matrix:
    """Rows of length one; a row of nothing stays so."""
    length = np.linalg.norm(matrix, axis=1, keepdims=True)
    found: Matrix = matrix / np.where(length > 1e-9, length, 1)
    return found


def passage_vectors(passages: Sequence[Passage], progress: Progress = None) -> Matrix:
    """A vector per passage: the mean of its sentences', longer ones counting more. They are kept in the cache."""
    texts, own = [], []
    for n, passage in enumerate(passages):
        for start, end in sentences(passage.text):
            texts.append(passage.text[start:end])
            own.append(n)
    total = np.zeros((len(passages), 384))
    for at in range(0, len(texts), _EMBED_AT_ONCE):
        if progress:
            progress(at, len(texts), "Reading sentences")
        part = texts[at : at + _EMBED_AT_ONCE]
        weight = np.sqrt([len(text.split()) for text in part])[:, None]
        np.add.at(total, own[at : at + _EMBED_AT_ONCE], embed(part) * weight)
    return unit(total)


def space(vectors: Matrix, terms: Sequence[Sequence[str]], documents: Sequence[str]) -> Space:
    """Place passages.

    Parameters
    ----------
    vectors : numpy.ndarray
        Shape ``(n, 384)``.
    terms : sequence of sequence of str
        The words of each passage.
    documents : sequence of str
        The document of each passage: what all passages of a document share (its place, its author's habits)
        is taken off.
    """
    count = len(vectors)
    own = unit(_without_documents(vectors, documents))
    both = unit(np.hstack([own, _word_vectors(terms)])).astype(np.float32)  # half the time, and the same topics
    rng = np.random.default_rng(SEED)
    sample = np.sort(rng.choice(count, _SAMPLE, replace=False)) if count > _SAMPLE else np.arange(count)
    base = both[sample]
    whole = _smoothed(base)
    points = np.zeros((count, whole.points.shape[1]))
    points[sample] = whole.points
    rest = np.setdiff1d(np.arange(count), sample)
    points[rest] = whole.place(both[rest])
    return Space(own, points, sample, vectors.mean(axis=0), tuple(_drawn_anew(base, rng) for _ in range(_DRAWS)))


@dataclass(frozen=True, eq=False)
class _Smoothed:
    """Points moved towards what their neighbours say, step by step, and the plane they were then laid into."""

    base: Matrix
    steps: tuple[Matrix, ...]
    middle: Matrix
    axes: Matrix
    points: Matrix

    def place(self, others: Matrix) -> Matrix:
        """Where other points come to lie, moved by the same steps."""
        found = np.zeros((len(others), self.points.shape[1]))
        for at in range(0, len(others), _CHUNK):
            moved = others[at : at + _CHUNK]
            links = _rows_to_one(_links(*neighbours(moved, self.base, _NEIGHBOURS), len(self.base)))
            for step in self.steps:
                moved = 0.5 * moved + links @ step
            found[at : at + _CHUNK] = (unit(moved) - self.middle) @ self.axes
        return unit(found)


def _smoothed(base: Matrix) -> _Smoothed:
    links = _links(*neighbours(base, base, _NEIGHBOURS, same=True), len(base))
    links = _rows_to_one((links + links.T) / 2)
    steps = [base]
    for _ in range(_STEPS):
        steps.append(0.5 * steps[-1] + links @ steps[-1])
    last = unit(steps.pop())
    middle, axes = _plane(last)
    return _Smoothed(base, tuple(steps), middle, axes, unit((last - middle) @ axes))


def _plane(points: Matrix) -> tuple[Matrix, Matrix]:
    """Principal components: the points' mean, and the axes along which they differ most, shape ``(width, k)``.

    Not scikit-learn's, which finds all axes to keep ten.
    """
    from scipy.linalg import eigh

    middle = points.mean(axis=0)
    spread = (points - middle).T @ (points - middle)
    width = len(spread)
    size = min(_DIMENSIONS, len(points) - 1, width)
    return middle, eigh(spread, subset_by_index=(width - size, width - 1), check_finite=False)[1][:, ::-1]


def _drawn_anew(base: Matrix, rng: np.random.Generator) -> Matrix:
    """The same points where they would lie, had the space been built on as many drawn with replacement."""
    drawn = np.unique(rng.integers(0, len(base), len(base)))
    rest = np.setdiff1d(np.arange(len(base)), drawn)
    made = _smoothed(base[drawn])
    points = np.zeros((len(base), made.points.shape[1]))
    points[drawn], points[rest] = made.points, made.place(base[rest])
    return points


def neighbours(of: Matrix, among: Matrix, count: int, *, same: bool = False) -> tuple[npt.NDArray[np.int64], Matrix]:
    """The nearest points by cosine.

    Parameters
    ----------
    of, among : numpy.ndarray
        Rows of length one.
    count : int
        How many; fewer where there are not so many.
    same : bool
        Whether the two are the same points, and a point is not its own neighbour.

    Returns
    -------
    tuple of numpy.ndarray
        Indices and cosines, each of shape ``(len(of), count)``.
    """
    count = max(1, min(count, len(among) - same))
    found = np.zeros((len(of), count), np.int64)
    near = np.zeros((len(of), count), of.dtype)
    for at in range(0, len(of), _CHUNK):
        cosines = of[at : at + _CHUNK] @ among.T
        rows = np.arange(len(cosines))
        if same:
            cosines[rows, at + rows] = -2
        best = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        found[at : at + _CHUNK], near[at : at + _CHUNK] = best, np.take_along_axis(cosines, best, 1)
    return found, near


def _links(found: npt.NDArray[np.int64], near: Matrix, width: int) -> Any:
    from scipy.sparse import csr_matrix

    rows = np.repeat(np.arange(len(found)), found.shape[1])
    return csr_matrix((np.maximum(near, 0).ravel(), (rows, found.ravel())), shape=(len(found), width))


def _rows_to_one(links: Any) -> Any:
    from scipy.sparse import diags

    return diags(1 / (np.asarray(links.sum(axis=1)).ravel() + 1e-9), dtype=links.dtype) @ links


def _without_documents(vectors: Matrix, documents: Sequence[str]) -> Matrix:
    """Take off the mean of all, then each document's own, held back where it has few passages."""
    centred = vectors - vectors.mean(axis=0)
    _, which = np.unique(np.asarray(documents, dtype=object).astype(str), return_inverse=True)
    sizes = np.bincount(which)
    sums = np.zeros((len(sizes), vectors.shape[1]))
    np.add.at(sums, which, centred)
    found: Matrix = centred - (sums / (sizes + _SHRINK)[:, None])[which]
    return found


def _word_vectors(terms: Sequence[Sequence[str]]) -> Matrix:
    """What the passages say, by their words alone: TF-IDF, its first eighty dimensions, centred."""
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    least = max(2, min(4, len(terms) // 200))
    counter = TfidfVectorizer(analyzer=list, min_df=least, max_df=0.25, sublinear_tf=True, max_features=20_000)
    try:
        table = counter.fit_transform(terms)
    except ValueError:  # no word stands in two passages and not in most: the sentence vectors must do
        return np.zeros((len(terms), 1))
    size = min(_WORD_DIMENSIONS, min(table.shape) - 1)
    if size < 1:
        return np.zeros((len(terms), 1))
    found = unit(TruncatedSVD(size, random_state=SEED).fit_transform(table))
    centred: Matrix = found - found.mean(axis=0)
    return centred

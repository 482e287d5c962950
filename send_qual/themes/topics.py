"""Topics: what the passages of a corpus speak of, found without a codebook."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import pandas as pd

from send_qual.corpus import Corpus
from send_qual.themes._bertopic import fit_topics
from send_qual.themes._clusters import FIRM
from send_qual.themes._labels import name_groups
from send_qual.themes._passages import Passage, gather
from send_qual.themes._space import Matrix, Space, passage_vectors, space
from send_qual.themes._words import Lexis, is_english, lexis

__all__ = ["Topic", "Topics", "coherence", "examples_of", "find_topics", "typical"]

_FEWEST = 40  # passages; with fewer, groups are whatever one makes of them
_SHOWN = 5  # representative passages,
_MIDDLE = 10  # chosen among the most typical half of a group, or so many


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that several passages speak of.

    Parameters
    ----------
    id : int
        From 1, the largest first.
    label : str
        A phrase of its passages: "waits for autism assessments".
    terms : tuple of (str, float)
        Ten words or pairs of words with their c-TF-IDF weights.
    passages : tuple of int
        Indices into ``Topics.passages``, the most typical first.
    representative : tuple of int
        Up to five typical passages of different documents.
    documents : int
        How many documents have a passage of it.
    coherence : float
        NPMI of its terms over the passages, -1 to 1; above 0 they stand together more than by chance.
    settled : float
        Share of resamples in which its passages fall together, mean.
    """

    id: int
    label: str
    terms: tuple[tuple[str, float], ...]
    passages: tuple[int, ...]
    representative: tuple[int, ...]
    documents: int
    coherence: float
    settled: float


@dataclass(frozen=True, slots=True, eq=False)
class Topics:
    """The topics of a corpus, largest first; iterating gives :class:`Topic`.

    Parameters
    ----------
    corpus : Corpus
    passages : tuple of Passage
        All passages that were looked at.
    topics : tuple of Topic
    of : tuple of int
        Per passage the id of its topic, 0 for none.
    stability : float
        Mean adjusted Rand index between these topics and those found when all is built anew on passages drawn
        from these, over passages that have a topic.
    notices : tuple of str
        What could not be done, in words for the user.
    """

    corpus: Corpus
    passages: tuple[Passage, ...]
    topics: tuple[Topic, ...] = ()
    of: tuple[int, ...] = ()
    stability: float = math.nan
    notices: tuple[str, ...] = ()
    words: Lexis | None = field(default=None, repr=False)
    placed: Space | None = field(default=None, repr=False)

    def __len__(self) -> int:
        return len(self.topics)

    def __iter__(self) -> Iterator[Topic]:
        return iter(self.topics)

    def __getitem__(self, id: int) -> Topic:
        for topic in self.topics:
            if topic.id == id:
                return topic
        raise KeyError(id)

    def __repr__(self) -> str:
        return f"Topics({len(self)} topics of {len(self.passages)} passages)"

    @property
    def without(self) -> float:
        """Share of passages without a topic."""
        return self.of.count(0) / len(self.of) if self.of else math.nan

    def to_frame(self) -> pd.DataFrame:
        """A table, one row per topic.

        Returns
        -------
        pandas.DataFrame
            Columns ``topic, label, terms, passages, share, documents, coherence, settled, example``.
        """
        rows = [
            (
                topic.id,
                topic.label,
                "; ".join(term for term, _ in topic.terms),
                len(topic.passages),
                len(topic.passages) / len(self.passages),
                topic.documents,
                topic.coherence,
                topic.settled,
                self.passages[topic.representative[0]].text,
            )
            for topic in self.topics
        ]
        columns = "topic label terms passages share documents coherence settled example".split()  # noqa: SIM905
        return pd.DataFrame(rows, columns=columns)


def find_topics(corpus: Corpus, *, progress: Callable[[int, int, str], None] | None = None) -> Topics:
    """Find the topics of a corpus.

    The same corpus gives the same topics at every run. How many there are is found: the number by which topics
    come out most alike when all is built anew on passages drawn from these.

    Parameters
    ----------
    corpus : Corpus
    progress : callable, optional
        Called as ``progress(done, total, what)``.

    Returns
    -------
    Topics
        None, and a notice that says why, where there are fewer than 40 different passages, or they are not in
        English.

    Raises
    ------
    SendQualError
        Where BERTopic is not installed.
    """
    from threadpoolctl import threadpool_limits

    passages = gather(corpus)
    if notice := _cannot(corpus, passages):
        return Topics(corpus, passages, of=(0,) * len(passages), notices=(notice,))
    words = lexis(corpus, passages)
    vectors = passage_vectors(passages, progress)
    if float(np.ptp(vectors, axis=0).max()) < 1e-6:
        return Topics(corpus, passages, of=(0,) * len(passages), notices=("All passages say the same: no topics.",))
    if progress:
        progress(0, 1, "Grouping passages")
    with threadpool_limits(1):  # on matrices so small a second thread mostly waits for the first
        placed = space(vectors, words.terms, [passage.document for passage in passages])
        labels, terms, settled, grouping = fit_topics(words.terms, placed)
    found = _topics(passages, labels, terms, settled, placed, words)
    notices = [] if len(corpus) > 1 else ["There is one document only: how far topics are spread cannot be said."]
    if grouping.agreement < FIRM:
        notices.append(
            f"These topics are not stable (agreement {grouping.agreement:.2f} when passages are drawn anew, 0.90 is "
            "good): take them as hints. More documents make them firmer."
        )
    of = tuple(int(label) + 1 for label in labels)
    return Topics(corpus, passages, found, of, grouping.agreement, tuple(notices), words, placed)


def _cannot(corpus: Corpus, passages: Sequence[Passage]) -> str:
    if len(passages) < _FEWEST:
        few = "passage of eight words or more is" if len(passages) == 1 else "passages of eight words or more are"
        return (
            f"{corpus.name}: {len(passages)} different {few} too few for topics; {_FEWEST} are needed. Concordances "
            "and codes work with fewer."
        )
    if not is_english(passage.text for passage in passages[:: max(1, len(passages) // 200)]):
        return f"{corpus.name}: the passages do not seem to be in English, the one language topics are found in."
    return ""


def typical(rows: Sequence[int], points: Matrix) -> list[int]:
    """These passages, the most typical of them all first."""
    mean = points[list(rows)].mean(axis=0)
    near = points[list(rows)] @ mean
    return [rows[n] for n in np.argsort(-near, kind="stable")]


def examples_of(rows: Sequence[int], passages: Sequence[Passage], vectors: Matrix) -> tuple[int, ...]:
    """Typical passages, one per document; passages of a sane length first.

    Parameters
    ----------
    rows : sequence of int
        The most typical first by where passages lie, which is much the same for all in a group's middle: of the
        first half, those are taken whose own words are nearest to what all of it says.
    passages : sequence of Passage
    vectors : numpy.ndarray
        Of all passages, unsmoothed.
    """
    middle = typical(rows[: max(_MIDDLE, len(rows) // 2)], vectors)
    order = [*middle, *rows[len(middle) :]]
    seen: set[str] = set()
    found = []
    for n in sorted(order, key=lambda n: not 60 <= len(passages[n].text) <= 700):
        if passages[n].document not in seen:
            seen.add(passages[n].document)
            found.append(n)
    return tuple(found[:_SHOWN])


def _topics(
    passages: Sequence[Passage],
    labels: np.ndarray[tuple[int], np.dtype[np.int64]],
    terms: dict[int, tuple[tuple[str, float], ...]],
    settled: Matrix,
    placed: Space,
    words: Lexis,
) -> tuple[Topic, ...]:
    members = {g: typical(np.flatnonzero(labels == g).tolist(), placed.points) for g in sorted(terms)}
    names = name_groups([(rows, [t for t, _ in terms[g]]) for g, rows in members.items()], passages, words)
    own = [set(one) for one in words.terms]
    return tuple(
        Topic(
            id=g + 1,
            label=name,
            terms=terms[g],
            passages=tuple(rows),
            representative=examples_of(rows, passages, placed.vectors),
            documents=len({passages[n].document for n in rows}),
            coherence=round(coherence([t for t, _ in terms[g]], own), 3),
            settled=round(float(settled[rows].mean()), 3),
        )
        for (g, rows), name in zip(members.items(), names, strict=True)
    )


def coherence(terms: Sequence[str], passages: Sequence[set[str]]) -> float:
    """Mean normalised pointwise mutual information of pairs of terms, over passages.

    Parameters
    ----------
    terms : sequence of str
    passages : sequence of set of str
        The words of each passage.

    Returns
    -------
    float
        1 where terms always stand together, 0 as by chance, -1 where never.

    Examples
    --------
    >>> coherence(["wait", "therapy"], [{"wait", "therapy"}, {"wait", "therapy"}, {"bus"}, {"taxi"}])
    1.0
    """
    rows = {term: {n for n, own in enumerate(passages) if term in own} for term in terms}
    found = []
    for a, b in combinations(terms, 2):
        if set(a.split()) & set(b.split()):
            continue  # "wait" and "long wait" stand together by what they are
        both = len(rows[a] & rows[b]) / len(passages)
        if not both:
            found.append(-1.0)
        elif both == 1:
            found.append(1.0)
        else:
            alone = len(rows[a]) * len(rows[b]) / len(passages) ** 2
            found.append(math.log(both / alone) / -math.log(both))
    return float(np.mean(found)) if found else 0.0

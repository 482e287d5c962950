"""What a passage of talk is judged by: its own words, the question it answers, and what was said just before."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from send_qual.coders.coder import Evidence
from send_qual.language import DIMENSIONS, embed, sentences

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating]

__all__ = ["TalkRows", "only", "pooled", "read_vectors", "rows_of_texts", "talk_rows"]

_NUDGE = 4  # words; an interviewer's "Mm. Go on." leaves the question before it standing
_BEFORE = 4  # sentences of the turn before a passage that are heard with it


@dataclass(frozen=True)
class TalkRows:
    """Passages of one document or texts on their own, one row each.

    Parameters
    ----------
    texts, questions, before : tuple of str
        The passage; the interviewer's last question in full; the turn's sentences just before.
    vectors, question_vectors, before_vectors : numpy.ndarray, shape (n, 384)
        Of each, length one; zeros where there are no words.
    turns : tuple of int
        Number of the turn a passage stands in.
    """

    texts: tuple[str, ...]
    questions: tuple[str, ...]
    before: tuple[str, ...]
    vectors: Floats
    question_vectors: Floats
    before_vectors: Floats
    turns: tuple[int, ...]

    @property
    def blocks(self) -> tuple[tuple[Floats, tuple[str, ...]], ...]:
        """Vectors and words of the passage, of the question, and of what was said before."""
        return (
            (self.vectors, self.texts),
            (self.question_vectors, self.questions),
            (self.before_vectors, self.before),
        )


def pooled(vectors: Floats, lengths: Sequence[int]) -> Floats:
    """Sentences' vectors as one of length one; longer sentences weigh more."""
    import numpy as np

    mean = np.average(vectors.astype(np.float64), axis=0, weights=np.sqrt(np.maximum(lengths, 1)))
    unit: Floats = mean / max(float(np.linalg.norm(mean)), 1e-9)
    return unit


def read_vectors(texts: Sequence[str]) -> Floats:
    """A vector for each text, pooled over its sentences; zeros for an empty one."""
    import numpy as np

    cut = [[text[a:b] for a, b in sentences(text)] for text in texts]
    flat = embed([sentence for row in cut for sentence in row])
    ends = np.cumsum([len(row) for row in cut])
    rows = [
        pooled(flat[end - len(row) : end], [len(s) for s in row]) if row else np.zeros(DIMENSIONS)
        for end, row in zip(ends, cut, strict=True)
    ]
    return np.stack(rows) if rows else np.zeros((0, DIMENSIONS))


def rows_of_texts(texts: Sequence[str]) -> TalkRows:
    """Texts that stand alone, as worked examples and quotations do: nobody asked, nothing was said before."""
    import numpy as np

    nothing = np.zeros((len(texts), DIMENSIONS))
    silent = ("",) * len(texts)
    return TalkRows(
        tuple(texts), silent, silent, read_vectors(texts), nothing, nothing.copy(), tuple(range(len(texts)))
    )


def only(rows: TalkRows, keep: Sequence[int]) -> TalkRows:
    """The rows of these numbers, in this order."""
    which = list(keep)
    return TalkRows(
        tuple(rows.texts[n] for n in which),
        tuple(rows.questions[n] for n in which),
        tuple(rows.before[n] for n in which),
        rows.vectors[which],
        rows.question_vectors[which],
        rows.before_vectors[which],
        tuple(rows.turns[n] for n in which),
    )


def talk_rows(evidence: Evidence) -> TalkRows:
    """The passages of a document with the talk around them."""
    import numpy as np

    text = evidence.document.text
    asked, turns = _asked(evidence)
    spans = evidence.sentences
    lengths = [s.end - s.start for s in spans]
    own: list[list[int]] = [[] for _ in evidence.passages]
    for k, sentence in enumerate(spans):
        own[sentence.passage].append(k)
    heard: dict[int, list[int]] = {}
    earlier: list[list[int]] = []
    for n, turn in enumerate(turns):
        said = heard.setdefault(turn, [])
        earlier.append(said[-_BEFORE:])
        said.extend(own[n])
    vectors = evidence.vectors

    def of(rows: Sequence[Sequence[int]]) -> Floats:
        made = [pooled(vectors[row], [lengths[k] for k in row]) if row else np.zeros(DIMENSIONS) for row in rows]
        return np.stack(made) if made else np.zeros((0, DIMENSIONS))

    questions = list(dict.fromkeys(asked))
    known = dict(zip(questions, read_vectors(questions), strict=True))
    return TalkRows(
        evidence.texts,
        tuple(asked),
        tuple(" ".join(text[spans[k].start : spans[k].end] for k in row) for row in earlier),
        of(own),
        np.stack([known[question] for question in asked]) if asked else np.zeros((0, DIMENSIONS)),
        of(earlier),
        tuple(turns),
    )


def _asked(evidence: Evidence) -> tuple[list[str], list[int]]:
    """The question that stands when each passage is said, and the number of the passage's turn."""
    document = evidence.document
    segments = sorted(document.segments, key=lambda s: s.start)
    standing, question = [], ""
    for segment in segments:
        if segment.role == "interviewer":
            words = document.words(segment)
            question = words if len(words.split()) > _NUDGE else question
        standing.append(question)
    starts = [segment.start for segment in segments]
    turns = [max(0, bisect_right(starts, passage.start) - 1) for passage in evidence.passages]
    return [standing[turn] if standing else "" for turn in turns], turns

"""What a passage of talk is judged by: its own words, the question it answers, and what was said just before."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from send_qual.coders.coder import Evidence
from send_qual.language import DIMENSIONS, embed, sentences

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from scipy.sparse import csr_matrix

    Floats = npt.NDArray[np.floating]

__all__ = [
    "TalkRows",
    "Windows",
    "joined",
    "only",
    "pooled",
    "read_vectors",
    "rows_of_texts",
    "talk_rows",
    "talk_windows",
]

_NUDGE = 4  # words; an interviewer's "Mm. Go on." leaves the question before it standing
_BEFORE = 4  # sentences of the turn before a passage that are heard with it
_WIDTHS = (
    1,
    2,
    3,
    5,
)  # sentences of the windows that a sentence is heard in; their mean is as good as the people's cuts


@dataclass(frozen=True)
class TalkRows:
    """Passages of one document or texts on their own, one row each.

    Parameters
    ----------
    texts, questions, before : tuple of str
        The passage; the interviewer's last question in full; the turn's sentences just before.
    vectors, question_vectors, before_vectors : numpy.ndarray, shape (n, 384)
        Of each, length one; zeros where there are no words.
    """

    texts: tuple[str, ...]
    questions: tuple[str, ...]
    before: tuple[str, ...]
    vectors: Floats
    question_vectors: Floats
    before_vectors: Floats

    @property
    def blocks(self) -> tuple[tuple[Floats, tuple[str, ...]], ...]:
        """Vectors and words of the passage, of the question, and of what was said before."""
        return (
            (self.vectors, self.texts),
            (self.question_vectors, self.questions),
            (self.before_vectors, self.before),
        )


def pooled(evidence: Evidence, span: tuple[int, int]) -> Floats:
    """A run of a document's sentences as one vector of length one."""
    lengths = [s.end - s.start for s in evidence.sentences]
    vector: Floats = _pooled(evidence.vectors, lengths, [span])[0]
    return vector


def _pooled(vectors: Floats, lengths: Sequence[int], spans: Sequence[tuple[int, int]]) -> Floats:
    """Runs of sentences as one vector each, of length one; longer sentences weigh more; zeros for none."""
    import numpy as np

    weights = np.sqrt(np.maximum(np.array(lengths, np.float64), 1))[:, None]
    weighed = weights * vectors.astype(np.float64)
    made = np.stack([weighed[a:b].sum(axis=0) for a, b in spans]) if spans else np.zeros((0, DIMENSIONS))
    unit: Floats = made / np.maximum(np.linalg.norm(made, axis=1, keepdims=True), 1e-9)
    return unit


def read_vectors(texts: Sequence[str]) -> Floats:
    """A vector for each text, pooled over its sentences; zeros for an empty one."""
    cut = [[text[a:b] for a, b in sentences(text)] for text in texts]
    flat = [sentence for row in cut for sentence in row]
    ends = [0, *accumulate(len(row) for row in cut)]
    return _pooled(embed(flat).reshape(-1, DIMENSIONS), [len(s) for s in flat], list(pairwise(ends)))


def rows_of_texts(texts: Sequence[str]) -> TalkRows:
    """Texts that stand alone, as worked examples and quotations do: nobody asked, nothing was said before."""
    import numpy as np

    nothing = np.zeros((len(texts), DIMENSIONS))
    silent = ("",) * len(texts)
    return TalkRows(tuple(texts), silent, silent, read_vectors(texts), nothing, nothing.copy())


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
    )


def joined(parts: Sequence[TalkRows]) -> TalkRows:
    """Rows of several documents as one."""
    import numpy as np

    return TalkRows(
        tuple(t for p in parts for t in p.texts),
        tuple(t for p in parts for t in p.questions),
        tuple(t for p in parts for t in p.before),
        np.concatenate([p.vectors for p in parts]),
        np.concatenate([p.question_vectors for p in parts]),
        np.concatenate([p.before_vectors for p in parts]),
    )


def talk_rows(evidence: Evidence) -> TalkRows:
    """The passages of a document with the talk around them."""
    starts = [sentence.passage for sentence in evidence.sentences]
    spans = [(bisect_left(starts, n), bisect_right(starts, n)) for n in range(len(evidence.passages))]
    return _rows_of_spans(evidence, spans)


@dataclass(frozen=True)
class Windows:
    """Stretches of one to five sentences of a turn, one row each, and which sentences they tell of.

    Parameters
    ----------
    rows : TalkRows
    shares : scipy.sparse.csr_matrix, shape (n sentences, n windows)
        A sentence is the mean over the widths, and over the windows of a width it stands in.
    turns : tuple of (int, int)
        First sentence and the one after the last, of each turn in order.
    """

    rows: TalkRows
    shares: csr_matrix
    turns: tuple[tuple[int, int], ...]


def talk_windows(evidence: Evidence) -> Windows:
    """A document's talk as overlapping stretches, whatever passages it was cut into."""
    import numpy as np
    from scipy.sparse import csr_matrix

    _, turn_of_passage = _asked(evidence)
    turn_of = [turn_of_passage[sentence.passage] for sentence in evidence.sentences]
    edges = [k for k in range(len(turn_of)) if k == 0 or turn_of[k] != turn_of[k - 1]]
    turns = tuple(pairwise([*edges, len(turn_of)]))
    number: dict[tuple[int, int], int] = {}
    cells: list[tuple[int, int, float]] = []
    for first, end in turns:
        for width in _WIDTHS:
            starts = range(first, max(first, end - width) + 1)
            spans = [(start, min(start + width, end)) for start in starts]
            times = Counter(k for span in spans for k in range(*span))
            for span in spans:
                column = number.setdefault(span, len(number))
                cells.extend((k, column, 1 / (times[k] * len(_WIDTHS))) for k in range(*span))
    at = np.array([(row, column) for row, column, _ in cells], dtype=np.intp).reshape(-1, 2)
    shape = len(turn_of), len(number)
    shares = csr_matrix(([share for *_, share in cells], (at[:, 0], at[:, 1])), shape=shape)
    return Windows(_rows_of_spans(evidence, list(number)), shares, turns)


def _rows_of_spans(evidence: Evidence, spans: Sequence[tuple[int, int]]) -> TalkRows:
    """Runs of a document's sentences, with the talk around them."""
    said, text = evidence.sentences, evidence.document.text
    asked, turns = _asked(evidence)
    turn_of = [turns[sentence.passage] for sentence in said]
    earlier = [(max(bisect_left(turn_of, turn_of[a]), a - _BEFORE), a) if a < b else (a, a) for a, b in spans]
    questions = [asked[said[a].passage] if a < b else "" for a, b in spans]
    distinct = {question: n for n, question in enumerate(dict.fromkeys(questions))}

    def words(run: tuple[int, int]) -> str:
        return text[said[run[0]].start : said[run[1] - 1].end] if run[0] < run[1] else ""

    lengths = [s.end - s.start for s in said]
    return TalkRows(
        tuple(words(span) for span in spans),
        tuple(questions),
        tuple(words(run) for run in earlier),
        _pooled(evidence.vectors, lengths, spans),
        read_vectors(list(distinct))[[distinct[question] for question in questions]],
        _pooled(evidence.vectors, lengths, earlier),
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

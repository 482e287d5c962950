"""Learning from hand-coded talk where the topic turns."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Protocol

from send_qual.coders._topic_shifts import NUMBERS, TopicShifts, cut_turn, shift_words, similarity
from send_qual.coders.coder import Evidence
from send_qual.corpus import Document

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating]
    Answers = npt.NDArray[np.bool_]

__all__ = ["in_turns", "kept_shifts", "learn_shifts"]

_LEAST = 8  # places that have a word, for it to be learnt
_WORDS = 0.5  # how much the words weigh beside the numbers
_STRENGTH = 0.3  # of the weights, against their being kept small


class Cut(Protocol):
    """A document whose passages people cut."""

    @property
    def evidence(self) -> Evidence: ...
    @property
    def writer(self) -> str: ...


def in_turns(document: Document) -> Evidence:
    """A document whose passages are whole turns."""
    return Evidence(document, tuple(document.passages()))


def learn_shifts(coded: Sequence[Cut]) -> tuple[TopicShifts, dict[str, TopicShifts], dict[str, float]]:
    """Where the topic turns: by all documents, by those of other writers than each, and how well the latter cut.

    Returns
    -------
    shifts : TopicShifts
    unseen : dict of str to TopicShifts
        By the writer it never saw.
    found : dict of str to float
        Precision, recall and F1 of the cuts of documents whose writer was left out.
    """
    import numpy as np

    numbers: list[Floats] = []
    words: list[set[str]] = []
    answers: list[Answers] = []
    writers: list[str] = []
    turns: list[tuple[str, list[str], Floats, Answers]] = []
    for one in coded:
        for texts, vectors, ends in _turns(one):
            numbers.append(similarity(texts, vectors))
            words.extend(shift_words(texts[k - 1], texts[k]) for k in range(1, len(texts)))
            answers.append(ends)
            writers.extend(one.writer for _ in ends)
            turns.append((one.writer, texts, vectors, ends))
    x, y, who = np.concatenate(numbers), np.concatenate(answers), np.array(writers)

    def fit(keep: Answers) -> TopicShifts:
        return _fitted(x[keep], [row for row, kept in zip(words, keep, strict=True) if kept], y[keep])

    unseen = {writer: fit(who != writer) for writer in sorted(set(writers))}
    given = [_cuts(texts, unseen[writer].log_odds(texts, vectors)) for writer, texts, vectors, _ in turns]
    said = np.concatenate(given)
    right = float((said & y).sum())
    found = {"precision": right / max(1, said.sum()), "recall": right / max(1, y.sum())}
    found["f1"] = 2 * right / max(1.0, float(said.sum() + y.sum()))
    return fit(np.ones(len(y), bool)), unseen, {name: round(float(value), 3) for name, value in found.items()}


def _turns(one: Cut) -> list[tuple[list[str], Floats, Answers]]:
    """Of each turn of more than one sentence the sentences, their vectors, and where people's passages end."""
    import numpy as np

    evidence, cut = in_turns(one.evidence.document), one.evidence.passages
    said, text = evidence.sentences, one.evidence.document.text
    home = [max(range(len(cut)), key=lambda k: min(s.end, cut[k].end) - max(s.start, cut[k].start)) for s in said]
    made = []
    for turn in range(len(evidence.passages)):
        own = [k for k, sentence in enumerate(said) if sentence.passage == turn]
        if len(own) > 1:
            ends = np.array([home[k] != home[k - 1] for k in own[1:]])
            made.append(([text[said[k].start : said[k].end] for k in own], evidence.vectors[own], ends))
    return made


def _cuts(texts: Sequence[str], log_odds: Floats) -> Answers:
    """Where :func:`cut_passages` would cut a turn."""
    import numpy as np

    spans = cut_turn([len(text.split()) for text in texts], log_odds)
    starts = {first for first, _ in spans}
    return np.array([k in starts for k in range(1, len(texts))])


def _fitted(numbers: Floats, words: Sequence[set[str]], answers: Answers) -> TopicShifts:
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    counts = Counter(word for row in words for word in row)
    known = sorted(word for word, n in counts.items() if n >= _LEAST)
    column = {word: n for n, word in enumerate(known)}
    at = [(n, column[word]) for n, row in enumerate(words) for word in row if word in column]
    cells = csr_matrix(([_WORDS] * len(at), ([n for n, _ in at], [k for _, k in at])), shape=(len(words), len(known)))
    fit = LogisticRegression(C=_STRENGTH, max_iter=300, solver="liblinear").fit(
        hstack([csr_matrix(numbers), cells]).tocsr(), answers
    )
    weights = fit.coef_[0]
    told = {word: round(float(_WORDS * weights[len(NUMBERS) + n]), 4) for word, n in column.items()}
    return TopicShifts(
        float(np.round(fit.intercept_[0], 4)), tuple(float(w) for w in np.round(weights[: len(NUMBERS)], 4)), told
    )


def kept_shifts(shifts: TopicShifts) -> str:
    """The weights as the file that ships holds them."""
    numbers: Mapping[str, float] = dict(zip(NUMBERS, shifts.numbers, strict=True))
    kept = {"intercept": shifts.intercept, "numbers": numbers, "words": dict(sorted(shifts.words.items()))}
    return json.dumps(kept, indent=1, ensure_ascii=False) + "\n"

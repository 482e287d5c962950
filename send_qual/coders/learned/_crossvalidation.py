"""Learning from read passages: linear readings, calibrated and cut on documents left out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from send_qual.coders.learned._features import (
    Vocabulary,
    context_rows,
    facet_rows,
    letter_rows,
    passage_rows,
    sentence_rows,
)
from send_qual.coders.learned._mil_logistic import Floats, Pooled, Rows, fit, line
from send_qual.coders.learned._model import ASKED, MIXED, Calibration, FacetModel, Model, Views, attention
from send_qual.coders.learned._parts import deal
from send_qual.coders.learned._plain import Plain
from send_qual.coders.learned._reading import Layout, Reading
from send_qual.coders.learned._reference_labels import FacetRow

__all__ = ["Learned", "Lesson", "learn", "views_of"]

FOLDS = 5
_SENTENCE_L2, _PASSAGE_L2, _SPELLING_L2, _CONTEXT_L2, _FACET_L2 = 1.0, 2.0, 1.0, 1.0, 1.0
_NEIGHBOURS = (0.0, 0.2)  # shares of the passages beside one, of which the likelier is taken
_FEWEST_VALUES = 5  # codings of a facet's value, below which the value is not learned
_FEWEST_CODINGS = 30  # codings with a facet, below which the facet is not learned
_CHANCE = 0.25  # over the square root of codings: half the standard error of an F1
_HALF = 0.5  # of those who read a passage: from there on it counts as given the code
_GRID = np.arange(0.02, 0.81, 0.01)

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Lesson:
    """What is learned from: passages read, and what people said of them.

    Parameters
    ----------
    reading : Reading
    layout : Layout
    codes : tuple of str
        The codes to learn.
    share : ndarray, shape (m, k)
        Share of coders, per passage and code.
    weight : ndarray, shape (m, k)
        How much that says.
    facets : tuple of FacetRow
        ``code`` counts in ``codes``.
    """

    reading: Reading
    layout: Layout
    codes: tuple[str, ...]
    share: Floats
    weight: Floats
    facets: tuple[FacetRow, ...]

    def take(self, passages: Any) -> Lesson:
        """The lesson of some of the passages; ``passages`` is a boolean mask."""
        number = np.cumsum(passages) - 1
        kept = tuple(replace(f, passage=int(number[f.passage])) for f in self.facets if passages[f.passage])
        tables = self.share[passages], self.weight[passages]
        return Lesson(self.reading.take(passages), self.layout, self.codes, *tables, kept)


@dataclass(frozen=True)
class Learned:
    """A model, and what it said of each passage before it had seen the passage's document.

    Parameters
    ----------
    model : Model
    probability : ndarray, shape (m, k)
        Calibrated on the other folds.
    chosen : ndarray of bool, shape (m, k)
        By thresholds of the other folds.
    values : dict of str to tuple of str
        Per facet, the value given to each of the lesson's facet rows of that facet.
    regression : ndarray of bool, shape (k,)
        The codes for which the plain regression speaks.
    """

    model: Model
    probability: Floats
    chosen: Any
    values: dict[str, tuple[str, ...]]
    regression: Any


def learn(lesson: Lesson, folds: int = FOLDS, progress: Progress | None = None) -> Learned:
    """Learn codes and facets.

    Documents are left out in turn (stretches of text where one document alone teaches); on what is said of them
    the readings are calibrated and thresholds chosen. Then everything is learned once more from all documents.
    """
    reading = lesson.reading
    fold = deal(reading.document, lesson.share >= _HALF, folds)
    steps = int(fold.max()) + 2
    asked = bool(reading.question.any())
    log_odds = np.zeros((len(ASKED if asked else MIXED), *lesson.share.shape))
    by_sentence = np.zeros((len(reading.owner), len(lesson.codes)))
    for n in range(steps - 1):
        if progress:
            progress(n, steps, "Learning, some documents left out")
        out = fold == n
        views = _with_plain(views_of(taught := lesson.take(~out), asked=asked), taught)
        log_odds[:, out], by_sentence[out[reading.owner]] = views.log_odds(reading.take(out))
    if progress:
        progress(steps - 1, steps, "Learning from all documents")
    say, probability, chosen = _spoken(log_odds, lesson, fold)
    calibration = _calibration(log_odds, lesson, say)
    regression = say[-1] > 0
    views = views_of(lesson, asked=asked)
    if regression.any():
        views = _with_plain(views, lesson, regression)
    else:
        calibration = replace(calibration, say=say[:-1], spread=calibration.spread[:-1])
    facets, values = _facets(lesson, by_sentence, views.vocabulary, fold)
    model = Model(lesson.codes, lesson.layout, views, calibration, facets)
    if progress:
        progress(steps, steps, "Learned")
    return Learned(model, probability, chosen, values, regression)


def views_of(lesson: Lesson, *, asked: bool = False) -> Views:
    """All readings, learned from all passages of a lesson; not calibrated.

    Parameters
    ----------
    lesson : Lesson
    asked : bool
        Whether to read answers with their questions too. Where nobody asks, that reading has nothing to add.
    """
    from scipy.sparse import identity

    reading, share = lesson.reading, lesson.share
    vocabulary, letters = Vocabulary.of(reading), Vocabulary.of(reading, letters=True)
    odds = (1 - share.mean(axis=0)) / np.maximum(share.mean(axis=0), 1 / max(len(share), 1))
    even = lesson.weight * (1 + share * (odds - 1))  # codes given and not given weigh alike
    milder = lesson.weight * (1 + share * (np.sqrt(odds) - 1))
    sentence = fit(sentence_rows(reading, vocabulary), reading.pool, share, milder, _SENTENCE_L2)
    one_each = identity(len(reading), format="csr")
    passage = fit(passage_rows(reading, vocabulary), one_each, share, even, _PASSAGE_L2)
    spelling = fit(letter_rows(reading, letters), one_each, share, even, _SPELLING_L2)
    views = Views(vocabulary, letters, sentence, passage, spelling)
    if not asked:
        return views
    given = np.clip(share.mean(axis=0), 1 / max(len(share), 1), 1 - 1e-9)
    halves = lesson.weight * (share / given + (1 - share) / (1 - given)) / 2  # and together as much as the passages
    return replace(views, context=fit(context_rows(reading, vocabulary), one_each, share, halves, _CONTEXT_L2))


def _with_plain(views: Views, lesson: Lesson, codes: Any = None) -> Views:
    """The readings, and beside them the plain regression (of some codes: a mask), on the same vocabulary."""
    scores = Plain.taught_once(lesson.reading, lesson.share, views.vocabulary)
    kept = np.ones(len(lesson.codes)) if codes is None else codes.astype(float)
    return replace(views, plain=Pooled(scores.weights * kept, scores.bias * kept))


def _spoken(log_odds: Floats, lesson: Lesson, fold: Any) -> tuple[Floats, Floats, Any]:
    """Per code, what speaks for it: the readings together or the plain regression.

    What agrees better with people over all codes speaks, for a code the other where it agrees better there by more than
    chance: of two that are as good, the choice would be the luck of the passages at hand.

    Returns
    -------
    ndarray, shape (r, k)
        How much each reading counts.
    ndarray, shape (m, k)
        Probabilities on documents left out.
    ndarray of bool, shape (m, k)
        What is suggested there.
    """
    people, width = lesson.share >= _HALF, (1, lesson.share.shape[1])
    mixed = ASKED if len(log_odds) == len(ASKED) else MIXED
    plain = (np.arange(len(mixed)) == len(mixed) - 1).astype(float)
    ways = [np.tile(one[:, None], width) for one in (mixed, plain)]
    told = [(say, *_crossed(log_odds, lesson, say, fold)) for say in ways]
    told.sort(key=lambda one: -float(_f1(people, one[2]).mean()))
    (say, probability, chosen), (other, *said) = told
    better = _f1(people, said[1]) > _f1(people, chosen) + _CHANCE / np.sqrt(np.maximum(people.sum(axis=0), 1))
    say = np.where(better, other, say)
    return say, np.where(better, said[0], probability), np.where(better, said[1], chosen)


def _f1(people: Any, said: Any) -> Floats:
    answer: Floats = 2 * (people & said).sum(axis=0) / np.maximum(people.sum(axis=0) + said.sum(axis=0), 1)
    return answer


def _calibration(log_odds: Floats, lesson: Lesson, say: Floats) -> Calibration:
    """Slope, offset and threshold per code and the share of neighbours, from passages whose documents were left out."""
    share, weight, document = lesson.share, lesson.weight, lesson.reading.document
    codes = share.shape[1]
    spread = np.maximum(log_odds.std(axis=1), 0.1)
    plain = Calibration(say, spread, np.ones(codes), np.zeros(codes), np.full(codes, 0.5), np.zeros(codes))
    score = plain.scores(log_odds)
    tried: list[tuple[float, Calibration]] = []
    for neighbours in _NEIGHBOURS:
        one = replace(plain, usual=score.mean(axis=0), neighbours=neighbours)
        heard = one.heard(score, document)
        lines = [line(heard[:, k], share[:, k], weight[:, k]) for k in range(codes)]
        one = replace(one, slope=np.array([s for s, _ in lines]), offset=np.array([o for _, o in lines]))
        tried.append((_surprise(one.probabilities(log_odds, document), share, weight), one))
    _, best = min(tried, key=lambda pair: pair[0])
    return replace(best, threshold=_thresholds(best.probabilities(log_odds, document)))


def _surprise(probability: Floats, share: Floats, weight: Floats) -> float:
    """How ill probabilities foresee what people said: the weighed log-loss."""
    likely = np.clip(probability, 1e-6, 1 - 1e-6)
    return float(-(weight * (share * np.log(likely) + (1 - share) * np.log(1 - likely))).sum())


def _thresholds(probability: Floats) -> Floats:
    """The probability from which suggesting a code is expected to give the best F1, shape (k,).

    Expected, if the probabilities are true: a threshold at which F1 happened to be best would be the luck of
    the passages at hand (on the hand-coded reports it costs a point of F1 on reports left out).
    """
    cut = probability >= _GRID[:, None, None]
    f1 = 2 * (cut * probability).sum(axis=1) / np.maximum(cut.sum(axis=1) + probability.sum(axis=0), 1e-9)
    best: Floats = _GRID[f1.argmax(axis=0)]
    return best


def _crossed(log_odds: Floats, lesson: Lesson, say: Floats, fold: Any) -> tuple[Floats, Any]:
    """Probabilities and choices in each fold, calibrated on the other folds."""
    share, document = lesson.share, lesson.reading.document
    probability = np.zeros(share.shape)
    chosen = np.zeros(share.shape, dtype=bool)
    for n in range(int(fold.max()) + 1):
        out = fold == n
        calibration = _calibration(log_odds[:, ~out], lesson.take(~out), say)
        probability[out] = calibration.probabilities(log_odds[:, out], document[out])
        chosen[out] = probability[out] >= calibration.threshold
    return probability, chosen


def _facets(
    lesson: Lesson, by_sentence: Floats, vocabulary: Vocabulary, fold: Any
) -> tuple[tuple[FacetModel, ...], dict[str, tuple[str, ...]]]:
    """A model per facet with codings enough, and what it said of documents left out."""
    models, values = [], {}
    for facet in dict.fromkeys(f.facet for f in lesson.facets):
        given = [f for f in lesson.facets if f.facet == facet]
        counts = Counter(f.value for f in given)
        known = tuple(sorted(value for value, n in counts.items() if n >= _FEWEST_VALUES))
        if len(given) < _FEWEST_CODINGS or len(known) < 2:
            continue
        passage, code = np.array([f.passage for f in given]), np.array([f.code for f in given])
        looked = attention(lesson.reading, by_sentence, passage, code)
        table = facet_rows(lesson.reading, vocabulary, passage, looked, np.eye(len(lesson.codes))[code])
        models.append(_facet(facet, known, table, given))
        said: list[str] = [""] * len(given)
        for n in range(int(fold.max()) + 1):
            out = fold[passage] == n
            if not out.any() or out.all():
                continue
            learned = _facet(facet, known, table.take(~out), [f for f, o in zip(given, out, strict=True) if not o])
            chosen = learned.choose(learned.probabilities(table.take(out)))
            for at, value in zip(np.flatnonzero(out), chosen, strict=True):
                said[at] = value
        values[facet] = tuple(said)
    return tuple(models), values


def _facet(facet: str, values: tuple[str, ...], table: Rows, given: Sequence[FacetRow]) -> FacetModel:
    from scipy.sparse import identity

    truth = np.array([[f.value == value for value in values] for f in given], dtype=float)
    scores: Pooled = fit(table, identity(len(given), format="csr"), truth, np.ones(truth.shape), _FACET_L2)
    return FacetModel(facet, values, truth.mean(axis=0), scores)

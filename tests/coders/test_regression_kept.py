"""The plain regression is kept for the codes on which it agrees better with people, and only there."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import learned_study as town
import numpy as np
import pytest

from send_qual.coders import Evidence, cut_passages
from send_qual.coders.learned import LearnedCoder, read_coder, study_of, train
from send_qual.coders.learned._crossvalidation import _spoken
from send_qual.coders.learned._model import MIXED, PLAIN


@pytest.fixture(scope="module")
def kept() -> LearnedCoder:
    """A coder for which the regression speaks everywhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("send_qual.coders.learned._crossvalidation"), "_CHANCE", -9.0)
        return train(town.study(), folds=3)


@pytest.mark.parametrize(("clear", "speaks"), [("regression", [True, True]), ("both", [False, False])])
def test_the_regression_speaks_where_it_is_better_by_more_than_chance(clear: str, speaks: list[bool]) -> None:
    lesson, _ = study_of(town.study()).lesson()
    people = lesson.share >= 0.5
    told = np.where(people, 2.0, -2.0) + np.random.default_rng(0).normal(0, 0.2, people.shape)
    others = told if clear == "both" else np.random.default_rng(1).normal(0, 1, people.shape)
    log_odds = np.stack([others, others, others, told])
    fold = lesson.reading.document % 3
    say, probability, chosen = _spoken(log_odds, lesson, fold)
    assert [(column == PLAIN).all() for column in say.T] == speaks
    assert [(column == MIXED).all() for column in say.T] == [not one for one in speaks]
    assert (chosen == people).mean() > 0.95
    assert probability[people].mean() > probability[~people].mean() + 0.5


def test_the_card_says_where_it_speaks(kept: LearnedCoder) -> None:
    assert {row.code for row in kept.card.codes if row.regression} == {"health", "travel"}
    (told,) = (note for note in kept.card.notices if "plain regression" in note)
    assert told.startswith("on documents left out the plain regression did better than the other readings and is kept")
    plain = train(town.study(), folds=3)
    assert not any(row.regression for row in plain.card.codes)
    assert not any("plain regression" in note for note in plain.card.notices)


def test_written_and_read_back_it_says_the_same(kept: LearnedCoder, tmp_path: Path) -> None:
    codings = town.study()
    document = next(iter(codings.corpus))
    evidence = Evidence(document, cut_passages(document))
    kept.write(tmp_path)
    again = read_coder(tmp_path)
    said = [(s.start, s.code, round(s.confidence, 4)) for s in kept.suggest(evidence, town.BOOK)]
    assert len(said) > 3
    assert [(s.start, s.code, round(s.confidence, 4)) for s in again.suggest(evidence, town.BOOK)] == said

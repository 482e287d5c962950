"""Measures of agreement against worked values, and what intervals are drawn over."""

from __future__ import annotations

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score, f1_score, precision_score, recall_score

from send_qual.agreement import measure


def test_figures_are_those_of_the_textbook() -> None:
    rng = np.random.default_rng(1)
    people, machine = rng.random(300) < 0.3, rng.random(300) < 0.4
    machine |= people & (rng.random(300) < 0.8)
    found = measure(people, machine, np.repeat(np.arange(10), 30))
    assert found.f1 == pytest.approx(f1_score(people, machine))
    assert found.kappa == pytest.approx(cohen_kappa_score(people, machine))
    assert found.precision == pytest.approx(precision_score(people, machine))
    assert found.recall == pytest.approx(recall_score(people, machine))
    assert found.n == people.sum()
    assert found.f1_interval.low < found.f1 < found.f1_interval.high


def test_intervals_are_wider_where_disagreement_sits_in_few_documents() -> None:
    people = np.tile([True, False], 100)
    document = np.repeat(np.arange(10), 20)
    spread, lumped = people.copy(), people.copy()
    spread[::10] = ~spread[::10]
    lumped[:20] = ~lumped[:20]
    even, uneven = measure(people, spread, document), measure(people, lumped, document)
    assert even.kappa == pytest.approx(uneven.kappa)
    width = lambda m: m.kappa_interval.high - m.kappa_interval.low  # noqa: E731
    assert width(uneven) > 2 * width(even)


def test_nothing_to_measure_gives_no_figure_out_of_the_air() -> None:
    found = measure(np.zeros(4, bool), np.zeros(4, bool), np.zeros(4, int))
    assert (found.n, found.f1) == (0, 0.0)
    empty = measure(np.zeros(0, bool), np.zeros(0, bool), np.zeros(0, int))
    assert empty.n == 0


def test_documents_without_a_passage_make_no_interval_wider() -> None:
    rng = np.random.default_rng(2)
    people, machine = rng.random((2, 60)) < 0.5
    machine |= people & (rng.random(60) < 0.6)
    document = np.repeat(np.arange(20), 3)
    assert measure(people, machine, document) == measure(people, machine, 3 * document)
    apart = measure(people, machine, np.arange(60))  # documents of one passage each count all the same
    assert apart.kappa_interval.low < apart.kappa < apart.kappa_interval.high

"""The tables of an evaluation, recomputed by hand from four suggestions."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from send_qual.agreement import calibration_table, promise_table
from send_qual.agreement._evaluation import _people


def evaluation() -> Any:
    """Four suggestions on two passages and two themes, one of them below what was said; people made two of them."""
    return SimpleNamespace(
        confidence=np.array([[0.95, 0.85], [0.9, 0.82]]),
        said=np.array([[True, True], [True, False]]),
        people=np.array([[True, False], [True, True]]),
        levels={0.8: np.array([[0.8, 0.7], [0.9, 0.1]])},
        coder=SimpleNamespace(card=SimpleNamespace(promises=[SimpleNamespace(confidence=0.8)])),
    )


def test_suggestions_are_counted_in_the_band_of_their_confidence() -> None:
    rows = calibration_table(evaluation()).to_numpy().tolist()
    assert rows == [[0.8, 0.9, 1, 0.85, 0.0], [0.9, 1.0, 2, 0.925, 1.0]]


def test_a_promise_stands_beside_what_became_of_it() -> None:
    (row,) = promise_table(evaluation()).to_numpy().tolist()
    assert row == [0.8, 3, 0.8, 0.6667, -0.1333]


def test_a_passage_that_half_of_its_coders_gave_a_theme_has_it() -> None:
    share = np.array([[0.5, 1.0], [0.49, 0.0], [1.0, 1.0]])
    study = SimpleNamespace(truth=SimpleNamespace(share=share, codes=("health", "plans")))
    assert _people(study, ("plans", "health")).tolist() == [[True, True], [False, False], [True, True]]

"""Krippendorff's alpha against the values its author and others print."""

from __future__ import annotations

import numpy as np
import pytest

from send_qual.agreement import alpha
from send_qual.agreement._alpha import interval, nominal, ordinal, ratio


def told(*coders: str) -> np.ndarray:
    """A row per coder, a sign per passage, a stop where the coder did not read it."""
    return np.array([[np.nan if sign == "." else float(sign) for sign in coder.split()] for coder in coders])


FOUR_OBSERVERS = told(  # Krippendorff 2011, section D
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)
THREE_CODERS = told(  # the worked example of Wikipedia, "Krippendorff's alpha"
    ". . . . . 3 4 1 2 1 1 3 3 . 3",
    "1 . 2 1 3 3 4 3 . . . . . . .",
    ". . 2 1 3 4 4 . 2 1 1 3 3 . 4",
)
TWO_OBSERVERS = told("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")  # Krippendorff 2011, section A


@pytest.mark.parametrize(
    ("votes", "distance", "published"),
    [
        (FOUR_OBSERVERS, nominal, 0.7434),
        (FOUR_OBSERVERS, ordinal, 0.8154),
        (FOUR_OBSERVERS, interval, 0.8491),
        (FOUR_OBSERVERS, ratio, 0.7974),
        (THREE_CODERS, nominal, 0.691358),
        (THREE_CODERS, interval, 0.810845),
        (TWO_OBSERVERS, nominal, 0.0952),
    ],
)
def test_alpha_is_the_published_one(votes, distance, published) -> None:
    assert alpha(votes, distance) == pytest.approx(published, abs=5e-5)


def test_passages_read_by_one_coder_or_nobody_do_not_count() -> None:
    lone = np.full((4, 3), np.nan)
    lone[0] = [5, 4, 3]
    assert alpha(np.hstack([FOUR_OBSERVERS, lone])) == alpha(FOUR_OBSERVERS)


def test_the_order_of_coders_and_passages_is_of_no_matter() -> None:
    turned = FOUR_OBSERVERS[::-1, ::-1]
    assert all(alpha(turned, d) == pytest.approx(alpha(FOUR_OBSERVERS, d)) for d in (nominal, ordinal, interval, ratio))


def test_what_everybody_said_alike_is_agreement_and_nothing_compared_is_none() -> None:
    assert alpha(np.ones((2, 3))) == alpha(np.zeros((3, 2)), ratio) == 1.0
    assert np.isnan(alpha(told("1 . 0", ". 1 .")))
    assert np.isnan(alpha(np.empty((2, 0))))


def test_disagreement_by_design_is_below_chance() -> None:
    assert alpha(told("1 0 1 0", "0 1 0 1")) < 0


@pytest.mark.parametrize("distance", [nominal, ordinal, interval, ratio])
def test_a_second_opinion_of_random_votes(distance) -> None:
    """Alpha written out pair by pair, as its definition reads."""
    rng = np.random.default_rng(3)
    votes = rng.integers(0, 4, (3, 12)).astype(float)
    votes[rng.random(votes.shape) < 0.2] = np.nan
    units = [u for u in ([v for v in column if not np.isnan(v)] for column in votes.T) if len(u) > 1]
    pooled = [v for u in units for v in u]
    values = np.array(sorted(set(pooled)))
    apart = distance(values, np.array([float(pooled.count(v)) for v in values]))
    place = {v: n for n, v in enumerate(values)}

    def mean(group: list[float]) -> float:
        pairs = [(a, b) for i, a in enumerate(group) for j, b in enumerate(group) if i != j]
        return sum(apart[place[a], place[b]] for a, b in pairs) / len(pairs)

    seen = sum(len(u) * mean(u) for u in units) / len(pooled)
    assert alpha(votes, distance) == pytest.approx(1 - seen / mean(pooled))

"""How alike clauses are, against the same reckoned pair by pair."""

from __future__ import annotations

import numpy as np
import pytest

from send_qual.findings.patterns import _likeness
from send_qual.findings.patterns._clauses import clauses_of
from send_qual.findings.patterns._likeness import likeness
from send_qual.language import embed

SAID = (
    "The quality of plans is variable.",
    "There is variability in the quality of plans.",
    "The quality of plans varies too much.",
    "Plans are of high quality.",
    "Some plans are late.",
    "Plans are not completed on time.",
    "Children wait too long for therapy.",
    "Waiting times for therapy are too long.",
    "Families wait a long time before a therapist sees them.",
    "Parents value the local offer.",
)
RARITY = {"quality": 2.0, "plan": 0.7, "late": 2.5, "therapy": 1.8, "wait": 1.5, "variable": 2.5, "variability": 3.0}


def test_what_is_left_out_of_the_reckoning_changes_no_answer() -> None:
    clauses = [made[0] for made in clauses_of(SAID)]
    alike = likeness(clauses, RARITY)
    told = embed([clause.predicate or clause.text for clause in clauses])
    score = _likeness._MEANING * alike.cosine + _likeness._SAID * (told @ told.T) + _likeness._OFFSET
    score += _likeness._COVERED * alike.covered + _likeness._COVERS * alike.covered.T
    expected = (score >= _likeness._SAYS_IT) & (alike.cosine >= _likeness._NEAREST)
    apart = ~np.eye(len(clauses), dtype=bool)
    assert (alike.says_it == expected)[apart].all()
    assert 0 < alike.says_it[apart].sum() < apart.sum() / 2


def test_words_of_one_stem_stand_for_each_other_and_of_another_do_not() -> None:
    words = ("variable", "variance", "variety")
    clauses = [made[0] for made in clauses_of(f"The quality of plans shows {word} results." for word in words)]
    covered = likeness(clauses, dict.fromkeys(words, 1.0)).covered
    assert covered[0, 1] == pytest.approx(1.0)
    assert covered[0, 2] < 0.9

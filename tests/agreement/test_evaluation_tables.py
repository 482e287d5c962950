"""The tables of an evaluation, recomputed by hand from four suggestions."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from send_qual.agreement import calibration_table, promise_table
from send_qual.agreement._evaluation import _people
from send_qual.agreement._tables import confusion_table, disagreement_table, issue_agreement_table


def _read(id: str, page: int) -> Any:
    """What was read of a document: one passage."""
    document = SimpleNamespace(id=id, words=lambda passage: f"words of {id}")
    return SimpleNamespace(document=document, passages=(SimpleNamespace(page=page),))


def evaluation() -> Any:
    """Four suggestions on two passages and two themes, one of them below what was said; people made two of them."""
    return SimpleNamespace(
        confidence=np.array([[0.95, 0.85], [0.9, 0.82]]),
        said=np.array([[True, True], [True, False]]),
        people=np.array([[True, False], [True, True]]),
        themes=("health", "plans"),
        study=SimpleNamespace(truth=SimpleNamespace(evidences=(_read("a.vtt", 1), _read("b.vtt", 2)))),
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


def test_bands_begin_below_a_half_and_are_a_tenth_wide() -> None:
    sure = np.array([[0.01, 0.39, 0.4, 0.49, 0.5, 0.6, 0.69, 0.7, 0.8, 0.9, 1.0]])
    yes = np.ones_like(sure, dtype=bool)
    table = calibration_table(SimpleNamespace(confidence=sure, said=yes, people=yes))
    assert table["from"].tolist() == [0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    assert table["to"].tolist() == [0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0]
    assert table["suggestions"].tolist() == [2, 2, 1, 2, 1, 1, 2]


def test_what_the_machine_gave_instead_stands_beside_what_people_gave() -> None:
    table = confusion_table(evaluation())
    assert table.columns.tolist() == ["code", "n", "missed", "health", "plans"]
    assert table.to_numpy().tolist() == [["health", 2, 0, 0, 1], ["plans", 1, 1, 0, 0]]


def test_passages_on_which_machine_and_people_differ_are_listed_the_surest_first() -> None:
    done = evaluation()
    assert disagreement_table(done).to_numpy().tolist() == [
        ["b.vtt", 2, "plans", "only people", 0.82, "words of b.vtt"],
        ["a.vtt", 1, "plans", "only the machine", 0.85, "words of a.vtt"],
    ]
    done.people = ~done.said
    told = disagreement_table(done)
    assert told["confidence"].tolist() == [0.82, 0.95, 0.9, 0.85]
    assert told["given_by"].tolist() == ["only people", *["only the machine"] * 3]


def test_questions_have_the_share_of_reports_answered_alike() -> None:
    row = SimpleNamespace(issue="waits", reports=1, yes=1, found=1, right=1)
    two = SimpleNamespace(issue="plans", reports=4, yes=2, found=3, right=3)
    none = SimpleNamespace(issue="data", reports=0, yes=0, found=0, right=0)
    table = issue_agreement_table(SimpleNamespace(judge=SimpleNamespace(card=(row, two, none))))
    assert table["accuracy"].tolist() == [1.0, 0.75, 0.0]
    assert len(issue_agreement_table(SimpleNamespace(judge=None))) == 0

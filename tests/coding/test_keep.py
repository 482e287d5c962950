"""Decisions taken in a notebook are there when findings are drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.codebook import Code, Codebook
from send_qual.coding import (
    Coding,
    Codings,
    decisions,
    keep_codings,
    keep_decisions,
    merge,
    new_event,
    open_ledger,
    read_codings,
    target_of,
)
from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("Waits are long. Plans are late.\n", encoding="utf-8")
    return tmp_path


def test_decisions_are_kept_once_under_the_reviewers_name(home: Path) -> None:
    waits = Coding("a.txt", 0, 15, "Waits are long.", "health", "panel-1", confidence=0.8)
    plans = Coding("a.txt", 16, 31, "Plans are late.", "plans", "panel-1", confidence=0.6)
    suggested = Codings((waits, plans))
    assert keep_decisions(suggested, home, "AB", accepted=[waits.key], rejected=[plans.key]) == (1, 1)
    assert keep_decisions(suggested, home, "AB", accepted=[waits.key], rejected=[plans.key]) == (0, 0)
    standing = merge(suggested, read_codings(home))
    assert [(c.code, c.status, c.coder) for c in standing] == [("health", "accepted", "AB")]
    assert keep_decisions(suggested, home, "AB", accepted=[plans.key]) == (1, 0)  # somebody thinks again
    assert {c.code for c in merge(suggested, read_codings(home))} == {"health", "plans"}


def test_another_code_put_in_the_place_of_a_suggestion_is_told_as_that_also_after_a_plain_no(home: Path) -> None:
    waits = Coding("a.txt", 0, 15, "Waits are long.", "health", "panel-1", confidence=0.8)
    suggested = Codings((waits,))
    for _ in range(2):  # the second time nothing is written
        assert keep_decisions(suggested, home, "AB", rejected=[waits.key]) in ((0, 1), (0, 0))
        keep_decisions(suggested, home, "AB", recoded={waits.key: "plans"})
        told = decisions(merge(suggested, read_codings(home)))
        assert [(d.coding.code, d.outcome) for d in told] == [("health", "recoded"), ("plans", "recoding")]
    with pytest.raises(SendQualError, match="both accepted and rejected"):
        keep_decisions(suggested, home, "AB", accepted=[waits.key], recoded={waits.key: "plans"})


def test_a_notebook_that_is_run_again_takes_back_nothing_that_was_decided_since(home: Path) -> None:
    waits = Coding("a.txt", 0, 15, "Waits are long.", "health", "panel-1", confidence=0.8)
    suggested = Codings((waits,), read_corpus(home))
    assert keep_decisions(suggested, home, "AB", accepted=[waits.key]) == (1, 0)
    assert keep_codings(suggested.apply("a.txt", 16, 31, "plans", coder="AB"), "AB") == 1
    ledger = open_ledger(home, "AB")
    plans = next(row for row in read_codings(home) if row.code == "plans")
    at_the_desk = [new_event("rejected", "AB", waits), new_event("removed", "AB", target=target_of(plans))]
    ledger.append(at_the_desk)
    before = ledger.path.read_bytes()
    assert keep_decisions(suggested, home, "AB", accepted=[waits.key]) == (0, 0)
    assert keep_codings(suggested.apply("a.txt", 16, 31, "plans", coder="AB"), "AB") == 0
    assert ledger.path.read_bytes() == before
    assert keep_decisions(suggested, home, "AB", rejected=[waits.key]) == (0, 0), "that stands by now"
    assert [row.status for row in read_codings(home)] == ["rejected"]


def test_a_key_that_fits_nothing_is_told_and_nothing_is_written(home: Path) -> None:
    with pytest.raises(SendQualError, match="there is none of that key"):
        keep_decisions(Codings(()), home, "AB", accepted=["12345678"])
    assert not (home / "codings").exists()


def test_every_gesture_is_a_line_of_python_and_leaves_the_codings_it_was_made_on_alone(home: Path) -> None:
    machine = Coding("a.txt", 0, 15, "Waits are long.", "health", "panel-1", confidence=0.8)
    none = Codings((machine,), read_corpus(home))
    one = none.apply("a.txt", 16, 31, "plans", coder="AB", facets={"polarity": "challenge"})
    two = one.memo(one.rows[1].key, "late again").accept(machine.key)
    assert [(c.quote, c.coder, c.status, c.memo) for c in two] == [
        ("Waits are long.", "panel-1", "accepted", ""),
        ("Plans are late.", "AB", "applied", "late again"),
    ]
    assert two.rows[1].prefix == "Waits are long. "
    assert (len(none), none.rows[0].status, one.rows[1].memo) == (1, "suggested", "")
    assert two.reject(machine.key).rows[0].status == "rejected"
    again = two.apply("a.txt", 16, 31, "plans", coder="AB", facets={"phase": "early"})
    assert (dict(again.rows[1].facets), again.rows[1].memo) == (
        {"polarity": "challenge", "phase": "early"},
        "late again",
    )
    assert len(two.apply("a.txt", 16, 31, "plans", coder="CD")) == 3


def test_what_was_coded_in_python_is_kept_once_and_as_one_gesture(home: Path) -> None:
    machine = Coding("a.txt", 0, 15, "Waits are long.", "health", "panel-1", confidence=0.8)
    codings = Codings((machine,), read_corpus(home)).apply("a.txt", 16, 31, "plans", coder="AB").reject(machine.key)
    assert keep_codings(codings, "AB") == 2
    assert keep_codings(codings, "AB") == 0
    assert {event.step for event in open_ledger(home, "AB").read().events} != {""}
    assert {(c.code, c.status, c.coder) for c in read_codings(home)} == {
        ("health", "rejected", "AB"),
        ("plans", "applied", "AB"),
    }
    assert keep_codings(read_codings(read_corpus(home)), "CD") == 0, "what another person did is theirs"


@pytest.mark.parametrize(
    ("act", "told"),
    [
        (lambda c: c.apply("b.txt", 0, 4, "health", coder="AB"), "there is no document 'b.txt'"),
        (lambda c: c.apply("a.txt", 0, 400, "health", coder="AB"), "0-400 is no passage"),
        (lambda c: c.apply("a.txt", 0, 4, "helth", coder="AB"), "Perhaps health is meant"),
        (lambda c: Codings(()).apply("a.txt", 0, 4, "health", coder="AB"), "lost the corpus"),
        (lambda c: c.memo("12345678", "hm"), "there is none of that key"),
        (lambda c: keep_codings(Codings(()), "AB"), "no corpus with a folder"),
    ],
)
def test_a_line_of_python_that_cannot_be_done_says_why(home: Path, act, told: str) -> None:
    codings = Codings((), read_corpus(home), Codebook("tea", "1", (Code("health", "Health"),)))
    with pytest.raises(SendQualError, match=told):
        act(codings)

"""Agreement of coders, and the evaluation of a learned one, on the fictional town."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import learned_study as town
import pandas as pd
import pytest

from send_qual.agreement import BASELINES, Evaluation, agreement, evaluate, write_evaluation
from send_qual.study.files import settle


@pytest.fixture(scope="module")
def done() -> Evaluation:
    return evaluate(town.study(), folds=4)


def test_two_who_coded_alike_agree_and_one_who_strays_does_not() -> None:
    first = town.study()
    second = [replace(c, coder="CD") for c in first if c.document != "Tilling.txt"]
    third = [replace(c, coder="EF", code="travel") for c in first if c.document in {"Marlow.txt", "Brindle.txt"}]
    found = agreement(town.also(first, *second, *third))
    by = {(p.code, p.first, p.second): p for p in found}
    assert by["health", "AB", "CD"].measures.kappa == 1.0
    assert by["health", "AB", "CD"].passages == 63  # Tilling was not coded by CD
    assert by["health", "AB", "EF"].measures.recall == 0.0
    assert by["travel", "AB", "EF"].measures.precision == 0.5
    assert dict(found.alphas)["health"] < 1
    assert len(found.to_frame()) == len(found)


def test_what_two_people_settled_together_is_no_third_reading() -> None:
    first = town.study()
    second = [replace(c, coder="CD") for c in first]
    settled = [replace(c, coder="consensus") for c in first]
    found = agreement(town.also(first, *second, *settled))
    assert {(pair.first, pair.second) for pair in found} == {("AB", "CD")}


@pytest.mark.parametrize("coders", [0, 1])
def test_with_fewer_than_two_coders_there_is_nothing_to_compare(coders: int) -> None:
    study = town.study()
    assert len(agreement(study if coders else replace(study, rows=()))) == 0


def test_what_is_said_of_documents_left_out_is_measured(done: Evaluation) -> None:
    f1, kappa = done.macro()
    assert f1 > 0.8
    assert kappa > 0.7
    assert done.facets["polarity"] > 0.8
    assert f1 > done.macro("lexicon")[0]


def test_files_of_an_evaluation(done: Evaluation, tmp_path: Path) -> None:
    paths = write_evaluation(done, tmp_path)
    assert {p.name for p in paths} == {
        "codings.csv", "agreement.csv", "calibration.csv", "promises.csv", "learning_curve.csv", "confusion.csv",
        "disagreements.csv", "card.json",
    }  # fmt: skip
    table = pd.read_csv(tmp_path / "agreement.csv")
    assert set(table.coder) == {"learned", *BASELINES}
    codings = pd.read_csv(tmp_path / "codings.csv")
    assert set(codings.status) == {"suggested"}
    assert set(codings.document) <= {f"{p}.txt" for p in town.PLACES}
    card = json.loads((tmp_path / "card.json").read_text(encoding="utf-8"))
    assert card["documents_left_out"]["macro_f1"] == pytest.approx(done.macro()[0], abs=1e-4)
    differ = pd.read_csv(tmp_path / "disagreements.csv")
    assert len(differ) == int((done.said != done.people).sum())


def test_tables_are_of_one_run_wherever_it_was_killed(done: Evaluation, tmp_path: Path, kills) -> None:
    def state() -> dict[str, bytes]:
        settle(tmp_path)
        return {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    fewer = replace(done, curve=done.curve[:1], agreement=done.agreement[:1])
    write_evaluation(done, tmp_path)
    one = state()
    write_evaluation(fewer, tmp_path)
    other = state()
    assert one["learning_curve.csv"] != other["learning_curve.csv"]
    write_evaluation(done, tmp_path)
    for stopped in kills(lambda: write_evaluation(fewer, tmp_path), every=3):
        assert state() in (one, other), stopped
        if state() == other:
            write_evaluation(done, tmp_path)

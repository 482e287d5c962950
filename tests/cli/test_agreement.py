"""``send-qual agreement``: what two coders are told, and what is written beside it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from send_qual.cli import main
from send_qual.coding import Coding, new_event, open_ledger

BOOK = """\
name: tea
version: "1"
codes:
  - {id: tea, name: Tea, definition: Said of tea.}
  - {id: cake, name: Cake, definition: Said of cake.}
"""
TEXT = "We had tea with milk.\n\nAnd there was a cake.\n\nThen it rained.\n"


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A document that AB and CD coded alike in the first paragraph and not in the second."""
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "talks"
    (home / "documents").mkdir(parents=True)
    (home / "documents" / "p01.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "tea.yaml").write_text(BOOK, encoding="utf-8")
    milk = Coding("p01.txt", 0, 21, TEXT[:21], "tea", "AB", status="applied", codebook="tea")
    cake = Coding("p01.txt", 23, 44, TEXT[23:44], "cake", "AB", status="applied", codebook="tea")
    open_ledger(home, "AB").append([new_event("applied", "AB", one) for one in (milk, cake)])
    open_ledger(home, "CD").append([new_event("applied", "CD", milk)])
    return home


def test_two_coders_are_compared_and_their_disagreements_listed(study: Path, capsys) -> None:
    assert main(["agreement", "talks", "--codebook", "tea.yaml", "--out", "told.csv"]) == 0
    said = capsys.readouterr().out
    assert "AB and CD: 1 of 1 documents read by both; all their 3 segments, 1 of them coded by nobody." in said
    assert "Intervals: none: too few documents" in said
    assert "1 disagreements (1 only one): told-disagreements.csv" in said
    with Path("told.csv").open(encoding="utf-8-sig", newline="") as file:
        cake = next(row for row in csv.DictReader(file) if row["code"] == "cake")
    assert (cake["only_first"], cake["neither"], cake["percent"]) == ("1.0", "2.0", "0.666667")
    with Path("told-disagreements.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["kind"], row["code_first"], row["code_second"]) == ("only one", "cake", "")
    assert row["quote"] == "And there was a cake."


def test_where_one_alone_has_coded_there_is_nothing_to_compare(study: Path, capsys) -> None:
    next(study.rglob("CD.jsonl")).unlink()
    assert main(["agreement", "talks", "--codebook", "tea.yaml"]) == 0
    assert "nothing to compare" in capsys.readouterr().out


def test_another_unit_is_refused(study: Path, capsys) -> None:
    assert main(["agreement", "talks", "--codebook", "tea.yaml", "--unit", "word"]) == 2
    assert "segment, sentence, character" in capsys.readouterr().err

"""CSV as users open it: in Excel, in pandas, and after a crash."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

from send_qual.study.tables import formula_safe, formula_unsafe, write_csv


@pytest.mark.parametrize("text", ["=1+1", "+44", "-and so", "@SUM(A1)", "\t=1", "\r=1", "  =1", "- a bullet"])
def test_no_cell_is_a_formula_and_its_words_come_back(tmp_path: Path, text: str) -> None:
    path = write_csv(pd.DataFrame({"quote": [text], "n": [-1]}), tmp_path / "t.csv")
    with path.open(encoding="utf-8-sig", newline="") as rows:
        (row,) = csv.DictReader(rows)
    assert row["quote"] == f"'{text}"
    assert row["n"] == "-1", "numbers stay numbers"
    assert formula_unsafe(row["quote"]) == text


def test_object_columns_with_numbers_and_gaps_are_left_alone(tmp_path: Path) -> None:
    frame = pd.DataFrame({"a": [-1.5, "=x", None], "page": pd.array([2, None, 3], dtype="Int64")})
    path = write_csv(frame, tmp_path / "deep" / "t.csv")
    assert path.read_text(encoding="utf-8-sig").splitlines() == ["a,page", "-1.5,2", "'=x,", ",3"]


def test_excel_finds_its_mark_and_accents_survive(tmp_path: Path) -> None:
    path = write_csv(pd.DataFrame({"name": ["Zoë’s café"]}), tmp_path / "t.csv")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert pd.read_csv(path)["name"][0] == "Zoë’s café"


def test_a_crash_leaves_the_old_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_csv(pd.DataFrame({"a": [1]}), tmp_path / "t.csv")
    before = path.read_bytes()

    def fail(*_: object, **__: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(pd.DataFrame, "to_csv", fail)
    with pytest.raises(OSError, match="disk full"):
        write_csv(pd.DataFrame({"a": [2]}), path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path], "no temporary file is left behind"


def test_two_columns_of_one_name_are_both_written(tmp_path: Path) -> None:
    frame = pd.DataFrame([["=a", "b"]], columns=["x", "x"])
    assert write_csv(frame, tmp_path / "t.csv").read_text(encoding="utf-8-sig").splitlines() == ["x,x", "'=a,b"]


def test_text_that_is_safe_is_not_touched() -> None:
    assert formula_safe("too long - and late") == "too long - and late"

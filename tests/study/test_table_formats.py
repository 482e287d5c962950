"""The suffix says what a table is written as."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from send_qual.cli import main
from send_qual.errors import SendQualError
from send_qual.study.table_formats import rows_of, write_table

FRAME = pd.DataFrame({"quote": ["=1+1", "Zoë, “no”", None], "n": [1, -2, 3], "page": pd.array([2, None, 3], "Int64")})


def test_xlsx_is_a_workbook_with_a_frozen_head_and_no_formula(tmp_path: Path) -> None:
    path = write_table(FRAME, tmp_path / "deep" / "t.XLSX")
    assert zipfile.is_zipfile(path)
    sheet = load_workbook(path).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["quote", "n", "page"], ["=1+1", 1, 2], ["Zoë, “no”", -2, None], [None, 3, 3],
    ]  # fmt: skip
    assert sheet["A2"].data_type == "s"
    assert sheet["A2"].quotePrefix, "whoever edits it does not make a formula of it"
    assert sheet.freeze_panes == "A2"
    assert [file.name for file in path.parent.iterdir()] == ["t.XLSX"]


def test_csv_is_a_csv(tmp_path: Path) -> None:
    lines = write_table(FRAME, tmp_path / "t.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[:2] == ["quote,n,page", "'=1+1,1,2"]


@pytest.mark.parametrize("name", ["t.xls", "t.ods", "t", "t.csv.docx"])
def test_anything_else_is_refused_and_nothing_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(SendQualError, match=r"is written as \.xlsx .* or \.csv"):
        write_table(FRAME, tmp_path / name)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "command",
    [
        ["segments", "sample-interviews"],
        ["code", "sample-interviews", "--codebook", "intervention"],
        ["next", "sample-interviews", "--codebook", "intervention", "--coder", "AB"],
        ["history", "sample-interviews"],
    ],
    ids=lambda command: command[0],
)
def test_a_command_refuses_before_it_works(tmp_path: Path, monkeypatch, capsys, command: list[str]) -> None:
    monkeypatch.setattr("send_qual.corpus._folder.read_file", pytest.fail)  # no document is read for it
    assert main([*command, "--out", str(tmp_path / "table.docx")]) == 2
    assert capsys.readouterr().err.startswith("table.docx: a table is written as .xlsx")


def test_segments_come_as_the_workbook_that_was_asked_for(tmp_path: Path, capsys) -> None:
    assert main(["segments", "sample-interviews", "--out", str(tmp_path / "s.xlsx")]) == 0
    sheet = load_workbook(tmp_path / "s.xlsx")["Segments"]
    assert sheet["A1"].value == "document"
    assert f"{sheet.max_row - 1} segments" in capsys.readouterr().out


def test_cells_are_told_apart_though_the_words_have_more_commas() -> None:
    text = "Source;Coded text;Node\np01;Well, yes, no, and then, again, so;data\np02;No;data\n"
    assert [len(cells) for _, cells in rows_of(text)] == [3, 3, 3]
    assert rows_of("a,b\n1;2,3\n")[1] == (2, ["1;2", "3"])
    assert rows_of("a\tb\n1,5\t2\n")[1] == (2, ["1,5", "2"])
    assert rows_of("") == []
    assert rows_of("alone\nin, a, row\n")[0] == (1, ["alone"])

"""``send-qual code``: the table, the count, and what was left out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from send_qual.cli import main

BOOK = """name: tea
version: "1"
codes:
  - {id: cup, name: Cups, definition: Cups and mugs., terms: [cup]}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tea.yaml").write_text(BOOK, encoding="utf-8")
    (tmp_path / "talks").mkdir()
    (tmp_path / "talks" / "one talk.txt").write_text("The cups were chipped.\n\nIt rained.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    return tmp_path


def test_one_row_per_coding(folder: Path, capsys) -> None:
    assert main(["code", "talks", "--codebook", "tea.yaml", "--coder", "lexicon", "--out", "tables/mine.csv"]) == 0
    with (folder / "tables" / "mine.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["document"], row["code"], row["status"]) == ("one talk.txt", "cup", "suggested")
    assert "cups" in row["quote"]
    assert row["reason"] == "terms: 'cups'"
    assert capsys.readouterr().out.startswith("1 coding of 1 document: ")


def test_a_file_left_out_is_named_and_the_rest_is_coded(folder: Path, capsys) -> None:
    (folder / "talks" / "torn.pdf").write_bytes(b"%PDF-1.4 torn")
    assert main(["code", "talks", "--codebook", "tea.yaml", "--coder", "lexicon"]) == 1
    assert "torn.pdf" in capsys.readouterr().err
    assert (folder / "codings.csv").exists()


def test_an_unknown_coder_or_codebook_is_a_usage_error(folder: Path, capsys) -> None:
    assert main(["code", "talks", "--codebook", "tea.yaml", "--coder", "oracle"]) == 2
    assert "Choose one of" in capsys.readouterr().err
    assert main(["code", "talks", "--codebook", "coffee"]) == 2
    assert "coffee" in capsys.readouterr().err


def test_a_table_is_the_old_one_or_the_new_one_wherever_the_command_was_killed(tmp_path: Path, kills) -> None:
    (tmp_path / "a.txt").write_text("Families wait far too long for an assessment of autism here.\n", encoding="utf-8")
    out = tmp_path / "out" / "codings.csv"
    line = ["code", str(tmp_path / "a.txt"), "--codebook", "area-send", "--coder", "lexicon", "--out", str(out)]
    assert main(line) == 0
    new = out.read_bytes()
    for stopped in kills(lambda: main(line)):
        assert out.read_bytes() in (b"old", new), stopped
        assert main(line) == 0
        assert out.read_bytes() == new
        assert list(out.parent.iterdir()) == [out]
        out.write_bytes(b"old")

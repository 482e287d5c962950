"""A codebook from the table a team keeps it in: Excel, CSV, Word; all of it invented."""

from __future__ import annotations

import re

import docx
import pandas as pd
import pytest
import typer.testing

from send_qual.cli import app
from send_qual.codebook import codebook_from, read_codebook
from send_qual.errors import SendQualError

ROWS = [
    ("Theme", "Code", "Definition", "Inclusion criteria", "Example"),
    ("Harbour", "", "All of the harbour", "", ""),
    ("Harbour", "Cold & wind", "What is said of cold", "frost; ice", "It froze.\nThe wind blew."),
    ("", "Tides", "When the sea comes", "", ""),
    ("Crew", "Café", "Where they sit", "", "We sat."),
]
IDS = ["harbour", "harbour/cold-wind", "harbour/tides", "crew", "crew/cafe"]


def written(tmp_path, suffix, rows):
    path = tmp_path / f"Our codes{suffix}"
    if suffix == ".docx":
        made = docx.Document()
        made.add_paragraph("Codebook, second draft")
        table = made.add_table(0, len(rows[0]))
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        made.save(path)
    elif suffix == ".xlsx":
        pd.DataFrame(rows).to_excel(path, header=False, index=False)
    else:
        pd.DataFrame(rows).to_csv(path, header=False, index=False, sep="\t" if suffix == ".tsv" else ";")
    return path


@pytest.mark.parametrize("suffix", [".xlsx", ".csv", ".tsv", ".docx"])
def test_one_codebook_whatever_the_table_is_kept_in(tmp_path, suffix):
    book = codebook_from(written(tmp_path, suffix, ROWS), tmp_path / "o.yaml")
    assert book == read_codebook(tmp_path / "o.yaml")
    assert [code.id for code in book.codes] == IDS
    cold = book["harbour/cold-wind"]
    assert (cold.name, cold.definition, cold.include) == ("Cold & wind", "What is said of cold", ("frost", "ice"))
    assert cold.examples == ("It froze.", "The wind blew.")
    assert book["harbour"].definition == "All of the harbour"


@pytest.mark.parametrize(
    ("rows", "ids"),
    [
        ([("Name", "Description"), ("Tides", "The sea"), ("Wind", "The air")], ["tides", "wind"]),
        ([("No.", "Code", "Code name", "Memo"), ("1", "TI1", "Tides", ""), ("2", "WI2", "Wind", "x")], ["ti1", "wi2"]),
        (
            [("Level 1", "Level 2", "Level 3"), ("A", "B", "C"), ("", "", "D"), ("E", "", "")],
            ["a", "a/b", "a/b/c", "a/b/d", "e"],
        ),
        ([("Code", "Definition"), ("Tides", "in"), ("Tides!", "out"), ("Ebb", "=1+1")], ["tides", "tides-2", "ebb"]),
        (
            [("code", "name", "definition"), ("ebb-tide", "Ebb tide", "out"), ("flow", "Flow", "in")],
            ["ebb-tide", "flow"],
        ),
        ([("Name", "Code"), ("Ebb tide", "ebb"), ("Flood", "fld"), ("Still water", "still")], ["ebb", "fld", "still"]),
        (
            [("Theme", "Code"), ("sea", "ebb"), ("sea", "flow"), ("air", "wind")],
            ["sea", "sea/ebb", "sea/flow", "air", "air/wind"],
        ),
        (
            [("Code", "Parent", "Memo"), ("Ebb", "Tides", ""), ("Tides", "", ""), ("Low", "Ebb", "")],
            ["tides", "tides/ebb", "tides/ebb/low"],
        ),
        (
            [("id", "parent_id", "name"), ("t", "", "Tides"), ("e", "t", "Ebb"), ("w", "Air", "Wind")],
            ["t", "t/e", "air", "air/w"],
        ),
        ([("Our codes", ""), ("Code", "Quote"), ("Tides", "It rose.")], ["tides"]),
    ],
)  # fmt: skip
def test_columns_are_told_by_their_headings(tmp_path, rows, ids):
    assert [code.id for code in codebook_from(written(tmp_path, ".csv", rows), tmp_path / "o.yaml").codes] == ids


def test_a_codebook_that_is_there_is_not_written_over(tmp_path):
    (tmp_path / "o.yaml").write_text("mine", encoding="utf-8")
    with pytest.raises(SendQualError, match="not written over"):
        codebook_from(written(tmp_path, ".csv", ROWS), tmp_path / "o.yaml")
    assert (tmp_path / "o.yaml").read_text(encoding="utf-8") == "mine"


def test_a_table_without_a_column_of_codes_says_what_is_there(tmp_path):
    with pytest.raises(SendQualError, match=r"no column is headed as one of codes \(there are colour, weight\)"):
        codebook_from(written(tmp_path, ".csv", [("colour", "weight"), ("red", "3")]), tmp_path / "o.yaml")
    assert not (tmp_path / "o.yaml").exists()


def test_codes_that_stand_above_each_other_are_refused(tmp_path):
    rows = [("Code", "Parent"), ("Ebb", "Tides"), ("Tides", "Ebb")]
    with pytest.raises(SendQualError, match="'Ebb' stands above itself"):
        codebook_from(written(tmp_path, ".csv", rows), tmp_path / "o.yaml")


def test_a_codebook_is_called_as_its_file(tmp_path):
    book = codebook_from(written(tmp_path, ".csv", ROWS), tmp_path / "harbour-2.yaml")
    assert (book.name, book.title) == ("harbour-2", "harbour-2")


@pytest.mark.real
@pytest.mark.parametrize(("data", "codes"), [("pdpilot-study", 8), ("nhs-comments", 48), ("reflective-diaries", 8)])
def test_codes_with_an_id_and_a_name_are_one_level(shared, tmp_path, data, codes):
    book = codebook_from(shared / "corpora-coded" / data / "codes.csv", tmp_path / "own.yaml")
    assert len(book.codes) == codes
    assert not any(code.parent for code in book.codes)


def test_the_command_tells_where_the_codebook_lies(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "codebooks").mkdir()
    (tmp_path / "corpora").mkdir()
    done = typer.testing.CliRunner().invoke(app, ["codebook", "from", str(written(tmp_path, ".xlsx", ROWS))])
    assert re.search(r"5 codes, 2 of them themes: .*codebooks.our-codes\.yaml", done.output)


@pytest.mark.real
def test_the_case_met(shared, tmp_path):
    book = codebook_from(shared / "cases" / "own-codebook.xlsx", tmp_path / "own.yaml")
    assert [code.id for code in book.codes if code.parent] == [
        "access/waiting-times",
        "staff/kindness",
        "environment/parking",
    ]
    assert book["staff/kindness"].examples == ("The nurse was lovely",)

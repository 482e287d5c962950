"""Participants' ids, and attributes.csv as a template and as checked."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.corpus import read_corpus
from send_qual.kinds.interview import (
    CASE_COLUMNS,
    as_transcript,
    case_ids,
    cases_template,
    check_cases,
    read_cases,
    write_cases,
)
from send_qual.study.tables import write_csv


def talk(name: str, one: str = "Ana Reed", other: str = "Will Osei"):
    text = f"{one}: How was it?\n{other}: Slow. Very slow. We waited.\n{one}: Why?\n{other}: Nobody rang. Nobody."
    return as_transcript(Path(name), text.encode(), ".txt")


def test_participants_are_numbered_and_interviewers_are_not():
    documents = [talk("a.txt"), talk("b.txt", other="P6"), talk("c.txt", other="Grace May"), talk("d.txt")]
    assert case_ids(documents) == {
        ("a.txt", "Ana Reed"): "Interviewer",
        ("a.txt", "Will Osei"): "P01",
        ("b.txt", "Ana Reed"): "Interviewer",
        ("b.txt", "P6"): "P06",
        ("c.txt", "Ana Reed"): "Interviewer",
        ("c.txt", "Grace May"): "P02",
        ("d.txt", "Ana Reed"): "Interviewer",
        ("d.txt", "Will Osei"): "P01",
    }


def test_ids_of_the_table_win():
    rows = [{"document": "a.txt", "participant": "DCS-1", "speaker": "", "role": "director"}]
    assert case_ids([talk("a.txt")], rows)["a.txt", "Will Osei"] == "DCS-1"


@pytest.mark.parametrize("called", ["a.txt", "a", " A.TXT "])
def test_a_row_meets_its_document_with_or_without_suffix(called):
    rows = [{"document": called, "participant": "DCS-1", "speaker": "", "role": "director"}]
    assert case_ids([talk("a.txt"), talk("ab.txt")], rows)["a.txt", "Will Osei"] == "DCS-1"


def test_the_template_goes_back_in_and_is_without_fault(tmp_path):
    folder = tmp_path / "mine"
    (folder / "documents").mkdir(parents=True)
    for name in ("a.txt", "b.txt"):
        text = "Ana Reed: How was it?\nWill: Slow. Very.\nAna Reed: Why?\nWill: Nobody rang. Nobody."
        (folder / "documents" / name).write_text(f"{text}\nAna Reed: Was that {name}?", encoding="utf-8")
    corpus = read_corpus(folder)
    table = cases_template(corpus)
    assert tuple(table.columns) == CASE_COLUMNS
    table.loc[table["speaker"] == "Will", "role"] = "director"
    table["area"] = "Northmere"
    write_csv(table, folder / "attributes.csv")
    again = read_corpus(folder)
    assert not again.left_out
    assert check_cases(again, dict(enumerate(table.to_dict("records"), 2))) == ()
    document = again["a.txt"]
    assert document.attributes["roles_by"] == "attributes.csv"
    assert (document.attributes["participant"], document.attributes["role"]) == ("P01", "director")
    assert document.attributes["area"] == "Northmere"
    assert "Will" not in document.attributes.values()  # a name does not travel into tables


@pytest.mark.parametrize(
    ("row", "fault"),
    [
        (
            {"document": "z.txt"},
            "attributes.csv row 2: there is no document z.txt. Correct the name, or remove the row.",
        ),
        ({"document": "a.txt", "speaker": "Bill", "participant": "P1"}, "Bill does not speak in a.txt"),
        ({"document": "a.txt", "speaker": "Will Osei"}, "the participant has no id"),
    ],
)
def test_unknown_and_missing_cases_are_told(row, fault):
    assert fault in "\n".join(map(str, check_cases([talk("a.txt")], {2: row})))


def test_a_document_without_a_line_and_a_case_twice_are_told():
    row = {"document": "a.txt", "speaker": "Will Osei", "participant": "P01"}
    told = "\n".join(map(str, check_cases([talk("a.txt"), talk("b.txt")], {2: row, 3: row})))
    assert "b.txt has no row" in told
    assert "row 3: the same case stands in row 2" in told


def test_a_corpus_without_a_table_gets_one_to_fill_in_and_a_filled_one_is_left(tmp_path):
    folder = tmp_path / "study"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "a.txt").write_text(
        "Ana: Why?\nWill: Slow. Very.\nAna: How so?\nWill: Nobody rang.", "utf-8"
    )
    (folder / "attributes.csv").write_text("document,participant,speaker,role\n", encoding="utf-8")
    written = write_cases(read_corpus(folder))
    assert written == folder / "attributes.csv"
    assert [(r["speaker"], r["participant"]) for r in read_cases(folder)] == [("Ana", ""), ("Will", "P01")]
    before = written.read_bytes()
    assert write_cases(read_corpus(folder)) is None
    assert written.read_bytes() == before

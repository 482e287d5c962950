"""What is still found in a copy, and the table of who took part that goes with it."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError
from send_qual.pseudonyms import cases_of_copy, identifiers, pseudonymise

TALK = (
    "Interviewer: Who helped?\n\n"
    "Tamsin Arkwright: Mrs Pemberly from Wexmoor County Council helped us. I'm the head of inclusion for the county.\n"
)
TABLE = (
    "document,participant,speaker,role,area,date\n"
    "talk.txt,P01,Tamsin Arkwright,Head of inclusion,Wexmoor,2031-02-03\ntalk.txt,,Interviewer,interviewer,,\n"
)


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    (tmp_path / "raw" / "documents").mkdir(parents=True)
    (tmp_path / "raw" / "documents" / "talk.txt").write_text(TALK, encoding="utf-8")
    (tmp_path / "raw" / "attributes.csv").write_text(TABLE, encoding="utf-8")
    return tmp_path / "raw"


def test_names_are_found_in_the_raw_text_and_gone_from_the_copy(raw: Path, tmp_path: Path) -> None:
    before = {(i.kind, i.text) for i in identifiers(read_corpus(raw))}
    assert ("speaker", "Tamsin Arkwright") in before
    assert [(i.start, i.end) for i in identifiers(read_corpus(raw)) if i.kind == "speaker"] == [(0, 0)]  # of no words
    assert any(kind == "person" and "Pemberly" in text for kind, text in before)
    pseudonymise(raw, tmp_path / "copy")
    after = identifiers(read_corpus(tmp_path / "copy"))
    assert {i.kind for i in after} <= {"role"}


def test_what_the_researcher_kept_is_not_told_again(raw: Path, tmp_path: Path) -> None:
    made = pseudonymise(raw, tmp_path / "copy")
    roles = [i for i in identifiers(read_corpus(tmp_path / "copy")) if i.kind == "role"]
    assert roles
    table = made.table()
    table.loc[table["kind"] == "role", "decision"] = "keep"
    pseudonymise(raw, tmp_path / "copy", decisions=table)
    assert [i for i in identifiers(read_corpus(tmp_path / "copy")) if i.kind == "role"] == []


def test_what_the_researcher_wrote_in_place_of_a_name_is_not_told_again(raw: Path, tmp_path: Path) -> None:
    made = pseudonymise(raw, tmp_path / "copy")
    table = made.table()
    council = table["text"] == "Wexmoor County Council"
    assert council.sum() == 1
    table.loc[council, ["decision", "replace as"]] = ["replace", "Harbour Borough Council"]
    pseudonymise(raw, tmp_path / "copy", decisions=table)
    assert "Harbour Borough Council" in read_corpus(tmp_path / "copy").documents[0].text
    assert not [i for i in identifiers(read_corpus(tmp_path / "copy")) if "Harbour" in i.text]
    (tmp_path / "copy" / "decisions.csv").unlink()
    assert [i for i in identifiers(read_corpus(tmp_path / "copy")) if "Harbour" in i.text]


def test_the_copys_table_has_ids_forms_and_broader_roles_and_no_day(raw: Path, tmp_path: Path) -> None:
    made = pseudonymise(raw, tmp_path / "copy")
    path = cases_of_copy(read_corpus(raw), made, {"Head of inclusion": "Leader"})
    with path.open(encoding="utf-8-sig", newline="") as table:
        rows = list(csv.DictReader(table))
    assert rows[0]["participant"] == rows[0]["speaker"] == "P01"
    assert (rows[1]["participant"], rows[1]["speaker"]) == ("", "Interviewer")
    assert rows[0]["role"] == "Leader"
    assert "date" not in rows[0]
    assert rows[0]["area"] == "Area A"  # never said by itself in the interview, and a name all the same
    written = path.read_text(encoding="utf-8")
    assert not any(name in written for name in ("Tamsin", "Arkwright", "Wexmoor"))
    copy = read_corpus(tmp_path / "copy")
    assert copy.left_out == ()
    assert {s.role for s in copy.documents[0].segments if s.speaker == "P01"} == {"participant"}


def test_a_table_of_the_copy_that_was_edited_is_kept(raw: Path, tmp_path: Path) -> None:
    made = pseudonymise(raw, tmp_path / "copy")
    path = cases_of_copy(read_corpus(raw), made)
    cases_of_copy(read_corpus(raw), made)
    assert not (tmp_path / "copy" / "edited").exists(), "it said the same"
    path.write_text(path.read_text(encoding="utf-8") + "talk.txt,P09,P09,,\n", encoding="utf-8")
    cases_of_copy(read_corpus(raw), made)
    (kept,) = (tmp_path / "copy" / "edited").iterdir()
    assert kept.name.startswith("attributes (before ")
    assert "P09" in kept.read_text(encoding="utf-8")
    assert "P09" not in path.read_text(encoding="utf-8")


def test_a_value_nobody_has_and_a_missing_table_are_told(raw: Path, tmp_path: Path) -> None:
    made = pseudonymise(raw, tmp_path / "copy")
    with pytest.raises(SendQualError, match="nobody has the value 'King'"):
        cases_of_copy(read_corpus(raw), made, {"King": "Leader"})
    (raw / "attributes.csv").unlink()
    with pytest.raises(SendQualError, match="there is no such table"):
        cases_of_copy(read_corpus(raw), made)

"""Answers of people to report-level questions: into the corpus, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.coding import import_codings, read_answers
from send_qual.errors import SendQualError

TABLE = """document;Coder;waits;Quality of EHC plans;remarks
wexmere;AB;Y;no;hard to say
oldcombe.txt;CD;n;;
"""


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for name in ("wexmere", "oldcombe"):
        (tmp_path / f"{name}.txt").write_text(f"Children wait too long in {name}.", encoding="utf-8")
    return tmp_path


def _sheet(place: Path, text: str) -> Path:
    path = place.parent / "sheet.csv"
    path.write_text(text, encoding="utf-8")
    return path


def _answers(place: Path, root: Path) -> set[tuple[str, str, bool, str]]:
    book = read_codebook(root / "codebooks" / "area-send.yaml")
    return {(a.document, a.issue, a.yes, a.coder) for a in read_answers(place, book)}


def test_a_table_of_answers_is_taken_in_and_read_back(place: Path, root: Path) -> None:
    done = import_codings(_sheet(place, TABLE), place)
    assert (done.answers, done.applied, done.faults) == (3, 0, ())
    assert _answers(place, root) == {
        ("wexmere.txt", "waits", True, "AB"),
        ("wexmere.txt", "ehc_quality", False, "AB"),
        ("oldcombe.txt", "waits", False, "CD"),
    }
    again = import_codings(_sheet(place, TABLE), place)
    assert (again.answers, again.already) == (0, 3)


def test_a_later_answer_of_a_person_takes_the_place_of_the_earlier(place: Path, root: Path) -> None:
    import_codings(_sheet(place, "document,waits\nwexmere,Y\noldcombe,Y\n"), place, coder="AB")
    import_codings(_sheet(place, "document,waits\nwexmere,N\n"), place, coder="AB")
    assert _answers(place, root) == {("wexmere.txt", "waits", False, "AB"), ("oldcombe.txt", "waits", True, "AB")}


def test_rows_that_say_nothing_usable_are_listed_and_the_rest_is_taken_in(place: Path, root: Path) -> None:
    table = "document,coder,waits\nwexmere,AB,perhaps\nnowhere,AB,Y\noldcombe,,Y\noldcombe,AB,Y\n"
    done = import_codings(_sheet(place, table), place)
    said = [str(fault) for fault in done.faults]
    assert done.answers == 1
    assert "row 2" in said[0]
    assert "Write Y or N" in said[0]
    assert "no document 'nowhere'" in said[1]
    assert "--coder" in said[2]
    assert _answers(place, root) == {("oldcombe.txt", "waits", True, "AB")}


def test_a_damaged_file_of_answers_is_told(place: Path, root: Path) -> None:
    import_codings(_sheet(place, TABLE), place)
    (place / "codings" / "answers" / "AB.csv").write_text("document,issue,answer\nwexmere.txt,waits,soon\n")
    with pytest.raises(SendQualError, match=r"AB\.csv.*cannot be read"):
        _answers(place, root)


def test_a_table_of_codings_is_still_one(place: Path) -> None:
    done = import_codings(
        _sheet(place, "document,quote,code,waits\nwexmere,wait too long,health,Y\n"), place, coder="AB"
    )
    assert (done.applied, done.answers) == (1, 0)

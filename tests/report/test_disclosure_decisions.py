"""The list of what could give somebody away: decided on in a spreadsheet, kept, and honoured in the next draft."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from docx import Document as WordFile

from send_qual.cli import main
from send_qual.errors import SendQualError
from send_qual.findings.interview_study.model import Participant
from send_qual.report import report
from send_qual.report.interviews._recognisable import combinations_of_one, dated_events

SAID = (
    "Our director has stayed for {years} years now, and strong leadership is half of what trust in a service is. "
    "We were inspected two weeks after the old team had left us, and the leadership knew about every single weakness."
)
FIGURES = (
    "The figures were wrong for years, nobody could say how many children were waiting, and the dashboard that "
    "the council bought did not help with that at all."
)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch) -> Path:
    """Three interviews: two heads in the schools, one of them alone a director."""
    folder = tmp_path / "copy"
    (folder / "documents").mkdir(parents=True)
    rows = ["document,participant,speaker,role"]
    for n, (years, role) in enumerate((("six", "Head"), ("two", "Head"), ("nine", "Director")), 1):
        talk = f"Interviewer: What has changed?\n\nP0{n}: {SAID.format(years=years)}\n\n"
        talk += f"Interviewer: And the data?\n\nP0{n}: {FIGURES}\n"
        (folder / "documents" / f"t{n}.txt").write_text(talk, encoding="utf-8")
        rows.append(f"t{n}.txt,P0{n},P0{n},{role}")
    (folder / "attributes.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def rows_of(folder: Path) -> list[dict[str, str]]:
    with (folder / "disclosures.csv").open(encoding="utf-8-sig", newline="") as file:
        head = file.readline()
        file.seek(0)
        return list(csv.DictReader(file, delimiter=";" if head.startswith("where;") else ","))


def decide(folder: Path, *decisions: tuple[str, str, str]) -> None:
    """Fill in the list: (a piece of what or about, decision, why); semicolons, as Excel saves it in some countries."""
    rows = rows_of(folder)
    for row in rows:
        for piece, action, why in decisions:
            if piece in row["what"] + row["about"] + row["where"]:
                row["decision"], row["why"] = action, why
    with (folder / "disclosures.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), delimiter=";")
        table.writeheader()
        table.writerows(rows)


def text_of(word: Path) -> str:
    file = WordFile(str(word))
    cells = [c.text for t in file.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in file.paragraphs), *cells])


def test_what_is_refused_stands_in_a_list_with_a_row_for_each(copy: Path, capsys) -> None:
    assert main(["report", "copy", "--out", "done"]) == 1
    told = capsys.readouterr().err
    assert f"Decide on each in {Path('copy') / 'disclosures.csv'}" in told
    rows = rows_of(copy)
    assert {"event", "role", "cell"} <= {row["kind"] for row in rows}
    assert len({(r["kind"], r["document"], r["about"]) for r in rows}) == len(rows)
    assert not any(row["decision"] for row in rows)
    assert [row["participant"] for row in rows if row["kind"] == "role"] == ["P03"], "forgetting finds it by this"
    assert (copy / "disclosures.csv").stat().st_mode & 0o077 == 0


def test_decisions_are_kept_and_honoured(copy: Path) -> None:
    assert main(["report", "copy", "--out", "done"]) == 1
    decide(copy, ("two weeks after", "leave out", ""))
    for _ in range(3):  # other words take the place of those left out
        assert main(["report", "copy", "--out", "done"]) == 1, "the director is still open"
        decide(copy, ("two weeks after", "leave out", ""))
    left = {row["about"]: row["decision"] for row in rows_of(copy) if row["kind"] == "event"}
    assert left
    assert set(left.values()) == {"leave out"}, "what was decided stays, though it is found no more"
    decide(copy, ("nobody else", "leave out", ""), ("table by", "Leave out", ""))
    assert main(["report", "copy", "--out", "done"]) == 0
    words = text_of(Path("done/report.docx"))
    assert "two weeks after" not in words
    assert "Director" not in words, "no group of one"
    assert "Disclosures accepted" not in words


def test_what_is_printed_bears_its_own_reason_in_appendix_and_record(copy: Path) -> None:
    assert main(["report", "copy", "--out", "done"]) == 1
    decide(copy, ("nobody else", "print", "She agreed in writing."), ("two weeks", "keep", "Nobody knows."),
           ("table by", "print", "She agreed in writing."))  # fmt: skip
    assert main(["report", "copy", "--out", "done"]) == 0
    words = text_of(Path("done/report.docx"))
    assert "She agreed in writing." in words
    assert "as was decided on each:" in words
    found = json.loads(Path("done/provenance.json").read_text(encoding="utf-8"))["disclosures_accepted"]["found"]
    assert {one["why"] for one in found} == {"She agreed in writing.", "Nobody knows."}


def test_a_participant_is_left_out_of_quotations_and_matrix_but_counted(copy: Path) -> None:
    assert main(["report", "copy", "--out", "done"]) == 1
    decide(copy, ("nobody else", "leave out", ""), ("two weeks", "print", "Nobody knows."), ("table", "leave out", ""))
    code = main(["report", "copy", "--out", "done"])
    words = text_of(Path("done/report.docx"))
    assert code == 0
    assert "for nine years" not in words
    assert "3 interviews with 3 participants" in words


@pytest.mark.parametrize(
    ("action", "why", "fault"),
    [("print", "", "no reason is given"), ("maybe", "", "'maybe' is no decision")],
)
def test_a_row_that_is_no_decision_is_named_and_the_list_left_alone(
    copy: Path, capsys, action: str, why: str, fault: str
) -> None:
    assert main(["report", "copy", "--out", "done"]) == 1
    decide(copy, ("nobody else", action, why))
    before = (copy / "disclosures.csv").read_bytes()
    capsys.readouterr()
    assert main(["report", "copy", "--out", "done"]) == 2
    told = capsys.readouterr().err
    assert fault in told
    assert "disclosures.csv row" in told
    assert (copy / "disclosures.csv").read_bytes() == before


def test_a_list_without_a_column_says_so(copy: Path) -> None:
    (copy / "disclosures.csv").write_text("where,what,why\na,b,c\n", encoding="utf-8")
    with pytest.raises(SendQualError, match="'decision' is missing"):
        report(copy)


def test_who_alone_has_a_role_in_an_area_is_told_and_who_shares_it_is_not() -> None:
    people = [
        Participant(f"P{n}", (), {"role": role, "area": area})
        for n, (role, area) in enumerate(
            [("Head", "A"), ("Head", "B"), ("Head", "B"), ("Nurse", "A"), ("Nurse", "A"), ("Pilot", "A")]
        )
    ]
    told = [(p.id, attribute) for p, attribute in combinations_of_one(people, ["area"])]
    assert told == [("P0", "area")], "P5 is alone in the role already: that is told as such"
    assert list(combinations_of_one(people, [])) == []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("The depot was closed last spring and we all moved.", True),
        ("Three months ago the old ward was merged with ours.", True),
        ("In an inspection they look at everything.", False),
        ("Last year we hired two nurses.", False),
        ("It opened my eyes last year.", False),
        ("I learned Python and JavaScript last summer.", False),
    ],
)
def test_the_time_of_an_event_is_told_and_neither_by_itself(words: str, *, told: bool) -> None:
    assert bool(list(dated_events(words))) == told

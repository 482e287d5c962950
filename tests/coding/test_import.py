"""Codings and decisions from spreadsheets."""

from __future__ import annotations

import csv
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from typer.testing import CliRunner

from send_qual.cli._app import app
from send_qual.coding import Coding, Codings, import_codings, merge, read_codings
from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError

HEAD = ["document", "quote", "code", "polarity", "coder"]
GOOD = [
    ["p01.vtt", "we had NO data", "data/quality", "challenge", "AB"],
    ["p01", 'nobody knew how many were waiting, and "nobody" asked', "Collection and quality of data", "-", "AB"],
    ["p01.vtt", "The board helped", "boards", "Facilitator", "CD"],
]


def table(path: Path, rows: list[list[str]], head: list[str] = HEAD) -> Path:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([head, *rows])
        return path
    book = Workbook()
    for row in [head, *rows]:
        book.active.append(row)
    book.save(path)
    return path


def standing(study: Path) -> set[tuple[str, str, str, str, str]]:
    return {(c.quote, c.code, c.facets.get("polarity", ""), c.coder, c.status) for c in read_codings(study)}


EXPECTED = {
    ("We had no data.", "data/quality", "challenge", "AB", "applied"),
    ("Nobody knew how many were waiting, and “nobody” asked.", "data/quality", "challenge", "AB", "applied"),
    ("The board helped", "intervention/boards", "facilitator", "CD", "applied"),
}


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_codings_made_by_people_come_in_placed_by_their_quotation(study: Path, tmp_path: Path, suffix: str) -> None:
    done = import_codings(table(tmp_path / f"codings{suffix}", GOOD), study)
    assert (done.applied, done.faults) == (3, ())
    assert standing(study) == EXPECTED


def test_the_same_table_again_doubles_nothing_and_a_changed_row_changes_its_coding(study: Path, tmp_path: Path) -> None:
    path = table(tmp_path / "codings.csv", GOOD)
    import_codings(path, study)
    again = import_codings(path, study)
    assert (again.applied, again.already) == (0, 3)
    assert standing(study) == EXPECTED
    table(path, [[*GOOD[0][:3], "mixed", "AB"], *GOOD[1:]])
    assert import_codings(path, study).applied == 1
    assert ("We had no data.", "data/quality", "mixed", "AB", "applied") in standing(study)
    assert len(standing(study)) == 3


def test_every_row_that_cannot_be_taken_in_is_named_with_row_and_mend(study: Path, tmp_path: Path) -> None:
    bad = [
        ["p01.vtt", "These words were never said by anyone here", "data", "challenge", "AB"],
        ["p01.vtt", "Thank you", "data", "challenge", "AB"],
        ["p01.vtt", "We had no data", "data/qualty", "challenge", "AB"],
        ["p1.vtt", "We had no data", "data", "challenge", "AB"],
        ["p01.vtt", "We had no data", "data", "challange", "AB"],
        ["p01.vtt", "We had no data", "data", "challenge", ""],
        ["p01.vtt", "", "data", "challenge", "AB"],
        ["p01.vtt", "We had no data", "", "challenge", "AB"],
    ]
    done = import_codings(table(tmp_path / "c.xlsx", [*bad, GOOD[0]]), study)
    told = [str(fault) for fault in done.faults]
    assert done.applied == 1, "the good row comes in all the same"
    assert "c.xlsx row 2: these words are not in the document (p01.vtt)" in told[0]
    assert "c.xlsx row 3: these words stand in 2 places" in told[1]
    assert "Perhaps data/quality is meant" in told[2]
    assert "Perhaps p01.vtt is meant" in told[3]
    assert "Perhaps challenge is meant" in told[4]
    assert "row 7: it does not say who coded. Fill the column `coder`, or say --coder AB" in told[5]
    assert "the quotation has no words" in told[6]
    assert "names no code" in told[7]


def test_headings_in_other_words_semicolons_and_old_encodings_are_understood(study: Path, tmp_path: Path) -> None:
    path = tmp_path / "from-nvivo.csv"
    lines = ["Our codings, spring", "", "Source;Coded text;Node;Note", "p01;We had no data;data/quality;naïve – really"]
    path.write_bytes("\r\n".join(lines).encode("cp1252"))
    assert import_codings(path, study, coder="EF").applied == 1
    (row,) = read_codings(study)
    assert (row.coder, row.memo) == ("EF", "naïve – really")


def test_a_row_with_several_codes_gives_several_codings(study: Path, tmp_path: Path) -> None:
    import_codings(table(tmp_path / "c.csv", [["p01", "We had no data", "data/quality; workforce", "-", "AB"]]), study)
    assert {code for _, code, *_ in standing(study)} == {"data/quality", "workforce"}


def test_a_machines_own_table_does_not_come_in_as_if_a_person_had_coded(study: Path, tmp_path: Path) -> None:
    head = [*HEAD, "status"]
    rows = [[*GOOD[0][:4], "panel-1", "suggested"]]
    done = import_codings(table(tmp_path / "codings.csv", rows, head), study)
    assert (done.applied, done.undecided) == (0, 1)
    assert standing(study) == set()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("a.xlsx", b"not a workbook", "no Excel workbook, or a damaged one"),
        ("a.ods", b"x", "is no table that can be read here"),
        ("a.csv", b"document,words\r\np01,hello\r\n", "no column `quote` and no column `code`"),
        ("a.csv", b"", "no column `document`"),
        ("a.csv", b"document,quote,code,coder\r\np01,We had no data,kettles,AB\r\n", "do not tell which codebook"),
    ],
)
def test_a_table_that_cannot_be_used_is_refused_in_a_sentence(
    study: Path, tmp_path: Path, name: str, content: bytes, says: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(SendQualError, match=says):
        import_codings(path, study)


def test_a_file_that_is_not_there_is_said_to_be_missing(study: Path, tmp_path: Path) -> None:
    with pytest.raises(SendQualError, match=r"gone\.xlsx: there is no such file"):
        import_codings(tmp_path / "gone.xlsx", study)


def test_a_workbook_that_unpacks_to_gigabytes_is_refused(study: Path, tmp_path: Path) -> None:
    path = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("xl/worksheets/sheet1.xml", b"0" * (201 * 2**20))
    with pytest.raises(SendQualError, match="larger than 200 MB"):
        import_codings(path, study)


def test_of_two_people_who_disagree_the_one_who_accepts_keeps_it_and_agreement_counts_once(
    machine: Codings,
) -> None:
    one = machine.rows[0]
    from dataclasses import replace

    def by(coder: str, status: str) -> Coding:
        return replace(one, coder=coder, status=status)

    assert [c.status for c in merge(machine, Codings((by("AB", "rejected"), by("CD", "accepted"))))].count(
        "accepted"
    ) == 1
    both = merge(machine, Codings((by("AB", "accepted"), by("CD", "accepted"))))
    assert len(both) == len(machine)
    assert len(merge(machine, Codings((by("AB", "rejected"),)))) == len(machine) - 1


def test_ones_own_coding_of_the_same_passage_and_code_replaces_the_suggestion(
    machine: Codings,
) -> None:
    one = machine.rows[0]
    from dataclasses import replace

    mine = replace(one, end=one.end - 3, quote=one.quote[:-3], coder="AB", status="applied")
    rows = [c for c in merge(machine, Codings((mine,))) if c.code == one.code]
    assert [(c.coder, c.status) for c in rows] == [("AB", "applied")]


def test_the_command_says_what_it_did_and_ends_with_1_where_rows_were_left(study: Path, tmp_path: Path) -> None:
    run = CliRunner()
    good = run.invoke(app, ["import", str(table(tmp_path / "good.csv", GOOD)), "--into", "wexmoor"])
    assert good.exit_code == 0, good.output
    assert "3 codings applied" in good.output
    bad = run.invoke(
        app, ["import", str(table(tmp_path / "bad.csv", [["p01", "x y", "data", "", "AB"]])), "--into", "wexmoor"]
    )
    assert bad.exit_code == 1
    assert "bad.csv row 2: these words are not in the document" in bad.output


# ---------------------------------------------------------------------------- where a quotation stands


def text_of(study: Path) -> str:
    return read_corpus(study)["p01.vtt"].text


@pytest.mark.parametrize(
    "quote",
    [
        "Interviewee: We had no data.",
        "P01: We had no data",
        "[00:00:06] P01: We had no data.",
        "Interviewer: What got in the way?\nInterviewee: We had no data.",
        "What got in the way? P01: We had no data.",
        "Ana Reed (parent) 00:12: We had no data.",
    ],
)
def test_a_quotation_copied_with_its_speakers_label_is_placed(study: Path, tmp_path: Path, quote: str) -> None:
    done = import_codings(table(tmp_path / "c.csv", [["p01", quote, "data/quality", "-", "AB"]]), study)
    assert done.faults == ()
    (row,) = read_codings(study)
    assert row.quote.endswith("We had no data.")


def test_a_colon_alone_makes_no_label_of_words_that_are_not_there(study: Path, tmp_path: Path) -> None:
    rows = [["p01", "Interviewee: We had no tea at all", "data", "-", "AB"], ["p01", "P01:", "data", "-", "AB"]]
    done = import_codings(table(tmp_path / "c.csv", rows), study)
    assert ["not in the document" in str(fault) for fault in done.faults] == [True, True]


def test_start_and_end_say_which_of_two_places_is_meant(study: Path, tmp_path: Path) -> None:
    text = text_of(study)
    second = text.rindex("Thank you")
    head = [*HEAD, "start", "end"]
    rows = [["p01", "Thank you", "data", "-", "AB", str(second), f"{second + len('Thank you')}.0"]]
    done = import_codings(table(tmp_path / "c.csv", rows, head), study)
    (row,) = read_codings(study)
    assert (row.start, row.end, done.notices) == (second, second + len("Thank you"), ())


def test_words_that_stand_elsewhere_than_start_and_end_say_are_placed_by_the_quotation_and_told(
    study: Path, tmp_path: Path
) -> None:
    text, head = text_of(study), [*HEAD, "start", "end"]
    start = text.index("The board helped")
    abridged = text.index("Nobody knew")
    rows = [
        ["p01", "The board helped", "boards", "+", "AB", "3", "19"],
        ["p01", "Nobody knew ... “nobody” asked", "data", "-", "AB", str(abridged), str(text.index(" Thank you"))],
    ]
    done = import_codings(table(tmp_path / "c.csv", rows, head), study)
    placed = {row.code: (row.start, row.quote) for row in read_codings(study)}
    assert placed["intervention/boards"] == (start, "The board helped")
    assert placed["data"][1].startswith("Nobody knew how many"), "what was cut out of it may be anything"
    (told,) = map(str, done.notices)
    assert told.startswith(
        f"c.csv row 2: its words do not stand at 3-19 of p01.vtt; by the quotation they stand at {start}-"
    )


def test_rows_are_those_of_the_spreadsheet_not_the_lines_of_the_file(study: Path, tmp_path: Path) -> None:
    rows = [
        ["p01", "We had\nno data.\nNobody knew", "data", "-", "AB"],
        ["p01", "Never said by anyone", "data", "", "AB"],
    ]
    for suffix in (".csv", ".xlsx"):
        done = import_codings(table(tmp_path / f"c{suffix}", rows), study)
        assert [fault.place for fault in done.faults] == [f"c{suffix} row 3"]


def test_two_coders_who_coded_alike_are_both_kept(study: Path, tmp_path: Path) -> None:
    done = import_codings(table(tmp_path / "c.csv", [GOOD[0], [*GOOD[0][:4], "CD"]]), study)
    assert (done.applied, done.already, done.faults) == (2, 0, ())
    assert sorted(row.coder for row in read_codings(study)) == ["AB", "CD"]


def test_an_import_killed_anywhere_loses_nothing_and_can_be_run_again(study: Path, tmp_path: Path, kills) -> None:
    first = table(tmp_path / "first.csv", GOOD[:1])
    second = table(tmp_path / "second.csv", GOOD)
    import_codings(first, study)
    before, kept = standing(study), {p: p.read_bytes() for p in (study / "codings").iterdir()}
    for stopped in kills(lambda: import_codings(second, study)):
        assert standing(study) >= before, stopped
        import_codings(second, study)
        assert standing(study) == EXPECTED, stopped
        for path in (study / "codings").iterdir():
            path.unlink()
        for path, data in kept.items():
            path.write_bytes(data)

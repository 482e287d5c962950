"""``send-qual report``: status 1 and a list while somebody could be recognised; else the files."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.cli import main

TALK = (
    "Interviewer: What has changed?\n\n"
    "P01: Our director has stayed for six years now, and everybody knows that she is not going to leave us, "
    "and that strong leadership is half of what trust is.\n\n"
    "Interviewer: And the data?\n\n"
    "P01: The figures were wrong for years, nobody could say how many children were waiting, and the dashboard that "
    "the council bought did not help with that at all.\n"
)


@pytest.fixture
def copy(tmp_path: Path, monkeypatch) -> Path:
    """Two pseudonymised interviews with two head teachers, in a folder of no study."""
    folder = tmp_path / "copy"
    (folder / "documents").mkdir(parents=True)
    (folder / "documents" / "one.txt").write_text(TALK, encoding="utf-8")
    (folder / "documents" / "two.txt").write_text(TALK.replace("P01", "P02").replace("six", "two"), encoding="utf-8")
    table = "document,participant,speaker,role\none.txt,P01,P01,Head\ntwo.txt,P02,P02,Head\n"
    (folder / "attributes.csv").write_text(table, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return folder


def test_it_writes_the_report_and_says_where(copy: Path, capsys) -> None:
    assert main(["report", "copy", "--out", "done"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == f"The report lies in {Path('done') / 'report.docx'}"
    names = {
        "report.docx",
        "report.html",
        "report.xlsx",
        "trail-for-the-team-only.xlsx",
        "draft-for-the-team-only.json",
    }
    assert {p.name for p in Path("done").iterdir()} == {*names, "provenance.json"}


def test_a_second_run_leaves_what_stands_until_something_changes(copy: Path, capsys) -> None:
    assert main(["report", "copy", "--out", "done"]) == 0
    written = {p: p.stat().st_mtime_ns for p in Path("done").iterdir()}
    assert main(["report", "copy", "--out", "done"]) == 0
    assert {p: p.stat().st_mtime_ns for p in Path("done").iterdir()} == written
    told = capsys.readouterr().out.splitlines()
    assert told[:2] == told[2:], "the same is said"
    table = copy / "attributes.csv"
    table.write_text(table.read_text(encoding="utf-8") + "two.txt,,Interviewer,interviewer\n", encoding="utf-8")
    assert main(["report", "copy", "--out", "done"]) == 0
    assert Path("done/report.xlsx").stat().st_mtime_ns != written[Path("done/report.xlsx")]
    assert main(["report", "copy", "--out", "done", "--attribution", "none"]) == 0
    assert "P01" not in Path("done/report.html").read_text(encoding="utf-8")


def test_a_role_of_one_is_refused_with_status_1_and_overridden_in_words(copy: Path, capsys) -> None:
    table = copy / "attributes.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("P02,P02,Head", "P02,P02,Director"), encoding="utf-8")
    assert main(["report", "copy", "--out", "done"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("The report was not written: somebody could be recognised in it.\n")
    assert "P02: nobody else is Director" in told
    assert not Path("done").exists()
    assert main(["report", "copy", "--out", "done", "--accept-disclosure", "Both agreed."]) == 0
    assert Path("done/report.docx").is_file()


def test_errors_of_input_have_status_2(copy: Path, capsys) -> None:
    (copy.parent / "bad.docx").write_text("no", encoding="utf-8")
    assert main(["report", "copy", "--template", "bad.docx"]) == 2
    assert main(["report", "copy", "--attribution", "name"]) == 2
    assert main(["report", "nowhere"]) == 2
    told = capsys.readouterr().err.splitlines()
    assert [line.split(":")[0] for line in told] == ["bad.docx", "attribution 'name'", "nowhere"]
    assert not (copy.parent / "outputs").exists()

"""Each command of the house: what it prints, writes and returns."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from send_qual.cli import main

GOOD = 'name: tea\nversion: "1"\ncodes: [{id: cup, name: Cup, definition: Cups.}]\n'


@pytest.fixture
def study(tmp_path: Path, monkeypatch) -> Path:
    """A study of its own making; the working folder is in it."""
    for name in ("codebooks", "corpora/talks/documents"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "codebooks" / "tea.yaml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "corpora" / "talks" / "documents" / "talk.txt").write_text("Tea was had.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_check_finds_nothing_in_a_good_study(study: Path, capsys) -> None:
    assert main(["check"]) == 0
    assert capsys.readouterr().out == f"{study}: no faults.\n"


def test_check_tells_all_faults_of_all_files(study: Path, capsys) -> None:
    (study / "codebooks" / "a.yaml").write_text("name: a\ncodes: []\n", encoding="utf-8")
    (study / "codebooks" / "b.yml").write_text(GOOD.replace("name: Cup", "nam: Cup"), encoding="utf-8")
    (study / "corpora" / "talks" / "documents" / "broken.pdf").write_bytes(b"%PDF-1.4 torn")
    assert main(["check"]) == 1
    errors = capsys.readouterr().err.splitlines()
    places = [error.split(": ")[0] for error in errors]
    assert [place for place in places if place.startswith("codebooks/")] == [
        "codebooks/a.yaml line 1",
        "codebooks/a.yaml line 2",
        "codebooks/b.yml line 3",
        "codebooks/b.yml line 3",
    ]
    assert [error for error in errors if error.startswith("corpora/talks: ") and "broken.pdf" in error]


def test_check_reads_every_corpus_but_those_to_be_fetched(study: Path, capsys) -> None:
    (study / "corpora" / "later").mkdir()
    (study / "corpora" / "later" / "catalogue.csv").write_text("file\n", encoding="utf-8")
    assert main(["check"]) == 0
    (study / "corpora" / "forgotten").mkdir()
    assert main(["check"]) == 1
    (error,) = (line for line in capsys.readouterr().err.splitlines() if line.startswith("corpora/"))
    assert error.startswith("corpora/forgotten: ")
    assert "the folder has no documents" in error


def test_check_sees_interviews_that_nobody_described(study: Path, capsys) -> None:
    folder = study / "corpora" / "talks"
    talk = "Interviewer: How is the tea?\n\nRosa: It is hot.\n\nInterviewer: And the cup?\n\nRosa: The cup is blue.\n"
    for name in ("one.txt", "two.txt"):
        (folder / "documents" / name).write_text(f"{talk}\nRosa: That was talk {name}.\n", encoding="utf-8")
    assert main(["check"]) == 0  # without the table there is nothing to check it for
    table = "document,participant,speaker,role\none.txt,,Rosa,Cook\nthree.txt,P03,Rosa,Cook\n"
    (folder / "attributes.csv").write_text(table, encoding="utf-8")
    capsys.readouterr()
    assert main(["check"]) == 1
    told = capsys.readouterr().err
    assert "attributes.csv row 2: the participant has no id" in told
    assert told.count("there is no document three.txt") == 1
    assert "two.txt has no row" in told


def test_check_sees_a_codebook_copied_without_a_new_name(study: Path, capsys) -> None:
    shutil.copyfile(study / "codebooks" / "tea.yaml", study / "codebooks" / "coffee.yaml")
    assert main(["check"]) == 1
    assert "codebooks/coffee.yaml: its `name:` is `tea`" in capsys.readouterr().err


def test_check_outside_a_study(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check"]) == 2
    assert "this is no study: it has no codebooks/ and corpora/. Go into a study" in capsys.readouterr().err


def test_init_says_how_to_go_on(tmp_path: Path, capsys) -> None:
    assert main(["init", str(tmp_path / "new study")]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"The study is laid out in {tmp_path / 'new study'}. Go on with:",
        f'  cd "{tmp_path / "new study"}"',
        "  send-qual overview",
        "  send-qual lab",
    ]


def test_init_refuses_a_folder_in_use(study: Path, capsys) -> None:
    assert main(["init", "."]) == 2
    assert "the folder is not empty (it holds codebooks, corpora). Nothing was changed" in capsys.readouterr().err


def test_fetch_names_what_it_could_not_take(study: Path, tmp_path: Path, capsys) -> None:
    assert main(["fetch", "area-send", "--from", str(tmp_path / "nowhere")]) == 2
    assert "there is no such folder" in capsys.readouterr().err
    stick = tmp_path / "stick"
    stick.mkdir()
    assert main(["fetch", "area-send", "--from", str(stick), "--since", "2025-01-01"]) == 0
    assert "0 documents added" in capsys.readouterr().out
    (stick / "2025-02-12_80480_lancashire.pdf").write_bytes(b"not it")
    assert main(["fetch", "area-send", "--from", str(stick)]) == 1
    assert "this is not the document of the catalogue" in capsys.readouterr().err
    assert main(["fetch", "area-send", "--since", "soon"]) == 2


def test_lab_opens_the_notebooks_of_the_study(study: Path, monkeypatch) -> None:
    (study / "notebooks").mkdir()
    ran = []

    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        ran.append(command)
        return subprocess.CompletedProcess(command, 0)

    monkeypatch.setattr(subprocess, "run", run)
    assert main(["lab", "--no-browser", "--port", "9999"]) == 0
    (command,) = ran
    assert f"--ServerApp.root_dir={study}" in command
    assert f"--ServerApp.preferred_dir={study / 'notebooks'}" in command
    assert "--no-browser" in command


def test_lab_outside_a_study(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["lab"]) == 2
    assert "this is no study, so there are no notebooks to open" in capsys.readouterr().err

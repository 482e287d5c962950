"""``send-qual overview``: the main job, from the command to the Word file."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

import pytest

from send_qual.cli import main
from send_qual.study import shipped


@pytest.fixture
def here(tmp_path: Path, monkeypatch) -> Path:
    """A working folder that is no study."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def reports() -> list[Path]:
    return sorted((shipped("corpora") / "sample-area-send" / "documents").glob("*.pdf"))


def words(draft: Path) -> str:
    with zipfile.ZipFile(draft) as parts:
        return parts.read("word/document.xml").decode("utf-8")


def test_without_arguments_it_drafts_the_sample_and_says_where(here: Path, capsys) -> None:
    assert main(["overview"]) == 0
    printed = capsys.readouterr().out.splitlines()
    (place,) = [line.removeprefix("The draft lies in ") for line in printed if line.startswith("The draft lies in ")]
    assert Path(place).parts[0] == "outputs"
    assert "sample-area-send" in place
    assert "Heading" in words(here / place)
    written = {path.name for path in (here / place).parent.iterdir()}
    assert {
        "findings.xlsx",
        "codings.csv",
        "reports.csv",
        "issues.csv",
        "good_practice.csv",
        "provenance.json",
    } <= written
    assert all(name in printed[-1] for name in written - {Path(place).name})


def test_a_file_that_cannot_be_read_is_named_and_the_others_are_drafted(here: Path, capsys) -> None:
    folder = here / "R\u00e9ports of mine"
    folder.mkdir()
    shutil.copy(reports()[0], folder)
    (folder / "torn off.pdf").write_bytes(reports()[1].read_bytes()[:500])
    assert main(["overview", str(folder), "--out", "drafted here"]) == 1
    seen = capsys.readouterr()
    assert "torn off.pdf" in seen.err
    assert "Traceback" not in seen.err
    draft = words(here / "drafted here" / "overview.docx")
    assert "torn off.pdf" in draft


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (["nowhere"], "nowhere: there is no such corpus"),
        (["empty"], "empty: the folder has no documents"),
        (["sample-area-send", "--codebook", "nonsense"], "nonsense: there is no such codebook"),
        (["sample-area-send", "--since", "yesterday"], "yesterday"),
        (["sample-area-send", "--since", "2032-02-28"], "its dates run from 2031-04-11 to 2032-02-27"),
        (["sample-area-send", "--compare", "sample-area-send"], "(autumn-2031, spring-2031)"),
        (["sample-area-send", "--compare", "2041-01-01"], "all documents lie on one side"),
    ],
)
def test_an_input_error_is_one_sentence(line: list[str], told: str, here: Path, capsys) -> None:
    (here / "empty").mkdir()
    assert main(["overview", *line]) == 2
    seen = capsys.readouterr()
    assert told in seen.err
    assert len(seen.err.splitlines()) == 1
    assert not (here / "outputs").exists()

"""A corpus none of whose files can be read: every command says so of each file, and makes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.cli import main

COMMANDS = [
    ["overview"], ["report"], ["themes"], ["segments"], ["agreement"], ["crosswalk", "--to", "learning"],
    ["code", "--codebook", "learning"], ["review", "--codebook", "learning", "--reviewer", "AB"],
    ["next", "--codebook", "learning", "--coder", "AB"], ["evaluate", "--codebook", "learning"],
    ["sample", "--codebook", "learning", "--coders", "AB,CD"],
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command[0])
def test_a_command_says_what_is_wrong_with_each_file(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "study"]) == 0
    study = tmp_path / "study"
    documents = study / "corpora" / "figures" / "documents"
    documents.mkdir(parents=True)
    (documents / "waits.csv").write_text("area,waits\nWexmere,12\n", encoding="utf-8")
    (documents / "plans.csv").write_text("area,plans\nWexmere,4\n", encoding="utf-8")
    monkeypatch.chdir(study)
    before = {path for path in study.rglob("*") if path.is_file()}
    assert main([command[0], "figures", *command[1:]]) == 2
    told = capsys.readouterr().err
    assert "plans.csv: nothing to be coded" in told
    assert "waits.csv: nothing to be coded" in told
    assert {path for path in study.rglob("*") if path.is_file()} == before

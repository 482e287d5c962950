"""``send-qual carry``: a dry run first, then what was said, and the same again changes nothing."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from send_qual.cli import main
from send_qual.coding import coded, new_event, open_ledger, read_codings
from send_qual.corpus import read_corpus

RAW = "We waited for a year. Priya came on Monday and looked. Nobody told us why. They shut the door."
COPY = "We waited for a year. [name] came on Monday and looked. They shut the door."


@pytest.fixture
def talks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, text in (("raw", RAW), ("copy", COPY)):
        (tmp_path / name / "documents").mkdir(parents=True)
        (tmp_path / name / "documents" / "a.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def code(words: str, memo: str = "") -> None:
    start = RAW.index(words)
    document = read_corpus("raw")["a.txt"]
    coding = coded(document, (start, start + len(words)), "data", "SG", memo=memo)
    open_ledger("raw", "SG").append([new_event("applied", "SG", coding)])


def test_it_says_first_what_it_would_do_and_then_does_it(talks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["carry", "raw", "copy"]) == 0
    assert capsys.readouterr().out == "raw: nobody has coded in it yet.\n"
    code("We waited for a year.", memo="how long?")
    code("Priya came on Monday")
    code("Nobody told us why.")
    assert main(["carry", "raw", "copy"]) == 1
    said = capsys.readouterr()
    where = Path("raw") / "codings" / "carried.csv"
    assert said.out.splitlines() == [
        "SG: 2 codings and 0 memos to be carried over.",
        "1 memos stay behind. They may name people: read them, then say --memos to take them along.",
        f"1 of them ask for a look, 1 have no place: {where}",
        "Nothing was written into the copy: say --write to do it.",
    ]
    assert said.err == (
        "copy: 1 codings have no place in it. "
        "They stay in the ledgers of raw; code them anew in the copy where they are missed.\n"
    )
    assert not (talks / "copy" / "codings").exists()
    with where.open(encoding="utf-8-sig", newline="") as file:
        rows = [(row["what"], row["quote"], row["copy_quote"]) for row in csv.DictReader(file)]
    look = ("look", "Priya came on Monday", "[name] came on Monday")
    assert rows == [("lost", "Nobody told us why.", ""), look]
    assert main(["carry", "raw", "copy", "--write", "--memos", "--table", "list.csv"]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "SG: 2 codings and 1 memos carried over.",
        "1 of them ask for a look, 1 have no place: list.csv",
    ]
    assert [(c.quote, c.memo) for c in read_codings("copy")] == [
        ("We waited for a year.", "how long?"),
        ("[name] came on Monday", ""),
    ]
    ledger = (talks / "copy" / "codings" / "SG.jsonl").read_bytes()
    assert main(["carry", "raw", "copy", "--write", "--memos"]) == 1
    assert capsys.readouterr().out.splitlines()[:2] == [
        "SG: 0 codings and 0 memos carried over.",
        "2 codings were carried over before.",
    ]
    assert (talks / "copy" / "codings" / "SG.jsonl").read_bytes() == ledger


def test_a_corpus_is_not_carried_into_itself(talks: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code("We waited for a year.")
    assert main(["carry", "raw", "raw", "--write"]) == 2
    assert "cannot be carried into itself" in capsys.readouterr().err

"""``send-qual history``: who did what when, and the state of a day."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.cli import main
from send_qual.coding import Coding, as_one, new_event, open_ledger, read_history
from send_qual.errors import SendQualError

WAIT = Coding("p01.vtt", 10, 19, "we waited", "health/waits", "SG", facets={"polarity": "challenge"}, codebook="tea")
LATE = replace(WAIT, document="p02.vtt", quote="plans late", code="plans", coder="panel-1", reason="late")


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two coders on three days."""
    home = tmp_path / "talks"
    (home / "documents").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    applied = new_event("applied", "SG", WAIT, time="2026-03-01T09:00:00Z")
    memo = new_event("memo", "SG", WAIT, memo="ask again", time="2026-03-01T09:01:00Z")
    changed = as_one(
        [
            new_event("removed", "SG", WAIT, time="2026-03-02T23:59:59Z"),
            new_event("applied", "SG", replace(WAIT, code="health"), time="2026-03-02T23:59:59Z"),
        ]
    )
    back = as_one(new_event("undone", "SG", target=e.id, time="2026-03-03T08:00:00Z") for e in reversed(changed))
    again = as_one(new_event("undone", "SG", target=e.id, time="2026-03-03T08:00:05Z") for e in reversed(back))
    note = new_event("memo", "SG", target="document:p01.vtt", memo="a long talk", time="2026-03-03T09:00:00Z")
    open_ledger(home, "SG").append([applied, memo, *changed, *back, *again, note])
    rejected = new_event("rejected", "TR", LATE, time="2026-03-02T10:00:00Z")
    on_code = new_event("memo", "TR", target="code:plans", memo="too wide", time="2026-03-03T07:00:00Z")
    open_ledger(home, "TR").append([rejected, on_code])
    return home


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_history_says_who_did_what_when_the_newest_last(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["history", "talks"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "2026-03-01 09:00:00  SG  coded as health/waits (challenge) in p01.vtt 10-19",
        "2026-03-01 09:01:00  SG  memo written on the coding health/waits (challenge) in p01.vtt 10-19",
        "2026-03-02 10:00:00  TR  rejected (panel-1's): plans (challenge) in p02.vtt 10-19",
        "2026-03-02 23:59:59  SG  health/waits changed to health (challenge) in p01.vtt 10-19",
        "2026-03-03 07:00:00  TR  memo written on the code plans",
        "2026-03-03 08:00:00  SG  taken back: health/waits changed to health (challenge) in p01.vtt 10-19",
        "2026-03-03 08:00:05  SG  done again: health/waits changed to health (challenge) in p01.vtt 10-19",
        "2026-03-03 09:00:00  SG  memo written on p01.vtt",
    ]


def test_the_table_has_the_words_and_memos_that_the_screen_does_not(study: Path, capsys) -> None:
    assert main(["history", "talks", "--out", "told.csv"]) == 0
    assert capsys.readouterr().out == "8 gestures: told.csv\n"
    table = rows(Path("told.csv"))
    assert [row["quote"] for row in table[:3]] == ["we waited", "we waited", "plans late"]
    assert [row["memo"] for row in table if row["memo"]] == ["ask again", "too wide", "a long talk"]
    assert [row["document"] for row in table] == ["p01.vtt", "p01.vtt", "p02.vtt", "p01.vtt", "", *["p01.vtt"] * 3]


def test_one_coder_or_one_document(study: Path, capsys) -> None:
    assert main(["history", "talks", "--coder", "TR"]) == 0
    assert [line.split("  ")[1] for line in capsys.readouterr().out.splitlines()] == ["TR", "TR"]
    assert main(["history", "talks", "--document", "p02.vtt"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


@pytest.mark.parametrize(
    ("day", "stood"),
    [
        ("2026-02-28", []),
        ("2026-03-01T09:00", [("SG", "health/waits", "applied", "")]),
        ("2026-03-01", [("SG", "health/waits", "applied", "ask again")]),
        ("2026-03-02", [("SG", "health", "applied", ""), ("TR", "plans", "rejected", "")]),
        ("2026-03-03T08:00:03", [("SG", "health/waits", "applied", "ask again"), ("TR", "plans", "rejected", "")]),
        ("2026-03-01T10:00+01:00", [("SG", "health/waits", "applied", "")]),
        ("2027-01-01", [("SG", "health", "applied", ""), ("TR", "plans", "rejected", "")]),
    ],
)  # fmt: skip
def test_as_of_a_day_gives_what_stood_at_its_end(study: Path, day: str, stood: list[tuple[str, ...]], capsys) -> None:
    assert main(["history", "talks", "--as-of", day]) == 0
    assert f"{len(stood)} codings stood at the end of {day}: codings.csv" in capsys.readouterr().out
    found = [(row["coder"], row["code"], row["status"], row["memo"]) for row in rows(Path("codings.csv"))]
    assert found == stood


def test_the_state_of_a_day_has_the_columns_of_any_table_of_codings(study: Path) -> None:
    assert main(["history", "talks", "--as-of", "2026-03-01", "--out", "then.csv"]) == 0
    (row,) = rows(Path("then.csv"))
    assert list(row)[:7] == ["document", "start", "end", "quote", "codebook", "code", "polarity"]
    assert (row["quote"], row["polarity"], row["created"]) == ("we waited", "challenge", "2026-03-01T09:00:00Z")


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--coder", "XY"], "there is no ledger of the coder 'XY'. There are ledgers of SG, TR."),
        (
            ["--document", "p09.vtt"],
            "nothing was done in the document 'p09.vtt'. There is something about p01.vtt, p02",
        ),
        (["--document", "p01.vtt", "--as-of", "2020-01-01"], "Nothing was coded by then."),
        (["--as-of", "last week"], "'last week' is no day. Write it as 2026-03-31"),
    ],
)
def test_what_is_not_there_is_told_in_words(study: Path, options: list[str], told: str, capsys) -> None:
    assert main(["history", "talks", *options]) == 2
    assert told in capsys.readouterr().err
    assert not Path("codings.csv").exists()


def test_a_corpus_in_which_nobody_coded_and_one_that_is_not_there(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.chdir(tmp_path)
    Path("talks").mkdir()
    assert main(["history", "talks"]) == 0
    assert "nobody has coded in it yet" in capsys.readouterr().out
    assert main(["history", "walks"]) == 2
    assert "there is no such corpus" in capsys.readouterr().err


def test_lines_that_cannot_be_read_are_named_and_the_rest_is_told(study: Path, capsys) -> None:
    with (study / "codings" / "TR.jsonl").open("a", encoding="utf-8") as file:
        file.write("<<<<<<< HEAD\n")
    assert main(["history", "talks"]) == 1
    shown = capsys.readouterr()
    assert len(shown.out.splitlines()) == 8
    assert "TR.jsonl line 3: this line is no event" in shown.err


def test_undoing_twice_what_was_undone_is_no_gesture(study: Path) -> None:
    ledger = open_ledger(study, "TR")
    first = ledger.read().events[0]
    ledger.append(new_event("undone", "TR", target=first.id, time="2026-04-01T00:00:00Z") for _ in range(2))
    told = read_history(study, coder="TR")
    assert [entry.what.split(":")[0] for entry in told][-1] == "taken back"
    assert len(told) == 3
    assert len(told.codings) == 0
    with pytest.raises(SendQualError, match="no such corpus"):
        read_history(study / "nothing")


def test_of_many_codings_made_at_once_each_is_told(study: Path) -> None:
    ledger = open_ledger(study, "TR")
    rows = [replace(WAIT, start=n, end=n + 9, coder="TR") for n in (0, 20, 40)]
    events = as_one(new_event("applied", "TR", row, time="2026-04-01T00:00:00Z") for row in rows)
    ledger.append(events)
    ledger.append(as_one(new_event("undone", "TR", target=e.id, time="2026-04-02T00:00:00Z") for e in reversed(events)))
    told = [entry for entry in read_history(study, coder="TR") if entry.time > "2026-04"]
    assert [(entry.what.split()[0], entry.coding and entry.coding.start) for entry in told] == [
        *(("coded", n) for n in (0, 20, 40)),
        *(("taken", n) for n in (40, 20, 0)),
    ]

"""The ledger: events kept through crashes, two writers and undoing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.coding import (
    Coding,
    Event,
    Followed,
    State,
    Steps,
    apply_event,
    as_one,
    new_event,
    open_ledger,
    read_codings,
    replay,
)
from send_qual.coding.ledger._events import Standing
from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError

WAIT = Coding("p01.vtt", 0, 4, "wait", "data/quality", "AB", facets={"polarity": "challenge"}, codebook="intervention")


def a_coding(study: Path, quote: str, code: str = "data/quality") -> Coding:
    document = read_corpus(study)["p01.vtt"]
    start = document.text.index(quote)
    return replace(WAIT, start=start, end=start + len(quote), quote=quote, code=code)


def standing(study: Path) -> list[tuple[str, str, str]]:
    return [(c.quote, c.code, c.status) for c in read_codings(study)]


def test_what_is_coded_can_be_read_back_whole(study: Path) -> None:
    coding = a_coding(study, "We had no data.")
    open_ledger(study, "AB").append([new_event("applied", "AB", coding, time="2024-03-01T09:00:00Z")])
    (back,) = read_codings(study)
    assert back == replace(coding, status="applied", created="2024-03-01T09:00:00Z")


def test_each_event_is_one_line_that_says_who_when_what_and_where(study: Path) -> None:
    coding = a_coding(study, "We had no data.")
    open_ledger(study, "AB").append([new_event("applied", "AB", replace(coding, prefix="x ", suffix=" y"))])
    (line,) = (study / "codings" / "AB.jsonl").read_text(encoding="utf-8").splitlines()
    row = json.loads(line)
    assert row["event"] == "applied"
    assert row["coder"] == "AB"
    assert row["time"].endswith("Z")
    assert (row["document"], row["start"], row["end"]) == (coding.document, coding.start, coding.end)
    assert (row["quote"], row["prefix"], row["suffix"]) == ("We had no data.", "x ", " y")
    assert (row["code"], row["facets"]) == ("data/quality", {"polarity": "challenge"})


def test_removing_takes_away_and_undoing_brings_back() -> None:
    applied = new_event("applied", "AB", WAIT)
    removed = new_event("removed", "AB", WAIT)
    undone = new_event("undone", "AB", target=removed.id)
    assert len(replay([applied]).codings) == 1
    assert len(replay([applied, removed]).codings) == 0
    assert len(replay([applied, removed, undone]).codings) == 1
    assert len(replay([applied, removed, undone, new_event("undone", "AB", target=undone.id)]).codings) == 0
    assert len(replay([applied, removed, undone, new_event("undone", "AB", target=removed.id)]).codings) == 1


def test_a_gesture_of_several_events_is_taken_back_in_the_order_in_which_it_came_undone() -> None:
    mixed = replace(WAIT, facets={"polarity": "mixed"})
    steps, standing = Steps(), Standing()

    def take(events: Iterable[Event]) -> list[str]:
        for event in events:
            if standing.take(event):
                steps.take(event)
        return [coding.facets.get("polarity", "") for coding in standing.codings.values()]

    assert take([new_event("applied", "AB", WAIT)]) == ["challenge"]
    assert take(as_one([new_event("memo", "AB", WAIT, memo="hm"), new_event("applied", "AB", mixed)])) == ["mixed"]
    assert take(steps.undo("AB")) == ["challenge"]
    assert take(steps.undo("AB")) == []
    assert take(steps.redo("AB")) == ["challenge"]
    assert take(steps.redo("AB")) == ["mixed"]
    assert steps.redo("AB") == ()


def test_undoing_a_memo_gives_back_the_one_before() -> None:
    first = new_event("memo", "AB", WAIT, memo="first")
    second = new_event("memo", "AB", WAIT, memo="second")
    events = [new_event("applied", "AB", WAIT), first, second]
    (now,) = replay(events).codings.values()
    (back,) = replay([*events, new_event("undone", "AB", target=second.id)]).codings.values()
    assert (now.memo, back.memo) == ("second", "first")


def test_an_event_leaves_the_state_it_is_applied_to_alone_and_many_are_as_one_by_one() -> None:
    events = [
        new_event("applied", "AB", WAIT),
        new_event("memo", "AB", WAIT, memo="hm"),
        new_event("rejected", "AB", replace(WAIT, coder="panel-1")),
    ]
    state = State()
    for event in events:
        before = dict(state.codings)
        after = apply_event(state, event)
        assert dict(state.codings) == before
        state = after
    assert dict(state.codings) == dict(replay(events).codings)


def test_a_torn_last_line_is_set_aside_and_reported_and_the_rest_is_read(study: Path) -> None:
    ledger = open_ledger(study, "AB")
    ledger.append([new_event("applied", "AB", a_coding(study, "We had no data."))])
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole + whole[: len(whole) // 2])
    codings = read_codings(study)
    assert [c.quote for c in codings] == ["We had no data."]
    assert "AB.jsonl: its last line was torn" in str(codings.notices[0])
    assert ledger.path.read_bytes() == whole
    assert (study / "codings" / "AB.jsonl.torn").read_bytes() == whole[: len(whole) // 2] + b"\n"
    assert read_codings(study).notices == ()


def test_coding_on_after_a_crash_spoils_no_line(study: Path) -> None:
    ledger = open_ledger(study, "AB")
    ledger.append([new_event("applied", "AB", a_coding(study, "We had no data."))])
    with ledger.path.open("ab") as file:
        file.write(b'{"id":"torn')
    ledger.append([new_event("applied", "AB", a_coding(study, "The board helped"))])
    assert sorted(c.quote for c in read_codings(study)) == ["The board helped", "We had no data."]


def test_a_line_that_is_no_event_is_named_with_its_number_and_kept(study: Path) -> None:
    ledger = open_ledger(study, "AB")
    ledger.append([new_event("applied", "AB", a_coding(study, "We had no data."))])
    with ledger.path.open("a", encoding="utf-8") as file:
        file.write("<<<<<<< HEAD\n")
    ledger.append([new_event("applied", "AB", a_coding(study, "The board helped"))])
    codings = read_codings(study)
    assert len(codings) == 2
    assert [str(n).split(":")[0] for n in codings.notices] == ["AB.jsonl line 2"]
    assert "<<<<<<< HEAD" in ledger.path.read_text(encoding="utf-8")


WRITER = """
import sys
from send_qual.coding import Coding, new_event, open_ledger
ledger = open_ledger(sys.argv[1], "AB")
for n in range(int(sys.argv[3])):
    coding = Coding("p01.vtt", n, n + 4, "wait", sys.argv[2], "AB", status="applied")
    ledger.append([new_event("applied", "AB", coding)])
    print(n, flush=True)
"""


def writer(study: Path, code: str, times: int) -> subprocess.Popen[str]:
    arguments = [sys.executable, "-c", WRITER, str(study), code, str(times)]
    return subprocess.Popen(arguments, stdout=subprocess.PIPE, text=True)


def test_two_programs_that_write_at_once_lose_nothing(study: Path) -> None:
    both = [writer(study, code, 40) for code in ("data/quality", "data/use")]
    for one in both:
        one.communicate(timeout=60)
        assert one.returncode == 0
    reading = open_ledger(study, "AB").read()
    assert len(reading.events) == 80
    assert reading.notices == ()


def test_a_program_killed_while_writing_loses_nothing_it_had_saved(study: Path) -> None:
    one = writer(study, "data/quality", 100_000)
    assert one.stdout
    saved = 0
    for line in one.stdout:
        saved = int(line) + 1
        if saved >= 25:
            one.kill()
            break
    one.wait(timeout=20)
    reading = open_ledger(study, "AB").read()
    assert len(reading.events) >= saved
    open_ledger(study, "AB").append([new_event("applied", "AB", WAIT)])
    assert len(open_ledger(study, "AB").read().events) == len(reading.events) + 1


def test_an_event_is_added_to_many_without_reading_them_again(study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger = open_ledger(study, "AB")
    ledger.append(new_event("applied", "AB", replace(WAIT, start=n, end=n + 4)) for n in range(2000))
    followed = Followed(ledger.path)
    taken: list[int] = []
    take = Followed._take

    def counted(self: Followed, data: bytes) -> set[str]:
        taken.append(data.count(b"\n"))
        return take(self, data)

    monkeypatch.setattr(Followed, "_take", counted)
    for n in range(10):
        ledger.append([new_event("applied", "AB", replace(WAIT, start=n, end=n + 4, quote="more"))])
        followed.refresh()
    assert taken == [1] * 10, "each line is read once"
    assert sum(c.quote == "more" for c in followed.standing.codings.values()) == 10


def test_a_corrected_transcript_keeps_its_codings_and_lists_the_one_that_has_no_place(study: Path) -> None:
    kept, gone = a_coding(study, "The board helped"), a_coding(study, "We had no data.")
    open_ledger(study, "AB").append([new_event("applied", "AB", c) for c in (kept, gone)])
    file = study / "documents" / "p01.vtt"
    corrected = file.read_text(encoding="utf-8").replace("We had no data.", "We'd had none of it, not a number.")
    file.write_text(corrected, encoding="utf-8")
    corpus = read_corpus(study)
    codings = read_codings(corpus)
    (row,) = codings
    assert corpus["p01.vtt"].text[row.start : row.end] == "The board helped"
    assert row.start != kept.start
    (notice,) = codings.notices
    assert "has no place in the text as it is now" in str(notice)
    assert "no data" not in str(notice), "a notice may be printed: it does not repeat what was said"
    assert len(standing(study)) == 2, "the ledger itself keeps both"


@pytest.mark.parametrize("name", ["", "../AB", "a/b", "con", "x" * 60, "AB\n"[:2] + "\t"])
def test_a_coder_whose_name_cannot_be_a_file_is_refused(study: Path, name: str) -> None:
    if name.strip() == "AB":
        assert open_ledger(study, name).coder == "AB"
        return
    with pytest.raises(SendQualError, match="cannot be the name of a ledger"):
        open_ledger(study, name)


def test_two_coders_whose_names_differ_in_case_only_are_refused(study: Path) -> None:
    open_ledger(study, "AB").append([new_event("applied", "AB", a_coding(study, "We had no data."))])
    with pytest.raises(SendQualError, match="there is a ledger of AB already"):
        open_ledger(study, "ab")


def test_no_ledger_takes_another_persons_event(study: Path) -> None:
    with pytest.raises(ValueError, match="CD"):
        open_ledger(study, "AB").append([new_event("applied", "CD", WAIT)])


def test_a_corpus_without_ledgers_has_no_codings(study: Path) -> None:
    assert len(read_codings(study)) == 0
    assert len(read_codings(read_corpus(study))) == 0


def test_while_another_program_writes_one_waits_and_is_told_when_it_takes_too_long(
    study: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from filelock import FileLock

    from send_qual.coding.ledger import _jsonl as _lines

    monkeypatch.setattr(_lines, "_PATIENCE", 0.2)
    ledger = open_ledger(study, "AB")
    event = new_event("applied", "AB", a_coding(study, "We had no data."))
    ledger.append([event])
    with FileLock(ledger.path.with_name(".AB.jsonl.lock")):
        with pytest.raises(SendQualError, match="another program is writing to this ledger"):
            ledger.append([event])
        assert len(ledger.read().events) == 1, "reading needs no lock"
    ledger.append([event])
    assert len(ledger.read().events) == 2


def test_two_codebooks_with_a_code_of_one_name_keep_their_codings_apart() -> None:
    first = Coding("p01.txt", 0, 5, "Waits", "leadership", "SG", status="applied", codebook="area-send")
    second = replace(first, codebook="intervention")
    state = replay(new_event("applied", "SG", coding) for coding in (first, second))
    assert {c.codebook for c in state.codings.values()} == {"area-send", "intervention"}
    assert first.key != second.key

"""A kernel killed at random moments: no coding is lost that the browser was told is saved."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tea

from send_qual.coding import open_ledger, read_codings

TEXT = "".join(f"Sentence {n} says 🙂 that somebody waited. " for n in range(600))
CODINGS = 500
AHEAD = 12  # gestures that a quick hand is ahead of the answers
# The whole way of a message through Python, from where the widget hears it to where it answers.
PROCESS = """
import json, sys
from send_qual.desk import Desk, desk

def send(self, content, buffers=()):
    sys.stdout.buffer.write((bytes(buffers[0]) if buffers else json.dumps(content).encode()) + b"\\n")
    sys.stdout.buffer.flush()

Desk.send = send
sys.stdin.readline()
here = desk(sys.argv[1], sys.argv[1] + "/book.yaml", "SG")
for line in sys.stdin:
    here._heard(None, json.loads(line), None)
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    return tea.laid_out(tmp_path, TEXT)


def script(home: Path) -> Iterator[dict[str, Any]]:
    """What the browser sends: each coding has a place of its own."""
    for n in range(CODINGS):
        at = len(TEXT[: 30 * n].encode("utf-16-le")) // 2
        facets = {"polarity": ("facilitator", "challenge")[n % 2]}
        yield {
            "n": n,
            "do": "apply",
            "document": "p01.txt",
            "start": at,
            "end": at + 9,
            "code": "data",
            "facets": facets,
        }


def kept(home: Path) -> set[str]:
    """The ids of what the ledger holds."""
    return {f"{target}@SG" for target in open_ledger(home, "SG").read().state.codings}


class Seat:
    """A browser's end of a desk in another process."""

    def __init__(self, home: Path) -> None:
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self.process = subprocess.Popen([sys.executable, "-c", PROCESS, str(home)], **pipes)

    def ask(self, message: dict[str, Any]) -> None:
        assert self.process.stdin
        self.process.stdin.write(json.dumps(message).encode() + b"\n")
        self.process.stdin.flush()

    def answers(self) -> Iterator[dict[str, Any]]:
        """Answers as they come; what was half said when the process died is none."""
        assert self.process.stdout
        for line in self.process.stdout:
            if line.endswith(b"\n") and "re" in (told := json.loads(line)):
                yield told

    def sit(self) -> str:
        """Open the desk; what it has to tell."""
        self.ask({})
        self.ask({"n": -1, "do": "hello"})
        return str(next(self.answers())["notice"])

    def close(self) -> None:
        self.process.kill()
        self.process.communicate()


def code_until_killed(seat: Seat, todo: list[dict[str, Any]], kill_after: int, luck: random.Random) -> dict[int, str]:
    """Code on, ``AHEAD`` gestures before the answers, until the process is killed; what was told to be saved."""
    saved: dict[int, str] = {}
    waiting = iter(todo)
    for message in [next(waiting) for _ in range(min(AHEAD, len(todo)))]:
        seat.ask(message)
    for answer in seat.answers():
        assert "error" not in answer, answer
        saved[answer["re"]] = answer["id"]
        if len(saved) == kill_after:
            time.sleep(luck.uniform(0, 0.02))  # somewhere in the midst of the next ones
            seat.process.kill()
        elif len(saved) == len(todo):
            break
        elif len(saved) < kill_after and (message := next(waiting, None)):
            seat.ask(message)
    return saved


def test_five_hundred_codings_and_a_kernel_killed_again_and_again(home: Path) -> None:
    luck = random.Random(20)  # noqa: S311
    ledger = home / "codings" / "SG.jsonl"
    todo, kills, torn = list(script(home)), 0, ""
    saved: dict[int, str] = {}
    seats = [Seat(home), Seat(home)]  # one is warm when the other dies
    try:
        while todo:
            seat = seats.pop(0)
            notice = seat.sit()
            assert ("its last line was torn" in notice) == bool(torn)
            assert not torn or torn in ledger.with_name("SG.jsonl.torn").read_text(encoding="utf-8")
            there = kept(home)
            now = code_until_killed(seat, todo, luck.randint(60, 110), luck)
            seat.close()
            saved.update(now)
            assert there | set(saved.values()) <= kept(home), "all that was told to be saved is there"
            assert len(kept(home) - there) <= len(now) + AHEAD, "and beside it only what was under way"
            todo = [message for message in todo if message["n"] not in now]
            torn = ""
            if todo:
                kills += 1
                seats.append(Seat(home))
                if kills % 2:  # a power cut may do what killing a process does not: tear a line
                    torn = f'{{"id":"{luck.randrange(10**9)}","event":"appl'
                    with ledger.open("a", encoding="utf-8") as file:
                        file.write(torn)
    finally:
        for seat in seats:
            seat.close()
    assert kills >= 4
    codings = read_codings(home)
    assert codings.notices == ()
    assert {f"{c.document}#{c.start}" for c in codings} == {f"p01.txt#{30 * n}" for n in range(CODINGS)}
    assert len(codings) == len(saved) == CODINGS, "what was asked for twice stands once"

"""How long single steps take: `pytest -m benchmark tests/benchmarks/test_room_speeds.py -s` prints it.

Processor time of this process is held to, with room to spare: a step that got ten times slower is seen.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median

import pytest
from reportlab.pdfgen.canvas import Canvas

from send_qual.codebook import read_codebook
from send_qual.coding import Coding, Followed, Ledger, anchor, new_event, open_ledger, place, read_codings
from send_qual.corpus import Document, Segment, Source, fix_text, read_corpus
from send_qual.desk import open_work
from send_qual.desk._offsets import from_utf16, to_utf16
from send_qual.errors import SendQualError
from send_qual.kinds.interview import as_transcript

pytestmark = pytest.mark.benchmark

WAIT = Coding("p01.txt", 0, 4, "wait", "health", "AB", status="applied")


def seconds(name: str, act: Callable[[], object], times: int = 3) -> float:
    """The least of several, in processor time."""
    took = []
    for _ in range(times):
        begun = time.process_time()
        act()
        took.append(time.process_time() - begun)
    print(f"{name}: median {median(took):.2f} s, {min(took):.2f} to {max(took):.2f} s of CPU")  # noqa: T201
    return min(took)


def document(text: str) -> Document:
    return Document("a.txt", "a.txt", text, (Segment(0, len(text)),), {}, Source("a.txt", "", "txt"))


@pytest.fixture(scope="module")
def hundred_thousand(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger of 100,000 events, 46 MB."""
    folder = tmp_path_factory.mktemp("long")
    (folder / "documents").mkdir()
    ledger = open_ledger(folder, "AB")
    quote = "nobody knew how many were waiting " * 4
    rows = (replace(WAIT, start=n, end=n + len(quote), quote=quote, prefix="x" * 32) for n in range(100_000))
    ledger.append(new_event("applied", "AB", row) for row in rows)
    return ledger


def test_a_hundred_thousand_events_are_read(hundred_thousand: Ledger) -> None:
    home = hundred_thousand.path.parent.parent
    assert len(read_codings(home)) == 100_000
    assert seconds("Followed", lambda: Followed(hundred_thousand.path)) < 2  # about 1.1 s
    seconds("Ledger.read", hundred_thousand.read)
    seconds("read_codings", lambda: read_codings(home))


def test_an_event_is_added_to_a_hundred_thousand(hundred_thousand: Ledger) -> None:
    followed = Followed(hundred_thousand.path)

    def add() -> None:
        for n in range(10):
            hundred_thousand.append([new_event("applied", "AB", replace(WAIT, start=n, end=n + 4, quote="more"))])
            followed.refresh()

    assert seconds("ten events added", add) < 0.3


def test_a_long_quotation_with_a_slip_is_placed() -> None:
    filler = "so we went on and on about the weather and the bus and the shops as one does of a morning. "
    wanted = "the director told us plainly that nobody had counted the children who were waiting for a place"
    text = document(filler * 4000 + wanted + ". " + filler * 4000)
    assert seconds("place", lambda: place(text, wanted.replace("plainly", "plainy"))) < 3


def test_two_thousand_codings_find_their_place() -> None:
    rng = random.Random(1)  # noqa: S311
    words = [f"{a}{b}{c}" for a in "bdfglmnprst" for b in ("a", "ee", "o", "ou") for c in ("ck", "ll", "n", "st", "")]
    kept = rng.choices(words, k=110_000)
    text = " ".join(kept)
    codings = [
        Coding("a.txt", at, at + 200, text[at : at + 200], "x", "AB", status="applied", prefix=text[at - 32 : at])
        for at in rng.sample(range(40, len(text) - 300), 2000)
    ]
    now = document(" ".join(word for word in kept if rng.random() > 0.05))
    assert seconds("anchor", lambda: anchor(codings, now), 1) < 8  # about 2 s


def test_ten_hours_of_captions_are_read() -> None:
    cues = []
    for k in range(12_000):
        minute = f"{k // 1200:02d}:{k // 20 % 60:02d}"
        timing = f"{minute}:{k % 20 * 3:02d}.000 --> {minute}:{k % 20 * 3 + 2:02d}.000"
        who = "Ana" if k % 7 == 0 else "Will"
        cues.append(f"{timing}\n<v {who}>we waited for a very long time {k}</v>")
    data = ("WEBVTT\n\n" + "\n\n".join(cues)).encode()
    assert seconds("captions", lambda: as_transcript(Path("a.vtt"), data, ".vtt")) < 3


def test_thousands_of_offsets_are_converted() -> None:
    text = fix_text("Wir haben gewartet \U0001f600, sagte sie, und niemand kam. " * 12_000)
    offsets = list(range(0, len(text), len(text) // 4_000))
    assert seconds("offsets", lambda: from_utf16(text, to_utf16(text, offsets))) < 0.25  # about 0.01 s


def test_what_is_too_much_is_refused_at_once(tmp_path: Path) -> None:
    def refused(act: Callable[[], object]) -> None:
        with pytest.raises(SendQualError):
            act()

    rows = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    (tmp_path / "bomb.yaml").write_text("\n".join(rows), encoding="utf-8")
    assert seconds("a bomb of references", lambda: refused(lambda: read_codebook(tmp_path / "bomb.yaml"))) < 2
    with (tmp_path / "large.yaml").open("wb") as file:
        file.truncate(50_000_000)
    assert seconds("50 MB of codebook", lambda: refused(lambda: read_codebook(tmp_path / "large.yaml"))) < 0.5
    folder = tmp_path / "reports"
    folder.mkdir()
    canvas = Canvas(str(folder / "bundle.pdf"))
    for _ in range(2000):
        canvas.drawString(72, 700, "A page of a bundle.")
        canvas.showPage()
    canvas.save()
    assert seconds("2,000 pages", lambda: read_corpus(folder).left_out) < 5


def test_help_comes_at_once() -> None:
    def used() -> float:
        before = os.times()
        subprocess.run([sys.executable, "-m", "send_qual.cli", "--help"], capture_output=True, check=True)
        after = os.times()
        own = after.children_user + after.children_system - before.children_user - before.children_system
        return own or after.elapsed - before.elapsed

    took = min(used() for _ in range(5))
    print(f"--help: {took:.2f} s of CPU")  # noqa: T201
    assert took < 0.5


def test_a_new_code_in_a_book_of_thirty(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("We waited.\n", encoding="utf-8")
    codes = "\n".join(
        f"  - id: code-{n}\n    name: Code {n}\n    definition: What {n} is for.\n    terms:"
        + "".join(f"\n      - {{phrase: word {n} {k}, weight: 0.5}}" for k in range(12))
        for n in range(33)
    )
    (tmp_path / "book.yaml").write_text(f'name: book\nversion: "1"\ncodes:\n{codes}\n', encoding="utf-8")
    with closing(open_work(read_corpus(tmp_path), read_codebook(tmp_path / "book.yaml"), "SG")) as work:
        names = iter(range(100))
        assert seconds("a new code", lambda: work.new_code(f"Thing {next(names)}"), times=9) < 0.03  # about 0.013 s

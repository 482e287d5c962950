"""How fast the desk is on a long text, and that nothing shown as saved is ever lost."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.coding import Coding, new_event, open_ledger
from send_qual.corpus import read_corpus

pytestmark = pytest.mark.browser

WORDS = "we were told the plan would come but nobody rang us so my son had to wait at home for a year"
TURNS, CODINGS = 3000, 2000


def long_talk() -> str:
    """Ten hours of talk: about 90,000 words."""
    chance = random.Random(7)  # noqa: S311
    cues = ["WEBVTT\n"]
    for n in range(TURNS):
        words = " ".join(chance.choices(WORDS.split(), k=30))
        begin = f"{n * 12 // 3600:02}:{n * 12 // 60 % 60:02}:{n * 12 % 60:02}"
        cues.append(f"{begin}.000 --> {begin}.900\n<v {'P01' if n % 2 else 'Interviewer'}>{words.capitalize()}.</v>\n")
    return "\n".join(cues)


def codings_on(home) -> None:
    corpus = read_corpus(str(home))
    book = read_codebook(str(home.parents[1] / "codebooks" / f"{home.name}.yaml"))
    (document,) = corpus
    chance = random.Random(8)  # noqa: S311
    events = []
    for _ in range(CODINGS):
        start = chance.randrange(len(document.text) - 200)
        end = start + chance.randrange(20, 160)
        code = chance.choice(book.codes).id
        quote = document.text[start:end]
        coding = Coding(document.id, start, end, quote, code, "SG", status="applied", codebook=book.name)
        events.append(new_event("applied", "SG", coding))
    open_ledger(home, "SG").append(events)


@pytest.mark.benchmark
def test_ten_hours_with_two_thousand_codings(sit, lab) -> None:
    home = lab.corpus("test-ten-hours-with-two-thousand-codings", p01_vtt=long_talk())
    codings_on(home)
    seat = sit(
        cell="1", documents={"p01_vtt": long_talk()}, run=False, second="desk = sq.desk(corpus, book, 'SG')\ndesk"
    )
    seat.run(0, wait=False)
    seat.page.wait_for_selector(".jp-OutputArea-output")
    seat.page.locator(".jp-Cell .jp-InputArea-editor").nth(1).click()
    begin = time.perf_counter()
    seat.press("Control+Enter")
    seat.page.wait_for_selector('.sqd[data-ready="true"] .row .name')
    first_screen = time.perf_counter() - begin
    # The first screens came first; the rest follows, to the last line.
    whole = "n => document.querySelectorAll('.sqd .rows .row').length === n"
    seat.page.wait_for_function(whole, arg=TURNS)
    seat.ready()

    # The clock runs in the page: from the key to the frame that shows the stripe, and to the word "saved".
    clock = """key => new Promise(done => {
        const root = document.querySelector('.sqd'), before = root.querySelectorAll('.name').length;
        const begin = performance.now(); let shown = 0;
        root.querySelector('.text').dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
        const look = () => {
            if (!shown && root.querySelectorAll('.name').length > before) shown = performance.now() - begin;
            const saved = root.querySelector('.saved').textContent === 'saved' && !root.querySelector('.name.pending');
            if (shown && saved) done([shown, performance.now() - begin]);
            else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
    })"""
    shown, saved = [], []
    seat.focus()
    for n in range(6):
        seat.press("Escape", "Escape") if n else None
        seat.focus()
        seat.press("ArrowDown", *["ArrowRight"] * n)
        times = seat.page.evaluate(clock, "1")
        shown.append(times[0])
        saved.append(times[1])
    frames = seat.page.evaluate("""async () => {
        const pane = document.querySelector('.sqd .text'), frames = [];
        for (let n = 0; n < 60; n += 1) {
            const begin = performance.now();
            pane.scrollTop += 600;
            await new Promise(done => requestAnimationFrame(() => setTimeout(done)));
            frames.push(performance.now() - begin);
        }
        return frames.sort((a, b) => a - b);
    }""")
    told = [f"first screen {first_screen:.2f} s"]
    told += [f"a coding seen after {sorted(shown)[3]:.0f} ms (worst {max(shown):.0f})"]
    told += [f"saved after {sorted(saved)[3]:.0f} ms (worst {max(saved):.0f})"]
    told += [f"scrolling: a frame {frames[30]:.0f} ms (worst {frames[-1]:.0f})"]
    print("", *told, sep="\n")  # noqa: T201 -- with -s
    assert len(seat.events()) == CODINGS + 6
    # Promised: 1 s, 100 ms, 300 ms. A machine that does other work at the same time gets three times as long.
    assert first_screen < 2.5
    assert sorted(shown)[3] < 300
    assert sorted(saved)[3] < 900
    assert frames[30] < 100


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="the kernel's process is found in /proc")
def test_what_was_shown_as_saved_survives_a_killed_kernel(sit, lab) -> None:
    seat = sit(documents={"p01_vtt": long_talk()[:60_000]})
    # Somebody codes as fast as Python answers; each turn is another coding. What the margin ever shows without the
    # mark of waiting is kept here by its id: the pane scrolls, and only what is near is drawn.
    seat.page.evaluate("""() => {
        const pane = document.querySelector('.sqd .text');
        const press = key => pane.dispatchEvent(new KeyboardEvent('keydown', {key, bubbles: true, cancelable: true}));
        window.shownAsSaved = new Set();
        const look = () => {
            const saved = document.querySelectorAll('.sqd .name:not(.pending)');
            for (const name of saved) window.shownAsSaved.add(name.dataset.id);
        };
        window.coding = setInterval(() => {
            look();
            if (document.querySelectorAll('.sqd .name.pending').length < 5) { press('ArrowDown'); press('1'); }
        }, 15);
        new MutationObserver(look).observe(pane, {subtree: true, childList: true});
    }""")
    for _ in range(2000):
        if len(seat.events()) > 20 + random.randrange(40):  # noqa: S311
            break
        seat.page.wait_for_timeout(10)
    kernel = lab.kernel(seat.notebook)
    (process,) = [p for p in Path("/proc").glob("[0-9]*") if f"kernel-{kernel}".encode() in _command(p)]
    os.kill(int(process.name), signal.SIGKILL)
    seat.page.wait_for_timeout(300)
    seat.page.evaluate("clearInterval(window.coding)")
    shown = set(seat.page.evaluate("[...window.shownAsSaved]"))
    state = seat.page.evaluate("document.querySelector('.sqd .saved').textContent")
    assert state != "saved", "what the killed kernel has not answered is not called saved"
    assert shown, "some codings were shown as saved before the kernel died"
    assert {one.rpartition("@")[0] for one in shown} <= {event["target"] for event in seat.events()}


def _command(process: Path) -> bytes:
    try:
        return (process / "cmdline").read_bytes()
    except OSError:
        return b""

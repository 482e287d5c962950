"""A real JupyterLab on a small fictional study, and a real Chromium to look at it. One of each for all tests."""

from __future__ import annotations

import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from send_qual.codebook import read_codebook
from send_qual.corpus import read_corpus
from send_qual.desk import Work, open_work

from ._bench import Bench
from ._lab import BOOK, TALK, Lab, Seat

PACKAGE = Path(__file__).resolve().parents[2] / "send_qual"

SUGGEST = """
from send_qual.coding import Coding, Codings
def suggestions(corpus, book, *wanted):
    rows = []
    for document, words, code, polarity in wanted:
        text = corpus[document].text
        at = text.index(words)
        rows.append(Coding(document, at, at + len(words), words, code, "terms-1", facets={"polarity": polarity},
                           confidence=0.71, reason="the word " + words.split()[0], codebook=book.name))
    return Codings(tuple(rows), corpus, book)
"""


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lab]:
    folder = tmp_path_factory.mktemp("study")
    for name in ("codebooks", "corpora"):
        (folder / name).mkdir()
    own = tmp_path_factory.mktemp("jupyter")
    here = Lab(folder, _free_port(), secrets.token_hex(8))
    surroundings = os.environ | {
        "JUPYTER_CONFIG_DIR": str(own / "config"),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(own / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(own / "workspaces"),
        "SEND_QUAL_CACHE": str(own / "cache"),
        "PYTHONPATH": os.pathsep.join([str(PACKAGE.parent), os.environ.get("PYTHONPATH", "")]),
    }
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--ServerApp.ip=127.0.0.1"]
    command += [f"--ServerApp.port={here.port}", f"--IdentityProvider.token={here.token}", "--LabApp.news_url=None"]
    command += [
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]
    command += ["--expose-app-in-browser"]  # for the theme
    log = (own / "log").open("w")
    server = subprocess.Popen(command, cwd=folder, env=surroundings, stdout=log, stderr=subprocess.STDOUT)
    try:
        for _ in range(300):
            try:
                here.api("GET", "sessions")
                break
            except OSError:
                assert server.poll() is None, (own / "log").read_text()[-2000:]
                time.sleep(0.1)
        yield here
        here.stop_kernels()
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium is installed here")
    playwright = pytest.importorskip("playwright.sync_api", reason="run `uv sync`: playwright is in the lock")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def window(chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def sit(lab: Lab, window: Any, request: pytest.FixtureRequest) -> Iterator[Callable[..., Seat]]:
    """``sit("SG", wanted=[...])``: a corpus, a notebook and a desk for this test alone."""
    name = re.sub(r"[^a-z0-9]+", "-", request.node.name.lower()).strip("-")
    seats: list[Seat] = []

    def seated(
        coder: str = "SG",
        *,
        documents: dict[str, str] | None = None,
        wanted: list[tuple[str, str, str, str]] | None = None,
        more: str = "",
        cell: str = "",
        second: str = "1 + 1",
        run: bool = True,
    ) -> Seat:
        lab.corpus(name, **(documents or {}))
        source = (
            f"import send_qual as sq\n{SUGGEST}\ncorpus = sq.read_corpus({name!r})\nbook = sq.read_codebook({name!r})\n"
        )
        given = f"suggestions=suggestions(corpus, book, *{wanted or []!r}){more}"
        source += cell or f"desk = sq.desk(corpus, book, {coder!r}, {given})\ndesk"
        seat = Seat(lab, window, lab.notebook(name, source, second))
        seats.append(seat)
        seat.open()
        if run:
            seat.run()
        return seat

    yield seated
    for seat in seats:
        try:
            seat.leave()
        except Exception:  # a test that failed midway must not spoil the next one
            window.goto("about:blank")
            lab.stop_kernels()


@pytest.fixture(scope="session")
def node_kit(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the desk's JavaScript source with the packages of its lock."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed here")
    kit = tmp_path_factory.mktemp("desk") / "source"
    shutil.copytree(PACKAGE / "desk" / "source", kit, ignore=shutil.ignore_patterns("node_modules"))
    install = [npm, "ci", "--no-audit", "--no-fund", "--silent"]
    done = subprocess.run(install, cwd=kit, capture_output=True, text=True, check=False)
    if done.returncode and "CI" not in os.environ:
        pytest.skip("the packages of the desk's source cannot be fetched here")
    assert done.returncode == 0, done.stderr
    return kit


@pytest.fixture
def bench(chromium: Any) -> Iterator[Callable[..., Bench]]:
    """``bench(work, width=1440, dark=True, zoom=2)``: a desk without JupyterLab, for this test alone."""
    contexts: list[Any] = []

    def seated(
        work: Work,
        compare: tuple[str, ...] = (),
        *,
        width: int = 1440,
        dark: bool = False,
        zoom: int = 1,
        touch: bool = False,
    ) -> Bench:
        view = {"width": width // zoom, "height": 900 // zoom}
        context = chromium.new_context(viewport=view, device_scale_factor=zoom, has_touch=touch)
        context.set_default_timeout(8000)
        contexts.append(context)
        return Bench(context.new_page(), work, compare, dark=dark)

    yield seated
    for context in contexts:
        context.close()


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Callable[..., Work]]:
    """``study(p02_txt="...")``: the talk, other documents, the small codebook, and SG's work on them."""
    works: list[Work] = []

    def opened(coder: str = "SG", *, blind: bool = False, **documents: str) -> Work:
        (tmp_path / "documents").mkdir(exist_ok=True)
        for file, text in ({"p01_vtt": TALK} | documents).items():
            (tmp_path / "documents" / file.replace("_", ".")).write_text(text, encoding="utf-8", newline="")
        if not (tmp_path / "talk.yaml").exists():
            (tmp_path / "talk.yaml").write_text(BOOK, encoding="utf-8")
        works.append(open_work(read_corpus(tmp_path), read_codebook(tmp_path / "talk.yaml"), coder, blind=blind))
        return works[-1]

    yield opened
    for work in works:
        work.close()

"""No command reaches beyond this machine, nor asks for a name: watched from outside, native code included.

The notebooks are watched where they are run (tests/notebooks/conftest.py).
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
import typer
from lxml import html

from send_qual.cli import app
from send_qual.study import init_study

TWO = ("2031-05-09_90103_castlemere.pdf", "2032-02-13_90109_tarnbeck.pdf")
TALKS = ("s01.vtt", "s06.txt")
WRITTEN_AT_HOME = {".cache/send_qual", ".cache/matplotlib", ".config/matplotlib"}

# In an order in which each finds what it needs: two reports, coded by hand, and two interviews.
COMMANDS = {
    "init": ("init", "new"),
    "check": ("check",),
    "fetch": ("fetch", "area-send", "--from", "stick", "--since", "2025-01-01"),
    "import": ("import", "hand.csv", "--into", "two", "--codebook", "area-send"),
    "cache": ("cache",),
    "history": ("history", "two"),
    "codebook": ("codebook", "from", "hand.csv", "--to", "ours.yaml"),
    "export": ("export", "two"),
    "archive": (
        *("archive", "two", "--codebook", "area-send", "--title", "Two", "--creator", "Reed, Ana"),
        *("--publisher", "UKDS", "--licence", "CC0-1.0"),
    ),
    "segments": ("segments", "two"),
    "code": ("code", "talks", "--codebook", "intervention"),
    "themes": ("themes", "two"),
    "evaluate": ("evaluate", "two", "--codebook", "area-send", "--folds", "2"),
    "agreement": ("agreement", "two", "--codebook", "area-send"),
    "crosswalk": ("crosswalk", "two", "--codebook", "area-send", "--to", "enablers"),
    "sample": ("sample", "two", "--codebook", "area-send", "--coders", "AB,CD"),
    "review": ("review", "two", "--codebook", "area-send", "--out", "sheet.xlsx"),
    "next": ("next", "talks", "--codebook", "intervention", "--coder", "SG"),
    "overview": ("overview", "two"),
    "pseudonymise": ("pseudonymise", "talks", "--out", "corpora/pseudonymised-talks"),
    "carry": ("carry", "talks", "pseudonymised-talks"),
    "report": ("report", "pseudonymised-talks", "--accept-disclosure", "a test"),
    "forget": ("forget", "withdrawn.txt", "--yes"),
}
ELSEWHERE = {"lab"}
NO_TEXTS = {"init", "codebook", "fetch", "import", "cache", "history", "forget"}
"""They read no folder of documents, or only what a table is about."""
HAVE_A_RESULT = {"export", "archive"}
"""What they list has no place in what they write, and that is no fault."""

EMBED_AND_WAIT = """
import os, sys, time
from pathlib import Path
import send_qual
if "talking" in sys.argv:
    del os.environ["ORT_DISABLE_TELEMETRY"]
from send_qual.language import embed
embed(["Parents waited a year."])
for _ in range(400):  # the library's client speaks after nine seconds, later on a machine with other work
    if Path("enough").exists():
        break
    time.sleep(0.2)
"""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A study with two reports and two interviews."""
    made = init_study(tmp_path_factory.mktemp("watched") / "study")
    samples = {"two": ("sample-area-send", TWO), "talks": ("sample-interviews", TALKS)}
    for corpus, (sample, documents) in samples.items():
        (made / "corpora" / corpus / "documents").mkdir(parents=True)
        for name in documents:
            shutil.copy(made / "corpora" / sample / "documents" / name, made / "corpora" / corpus / "documents")
        lines = (made / "corpora" / sample / "attributes.csv").read_text(encoding="utf-8").splitlines()
        kept = [lines[0], *(line for line in lines if line.startswith(documents))]
        (made / "corpora" / corpus / "attributes.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    hand = (made / "corpora" / "sample-area-send" / "hand-codings.csv").read_text(encoding="utf-8").splitlines()
    kept = [hand[0], *(line for line in hand if line.startswith(TWO))]
    (made / "hand.csv").write_text("\n".join(kept) + "\n", encoding="utf-8")
    (made / "stick").mkdir()
    talk = (
        "Interviewer: How was it?\n\nWilhelmina: The kitten sat on the plan.\n\nInterviewer: And?\n\nWilhelmina: So.\n"
    )
    (made / "corpora" / "gone" / "documents").mkdir(parents=True)
    (made / "corpora" / "gone" / "documents" / "withdrawn.txt").write_text(talk, encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which nothing was ever run."""
    return tmp_path_factory.mktemp("home")


def at_home(home: Path) -> dict[str, str]:
    """The environment of a fresh home, without what would tell a library to be quiet."""
    told = ("HF_", "ORT_", "XDG_", "SEND_QUAL", "DO_NOT_TRACK", "TRANSFORMERS_", "JUPYTER", "MPL")
    builds = ("CI", "BUILD_", "GITHUB_", "GITLAB_", "JENKINS_", "TF_BUILD")  # onnxruntime keeps quiet where it is built
    return {k: v for k, v in os.environ.items() if not k.startswith((*told, *builds))} | {"HOME": str(home)}


def folders_in(home: Path) -> set[str]:
    """Where files were left in a home, to two folders deep."""
    files = (path.relative_to(home) for path in home.rglob("*") if path.is_file())
    return {"/".join(file.parts[:-1][:2]) for file in files}


def test_every_command_is_watched() -> None:
    commands = set(typer.main.get_command(app).commands)
    assert commands == COMMANDS.keys() | ELSEWHERE, "a new command is watched here too: give it a line in COMMANDS"


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_reaches_nobody_and_names_the_file_it_cannot_read(
    name: str, study: Path, home: Path, watch, tmp_path: Path
) -> None:
    for corpus in {"two", *COMMANDS[name]}:
        if name not in NO_TEXTS and (study / "corpora" / corpus / "documents").is_dir():
            (study / "corpora" / corpus / "documents" / "odd.odt").write_bytes(b"PK\x03\x04 cut short")
    command = watch.command([sys.executable, "-m", "send_qual.cli", *COMMANDS[name]], tmp_path / "trace")
    done = subprocess.run(
        command, cwd=study, env=at_home(home), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == (name not in NO_TEXTS | HAVE_A_RESULT), done.stderr
    assert ("odd.odt: the file is damaged" in done.stderr) is (name not in NO_TEXTS), done.stderr
    assert watch.reached(tmp_path / "trace") == []
    assert folders_in(home) <= WRITTEN_AT_HOME


WITH_A_MODEL = """
import subprocess, sys
sys.path.insert(0, sys.argv[1])
from model_stub import model_server

with model_server() as stub:
    coder = sys.argv[2].replace("HERE", stub.address)
    command = [sys.executable, "-m", "send_qual.cli", *sys.argv[3:], "--coder", coder]
    done = subprocess.run(command, check=False)
    print(len(stub.asked), "asked")
sys.exit(done.returncode)
"""
ELSE = "http://192.0.2.7:3128"


@pytest.mark.parametrize(
    ("coder", "status", "told"),
    [
        ("local:tiny:1b@HERE", 0, r"\d+ codings? of 2 documents: .*\n[1-9]\d* asked"),
        ("local:tiny:1b@http://models.example/v1", 2, "models.example.* on this machine only.*\n0 asked"),
        ("local:tiny:1b@http://192.0.2.7:11434/v1", 2, "192.0.2.7.* on this machine only.*\n0 asked"),
    ],
)
def test_a_model_is_asked_on_this_machine_and_nowhere_else_whatever_the_proxy(
    coder: str, status: int, told: str, study: Path, watch, tmp_path: Path
) -> None:
    asked = shutil.copytree(study / "corpora" / "talks", tmp_path / "asked")
    (asked / "documents" / "odd.odt").unlink(missing_ok=True)
    line = ("code", str(asked), "--codebook", "intervention", "--out", str(tmp_path / "codings.csv"))
    driver = [sys.executable, "-c", WITH_A_MODEL, str(Path(__file__).parent / "support"), coder, *line]
    command = watch.command(driver, tmp_path / "trace")
    (tmp_path / "home").mkdir()
    proxies = {name: ELSE for kind in ("http", "https", "all") for name in (f"{kind}_proxy", f"{kind.upper()}_PROXY")}
    environment = at_home(tmp_path / "home") | proxies
    done = subprocess.run(command, cwd=study, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == status, done.stderr
    assert re.search(told, f"{done.stderr}{done.stdout}", re.DOTALL), done.stderr
    assert watch.reached(tmp_path / "trace") == []
    assert folders_in(tmp_path / "home") <= WRITTEN_AT_HOME


PAGES = ("lab", "lab/api/news", "lab/api/update", "lab/api/extensions", "nbconvert/html/notebooks/07-desk.ipynb")
LAB = """
import json, os, signal, subprocess, sys, time, urllib.request
from pathlib import Path

runtime = Path.home() / ".local/share/jupyter/runtime"
lab = subprocess.Popen([sys.executable, "-m", "send_qual.cli", "lab", "--no-browser", "--port", "18888"])
try:
    for _ in range(600):
        time.sleep(0.1)
        if running := list(runtime.glob("jpserver-*.json")):
            break
    server = json.loads(running[0].read_text())
    pages = {}
    for page in sys.argv[2:]:
        with urllib.request.urlopen(f"{server['url']}{page}?token={server['token']}") as answer:
            pages[page] = answer.read().decode()
    Path(sys.argv[1]).write_text(json.dumps(pages))
finally:
    os.kill(server["pid"], signal.SIGTERM)
    lab.wait(30)
"""


def test_the_lab_reaches_nobody_and_saves_pages_that_do_not(study: Path, watch, tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / ".jupyter").mkdir(parents=True)
    config = {"ServerApp": {"allow_root": True}}  # tests may run as root
    (home / ".jupyter" / "jupyter_server_config.json").write_text(json.dumps(config), encoding="utf-8")
    driver = [sys.executable, "-c", LAB, str(tmp_path / "pages"), *PAGES]
    command = watch.command(driver, tmp_path / "trace")
    done = subprocess.run(
        command, cwd=study, env=at_home(home), capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert watch.reached(tmp_path / "trace") == []
    pages = json.loads((tmp_path / "pages").read_text(encoding="utf-8"))
    assert json.loads(pages["lab/api/news"]) == {"news": []}
    sources = [s.get("src") for s in html.fromstring(pages["nbconvert/html/notebooks/07-desk.ipynb"]).iter("script")]
    assert [s for s in sources if s] == []


def test_the_variable_is_what_silences_onnxruntime(watch, tmp_path: Path) -> None:
    """Were the variable unset, the watch would see it: at once in the home, and after a while on the net."""
    running = {}
    for mood in ("silent", "talking"):
        (tmp_path / mood).mkdir()
        command = watch.command([sys.executable, "-c", EMBED_AND_WAIT, mood], tmp_path / f"{mood}.trace")
        running[mood] = subprocess.Popen(command, env=at_home(tmp_path / mood), cwd=tmp_path)
    trace = tmp_path / "talking.trace"
    while running["talking"].poll() is None and not (trace.exists() and watch.reached(trace)):
        time.sleep(0.5)
    (tmp_path / "enough").touch()
    for mood, process in running.items():
        assert process.wait(120) == 0
        assert bool(watch.reached(tmp_path / f"{mood}.trace")) is (mood == "talking")
        assert (folders_in(tmp_path / mood) <= WRITTEN_AT_HOME) is (mood == "silent")


FOUR = 'sa_family=AF_INET, sin_port=htons({}), sin_addr=inet_addr("{}")'
SIX = 'sa_family=AF_INET6, sin6_port=htons({}), sin6_flowinfo=htonl(0), inet_pton(AF_INET6, "{}", &sin6_addr)'
NSCD = 'sa_family=AF_UNIX, sun_path="/var/run/nscd/socket"'


@pytest.mark.parametrize(
    ("to", "outcome", "told"),
    [
        (FOUR.format(443, "192.0.2.7"), "-1 ENETUNREACH (Network is unreachable)", True),
        (FOUR.format(53, "127.0.0.53"), "0", True),
        (FOUR.format(8888, "127.0.0.1"), "0", False),
        (SIX.format(443, "2001:db8::7"), "-1 ENETUNREACH (Network is unreachable)", True),
        (SIX.format(8888, "::1"), "0", False),
        (NSCD, "-1 ENOENT (No such file or directory)", False),
        (NSCD, "0", True),
    ],
)
def test_what_counts_as_calling_out(to: str, outcome: str, told: bool, watch, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    trace.write_text(f"7 connect(3, {{{to}}}, 16) = {outcome}\n7 +++ exited with 0 +++\n", encoding="utf-8")
    assert bool(watch.reached(trace)) is told

"""What the command line does with options, errors and consoles of every kind."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from send_qual import __version__, study
from send_qual.cli import main
from send_qual.cli._console import progress_bar
from send_qual.errors import Fault, SendQualError

CALL = (sys.executable, "-m", "send_qual.cli")


def test_help_comes_at_once_and_loads_nothing_heavy() -> None:
    look = "import sys; from send_qual.cli import main; main(['--help']); print(*sys.modules)"
    seen = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    loaded = set(seen.stdout.splitlines()[-1].split())
    assert "typer" in loaded
    assert not loaded & {"pandas", "numpy", "spacy", "docx", "onnxruntime", "sklearn", "rich", "requests", "ruamel"}
    times = []
    for _ in range(5):
        before = os.times()
        subprocess.run([*CALL, "--help"], capture_output=True, check=True)
        used = os.times()
        own = used.children_user + used.children_system - before.children_user - before.children_system
        times.append(own or used.elapsed - before.elapsed)  # processor time: what others do on the machine is not ours
    assert min(times) < 0.5


def test_help_and_version(capsys) -> None:
    assert main(["-h"]) == 0
    assert "send-qual [OPTIONS] COMMAND" in capsys.readouterr().out
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"send-qual {__version__}\n"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["ovrview"], "No such command 'ovrview'"),
        (["fetch"], "Missing argument"),
        (["fetch", "area-send", "--sinze", "x"], "No such option"),
        (["lab", "--port", "many"], "Invalid value for '--port'"),
    ],
)
def test_a_slip_in_the_command_is_status_2(line: list[str], words: str, capsys) -> None:
    assert main(line) == 2
    assert words in capsys.readouterr().err


def fail_with(monkeypatch, error: BaseException) -> None:
    def fails(_folder: Path) -> Path:
        raise error

    monkeypatch.setattr(study, "init_study", fails)


def test_an_input_error_is_its_sentence_and_status_2(monkeypatch, capsys) -> None:
    faults = [Fault("a.yaml line 3", "no name", "Add one"), Fault("[b].yaml", "no [bold]id[/bold]")]
    fail_with(monkeypatch, SendQualError(faults))
    assert main(["init", "x"]) == 2
    seen = capsys.readouterr()
    assert seen.err == "a.yaml line 3: no name. Add one.\n[b].yaml: no [bold]id[/bold].\n"
    assert seen.out == ""


def test_what_the_system_refuses_is_a_sentence_too(monkeypatch, capsys) -> None:
    fail_with(monkeypatch, PermissionError(13, "Permission denied", "report.docx"))
    assert main(["init", "x"]) == 2
    assert capsys.readouterr().err.startswith("report.docx: the system says: Permission denied. Close programs")


def test_a_fault_of_the_program_shows_no_traceback_and_no_text(monkeypatch, capsys) -> None:
    fail_with(monkeypatch, KeyError("Confidential Name"))
    assert main(["init", "x"]) == 70
    seen = capsys.readouterr().err
    assert seen == (
        "send-qual stopped on a fault of its own (KeyError). Set SEND_QUAL_DEBUG=1 and run it again to see where.\n"
    )
    monkeypatch.setenv("SEND_QUAL_DEBUG", "1")
    with pytest.raises(KeyError):
        main(["init", "x"])


def test_interrupted_is_status_130(monkeypatch, capsys) -> None:
    fail_with(monkeypatch, KeyboardInterrupt())
    assert main(["init", "x"]) == 130
    assert "Traceback" not in capsys.readouterr().err


def test_a_console_that_lacks_a_letter_does_not_stop_the_work(tmp_path: Path) -> None:
    surroundings = os.environ | {"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    line = [*CALL, "init", str(tmp_path / "Stud\u0103 \u03b1")]
    seen = subprocess.run(line, capture_output=True, env=surroundings, check=False)
    assert seen.returncode == 0, seen.stderr
    assert b"Stud? ?" in seen.stdout


def test_a_reader_that_stops_reading_is_no_fault() -> None:
    with subprocess.Popen([*CALL, "--help"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        running.stdout.close()
        errors = running.stderr.read()
    assert b"Traceback" not in errors
    assert b"fault of its own" not in errors


def test_progress_is_silent_where_nobody_watches(capsys) -> None:
    with progress_bar() as progress:
        assert progress is None
    assert capsys.readouterr().err == ""


def test_progress_is_a_bar_on_a_terminal(monkeypatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr(sys, "stderr", Terminal())
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    with progress_bar() as progress:
        assert progress is not None
        progress(1, 30, "reading [draft] a.pdf")
        progress(30, 30, "reading z.pdf")
    shown = sys.stderr.getvalue()
    assert "30/30" in shown
    assert "reading z.pdf" in shown

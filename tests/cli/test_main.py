"""What the command line does with options, errors and consoles of every kind."""

from __future__ import annotations

import errno
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from send_qual import __version__, study
from send_qual.cli import main
from send_qual.cli._console import printable_streams, progress_bar, say
from send_qual.errors import Fault, SendQualError

CALL = (sys.executable, "-m", "send_qual.cli")


def test_help_comes_at_once_and_loads_nothing_heavy() -> None:
    look = "import sys; from send_qual.cli import main; main(['--help']); print(*sys.modules)"
    seen = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True)
    loaded = set(seen.stdout.splitlines()[-1].split())
    assert "typer" in loaded
    assert not loaded & {"pandas", "numpy", "spacy", "docx", "onnxruntime", "sklearn", "rich", "requests", "ruamel"}


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


def test_interrupted_says_what_stands_and_what_to_run_again(monkeypatch, capsys) -> None:
    fail_with(monkeypatch, KeyboardInterrupt())
    assert main(["init", "a study"]) == 130
    assert capsys.readouterr().err == (
        "Interrupted. Every file is whole, the new one or the one before; what people coded, decided and edited "
        "is kept. To go on, run it again: send-qual init 'a study'\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signal of this kind")
def test_ctrl_c_in_the_midst_of_a_command(tmp_path: Path, root: Path) -> None:
    corpus = root / "corpora" / "sample-interviews"
    line = ["pseudonymise", str(corpus), "--out", str(tmp_path / "copy")]
    surroundings = os.environ | {"SEND_QUAL_CACHE": str(tmp_path / "cache")}
    with subprocess.Popen([*CALL, *line], stderr=subprocess.PIPE, env=surroundings, text=True) as running:
        while running.poll() is None and not (tmp_path / "cache").exists():  # until it is at its models
            time.sleep(0.01)
        running.send_signal(signal.SIGINT)
        _, told = running.communicate()
    assert running.returncode == 130
    assert told.endswith(f"To go on, run it again: send-qual {' '.join(line)}\n")
    assert "Traceback" not in told
    assert not (tmp_path / "copy").exists()


def test_no_space_left_names_the_file(monkeypatch, capsys) -> None:
    fail_with(monkeypatch, OSError(errno.ENOSPC, "No space left on device", "outputs/draft.docx"))
    assert main(["init", "x"]) == 2
    assert capsys.readouterr().err == (
        "outputs/draft.docx: there is no space left for it on the disk. What was there before is as it was. "
        "Make room, or name a folder on another disk, and run it again.\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limit of this kind")
def test_a_full_disk_in_the_midst_of_a_command(tmp_path: Path, root: Path) -> None:
    out = tmp_path / "segments.csv"
    out.write_text("of yesterday", encoding="utf-8")
    line = ["segments", str(root / "corpora" / "sample-interviews"), "--out", str(out)]
    limit = "import resource, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)); "
    run = f"{limit}from send_qual.cli import main; sys.exit(main(sys.argv[1:]))"
    surroundings = os.environ | {"SEND_QUAL_CACHE": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "-c", run, *line], env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert f"{out}: there is no space left for it on the disk" in done.stderr
    assert [p.name for p in tmp_path.iterdir() if p.name != "cache"] == ["segments.csv"]
    assert out.read_text(encoding="utf-8") == "of yesterday"


ESCAPES = "p\x1b[2J\x9b1m\u202efdp\x07"


SHOWN = r"p\x1b[2J\x9b1m\u202efdp\x07"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    seen = Terminal()
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, seen)
    return seen


def test_nothing_in_a_name_steers_the_terminal(monkeypatch) -> None:
    terminal = on_a_terminal(monkeypatch)
    fault = Fault(f"{ESCAPES}\nall files are fine", f"the speaker {ESCAPES} is unknown")
    with printable_streams():
        say([fault])
        print(ESCAPES, "two\tcells\nand lines")  # noqa: T201 -- whoever prints
    assert terminal.getvalue() == (
        f"{SHOWN}\\nall files are fine: the speaker {SHOWN} is unknown.\n{SHOWN} two\tcells\nand lines\n"
    )
    assert sys.stdout is terminal


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such names")
def test_a_file_of_such_a_name_is_named_harmlessly_and_read(tmp_path: Path, monkeypatch) -> None:
    terminal = on_a_terminal(monkeypatch)
    (tmp_path / f"{ESCAPES}.rtf").write_bytes(b"{\\rtf1 }")
    (tmp_path / f"{ESCAPES}.txt").write_text("Waits are long.", encoding="utf-8")
    assert main(["segments", str(tmp_path), "--out", str(tmp_path / "out" / "s.csv")]) == 1
    assert f"{SHOWN}.rtf: there are no words in it" in terminal.getvalue()


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
    on_a_terminal(monkeypatch)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    with progress_bar() as progress:
        assert progress is not None
        progress(1, 30, "reading [draft] a.pdf")
        progress(30, 30, "reading z.pdf")
    shown = sys.stderr.getvalue()
    assert "30/30" in shown
    assert "reading z.pdf" in shown

"""How long the overview of the thirty real reports takes, beside what the bare models need in the same run.

``pytest -m benchmark -s`` prints the figures. Machines differ and are busy: only ratios are held to.
"""

from __future__ import annotations

import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

pytestmark = [pytest.mark.benchmark, pytest.mark.real]


@dataclass(frozen=True)
class Took:
    """Seconds on the clock, and of the processor: the second hardly changes with what else a machine does."""

    clock: float
    cpu: float

    def __str__(self) -> str:
        return f"{self.clock:.1f} s ({self.cpu:.1f} s of the processor)"


def took(*command: object) -> Took:
    """Run a command in a process of its own."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *map(str, command)], check=True, capture_output=True)
    clock, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(clock, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)


def ours(*arguments: object) -> Took:
    return took("-m", "send_qual.cli", *arguments)


def floor(shared: Path, root: Path) -> Took:
    """What tagging and embedding the same texts take with the models alone, on one thread, their loading included."""
    vocabulary = root / "send_qual" / "language" / "data" / "minilm-vocab.txt"
    return took(shared / "checks" / "floor.py", "--vocab", vocabulary)


def test_overview_of_thirty_reports(
    shared: Path, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    reports = sorted((shared / "corpora" / "area-send" / "reports").glob("*.pdf"))
    folder = tmp_path / "reports"
    folder.mkdir()
    for report in reports[:-1]:
        shutil.copy(report, folder)
    before = floor(shared, root)
    cold = ours("overview", folder, "--out", tmp_path / "out")
    after = floor(shared, root)
    bare = Took((before.clock + after.clock) / 2, (before.cpu + after.cpu) / 2)
    again = ours("overview", folder, "--out", tmp_path / "out")
    shutil.copy(reports[-1], folder)
    one_more = ours("overview", folder, "--out", tmp_path / "out")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    help_ = min((ours("--help") for _ in range(3)), key=lambda t: t.cpu)
    with capsys.disabled():
        sys.stdout.write(
            f"\nbare models {before} and {after}\noverview, cold {cold}: {cold.clock / bare.clock:.2f} x the clock, "
            f"{cold.cpu / bare.cpu:.2f} x the processor   again {again}   with one report more {one_more}   "
            f"peak memory {peak:.2f} GB   --help {help_}\n"
        )
    assert cold.cpu <= 3.5 * bare.cpu
    assert again.cpu <= 0.5 * bare.cpu
    assert one_more.cpu <= 2.5 * bare.cpu
    assert peak < 1.5
    assert help_.cpu <= 0.3

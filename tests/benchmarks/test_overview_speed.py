"""How long the overview of the thirty real reports takes, beside what the bare models need in the same run.

``pytest -m benchmark -s`` prints the figures. Machines differ and are busy: only ratios are held to.
"""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.benchmark, pytest.mark.real]


def seconds(*arguments: object) -> float:
    """Wall-clock seconds of a command of ours in a process of its own."""
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "send_qual.cli", *map(str, arguments)], check=True, capture_output=True)
    return time.perf_counter() - start


def floor(shared: Path, root: Path) -> float:
    """Seconds that tagging and embedding the same texts take with the models alone, on one thread."""
    vocabulary = root / "send_qual" / "language" / "data" / "minilm-vocab.txt"
    command = [sys.executable, str(shared / "checks" / "floor.py"), "--vocab", str(vocabulary)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    return float(re.search(r"floor ([\d.]+) s", told).group(1))


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
    cold = seconds("overview", folder, "--out", tmp_path / "out")
    after = floor(shared, root)
    bare = (before + after) / 2
    again = seconds("overview", folder, "--out", tmp_path / "out")
    shutil.copy(reports[-1], folder)
    one_more = seconds("overview", folder, "--out", tmp_path / "out")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1e6
    help_ = min(seconds("--help") for _ in range(3))
    with capsys.disabled():
        sys.stdout.write(
            f"\nbare models {before:.1f} and {after:.1f} s   overview, cold {cold:.1f} s ({cold / bare:.2f} x)   "
            f"again {again:.1f} s   with one report more {one_more:.1f} s   peak memory {peak:.2f} GB   "
            f"--help {help_:.2f} s\n"
        )
    assert cold <= 1.6 * bare + 10
    assert again <= 5 * max(1.0, bare / 18)  # 18 s is the bare models' time on a machine with nothing else to do
    assert one_more <= again + cold / 3 + 10 * max(1.0, bare / 18)
    assert peak < 1.5
    assert help_ <= 0.5 * max(1.0, bare / 18)

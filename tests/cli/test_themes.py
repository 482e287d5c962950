"""``send-qual themes`` on the sample reports."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from send_qual.cli import main


def test_it_writes_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["themes", "sample-area-send", "--codebook", "intervention", "--out", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "topics" in said
    for name in ("themes.html", "topics.csv", "emergent.csv", "passages.csv", "overlap.csv", "topics-codes.png"):
        assert name in said
        assert (tmp_path / name).stat().st_size > 0
    with (tmp_path / "emergent.csv").open(encoding="utf-8-sig", newline="") as file:
        themes = list(csv.DictReader(file))
    # Preparation for adulthood: the reports speak of it, and the codebook on intervention does not.
    assert any("adult" in theme["label"] for theme in themes)
    assert all(int(theme["documents"]) >= 3 and float(theme["p"]) <= 0.05 for theme in themes)


def test_an_unknown_codebook_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["themes", "sample-area-send", "--codebook", "none-such"]) == 2
    assert "there is no such codebook" in capsys.readouterr().err

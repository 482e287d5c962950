"""A small fictional interview study."""

from __future__ import annotations

from pathlib import Path

import pytest

TALK = """WEBVTT

00:00:01.000 --> 00:00:05.000
<v Interviewer>What got in the way?</v>

00:00:06.000 --> 00:00:30.000
<v P01>We had no data. Nobody knew how many were waiting, and “nobody” asked. Thank you.</v>

00:00:31.000 --> 00:00:50.000
<v P01>The board helped, it really did. Thank you.</v>
"""


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The corpus folder of a study that one stands in; its codebooks are the shipped ones."""
    corpus = tmp_path / "corpora" / "wexmoor"
    (corpus / "documents").mkdir(parents=True)
    (tmp_path / "codebooks").mkdir()
    (corpus / "documents" / "p01.vtt").write_text(TALK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return corpus

"""A small fictional interview study."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.coding import Coding, Codings
from send_qual.corpus import read_corpus

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


@pytest.fixture
def machine(study: Path) -> Codings:
    """Four suggestions of a machine on the one interview."""
    corpus, book = read_corpus(study), read_codebook("intervention")
    text = corpus["p01.vtt"].text

    def suggested(quote: str, code: str, polarity: str, sure: float) -> Coding:
        start = text.index(quote)
        return Coding(
            "p01.vtt", start, start + len(quote), quote, code, "panel-1", facets={"polarity": polarity},
            confidence=sure, reason="=cmd()", codebook="intervention",
        )  # fmt: skip

    rows = (
        suggested("We had no data", "data/quality", "facilitator", 0.8),
        suggested("The board helped", "partnership", "facilitator", 0.6),
        suggested("Nobody knew how many were waiting", "workforce", "challenge", 0.9),
        suggested("it really did", "data", "challenge", 0.7),
    )
    return Codings((), corpus, book).adding(rows)

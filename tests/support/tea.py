"""Two short documents, a small codebook and two suggestions, for the tests of the work under the desk."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.coding import Coding, Codings, coded
from send_qual.corpus import read_corpus
from send_qual.desk._work import Work, open_work

P01 = (
    "We had no data. Nobody knew how many were waiting.\n\nThe board helped, it really did. “Thank you” 😀 she said.\n"
)
P02 = "We waited and waited for a plan.\n"
CHALLENGE = {"polarity": "challenge"}
BOOK = """name: tea
version: "1"
facets: [{id: polarity, values: [facilitator, challenge, mixed]}]
codes:
  - id: data
    name: Data
    definition: All about data.
    codes:
      - {id: quality, name: Quality of data, definition: How good they are.}
      - {id: use, name: Use of data, definition: What they are for.}
  - {id: leadership, name: Leadership, definition: Who leads.}
"""


def laid_out(folder: Path, *texts: str) -> Path:
    """A study of these texts, p01.txt and so on, and the codebook."""
    (folder / "documents").mkdir()
    for n, text in enumerate(texts, 1):
        (folder / "documents" / f"p0{n}.txt").write_text(text, encoding="utf-8")
    (folder / "book.yaml").write_text(BOOK, encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return laid_out(tmp_path, P01, P02)


def opened(home: Path, coder: str = "SG", suggestions: Codings | None = None) -> Work:
    return open_work(read_corpus(home), read_codebook(home / "book.yaml"), coder, suggestions=suggestions)


def on(home: Path, words: str, code: str = "data/quality", coder: str = "panel-1", id: str = "p01.txt") -> Coding:
    """A coding of these words; a machine's, unless it is said whose."""
    document = read_corpus(home)[id]
    start = document.text.index(words)
    found = coded(document, (start, start + len(words)), code, coder, facets=CHALLENGE)
    return replace(found, status="suggested", confidence=0.7, reason="data", codebook="tea")


@pytest.fixture
def suggestions(home: Path) -> Codings:
    return Codings((on(home, "We had no data."), on(home, "The board helped", "leadership")))

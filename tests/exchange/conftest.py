"""A study of two short talks and a small codebook, and a project as another program writes it."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.coding import Codings, keep_codings, new_event, open_ledger
from send_qual.corpus import read_corpus

BOOK = """
name: tea
version: "1"
facets: [{id: polarity, values: [facilitator, challenge, mixed]}]
codes:
  - id: kettle
    name: The kettle
    definition: Everything said of kettles.
    include: [Whistling.]
    colour: "#0072b2"
    codes:
      - {id: whistle, name: Whistling, definition: Its whistle.}
  - id: wait
    name: Waiting
    definition: Said of waiting.
"""
TALK = (
    "We waited for the kettle. It did not whistle \U0001f600 once.\n\n"
    "Then “tea” came – at last. The café people laughed."
)
OTHER = "Nobody told us anything.\n\nThe kettle was broken, they said."


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written into the repository, which is a study itself."""
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """A study with the corpus ``talks``, coded by AB and CD with facets, memos and a decision."""
    documents = tmp_path / "corpora" / "talks" / "documents"
    documents.mkdir(parents=True)
    (tmp_path / "codebooks").mkdir()
    (tmp_path / "codebooks" / "tea.yaml").write_text(BOOK, encoding="utf-8")
    (documents / "p1.txt").write_text(TALK, encoding="utf-8")
    (documents / "p2.txt").write_text(OTHER, encoding="utf-8")
    (tmp_path / "corpora" / "talks" / "attributes.csv").write_text(
        "document,participant,role in school\np1.txt,P1,head\n"
    )
    corpus, book = read_corpus("talks"), read_codebook("tea")
    codings = Codings((), corpus, book)
    text = corpus["p1.txt"].text
    for words, code, coder, more in (
        ("waited for the kettle", "wait", "AB", {"facets": {"polarity": "challenge"}, "memo": "Again & again <here>"}),
        ("whistle \U0001f600 once", "kettle/whistle", "AB", {}),
        ("“tea” came – at last", "wait", "CD", {"facets": {"polarity": "facilitator"}}),
        ("café people", "kettle", "CD", {}),
    ):
        at = text.index(words)
        codings = codings.apply("p1.txt", at, at + len(words), code, coder=coder, **more)
    keep_codings(codings, "AB")
    keep_codings(codings, "CD")
    memo = new_event("memo", "AB", target="document:p2.txt", memo="Short talk.\nAsk again.")
    open_ledger("talks", "AB").append([memo, new_event("memo", "AB", target="code:wait", memo="Too wide?")])
    return tmp_path


Writer = Callable[..., Path]


@pytest.fixture
def qdpx(tmp_path: Path) -> Writer:
    """Pack a project.qde and members into a QDPX."""

    def write(qde: str, name: str = "other.qdpx", **members: bytes) -> Path:
        path = tmp_path / name
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr("project.qde", qde)
            for member, data in members.items():
                archive.writestr(member, data)
        return path

    return write

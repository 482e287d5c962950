"""Two studies from other fields: enablers in three phases, and wards of a hospital with no facet at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from send_qual.codebook import Codebook, read_codebook
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, Document, Segment, Source

ENABLERS = """
name: enablers
version: "1"
title: Enablers of joint working
facets:
  - id: phase
    name: Phase
    values:
      - {id: putting down roots, mark: r}
      - {id: green shoots, phrase: "Green shoots of {code} were seen"}
      - {id: flourishing, label: In full bloom}
codes:
  - id: trust
    name: Trust
    definition: Whether people rely on one another.
    terms: [trust]
    codes:
      - {id: sharing, name: Sharing, definition: What is shared., terms: [share],
         flourishing: Sharing without being asked was described}
"""

HOSPITAL = """
name: wards
version: "1"
title: Nights on the wards
codes:
  - id: sleep
    name: Sleep
    definition: How patients sleep.
    terms: [sleep]
    codes:
      - {id: noise, name: Noise, definition: What wakes them., terms: [noise, loud]}
"""

TALK = {
    "p01.txt": "We trust each other now. We share the plans and the budget every month without being asked to.",
    "p02.txt": "Nobody shares a thing yet. There is trust in the team but it is only beginning to grow this year.",
    "p03.txt": "The noise of the trolleys is loud. Nobody could sleep at all on the ward in the first two nights.",
}


def _talk(id: str, text: str) -> Document:
    segment = Segment(0, len(text), "turn", speaker=id[:3].upper())
    attributes = {"kind": "transcript", "participant": id[:3].upper()}
    return Document(id, id[:3].upper(), text, (segment,), attributes, Source(id, "", "txt"))


@pytest.fixture
def corpus() -> Corpus:
    return Corpus("talks", tuple(_talk(id, text) for id, text in TALK.items()))


def _book(folder: Path, text: str) -> Codebook:
    name = text.split("name: ", 1)[1].split(maxsplit=1)[0]
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return read_codebook(path)


@pytest.fixture
def enablers(tmp_path: Path) -> Codebook:
    return _book(tmp_path, ENABLERS)


@pytest.fixture
def hospital(tmp_path: Path) -> Codebook:
    return _book(tmp_path, HOSPITAL)


def _coded(corpus: Corpus, book: Codebook, *rows: tuple[str, str, str, dict[str, str], str]) -> Codings:
    """Codings of words of documents: document, words, code, facets, coder."""
    made = []
    for document, words, code, facets, coder in rows:
        start = corpus[document].text.index(words)
        more = {"facets": facets, "status": "applied", "codebook": book.name}
        made.append(Coding(document, start, start + len(words), words, code, coder, **more))
    return Codings((), corpus, book).adding(made)


@pytest.fixture
def coded() -> Callable[..., Codings]:
    return _coded

"""Small reports of our own making."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from send_qual.codebook import Codebook, read_codebook
from send_qual.corpus import Corpus, Document, Segment, Source

Build = Callable[..., Document]


def build_report(
    passages: Sequence[tuple[str, str]], name: str = "wexmere.pdf", kind: str = "inspection-report"
) -> Document:
    """A document of (section, text) passages."""
    text, segments = "", []
    for section, words in passages:
        of = "action" if section in {"priority", "improvement"} else "bullet"
        segments.append(Segment(len(text), len(text) + len(words), of, section, page=2))
        text += f"{words}\n\n"
    return Document(name, "Wexmere", text, tuple(segments), {"kind": kind}, Source(name, "", "test"))


@pytest.fixture
def report() -> Build:
    return build_report


@pytest.fixture
def corpus() -> Callable[..., Corpus]:
    return lambda *documents: Corpus("fictional", tuple(documents))


@pytest.fixture(scope="session")
def area_send(root) -> Codebook:
    return read_codebook(root / "codebooks" / "area-send.yaml")


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """Suggestions and answers of a test are its own; the embeddings' cache is shared."""
    from send_qual.coders import _code
    from send_qual.coders.issues import _evidence as _issue_voices
    from send_qual.study import Cache

    monkeypatch.setattr(_code, "_CACHE", Cache("suggestions", folder=tmp_path))
    monkeypatch.setattr(_issue_voices, "_CACHE", Cache("answers", folder=tmp_path))

"""How long topics and emergent themes take: the thirty real reports, and fifty thousand passages made of the sample's.

``pytest -m benchmark tests/benchmarks/test_themes_speed.py -s`` prints the figures. Machines are busy: what is held to
is processor time, on one thread.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from send_qual.codebook import read_codebook
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, Document, Segment, Source, read_corpus
from send_qual.language import sentences
from send_qual.themes import emergent_themes, find_topics
from send_qual.themes._passages import gather
from send_qual.themes._space import passage_vectors

pytestmark = pytest.mark.benchmark

PASSAGES, DOCUMENTS = 50_000, 500


def timed(do: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    do()
    return time.perf_counter() - wall, time.process_time() - cpu


def children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


@pytest.mark.real
def test_thirty_reports_beyond_reading_coding_and_embedding(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole command, imports, figures and files included, less what reading and coding from the cache take."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    monkeypatch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path / "compiled"))
    monkeypatch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
    reports = shared / "corpora" / "area-send" / "reports"
    before = "from send_qual import read_corpus, read_codebook, code; import sys; "
    before += "code(read_corpus(sys.argv[1]), read_codebook('area-send'))"
    whole = [sys.executable, "-m", "send_qual.cli", "themes", str(reports), "--out", str(tmp_path / "out")]
    spent = []
    for command in (whole, whole, [sys.executable, "-c", before, str(reports)]):  # the first compiles and embeds
        start, cpu = time.perf_counter(), children()
        subprocess.run(command, check=True, capture_output=True)
        spent.append((time.perf_counter() - start, children() - cpu))
    with capsys.disabled():
        sys.stdout.write(f"\nfirst run, again, reading and coding (wall, cpu): {np.round(spent, 1).tolist()}\n")
    assert spent[1][1] - spent[2][1] <= 15


def test_fifty_thousand_passages(capsys: pytest.CaptureFixture[str]) -> None:
    corpus, codings = many()
    embedding = timed(lambda: passage_vectors(gather(corpus)))
    found: list[Any] = []
    topics = timed(lambda: found.append(find_topics(corpus)))
    emergent = timed(lambda: found.append(emergent_themes(corpus, codings, topics=found[0])))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(found[0].passages)} passages, {found[0]!r}, {found[1]!r}: (wall, cpu) embedding, from the cache "
            f"{np.round(embedding, 0)}, topics {np.round(topics, 0)}, emergent {np.round(emergent, 0)}; {peak:.2f} GB\n"
        )
    assert len(found[1]) > 0
    assert topics[1] + emergent[1] <= 300
    assert peak <= 4


def many() -> tuple[Corpus, Codings]:
    """Passages of two sentences each; those on adulthood have no code, nor has one in five of the others."""
    said = [p.text[a:b] for p in gather(read_corpus("sample-area-send")) for a, b in sentences(p.text) if b - a > 40]
    rng = np.random.default_rng(0)
    documents, rows = [], []
    for d in range(DOCUMENTS):
        text, segments, name = "", [], f"d{d}.txt"
        for _ in range(PASSAGES // DOCUMENTS):
            words = " ".join(said[n] for n in rng.integers(len(said), size=2))
            segments.append(Segment(len(text), len(text) + len(words), "bullet", "effective"))
            if "adult" not in words and rng.random() < 0.8:
                rows.append(Coding(name, len(text), len(text) + len(words), words, "any", "AB", status="applied"))
            text += f"{words}\n\n"
        documents.append(
            Document(name, name, text, tuple(segments), {"kind": "inspection-report"}, Source(name, "", "txt"))
        )
    corpus = Corpus("many", tuple(documents))
    return corpus, Codings(tuple(rows), corpus, read_codebook("area-send"))

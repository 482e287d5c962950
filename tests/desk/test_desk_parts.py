"""A long text is told to the browser in two parts, so that its first screen is there at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.corpus import read_corpus
from send_qual.desk import open_work
from send_qual.desk._bridge import Bridge

LINES = [f"🙂 Line {n} of a long talk." for n in range(1000)]


@pytest.fixture
def bridge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bridge:
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "p01.txt").write_text("\n\n".join(LINES), encoding="utf-8")
    (tmp_path / "documents" / "p02.txt").write_text("\n\n".join(LINES[:3]), encoding="utf-8")
    with open_work(read_corpus(tmp_path), read_codebook("intervention"), "SG") as work:
        for words in ("Line 3 ", "Line 900 ", "Line 901 "):
            at = work.corpus["p01.txt"].text.index(words)
            work.apply("p01.txt", at, at + 6, "data")
        yield Bridge(work)


def units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


def test_the_rest_joins_the_first_part_without_a_seam(bridge: Bridge) -> None:
    text = bridge.work.corpus["p01.txt"].text
    first = bridge.answer({"do": "hello"})
    part = first["document"]["text"]
    assert first["more"]
    assert text.startswith(part)
    assert len(part) < len(text) / 5
    assert len(first["codings"]) == 1
    assert first["state"]["counts"] == {"data": {"own": 3, "left": 0}}, "counts are of the whole"
    rest = bridge.answer({"do": "rest", "document": "p01.txt", "after": units(part)})
    assert part + rest["text"] == text
    blocks = first["document"]["blocks"] + rest["blocks"]
    encoded = text.encode("utf-16-le")
    words = [encoded[2 * block["start"] : 2 * block["end"]].decode("utf-16-le") for block in blocks]
    assert words == LINES
    assert len(rest["codings"]) == 3
    assert not bridge.answer({"do": "open", "document": "p02.txt"})["more"], "a short text comes in one piece"


def test_news_between_the_parts_are_of_the_part_that_is_there(bridge: Bridge) -> None:
    work = bridge.work
    text = work.corpus["p01.txt"].text
    part = bridge.answer({"do": "hello"})["document"]["text"]
    assert bridge.news() == []
    far, near = text.index("Line 950 "), text.index("Line 5 ")
    work.apply("p01.txt", far, far + 4, "data")
    work.apply("p01.txt", near, near + 4, "data")
    (push,) = bridge.news()
    assert [row["start"] for row in push["set"]] == [units(text[:near])]
    assert len(bridge.answer({"do": "rest", "document": "p01.txt", "after": units(part)})["codings"]) == 5
    assert bridge.news() == []
    # A second view of the same desk asks for its rest, too.
    assert len(bridge.answer({"do": "rest", "document": "p01.txt", "after": units(part)})["codings"]) == 5


def test_a_desk_opens_without_what_it_seldom_needs() -> None:
    heavy = "sorted({'numpy', 'pandas', 'rapidfuzz', 'spacy'} & set(sys.modules))"
    code = f"import sys, send_qual; send_qual.desk; print({heavy})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

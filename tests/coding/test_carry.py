"""Codings go over to a pseudonymised copy of their corpus, and no raw word goes with them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.cli import main
from send_qual.coding import Coding, carry_codings, coded, new_event, open_ledger, read_codings
from send_qual.corpus import Corpus, read_corpus
from send_qual.errors import SendQualError


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Two interviews of the sample, and what our own pseudonymiser makes of them."""
    raw, copy = (tmp_path_factory.mktemp(name) for name in ("raw", "copy"))
    (raw / "documents").mkdir()
    sample = read_corpus("sample-interviews")
    assert sample.home
    for name in ("s01.vtt", "s06.txt"):
        (raw / "documents" / name).write_bytes((sample.home / "documents" / name).read_bytes())
    assert main(["pseudonymise", str(raw), "--out", str(copy)]) == 0
    return raw, copy


def passages(corpus: Corpus) -> list[Coding]:
    """A coding on each of the longer passages, from its third word to its last but two."""
    found = []
    for document in corpus:
        for segment in document.passages():
            words = document.words(segment).split()
            if len(words) >= 15:
                text = document.words(segment)
                start = segment.start + text.index(words[2], len(words[0]) + len(words[1]))
                end = segment.start + text.rindex(words[-3]) + len(words[-3])
                found.append(coded(document, (start, end), "data/use", "SG", memo="ask Priya"))
    return found


def test_codings_stand_on_the_same_passages_of_the_copy_with_its_words_only(copies: tuple[Path, Path]) -> None:
    raw, copy = copies
    corpus = read_corpus(raw)
    made = passages(corpus)
    rejected = replace(made.pop(), coder="panel-1", reason="the matched words")
    events = [new_event("applied", "SG", one, time="2026-03-01T09:00:00Z") for one in made]
    open_ledger(raw, "SG").append([*events, new_event("rejected", "SG", rejected)])
    done = carry_codings(raw, copy)
    assert (done.codings, done.lost, done.memos) == (len(made) + 1, (), len(made) + 1)
    new = read_corpus(copy)
    carried = read_codings(new)
    assert carried.notices == ()
    for before, now in zip(read_codings(corpus), carried, strict=True):
        own = new[now.document]
        assert own.text[now.start : now.end] == now.quote
        places = [d.text[: c.start].count("\n\n") for d, c in ((corpus[before.document], before), (own, now))]
        assert places[0] == places[1], "in the same turn"
        assert (now.status, now.memo, now.reason) == (before.status, "", "")
    assert {c.created for c in carried.where(status="applied")} == {"2026-03-01T09:00:00Z"}
    raw_words = {c.quote for c in read_codings(corpus)} - {c.quote for c in carried}
    assert raw_words, "the pseudonymiser has changed some of the passages"
    ledger = (copy / "codings" / "SG.jsonl").read_text(encoding="utf-8")
    assert not any(words in ledger for words in raw_words)
    assert "Priya" not in ledger
    assert '"machine":"panel-1"' in ledger.splitlines()[-1], "whose suggestion was rejected is known still"
    again = carry_codings(raw, copy)
    assert again.codings == 0


def test_what_has_no_place_in_the_copy_is_told(tmp_path: Path) -> None:
    for name, text in (("raw", "We waited. Nobody came."), ("copy", "We waited.")):
        (tmp_path / name / "documents").mkdir(parents=True)
        (tmp_path / name / "documents" / "a.txt").write_text(text, encoding="utf-8")
    rows = [Coding("a.txt", 11, 22, "Nobody came", "x", "SG"), Coding("b.txt", 0, 4, "gone", "x", "SG")]
    open_ledger(tmp_path / "raw", "SG").append(new_event("applied", "SG", row) for row in rows)
    done = carry_codings(tmp_path / "raw", tmp_path / "copy", memos=True)
    assert (done.codings, [c.quote for c in done.lost]) == (0, ["Nobody came", "gone"])
    with pytest.raises(SendQualError, match="cannot be carried into itself"):
        carry_codings(tmp_path / "raw", tmp_path / "raw")

"""A person names, merges, splits or discards an emergent theme, and it stays decided."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.coders import code
from send_qual.coding import Codings
from send_qual.errors import SendQualError
from send_qual.themes import (
    EmergentThemes,
    Topics,
    discard_theme,
    emergent_themes,
    merge_themes,
    name_theme,
    origin_statement,
    read_decisions,
    split_theme,
    still_open,
)


@pytest.fixture
def found(sample: Topics, coded: Codings, root: Path, tmp_path: Path, monkeypatch) -> EmergentThemes:
    """Emergent themes under a codebook without two of its themes, in a study of its own."""
    (tmp_path / "corpora").mkdir()
    (tmp_path / "codebooks").mkdir()
    text = (root / "codebooks" / "area-send.yaml").read_text(encoding="utf-8")
    (tmp_path / "codebooks" / "area-send.yaml").write_text(f"# ours\n{text}", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    kept = coded.where(lambda c: c.theme not in {"pfa", "coproduction"})
    return emergent_themes(sample.corpus, replace(kept, codebook=read_codebook("area-send")), topics=sample)


def test_a_named_theme_becomes_a_code_with_suggestions(found: EmergentThemes, tmp_path: Path) -> None:
    before = (tmp_path / "codebooks" / "area-send.yaml").read_text(encoding="utf-8")
    named = name_theme(found, "E1", id="later", name="Later life", by="AB")
    book = read_codebook("area-send")
    made = book["later"]
    assert (made.origin, made.added_by, made.name) == ("inductive", "AB", "Later life")
    assert len(made.added_on) == 10
    assert made.terms
    assert len(made.examples) == 3
    assert "stub" in named.notices[0]
    after = (tmp_path / "codebooks" / "area-send.yaml").read_text(encoding="utf-8").splitlines()
    assert [line for line in before.splitlines() if line not in after] == []
    rows = named.codings.where(code="later").rows
    assert [(c.document, c.start) for c in rows] == sorted(
        (found.passages[n].document, found.passages[n].start) for n in found["E1"].passages
    )
    for row in rows:
        assert row.status == "suggested"
        assert found.topics.corpus[row.document].text[row.start : row.end] == row.quote
    assert "1 was inductive, made from passages of the corpus: Later life (AB, " in origin_statement(book)
    assert len(code(found.topics.corpus, book, "lexicon").where(code="later")) >= 0  # a machine coder can read it


def test_words_of_an_interview_stay_out_of_the_codebook_unless_wanted(found: EmergentThemes) -> None:
    documents = tuple(d.with_attributes(kind="transcript") for d in found.topics.corpus)
    talk = replace(found, topics=replace(found.topics, corpus=replace(found.topics.corpus, documents=documents)))
    kept = name_theme(talk, "E1", id="one", name="One", by="AB")
    assert kept.codebook["one"].examples == ()
    assert any("from transcripts" in notice for notice in kept.notices)
    told = name_theme(talk, "E2", id="two", name="Two", by="AB", quote=True)
    assert told.codebook["two"].examples
    assert any("before the codebook leaves your machine" in notice for notice in told.notices)


def test_what_was_discarded_does_not_come_back_and_its_neighbours_come_to_the_fore(found: EmergentThemes) -> None:
    first, second = found.themes[:2]
    left = discard_theme(found, first.id, by="AB", memo="how reports are written, no theme")
    assert [theme.id for theme in left] == [theme.id for theme in found][1:]
    again = still_open(found)
    assert again.decided == set(first.passages)
    assert not again.decided & {n for theme in again for n in (*theme.passages, *theme.also)}
    assert len(set(again.themes[0].passages) & set(second.passages)) > len(second.passages) / 2
    assert f"{len(first.passages)} passages of themes decided on before count as covered." in again.notices
    (row,) = read_decisions("area-send")
    assert (row.did, row.by, row.memo) == ("discarded", "AB", "how reports are written, no theme")
    assert len(row.passages) == len(first.passages)
    assert read_decisions("area-send", "another corpus") == ()


def test_a_named_theme_is_decided_as_long_as_its_code_is_there(found: EmergentThemes, tmp_path: Path) -> None:
    before = (tmp_path / "codebooks" / "area-send.yaml").read_text(encoding="utf-8")
    named = name_theme(found, "E1", id="later", name="Later life", by="AB")
    kept = replace(found, codings=replace(found.codings, codebook=named.codebook))
    assert still_open(kept).decided == set(found["E1"].passages)
    (tmp_path / "codebooks" / "area-send.yaml").write_text(before, encoding="utf-8")
    assert still_open(found).decided == set()


def test_merged_and_split_themes_have_all_passages_of_theirs(found: EmergentThemes) -> None:
    one, two = found.themes[:2]
    merged = merge_themes(found, [one.id, two.id], by="AB", memo="the same")
    assert set(merged[one.id].passages) == {*one.passages, *two.passages}
    assert two.id not in [theme.id for theme in merged]
    parts = split_theme(found, one.id, by="AB")
    a, b = parts["E1a"], parts["E1b"]
    assert sorted((*a.passages, *b.passages)) == sorted(one.passages)
    assert a.label != b.label
    assert found.themes[:2] == (one, two)  # nothing of it changed what there was
    assert [row.did for row in read_decisions("area-send")] == ["merged", "merged", "split"]


def test_a_wrong_name_is_told_and_nothing_is_written(found: EmergentThemes, tmp_path: Path) -> None:
    path = tmp_path / "codebooks" / "area-send.yaml"
    before = path.read_bytes()
    for theme, id, words in (("E99", "x", "Known here: E1"), ("E1", "health", "already"), ("E1", "a/b", "no code `a`")):
        with pytest.raises(SendQualError, match=words):
            name_theme(found, theme, id=id, name="X", by="AB")
    assert path.read_bytes() == before
    assert read_decisions("area-send") == ()

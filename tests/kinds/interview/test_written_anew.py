"""Every layout of transcripts, pseudonymised and restored: the file is one of its kind still."""

from __future__ import annotations

import re

import pytest

from send_qual.corpus import read_corpus
from send_qual.pseudonyms import pseudonymise, restore


def test_every_layout_comes_out_as_it_went_in(layout, tmp_path, monkeypatch):
    """The same turns, times and roles; and with the key the very words."""
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    _, name, data = layout
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / name).write_bytes(data)
    done = pseudonymise(tmp_path / "raw", tmp_path / "out")
    assert not done.left_out
    raw, new = read_corpus(tmp_path / "raw")[name], read_corpus(tmp_path / "out" / "documents")[name]
    assert [(s.kind, s.time, s.role) for s in raw.segments] == [(s.kind, s.time, s.role) for s in new.segments]
    assert {s.speaker for s in new.segments if s.kind == "turn"} == {"Interviewer", "P01", "P02"}
    assert len(new.text.split()) == pytest.approx(len(raw.text.split()), abs=6)
    assert not re.search(r"\b(?:Ana|Reed|Osei)\b", new.text)
    restore(tmp_path / "out", tmp_path / "back")
    back = read_corpus(tmp_path / "back")[name]
    assert back.text == raw.text
    assert [s.speaker for s in back.segments] == [s.speaker for s in raw.segments]

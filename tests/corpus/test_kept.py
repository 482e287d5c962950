"""Inspection reports are read once; nobody's transcript is ever kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.corpus import _document_cache as _kept
from send_qual.corpus import _readers, read_corpus
from send_qual.study import Cache


@pytest.fixture(autouse=True)
def empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cache:
    cache = Cache("reports", folder=tmp_path)
    monkeypatch.setattr(_kept, "_CACHE", cache)
    return cache


@pytest.fixture
def report(root: Path) -> Path:
    return min((root / "corpora" / "sample-area-send" / "documents").glob("*.pdf"))


def _no_reading(*_: object) -> None:
    raise AssertionError("the file was read again")


def test_a_report_read_again_is_the_same_and_costs_nothing(report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = _readers.read_file(report)
    monkeypatch.setattr(_readers, "_read", _no_reading)
    assert _readers.read_file(report) == first


def test_another_name_or_another_byte_is_another_report(report: Path, tmp_path: Path) -> None:
    _readers.read_file(report)
    copy = tmp_path / "2031-01-31_1_renamed.pdf"
    copy.write_bytes(report.read_bytes())
    assert _readers.read_file(copy)[0].id == copy.name
    assert _kept.key_of(report.name, b"a") != _kept.key_of(report.name, b"b")


def test_transcripts_are_not_kept(root: Path, empty_cache: Cache) -> None:
    read_corpus(root / "corpora" / "sample-interviews")
    empty_cache.close()
    assert not empty_cache.path.exists() or b"WEBVTT" not in empty_cache.path.read_bytes()
    for path in (root / "corpora" / "sample-interviews" / "documents").iterdir():
        assert _kept.kept(_kept.key_of(path.name, path.read_bytes())) == ()


def test_a_damaged_entry_is_read_anew(report: Path, empty_cache: Cache) -> None:
    first = _readers.read_file(report)
    empty_cache.put({_kept.key_of(report.name, report.read_bytes()): b"not what was written"})
    assert _readers.read_file(report) == first

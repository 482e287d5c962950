"""What is kept between runs is shown with its size and whose words it holds, and can be deleted."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.cli import main
from send_qual.study import Cache


def test_cache_is_shown_and_cleared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path))
    kept = Cache("specimen", holds="vectors of sentences")
    kept.put({kept.key("a"): b"1", kept.key("b"): b"2"})
    kept.close()
    (tmp_path / "old.sqlite").write_bytes(b"not a database")
    assert main(["cache"]) == 0
    told = capsys.readouterr().out
    assert str(tmp_path) in told
    assert "specimen: 2 entries" in told
    assert "vectors of sentences" in told
    assert "old: 0 entries" in told
    assert main(["cache", "--clear"]) == 0
    assert not list(tmp_path.glob("*.sqlite*"))
    assert Cache("specimen").get([kept.key("a")]) == {}

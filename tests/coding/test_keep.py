"""Decisions taken in a notebook are there when findings are drawn."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.coding import Coding, Codings, keep_decisions, merge, read_codings
from send_qual.errors import SendQualError


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.txt").write_text("Waits are long. Plans are late.\n", encoding="utf-8")
    return tmp_path


def test_decisions_are_kept_once_under_the_reviewers_name(home: Path) -> None:
    waits = Coding("a.txt", 0, 15, "Waits are long.", "health", "panel-1", confidence=0.8)
    plans = Coding("a.txt", 16, 31, "Plans are late.", "plans", "panel-1", confidence=0.6)
    suggested = Codings((waits, plans))
    assert keep_decisions(suggested, home, "AB", accepted=[waits.key], rejected=[plans.key]) == (1, 1)
    assert keep_decisions(suggested, home, "AB", accepted=[waits.key], rejected=[plans.key]) == (0, 0)
    standing = merge(suggested, read_codings(home))
    assert [(c.code, c.status, c.coder) for c in standing] == [("health", "accepted", "AB")]
    assert keep_decisions(suggested, home, "AB", accepted=[plans.key]) == (1, 0)  # somebody thinks again
    assert {c.code for c in merge(suggested, read_codings(home))} == {"health", "plans"}


def test_a_key_that_fits_nothing_is_told_and_nothing_is_written(home: Path) -> None:
    with pytest.raises(SendQualError, match="there is none of that key"):
        keep_decisions(Codings(()), home, "AB", accepted=["12345678"])
    assert not (home / "codings").exists()

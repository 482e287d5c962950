"""The fictional reports of the findings' tests."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest

_FILE = Path(__file__).resolve().parents[1] / "findings" / "conftest.py"
_spec = importlib.util.spec_from_file_location("fictional_reports", _FILE)
_reports = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_reports)

answers, codings, in_two_tranches = _reports.answers, _reports.codings, _reports.in_two_tranches
study_codings, hostile_study = _reports.study_codings, _reports.hostile_study


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Figures are drawn afresh in each session, not found in somebody's cache."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEND_QUAL_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield

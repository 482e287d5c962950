"""Fixtures shared by all rooms' tests."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real reports and hand codings beside the checkout."""
    if not (SHARED / "gold").is_dir():
        pytest.skip("the real reports and hand codings (../shared) are not on this machine")
    return SHARED


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave timings out unless they are asked for: they mean little beside other work."""
    if "benchmark" in config.getoption("-m"):
        return
    for item in items:
        if item.get_closest_marker("benchmark"):
            item.add_marker(pytest.mark.skip(reason="timings run with -m benchmark"))

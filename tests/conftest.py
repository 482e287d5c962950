"""Fixtures shared by all rooms' tests."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable, Iterator
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


class Killed(BaseException):
    """What a killed process does not live to see."""


@pytest.fixture
def kills(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], object]], Iterator[str]]:
    """``for place in kills(run)``: ``run`` is killed at its first change of the disk, then at its second, and so on.

    The body sees what a kill there leaves behind, and is to bring back what ``run`` started from. The loop is over when
    a run comes to its end. Nothing after the kill changes the disk, as nothing does after ``kill -9``.
    """
    from send_qual.study import files

    steps = ("_create", "_create_folder", "_write", "_sync", "_replace", "_remove")
    whole = {name: getattr(files, name) for name in steps}

    def run_killed_at(number: int, run: Callable[[], object]) -> str:
        done = 0

        def step(name: str, *arguments: object) -> None:
            nonlocal done
            done += 1
            if done >= number:
                raise Killed(f"{number}: {name}")
            whole[name](*arguments)

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", lambda handle: None)  # what the disk is asked to keep, a kill does not tell
            for name in steps:
                patch.setattr(files, name, functools.partial(step, name))
            try:
                run()
            except Killed:
                return f"change {number} of the disk"
        return ""

    def loop(run: Callable[[], object]) -> Iterator[str]:
        number = 1
        while place := run_killed_at(number, run):
            yield place
            number += 1

    return loop

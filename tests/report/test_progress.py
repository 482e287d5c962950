"""Long work in a notebook says how far it has come, and leaves nothing behind."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from send_qual.report import views


class Line:
    """What the notebook shows below its cell."""

    def __init__(self) -> None:
        self.pages: list[str] = []

    def display(self, page: Any, *, display_id: bool) -> Line:
        assert display_id
        self.update(page)
        return self

    def update(self, page: Any) -> None:
        self.pages.append(page.data)


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    line = Line()
    monkeypatch.setattr("IPython.display.display", line.display)
    monkeypatch.setattr(import_module("send_qual.report.rendering._progress"), "_PAUSE", 0.0)
    return line


def test_it_tells_how_far_the_work_is_and_goes_when_it_is_done(line: Line) -> None:
    tell = views.progress()
    tell(0, 2, "Coding <b>a")
    tell(1, 2, "Coding b")
    tell(2, 2, "Coding done")
    first, second, last = line.pages
    assert "value='0'" in first
    assert "Coding &lt;b&gt;a (0 of 2)" in first
    assert "(1 of 2)" in second
    assert last == ""


def test_work_that_is_done_at_once_shows_nothing(line: Line) -> None:
    views.progress()(3, 3, "Coding done")
    assert line.pages == []


def test_it_does_not_flood_the_page(line: Line, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("send_qual.report.rendering._progress"), "_PAUSE", 60.0)
    tell = views.progress()
    for done in range(1000):
        tell(done, 1001, "Reading")
    tell(1001, 1001, "Read")
    assert len(line.pages) == 2

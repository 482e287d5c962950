"""Facets at the desk are those that the codebook declares, with its own names, marks and keys; without any, none."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from send_qual.codebook import read_codebook
from send_qual.corpus import read_corpus
from send_qual.desk import Work, open_work

pytestmark = pytest.mark.browser

PHASE = """\
facets:
  - id: phase
    name: Phase
    values:
      - {id: roots, name: putting down roots, mark: "1"}
      - {id: shoots, name: green shoots, mark: "2"}
      - {id: bloom, name: flourishing, mark: "3", sign: strength}
"""
CODES = """\
codes:
  - {id: trust, name: Trust, definition: Who trusts whom.}
"""


@pytest.fixture
def work(tmp_path: Path) -> Iterator[Callable[[str], Work]]:
    works: list[Work] = []

    def opened(facets: str) -> Work:
        (tmp_path / "documents").mkdir()
        (tmp_path / "documents" / "p01.txt").write_text("We trust the new team by now.\n", encoding="utf-8")
        (tmp_path / "book.yaml").write_text(f'name: book\nversion: "1"\n{facets}{CODES}', encoding="utf-8")
        works.append(open_work(read_corpus(tmp_path), read_codebook(tmp_path / "book.yaml"), "SG"))
        return works[-1]

    yield opened
    for one in works:
        one.close()


def keys_of(seat: Any) -> str:
    seat.press("?")
    words = seat.desk.locator(".help").inner_text()
    seat.page.keyboard.press("Escape")
    return words


def test_a_facet_of_three_phases_by_the_codebook_alone(bench: Callable[..., Any], work: Callable[[str], Work]) -> None:
    seat = bench(work(PHASE))
    assert "bloom, roots, shoots" in keys_of(seat), "b by its letter, c and d are left"
    seat.select("trust", clicks=2)
    seat.press("1", "d")
    seat.told("shoots")
    (coding,) = seat.work.standing()
    assert coding.facets == {"phase": "shoots"}
    assert seat.desk.locator(".name .sign").inner_text() == "2"
    assert "; shoots;" in (seat.desk.locator(".name").get_attribute("aria-label") or "")
    named = [one.evaluate("e => e.firstChild.textContent") for one in seat.desk.locator(".facet").all()]
    assert named == ["roots", "shoots", "bloom"]


def test_without_facets_nothing_is_asked(bench: Callable[..., Any], work: Callable[[str], Work]) -> None:
    seat = bench(work(""))
    seat.select("trust", clicks=2)
    seat.press("1")
    seat.told("Saved: Trust")
    assert seat.desk.locator(".facet").count() == 0
    assert "accept as that" not in keys_of(seat)

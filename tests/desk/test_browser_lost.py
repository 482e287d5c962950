"""After a transcript was corrected: the list of lost and moved codings at the desk, in a real JupyterLab."""

from __future__ import annotations

from itertools import pairwise

import pytest

from ._lab import TALK
from .test_browser_access import faults
from .test_browser_state import CODE_AS, elsewhere

pytestmark = pytest.mark.browser

CODED = [
    ("I still have it.", "waits", "challenge"),
    ("We waited a whole year for the plan.", "waits/plans", "challenge"),
    ("one person listened", "people", "facilitator"),
    ("knew my son's name", "people", "facilitator"),
]
HEARD_ANEW = {
    "<v Interviewer>How did": "<v Interviewer>So, thank you for coming. How did",
    "We waited a whole year for the plan.": "We had waited nearly a year for any plan.",
    "The last one came in June. I still have it.": "The last came in June. My sister keeps them all.",
}


@pytest.fixture
def seat(sit, lab):
    seat = sit(run=False)
    name = seat.notebook.removesuffix(".ipynb")
    elsewhere(lab, name, CODE_AS.format(coder="SG", rows=CODED))
    text = TALK
    for before, now in HEARD_ANEW.items():
        text = text.replace(before, now)
    (lab.folder / "corpora" / name / "documents" / "p01.vtt").write_text(text, encoding="utf-8")
    seat.run()
    return seat


def listed(seat) -> list[str]:
    return seat.desk.locator(".lostlist .option b").all_inner_texts()


def test_lost_and_moved_codings_by_keyboard(seat, node_kit) -> None:
    assert "listed" in seat.desk.locator(".trouble").inner_text()
    seat.focus()
    seat.press("l")
    assert listed(seat)[0] == "Lost: "
    assert listed(seat)[1:] == ["Moved: "] * 3
    first = seat.desk.locator(".lostlist .option").first.inner_text()
    assert "Waits" in first
    assert "SG" in first
    assert "“I still have it.”" in first
    seat.page.evaluate((node_kit / "node_modules" / "axe-core" / "axe.min.js").read_text(encoding="utf-8"))
    for theme in ("JupyterLab Dark", "JupyterLab Light"):
        seat.theme(theme)
        assert faults(seat.page) == [], theme
    # Text, list and strip share the height of the desk; the stripe of a second line stands beside that line.
    parts = [seat.desk.locator(part).bounding_box() for part in (".text", ".lost", ".inspector")]
    for above, below in pairwise(parts):
        assert abs(above["y"] + above["height"] - below["y"]) < 2
    whole = seat.desk.bounding_box()
    assert parts[-1]["y"] + parts[-1]["height"] <= whole["y"] + whole["height"]
    stripe = seat.desk.locator(".bar").nth(1).bounding_box()
    assert abs(stripe["y"] - seat.box_of("one person")["y"]) < 8
    # To the place where it was; the words there are selected, or are chosen anew; and placed.
    before = len(seat.events())
    seat.press("Enter")
    seat.page.wait_for_function("document.activeElement.classList.contains('text')")
    seat.click_on("My sister", 3)
    seat.press("l", "p")
    seat.told("Placed: Waits. 3 left.")
    assert seat.events()[-1]["quote"] == "My sister keeps them all."
    assert seat.events()[-1]["facets"] == {"polarity": "challenge"}
    assert "Waits −" in seat.names()
    seat.press("z")  # taken back: it is lost again
    seat.page.wait_for_function("document.querySelectorAll('.sqd .lostlist .option').length === 4")
    assert "Waits −" not in seat.names()
    # Dropped, and that is taken back, too.
    seat.press("Home", "Delete")
    seat.told("Dropped: Waits. z brings it back. 3 left.")
    seat.press("z")
    seat.page.wait_for_function("document.querySelectorAll('.sqd .lostlist .option').length === 4")
    assert len(seat.events()) > before
    # What moved with other words: was and is; it is right.
    seat.press("Home", "ArrowDown")
    chosen = seat.desk.locator('.lostlist [aria-selected="true"]')
    assert "We waited a whole year for the plan." in chosen.inner_text()
    assert "is now" in chosen.inner_text()
    seat.press("a")
    seat.told("Confirmed: it is right where it is. 3 left.")
    assert "nearly a year" in seat.events()[-1]["quote"]
    seat.press("Escape")
    assert seat.desk.locator(".lost").is_hidden()


def test_lost_and_moved_codings_by_mouse(seat) -> None:
    seat.desk.locator("button:has-text('Lost and moved 4')").click()
    place = seat.desk.locator("button:has-text('Place on the selection')")
    seat.desk.locator(".lostlist .option").first.click()
    seat.drag_over("My sister", "them all")
    place.click()
    seat.told("Placed: Waits. 3 left.")
    assert seat.events()[-1]["quote"].startswith("My sister keeps them all")
    seat.desk.locator("button:has-text('2 with the same words are right')").click()
    seat.told("Confirmed: 2 codings. 1 left.")
    seat.desk.locator(".lost button:has-text('Remove')").click()
    seat.told("None is left")
    assert seat.desk.locator(".lost").is_hidden()
    assert seat.desk.locator("button:has-text('Lost and moved')").is_hidden()

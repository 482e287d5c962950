"""At the desk, in a real JupyterLab and a real Chromium: what a person does by mouse and by keyboard."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_code_by_mouse_overlap_and_undo(sit) -> None:
    seat = sit()
    # Double-click a word, triple-click a sentence, click on the speaker, drag: each then takes one key.
    seat.click_on("waited", 2)
    seat.press("1")
    assert seat.written(1)["quote"] == "waited"
    seat.click_on("Nobody", 3)
    seat.press("2", "f")
    last = seat.written(3)
    assert (last["quote"], last["code"], last["facets"]) == ("Nobody rang us.", "people", {"polarity": "facilitator"})
    seat.desk.locator(".speaker").nth(1).click()
    seat.press("3")
    last = seat.written(4)
    assert last["code"] == "waits/plans"
    assert (
        last["quote"]
        == "We waited a whole year for the plan. Nobody rang us. Then one person listened, and it went well."
    )
    seat.drag_over("hole year", "the pla")  # grows to whole words
    seat.press("q")
    assert seat.written(5)["quote"] == "whole year for the plan"
    assert sorted(seat.names()) == sorted(["Waits", "Late plans", "Late plans", "People +"])
    # Stripes that overlap stand in lanes of their own.
    lanes = seat.desk.locator(".bar").evaluate_all("bars => bars.map(b => b.style.left)")
    assert len(set(lanes)) >= 3
    seat.press("Control+z")
    seat.written(6)
    seat.press("z")
    seat.written(7)
    seat.page.wait_for_function("document.querySelectorAll('.sqd .name').length === 2")
    seat.press("Control+y")
    seat.written(8)
    seat.page.wait_for_function("document.querySelectorAll('.sqd .name').length === 3")


def test_keyboard_alone_and_no_key_reaches_jupyterlab(sit) -> None:
    seat = sit()
    seat.focus()
    cells = seat.page.locator(".jp-Cell").count()
    seat.press("ArrowDown", "ArrowDown", "1")  # the second turn
    assert seat.written(1)["quote"].startswith("We waited a whole year")
    seat.press("Escape", "ArrowRight", "ArrowRight", "Shift+ArrowRight", "2", "c")
    last = seat.written(3)
    assert last["facets"] == {"polarity": "challenge"}
    assert len(last["quote"].split()) == 2
    seat.press("Control+ArrowRight", "q")  # a sentence
    assert seat.written(4)["code"] == "people"
    seat.press("m")
    seat.page.keyboard.type("a x dd: ask again?")
    seat.press("Enter")
    assert seat.written(5)["memo"] == "a x dd: ask again?"
    seat.page.wait_for_function("[...document.querySelectorAll('.sqd .sign')].some(e => e.textContent === '✎')")
    for key in ("b", "d", "d", "x", "a", "Shift+m", "Escape", "y"):
        seat.press(key)
    assert seat.page.locator(".jp-Cell").count() == cells
    seat.press("Escape", "Escape", "Escape")  # the last gives the keyboard back
    assert seat.page.evaluate("!document.querySelector('.sqd').contains(document.activeElement)")
    seat.press("a")  # now it is JupyterLab's again: a new cell above
    seat.page.wait_for_function("n => document.querySelectorAll('.jp-Cell').length === n", arg=cells + 1)

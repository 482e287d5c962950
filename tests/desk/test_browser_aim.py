"""What is coded is what was selected: when the key was pressed, however it was selected, without the space around it."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser


def test_an_in_vivo_code_goes_to_the_words_of_its_key(bench, study) -> None:
    seat = bench(study())
    seat.select("key worker")
    seat.slow()
    seat.press("v")
    seat.select("letters")  # who codes fast is at the next words before Python answers
    seat.quick()
    seat.told("Saved: key worker")
    assert seat.quotes() == [("key-worker", "key worker")]
    assert seat.blue() == "letters", "and keeps those in hand"
    seat.press("1")
    seat.told("Saved: Waits")
    assert seat.quotes() == [("key-worker", "key worker"), ("waits", "letters")]


def test_a_new_code_goes_to_the_words_of_its_form(bench, study) -> None:
    seat = bench(study(p02_txt="They never came.\n"))
    seat.select("key worker")
    seat.press("w")
    seat.page.keyboard.type("Helpers")
    seat.slow()
    seat.page.keyboard.press("Enter")
    seat.page.keyboard.press("Enter")  # once more: still one code
    seat.page.evaluate("() => document.querySelector('.sqd .text').focus()")
    seat.press("]")  # in another document by then
    seat.quick()
    seat.page.wait_for_selector('.document[aria-selected="true"]:has-text("p02")')
    seat.told("Saved: ")
    assert [quote for _, quote in seat.quotes()] == ["key worker"]
    assert len(list(seat.work.codebook)) == 4


def test_a_new_code_for_what_is_amended_goes_there(bench, study) -> None:
    work = study()
    at = work.corpus["p01.vtt"].text.index("letters")
    work.apply("p01.vtt", at, at + 7, "waits")
    seat = bench(work)
    seat.select("letters", clicks=1)
    seat.press("e", "Shift+v")
    seat.slow()
    seat.page.keyboard.press("Enter")
    seat.page.evaluate("() => document.querySelector('.sqd .text').focus()")
    seat.press("Escape", "Escape")  # leaves the form, and amending, before the code is made
    seat.quick()
    seat.told("Changed: ")
    assert [quote for _, quote in seat.quotes()] == ["letters"]
    assert seat.quotes()[0][0].endswith("letters")

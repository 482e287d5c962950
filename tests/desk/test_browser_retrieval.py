"""The fourth pane: all passages of a code, in their context, and what is done from there."""

from __future__ import annotations

import pytest

from ._bench import MEASURED

pytestmark = pytest.mark.browser

SECOND = "We asked in May.\n\nThey never came, and we waited and waited.\n"


def apply(work, words: str, code: str, id: str = "p01.vtt") -> None:
    at = work.corpus[id].text.index(words)
    work.apply(id, at, at + len(words), code)


@pytest.fixture
def seat(bench, study):
    work = study(p02_txt=SECOND)
    apply(work, "whole year", "waits")
    apply(work, "We waited a whole", "people")
    apply(work, "letters, only letters", "waits/plans")
    apply(work, "never came", "waits", "p02.txt")
    return bench(work)


def segments(seat) -> list[str]:
    return seat.desk.locator(".segment mark").all_inner_texts()


def settle(seat, number: int) -> None:
    seat.page.wait_for_function("n => document.querySelectorAll('.segment').length === n", arg=number)


def test_a_click_on_its_number_shows_all_passages_of_a_code(seat) -> None:
    seat.desk.locator('.code[data-code="waits"] .count').click()
    settle(seat, 3)
    assert segments(seat) == ["whole year", "letters, only letters", "never came"]
    assert seat.desk.locator(".segments h4").all_inner_texts() == ["p01", "p02"]
    assert "3 passages in 2 of 2 documents" in seat.desk.locator(".found").inner_text()
    first = seat.desk.locator(".segment").first.inner_text()
    assert "We waited a whole year for the plan. Nobody rang us." in first
    assert "P01, 00:00:07" in first
    assert seat.page.evaluate(MEASURED) == []
    # A click goes there, whatever document it is in, with the coding in hand.
    seat.desk.locator(".segment").last.click()
    seat.page.wait_for_selector('.document[aria-selected="true"]:has-text("p02")')
    seat.page.wait_for_selector('.inspector:has-text("Waits")')
    assert seat.desk.locator(".name.inhand").count() == 1
    seat.press("r")
    assert seat.desk.locator(".retrieval").is_hidden()


def test_several_codes_by_ctrl_click_together_near_and_without(seat) -> None:
    seat.desk.locator('.code[data-code="waits"] .count').click()
    settle(seat, 3)
    seat.desk.locator('.code[data-code="people"]').click(modifiers=["Control"])
    settle(seat, 4)
    seat.desk.locator("select[aria-label='How the codes go together']").select_option("all")
    settle(seat, 2)
    assert segments(seat) == ["We waited a whole", "whole year"]
    seat.desk.locator('.code[data-code="people"]').click(modifiers=["Control"])
    settle(seat, 3)
    seat.desk.locator("select[aria-label='Not coded with']").select_option("people")
    settle(seat, 2)
    assert segments(seat) == ["letters, only letters", "never came"]
    seat.desk.locator("select[aria-label='In which documents']").select_option(label="the open document")
    settle(seat, 1)
    assert seat.quotes()[0][1] == "We waited a whole", "nothing was coded by any of that"


def test_recoding_taking_away_and_deciding_from_the_list_and_it_is_live(seat) -> None:
    seat.press("t", "r")  # from the keyboard alone: the code in the tree
    settle(seat, 3)
    listed = seat.desk.locator(".segments")
    listed.focus()
    seat.page.keyboard.press("ArrowDown")
    seat.page.keyboard.press("/")
    seat.page.keyboard.type("people")
    seat.page.keyboard.press("Enter")
    settle(seat, 2)
    assert ("people", "letters, only letters") in seat.quotes()
    listed.focus()
    seat.page.keyboard.press("Delete")
    settle(seat, 1)
    assert [quote for _, quote in seat.quotes() if quote == "never came"] == []
    seat.press("z")
    settle(seat, 2)
    # What is coded meanwhile comes in by itself.
    seat.select("key worker")
    seat.press("1")
    settle(seat, 3)
    assert "key worker" in segments(seat)
    seat.press("Escape")
    listed.focus()
    seat.page.keyboard.press("Home")
    seat.page.keyboard.press("m")
    seat.page.keyboard.type("Look again.")
    seat.page.keyboard.press("Enter")
    seat.page.wait_for_selector(".segment .memo:has-text('Look again.')")


def test_a_long_list_goes_on_as_it_is_read(bench, study) -> None:
    work = study()
    for at in range(150):
        work.apply("p01.vtt", at, at + 3, "people")
    seat = bench(work)
    seat.desk.locator('.code[data-code="people"] .count').click()
    settle(seat, 100)
    assert "150 passages" in seat.desk.locator(".found").inner_text()
    seat.desk.locator(".segments").evaluate("e => { e.scrollTop = e.scrollHeight; }")
    settle(seat, 150)


@pytest.mark.parametrize("size", [{"width": 1024}, {"width": 1440, "zoom": 2}, {"width": 2560, "dark": True}])
def test_with_the_pane_open_nothing_overlaps(bench, study, size) -> None:
    work = study()
    apply(work, "whole year", "waits")
    seat = bench(work, **size)
    seat.desk.locator('.code[data-code="waits"] .count').click()
    settle(seat, 1)
    assert [one for one in seat.page.evaluate(MEASURED) if "lies over section.retrieval" not in one] == []

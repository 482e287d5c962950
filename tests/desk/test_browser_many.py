"""At the desk: all that is listed decided at once, all places found coded, codings cut, joined, un-coded in part."""

from __future__ import annotations

import pytest

from send_qual.coding import Coding, Codings
from send_qual.desk import open_work

from ._bench import MEASURED

pytestmark = pytest.mark.browser

SECOND = "We waited in May.\n\nThey never came, and we waited on. Waiting is all we did.\n"


@pytest.fixture
def suggested(study):
    """A study in which a machine suggests four codings."""
    work = study(p02_txt=SECOND)
    rows = []
    for n, (id, words) in enumerate(
        [("p01.vtt", "We waited"), ("p01.vtt", "Nobody rang"), ("p02.txt", "We waited"), ("p02.txt", "never came")]
    ):
        at = work.corpus[id].text.index(words)
        rows.append(Coding(id, at, at + len(words), words, "waits", "m-1", confidence=0.3 + n / 5))
    work.close()
    with open_work(
        work.corpus, work.codebook, "SG", suggestions=Codings(tuple(rows), work.corpus, work.codebook)
    ) as own:
        yield own


def settle(seat, number: int) -> None:
    seat.page.wait_for_function("n => document.querySelectorAll('.segment').length === n", arg=number)


def test_suggestions_are_accepted_in_bulk_after_a_look_and_taken_back_by_one_undo(bench, suggested) -> None:
    seat = bench(suggested)
    seat.desk.locator('.code[data-code="waits"] .waits').click()
    settle(seat, 4)
    seat.desk.locator("select[aria-label='How sure']").select_option("0.5,")
    settle(seat, 3)
    seat.desk.locator(".segment input").first.click()
    seat.desk.locator(".found button:has-text('Accept all')").click()
    told = seat.desk.locator(".bulk")
    assert "Accept 2 suggestions in 2 documents, 1 left out?" in told.inner_text()
    assert seat.quotes() == [], "nothing is done before it is said"
    assert seat.page.evaluate(MEASURED) == []
    told.locator("button:has-text('Accept 2')").click()
    seat.told("Accepted: 2. z takes all of it back.")
    assert [quote for _, quote in seat.quotes()] == ["We waited", "never came"]
    assert "Review 2" in seat.desk.locator(".tools").inner_text()
    seat.press("z")
    seat.told("Undone")
    assert seat.quotes() == []
    # Rejecting, with one left out by the space bar.
    seat.desk.locator("select[aria-label='How sure']").select_option("")
    settle(seat, 4)
    seat.desk.locator(".segments").focus()
    seat.page.keyboard.press("Home")
    seat.page.keyboard.press("Space")
    seat.desk.locator(".found button:has-text('Reject all')").click()
    told.locator("button:has-text('Reject 3')").click()
    seat.told("Rejected: 3.")
    settle(seat, 1)


def test_all_places_found_are_coded_after_a_look(bench, suggested) -> None:
    seat = bench(suggested)
    seat.press("s")
    seat.page.keyboard.type("wait")
    seat.page.keyboard.press("Enter")
    seat.page.wait_for_selector(".hit:focus")
    seat.desk.locator("select[aria-label='How the words are looked for']").select_option("lemma")
    seat.page.wait_for_selector(".results button:has-text('Code all 4…')")
    assert seat.page.evaluate(MEASURED) == []
    seat.desk.locator(".results .place:has(.hit:has-text('waited on')) input").first.click()
    seat.desk.locator("select[aria-label='What is coded']").select_option("sentence")
    seat.desk.locator(".results button:has-text('Code all 3…')").click()
    seat.page.keyboard.type("people")
    seat.page.keyboard.press("Enter")
    seat.told("Coded 3 in 2 documents: People. z takes all of it back.")
    assert seat.quotes() == [
        ("people", "We waited a whole year for the plan."),
        ("people", "We waited in May."),
        ("people", "Waiting is all we did."),
    ]
    seat.press("z")
    seat.told("Undone")
    assert seat.quotes() == []


def test_no_limit_is_silent(bench, study) -> None:
    seat = bench(study(p02_txt="We waited.\n\n" * 230))
    seat.press("s")
    seat.page.keyboard.type("waited")
    seat.page.keyboard.press("Enter")
    seat.page.wait_for_selector(".hit:focus")
    assert "The first 200 of 231 places" in seat.desk.locator(".results").inner_text()
    seat.desk.locator("button:has-text('Show 31 more')").click()
    seat.page.wait_for_function("() => document.querySelectorAll('.hit').length === 231")


def test_words_are_uncoded_and_codings_are_cut_and_joined_by_keys(bench, study) -> None:
    seat = bench(study())
    seat.select("one person listened")
    seat.press("2")
    seat.told("Saved: People")
    seat.press("Escape", "Escape")
    seat.select("person", clicks=1)
    seat.page.wait_for_selector('.inspector:has-text("People")')
    seat.press("k")
    seat.told("It is two codings now")
    assert [quote for _, quote in seat.quotes()] == ["one", "person listened"]
    seat.press("Escape")
    seat.select("listened", clicks=1)
    seat.press("j")
    seat.told("2 codings are one now")
    assert [quote for _, quote in seat.quotes()] == ["one person listened"]
    seat.press("Escape", "Escape")
    seat.select("person", clicks=2)
    seat.press("Delete")
    seat.told("Taken out of 1 coding. z takes that back.")
    assert [quote for _, quote in seat.quotes()] == ["one", "listened"]
    seat.press("z")
    seat.told("Undone")
    assert [quote for _, quote in seat.quotes()] == ["one person listened"]

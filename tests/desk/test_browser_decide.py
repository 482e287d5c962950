"""At the desk: keys that stay, what both coded alike, a blind desk, a document that is finished."""

from __future__ import annotations

import pytest

from send_qual.coding import Coding, Codings
from send_qual.desk import open_work

pytestmark = pytest.mark.browser


def apply(work, words: str, code: str = "waits") -> None:
    text = work.corpus["p01.vtt"].text
    at = text.index(words)
    work.apply("p01.vtt", at, at + len(words), code)


def with_suggestions(work, *words: str):
    """The same work, with a machine's suggestions."""
    text = work.corpus["p01.vtt"].text
    rows = [Coding("p01.vtt", text.index(w), text.index(w) + len(w), w, "waits", "m-1") for w in words]
    work.close()
    return open_work(work.corpus, work.codebook, "SG", suggestions=Codings(tuple(rows), work.corpus, work.codebook))


def test_keys_keep_their_codes_when_anybody_makes_one(bench, study) -> None:
    seat = bench(study())
    told = "[...document.querySelectorAll('.code')].map(c => [c.dataset.code, c.querySelector('kbd')?.textContent])"
    keys = f"() => Object.fromEntries({told})"
    before = seat.page.evaluate(keys)
    assert before == {"waits": "1", "waits/plans": "3", "people": "2"}
    with study("TR") as other:
        other.new_code("A code before all others", parent="waits")
    seat.work.refresh()
    seat.tell()
    seat.page.wait_for_selector('.code[data-code="waits/a-code-before-all-others"]')
    after = seat.page.evaluate(keys)
    assert {code: key for code, key in after.items() if key} == before
    seat.select("letters")
    seat.press("3")
    seat.told("Saved: Waits › Late plans")
    assert seat.quotes() == [("waits/plans", "letters")]


def test_the_edges_of_what_both_coded_are_asked_for(bench, study) -> None:
    with study("TR") as tr:
        apply(tr, "Nobody rang us.")
        apply(tr, "The new key worker")
    with study("KL") as kl:
        apply(kl, "Nobody rang us.")
        apply(kl, "key worker. She rang")
    seat = bench(study("consensus"), ("KL", "TR"))
    seat.desk.locator("button:has-text('both coded alike')").click()
    seat.told("Accepted what both coded alike: 1. The edges of 1 more are to be chosen.")
    asked = seat.desk.locator(".picker[aria-label='Codings with other edges']")
    assert asked.locator("button").all_inner_texts() == [
        "What both marked", "All that either marked", "As KL", "As TR", "One by one Esc",
    ]  # fmt: skip
    assert seat.quotes() == [("waits", "Nobody rang us.")]
    asked.locator("button:has-text('All that either')").click()
    seat.told("Accepted what both coded alike: 1.")
    assert seat.quotes() == [("waits", "Nobody rang us."), ("waits", "The new key worker. She rang")]
    assert asked.is_hidden()
    seat.press("z")
    seat.told("Undone")
    assert seat.quotes() == [("waits", "Nobody rang us.")]


def test_a_blind_desk_says_so_and_shows_no_code_of_others(bench, study) -> None:
    with study("TR") as other:
        other.new_code("Waiting rooms")
        apply(other, "letters")
    seat = bench(study(blind=True))
    assert "blind: nothing of others is shown" in seat.desk.locator(".top").inner_text()
    assert "Waiting rooms" not in seat.desk.inner_text()
    assert seat.desk.locator(".name").count() == 0
    seat.press("/")
    seat.page.keyboard.type("waiting")
    assert "Waiting rooms" not in seat.desk.locator(".options").inner_text()
    assert bench(study("ZZ")).desk.locator(".blind").count() == 0


def test_a_finished_document_is_marked_and_its_suggestions_wait_no_more(bench, study) -> None:
    work = with_suggestions(study(p02_txt="They never came.\n"), "letters, only letters", "We waited")
    seat = bench(work)
    apply(work, "key worker", "people")
    seat.tell()
    assert seat.desk.locator(".name").count() == 3
    seat.press("Shift+f")
    seat.told("p01 is finished: only people's codings count in it. z takes that back.")
    assert seat.names() == ["People"]
    first = seat.desk.locator(".document").first
    assert first.locator(".tick").count() == 1
    assert "finished by SG" in first.get_attribute("aria-label")
    assert "1 finished" in seat.desk.locator(".total").inner_text()
    assert "Review 0" in seat.desk.locator(".tools").inner_text()
    seat.press("u")
    seat.page.wait_for_selector('.document[aria-selected="true"]:has-text("p02")')
    seat.press("z")
    seat.told("Undone: finished p01.vtt")
    assert seat.desk.locator(".tick").count() == 0
    assert "Review 2" in seat.desk.locator(".tools").inner_text()
    seat.desk.locator(".inspector button:has-text('Finished')").click()
    seat.told("p02 is finished")
    assert seat.desk.locator(".inspector button:has-text('Open again')").count() == 1
    work.close()

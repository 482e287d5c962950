"""The codebook at the desk: a code's name, colour and rule edited in place, comments kept, undone like any gesture."""

from __future__ import annotations

import pytest

from ._bench import MEASURED

pytestmark = pytest.mark.browser


def test_a_code_is_edited_in_place_and_one_undo_brings_the_file_back(bench, study, tmp_path) -> None:
    work = study()
    at = work.corpus["p01.vtt"].text.index("letters")
    work.apply("p01.vtt", at, at + 7, "waits")
    seat = bench(work)
    book = tmp_path / "talk.yaml"
    seat.press("t", "Shift+e")
    form = seat.desk.locator(".rule form")
    assert seat.page.evaluate(MEASURED) == []
    form.locator("input[type=text]").fill("Waiting")
    form.locator("input[type=color]").fill("#117733")
    form.locator("textarea").nth(1).fill("Waiting for a plan\nWaiting for a place")
    seat.page.keyboard.press("Control+Enter")
    seat.told("The codebook has it: Waiting. z takes that back.")
    seat.page.wait_for_selector(".name:has-text('Waiting')")
    assert seat.desk.locator(".name").first.evaluate("e => e.style.getPropertyValue('--sqd-code')") == "#117733"
    assert "Waiting for a place" in seat.desk.locator(".rule").inner_text()
    text = book.read_text(encoding="utf-8")
    assert "# What we agreed on in March." in text
    assert "- id: plans   # kept apart since June" in text
    assert "name: Waiting\n" in text
    seat.press("z")
    seat.told("Undone: code Waits renamed to Waiting")
    seat.page.wait_for_selector(".name:has-text('Waits')")
    assert next((c.name, c.colour, c.include) for c in work.codebook) == ("Waits", "#0072b2", ("Waiting for a plan",))
    seat.press("Shift+z")
    seat.page.wait_for_selector(".name:has-text('Waiting')")


def test_what_could_not_be_written_stays_in_the_form_and_leaving_changes_nothing(bench, study, tmp_path) -> None:
    seat = bench(study())
    before = (tmp_path / "talk.yaml").read_bytes()
    seat.desk.locator(".rule button:has-text('Edit')").click()
    seat.desk.locator(".rule input[type=text]").fill("")
    seat.page.keyboard.press("Enter")
    seat.page.wait_for_selector(".trouble:has-text('no name or no definition')")
    seat.desk.locator(".rule textarea").first.fill("Still here")
    seat.desk.locator(".rule form").press("Escape")
    assert seat.desk.locator(".rule form").count() == 0
    assert (tmp_path / "talk.yaml").read_bytes() == before


def test_all_themes_are_folded_at_once(bench, study) -> None:
    seat = bench(study())
    seat.desk.locator("button:has-text('Fold')").click()
    assert seat.desk.locator(".code").all_inner_texts() == ["▸\nWaits\n1", "People\n2"]
    seat.desk.locator("button:has-text('Unfold')").click()
    assert seat.desk.locator(".code").count() == 3


def test_a_code_is_moved_by_drag_and_merged_in_its_form_and_codings_follow(bench, study) -> None:
    work = study()
    at = work.corpus["p01.vtt"].text.index("letters")
    work.apply("p01.vtt", at, at + 7, "waits/plans")
    seat = bench(work)
    seat.desk.locator('.code[data-code="waits/plans"]').drag_to(seat.desk.locator('.code[data-code="people"]'))
    seat.told("Late plans was moved, and all codings with it. z takes that back.")
    assert seat.quotes() == [("people/plans", "letters")]
    seat.page.wait_for_selector('.code[data-code="people/plans"] .count:text-is("1")')
    assert seat.names() == ["Late plans"]
    seat.press("z")
    seat.told("Undone: code Late plans moved under People")
    assert seat.quotes() == [("waits/plans", "letters")]
    seat.desk.locator('.code[data-code="waits/plans"]').click()
    seat.desk.locator(".rule button:has-text('Edit')").click()
    assert seat.desk.locator(".rule button:has-text('In use: 1')").is_disabled()
    assert seat.page.evaluate(MEASURED) == []
    seat.desk.locator("select[aria-label='Merge into']").select_option("people")
    seat.told("Late plans is one with People now. z takes that back.")
    assert seat.quotes() == [("people", "letters")]
    assert seat.desk.locator('.code[data-code="waits/plans"]').count() == 0

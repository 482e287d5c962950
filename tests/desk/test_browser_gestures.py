"""How many gestures a coder needs at the desk, next to MAXQDA. In a real JupyterLab.

A gesture is one key, one click (a double-click too), one drag, or words typed. MAXQDA's are counted from its manual
(versions 2020 to 2024: drag and drop, in-vivo coding, codes on keys, code with the last code, comments, text search).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = pytest.mark.browser

WANTED = [
    ("p01.vtt", "Nobody rang us.", "waits", "challenge"),
    ("p01.vtt", "The last one came in June.", "waits/plans", "challenge"),
]


class Hand:
    """Somebody at the desk whose gestures are counted."""

    def __init__(self, seat: Any) -> None:
        self.seat, self.page, self.made = seat, seat.page, 0

    def key(self, name: str) -> None:
        self.made += 1
        self.page.keyboard.press(name)

    def words(self, text: str) -> None:
        self.made += 1
        self.page.keyboard.type(text)

    def select(self, first: str, last: str = "") -> None:
        self.made += 1
        self.seat.drag_over(first, last or first)

    def double_click(self, words: str) -> None:
        self.made += 1
        self.seat.click_on(words, 2)

    def click(self, words: str) -> None:
        self.made += 1
        self.seat.click_on(words)

    def drag(self, start: tuple[float, float], end: tuple[float, float]) -> None:
        self.made += 1
        self.page.mouse.move(*start)
        self.page.mouse.down()
        self.page.mouse.move((start[0] + end[0]) / 2, (start[1] + end[1]) / 2, steps=3)
        self.page.mouse.move(*end, steps=3)
        self.page.mouse.up()

    def on(self, words: str) -> tuple[float, float]:
        box = self.seat.box_of(words)
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2

    def over(self, selector: str) -> tuple[float, float]:
        box = self.seat.desk.locator(selector).first.bounding_box()
        return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def by_drag(hand: Hand) -> None:
    hand.select("one person", "listened")
    hand.drag(hand.on("one person listened"), hand.over('.code[data-code="people"]'))


def by_dragging_the_code(hand: Hand) -> None:
    hand.select("went well")
    hand.drag(hand.over('.code[data-code="waits"]'), hand.on("went well"))


def by_key(hand: Hand) -> None:
    hand.double_click("plan")
    hand.key("1")


def last_code_again(hand: Hand) -> None:
    hand.select("every", "week")
    hand.key("q")


def second_code(hand: Hand) -> None:
    hand.key("2")


def in_vivo(hand: Hand) -> None:
    hand.select("key worker")
    hand.key("v")


def new_code(hand: Hand) -> None:
    hand.select("our office")
    hand.key("w")
    hand.words("Places")
    hand.key("Enter")


def polarity(hand: Hand) -> None:
    hand.key("f")


def memo(hand: Hand) -> None:
    hand.made += 1
    hand.seat.desk.locator(".name", has_text="Places").dblclick()
    hand.words("Ask again.")
    hand.key("Enter")


def ends(hand: Hand) -> None:
    hand.click("our office")
    handle = hand.seat.desk.locator(".handle.start")
    handle.wait_for(state="visible")
    hand.drag(hand.over(".handle.start"), hand.on("Mill Lane"))


def uncode(hand: Hand) -> None:
    hand.click("plan")
    hand.key("Delete")


def undo(hand: Hand) -> None:
    hand.key("z")


def search_and_code(hand: Hand) -> None:
    hand.key("s")
    hand.words("letters")
    hand.key("Enter")
    hand.page.wait_for_selector(".hit:focus")
    hand.key("Enter")
    hand.page.wait_for_function("document.activeElement.classList.contains('text')")
    hand.key("3")


def next_place_found(hand: Hand) -> None:
    hand.key("h")
    hand.seat.told("2 of 2")
    hand.key("q")


def accept(hand: Hand) -> None:
    hand.key("a")


TABLE: list[tuple[str, Callable[[Hand], None], int, str, str]] = [
    # what, how, gestures in MAXQDA, the last event's code afterwards, its words
    ("code: drag the selection onto a code", by_drag, 2, "people", "one person listened"),
    ("code: drag a code onto the selection", by_dragging_the_code, 2, "waits", "went well"),
    ("code by a key", by_key, 2, "waits", "plan"),
    ("code with the last code", last_code_again, 2, "waits", "every week"),
    ("a second code on the same passage", second_code, 1, "people", "every week"),
    ("code in vivo", in_vivo, 2, "key-worker", "key worker"),
    ("code with a new code", new_code, 4, "key-worker/places", "our office"),
    ("say what helps and what hinders", polarity, 2, "key-worker/places", "our office"),
    ("comment on a coding", memo, 3, "", ""),
    ("move an end of a coding", ends, 2, "key-worker/places", "Lane was our office"),
    ("take a coding away", uncode, 2, "", ""),
    ("undo", undo, 1, "", ""),
    ("search, and code the first place", search_and_code, 5, "waits/plans", "letters"),
    ("code the next place found", next_place_found, 2, "waits/plans", "letters"),
]


def test_no_more_gestures_than_in_maxqda(sit) -> None:
    seat = sit(wanted=WANTED)
    seat.desk.locator("label:has-text('suggestions')").click()  # out of the way
    told, events = [], 0
    for what, how, there, code, quote in TABLE:
        hand = Hand(seat)
        how(hand)
        for _ in range(400):  # a drop is written a moment later
            found = seat.events()
            if len(found) > events and (not code or (found[-1].get("code"), found[-1].get("quote")) == (code, quote)):
                break
            seat.page.wait_for_timeout(50)
        else:
            pytest.fail(f"{what}: {[(e['event'], e.get('code'), e.get('quote')) for e in found[events:]]}")
        events = len(found)
        seat.saved()
        told.append(f"{what:<40} {hand.made} here, {there} there")
        assert hand.made <= there, told[-1]
    # Reviewing: one key for each suggestion.
    seat.desk.locator("label:has-text('suggestions')").click()
    seat.focus()
    seat.press("Escape", "Escape", "n")
    hand = Hand(seat)
    accept(hand)
    assert seat.written(events + 1)["event"] == "accepted"
    told.append(f"{'accept a suggestion, and see the next':<40} {hand.made} here, 1 there")
    print("", *told, sep="\n")  # noqa: T201 -- with -s


def test_what_is_dragged_beside_a_code_codes_nothing(sit) -> None:
    seat = sit()
    hand = Hand(seat)
    hand.select("one person", "listened")
    hand.drag(hand.on("one person listened"), hand.over(".rule"))
    hand.select("Nobody rang")  # and another passage can be selected at once, from within the first, too
    hand.click("Nobody")
    hand.select("Then", "person")
    hand.key("2")
    assert seat.written(1)["quote"] == "Then one person"

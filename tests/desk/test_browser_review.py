"""Review, memos, new codes, search and other documents at the desk, in a real JupyterLab."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.browser

WANTED = [
    ("p01.vtt", "We waited a whole year for the plan.", "waits", "challenge"),
    ("p01.vtt", "one person listened", "people", "facilitator"),
    ("p01.vtt", "She rang every week", "people", "facilitator"),
    ("p01.vtt", "The last one came in June.", "waits/plans", "challenge"),
    ("p02.txt", "They never came.", "waits", "challenge"),
]
SECOND = "We asked in May.\n\nThey never came. We went on alone.\n"


def inspected(seat) -> str:
    return seat.desk.locator(".inspector").inner_text()


def test_review_suggestions_by_keys(sit) -> None:
    seat = sit(wanted=WANTED, documents={"p02_txt": SECOND})
    assert seat.desk.locator(".name.suggested").count() == 4
    assert "Review 5" in seat.desk.inner_text()
    seat.focus()
    seat.press("n")
    assert "71% sure" in inspected(seat)
    assert "the word We" in inspected(seat)
    assert "1 of 4 to decide here" in inspected(seat)
    seat.press("a")
    first = seat.written(1)
    assert (first["event"], first["machine"], first["facets"]) == ("accepted", "terms-1", {"polarity": "challenge"})
    seat.page.wait_for_selector('.inspector:has-text("1 of 3 to decide here")')
    seat.press("x")
    assert seat.written(2)["event"] == "rejected"
    seat.page.wait_for_selector('.inspector:has-text("1 of 2 to decide here")')
    # Amend: another end, another code; that is the coder's own coding then.
    seat.press("e", "Shift+ArrowRight", "1", "Enter")
    seat.page.wait_for_selector('.inspector:has-text("1 of 1 to decide here")')
    amended = [event for event in seat.events() if event["event"] == "applied"]
    assert [(e["code"], e["quote"]) for e in amended] == [("waits", "She rang every week 🙂 and")]
    # A polarity accepts it as that; the next one that waits is in another document.
    seat.press("f")
    seat.page.wait_for_selector('.document[aria-selected="true"]:has-text("p02")')
    assert seat.events()[-1]["facets"] == {"polarity": "facilitator"}
    seat.press("a")
    seat.told("Nothing is left to review")
    assert "Review 0" in seat.desk.inner_text()
    seat.press("z")
    seat.page.wait_for_selector('.tools:has-text("Review 1")')


def test_new_codes_from_the_picker_and_in_vivo(sit, lab) -> None:
    seat = sit()
    seat.click_on("letters", 2)
    seat.press("/")
    seat.page.keyboard.type("late")
    assert seat.desk.locator(".option").first.inner_text().startswith("Waits › Late plans")
    seat.press("Enter")
    assert seat.written(1)["code"] == "waits/plans"
    seat.press("/")
    seat.page.keyboard.type("Paper")
    seat.press("Enter")
    seat.page.keyboard.press("Tab")
    seat.page.locator(".fresh select").select_option("people")
    seat.page.locator(".fresh textarea").fill("Letters, forms and files.")
    seat.press("Enter")
    assert seat.written(3)["code"] == "people/paper"  # the code, and what is coded with it
    seat.click_on("key worker", 2)
    seat.press("Shift+ArrowRight", "Shift+v")
    assert seat.page.locator(".fresh input").input_value() == "key worker"
    seat.press("Enter")
    assert seat.written(5)["quote"] == "key worker"
    (book,) = (lab.folder / "codebooks").glob("test-new-codes*.yaml")
    text = book.read_text(encoding="utf-8")
    assert "# What we agreed on in March." in text
    assert "# kept apart since June" in text
    assert "Letters, forms and files." in text
    tree = seat.desk.locator(".tree").inner_text()
    assert "Paper" in tree
    assert "key worker" in tree


def test_undo_of_a_new_code_shows_at_once_in_tree_picker_and_text(sit, lab) -> None:
    seat = sit()
    (book,) = (lab.folder / "codebooks").glob("test-undo-of-a-new-code*.yaml")
    before = book.read_bytes()
    seat.click_on("letters", 2)
    seat.press("v")
    seat.page.wait_for_selector(".name:has-text('letters')")
    made = seat.written(2)["code"]
    seat.page.wait_for_selector(f'.code[data-code="{made}"] .count:text-is("1")')
    seat.press("z")
    seat.page.wait_for_function("!document.querySelector('.sqd .name')")
    assert seat.desk.locator(f'.code[data-code="{made}"]').count() == 1, "so far only the coding is taken back"
    seat.press("z")
    seat.told("Undone: new code letters")
    assert seat.desk.locator(f'.code[data-code="{made}"]').count() == 0
    assert book.read_bytes() == before
    seat.press("q")
    seat.told("No code was used yet")
    seat.press("/")
    assert seat.desk.locator(".option").count() == 3
    seat.press("Escape")
    # And all of it again; the stripe has its name and colour back.
    seat.press("Shift+z")
    seat.page.wait_for_selector(f'.code[data-code="{made}"]')
    seat.press("Shift+z")
    seat.page.wait_for_selector(".name:has-text('letters')")
    seat.press("/")
    assert seat.desk.locator(".option").count() == 4


def test_a_code_that_is_renamed_in_its_file_is_renamed_in_the_margin(sit, lab) -> None:
    seat = sit()
    (book,) = (lab.folder / "codebooks").glob("test-a-code-that-is-renamed*.yaml")
    seat.click_on("letters", 2)
    seat.press("1")
    seat.written(1)
    renamed = book.read_text(encoding="utf-8").replace("name: Waits", "name: Waiting").replace("#0072b2", "#117733")
    book.write_text(renamed, encoding="utf-8")
    seat.page.wait_for_selector(".name:has-text('Waiting')")
    assert seat.desk.locator(".name").first.evaluate("e => e.style.getPropertyValue('--sqd-code')") == "#117733"
    assert "Waiting" in seat.desk.locator(".tree").inner_text()


def test_codebook_tree_filter_counts_pins_and_rule(sit) -> None:
    seat = sit()
    seat.focus()
    seat.press("t", "ArrowDown")
    assert seat.page.evaluate("document.activeElement.dataset.code") == "waits/plans"
    assert "A plan that came after its date." in seat.desk.locator(".rule").inner_text()
    seat.press("9")  # pins it
    seat.told("on key 9")
    seat.press("ArrowUp", "ArrowLeft")
    assert seat.page.evaluate("document.activeElement.getAttribute('aria-expanded')") == "false"
    seat.press("ArrowRight")
    assert "Waiting at a bus stop" in seat.desk.locator(".rule").inner_text()
    seat.desk.locator(".filter").fill("helps")
    assert seat.desk.locator(".tree .code").all_inner_texts()[0].startswith("People")
    seat.desk.locator(".filter").fill("")
    seat.click_on("letters", 2)
    seat.press("9")
    assert seat.written(1)["code"] == "waits/plans"
    told = "Late plans, key 9, 1 codings, 1 in this document, 0 suggested"
    seat.page.wait_for_selector(f'.code[data-code="waits/plans"][aria-label="{told}"]')


def test_search_next_uncoded_documents_and_memos(sit) -> None:
    seat = sit(documents={"p02_txt": SECOND})
    seat.focus()
    seat.press("u", "1")  # the first turn of the participant
    assert seat.written(1)["quote"].startswith("We waited")
    seat.press("u", "1")
    assert seat.written(2)["quote"].startswith("The new key worker")
    seat.page.wait_for_selector('.document:has-text("p01"):has-text("2/2")')
    seat.press("s")
    seat.page.keyboard.type("they never")
    seat.press("Enter")
    seat.page.wait_for_selector(".hit")
    seat.press("Enter")
    seat.page.wait_for_selector('.document[aria-selected="true"]:has-text("p02")')
    seat.press("2")
    assert seat.written(3)["quote"] == "They never"
    seat.press("Shift+m")
    seat.page.keyboard.type("A short note.")
    seat.press("Enter")
    assert seat.written(4)["target"] == "document:p02.txt"
    seat.press("[")
    seat.page.wait_for_selector('.document[aria-selected="true"]:has-text("p01")')
    seat.press("?")
    assert seat.desk.locator(".help").is_visible()
    seat.press("Escape")
    assert seat.desk.locator(".help").is_hidden()
    assert seat.page.evaluate("document.activeElement.classList.contains('text')")


def test_ends_are_dragged_and_a_click_takes_a_coding_in_hand(sit) -> None:
    seat = sit()
    seat.click_on("person", 2)
    seat.press("2")
    seat.written(1)
    seat.press("Escape", "Escape")
    seat.focus()
    seat.click_on("person")
    assert "People" in inspected(seat)
    handle = seat.desk.locator(".handle.end")
    handle.wait_for(state="visible")
    box, to = handle.bounding_box(), seat.box_of("listened")
    seat.page.mouse.move(box["x"] + 5, box["y"] + 8)
    seat.page.mouse.down()
    seat.page.mouse.move(to["x"] + 20, to["y"] + 8, steps=4)
    seat.page.mouse.up()
    seat.told("Its ends were moved")
    assert seat.events()[-1]["quote"] == "person listened"

"""Quotations found in their document."""

from __future__ import annotations

import pytest

from send_qual.coding import place
from send_qual.corpus import Document, Segment, Source, fix_text

TEXT = fix_text(
    "We waited, oh, two years. The “partnership” was co-\nproduced with nobody, I’d say; they’d café meetings.\n\n"
    "Thank you. It got better after the board. Thank you. The article said so. \U0001f600 Then it slipped again."
)

MIDDLE = "The “partnership” was co-\nproduced with nobody, I’d say"


def document(text: str = TEXT) -> Document:
    return Document("a.txt", "a", text, (Segment(0, len(text)),), {}, Source("a.txt", "", "txt"))


@pytest.mark.parametrize(
    ("quote", "words"),
    [
        ("it got better after the board", "It got better after the board."),
        ('The "partnership" was coproduced', "The “partnership” was co-\nproduced"),
        ("I'd say;   they'd cafe\u0301 meetings", "I’d say; they’d café meetings."),
        ("We waited ... two years", "We waited, oh, two years."),
        ("We waited [...] after the board", None),
        ("The partnership […] cafe\u0301 meetings.", MIDDLE + "; they’d café meetings."),
        ("the partnership was coproduced with noboby, I would say", MIDDLE),
        ("Then it slipped", "Then it slipped"),
    ],
)  # fmt: skip
def test_a_quotation_is_found_though_it_was_typed_differently(quote: str, words: str | None) -> None:
    found = place(document(), quote)
    if words is None:
        words = TEXT[: TEXT.index("board.") + 6]
    assert TEXT[found.start : found.end] == words


@pytest.mark.parametrize("quote", ["They never waited at all for anybody there", "art", "!!!", ""])
def test_what_is_not_there_is_not_placed(quote: str) -> None:
    found = place(document(), quote)
    assert found.problem
    assert (found.start, found.end) == (0, 0)


def test_of_several_places_the_context_or_the_old_place_tells_and_else_nothing_is_guessed() -> None:
    assert place(document(), "Thank you").problem == "these words stand in 2 places"
    second = TEXT.rindex("Thank you")
    assert place(document(), "Thank you", prefix="better after the board. ").start == second
    assert place(document(), "Thank you", suffix=". The article").start == second
    assert place(document(), "Thank you", near=second + 3).start == second


def test_a_long_quotation_with_a_slip_is_found_in_a_ten_hour_transcript() -> None:
    filler = "so we went on and on about the weather and the bus and the shops as one does of a morning. "
    wanted = "the director told us plainly that nobody had counted the children who were waiting for a place"
    text = filler * 4000 + wanted + ". " + filler * 4000
    found = place(document(text), wanted.replace("plainly", "plainy"))
    assert text[found.start : found.end] == wanted + "."


def test_a_row_copied_across_the_columns_of_a_table_is_found_by_its_own_cell() -> None:
    wait = "Leaders should cut the time that children wait for therapy, and tell families how long it will be."
    plans = "Leaders should make sure that plans are checked each year and that nobody has to ask for it twice."
    text = f"Areas for priority action\n{wait}\n{plans}\nNext steps\n"
    cells = [Segment(text.index(words), text.index(words) + len(words)) for words in (wait, plans)]
    report = Document("r.pdf", "r", text, tuple(cells), {}, Source("r.pdf", "", "pdf"))
    row = (
        "Fernshire County Leaders should cut the time that children Council and NHS wait for therapy, and tell "
        "families Fernshire ICB how long it will be."
    )
    found = place(report, row)
    assert text[found.start : found.end] == wait
    both = place(report, f"{row} Fernshire {plans.replace('plans are', 'County Council plans are')}")
    assert text[both.start : both.end] == f"{wait}\n{plans}"
    other = row.replace("therapy", "a school place").replace("tell families", "count the weeks").replace("time", "days")
    assert place(report, other).problem

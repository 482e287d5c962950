"""Offsets of the browser and of Python: any text, any place, there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from send_qual.corpus import fix_text
from send_qual.desk._offsets import from_utf16, span_from_utf16, to_utf16
from send_qual.errors import SendQualError

# Emoji of one to seven code points, combining accents that no single character holds, right-to-left words with
# their marks, line ends as Windows and old Macs write them, what JavaScript and Python might take for a line end.
PIECES = (
    *("\U0001f600", "\U0001f469\u200d\U0001f469\u200d\U0001f467", "\U0001f1ec\U0001f1e7", "\U0001f44d\U0001f3fd"),
    *("e\u0301", "x\u0302\u0323", "\u05e9\u05dc\u05d5\u05dd", "\u0645\u0631\u062d\u0628\u0627", "\u202b\u200f", "\r\n"),
    *("\r", "\n", "\u2028", "\u0085", "\ufeff", "<b>", "a", " ", "\U0010ffff", "\uffff", "\ud7ff", "\ue000"),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.characters(exclude_categories=["Cs"]), max_size=40).map(
    lambda pieces: fix_text("".join(pieces))
)


def units(text: str) -> bytes:
    return text.encode("utf-16-le")


@given(TEXTS, st.data())
def test_what_is_selected_in_the_browser_is_what_python_stores_and_what_is_drawn_again(text, data) -> None:
    length = len(units(text)) // 2
    start = data.draw(st.integers(0, length))
    end = data.draw(st.integers(start, length))
    first, last = span_from_utf16(text, start, end)
    drawn = to_utf16(text, (first, last))
    selected = units(text)[2 * start : 2 * end]
    shown = units(text)[2 * drawn[0] : 2 * drawn[1]]
    assert shown == units(text[first:last])
    assert selected in shown
    assert len(shown) <= len(selected) + 4, "rounded to whole characters at each end, and no further"
    if drawn == [start, end]:
        assert selected == shown


@given(TEXTS)
def test_every_place_of_a_text_comes_back_as_it_went(text) -> None:
    places = list(range(len(text) + 1))
    gone = to_utf16(text, places)
    assert gone == [len(units(text[:at])) // 2 for at in places]
    assert from_utf16(text, gone) == places
    assert from_utf16(text, gone[::-1]) == places[::-1]


@given(TEXTS)
def test_half_a_character_goes_to_its_beginning(text) -> None:
    for at in range(len(units(text)) // 2 + 1):
        (place,) = from_utf16(text, [at])
        begins = len(units(text[:place])) // 2
        assert begins == at or (begins == at - 1 and ord(text[place]) > 0xFFFF)


@pytest.mark.parametrize("convert", [to_utf16, from_utf16])
@pytest.mark.parametrize("offset", [-1, 6])
def test_a_place_outside_the_text_is_refused_in_words(convert, offset) -> None:
    with pytest.raises(SendQualError, match="it lies outside the text"):
        convert("plain", [0, offset])


def test_no_offsets_are_no_trouble() -> None:
    assert to_utf16("", []) == from_utf16("", []) == []
    assert span_from_utf16("", 0, 0) == (0, 0)


def test_thousands_of_offsets_in_a_long_text() -> None:
    text = fix_text("Wir haben gewartet \U0001f600, sagte sie, und niemand kam. " * 12_000)
    offsets = list(range(0, len(text), len(text) // 4_000))
    assert from_utf16(text, to_utf16(text, offsets)) == offsets

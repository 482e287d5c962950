"""Which spans are on the same words: examples on either side of the half."""

from __future__ import annotations

import random

import pytest

from send_qual.coding import Coding, Span, Spans, overlap, shares_half, touches
from send_qual.coding.span import clusters, words_at


@pytest.mark.parametrize(
    ("other", "shared", "half"),
    [
        (Span(0, 100), 100, True),
        (Span(40, 60), 20, True),  # all of the shorter, a fifth of the longer
        (Span(50, 150), 50, True),
        (Span(51, 151), 49, False),
        (Span(95, 105), 5, True),
        (Span(96, 106), 4, False),
        (Span(99, 101), 1, True),
        (Span(100, 110), 0, False),  # they only meet
        (Span(50, 50), 0, False),  # nothing is on no words
    ],
)
def test_half_of_the_shorter_is_on_the_same_words_and_a_letter_less_is_not(
    other: Span, shared: int, half: bool
) -> None:
    one = Coding("p01.vtt", 0, 100, "", "health", "AB")
    assert overlap(one, other) == overlap(other, one) == shared
    assert shares_half(one, other) is shares_half(other, one) is half
    assert touches(one, other) is touches(other, one) is (shared > 0 or other == Span(50, 50))


def test_many_spans_are_asked_at_once_as_one_by_one() -> None:
    chance = random.Random(7)  # noqa: S311 -- any spans
    spans = [Span(start, start + chance.randint(1, 60)) for start in (chance.randint(0, 900) for _ in range(120))]
    known = Spans(spans)
    for at in range(0, 960, 7):
        asked = Span(at, at + chance.randint(1, 80))
        assert list(known.touching(asked)) == sorted(one for one in spans if touches(one, asked))
        assert list(known.sharing_half(asked)) == sorted(one for one in spans if shares_half(one, asked))
    assert list(Spans[Span](()).touching(Span(0, 9))) == []


def test_spans_that_touch_are_one_stretch_and_those_that_meet_are_two() -> None:
    stretches = clusters([Span(30, 40), Span(0, 10), Span(9, 30), Span(2, 4), Span(40, 41)])
    assert stretches == [[Span(0, 10), Span(2, 4), Span(9, 30)], [Span(30, 40)], [Span(40, 41)]]
    assert clusters([]) == []


def test_what_a_long_span_before_it_covers_is_found() -> None:
    known = Spans([Span(0, 100), Span(10, 20), Span(30, 31)])
    assert list(known.touching(Span(31, 32))) == [Span(0, 100)]
    assert list(known.touching(Span(30, 31))) == [Span(0, 100), Span(30, 31)]
    assert list(known.touching(Span(99, 120))) == [Span(0, 100)]
    assert list(known.touching(Span(100, 120))) == []


def test_thirty_two_characters_stand_on_either_side_of_a_quotation() -> None:
    text = "".join(chr(ord("a") + n % 26) for n in range(100))
    assert words_at(text, 40, 44) == (text[40:44], text[8:40], text[44:76])
    assert words_at(text, 3, 97) == (text[3:97], text[:3], text[97:])

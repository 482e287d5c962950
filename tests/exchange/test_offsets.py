"""Every way of counting characters is found by where words begin and end."""

from __future__ import annotations

from itertools import product

import pytest

from send_qual.exchange._offsets import Counting, Offsets, best_counting

RAW = "\ufeffOne \U0001f600 two.\r\nThree \U0001f600 four.\r\nFive \U0001f600 six, cafe\u0301 seven."
WORDS = ("two", "Three", "four", "Five", "six", "seven")


def counted(words: str, counting: Counting) -> tuple[int, int]:
    """Start and end of words, counted so by a second way: on the text that the program saw."""
    text = RAW if counting.mark else RAW.removeprefix("\ufeff")
    text = text if counting.crlf else text.replace("\r\n", "\n")
    at = text.index(words)
    size = (lambda s: len(s.encode("utf-16-le")) // 2) if counting.utf16 else len
    return size(text[:at]), size(text[: at + len(words)])


@pytest.mark.parametrize("counting", [Counting(*flags) for flags in product((False, True), repeat=3)], ids=str)
def test_each_counting_is_told_by_the_words(counting: Counting) -> None:
    offsets = Offsets(RAW)
    spans = [counted(words, counting) for words in WORDS]
    found, share = best_counting([(offsets, spans)])
    assert (found, share) == (counting, 1.0)
    assert [offsets.text[a:b] for a, b in offsets.spans(spans, found)] == list(WORDS)


def test_quotations_decide_where_word_boundaries_do_not() -> None:
    offsets = Offsets("aa aa aa aa\r\naa aa aa aa")
    spans = [(12, 14)]  # the second line's first word, or its second with line ends as two
    assert best_counting([(offsets, spans)])[0] == Counting()
    assert best_counting([(offsets, [(13, 15)])], [["aa"]])[0] == Counting(crlf=True)


def test_beyond_the_end_is_cut_off() -> None:
    assert Offsets("short").spans([(2, 99), (-3, 2)], Counting()) == [(2, 5), (0, 2)]

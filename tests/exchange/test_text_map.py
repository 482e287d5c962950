"""Passages of a source stand in the document read from it, whatever stands between or comes in another order."""

from __future__ import annotations

import re

import pytest

from send_qual.corpus import Document, Segment, Source
from send_qual.exchange._text_map import TextMap

WORDS = (
    "Young people receive the right help at the right time in most schools of the area.\n\n"
    "Leaders have not updated what they ask of services, so that young people receive the right help too late. "
    "(They know!)"
)


def document(text: str) -> Document:
    segments = tuple(Segment(one.start(), one.end()) for one in re.finditer(r"[^\n]+", text))
    return Document("a.txt", "a", text, segments, {}, Source("a.txt", "", "txt"))


@pytest.mark.parametrize(
    "source",
    [
        WORDS.replace("so that ", "so that \nReport on an area 2 February 5\n"),  # the foot of a page
        WORDS.replace("young people receive the right help too", "young people rec\nPage 5\neive the right help too"),
        "\n\n".join(reversed(WORDS.split("\n\n"))),  # columns in another order
        WORDS.replace("Leaders", "Interviewer 00:12:01\nLeaders").replace("\n\n", "\n•   "),
    ],
    ids=["foot", "foot in a word", "order", "labels"],
)
@pytest.mark.parametrize("passage", ["Leaders have not updated", "too late. (They know!)", "at the right time in most"])
def test_a_passage_is_found_to_the_letter(source: str, passage: str) -> None:
    laid = TextMap(source, document(WORDS))
    start = source.index(passage)
    span = laid.span(start, start + len(passage))
    assert span is not None
    assert WORDS[span[0] : span[1]] == passage


def test_a_passage_over_the_foot_of_a_page_is_whole() -> None:
    source = WORDS.replace("so that ", "so that \nReport on an area 2 February 5\n")
    start, end = source.index("Leaders"), source.index(" (They")
    span = TextMap(source, document(WORDS)).span(start, end)
    assert span is not None
    assert WORDS[span[0] : span[1]] == WORDS[WORDS.index("Leaders") : WORDS.index(" (They")]


def test_what_is_not_in_it_has_no_place() -> None:
    laid = TextMap("Nothing of this is there. " + WORDS, document(WORDS))
    assert laid.span(0, 25) is None
    assert laid.share > 0.8

"""What is coded at a time: passages, turns and quotations, on either side of each length; and what a passage says."""

from __future__ import annotations

import numpy as np
import pytest

from send_qual.codebook import Code, Codebook, Term
from send_qual.coders._passages import after_fillers, cut_passages, is_quotation
from send_qual.coders._speech import _chosen, _denied, _otherwise, _suggestion, _words
from send_qual.coders._units import PASSAGE, TURN, cut_units, in_units, unit_of, unit_of_examples
from send_qual.coders.coder import Evidence
from send_qual.coders.lexicon._terms import Hit
from send_qual.coding import Coding
from send_qual.corpus import Corpus, Document, Segment, Source

DATA = "We had no data at all. Nobody could tell me how many children were waiting, and the figures we had were wrong."
STAFF = "Then staffing. I lost six caseworkers in a year, we were full of agency people, and morale was on the floor."
FORUM = "But the forum, they were marvellous. We co-produced the letters with parent carers and they trust us."
LONG = f"{DATA} {STAFF} {FORUM}"
SHORT = "We had no data at all."


def document(*turns: str, id: str = "p01.vtt", of: str = "turn", kind: str = "transcript") -> Document:
    text, segments = "", []
    for words in turns:
        segments.append(Segment(len(text), len(text) + len(words), of, speaker="P", role="participant"))
        text += f"{words}\n\n"
    return Document(id, id, text, tuple(segments), {"kind": kind}, Source(id, "", "vtt"))


def coding(of: Document, start: int, end: int) -> Coding:
    return Coding(of.id, start, end, of.text[start:end], "data", "AB", status="applied")


@pytest.mark.parametrize(("words", "quotation"), [(150, True), (151, False)])
def test_a_text_of_a_hundred_and_fifty_words_without_turns_is_one_quotation(words: int, quotation: bool) -> None:
    text = f"{'word ' * (words // 2)}\n\n{'word ' * (words - words // 2)}".strip()
    cut = text.index("\n\n")
    segments = (Segment(0, cut, "paragraph"), Segment(cut + 2, len(text), "paragraph"))
    plain = Document("q.txt", "q", text, segments, {}, Source("q.txt", "", "txt"))
    assert is_quotation(plain) is quotation
    if quotation:
        assert [(p.start, p.end) for p in cut_passages(plain)] == [(0, len(text))]
    assert not is_quotation(document("We wait.", of="turn"))


def test_a_passage_begins_and_ends_with_its_own_sentences() -> None:
    talk = document(LONG, LONG)
    passages = cut_passages(talk)
    first, second = ([talk.words(p) for p in passages if p.start // (len(LONG) + 2) == n] for n in (0, 1))
    assert " ".join(first) == " ".join(second) == LONG
    assert first == second  # the same words are cut alike wherever they stand
    assert len(first) > 1


@pytest.mark.parametrize(("text", "rest"), [
    ("Um, so, I mean, nobody came.", "nobody came."), ("Nobody came.", "Nobody came."), ("Yeah, okay.", "Yeah, okay."),
])  # fmt: skip
def test_what_opens_without_saying_anything_is_left_out_where_something_follows(text: str, rest: str) -> None:
    assert text[after_fillers(text) :] == rest


def test_turns_or_passages_are_the_units() -> None:
    talk = document(LONG, SHORT)
    passages = cut_passages(talk)
    assert cut_units(talk, PASSAGE) == passages
    assert [talk.words(u) for u in cut_units(talk, TURN)] == [LONG, SHORT]
    first = Evidence(talk, passages[:1])
    assert in_units(first, PASSAGE) is first
    assert [talk.words(u) for u in in_units(first, TURN).passages] == [LONG]


def unit(*codings: tuple[str, int, int]) -> str:
    """What is coded at a time where each of these turns was coded from one character to another."""
    documents = [document(words, id=f"p{n}.vtt") for n, (words, _, _) in enumerate(codings)]
    report = document(LONG, SHORT, id="r.pdf", of="bullet", kind="inspection-report")  # is no talk
    rows = [coding(d, start, end) for d, (_, start, end) in zip(documents, codings, strict=True)]
    return unit_of(
        [*rows, coding(report, 0, len(report.text) - 2)], Corpus("talk", (*documents, report, document(LONG)))
    )


def test_people_code_turns_where_more_than_half_of_their_codings_hold_several_passages() -> None:
    whole, part, alone = (LONG, 0, len(LONG)), (LONG, 0, len(DATA)), (SHORT, 0, len(SHORT))
    assert unit(whole) == TURN
    assert unit(part) == PASSAGE
    assert unit(whole, part) == PASSAGE
    assert unit(whole, whole, part) == TURN
    assert unit(whole, alone, alone, alone) == TURN  # a turn that is one passage tells neither way
    assert unit() == PASSAGE


@pytest.mark.parametrize(("examples", "of"), [
    ((LONG,), TURN), ((SHORT,), PASSAGE), ((LONG, SHORT), PASSAGE), ((LONG, LONG, SHORT), TURN), ((), PASSAGE),
])  # fmt: skip
def test_a_codebook_is_of_turns_where_most_of_its_examples_are_long(examples: tuple[str, ...], of: str) -> None:
    assert unit_of_examples(Codebook("tiny", "1", (Code("data", "Data", examples=examples),))) == of


# What the coder of talk takes for a theme


@pytest.mark.parametrize(("shares", "quotation", "chosen"), [
    ([0.5, 0.6], False, [1, 0]),  # the likeliest first
    ([0.5, 0.39], False, [0]),
    ([0.5, 0.4], False, [0, 1]),  # the threshold itself is enough
    ([0.3, 0.2], False, []),
    ([0.3, 0.2], True, [0]),  # a quotation has its likeliest theme
    ([0.05, 0.02], True, [0]),
    ([0.049, 0.02], True, []),
    ([0.5, 0.2], True, [0]),
])  # fmt: skip
def test_themes_are_those_that_are_likely_enough(shares: list[float], quotation: bool, chosen: list[int]) -> None:
    assert _chosen(np.array(shares), np.array([0.4, 0.4]), quotation) == chosen


@pytest.mark.parametrize(("words", "denied"), [
    ("Leadership wasn't the problem.", True),
    ("Leadership wasn't the problem. No, never.", True),  # two words say nothing of their own
    ("Leadership wasn't the problem. We had no data.", False),
    ("We had no data.", False),
    ("No, never.", False),
])  # fmt: skip
def test_a_passage_that_does_nothing_but_deny_has_no_theme(words: str, denied: bool) -> None:
    talk = document(words)
    assert _denied(Evidence(talk, (Segment(0, len(words), "turn"),))) == [denied]


def hit(owner: str, start: int, end: int, weight: float = 1.0) -> Hit:
    return Hit(owner, Term("data", weight=weight), start, end)


def test_words_in_another_sense_alone_are_not_their_theme() -> None:
    sense = hit("data", 10, 14)
    assert _otherwise({"data": [hit("data", 10, 14)]}, [sense]) == {"data"}
    assert _otherwise({"data/poor": [hit("data/poor", 10, 14)]}, [sense]) == {"data"}
    assert _otherwise({"data": [hit("data", 14, 18)]}, [sense]) == set()  # meant elsewhere
    assert _otherwise({"data": [hit("data", 6, 10)]}, [sense]) == set()
    assert _otherwise({"staff": [hit("staff", 10, 14)]}, [sense]) == {"data"}
    assert _otherwise({"data": [hit("data", 10, 14)]}, []) == set()


def test_the_words_of_the_code_stand_before_those_of_its_theme_and_the_weighty_before_the_light() -> None:
    talk = document(f"Hello. {DATA}")
    own = Evidence(talk, (Segment(7, 7 + len(DATA), "turn"),))
    hits = {
        "data": [hit("data", 0, 2), hit("data", 3, 6, 2.0)],
        "data/poor": [hit("data/poor", 20, 24, 0.5)],
        "x": [hit("x", 1, 2)],
    }
    assert _words(own, 0, "data/poor", hits) == [(27, 31), (10, 13), (7, 9)]


def test_a_coding_begins_where_something_is_said_and_names_five_words_of_its_own() -> None:
    talk = document(f"Um, so, {DATA[0].lower()}{DATA[1:]}")
    own = Evidence(talk, tuple(talk.passages()))
    begin = 8
    words = [(0, 2), *((begin + n, begin + n + 1) for n in range(6)), (len(talk.text), len(talk.text) + 4)]
    found = _suggestion(own, (0, len(own.sentences)), "data", 0.5, {}, words)
    assert (found.start, found.end) == (begin, len(talk.text.rstrip()))
    assert list(found.words) == words[1:6]
    last = (found.end - 6, found.end)
    assert _suggestion(own, (0, len(own.sentences)), "data", 0.5, {}, [last]).words == (last,)

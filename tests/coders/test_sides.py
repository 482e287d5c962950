"""Strength, weakness or both: an example on either side of what a section, a word and a turn of speech are worth."""

from __future__ import annotations

from dataclasses import replace

import pytest

from send_qual.coders._polarity import challenge_share, leaning, of_clauses, side_in, weakness
from send_qual.coders.coder import Evidence


def spans(text: str, *words: str) -> tuple[tuple[int, int], ...]:
    return tuple((text.index(word), text.index(word) + len(word)) for word in words)


@pytest.mark.parametrize(
    ("clause", "strength", "weakness"),
    [
        ("nurses visit schools", 0, 0),
        ("the plan is clear", 0.7, 0),
        ("the plan is clear and detailed", 1.4, 0),
        ("the plan is clear, detailed, ambitious, accurate and inclusive", 3, 0),  # no clause says more than this
        ("the plan is late", 0, 1),
        ("plans are late, poor, weak, patchy and out of date", 0, 3),
        ("delays have been reduced", 0.5, 0),
        ("leaders reduced the delays", 0.5, 0),
        ("leaders reduced, as they had long said they would in every forum, the delays", 0, 1),  # too far away
        ("there were no delays", 0.5, 0),
        ("leaders avoid no provision and say so", 0, 1),  # "no" is not spared by what stands before it
        ("the plan is not clear", 0, 1.25),
        ("not good", 0, 1.25),
        (f"leaders reduced {'a' * 9} {'b' * 10} {'c' * 10} delays", 0.5, 0),  # forty letters from the one to the other
        (f"leaders reduced {'a' * 10} {'b' * 10} {'c' * 10} delays", 0, 1),
        ("the plan is not, and for years it was not said to be, clear", 0.7, 2),
    ],
)
def test_words_of_a_clause_add_up(clause: str, strength: float, weakness: float) -> None:
    assert leaning(clause) == pytest.approx((strength, weakness))


@pytest.mark.parametrize(
    ("section", "text", "share"),
    [
        ("effective", "Nurses visit schools.", 0.007),
        ("experience", "Nurses visit schools.", 0.119),
        ("better", "Nurses visit schools.", 0.982),
        ("improvement", "Nurses give clear, detailed, timely help.", 1.0),  # it asks for what is missing
        ("experience", "Plans are late.", 0.550),
        ("effective", "Plans are late.", 0.057),
        ("effective", "Plans are late, poor and weak.", 0.832),
        ("better", "Plans are clear.", 0.961),
        ("experience", "Plans are clear.", 0.058),
        ("effective", "Nurses visit. However, plans are late.", 0.057),
    ],
)
def test_section_and_words_tell_how_likely_a_weakness_is(section: str, text: str, share: float) -> None:
    assert challenge_share(text, section, ()) == pytest.approx(share, abs=0.002)


def test_a_section_says_less_after_a_turn_and_all_before_it() -> None:
    text = "Nurses visit schools. However, plans are late."
    assert challenge_share(text, "effective", spans(text, "plans")) == pytest.approx(0.550, abs=0.002)  # 2.0 - 2.2
    assert challenge_share(text, "effective", spans(text, "Nurses")) == pytest.approx(
        0.020, abs=0.002
    )  # half of "late"
    assert challenge_share(text[22:], "effective", ()) == pytest.approx(0.057, abs=0.002)  # nothing was turned


@pytest.mark.parametrize(("said", "asked", "share"), [
    ("Plans are late. Nurses visit schools.", "Nurses", 0.289),  # silent: half of what stands beside it
    ("Plans are late. Nurses are clear.", "Nurses", 0.156),  # 0.7 is not plainly heard
    ("Plans are late. Nurses are clear and kind and accurate.", "Nurses", 0.045),  # 1.4 is
    ("Nurses are clear. Plans are late.", "Plans", 0.550),  # one word of weakness is heard
])  # fmt: skip
def test_a_silent_clause_asks_its_neighbours(said: str, asked: str, share: float) -> None:
    assert challenge_share(said, "experience", spans(said, asked)) == pytest.approx(share, abs=0.002)


@pytest.mark.parametrize(("section", "text", "side"), [
    ("experience", "Nurses visit schools.", "strength"),
    ("experience", "Plans are late.", "weakness"),
    ("improvement", "Nurses give clear, detailed, timely help.", "weakness"),
    ("experience", "Nurses give clear, good, detailed help. Plans are late.", "strength"),
    ("experience", "Nurses give clear, good, detailed help. Plans are late and poor.", "both"),
    ("experience", "Nurses give clear, good help. Plans are late and poor.", "weakness"),
    ("effective", "Nurses give good help. Plans are late, poor and weak.", "both"),
    ("effective", "Nurses help. Plans are late, poor and weak.", "weakness"),
    ("effective", "Nurses give good help. Plans are late and poor.", "strength"),
    ("better", "Nurses give clear, good, detailed, timely help. Plans are late, poor, weak and patchy.", "weakness"),
])  # fmt: skip
def test_both_sides_are_told_when_both_are_plainly_heard(section: str, text: str, side: str, report, area_send) -> None:
    assert side_in(Evidence(report([(section, text)])), area_send, 0, ()) == side


def test_no_side_is_told_where_a_codebook_has_none(report, area_send) -> None:
    evidence = Evidence(report([("experience", "Plans are late.")]))
    assert side_in(evidence, replace(area_send, facets=()), 0, ()) == ""


@pytest.mark.parametrize(("text", "asked", "passage", "side"), [
    # Of a one-sided passage, a clause is on its side unless it speaks for the other alone.
    ("Plans are late. Nurses are clear. Schools vary.", "Nurses", "weakness", "strength"),
    ("Plans are late. Nurses are clear. Schools vary.", "Schools", "strength", "strength"),
    ("Plans are late. Nurses are clear. Schools vary.", "Plans", "strength", "weakness"),
    ("Plans are late. Nurses are clear. Schools vary.", "elsewhere", "weakness", "weakness"),
    ("Plans are late but good. Nurses come.", "Plans", "weakness", "weakness"),
    # Of a passage of both, each clause is on its own.
    ("Plans are late. Nurses are clear.", "Plans", "both", "weakness"),
    ("Plans are late. Nurses are clear and good.", "Nurses", "both", "strength"),
    ("Plans are late and poor. Schools open. Nurses are clear.", "Schools", "both", "weakness"),  # half of both
    ("Plans are late. Schools open. Nurses are clear.", "Schools", "both", "weakness"),
    ("Schools open. Nurses are clear. Plans are late.", "Schools", "both", "strength"),  # of its neighbours alone
    ("Plans are late. However, schools open.", "schools", "both", "strength"),  # it turns from complaint
    ("Plans are clear. However, schools open.", "schools", "both", "weakness"),  # it turns from praise
])  # fmt: skip
def test_a_clause_is_on_the_side_of_its_own_words(text: str, asked: str, passage: str, side: str) -> None:
    where = spans(text, asked) if asked in text else [(900, 905)]
    assert of_clauses(text, "experience", where, passage) == side
    assert of_clauses(text, "improvement", where, passage) == "weakness"


@pytest.mark.parametrize(("text", "side"), [
    ("Nurses give clear, good help. Plans are late.", "both"),
    ("Nurses give clear help. Plans are late.", "both"),  # "clear" and "help" are 1.4
    ("Nurses give help. Plans are late.", "weakness"),  # 0.7 is too little
])  # fmt: skip
def test_words_in_clauses_of_either_side_are_both(text: str, side: str) -> None:
    assert of_clauses(text, "experience", spans(text, "Nurses", "Plans"), "both") == side


@pytest.mark.parametrize(("text", "asked", "plainly"), [
    ("Plans are late.", "Plans", 1.0),
    ("Plans are late and poor.", "Plans", 1.0),  # no more than wholly
    ("Plans are clear and late.", "Plans", 0.65),
    ("Plans are clear.", "Plans", 0.0),
    ("Plans went up; nurses are late.", "Plans", 0.5),  # silent itself: half of its sentence
    ("Plans go out; nurses are late.", "Plans", 1.0),  # twelve characters are no clause
    ("Plans are clear; nurses are late.", "Plans", 0.0),
    ("Plans are clear; nurses are late.", "nurses", 1.0),
])  # fmt: skip
def test_how_plainly_a_sentence_tells_of_a_weakness(text: str, asked: str, plainly: float) -> None:
    assert weakness(text, spans(text, asked), (0, len(text))) == pytest.approx(plainly)


def test_what_stands_outside_the_sentence_is_not_asked() -> None:
    text = "Plans go out. Nurses are late."
    assert weakness(text, spans(text, "Plans"), (0, 13)) == 0.0
    assert weakness(text, spans(text, "Plans"), (0, len(text))) == 0.5


def test_a_list_at_the_head_of_a_sentence_is_no_clause() -> None:
    text = "While new plans, which are clear and good, go out, families wait for help and are anxious about it."
    assert weakness(text, spans(text, "families"), (0, len(text))) > weakness(
        text, spans(text, "plans"), (0, len(text))
    )


@pytest.mark.parametrize(
    ("section", "asked", "side"),
    [("better", "Nurses", "strength"), ("better", "Schools", "weakness"), ("effective", "Schools", "strength")],
)
def test_in_a_passage_of_both_sides_the_section_speaks_for_the_silent(section: str, asked: str, side: str) -> None:
    text = "Plans are late. Leaders meet. Schools open. Families come. Nurses are clear and good."
    assert of_clauses(text, section, spans(text, asked), "both") == side

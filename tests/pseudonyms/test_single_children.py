"""Stories of single children are offered for decision; colleagues and children in general are not."""

from __future__ import annotations

import pytest

from send_qual.pseudonyms._candidates import find_cases


@pytest.mark.parametrize(
    "text",
    [
        "There's a girl, I'll call her Wren, and she counts lamp posts.",
        "We had a boy come in with a parrot.",
        "I've got a lad, sixteen, and he has never been on a bus.",
        "I remember this little one who'd only eat what was blue.",
        "My son lines up every shoe in the hall, and he cries if one is gone.",
        "His daughter, I'll say Maud, has nine words.",
        "It was a little girl's plan that named three hospitals.",
        "There was one child there called Osric.",
        "They'd a little lad with Duchenne in the end house.",
        "I met a girl who only spoke to the cat.",
        "I've a lad in Year 8, and both services closed him on one day.",
        "My brother has Down's syndrome.",
    ],
)
def test_a_single_child_is_offered(text: str) -> None:
    assert list(find_cases(text)) == [(0, len(text))]


@pytest.mark.parametrize(
    "text",
    [
        "Every child needs a school.",
        "If you have a boy who doesn't speak, nobody asks you.",
        "A child waits nineteen weeks for a therapist.",
        "There's a lad in finance who knows the figures.",
        "A young man from the Department came with a lanyard.",
        "One old boy on the committee asked about the baths.",
        "They gave me a chair for a child of six.",
        "I've a girl on a hundred and ninety cases.",
        "We ask what will be different for a child.",
    ],
)
def test_nobody_in_particular_is_not(text: str) -> None:
    assert list(find_cases(text)) == []


def test_what_goes_on_about_the_child_belongs_to_the_story_and_what_comes_after_does_not() -> None:
    text = "We wait. There was a girl called Wren. She hummed. Her dad drove her in. The plan came late. She left."
    assert [text[a:b] for a, b in find_cases(text)] == [
        "There was a girl called Wren. She hummed. Her dad drove her in."
    ]
    assert list(find_cases("")) == []

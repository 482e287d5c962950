"""What bears out a statement, and what may be quoted: an example on either side of each test."""

from __future__ import annotations

import pytest

from send_qual.findings.sentences._grounds import REASONS, doubt, is_plain, unquotable


@pytest.mark.parametrize(
    ("sentence", "side", "reason"),
    [
        ("Nurses visit every school and families value the support.", "strength", ""),
        ("Leaders intend to offer better support to families.", "strength", "promise"),
        ("Families value the good support, but it is not offered to all.", "strength", "lacking"),
        ("Families wait.", "strength", "side"),
        ("Families do not get help in time.", "weakness", ""),
        ("Families get good and timely help.", "weakness", "side"),
        ("Leaders have taken effective steps to address delays.", "weakness", "answer"),
        ("At the last inspection families did not get help.", "weakness", "earlier"),
        ("At the last inspection families did not get help.", "", "earlier"),
        ("Families get good and timely help.", "", ""),
    ],
)
def test_a_sentence_is_held_against_its_statement(sentence: str, side: str, reason: str) -> None:
    assert doubt(sentence, side) == reason
    assert reason in {"", *REASONS}


def test_what_is_asked_of_leaders_shows_a_weakness_and_never_a_strength() -> None:
    asked = "Leaders should give families good and timely help."
    assert doubt(asked, "weakness", "improvement") == ""
    assert doubt(asked, "strength", "improvement") == "promise"


@pytest.mark.parametrize(
    ("clause", "side", "plain"),
    [("waits are too long", "weakness", True), ("waits are recorded", "weakness", False),
     ("waits are recorded", "strength", True), ("waits are too long", "strength", False), ("waits", "", True)],
)  # fmt: skip
def test_a_clause_that_stands_for_others_says_its_side(clause: str, side: str, plain: bool) -> None:
    assert is_plain(clause, side) is plain


@pytest.mark.parametrize(
    "sentence",
    [
        "This includes a helpline.",
        "When this happens, families wait.",
        "To support this, they opened a clinic.",
        "The number has fallen because of this work.",
        "Other families wait.",
        "improve the timeliness of plans",
        "Families wait for",
    ],
)
def test_what_begins_in_the_air_or_has_no_end_is_not_quoted(sentence: str) -> None:
    assert unquotable(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "In this area, families wait too long.",
        "When families move, plans are lost.",
        "Since posts are vacant families wait.",
        "Families told inspectors that they wait.",
    ],
)
def test_what_stands_by_itself_is_quoted(sentence: str) -> None:
    assert unquotable(sentence) == ""


def test_a_sentence_that_the_next_one_takes_back_is_not_quoted_for_its_side() -> None:
    said, turn = "Nurses support every school well.", "However, they do not reach the youngest."
    assert unquotable(said, turn, "strength")
    assert unquotable(said, "They also visit nurseries.", "strength") == ""
    assert unquotable("Families wait too long.", turn, "weakness") == ""


@pytest.mark.parametrize(
    ("side", "following", "reason"),
    [
        ("weakness", "However, families value the timely help.", "is taken back in the next sentence"),
        ("weakness", "However, families wait too long.", ""),
        ("weakness", "However, the clinic is in town.", ""),  # on neither side
        ("strength", "However, families wait too long.", "is taken back in the next sentence"),
        ("strength", "However, the clinic is in town.", ""),
        ("", "However, families wait too long.", ""),
    ],
)
def test_what_the_next_sentence_takes_back_is_on_the_other_side(side: str, following: str, reason: str) -> None:
    assert unquotable("Nurses visit every school.", following, side) == reason

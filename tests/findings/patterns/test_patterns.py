"""Patterns inside a theme: who is counted for a gist, who is not, and what passages tie to it."""

from __future__ import annotations

import pytest

from send_qual.codebook import Code, Codebook, Term, known_facet
from send_qual.findings import Argument, Evidence, Pattern, Reference
from send_qual.findings.patterns import arguments

AREAS = ("Ashby", "Brook", "Combe", "Dene", "Elm")


def book() -> Codebook:
    terms = tuple(Term(word) for word in ("wait", "therapy", "therapies", "clinic", "plan", "plans"))
    return Codebook("small", "1", (Code("health", "Health", terms=terms),), (known_facet("polarity", set()),))


def passage(area: str, words: str, side: str = "weakness", start: int = 0, section: str = "") -> Evidence:
    place = Reference(f"{area}.pdf", start, start + len(words), words, area, page=2, section=section)
    value = {"weakness": "challenge", "strength": "facilitator"}[side]
    return Evidence(place, "health", (("polarity", value),), side)


def drawn(*passages: Evidence) -> dict[str, Argument]:
    return {one.aspect.side: one for one in arguments(passages, book(), AREAS)}


def weak(*passages: Evidence) -> tuple[Pattern, ...]:
    found = drawn(*passages).get("weakness")
    return found.patterns if found else ()


LONG = "Too many children with SEND wait too long for speech therapy."
SAME = "Children still wait too long to have speech therapy."


def test_two_areas_that_say_the_same_are_a_pattern_in_plain_words() -> None:
    (pattern,) = weak(passage("Ashby", LONG), passage("Brook", SAME))
    assert pattern.cases == ("Ashby", "Brook")
    assert "wait too long" in pattern.gist
    assert "too many" not in pattern.gist.lower()  # how many there are differs from area to area
    assert [r.document for r in pattern.references] == ["Ashby.pdf", "Brook.pdf"]


def test_one_area_is_no_pattern_however_often_it_says_so() -> None:
    assert weak(passage("Ashby", LONG), passage("Ashby", SAME, start=500)) == ()


@pytest.mark.parametrize(
    "other",
    [
        "Plans for a new school are not good enough in rural villages.",  # another matter
        "Leaders plan to shorten how long children wait for speech therapy.",  # a promise
        "Children wait only briefly for speech therapy and value the timely support.",  # the other side
        "At the previous inspection, children waited too long for speech therapy.",  # not of today
    ],
)
def test_what_does_not_say_it_today_is_not_counted(other: str) -> None:
    (pattern,) = weak(passage("Ashby", LONG), passage("Brook", SAME), passage("Combe", other))
    assert "Combe" not in pattern.cases


def test_a_gist_holds_no_name_of_one_area() -> None:
    named = "Children in Ashby wait too long for speech therapy at Ashby Court."
    (pattern,) = weak(passage("Ashby", named), passage("Brook", SAME), passage("Combe", LONG))
    assert "Ashby" not in pattern.gist
    assert "Ashby" in pattern.cases


def test_who_says_the_contrary_stands_beside_and_is_not_counted() -> None:
    timely = "Children with SEND get speech therapy promptly and wait times for speech therapy are good."
    (pattern,) = weak(passage("Ashby", LONG), passage("Brook", SAME), passage("Dene", timely, "strength"))
    assert pattern.cases == ("Ashby", "Brook")
    assert {one.case for one in pattern.deviant} <= {"Dene"}


def test_what_follows_is_told_whole_and_only_where_it_begins_on_the_ground() -> None:
    tied = f"{LONG} As a result, families pay for private help."
    loose = "Due to this, they wait too long for therapy because posts are vacant."
    found = drawn(passage("Ashby", tied), passage("Brook", loose))["weakness"]
    assert [(t.kind, t.words) for t in found.tied] == [("consequence", tied)]


def test_nothing_said_gives_no_argument() -> None:
    assert arguments((), book(), ()) == ()
    assert drawn(passage("Ashby", "Nothing at all.")) == {}


def test_not_all_is_never_told_as_some() -> None:
    first = passage("Ashby", "Not all children are supported well by the therapy clinic.")
    found = weak(first, passage("Brook", "Not all children are supported well by their therapy clinic."))
    assert all(pattern.gist.startswith("Not all") for pattern in found)
    (told,) = found
    assert told.cases == ("Ashby", "Brook")


def test_what_is_tied_to_a_strength_is_no_promise() -> None:
    words = "The therapy clinic is good and families value it. As a result, a second clinic will open next year."
    found = drawn(passage("Ashby", words, "strength"))
    assert all(not one.tied for one in found.values())

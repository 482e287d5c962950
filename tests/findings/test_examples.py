"""Which practices are cited, and which passages a statement does not count."""

from __future__ import annotations

from dataclasses import replace

import pytest

from send_qual.coding import Codings
from send_qual.findings import Practice, Reference, examples_of, findings

WORKS = (("names Bright Start", 1.5), ("an effect: as a result", 1.5))
BRIEF = "The ‘Bright Start’ clinic runs weekly. As a result, waits have fallen."


def practice(theme: str, area: str, points: float, **change: object) -> Practice:
    at = Reference(f"{area}.pdf", int(points * 100), int(points * 100) + 50, BRIEF, area, page=3)
    return replace(Practice(theme, 1, points, WORKS, BRIEF, at, BRIEF), **change)


def test_a_working_named_service_is_an_example() -> None:
    assert practice("health", "Ashby", 5).is_example


@pytest.mark.parametrize(
    "change",
    [
        {"score": 1.0},
        {"parts": (("an effect: as a result", 1.5),)},
        {"parts": (("names Bright Start", 1.5),)},
        {"brief": "This includes the ‘Bright Start’ clinic."},
        {"brief": "The ‘Bright Start’ clinic will open next year."},
    ],
)
def test_praise_plans_and_what_begins_in_the_air_are_none(change: dict[str, object]) -> None:
    assert not practice("health", "Ashby", 5, **change).is_example


def test_areas_and_themes_take_turns() -> None:
    many = [practice("health", "Ashby", 9), practice("pfa", "Ashby", 8.5), practice("pfa", "Brook", 8.4)]
    many += [practice("health", f"Area {n}", 7 - n / 10) for n in range(20)]
    chosen = examples_of(many)
    assert [p.reference.label for p in chosen["pfa"]] == ["Ashby", "Brook"]
    assert len(chosen["health"]) == 8  # no theme fills the draft
    assert len({p.reference.label for p in chosen["health"]}) == 8


def test_a_passage_is_cited_once() -> None:
    twice = [practice("health", "Ashby", 5), practice("pfa", "Ashby", 5)]
    assert sum(len(own) for own in examples_of(twice).values()) == 1


def test_a_passage_that_does_not_bear_out_its_sub_code_is_set_aside_unless_a_person_said_so(codings: Codings) -> None:
    def coded(status: str) -> Codings:
        rows = [
            replace(row, code="health/therapies", facets={"polarity": "challenge"}, status=status)
            for row in codings.rows[:1]
        ]
        return replace(codings, rows=tuple(rows))

    said = findings(coded("suggested")).statements
    machine = [s for s in said if s.kind == "sub-code"]
    person = [s for s in findings(coded("applied")).statements if s.kind == "sub-code"]
    assert machine == []
    assert [why for s in said for _, why in s.aside] == ["speaks for the other side"]  # listed all the same
    assert [len(s.cases) for s in person] == [1]
    assert person[0].aside == ()

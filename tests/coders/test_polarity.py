"""Polarity: the section's say, and what the words around the evidence say against it."""

from __future__ import annotations

import pytest

from send_qual.codebook import Codebook
from send_qual.coders import code

LONG_WAIT = "However, families wait too long for speech and language therapy and there are no signs of improvement."
CASES = [
    ("effective", "Speech and language therapists train nursery staff.", "health", "facilitator"),
    ("better", "Speech and language therapists train nursery staff.", "health", "challenge"),
    ("improvement", "Leaders should improve the effective speech and language therapy service.", "health", "challenge"),
    ("effective", f"Schools include pupils well and value the outreach teachers. {LONG_WAIT}", "health", "challenge"),
    (
        "effective",
        f"Schools include pupils well and value the outreach teachers. {LONG_WAIT}",
        "education",
        "facilitator",
    ),
    ("experience", "Children wait far too long for speech and language therapy.", "health", "challenge"),
    ("experience", "Speech and language therapists give excellent, timely help.", "health", "facilitator"),
    (
        "experience",
        (
            "Speech and language therapy in schools is excellent, timely and effective, and families value it. "
            "Speech and language therapy at home is not available, and families wait too long for it."
        ),
        "health/therapies",
        "mixed",
    ),
]


@pytest.mark.parametrize(("section", "text", "theme", "polarity"), CASES)
def test_polarity_follows_what_is_said(section, text, theme, polarity, report, corpus, area_send: Codebook) -> None:
    codings = code(corpus(report([(section, text)])), area_send, "lexicon")
    assert {c.facets.get("polarity", "") for c in codings if theme in {c.code, c.theme}} == {polarity}


BOTH = (
    "School nurses give excellent, timely and effective help, and families value it. However, families wait too long "
    "for speech and language therapy, and some cannot get it."
)


def test_each_sub_code_has_the_polarity_of_its_own_clauses(report, corpus, area_send: Codebook) -> None:
    codings = code(corpus(report([("experience", BOTH)])), area_send, "lexicon")
    said = {c.code: c.facets.get("polarity", "") for c in codings if c.theme == "health"}
    assert said["health/community"] == "facilitator"
    assert {said["health/waits"], said["health/therapies"]} == {"challenge"}


def test_a_sub_code_praised_in_passing_is_no_challenge(report, corpus, area_send: Codebook) -> None:
    text = "School nurses give helpful advice. However, families wait too long for speech and language therapy."
    codings = code(corpus(report([("better", text)])), area_send, "lexicon")
    assert {c.code for c in codings if c.theme == "health"} == {"health/waits", "health/therapies"}


def test_words_strewn_over_a_passage_are_no_sub_code(report, corpus, area_send: Codebook) -> None:
    from dataclasses import replace

    from send_qual.codebook import Code, Term

    weak = tuple(Term(word, weight=0.3) for word in ("escort", "route", "bus"))
    book = replace(
        area_send,
        codes=(Code("travel", "Travel", terms=(Term("travel"),)), Code("travel/bus", "Buses", "travel", terms=weak)),
    )
    apart = "They travel. There is an escort. There is a route. There is a bus."
    together = "They travel. There is an escort on the route of the bus."
    found = [{c.code for c in code(corpus(report([("better", text)])), book, "lexicon")} for text in (apart, together)]
    assert found == [{"travel"}, {"travel/bus"}]


def test_a_codebook_without_polarity_gets_none(report, corpus) -> None:
    from send_qual.codebook import Code, Term

    book = Codebook("tiny", "1", (Code("waits", "Waits", terms=(Term("wait"),)),))
    (coding,) = code(corpus(report([("better", "They wait.")])), book, "lexicon")
    assert dict(coding.facets) == {}

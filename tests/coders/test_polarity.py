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
        "health",
        "mixed",
    ),
]


@pytest.mark.parametrize(("section", "text", "theme", "polarity"), CASES)
def test_polarity_follows_what_is_said(section, text, theme, polarity, report, corpus, area_send: Codebook) -> None:
    codings = code(corpus(report([(section, text)])), area_send, "lexicon")
    assert {c.polarity for c in codings if c.theme == theme} == {polarity}


def test_a_codebook_without_polarity_gets_none(report, corpus) -> None:
    from send_qual.codebook import Code, Term

    book = Codebook("tiny", "1", (Code("waits", "Waits", terms=(Term("wait"),)),))
    (coding,) = code(corpus(report([("better", "They wait.")])), book, "lexicon")
    assert dict(coding.facets) == {}

"""Terms: word boundaries, inflections, exclusions, denials."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from send_qual.codebook import Codebook, Term
from send_qual.coders import Evidence
from send_qual.coders.lexicon._lexicon import lexicon_hits
from send_qual.coders.lexicon._terms import TermMatcher, plain
from send_qual.corpus import Document
from send_qual.language import tagged


def found(term: Term, text: str) -> list[str]:
    (doc,) = tagged([text])
    return [text[h.start : h.end] for h in TermMatcher([("code", term)]).hits(doc)]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        (Term("leadership"), "Leadership is strong; misleadership is not a word.", ["Leadership"]),
        (Term("leadership", "pattern"), "No misleadership, no leaderships.", []),
        (Term("partner"), "Her partners meet; the partnership is something else.", ["partners"]),
        (Term("wait long"), "Families waited long.", ["waited long"]),
        (Term("waiting list"), "Waiting lists grow.", ["Waiting lists"]),
        (Term("waiting list", "phrase"), "Waiting lists grow; a waiting list is short.", ["waiting list"]),
        (Term("short breaks", "phrase"), "Short-breaks and SHORT BREAKS.", ["Short-breaks", "SHORT BREAKS"]),
        (Term("co-production", "phrase"), "True co‑production, and co production.", ["co‑production", "co production"]),
        (Term("local offer", "phrase"), "It is local. Offer more.", []),
        (Term(r"\bCAMHS\b", "pattern"), "CAMHS and Camhs, not CAMHSX.", ["CAMHS", "Camhs"]),
        (Term("child's view", "phrase"), "The child’s view counts.", ["child’s view"]),
        (Term("supported internship"), "Supported internships 👪 work.", ["Supported internships"]),
    ],
)
def test_terms_stand_on_word_boundaries(term: Term, text: str, expected: list[str]) -> None:
    assert found(term, text) == expected


def test_unless_cancels_within_its_sentence_only() -> None:
    term = Term("transport", "phrase", unless=("transport policy",))
    assert found(term, "The transport policy is new. Transport is late.") == ["Transport"]
    away = Term("transport", "phrase", unless=("policy",))
    assert found(away, "The policy says transport is late.") == ["transport"]  # not over the hit


@pytest.mark.parametrize(
    ("text", "counts"),
    [
        ("Staffing was not the problem.", False),
        ("Staffing was never really an issue for us.", False),
        ("It wasn't about staffing.", False),
        ("It had nothing to do with staffing.", False),
        ("Staffing was the problem.", True),
        ("There is not enough staffing.", True),
        ("Staffing is not good.", True),
    ],
)
def test_what_is_denied_does_not_count(text: str, counts: bool) -> None:
    assert bool(found(Term("staffing", "phrase"), text)) is counts


def test_plain_text_is_as_long_as_the_text() -> None:
    text = "İstanbul’s CAFÉ 👪\n“x”"
    assert len(plain(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "given", "not_given"),
    [
        ("Too many young people are not in education, employment or training.", "pfa/employment", "education"),
        ("Some children are not in education.", "education/attendance-exclusion", "pfa"),
        ("Families are heard at a strategic level.", "coproduction/strategic", "coproduction/individual"),
        ("Young people feel heard in their reviews.", "coproduction/individual", "coproduction/strategic"),
        ("Young people face digital exclusion.", "", "education"),
        ("Exclusions have doubled.", "education/attendance-exclusion", "pfa"),
    ],
)
def test_a_phrase_of_one_theme_is_not_taken_for_another(
    text: str, given: str, not_given: str, report: Callable[..., Document], area_send: Codebook
) -> None:
    (hits,) = lexicon_hits(Evidence(report([("better", text)])), area_send)
    assert not given or given in hits
    assert not [code for code in hits if f"{code}/".startswith(f"{not_given}/")]

"""What a reviewer would cite comes first."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from send_qual.coding import Coding, Codings
from send_qual.corpus import Segment
from send_qual.findings import findings, shorten
from send_qual.findings.sentences._practice import score
from send_qual.findings.sentences._proper_names import names_in

NAMED_WITH_EFFECT = [
    "The ‘Little Steps’ team runs weekly clinics in family hubs.",
    "As a result, waits have fallen and fewer children are referred on.",
]
NAMED = ["Families in the area value the Harbour Lights youth group, which meets twice a month in the library."]
UNNAMED = ["Therapists train staff in schools, which helps them to support children with speech and language needs."]
PRAISE = ["Leaders are ambitious and committed, and professionals work well together for children and young people."]
PLANNED = ["Leaders intend to open a hub for autistic young people, but this is at an early stage and is yet to show."]


def total(sentences: list[str]) -> float:
    return sum(points for _, points in score(sentences))


def test_specific_practice_with_effect_goes_before_praise_and_plans() -> None:
    ranked = [total(s) for s in (NAMED_WITH_EFFECT, NAMED, UNNAMED, PRAISE)]
    assert ranked == sorted(ranked, reverse=True)
    assert len(set(ranked)) == 4
    assert total(PLANNED) < total(UNNAMED)


def test_the_score_is_the_sum_of_its_parts(codings: Codings) -> None:
    for practice in findings(codings).practices:
        assert practice.score == pytest.approx(sum(points for _, points in practice.parts))
        assert all(words in practice.why for words, _ in practice.parts)


def test_ranks_run_from_one_within_a_theme_and_extracts_are_verbatim(codings: Codings) -> None:
    drawn = findings(codings)
    for theme in ("health", "pfa"):
        ranked = [p for p in drawn.practices if p.theme == theme]
        assert [p.rank for p in ranked] == list(range(1, len(ranked) + 1))
        assert [p.score for p in ranked] == sorted((p.score for p in ranked), reverse=True)
        for p in ranked:
            assert codings.corpus[p.reference.document].text[p.reference.start : p.reference.end] == p.extract


def test_named_internships_rank_above_ambition(codings: Codings) -> None:
    first, second = [p for p in findings(codings).practices if p.theme == "pfa"]
    assert first.reference.document == "wexmere.pdf"
    assert "Harbour Trust" in first.why
    assert second.reference.document == "fernshire.pdf"


BOTH = (
    "The ‘Bright Start’ clinic runs weekly, and waits for health therapists have reduced. Families value its nurses. "
    "Supported internships at the Harbour Trust prepare young people for adulthood and have led to paid jobs."
)


def test_a_practice_stands_under_one_theme(codings: Codings) -> None:
    one = "Supported internships at the Harbour health clinic have led to paid jobs as young people reach adulthood."
    for text, themes in ((one, {"pfa"}), (BOTH, {"health", "pfa"})):
        document = replace(
            codings.corpus["fernshire.pdf"], text=text, segments=(Segment(0, len(text), "bullet", "effective"),)
        )
        rows = [
            Coding(document.id, 0, len(text), text, code, "panel", facets={"polarity": "facilitator"}, confidence=sure)
            for code, sure in (("health", 0.8), ("pfa", 0.95))
        ]
        found = findings(
            Codings(tuple(rows), replace(codings.corpus, documents=(document,)), codings.codebook)
        ).practices
        assert {p.theme for p in found} == themes
        spans = sorted((p.reference.start, p.reference.end) for p in found)
        assert all(end <= start for (_, end), (start, _) in itertools.pairwise(spans))


def test_a_practice_that_is_surely_of_the_theme_goes_first(codings: Codings) -> None:
    def points(sure: float) -> float:
        drawn = findings(replace(codings, rows=tuple(replace(c, confidence=sure) for c in codings.rows)))
        return next(p.score for p in drawn.practices if p.reference.document == "wexmere.pdf")

    assert points(1.0) > points(0.8) > points(0.5)
    reviewed = replace(codings, rows=tuple(replace(c, confidence=0.5, status="accepted") for c in codings.rows))
    of_people = next(p.score for p in findings(reviewed).practices if p.reference.document == "wexmere.pdf")
    assert of_people == points(1.0)


def test_an_extract_has_the_page_on_which_its_words_stand(codings: Codings) -> None:
    document = codings.corpus["fernshire.pdf"]
    first = document.segments[0]
    turn = document.text.index("As a result")
    whole = replace(document, segments=(replace(first, turns=((turn, 9),)), *document.segments[1:]))
    plain = "Leaders are there. " + document.words(first)
    others = tuple(d if d.id != document.id else whole for d in codings.corpus)
    drawn = findings(replace(codings, corpus=replace(codings.corpus, documents=others)))
    best = next(p for p in drawn.practices if p.reference.document == "fernshire.pdf")
    assert best.reference.page == first.page  # begins before the page turns
    assert best.reference.within(turn - first.start, len(plain)).page == 9


def test_a_challenge_is_no_practice(codings: Codings) -> None:
    assert "northmoor.pdf" not in {p.reference.document for p in findings(codings).practices}


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("Leaders across the local area work with the ICB on EHC plans for Year 9.", ()),
        ("Parents say their children are ‘thriving’.", ()),
        ("The ‘thriving together’ programme helps.", ("thriving together",)),
        ("In Fernshire, the Fernshire Council team helps.", ()),
        ("The Communication Access Service (CAS) helps.", ("The Communication Access Service", "CAS")),
    ],
)
def test_names(text: str, own: tuple[str, ...]) -> None:
    assert names_in(text, frozenset({"fernshire"}))[0] == own


def test_long_extracts_are_cut_at_a_clause() -> None:
    long = (
        f"The early help team, which meets every week in each of the four towns, listens to families, {'so on ' * 30}"
    )
    cut = shorten(long, 20)
    assert len(cut.split()) <= 20
    assert cut.endswith("listens to families…")


@pytest.mark.parametrize(
    ("section", "points"), [("effective", 0.75), ("experience", 0.25), ("better", -3.0), ("", 0.25)]
)
def test_a_section_tells_what_a_practice_in_it_is_worth(coded_reports, section: str, points: float) -> None:
    words = " ".join(NAMED_WITH_EFFECT)
    (practice,) = findings(coded_reports(Ashby=[(section, words, [("health", "+")])])).practices
    assert dict(practice.parts)[f"stands in the section {section or 'unnamed'}"] == points


def test_where_no_words_of_a_theme_are_known_none_are_missed(coded_reports) -> None:
    codings = coded_reports(Ashby=[("effective", NAMED[0], [("health", "+")])])
    book = codings.codebook
    bare = replace(codings, codebook=replace(book, codes=tuple(replace(c, terms=()) for c in book)))
    points = [dict(practice.parts) for made in (codings, bare) for practice in findings(made).practices]
    assert points[0]["0 of 1 sentences on the theme"] == -4.0
    assert points[1]["no words of the theme are known"] == 0.0


@pytest.mark.parametrize(("clinics", "points"), [(1, 0.5), (2, 0.75), (3, 1.0), (4, 1.0)])
def test_services_are_worth_a_point_at_most(clinics: int, points: float) -> None:
    kinds = ("clinic", "helpline", "hub", "panel")[:clinics]
    parts = dict(score([f"There is a {', a '.join(kinds)} in each of the towns of this area every week."]))
    assert next(p for words, p in parts.items() if words.startswith("a service")) == points

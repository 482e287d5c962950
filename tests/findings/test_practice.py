"""What a reviewer would cite comes first."""

from __future__ import annotations

import pytest

from send_qual.coding import Codings
from send_qual.findings import findings, shorten
from send_qual.findings._names import names_in
from send_qual.findings._practice import score

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

"""Two tranches: what rose, what fell, what is common, and how much the numbers bear."""

from __future__ import annotations

import pytest

from send_qual.coding import Answer, Codings
from send_qual.errors import SendQualError
from send_qual.findings import findings
from send_qual.findings._comparison import fisher


@pytest.mark.parametrize("table", [((1, 10), (8, 10)), ((7, 15), (13, 15)), ((0, 8), (5, 9)), ((15, 15), (15, 15))])
def test_fisher_agrees_with_scipy(table: tuple[tuple[int, int], tuple[int, int]]) -> None:
    from scipy.stats import fisher_exact

    rows = [[n, of - n] for n, of in table]
    assert fisher(*table) == pytest.approx(fisher_exact(rows).pvalue)


@pytest.mark.parametrize("compare", ["2024-01-01", "spring", "autumn"])
def test_by_date_and_by_tranche_the_earlier_comes_first(
    in_two_tranches: Codings, answers: tuple[Answer, ...], compare: str
) -> None:
    compared = findings(in_two_tranches, issues=answers, compare=compare).comparison
    assert compared.of == (2, 2)
    pfa = next(c for c in compared.changes if (c.kind, c.about) == ("issue", "pfa"))
    assert (pfa.before, pfa.after, pfa.direction) == ((0, 2), (2, 2), "rose")
    assert pfa.sentence.startswith("Preparation: rose, from 0 of the 2 to 2 of the 2 reports")
    assert ("issue", "waits") in {(c.kind, c.about) for c in compared.common}


def test_good_practice_that_fell_is_named_so(codings: Codings) -> None:
    fell = [c.name for c in findings(codings, compare="2024-01-01").comparison.changes if c.direction == "fell"]
    assert "Good practice: preparation for adulthood" in fell


def test_small_numbers_carry_a_caution(codings: Codings) -> None:
    caution = findings(codings, compare="2024-01-01").comparison.caution
    assert "small (2 and 2)" in caution
    assert "none are larger than chance" in caution


def test_against_the_findings_of_another_corpus(codings: Codings) -> None:
    earlier = findings(codings.where(lambda c: c.document != "wexmere.pdf"))
    compared = findings(codings, compare=earlier).comparison
    assert compared.of == (4, 4)


def test_since_restricts_the_findings_but_not_the_comparison(codings: Codings) -> None:
    drawn = findings(codings, since="2024-01-01", compare="2024-01-01")
    assert drawn.n == 2
    assert drawn.comparison.of == (2, 2)
    assert drawn.options == {"since": "2024-01-01", "compare": "2024-01-01"}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"compare": "summer"}, "There is no such tranche. The tranches here are: autumn, spring"),
        ({"compare": "2030-01-01"}, "All documents lie on one side"),
        ({"compare": "2024-13-01"}, "This is not a date"),
        ({"since": "last May"}, "This is not a date. Write it as 2024-05-01"),
    ],
)
def test_what_cannot_be_compared_is_said(in_two_tranches: Codings, options: dict[str, str], words: str) -> None:
    with pytest.raises(SendQualError) as said:
        findings(in_two_tranches, **options)
    assert words.lower() in str(said.value).lower()

"""Two tranches: what rose, what fell, what is common, and how much the numbers bear."""

from __future__ import annotations

from dataclasses import replace

import pytest

from send_qual.codebook import Codebook, Issue
from send_qual.coding import Answer, Codings
from send_qual.errors import SendQualError
from send_qual.findings import Case, Findings, IssueFinding, Verdict, findings
from send_qual.findings._comparison import compare, fisher, interval


@pytest.mark.parametrize("table", [((1, 10), (8, 10)), ((7, 15), (13, 15)), ((0, 8), (5, 9)), ((15, 15), (15, 15))])
def test_fisher_agrees_with_scipy(table: tuple[tuple[int, int], tuple[int, int]]) -> None:
    from scipy.stats import fisher_exact

    rows = [[n, of - n] for n, of in table]
    assert fisher(*table) == pytest.approx(fisher_exact(rows).pvalue)


@pytest.mark.parametrize("table", [((6, 15), (13, 15)), ((0, 15), (4, 15)), ((15, 15), (15, 15))])
def test_the_interval_is_newcombes(table: tuple[tuple[int, int], tuple[int, int]]) -> None:
    from scipy.stats import binomtest

    (p, w), (q, v) = ((n / of, binomtest(n, of).proportion_ci(0.95, "wilson")) for n, of in table)
    low = (q - p) - ((q - v.low) ** 2 + (w.high - p) ** 2) ** 0.5
    high = (q - p) + ((v.high - q) ** 2 + (p - w.low) ** 2) ** 0.5
    assert interval(*table) == pytest.approx((max(-1, low), min(1, high)), abs=1e-4)


def _tranches(before: int, after: int, of: int) -> tuple[Findings, Findings]:
    """Two sets of findings in which one question is answered yes so often, and another never."""
    sides = []
    for yes in (before, after):
        cases = tuple(Case(f"{n}.pdf", str(n)) for n in range(of))
        asked = [
            IssueFinding(
                Issue(id, "?", (), name=id.title()),
                tuple(Verdict(c.document, n < y, False, 0.9) for n, c in enumerate(cases)),
                *(of, "report"),
            )
            for id, y in (("waits", yes), ("data", 0))
        ]
        book = Codebook("tiny", "1", ())
        sides.append(
            Findings("t", f"tranche {yes}", "report", book, Codings((), None, book), cases, issues=tuple(asked))
        )
    return sides[0], sides[1]


def test_only_changes_beyond_chance_are_named(codings: Codings) -> None:
    compared = compare(*_tranches(2, 12, 15))
    assert [c.about for c in compared.beyond_chance] == ["waits"]
    assert compared.summary == "More than chance alone would readily explain, waits rose from 2 of 15 to 12 of 15."
    assert "of the 2 issues, themes and outcomes compared, 0.0 would be expected" in compared.caution
    unsure = compare(*_tranches(6, 9, 15))
    assert unsure.beyond_chance == ()
    assert "waits" not in unsure.summary.lower()
    assert "no change" in unsure.summary.lower()


def test_the_expected_number_by_chance_is_that_of_repeated_lots() -> None:
    import numpy as np

    before, after = (2, 15), (12, 15)
    lots = np.random.default_rng(1).hypergeometric(14, 16, 15, 4000)
    passed = np.mean([fisher((int(k), 15), (14 - int(k), 15)) < 0.05 for k in lots])
    assert compare(*_tranches(before[0], after[0], 15)).by_chance == pytest.approx(passed, abs=0.015)


def test_changes_as_a_table(codings: Codings) -> None:
    compared = findings(codings, compare="2024-01-01").comparison
    table = compared.to_frame()
    assert len(table) == len(compared.changes)
    assert (table["difference"].between(table["low"], table["high"])).all()
    assert set(table["kind"]) >= {"theme", "outcome"}
    sides = table.set_index(["name"])["polarity"].to_dict()
    assert (sides["Good practice: health"], sides["Challenges: health"]) == ("facilitator", "challenge")
    assert all(c.kind != "sub-code" for c in compared.main)


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


@pytest.mark.parametrize(("of", "points"), [(4, 25), (8, 12), (15, 7)])
def test_the_caution_tells_by_how_many_points_one_report_moves_a_share(of: int, points: int) -> None:
    caution = compare(*_tranches(1, 2, of)).caution
    assert f"a change of one report moves a share by {points} points or more" in caution


def test_one_change_is_and_none_are_beyond_chance() -> None:
    assert "Of the 1 shares that moved by 10 points and two reports or more, 1 is larger" in (
        compare(*_tranches(2, 12, 15)).caution
    )
    assert "none are larger" in compare(*_tranches(6, 9, 15)).caution
    assert "No share moved" in compare(*_tranches(6, 6, 15)).caution


@pytest.mark.parametrize(("before", "after", "common"), [(4, 4, True), (3, 8, False), (8, 3, False), (4, 8, True)])
def test_what_half_of_the_reports_of_either_tranche_tell_is_common(before: int, after: int, common: bool) -> None:
    assert ("waits" in {c.about for c in compare(*_tranches(before, after, 8)).common}) is common


def test_tranches_without_dates_are_in_the_order_of_their_names(in_two_tranches: Codings) -> None:
    unknown = {"published": "", "inspection_start": "", "inspection_end": ""}
    undated = tuple(d.with_attributes(**unknown) for d in in_two_tranches.corpus)
    codings = replace(in_two_tranches, corpus=replace(in_two_tranches.corpus, documents=undated))
    for tranche in ("spring", "autumn"):
        compared = findings(codings, compare=tranche).comparison
        assert (compared.before, compared.after) == ("autumn", "spring")


def test_against_the_findings_of_another_corpus(codings: Codings) -> None:
    earlier = findings(codings.where(lambda c: c.document != "wexmere.pdf"))
    compared = findings(codings, compare=earlier).comparison
    assert compared.of == (4, 4)


def test_since_restricts_the_findings_and_the_later_tranche_but_not_the_earlier(codings: Codings) -> None:
    later = findings(codings, since="2024-05-01", compare="2024-01-01")
    assert (later.n, later.comparison.of) == (1, (2, 1))
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
        ({"since": "2024-05-08"}, "its dates run from 2023-11-02 to 2024-05-07. Name an earlier day"),
    ],
)
def test_what_cannot_be_compared_is_said(in_two_tranches: Codings, options: dict[str, str], words: str) -> None:
    with pytest.raises(SendQualError) as said:
        findings(in_two_tranches, **options)
    assert words.lower() in str(said.value).lower()


@pytest.mark.parametrize(
    ("compare", "label"),
    [("2024-03-01", "published from 1 May 2024"), ("autumn", "spring, published from 1 May 2024")],
)
def test_a_later_tranche_cut_by_since_is_called_by_the_day_it_begins(
    in_two_tranches: Codings, compare: str, label: str
) -> None:
    whole = findings(in_two_tranches, compare=compare)
    cut = findings(in_two_tranches, since="2024-05-01", compare=compare)
    assert cut.comparison.of[1] < whole.comparison.of[1]
    assert cut.comparison.after == label
    assert any(
        note.startswith("In neither tranche, for they were published before 2024-05-01: ") for note in cut.notices
    )
    assert not any("In neither tranche" in note for note in whole.notices)


def test_a_tranche_of_which_since_leaves_nothing_is_said(in_two_tranches: Codings) -> None:
    documents = tuple(
        d.with_attributes(tranche="") if d.attributes["area"] == "Northmoor" else d for d in in_two_tranches.corpus
    )
    codings = replace(in_two_tranches, corpus=replace(in_two_tranches.corpus, documents=documents))
    assert findings(codings, since="2024-04-09", compare="autumn").comparison.of == (2, 1)
    with pytest.raises(SendQualError, match=r"none of the later tranche \(spring\) was published since then"):
        findings(codings, since="2024-04-10", compare="autumn")


def test_codings_without_their_documents_know_no_dates(codings: Codings) -> None:
    with pytest.raises(SendQualError, match="no date is known"):
        findings(replace(codings, corpus=None), since="2024-01-01")

"""Agreement over stated units: published figures, intervals that cover, and what a pair of coders is told."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import t as student
from sklearn.metrics import cohen_kappa_score

from send_qual.agreement import Frame, alpha, alpha_u, coefficients, disagreements, reliability
from send_qual.agreement._alpha import interval, masi, nominal, ordinal
from send_qual.agreement._alpha_u import disagreement_u
from send_qual.agreement._measures import Interval
from send_qual.agreement._uncertainty import BY_DOCUMENTS, NONE, POSTERIOR, _densest, basis_of, by_documents, posterior
from send_qual.codebook import Code, Codebook, Facet
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, Document, Segment, Source
from send_qual.errors import SendQualError

HAYES = (  # Hayes and Krippendorff 2007, table 1: 40 articles, five observers
    "112.2 1101. 2333. .00.0 000.0 000.0 102.1 1.20. 222.2 2111. .100. 0000. 1222. 33223 111.1 111.1 212.2 1233. "
    "1101. 000.0 0011. 00.00 2333. 0000. 12.22 0111. 00010 1212. 1122. 112.2 110.0 2121. 22.22 3222. 222.2 223.2 "
    "222.2 22.12 2222. 111.1"
)


def test_two_raters_of_three_categories() -> None:
    found = coefficients([[13, 0, 0], [0, 20, 7], [0, 4, 56]])  # cont3x3abstractors of irrCAC
    published = {"percent": 0.89, "kappa": 0.79641, "pi": 0.79624, "ac1": 0.84933, "alpha": 0.79726}
    assert {name: round(float(getattr(found, name)), 5) for name in published} == published


@pytest.mark.parametrize(("distance", "published"), [(ordinal, 0.7598), (nominal, 0.477), (interval, 0.757)])
def test_five_observers_of_forty_articles(distance, published) -> None:
    votes = np.array([[np.nan if sign == "." else float(sign) for sign in unit] for unit in HAYES.split()]).T
    assert votes.shape == (5, 40)
    assert alpha(votes, distance) == pytest.approx(published, abs=5e-4 if published < 0.7598 else 5e-5)


def test_free_spans_of_two_observers() -> None:
    """Krippendorff 2004, figure 4, in which all is rounded to four decimals on the way."""
    c = ([(75, 145), (220, 250)], [(70, 150), (205, 225), (250, 270)], 300)
    k = ([(30, 90), (150, 200)], [(30, 90), (150, 200)], 300)
    assert disagreement_u(*c) == pytest.approx((0.0144, 0.0532), abs=5e-5)
    assert disagreement_u(*k) == pytest.approx((0.0, 0.0490), abs=5e-5)
    assert alpha_u(*c) == pytest.approx(0.7286, abs=5e-5)
    assert np.isnan(alpha_u([], [], 300))


def test_spans_written_out_pair_by_pair() -> None:
    """Alpha-u as its definition reads, over all sections, gaps included."""
    rng = np.random.default_rng(4)
    for _ in range(20):
        coders = [np.sort(rng.choice(60, 6, replace=False)).reshape(-1, 2) for _ in range(2)]
        sections = []
        for spans in coders:
            ends = [0, *spans.ravel().tolist(), 60]
            sections.append([(a, b - a, n % 2) for n, (a, b) in enumerate(itertools.pairwise(ends)) if b > a])
        seen = 0.0
        for (b, n, v), (c, m, w) in itertools.product(*sections):
            if v and w and -n < b - c < m:
                seen += (b - c) ** 2 + (b + n - c - m) ** 2
            elif v and not w and m - n >= b - c >= 0:
                seen += n**2
            elif w and not v and n - m >= c - b >= 0:
                seen += m**2
        assert disagreement_u(*coders, 60)[0] * 60**2 == pytest.approx(seen)


def test_a_set_of_codes_is_near_to_its_part_and_far_from_another() -> None:
    sets = [frozenset("ab"), frozenset("a"), frozenset("bc"), frozenset("c"), frozenset()]
    away = masi(sets)(np.arange(5.0), np.ones(5))
    assert away[0].tolist() == pytest.approx([0, 1 - 1 / 2 * 2 / 3, 1 - 1 / 3 * 1 / 3, 1, 1])
    assert away[4, 4] == 0


def test_a_weight_is_so_many_passages() -> None:
    votes = np.array([[1, 0, 0, 1], [1, 0, 1, np.nan]])
    assert alpha(votes, weights=[3, 2, 1, 4]) == pytest.approx(alpha(np.repeat(votes, [3, 2, 1, 4], axis=1)))


def _of(tables):
    found = coefficients(tables)
    return np.stack([found.kappa, found.ac1, found.alpha])


@pytest.mark.parametrize(("documents", "given", "basis"), [
    (2, 2, NONE), (3, 3, POSTERIOR), (9, 9, POSTERIOR), (10, 4, POSTERIOR), (10, 5, BY_DOCUMENTS),
])  # fmt: skip
def test_documents_tell_from_ten_on_when_the_code_was_given_in_five(documents: int, given: int, basis: str) -> None:
    tables = np.zeros((documents + 3, 2, 2))  # in three there is nothing to code
    tables[:documents, 0, 0] = 4
    tables[:given, 1, 1] = 1
    assert basis_of(tables) == basis


def test_an_interval_over_documents_is_the_jackknife_written_out() -> None:
    rng = np.random.default_rng(3)
    tables = rng.integers(1, 9, (11, 2, 2)).astype(float)
    whole = _of(tables.sum(axis=0))
    without = [_of(np.delete(tables, n, axis=0).sum(axis=0)) for n in range(11)]
    spread = np.sqrt(10 / 11 * sum((one - np.mean(without, axis=0)) ** 2 for one in without))
    reach = student.ppf(0.975, 10) * spread / (1 - whole**2)
    found = by_documents(tables, _of)
    assert [one.low for one in found] == pytest.approx(np.tanh(np.arctanh(whole) - reach))
    assert [one.high for one in found] == pytest.approx(np.tanh(np.arctanh(whole) + reach))


def test_the_densest_interval_holds_ninety_five_of_a_hundred() -> None:
    lots = np.concatenate([np.arange(5) * 10.0, np.arange(50, 145)])
    assert _densest(np.random.default_rng(0).permutation(lots)) == Interval(50.0, 144.0)
    assert np.isnan(_densest(np.zeros(0)).low)


@pytest.mark.parametrize("documents", [12, 30])
def test_intervals_over_documents_cover(documents) -> None:
    """Documents that differ among themselves: the true figure lies within in 93 to 97 of a hundred studies."""
    rng = np.random.default_rng(11)
    shares = np.array([0.75, 0.06, 0.05, 0.14])
    truth = _of(shares.reshape(2, 2) * 1e6)
    hits, studies = np.zeros(3), 1000
    for _ in range(studies):
        cells = rng.dirichlet(shares * 25, documents)
        tables = rng.multinomial(rng.integers(20, 60, documents), cells).reshape(-1, 2, 2).astype(float)
        hits += [one.low <= true <= one.high for one, true in zip(by_documents(tables, _of), truth, strict=True)]
    assert np.all((hits / studies >= 0.93) & (hits / studies <= 0.97)), hits


def test_the_posterior_of_few_units_covers() -> None:
    rng = np.random.default_rng(5)
    hits, studies = np.zeros(3), 500
    for n in range(studies):  # what it claims: over shares as likely as the prior holds them
        shares = rng.dirichlet([0.5] * 4)
        truth = _of(shares.reshape(2, 2) * 1e6)
        found = posterior(rng.multinomial(30, shares).reshape(2, 2).astype(float), _of, n)
        hits += [one.low <= true <= one.high for one, true in zip(found, truth, strict=True)]
    assert np.all((hits / studies >= 0.93) & (hits / studies <= 0.97)), hits


BOOK = Codebook(
    "tea", "1", (Code("tea", "Tea"), Code("tea/milk", "Milk", parent="tea"), Code("cake", "Cake"), Code("jam", "Jam")),
    (Facet("polarity", "Polarity", ("good", "bad")),),
)  # fmt: skip
LINE = "We had tea with milk. And a cake. "  # two sentences, a segment


def study(documents: int, *rows: Coding) -> Codings:
    """Documents of four segments each, and codings on them."""
    text = LINE * 4
    segments = tuple(Segment(n * len(LINE), (n + 1) * len(LINE)) for n in range(4))
    made = (
        Document(f"d{n:02}.txt", f"d{n:02}.txt", text, segments, {}, Source(f"d{n:02}.txt", "", "txt"))
        for n in range(documents)
    )
    return Codings(rows, Corpus("talks", tuple(made)), BOOK)


def coding(coder: str, document: int, segment: int, code: str = "tea", end: int = 21, **facets: str) -> Coding:
    start = segment * len(LINE)
    quote = (LINE * 4)[start : start + end]
    return Coding(
        f"d{document:02}.txt", start, start + end, quote, code, coder, facets=facets, status="applied", codebook="tea",
        created="2026-03-01T09:00:00Z",
    )  # fmt: skip


def row_of(told, code: str, facet: str = "", first: str = "AB"):
    return next(row for row in told if (row.code, row.facet, row.first) == (code, facet, first))


def test_every_unit_counts_also_those_that_nobody_coded() -> None:
    rows = [coding("AB", 0, 0), coding("CD", 0, 0, "tea/milk"), coding("AB", 0, 1)]
    told = reliability(study(1, *rows))
    (frame,) = told.frames
    assert frame == Frame("AB", "CD", documents=1, of=1, units=4, uncoded=2)
    tea = row_of(told, "tea")  # the sub-code counts for its theme
    assert tea.cells == (1, 1, 0, 2)
    assert tea.figures["percent"] == 0.75
    assert (tea.n, tea.prevalence, tea.bias) == (2, 0.375, 0.25)
    assert row_of(told, "tea/milk").cells == (0, 0, 1, 3)
    assert np.isnan(row_of(told, "jam").figures["kappa"])  # which nobody gave
    assert reliability(study(1, *rows), "sentence").frames[0].units == 8


def test_characters_weigh_as_many_as_they_are() -> None:
    told = reliability(study(1, coding("AB", 0, 0, end=21), coding("CD", 0, 0, end=11)), "character")
    assert row_of(told, "tea").cells == (11, 10, 0, 4 * len(LINE) - 21)
    every = np.zeros((2, 4 * len(LINE)))
    every[0, :21] = every[1, :11] = 1
    assert row_of(told, "tea").figures["alpha"] == pytest.approx(alpha(every))


def test_documents_that_one_alone_read_do_not_count_and_suggestions_reviewed_neither() -> None:
    rows = [coding("AB", 0, 0), coding("CD", 0, 0), coding("AB", 1, 0), replace(coding("CD", 2, 0), status="accepted")]
    assert [frame.documents for frame in reliability(study(3, *rows)).frames] == [1]
    assert reliability(study(3, coding("AB", 0, 0))).frames == ()


def test_two_who_share_no_document_do_not_hide_those_who_do() -> None:
    rows = [coding("AB", 0, 0), coding("EF", 0, 0), coding("CD", 1, 0), coding("EF", 1, 0)]
    frames = reliability(study(2, *rows)).frames
    assert [(frame.first, frame.second) for frame in frames if frame.second] == [("AB", "EF"), ("CD", "EF")]


def test_facets_are_compared_where_both_gave_the_code() -> None:
    rows = [coding("AB", d, s, polarity="good") for d in range(2) for s in range(2)]
    rows += [coding("CD", d, s, polarity="good" if s else "bad") for d in range(2) for s in range(3)]
    found = row_of(reliability(study(2, *rows)), "tea", "polarity")
    assert (found.n, found.figures["percent"]) == (4, 0.5)


def test_a_value_that_one_coder_alone_gave_is_a_disagreement_on_the_facet() -> None:
    rows = [coding("AB", 0, s, polarity="good") for s in range(2)]
    rows += [coding("CD", 0, 0, polarity="good"), coding("CD", 0, 1)]
    found = row_of(reliability(study(1, *rows)), "tea", "polarity")
    assert (found.n, found.figures["percent"]) == (2, 0.5)
    rows[0], rows[2] = coding("AB", 0, 0), coding("CD", 0, 0, polarity="good")
    assert row_of(reliability(study(1, *rows)), "tea", "polarity").figures["percent"] == 0.0


def test_where_neither_gave_a_value_nothing_is_said_of_the_facet() -> None:
    rows = [coding(who, 0, s, **given) for who in ("AB", "CD") for s, given in enumerate(({"polarity": "good"}, {}))]
    rows += [coding("AB", 1, 1, polarity="good"), coding("CD", 1, 1, polarity="bad")]
    assert row_of(reliability(study(2, *rows)), "tea", "polarity").n == 2


@pytest.mark.parametrize(("documents", "basis"), [(2, NONE), (3, POSTERIOR), (9, POSTERIOR), (10, BY_DOCUMENTS)])
def test_an_interval_says_what_it_rests_on(documents, basis) -> None:
    rows = [coding("AB", d, s) for d in range(documents) for s in range(1 + d % 2)]
    rows += [coding("CD", d, 0) for d in range(documents)]
    tea = row_of(reliability(study(documents, *rows)), "tea")
    assert tea.basis == basis
    assert ("alpha" in tea.intervals) == (documents > 2)
    if documents > 2:
        assert tea.intervals["alpha"].low < tea.figures["alpha"] < tea.intervals["alpha"].high


def test_an_interval_counts_segments_however_long_they_are() -> None:
    """Characters beside each other are no units of their own: so many of them make no interval narrower."""
    rows = [coding("AB", d, s, end=len(LINE)) for d in range(4) for s in range(1 + d % 2)]
    rows += [coding("CD", d, 0, end=len(LINE)) for d in range(4)]
    segments, characters = (row_of(reliability(study(4, *rows), unit), "tea") for unit in ("segment", "character"))
    assert characters.cells == tuple(len(LINE) * cell for cell in segments.cells)
    for name in ("kappa", "alpha"):
        assert characters.intervals[name].low == pytest.approx(segments.intervals[name].low)
        assert characters.intervals[name].high == pytest.approx(segments.intervals[name].high)


def test_where_all_agree_an_interval_is_still_no_point() -> None:
    rows = [coding(who, d, d % 4) for who in ("AB", "CD") for d in range(12)]
    tea = row_of(reliability(study(12, *rows)), "tea")
    assert (tea.figures["kappa"], tea.basis) == (1.0, POSTERIOR)
    assert tea.intervals["kappa"].low < 0.98


def test_of_three_coders_all_are_compared_by_alpha_too() -> None:
    rows = [coding(who, d, s) for d in range(3) for s, who in ((0, "AB"), (0, "CD"), (0, "EF"), (1, "AB"), (2, "EF"))]
    told = reliability(study(3, *rows, coding("AB", 0, 3)))
    assert len(told.frames) == 4
    votes = np.zeros((3, 12))
    for row in rows:
        votes["ABCDEF".index(row.coder) // 2, int(row.document[1:3]) * 4 + row.start // len(LINE)] = 1
    votes[0, 3] = 1
    assert row_of(told, "tea", first="all coders").figures["alpha"] == pytest.approx(alpha(votes))
    assert told.masi["all coders", ""] == pytest.approx(alpha(votes))  # one theme: given or not


def test_what_two_of_three_have_read_counts_when_all_are_compared() -> None:
    rows = [coding(who, 0, 0) for who in ("AB", "CD", "EF")] + [coding("AB", 1, 0), coding("CD", 1, 0)]
    frame = reliability(study(3, *rows, coding("AB", 2, 0))).frames[-1]
    assert (frame.first, frame.documents, frame.units) == ("all coders", 2, 8)


@pytest.mark.parametrize(("before", "units"), [(5, 2), (4, 1)])
def test_a_short_coding_over_the_end_of_a_segment_is_on_those_that_have_half_of_it(before: int, units: int) -> None:
    """Ten characters, of which so many stand in the first segment; in the second document, so offsets count."""
    start = len(LINE) - before
    over = replace(coding("AB", 1, 0), start=start, end=start + 10)
    tea = row_of(reliability(study(2, coding("AB", 0, 3), coding("CD", 0, 3), over, coding("CD", 1, 3))), "tea")
    assert tea.cells == (1, units, 1, 6 - units)


def test_free_spans_are_compared_with_the_documents_laid_end_to_end() -> None:
    rows = [coding(who, d, 2, end=end) for who, end in (("AB", 21), ("CD", 11)) for d in range(2)]
    size, at = 4 * len(LINE), 2 * len(LINE)
    expected = alpha_u(*([(at, at + end), (size + at, size + at + end)] for end in (21, 11)), 2 * size)
    assert row_of(reliability(study(2, *rows)), "tea").figures["alpha_u"] == pytest.approx(expected)


def test_disagreements_are_told_by_kind() -> None:
    one = [coding("AB", 0, 0), coding("AB", 0, 1, polarity="good"), coding("AB", 0, 2), coding("AB", 0, 3, "jam")]
    two = [coding("CD", 0, 0, end=11), coding("CD", 0, 1, polarity="bad"), coding("CD", 0, 2, "cake")]
    assert [d.kind for d in disagreements(one, two)] == ["boundary", "facet", "code", "only one"]
    assert disagreements(one, one) == ()
    told = reliability(study(1, *one, *two)).disagreements()
    assert told["kind"].tolist() == ["boundary", "facet", "code", "only one"]
    assert told["shared"].tolist() == [round(11 / 21, 4), 1.0, 1.0, 0.0]
    assert told.loc[2, ["code_first", "code_second"]].tolist() == ["tea", "cake"]


@pytest.mark.parametrize(
    ("first", "second", "shared"), [((0, 20), (0, 20), 1.0), ((0, 20), (4, 30), 16 / 30), ((10, 20), (0, 40), 10 / 40)]
)
def test_of_what_either_coded_the_share_that_both_did(first, second, shared) -> None:
    one = replace(coding("AB", 0, 0), start=first[0], end=first[1], quote="one")
    two = replace(coding("CD", 0, 0, "cake"), start=second[0], end=second[1], quote="two")
    (found,) = disagreements([one], [two])
    assert found.kind == "code"
    assert found.shared == pytest.approx(shared)


def test_the_table_holds_what_the_figures_are_made_of() -> None:
    table = reliability(study(3, *[coding(w, d, d) for w in ("AB", "CD") for d in range(3)])).to_frame()
    tea = table[table["code"] == "tea"].iloc[0]
    again = coefficients([[tea["neither"], tea["only_second"]], [tea["only_first"], tea["both"]]])
    assert (tea["kappa"], tea["alpha"]) == pytest.approx((float(again.kappa), float(again.alpha)))
    assert table["alpha_masi"].notna().sum() == 1


def test_another_unit_is_refused() -> None:
    with pytest.raises(SendQualError, match="segment, sentence, character"):
        reliability(study(1), "word")


def test_a_second_opinion_of_random_tables() -> None:
    rng = np.random.default_rng(0)
    for _ in range(20):
        first = rng.integers(0, 4, 60)
        second = np.where(rng.random(60) < 0.6, first, rng.integers(0, 4, 60))
        table = np.zeros((4, 4))
        np.add.at(table, (first, second), 1)
        found = coefficients(table)
        assert float(found.kappa) == pytest.approx(cohen_kappa_score(first, second))
        assert float(found.alpha) == pytest.approx(alpha(np.array([first, second])))

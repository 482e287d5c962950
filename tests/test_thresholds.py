"""An example on either side of each threshold that a printed number or sentence rests on.

The mutants of the review that once survived die here: a change of one character that a policy analyst would cite.
"""

from __future__ import annotations

import numpy as np
import pytest

from send_qual.codebook import Code, Codebook, Facet, Issue, Term
from send_qual.coders._polarity import side_in
from send_qual.coders._weights import PANEL
from send_qual.coders.coder import Evidence
from send_qual.coders.issues._issues import judge_issues
from send_qual.coding import Coding, Codings, anchor
from send_qual.corpus import Corpus, Document, Segment, Source
from send_qual.findings import Case, Findings, IssueFinding, Verdict
from send_qual.findings._comparison import compare
from send_qual.findings.sentences._extracts import shorten
from send_qual.pseudonyms._contacts import labels_of
from send_qual.themes._gap_test import find_gaps


def _document(text: str, section: str = "", kind: str = "plain") -> Document:
    segment = Segment(0, len(text), "bullet", section, page=2)
    return Document("wexmere.txt", "Wexmere", text, (segment,), {"kind": kind}, Source("wexmere.txt", "", "test"))


@pytest.mark.parametrize(
    ("number", "valid"), [("943 476 5919", True), ("943 476 5918", False), ("943 476 5910", False)]
)
def test_ten_digits_are_an_nhs_number_when_the_check_digit_fits(number: str, valid: bool) -> None:
    (labels,) = labels_of([f"It says {number} on the letter."])
    assert ("UK_NHS" in {kind for *_, kind in labels}) is valid


def _tranche(yes: int, of: int) -> Findings:
    cases = tuple(Case(f"{n}.pdf", str(n)) for n in range(of))
    verdicts = tuple(Verdict(c.document, n < yes, False, 0.9) for n, c in enumerate(cases))
    book = Codebook("tiny", "1", ())
    asked = (IssueFinding(Issue("waits", "?", (), name="Waits"), verdicts, of, "report"),)
    return Findings("t", f"{yes}", "report", book, Codings((), None, book), cases, issues=asked)


@pytest.mark.parametrize(
    ("before", "after", "of", "direction"),
    [
        (1, 2, 8, "much the same"),  # 12 points, but one report
        (1, 3, 8, "rose"),  # two reports
        (3, 1, 8, "fell"),
        (4, 6, 24, "much the same"),  # two reports, but 8 points
        (4, 7, 24, "rose"),
    ],
)
def test_a_change_rose_or_fell_from_ten_points_and_two_reports_on(
    before: int, after: int, of: int, direction: str
) -> None:
    change = next(c for c in compare(_tranche(before, of), _tranche(after, of)).changes if c.about == "waits")
    assert change.direction == direction


@pytest.mark.parametrize(("text", "side"), [
    ("Nurses give timely, effective help. However, some children wait too long and plans are late.", "both"),
    ("Nurses help. However, some children wait too long and plans are late.", "weakness"),
    ("Nurses give timely, effective help. However, some plans are late.", "strength"),
])  # fmt: skip
def test_praise_is_mixed_when_both_sides_are_plainly_heard(text: str, side: str) -> None:
    book = Codebook(
        "t", "1", (Code("a", "A"),), facets=(Facet("polarity", "P", ("facilitator", "challenge", "mixed")),)
    )
    assert side_in(Evidence(_document(text, "effective", "inspection-report")), book, 0, ()) == side


LETTER = "When the letter came at last, we waited two years for it and then nobody rang us back."


@pytest.mark.parametrize(("second", "sure"), [
    ("When the letter came at last, we waited two years for it and then nobody rang back.", False),
    ("When the letter came, we waited two years for it and nobody rang us back.", True),
])  # fmt: skip
def test_of_two_places_one_is_taken_without_asking_only_when_it_is_clearly_better(second: str, sure: bool) -> None:
    quote, prefix, suffix = (
        "we waited two years for it",
        "When the letter came at last, ",
        " and then nobody rang us back.",
    )
    coding = Coding("wexmere.txt", 0, len(quote), quote, "health", "AB", prefix, suffix, status="applied")
    (found,) = anchor([coding], _document(f"Hello there. So yes. {LETTER} Then much later. {second}"))
    assert found.now is not None
    assert found.now.start == 51
    assert found.sure is sure


@pytest.mark.parametrize(("documents", "gaps"), [(2, 0), (3, 1)])
def test_an_emergent_theme_stands_in_three_documents(documents: int, gaps: int) -> None:
    rng = np.random.default_rng(1)
    points = rng.normal(size=(300, 6))
    points[:40] += 6 * np.array([1, 0, 0, 0, 0, 0])
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    uncoded = np.zeros(300, bool)
    uncoded[:40] = True
    of = [f"d{n % documents}" for n in range(40)] + [f"d{n % 10}" for n in range(260)]
    assert len(find_gaps(points, uncoded, of)) == gaps


@pytest.mark.parametrize(("weight", "yes"), [(1.3, True), (1.2, False)])
def test_a_question_is_answered_yes_from_what_a_passage_must_be_worth(weight: float, yes: bool) -> None:
    issue = Issue(
        "waits", "Do children wait too long?", ("health",), sections=("better",), terms=(Term("wait", weight=weight),)
    )
    book = Codebook("tiny", "1", (Code("health", "Health"),), issues=(issue,))
    report = _document("Too many children wait over a year and this is a weakness.", "better", "inspection-report")
    (answer,) = judge_issues(Codings((), Corpus("t", (report,)), book), "rules")
    assert answer.yes is yes


def test_an_extract_is_cut_in_its_second_half_or_not_at_a_clause() -> None:
    early = "In Wexmere, the early help team runs weekly clinics across all four market towns of the county"
    late = "The early help team of Wexmere runs weekly clinics, and across all four market towns families come"
    assert shorten(early, 12).startswith("In Wexmere, the early help team runs weekly clinics")
    assert shorten(late, 12) == "The early help team of Wexmere runs weekly clinics…"


def test_the_shipped_panel_suggests_a_theme_from_four_in_ten_on() -> None:
    assert PANEL.threshold == pytest.approx(0.4)
    assert (
        0.39 < PANEL.probability({"lexicon": 1, "share": 1, "spread": 0.5, "first": 1, "near": 0.2, "margin": 0}) < 0.5
    )

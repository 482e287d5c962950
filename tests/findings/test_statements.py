"""Sentences with their counts and everything they rest on."""

from __future__ import annotations

import itertools
from dataclasses import replace

from send_qual.codebook import Term
from send_qual.coding import Answer, Codings
from send_qual.findings import findings

SENTENCES = """\
health challenge issue     Long waits were identified in all 4 reports (1 borderline).
health challenge theme     Challenges in health were identified in all 4 reports.
health challenge sub-code  Challenges in therapies were identified in one of the 4 reports.
health facilitator theme     Good practice in health was identified in one of the 4 reports.
health facilitator sub-code  Short waits for health services were described in one of the 4 reports.
health facilitator sub-code  Good practice in therapies was identified in one of the 4 reports.
pfa challenge issue     Weak preparation was identified in 2 of the 4 reports.
pfa facilitator theme     Good preparation for adulthood was described in 2 of the 4 reports.
"""


def test_sentences_strongest_first(codings: Codings, answers: tuple[Answer, ...]) -> None:
    said = findings(codings, issues=answers).statements
    lines = [f"{s.theme} {s.value} {s.kind:9} {s.sentence}\n" for s in said]
    assert "".join(lines) == SENTENCES


def test_a_passage_of_both_sides_is_a_strength_of_its_theme_and_of_no_sub_code(codings: Codings) -> None:
    def said(polarity: str) -> set[str]:
        weekly = [c for c in codings if "Bright Start" in c.quote]
        rows = [replace(c, facets={"polarity": polarity}) if c in weekly else c for c in codings]
        return {s.about for s in findings(replace(codings, rows=tuple(rows))).statements if s.value == "facilitator"}

    assert {"health", "health/therapies"} <= said("facilitator")
    assert "health" in said("mixed")
    assert "health/therapies" not in said("mixed")


def test_every_statement_rests_on_passages_with_document_page_and_words(
    codings: Codings, answers: tuple[Answer, ...]
) -> None:
    drawn = findings(codings, issues=answers)
    for statement in drawn.statements:
        assert {r.document for r in statement.references} == set(statement.cases)
        for r in statement.references:
            document = codings.corpus[r.document]
            assert document.text[r.start : r.end] == r.quote
            assert document.words(document.segments[r.passage - 1]) == r.quote
            assert r.page == r.passage + 1


def test_extracts_are_words_of_the_report_and_short(codings: Codings, answers: tuple[Answer, ...]) -> None:
    for statement in findings(codings, issues=answers).statements:
        for words, reference in statement.extracts:
            assert len(words.split()) <= 35
            assert words.strip("…") in reference.quote
        assert len({r.document for _, r in statement.extracts}) == len(statement.extracts)


def test_no_passage_illustrates_two_statements_of_a_theme_and_areas_take_turns(
    codings: Codings, answers: tuple[Answer, ...]
) -> None:
    said = [s for s in findings(codings, issues=answers).statements if (s.theme, s.value) == ("health", "challenge")]
    used = [(r.document, r.passage) for s in said for _, r in s.extracts]
    assert len(used) == len(set(used)) == 4  # every passage with a challenge illustrates one of three statements
    first = [s.extracts[0][1].document for s in said if s.extracts]
    assert len(set(first)) == len(first)


def test_an_extract_points_to_its_own_sentence_and_page(codings: Codings) -> None:
    document = codings.corpus["wexmere.pdf"]
    at = document.segments[0]
    turn = document.text.index("Families feel")
    over = replace(document, segments=(replace(at, turns=((turn, 8),)), *document.segments[1:]))
    others = tuple(over if d.id == document.id else d for d in codings.corpus)
    book = codings.codebook
    terms = (Term("family"), Term("therapist"))
    book = replace(book, codes=tuple(replace(c, terms=terms) if c.id == "health/therapies" else c for c in book.codes))
    moved = replace(codings, corpus=replace(codings.corpus, documents=others), codebook=book)
    said = {(s.about, s.value): s for s in findings(moved).statements}
    for words, reference in said["health/therapies", "challenge"].extracts:
        assert reference.quote == words
        assert reference.page == (8 if words.startswith("Families") else at.page)


def test_the_telling_sentence_is_the_extract(codings: Codings) -> None:
    said = {(s.about, s.value): s for s in findings(codings).statements}
    words = [w for w, r in said["health/therapies", "challenge"].extracts if r.document == "wexmere.pdf"]
    assert words == ["Children wait over a year to see a therapist."]


def test_an_issue_speaks_for_the_code_it_draws_on(codings: Codings, answers: tuple[Answer, ...]) -> None:
    without = {(s.about, s.kind) for s in findings(codings).statements if s.value == "challenge"}
    with_issues = {(s.about, s.kind) for s in findings(codings, issues=answers).statements if s.value == "challenge"}
    assert ("health/waits", "sub-code") in without
    assert ("health/waits", "sub-code") not in with_issues


def test_issue_verdicts_show_the_deciding_passage_and_the_borderline(
    codings: Codings, answers: tuple[Answer, ...]
) -> None:
    waits, pfa = findings(codings, issues=answers).issues
    assert [v.document for v in waits.borderline] == ["fernshire.pdf"]
    assert [(v.document, v.yes) for v in pfa.borderline] == [("wexmere.pdf", False)]
    deciding = {v.document: v.reference.quote for v in pfa.yes}
    assert deciding["oldcastle-and-marsh.pdf"] == "Young people are not prepared for adulthood."


def test_answers_about_other_documents_are_passed_over(codings: Codings, answers: tuple[Answer, ...]) -> None:
    stranger = replace(answers[0], document="elsewhere.pdf")
    assert findings(codings, issues=(*answers, stranger)).issues == findings(codings, issues=answers).issues


def test_outcomes(codings: Codings) -> None:
    assert {o.value: len(o.documents) for o in findings(codings).outcomes} == {"1": 1, "2": 2, "3": 1}


WAITS = "Children wait too long for a health assessment here."
WAITING = [("health/waits", "-")]


def _shown(codings: Codings, about: str = "health/waits", value: str = "challenge") -> list[str]:
    said = next(s for s in findings(codings).statements if (s.about, s.value) == (about, value))
    return [reference.document.removesuffix(".pdf") for _, reference in said.extracts]


def test_of_equal_sentences_that_of_the_section_on_weaknesses_goes_first(coded_reports) -> None:
    sections = {"Ashby": "improvement", "Brook": "effective", "Combe": "experience", "Dene": "better"}
    drawn = {}
    for one, other in itertools.combinations(sections, 2):
        pair = {area: [(sections[area], WAITS, WAITING)] for area in (one, other)}
        drawn[one, other] = _shown(coded_reports(**pair))[0]
    assert all(first == other.lower() for (_, other), first in drawn.items()), drawn


def test_a_sentence_that_would_be_cut_short_gives_way(coded_reports) -> None:
    def long(words: int) -> str:
        return f"{WAITS[:-1]} {' '.join(['now'] * (words - 9))}."

    for words, first in ((40, "ashby"), (41, "brook")):
        pair = {"Ashby": [("better", long(words), WAITING)], "Brook": [("experience", long(38), WAITING)]}
        assert _shown(coded_reports(**pair))[0] == first


def test_what_is_plainly_on_its_side_goes_before_what_is_on_both(coded_reports) -> None:
    pair = {"Ashby": [("better", WAITS, [("health/waits", "~")])], "Brook": [("experience", WAITS, WAITING)]}
    assert _shown(coded_reports(**pair))[0] == "brook"


def test_a_sentence_that_the_next_one_takes_back_is_not_shown(coded_reports) -> None:
    said = "Nurses give good help in health clinics."
    back, more = "However, they do not reach the youngest, who wait too long.", "The clinics are on Mondays."
    for words, shown in ((f"{said} {more} {back}", True), (f"{said} {back} {more}", False)):
        drawn = findings(coded_reports(Ashby=[("effective", words, [("health", "+")])])).statements
        assert any(words == said for one in drawn for words, _ in one.extracts) is shown

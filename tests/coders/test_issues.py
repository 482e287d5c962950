"""The report-level questions: yes with a passage, no with a reason, and people's decisions counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from send_qual.coders import code, judge_issues
from send_qual.coding import Codings

WAITS = "Too many children wait over a year for an autism assessment, and waiting lists are growing."
PRAISE = "Children do not wait long for therapies, because waiting times have been reduced."


@pytest.fixture
def ask(corpus, area_send):
    def answers(*documents):
        return {(a.document, a.issue): a for a in judge_issues(code(corpus(*documents), area_send))}

    return answers


def test_a_yes_has_its_deciding_passage(ask, report, area_send) -> None:
    document = report([("effective", "Leaders know their area well."), ("better", WAITS)])
    answers = ask(document)
    assert [issue for _, issue in answers] == [i.id for i in area_send.issues]
    waits = answers["wexmere.pdf", "waits"]
    assert waits.yes
    assert waits.quote == WAITS == document.text[waits.start : waits.end]
    assert "wait" in waits.reason
    assert 0.5 <= waits.confidence <= 1
    no = answers["wexmere.pdf", "ap"]
    assert not no.yes
    assert (no.start, no.end, no.quote) == (0, 0, "")
    assert no.reason


def test_praise_and_other_sections_decide_nothing(ask, report) -> None:
    assert not ask(report([("effective", WAITS), ("better", "Plans are late.")]))["wexmere.pdf", "waits"].yes
    assert not ask(report([("experience", PRAISE)]))["wexmere.pdf", "waits"].yes


def test_the_sentence_that_tells_of_the_weakness_decides(ask, report) -> None:
    text = (
        "Leaders have improved the waiting room of the speech and language therapy service. However, too many children "
        "wait far too long for an autism assessment. Leaders are aware that waiting times are too long."
    )
    waits = ask(report([("better", text)]))["wexmere.pdf", "waits"]
    assert waits.yes
    assert waits.quote.startswith("However, too many children wait")
    assert waits.quote.endswith("autism assessment.")


def test_late_amended_plans_are_annual_reviews_and_not_new_plans(ask, report) -> None:
    text = "New plans are issued promptly. However, too many amended EHC plans are issued late after annual reviews."
    answers = ask(report([("better", text)]))
    assert not answers["wexmere.pdf", "ehc_timeliness"].yes
    assert answers["wexmere.pdf", "annual_reviews"].yes


def test_a_sentence_about_something_else_decides_nothing(report, corpus, area_send) -> None:
    def asked(text: str) -> bool:
        codings = code(corpus(report([("better", text)])), area_send)
        return next(a.yes for a in judge_issues(codings, "rules") if a.issue == "ehc_timeliness")

    assert asked("Too many new EHC plans are not completed within 20 weeks.")
    assert not asked("Too many annual reviews of EHC plans are not completed within 20 weeks.")


def test_where_no_sentence_shows_it_the_answer_is_no_and_unsure(report, corpus, area_send) -> None:
    text = "The short breaks team meets weekly. It is run by the council. Elsewhere little works, and delays are many."
    codings = code(corpus(report([("better", text)])), area_send)
    answer = next(a for a in judge_issues(codings, "rules") if a.issue == "short_breaks")
    assert not answer.yes
    assert answer.confidence == 0.5
    assert "no sentence" in answer.reason


def test_an_area_for_improvement_decides_its_own_question(ask, report) -> None:
    action = "Leaders should ensure that EHC plans are issued within the statutory timescales."
    answers = ask(report([("improvement", action)]))
    assert answers["wexmere.pdf", "ehc_timeliness_afi"].yes
    said = ask(report([("better", action)]))
    assert not said["wexmere.pdf", "ehc_timeliness_afi"].yes


def test_a_report_without_sections_is_judged_over_all_it_says(ask, report) -> None:
    assert ask(report([("", WAITS)], kind="plain"))["wexmere.pdf", "waits"].yes


def test_what_people_decided_counts(report, corpus, area_send) -> None:
    text = "Therapists are hard to find, and delays in therapies are common."
    codings = code(corpus(report([("better", text)])), area_send)
    sure = [replace(c, status="accepted", facets={"polarity": "facilitator"}) for c in codings]
    answers = {a.issue: a.yes for a in judge_issues(replace(codings, rows=tuple(sure)))}
    assert {a.issue: a.yes for a in judge_issues(codings)}["waits"]
    assert not answers["waits"]


def test_no_questions_no_answers(corpus, report, area_send) -> None:
    book = replace(area_send, issues=())
    assert judge_issues(code(corpus(report([("better", WAITS)])), book, "lexicon")) == ()
    assert judge_issues(Codings((), corpus(), area_send)) == ()
    with pytest.raises(ValueError, match="corpus"):
        judge_issues(Codings(()))

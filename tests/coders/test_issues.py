"""The report-level questions: yes with a passage, no with a reason, and people's decisions counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from send_qual.coders import code, judge_issues
from send_qual.coders.issues._evidence import SHOWN, hear
from send_qual.coding import Codings, Finished

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


def test_of_the_sentences_that_show_it_the_nearest_to_the_question_decides(ask, report) -> None:
    text = (
        "Leaders should shorten the waiting list for tables in the mental health cafe. "
        "Leaders should reduce the time that children wait for an autism assessment."
    )
    waits = ask(report([("improvement", text)]))["wexmere.pdf", "waits"]
    assert waits.quote == "Leaders should reduce the time that children wait for an autism assessment."


def test_a_weakness_is_heard_by_what_it_means_and_praise_is_not(report, corpus, area_send) -> None:
    document = report([("better", WAITS), ("better", PRAISE), ("better", "The therapy hall is delayed and costly.")])
    voices = hear(Codings((), corpus(document), area_send))[document.id]["waits"]
    weak, praise, other = (v.nearness for v in voices)
    assert praise < other < weak


def test_words_that_show_a_weakness_only_here_decide_with_a_doubt(report, corpus, area_send) -> None:
    codings = code(corpus(report([("better", "Permanent exclusions have risen sharply.")])), area_send)
    answer = next(a for a in judge_issues(codings, "rules") if a.issue == "attendance_exclusion")
    assert answer.yes
    assert answer.confidence <= 0.7
    assert "only in part" in answer.reason


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
    assert ask(report([("", WAITS)]))["wexmere.pdf", "waits"].yes


def test_a_document_is_asked_only_what_its_kind_may_be_asked(ask, report) -> None:
    assert ask(report([("better", WAITS)]))["wexmere.pdf", "waits"].yes
    for kind in ("plain", "transcript", "a kind that nobody registered"):
        assert ask(report([("better", WAITS)], kind=kind)) == {}


def test_what_people_decided_counts(report, corpus, area_send) -> None:
    text = "Therapists are hard to find, and delays in therapies are common."
    codings = code(corpus(report([("better", text)])), area_send)
    sure = [replace(c, status="accepted", facets={"polarity": "facilitator"}) for c in codings]
    answers = {a.issue: a.yes for a in judge_issues(replace(codings, rows=tuple(sure)))}
    assert {a.issue: a.yes for a in judge_issues(codings)}["waits"]
    assert not answers["waits"]


def _speaks(codings: Codings, **decided: object) -> bool:
    return bool(hear(replace(codings, **decided))["wexmere.pdf"]["waits"])


def test_where_a_person_rejected_its_codes_a_passage_is_silent(report, corpus, area_send) -> None:
    codings = code(corpus(report([("effective", "Leaders know their area well."), ("better", WAITS)])), area_send)
    health = [c for c in codings if c.theme == "health"]
    assert health
    no = tuple(replace(c, status="rejected", coder="AB") for c in health)
    others = tuple(c for c in codings if c.theme != "health")
    assert _speaks(codings, rows=others)
    assert not _speaks(codings, rows=others, aside=no)
    assert not _speaks(codings, rows=(*others, *no))
    assert _speaks(codings, rows=(*others, *no[1:], replace(health[0], status="accepted"))), "what is left speaks"
    elsewhere = tuple(replace(c, start=0, end=4) for c in no)
    assert _speaks(codings, rows=others, aside=elsewhere), "a verdict is about its own passage"
    assert _speaks(codings, rows=others, aside=tuple(replace(c, code="leadership") for c in no))


@pytest.mark.parametrize(
    ("mark", "speaks"),
    [
        (Finished("wexmere.pdf", "AB"), False),
        (Finished("wexmere.pdf", "AB", code="health", codebook="area-send"), False),
        (Finished("wexmere.pdf", "AB", code="leadership"), True),
        (Finished("wexmere.pdf", "AB", codebook="other"), True),
        (Finished("wexmere.pdf", "AB", start=0, end=10), True),
    ],
)
def test_what_is_finished_without_its_codes_is_silent(report, corpus, area_send, mark: Finished, speaks: bool) -> None:
    codings = replace(
        code(corpus(report([("effective", "Leaders know their area well."), ("better", WAITS)])), area_send), rows=()
    )
    assert _speaks(codings)
    assert _speaks(codings, finished=(mark,)) == speaks


def test_a_report_in_which_a_person_left_no_coding_of_it_is_answered_no(report, corpus, area_send) -> None:
    document = report([("better", WAITS), ("experience", WAITS), ("improvement", "Leaders should cut waiting lists.")])
    codings = replace(code(corpus(document), area_send), finished=(Finished("wexmere.pdf", "AB"),))
    assert next(a.yes for a in judge_issues(codings) if a.issue == "waits"), "these codings stand"
    (answer,) = (a for a in judge_issues(replace(codings, rows=())) if a.issue == "waits")
    assert (answer.yes, answer.reason) == (False, "no passage speaks of it as a weakness")


def test_no_questions_no_answers(corpus, report, area_send) -> None:
    book = replace(area_send, issues=())
    assert judge_issues(code(corpus(report([("better", WAITS)])), book, "lexicon")) == ()
    assert judge_issues(Codings((), corpus(), area_send)) == ()
    with pytest.raises(ValueError, match="corpus"):
        judge_issues(Codings(()))


# Sentences of our own, in the words of published reports: what each question must hear, and what it must not.
SAID = {
    "waits": (
        "It takes up to two years for a child to receive a diagnosis of autism.",
        "Some children are not seen quickly enough by the audiology service.",
        "There is a lengthy backlog of appointments with community paediatricians.",
    ),
    "ehc_timeliness": (
        "Too few EHC plans are issued within 20 weeks.",
        "There are unacceptable delays in the EHC needs assessment process.",
        "Many plans are issued late.",
    ),
    "ehc_quality": (
        "Too many EHC plans lack precision about the provision a child needs.",
        "Social care contributions to EHC plans are weak.",
        "Outcomes in plans are vague and hard to measure.",
    ),
    "annual_reviews": (
        "Many EHC plans have not been reviewed for several years.",
        "There is a backlog of annual reviews.",
        "Reviews of EHC plans are often late.",
    ),
    "coproduction": (
        "Many parents feel that they have to fight to be heard.",
        "Parents report that calls and emails go unanswered.",
        "Communication from the SEND team to families is poor.",
    ),
    "strategy": (
        "The partnership board does not provide enough challenge.",
        "Leaders have not acted with sufficient urgency.",
        "There is no agreed joint commissioning strategy.",
    ),
    "ap": (
        "Leaders do not have sufficient oversight of children placed in alternative provision.",
        "Some children attend unregistered alternative provision, and nobody checks its quality.",
    ),
    "specialist_places": (
        "Special schools are full and some are over capacity.",
        "Some children are without a suitable school place.",
        "Demand for specialist placements outstrips supply.",
    ),
    "pfa": (
        "Young people face a cliff edge when they turn 18.",
        "Pathways into adult social care are not clear.",
        "Preparation for adulthood begins too late.",
    ),
    "data": (
        "Systems used by different agencies do not talk to each other.",
        "The partnership does not measure the impact of its work.",
        "Information is not shared well between health, education and social care.",
    ),
    "short_breaks": (
        "Young people say that there is little to do in the holidays.",
        "Families struggle to find respite care.",
        "Holiday schemes are oversubscribed.",
    ),
    "attendance_exclusion": (
        "Suspension rates for pupils with SEND are too high.",
        "Some children are out of education for long periods.",
        "A growing number of parents choose to electively home educate.",
    ),
    "workforce": (
        "Services struggle to recruit educational psychologists.",
        "Staff turnover in the SEND team is high.",
        "Frequent changes of caseworker frustrate families.",
    ),
}
UNSAID = {
    "waits": "Families wait too long for their EHC plan.",
    "ehc_timeliness": "Amended EHC plans are issued late after annual reviews.",
    "ehc_quality": "The partnership's improvement plans lack precise targets.",
    "annual_reviews": "Leaders are slow to review their strategy.",
    "coproduction": "Professionals do not communicate well with one another.",
    "strategy": "Health commissioners have not reduced waiting times.",
    "ap": "Mainstream schools, special schools and alternative provision struggle to recruit teachers.",
    "specialist_places": "There is a shortage of specialist nurses.",
    "short_breaks": "Some children need transport to short breaks, which is unreliable.",
    "attendance_exclusion": "Social workers' attendance at review meetings is poor.",
    "workforce": "A lack of involvement of professionals weakens plans.",
}


def test_each_question_hears_its_own_matter_in_many_words(report, corpus, area_send) -> None:
    told = [(issue, sentence, True) for issue, sentences in SAID.items() for sentence in sentences]
    told += [(issue, sentence, False) for issue, sentence in UNSAID.items()]
    document = report([("better", sentence) for _, sentence, _ in told])
    heard = hear(Codings((), corpus(document), area_send))[document.id]
    wrong = []
    for (issue, sentence, speaks), segment in zip(told, document.segments, strict=True):
        voices = [v for v in heard[issue] if v.start == segment.start and v.telling >= SHOWN]
        if bool(voices) != speaks:
            wrong.append((issue, sentence))
    assert not wrong

"""The judge of report-level issues: what people's answers teach it, what it refuses, what decides."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.agreement._issue_judging import judged
from send_qual.coders import code, judge_issues
from send_qual.coders.issues._evidence import Voice, hear
from send_qual.coders.learned import IssueJudge, judge_learned_from, learn_judge, read_judge
from send_qual.coding import Answer, Codings
from send_qual.errors import SendQualError

LATE = "Too many EHC plans are not completed within the statutory timescales."
PRAISE = "Most EHC plans are completed within the statutory timescales, and families value this."
WAITS = "Children wait too long for an autism assessment, and waiting lists are growing."
PLACES = ("Wexmere", "Oldcombe", "Fernshire", "Harrowby", "Tilling", "Ashdale", "Marlow", "Brindle", "Tarn", "Selby")


@pytest.fixture
def study(corpus, report, area_send) -> tuple[Codings, tuple[Answer, ...]]:
    """Ten reports, half of which say that plans are late; a reader who answered as they say."""
    documents = [
        report([("better", LATE if n % 2 else WAITS), ("experience", PRAISE)], name=f"{place.lower()}.pdf")
        for n, place in enumerate(PLACES)
    ]
    answers = [
        Answer(d.id, issue, yes=bool(n % 2) == (issue == "ehc_timeliness"), coder="AB")
        for n, d in enumerate(documents)
        for issue in ("ehc_timeliness", "waits")
    ]
    return code(corpus(*documents), area_send, "lexicon"), tuple(answers)


@pytest.fixture
def judge(study) -> IssueJudge:
    codings, answers = study
    taught = learn_judge(hear(codings), answers, ("ehc_timeliness", "waits"), "inspection-report", "area-send")
    assert taught is not None
    return taught


def test_it_answers_as_people_did_with_the_passage_that_decides(study, judge: IssueJudge) -> None:
    codings, people = study
    said = {(a.document, a.issue): a for a in judge_issues(codings, judge)}
    assert all(said[a.document, a.issue].yes == a.yes for a in people)
    late = said["oldcombe.pdf", "ehc_timeliness"]
    assert late.quote == LATE
    assert late.coder == judge.version
    assert "timescales" in late.reason
    assert said["wexmere.pdf", "ehc_timeliness"].quote == ""


def test_a_question_nobody_answered_is_judged_by_the_rules(study, judge: IssueJudge) -> None:
    answers = judge_issues(study[0], judge)
    assert {a.coder for a in answers if a.issue == "ap"} == {"issues-4"}
    assert {a.coder for a in answers if a.issue == "waits"} == {judge.version}


def test_without_a_passage_there_is_no_yes_however_usual_a_yes_is(study, corpus, report, area_send) -> None:
    codings, answers = study
    always = [replace(a, yes=True) if a.issue == "waits" else a for a in answers]
    taught = learn_judge(hear(codings), always, ("ehc_timeliness", "waits"))
    silent = code(corpus(report([("better", "Leaders should meet more often.")])), area_send, "lexicon")
    (answer,) = (a for a in judge_issues(silent, taught) if a.issue == "waits")
    assert not answer.yes
    assert answer.confidence == 0.5


def test_what_people_decided_outweighs_words(study, judge: IssueJudge) -> None:
    codings, _ = study
    praised = tuple(replace(c, status="accepted", facets={"polarity": "facilitator"}) for c in codings)
    said = judge_issues(replace(codings, rows=praised), judge)
    assert not [a for a in said if a.issue == "ehc_timeliness" and a.yes]
    voices = [v for heard in hear(replace(codings, rows=praised)).values() for v in heard["ehc_timeliness"]]
    assert voices
    assert {v.nearness for v in voices} == {0.0}


def test_a_louder_voice_never_speaks_against_a_yes() -> None:
    loud, soft = Voice(terms=0.8, sentences=0.6, nearness=0.5), Voice(terms=0.1, nearness=0.1)
    second = Voice(terms=0.7, sentences=0.5, nearness=0.4, action=True)
    heard = {  # whoever says more is answered no: not to be learned
        f"{n}.pdf": {"waits": ((loud, second), (loud,), (soft,))[n % 3]} for n in range(12)
    }
    answers = [Answer(f"{n}.pdf", "waits", yes=n % 3 == 1, coder="AB") for n in range(12)]
    judge = learn_judge(heard, answers, ("waits",))
    assert judge is not None
    likely = [judge.verdict("waits", voices)[0] for voices in ((), (soft,), (loud,), (loud, second))]
    assert likely == sorted(likely)


def test_how_usual_a_yes_is_counts_for_each_question(study) -> None:
    codings, answers = study
    often = [replace(a, yes=True) if a.issue == "waits" else a for a in answers]
    taught = learn_judge(hear(codings), often, ("ehc_timeliness", "waits"))
    assert taught is not None
    doubtful = (Voice(terms=0.2, sentences=0.2, nearness=0.2),)
    assert taught.verdict("waits", doubtful)[0] > taught.verdict("ehc_timeliness", doubtful)[0]


def test_too_few_or_uniform_answers_teach_nothing(study) -> None:
    codings, answers = study
    heard, ids = hear(codings), ("ehc_timeliness", "waits")
    assert learn_judge(heard, [a for a in answers if a.document < "harrowby.pdf"], ids) is None
    assert learn_judge(heard, [replace(a, yes=True) for a in answers], ids) is None
    assert learn_judge(heard, (), ids) is None


def test_a_report_is_judged_by_what_the_others_taught(study) -> None:
    codings, answers = study
    places = {f"{place.lower()}.pdf" for place in PLACES}

    def said(people: list[Answer]) -> dict[tuple[str, str], Answer]:
        left_out, _ = judged(codings, places, people)
        return {(a.document, a.issue): a for a in left_out if a.document == "tarn.pdf" and a.issue != "ap"}

    turned = [replace(a, yes=not a.yes) if a.document == "tarn.pdf" else a for a in answers]
    assert said(list(answers)) == said(turned)
    others = [replace(a, yes=not a.yes) if a.document == "wexmere.pdf" else a for a in answers]
    assert said(list(answers)) != said(others)


def test_written_and_read_back_it_says_the_same(study, judge: IssueJudge, tmp_path: Path) -> None:
    judge.write(tmp_path)
    again = read_judge(tmp_path)
    assert again.version == judge.version
    assert judge_issues(study[0], again) == judge_issues(study[0], judge)


def test_the_reports_that_taught_it_are_known_again_by_their_text(
    study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    codings, answers = study
    places = {document.id for document in codings.corpus}
    _, taught = judged(codings, places, answers)
    assert taught is not None
    taught.write(tmp_path)
    monkeypatch.setattr("send_qual.coders.learned._lessons.judge_beside", lambda book: read_judge(tmp_path))
    first, *rest = codings.corpus.documents
    corrected = replace(codings.corpus, documents=(replace(first, text=first.text + " A word more."), *rest))
    now = replace(codings, corpus=corrected)
    assert set(judge_learned_from(now, [taught.version])) == places - {first.id}
    assert judge_learned_from(now, ["issues-4"]) == (), "another judge answered"
    _, fewer = judged(codings, places, [a for a in answers if a.document not in ("selby.pdf", "wexmere.pdf")])
    assert fewer is not None
    assert len(fewer.lessons) == 8, "nobody answered about the other two"


def _weight(data: dict) -> None:
    data["issues"]["waits"] += 1


def _format(data: dict) -> None:
    data["format"] = 99


def _gone(data: dict) -> None:
    del data["issues"]


@pytest.mark.parametrize("harm", [_weight, _format, _gone])
def test_a_tampered_judge_is_refused_in_words(judge: IssueJudge, tmp_path: Path, harm: Callable[[dict], None]) -> None:
    path = judge.write(tmp_path)
    data = json.loads(path.read_text(encoding="utf-8"))
    harm(data)
    path.write_text(json.dumps(data), encoding="utf-8")
    with pytest.raises(SendQualError, match="Train it again"):
        read_judge(tmp_path)


def test_the_judge_that_ships_knows_the_questions_of_its_codebook(root: Path, area_send) -> None:
    shipped = read_judge(root / "codebooks" / "area-send.coder")
    assert shipped.issues == tuple(issue.id for issue in area_send.issues)
    assert shipped.kind == "inspection-report"
    asked, right = sum(c.reports for c in shipped.card), sum(c.right for c in shipped.card)
    assert right / asked > 0.9

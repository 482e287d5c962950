"""Reports on children's services: a kind in one folder, told from Area SEND reports and asked its own questions."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.coders import code, judge_issues
from send_qual.corpus import Document, kind_of, read_corpus

KIND = "childrens-services-report"
REPORT = """Inspection of Fernshire local authority children’s services

Inspection dates: 3 to 14 March 2031

The experiences and progress of care leavers
Good

Overall effectiveness
Requires improvement to be good

What needs to improve?

- The timeliness of assessments and of plans.
- Supervision of social workers.

The experiences and progress of children who need help and protection: {grade}

Assessments take too long.
"""


@pytest.fixture
def read(tmp_path: Path) -> Callable[..., Document]:
    def read(text: str, name: str = "2031-04-01_fernshire.txt") -> Document:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_corpus(tmp_path / name).documents[0]

    return read


def test_area_dates_and_grades_are_read(read: Callable[..., Document]) -> None:
    document = read(REPORT.format(grade="inadequate"))
    assert document.kind == KIND
    told = {name: value for name, value in document.attributes.items() if value}
    assert told == {
        "kind": KIND, "area": "Fernshire", "published": "2031-04-01",
        "inspection_start": "2031-03-03", "inspection_end": "2031-03-14",
        "overall": "requires improvement", "leavers": "good", "protection": "inadequate",
    }  # fmt: skip
    assert set(told) <= {"kind", *kind_of(document).facts}


def test_what_needs_to_improve_is_a_list_of_actions(read: Callable[..., Document]) -> None:
    document = read(REPORT.format(grade="good"))
    coded = [(s.section, s.kind, document.words(s)) for s in document.passages()]
    assert coded == [
        ("cs-improve", "action", "The timeliness of assessments and of plans."),
        ("cs-improve", "action", "Supervision of social workers."),
        ("cs-protection", "paragraph", "Assessments take too long."),
    ]


def test_a_text_that_only_mentions_such_an_inspection_is_none(read: Callable[..., Document]) -> None:
    letter = "Dear governors,\n\nThe school was visited.\n\n" + "Words of a letter. " * 50
    assert read(f"{letter}\n\nThere will be an inspection of Fernshire children’s services.\n").kind == "plain"


def test_the_sample_reads_without_a_notice_and_is_asked_its_own_questions() -> None:
    corpus = read_corpus("sample-childrens-services")
    assert [(d.kind, d.notices) for d in corpus] == [(KIND, ())] * 3
    assert [d.attributes["overall"] for d in corpus] == ["good", "inadequate", "outstanding"]
    book = read_codebook(kind_of(corpus[0]).codebook)
    yes = {(a.document[11:-4], a.issue) for a in judge_issues(code(corpus, book)) if a.yes}
    assert {("ambershire", "supervision"), ("north-vale", "workforce_stability")} <= yes
    assert not [issue for area, issue in yes if area == "westmere"]


def test_no_question_on_ehc_plans_is_asked_of_it() -> None:
    corpus = read_corpus("sample-childrens-services")
    assert judge_issues(code(corpus, read_codebook("area-send"))) == ()


def test_from_a_pdf(tmp_path: Path) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate

    styles = getSampleStyleSheet()
    story = [
        Paragraph(line, styles["Heading2" if "?" in line or ": good" in line or n == 0 else "BodyText"])
        for n, line in enumerate(REPORT.format(grade="good").replace("- ", "• ").split("\n"))
        if line
    ]
    SimpleDocTemplate(str(tmp_path / "fernshire.pdf")).build(story)
    (document,) = read_corpus(tmp_path)
    assert (document.kind, document.attributes["protection"]) == (KIND, "good")
    assert [s.section for s in document.passages()] == ["cs-improve", "cs-improve", "cs-protection"]
    assert {s.page for s in document.passages()} == {1}


@pytest.mark.real
def test_the_case(shared: Path) -> None:
    corpus = read_corpus(shared / "cases" / "childrens-services-report.txt")
    assert [d.kind for d in corpus] == [KIND]
    assert judge_issues(code(corpus, read_codebook("area-send"))) == ()

"""A folder of several kinds: reported by kind, and each question counted only over the documents it may be asked of."""

from __future__ import annotations

import pytest

from send_qual.codebook import read_codebook
from send_qual.coders import code, judge_issues
from send_qual.corpus import Corpus, read_corpus
from send_qual.findings import Findings, findings
from send_qual.report.inspections._draft import draft_report
from send_qual.report.inspections._kinds import kind_notices


def drawn(corpus: Corpus) -> Findings:
    codings = code(corpus, read_codebook("area-send"), coder="lexicon")
    return findings(codings, issues=judge_issues(codings))


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    folder = tmp_path_factory.mktemp("papers")
    (folder / "minutes.txt").write_text("Minutes\n\nChildren wait too long for speech therapy.\n", encoding="utf-8")
    (folder / "page.pdf").write_bytes(b"<!DOCTYPE html><html><h1>Report not found</h1></html>")
    reports = read_corpus("sample-area-send")[:3]
    return drawn(reports.concat(read_corpus(folder)))


def test_what_was_read_is_told_by_kind(mixed: Findings) -> None:
    first, second = kind_notices(mixed)
    assert first.startswith("There are 3 Area SEND inspection reports and 1 plain document: ")
    assert second == (
        "None of the 14 report-level questions of the codebook area-send may be asked of a plain document "
        "(minutes.txt)."
    )
    printed = repr(draft_report(mixed).blocks)
    assert first in printed
    assert "Themes by kind of document" in printed


def test_questions_count_over_those_asked_and_themes_over_all(mixed: Findings) -> None:
    assert mixed.n == 4
    assert {(f.of, f.unit) for f in mixed.issues} == {(3, "report")}
    assert {s.of for s in mixed.statements if s.kind == "issue"} == {3}
    assert {s.of for s in mixed.statements if s.kind != "issue"} == {4}
    assert all("of the 4" not in s.sentence for s in mixed.statements if s.kind == "issue")


def test_a_web_page_of_a_pdfs_name_counts_in_no_denominator(mixed: Findings) -> None:
    (fault,) = mixed.left_out
    assert str(fault).startswith("page.pdf: it is a web page, not a PDF: the download went wrong")
    assert "page.pdf" not in {case.document for case in mixed.cases}


def test_reports_of_one_kind_are_told_of_nothing() -> None:
    assert kind_notices(drawn(read_corpus("sample-area-send")[:2])) == ()


def test_another_inspectorates_reports_are_not_said_to_be_late_with_ehc_plans() -> None:
    alone = drawn(read_corpus("sample-childrens-services"))
    assert alone.issues == ()
    (told,) = kind_notices(alone)
    assert told.startswith("None of the 14 report-level questions of the codebook area-send may be asked of the ")
    assert "EHC plans" not in " ".join(s.sentence for s in alone.statements)

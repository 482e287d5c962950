"""The section on emergent themes in an interview report: signed as quotations are, and telling of nobody."""

from __future__ import annotations

import importlib.util
from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.coding import Codings
from send_qual.pseudonyms import Identifier
from send_qual.report import ReportStyle, check_disclosure, draft_chapters, interview_findings
from send_qual.report.interviews._tables import report_tables
from send_qual.report.rendering import Quotation, plain

_spec = importlib.util.spec_from_file_location("emergent_records", Path(__file__).with_name("test_emergent.py"))
_records = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_records)
record_on, written, words_of = _records.record_on, _records.written, _records.words_of


def test_in_an_interview_report_extracts_are_signed_as_quotations_are(study_codings: Codings) -> None:
    study = interview_findings(study_codings)
    study = replace(study, findings=replace(study.findings, emergent=record_on(study_codings)))
    first = study.findings.emergent.themes[0].extracts[0][0]
    person = next(p for p in study.participants if first in p.documents)
    for attribution, sign in (("participant", f"({person.id}"), ("role", f"({person.role or 'participant'}")):
        made = draft_chapters(study, ReportStyle(attribution=attribution))
        parts = dict(made.parts)
        told = [plain(b.runs) for b in parts["patterns"] if isinstance(b, Quotation)]
        assert any(sign in words for words in told)
    unsigned = dict(draft_chapters(study, ReportStyle(attribution="none")).parts)["patterns"]
    assert not any(p.id in plain(b.runs) for p in study.participants for b in unsigned if isinstance(b, Quotation))
    assert "document" not in report_tables(study, ReportStyle(attribution="none"))["emergent themes"]
    assert "document" in report_tables(study, ReportStyle())["emergent themes"]
    assert "Origin of the codes" in words_of(dict(draft_chapters(study).parts)["methods"])


def test_an_extract_that_could_tell_who_speaks_is_not_taken_and_not_let_through(
    study_codings: Codings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = next(iter(study_codings.corpus))
    at = document.segments[0]
    word = document.words(at).split()[1]
    start = at.start + document.words(at).index(word)
    named = Identifier(document.id, start, start + len(word), "person", word)
    monkeypatch.chdir(tmp_path)
    written(study_codings, tmp_path / "outputs" / study_codings.corpus.name)
    study = interview_findings(study_codings, found=[named])
    assert study.findings.emergent is not None
    assert document.id not in {place[0] for place in study.findings.emergent.themes[0].extracts}
    careless = replace(study, findings=replace(study.findings, emergent=record_on(study_codings)))
    told = check_disclosure(careless, ReportStyle(), [named])
    assert any(one.place.startswith("emergent theme E1") for one in told)

"""The checker of drafts: it finds nothing wrong in a draft that is right, and every fault that is planted."""

from __future__ import annotations

import importlib.util
from collections import Counter
from pathlib import Path

import pytest

from send_qual.findings import Findings, findings
from send_qual.report.checking import Line, Record, check_lines, lines_of
from send_qual.report.checking._numbers import references_of
from send_qual.report.checking.check import check_line
from send_qual.report.inspections._draft import draft_report
from send_qual.report.rendering import word_bytes

_spec = importlib.util.spec_from_file_location("plant", Path(__file__).parent / "_plant.py")
_plant = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_plant)


@pytest.fixture(scope="module")
def drawn() -> Findings:
    import send_qual as sq
    from send_qual.coders import judge_issues
    from send_qual.report.inspections._areas import one_per_area

    corpus = one_per_area(sq.read_corpus("sample-area-send"))
    coded = sq.code(corpus, sq.read_codebook("area-send"))
    return findings(coded, issues=judge_issues(coded))


@pytest.fixture(scope="module")
def record(drawn: Findings) -> Record:
    answers = [(v.document, f.issue.id, v.yes, v.borderline) for f in drawn.issues for v in f.verdicts]
    return Record.of(drawn.codings.corpus, drawn.codings, answers)


@pytest.fixture(scope="module")
def lines(drawn: Findings) -> tuple[Line, ...]:
    return lines_of(word_bytes(draft_report(drawn)))


def test_a_draft_that_is_right_has_no_fault(lines: tuple[Line, ...], record: Record) -> None:
    checked = check_lines(lines, record)
    assert checked.faults == ()
    assert all(checked.count(kind) > 20 for kind in ("quotation", "number", "table", "reference"))
    assert set(checked.to_frame()["result"]) == {"right"}
    assert checked.sentence.endswith("nothing is wrong.")


def test_each_of_500_planted_faults_is_found(lines: tuple[Line, ...], record: Record) -> None:
    references = references_of(lines, record)
    kinds, missed = Counter(), []
    for kind, line in _plant.faults(lines, record, 500, seed=15):
        kinds[kind] += 1
        if not any(one.fault for one in check_line(line, record, references)):
            missed.append((kind, line.text))
    assert missed == []
    assert sum(kinds.values()) == 500
    assert len(kinds) >= 12


def test_a_word_that_was_changed_is_named_with_its_place(lines: tuple[Line, ...], record: Record) -> None:
    line = next(line for line in lines if line.text.startswith("“") and ", page " in line.text)
    wrong = Line(line.n, line.text.replace("“", "“Nowhere did ", 1), line.chapter, line.heading)
    (fault,) = [one for one in check_line(wrong, record, {}) if one.fault]
    assert fault.kind == "quotation"
    assert "does not stand so in" in fault.fault


def test_an_outcome_that_no_area_has_is_no_fault() -> None:
    """Two reports, neither of them typically positive: the table says 0 and "none"."""
    import send_qual as sq
    from send_qual.coders import judge_issues

    corpus = sq.read_corpus("sample-area-send")[:2]
    coded = sq.code(corpus, sq.read_codebook("area-send"), "lexicon")
    drawn = findings(coded, issues=judge_issues(coded))
    answers = [(v.document, f.issue.id, v.yes, v.borderline) for f in drawn.issues for v in f.verdicts]
    rows = [row for row in lines_of(word_bytes(draft_report(drawn))) if "Areas by outcome" in row.table]
    record = Record.of(corpus, drawn.codings, answers)
    assert ("0", "none") in {row.cells[1:] for row in rows}
    assert check_lines(rows, record).faults == ()

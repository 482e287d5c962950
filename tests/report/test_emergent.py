"""The section on emergent themes: alike in both reports, from plain data, and nothing is looked for to write it."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from send_qual.codebook import Code
from send_qual.coding import Codings
from send_qual.findings import findings
from send_qual.report import draft_report, html_text
from send_qual.report._emergent_found import emergent_provenance, with_emergent
from send_qual.report.rendering import Figure, Quotation, Table, draw, plain
from send_qual.themes import Decision, ThemeRow, ThemesRecord, TopicRow


def record_on(codings: Codings, **more: object) -> ThemesRecord:
    """One emergent theme, of the first passage of each document, among two topics."""
    places = tuple((d.id, d.segments[0].start, d.segments[0].end) for d in codings.corpus)
    first = codings.codebook.themes[0].id
    theme = ThemeRow(
        "E1", "kind nurses", ("nurse", "kindness"), places, len(places), places[:3], 2, first, 0.4, 0.8, 0.3, 0.005
    )
    topics = (TopicRow("waits", 6, 4, {first: 0.75, "": 0.25}), TopicRow("nurses", 4, 3, {first: 0.0, "": 1.0}))
    known = {
        "made": "2031-05-02T10:00:00+00:00",
        "corpus": codings.corpus.name,
        "codebook": codings.codebook.name,
        "codebook_version": codings.codebook.version,
        "documents": {d.id: d.sha256 for d in codings.corpus},
        "passages": 10,
        "uncoded": 4,
        "decided": 0,
        "codings": 10,
        "suggested": 10,
        "stability": 0.91,
        "without": 0.1,
        "themes": (theme,),
        "topics": topics,
    }
    return ThemesRecord(**{**known, **more})


def written(codings: Codings, folder: Path, **more: object) -> Path:
    """The record as ``send-qual themes`` leaves it beside the results."""
    from send_qual.themes.record import _plain

    file = folder / "themes" / "themes.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"format": 1, **_plain(record_on(codings, **more))}), encoding="utf-8")
    return file


def words_of(blocks: tuple[object, ...]) -> str:
    return " ".join(plain(b.runs) for b in blocks if hasattr(b, "runs"))


def test_themes_that_were_found_stand_in_draft_workbook_and_record(codings: Codings, tmp_path: Path) -> None:
    written(codings, tmp_path)
    drawn = with_emergent(findings(codings), tmp_path)
    draft = draft_report(drawn)
    (table,) = [b for b in draft.blocks if isinstance(b, Table) and b.caption.id == "emergent-table"]
    assert table.rows == (("E1: kind nurses", "gap", "4", "4 of 4", "nurse, kindness", "2, most with Health"),)
    extract = next(b for b in draft.blocks if isinstance(b, Quotation) and "Bright Start" in plain(b.runs))
    assert "(Fernshire, page 2)" in plain(extract.runs)
    (figure,) = [b for b in draft.blocks if isinstance(b, Figure) and b.caption.id == "emergent-topics"]
    assert "nurses: Health 0 per cent, no code 100 per cent" in figure.alt
    assert draw(figure.chart).startswith(b"\x89PNG")
    words = words_of(draft.blocks)
    assert "4 of the 10 passages (40%) have no code. 1 emergent theme was found" in words
    assert "A gap: 80% of the passages around it have no code, where 30% of all have none." in words
    assert "Nobody has decided on this theme yet." in words
    assert "Origin of the codes: 4 codes were deductive; none was added" in words
    assert "kind nurses" in html_text(draft)
    drawn.to_excel(tmp_path / "findings.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "findings.xlsx")["Emergent themes"]
    assert [cell.value for cell in sheet[2]][:5] == ["E1", "kind nurses", "gap", 4, 4]
    told = emergent_provenance(drawn)
    assert told["codes"] == {"deductive": 4, "inductive": []}
    assert told["emergent_themes"]["themes"][0]["label"] == "kind nurses"


def test_a_theme_within_the_field_is_told_from_a_gap(codings: Codings) -> None:
    record = record_on(codings)
    within = replace(record.themes[0], within_field=True, uncoded=0.2, p=4e-7)
    draft = draft_report(replace(findings(codings), emergent=replace(record, themes=(within,))))
    (table,) = [b for b in draft.blocks if isinstance(b, Table) and b.caption.id == "emergent-table"]
    assert table.rows[0][1] == "within the field"
    words = words_of(draft.blocks)
    assert "In the codebook’s own field: 80% of the passages around it have a code." in words
    assert "in under 1% of trials" in words
    assert "a code is missing there, or codings were overlooked" in words


def test_what_a_person_decided_is_told_and_which_codes_are_inductive(codings: Codings) -> None:
    made = Code("kindness", "Kindness", origin="inductive", added_by="AB", added_on="2031-05-03")
    book = replace(codings.codebook, codes=(*codings.codebook.codes, made))
    on = ("AB", "2031-05-03T09:00:00+00:00")
    decisions = (
        Decision("named", *on, "E1", "kind nurses", "kindness", "", "tiny", ()),
        Decision("discarded", *on, "E2", "dates", "", "how inspectors write", "tiny", ()),
    )
    drawn = replace(findings(replace(codings, codebook=book)), emergent=record_on(codings, decisions=decisions))
    words = words_of(draft_report(drawn).blocks)
    assert "“kind nurses” became the code “Kindness” (AB, 3 May 2031)." in words
    assert "“dates” was set aside (AB, 3 May 2031): how inspectors write." in words
    assert "1 was inductive, made from passages of the corpus: Kindness (AB, 2031-05-03)." in words
    assert emergent_provenance(drawn)["codes"]["inductive"] == [{"code": "kindness", "by": "AB", "on": "2031-05-03"}]


def test_without_a_run_of_themes_there_is_no_section_and_nothing_is_loaded(
    codings: Codings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in [name for name in sys.modules if name.startswith(("send_qual.themes", "bertopic"))]:
        monkeypatch.delitem(sys.modules, name)
    drawn = with_emergent(findings(codings), tmp_path)
    assert drawn.emergent is None
    assert "Emergent themes" not in html_text(draft_report(drawn))
    assert not [name for name in sys.modules if name.startswith(("send_qual.themes", "bertopic"))]


def test_themes_of_other_documents_or_another_codebook_are_not_taken(codings: Codings, tmp_path: Path) -> None:
    written(codings, tmp_path, codebook="another")
    assert with_emergent(findings(codings), tmp_path).emergent is None
    written(codings, tmp_path, documents={d.id: "0" * 64 for d in codings.corpus})
    stale = with_emergent(findings(codings), tmp_path)
    assert stale.emergent is None
    assert "run `send-qual themes tiny --codebook tiny` again" in stale.notices[-1]
    (tmp_path / "themes" / "themes.json").write_text("{ torn", encoding="utf-8")
    assert with_emergent(findings(codings), tmp_path).emergent is None


def test_topics_that_are_not_steady_are_told_to_be_hints(codings: Codings) -> None:
    for stability, told in ((0.91, False), (0.65, True)):
        drawn = replace(findings(codings), emergent=record_on(codings, stability=stability))
        (figure,) = [
            b for b in draft_report(drawn).blocks if isinstance(b, Figure) and b.caption.id == "emergent-topics"
        ]
        assert ("take the topics as hints" in plain(figure.note)) == told
        assert f"adjusted Rand index of {stability}" in plain(figure.note)


def test_where_nothing_emerges_that_is_the_result(codings: Codings) -> None:
    drawn = replace(findings(codings), emergent=record_on(codings, themes=()))
    words = words_of(draft_report(drawn).blocks)
    assert "no theme emerges that the codebook does not cover" in words
    few = record_on(codings, themes=(), topics=(), notices=("tiny: 4 passages are too few for topics.",))
    assert "too few for topics" in words_of(draft_report(replace(findings(codings), emergent=few)).blocks)

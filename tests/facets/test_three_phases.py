"""A facet of three phases, declared in YAML alone, from coding to draft."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from send_qual.agreement import agreement
from send_qual.codebook import Codebook
from send_qual.coders import code
from send_qual.coding import Codings, decision_table, decisions
from send_qual.corpus import Corpus
from send_qual.findings import findings, interviews
from send_qual.report.inspections import draft_report
from send_qual.report.inspections._tables import all_tables
from send_qual.report.interviews import draft_chapters
from send_qual.report.interviews._style import ReportStyle
from send_qual.report.interviews._tables import report_tables
from send_qual.report.rendering import html_text as to_html

Coded = Callable[..., Codings]

ROOTS, SHOOTS, BLOOM = "putting down roots", "green shoots", "flourishing"


@pytest.fixture
def codings(coded: Coded, corpus: Corpus, enablers: Codebook) -> Codings:
    return coded(
        corpus,
        enablers,
        ("p01.txt", "We share the plans and the budget every month", "trust/sharing", {"phase": BLOOM}, "AB"),
        ("p02.txt", "Nobody shares a thing yet", "trust/sharing", {"phase": ROOTS}, "AB"),
        ("p02.txt", "There is trust in the team", "trust", {"phase": SHOOTS}, "AB"),
    )


def test_the_machine_codes_and_leaves_the_phase_to_people(corpus: Corpus, enablers: Codebook) -> None:
    suggested = code(corpus, enablers, "lexicon")
    assert len(suggested) > 1
    table = suggested.to_frame()
    assert list(table.columns[5:8]) == ["code", "phase", "coder"]
    assert set(table["phase"]) == {""}


def test_tables_have_a_column_per_facet_and_come_back(codings: Codings) -> None:
    table = codings.to_frame()
    assert "polarity" not in table
    assert set(table["phase"]) == {ROOTS, SHOOTS, BLOOM}
    assert Codings.from_frame(table, codings.corpus, codings.codebook).rows == codings.rows
    told = decision_table(decisions(codings), facets=["phase"])
    assert list(told.columns[:6]) == ["document", "start", "end", "code", "phase", "what"]


def test_each_phase_is_counted_and_written_of(codings: Codings) -> None:
    drawn = findings(codings)
    counted = drawn.to_frame()
    rows = counted[counted["code"] == "trust"].set_index("phase")["passages"].to_dict()
    assert rows == {ROOTS: 1, SHOOTS: 1, BLOOM: 1, "any": 3}
    said = {(s.about, s.value): s.sentence for s in drawn.statements}
    assert said["trust/sharing", BLOOM].startswith("Sharing without being asked was described in"), "the code's own"
    assert said["trust", SHOOTS].startswith("Green shoots of trust were seen in"), "the facet's"
    assert BLOOM in said["trust", BLOOM], "made from its name"


def test_the_draft_says_nothing_of_other_fields(codings: Codings) -> None:
    page = to_html(draft_report(findings(codings)))
    assert "In full bloom" in page, "the value's label is the heading"
    assert "Phase by theme" in page, "the figure"
    for word in ("facilitator", "challenge", "SEND", "council", "good practice", "Good practice"):
        assert word not in page, word
    tables = all_tables(findings(codings), ())
    assert "phase" in tables["Themes"]
    assert set(tables["Statements"]["phase"]) == {ROOTS, SHOOTS, BLOOM}


def test_the_report_of_interviews_tells_the_phases(codings: Codings) -> None:
    study = interviews(codings)
    page = to_html(draft_chapters(study).draft)
    assert "as flourishing, sharing (1 of 3)" in page
    for word in ("acilitator", "hallenge", "SEND", "council", "helps", "hinders"):
        assert word not in page, word
    tables = report_tables(study, ReportStyle())
    assert {"with putting down roots", "with green shoots"} <= set(tables["sub-themes"])
    assert set(tables["quotations"]["phase"]) <= {ROOTS, SHOOTS, BLOOM}


def test_two_coders_agree_on_phases_too(coded: Coded, corpus: Corpus, enablers: Codebook) -> None:
    same, other = "We trust each other now", "There is trust in the team"
    both = coded(
        corpus,
        enablers,
        *(("p01.txt", same, "trust", {"phase": BLOOM}, who) for who in ("AB", "CD")),
        *(("p02.txt", other, "trust", {"phase": said}, who) for who, said in (("AB", ROOTS), ("CD", SHOOTS))),
    )
    (found,) = agreement(both).facets
    assert (found.facet, found.first, found.second, found.passages, found.alike) == ("phase", "AB", "CD", 2, 1)


def test_a_sheet_asks_for_the_phase_and_takes_it_back(tmp_path: Path, enablers: Codebook) -> None:
    from send_qual.coding import import_codings, read_codings
    from send_qual.corpus import read_corpus

    home = tmp_path / "corpora" / "talks" / "documents"
    home.mkdir(parents=True)
    (home / "p01.txt").write_text("AB: We trust each other now, and we share what we have.\n", encoding="utf-8")
    sheet = tmp_path / "sheet.csv"
    with sheet.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(("document", "quote", "code", "Phase", "coder"))
        rows.writerow(("p01.txt", "We trust each other now", "Trust", "In full bloom", "AB"))
        rows.writerow(("p01.txt", "we share what we have", "Sharing", "withering", "AB"))
    done = import_codings(sheet, home.parent, codebook=enablers)
    assert done.applied == 1
    (fault,) = done.faults
    assert "`withering` is no phase" in str(fault)
    corpus = read_corpus(home.parent)
    assert [dict(c.facets) for c in read_codings(corpus, enablers)] == [{"phase": BLOOM}]

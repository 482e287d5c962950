"""Double coding document by document: what closes itself, what is settled, and how agreement goes as time goes."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.agreement import double_coded
from send_qual.cli import main
from send_qual.codebook import read_codebook
from send_qual.coding import CONSENSUS, Coding, Codings, Finished, new_event, open_ledger, read_codings
from send_qual.corpus import read_corpus
from send_qual.report import reliability_section

BOOK = """\
name: tea
version: "1"
codes:
  - {id: tea, name: Tea, definition: Said of tea.}
  - {id: cake, name: Cake, definition: Said of cake.}
"""
LINES = ("We had tea with milk.", "And there was a cake.", "Then it rained.")
TEXT = "\n\n".join(LINES) + "\n"
PLACES = [(TEXT.index(line), TEXT.index(line) + len(line)) for line in LINES]


@pytest.fixture
def codings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Codings of a number of documents, each by AB and CD; the n-th was coded on the n-th of March."""
    monkeypatch.chdir(tmp_path)
    Path("tea.yaml").write_text(BOOK, encoding="utf-8")

    def of(*documents: tuple[str, str]) -> Codings:
        home = Path("talks/documents")
        home.mkdir(parents=True, exist_ok=True)
        rows = []
        for n, given in enumerate(documents, 1):
            (home / f"p{n}.txt").write_text(TEXT, encoding="utf-8")
            for coder, codes in zip(("AB", "CD"), given, strict=True):
                for (start, end), code in zip(PLACES, codes.split(","), strict=False):
                    if code:
                        when = f"2026-03-{n:02}T09:00:00Z"
                        quote = TEXT[start:end]
                        rows.append(Coding(f"p{n}.txt", start, end, quote, code, coder, status="applied", created=when))
        corpus = read_corpus("talks")
        return replace(read_codings(corpus, read_codebook("tea.yaml"))).adding(rows)

    return of


ALIKE, APART = ("tea,cake", "tea,cake"), ("tea,cake", "cake,cake")


def test_a_document_in_which_nothing_differs_closes_itself(codings) -> None:
    rows = double_coded(codings(ALIKE, APART)).documents
    assert [(row.document, row.state, row.differences, row.left) for row in rows] == [
        ("p1.txt", "undisputed", 0, 0),
        ("p2.txt", "open", 1, 1),
    ]
    assert [(row.units, row.alike) for row in rows] == [(3, 3), (3, 2)]


def test_other_ends_alone_keep_a_document_open(codings) -> None:
    found = codings(ALIKE)
    longer = [replace(row, end=row.end + 8, quote=TEXT[row.start : row.end + 8]) for row in found if row.coder == "CD"]
    own = [row for row in found if row.coder == "AB"]
    (row,) = double_coded(replace(found, rows=()).adding([*own, *longer])).documents
    assert (row.state, row.differences) == ("open", 2)


def test_what_the_consensus_set_is_settled(codings) -> None:
    found = codings(APART)
    (start, end) = PLACES[0]
    ruled = Coding("p1.txt", start, end, TEXT[start:end], "tea", CONSENSUS, status="applied")
    (row,) = double_coded(found.adding([ruled])).documents
    assert (row.state, row.differences, row.left) == ("settled", 1, 0)


def test_who_finished_a_document_without_a_code_has_read_it(codings) -> None:
    found = codings(("tea", ""))
    assert double_coded(found).documents == ()
    mark = Finished("p1.txt", "CD", time="2026-03-09T10:00:00Z")
    (row,) = double_coded(replace(found, finished=(mark,))).documents
    assert (row.day, row.state, row.left) == ("2026-03-09", "open", 1)


@pytest.mark.parametrize(("documents", "stretches"), [(3, 0), (4, 2), (5, 2), (6, 3), (8, 4), (12, 4)])
def test_of_fewer_than_four_documents_nothing_is_said_of_time(codings, documents: int, stretches: int) -> None:
    found = double_coded(codings(*[APART] * documents)).stretches
    assert len(found) == stretches
    assert sum(len(one.documents) for one in found) == (documents if stretches else 0)


def test_agreement_that_falls_is_seen_to_fall(codings) -> None:
    early, late = double_coded(codings(ALIKE, ALIKE, APART, ("tea,cake", "cake"))).stretches
    assert (early.begin, early.end, early.documents) == ("2026-03-01", "2026-03-02", ("p1.txt", "p2.txt"))
    assert early.alpha == 1.0
    assert early.alike == 1.0
    assert late.alpha < 0.5
    assert late.alike == pytest.approx(3 / 6)
    assert late.rates == pytest.approx((100 * 4 / 6, 100 * 3 / 6))


def test_days_nobody_wrote_down_make_no_order(codings) -> None:
    found = codings(*[ALIKE] * 4)
    undated = replace(found, rows=()).adding([replace(row, created="") for row in found])
    assert double_coded(undated).stretches == ()
    assert len(double_coded(undated).documents) == 4
    at_once = replace(found, rows=()).adding([replace(row, created="2026-03-05T09:00:00Z") for row in found])
    assert double_coded(at_once).stretches == ()
    order = {"p1.txt": "06T09:10", "p2.txt": "06T09:05", "p3.txt": "05T17:00", "p4.txt": "05T09:00"}
    timed = [replace(row, created=f"2026-03-{order[row.document]}:00Z") for row in found]
    backwards = double_coded(replace(found, rows=()).adding(timed)).stretches
    assert [one.documents for one in backwards] == [("p4.txt", "p3.txt"), ("p2.txt", "p1.txt")]


def test_the_table_and_the_section_tell_the_same(codings) -> None:
    found = codings(ALIKE, ALIKE, APART, APART)
    table = double_coded(found).to_frame()
    assert table["stretch"].tolist() == [1, 1, 2, 2]
    assert table["state"].tolist() == ["undisputed", "undisputed", "open", "open"]
    words = str(reliability_section(found).blocks)
    assert "2 closed by themselves (nothing in them differed) and 2 are open" in words
    assert f"{table['stretch_alpha_masi'].iloc[-1]:.2f}" in words
    assert "Agreement in the order of coding" in words
    assert "Agreement in the order of coding" not in str(reliability_section(codings(ALIKE, APART)).blocks)


def test_the_command_tells_both_and_writes_the_table(codings, capsys) -> None:
    rows = codings(ALIKE, ALIKE, APART, APART)
    for coder in ("AB", "CD"):
        events = [replace(new_event("applied", coder, row), time=row.created) for row in rows if row.coder == coder]
        open_ledger("talks", coder).append(events)
    assert main(["agreement", "talks", "--codebook", "tea.yaml", "--out", "told.csv", "--spans"]) == 0
    told = capsys.readouterr().out
    assert "AB and CD, free spans by theme: gamma 0." in told
    assert "AB and CD, documents: 2 undisputed (closed by themselves), 0 settled, 2 open with 2 disagreements" in told
    assert "  2026-03-01 to 2026-03-02, 2 documents: alpha 1.000, 100% of units alike; AB 66.7, CD 66.7" in told
    with Path("told-documents.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row["state"] for row in csv.DictReader(file)] == ["undisputed", "undisputed", "open", "open"]

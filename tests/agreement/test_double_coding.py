"""Double coding from the draw to the section on reliability: drawn by lot, coded blind by sheet, settled, reported."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from docx import Document as WordDocument
from openpyxl import load_workbook

from send_qual.agreement import as_settled, reliability
from send_qual.cli import main
from send_qual.codebook import Codebook, read_codebook
from send_qual.coding import CONSENSUS, Coding, double_coding, new_event, open_ledger, read_codings, read_double_coding
from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError
from send_qual.report import reliability_section

BOOK = """\
name: tea
version: "1"
facets:
  - {id: mood, name: Mood, values: [glad, cross]}
codes:
  - {id: tea, name: Tea, definition: Said of tea.}
  - {id: cake, name: Cake, definition: Said of cake.}
"""
TEXT = "We had tea with milk.\n\nAnd there was a cake.\n\nThen it rained.\n"
HOSTS = ["guest", "guest", "guest", "guest", "guest", "guest", "host", "host"]


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Eight documents of two strata."""
    monkeypatch.chdir(tmp_path)
    home = tmp_path / "talks"
    (home / "documents").mkdir(parents=True)
    rows = ["document,role"]
    for n, role in enumerate(HOSTS, 1):
        (home / "documents" / f"p{n}.txt").write_text(TEXT, encoding="utf-8")
        rows.append(f"p{n}.txt,{role}")
    (home / "attributes.csv").write_text("\n".join(rows), encoding="utf-8")
    (tmp_path / "tea.yaml").write_text(BOOK, encoding="utf-8")
    return home


def _book() -> Codebook:
    return read_codebook("tea.yaml")


def _fill(path: Path, *given: str, finished: bool = True) -> None:
    """Give the passages of each document their codes, in order; the sheet is saved under a name of the coder's own."""
    book = load_workbook(path)
    page = book["Codings"]
    heads = {cell.value: cell.column for cell in page[1]}
    for row in range(2, page.max_row + 1):
        page.cell(row, heads["code"]).value = given[(row - 2) % len(given)] or None
    if finished:
        for row in range(2, book["Documents"].max_row + 1):
            book["Documents"].cell(row, 2).value = "yes"
    out = io.BytesIO()
    book.save(out)
    path.with_name(f"back-{path.name}").write_bytes(out.getvalue())


def test_every_stratum_gives_its_share_and_the_same_seed_draws_the_same(study: Path) -> None:
    corpus = read_corpus("talks")
    first = double_coding(corpus, _book(), ["AB", "CD"], documents=4, by="role", seed=5)
    assert sorted(one.stratum for one in first.drawn) == ["guest", "guest", "guest", "host"]
    assert {one.of for one in first.drawn if one.stratum == "guest"} == {6}
    again = double_coding(corpus, _book(), ["AB", "CD"], documents=4, by="role", seed=5)
    assert [one.document for one in again.drawn] == [one.document for one in first.drawn]
    assert read_double_coding(corpus) == first.drawn
    draws = {
        tuple(d.document for d in double_coding(corpus, _book(), "AB", documents=4, seed=n).drawn) for n in range(9)
    }
    assert len(draws) > 1


@pytest.mark.parametrize(
    ("coders", "options", "said"),
    [
        (["AB", "AB "], {}, "two coders"),
        (["AB", "CD"], {"by": "town"}, "no document of talks has this attribute"),
        (["AB", "CD"], {"documents": 9}, "9 of 8 documents cannot be drawn"),
        (["AB", "CD"], {"share": 0.0}, "no share"),
    ],
)
def test_what_cannot_be_drawn_is_told(study: Path, coders, options, said) -> None:
    with pytest.raises(SendQualError, match=said):
        double_coding(read_corpus("talks"), _book(), coders, **options)
    assert not (study / "reviews").exists()


def test_a_sheet_in_which_only_finished_was_filled_in_is_not_written_over(study: Path) -> None:
    corpus = read_corpus("talks")
    path = double_coding(corpus, _book(), ["AB", "CD"], documents=2).sheets["AB"]
    book = load_workbook(path)
    book["Documents"].cell(2, 2).value = "yes"
    book.save(path)
    before = path.read_bytes()
    assert double_coding(corpus, _book(), ["AB", "CD"], documents=2).sheets["AB"].name == "coding-AB-2.xlsx"
    assert path.read_bytes() == before


def test_from_the_draw_to_the_section(study: Path, capsys) -> None:
    assert (
        main(["sample", "talks", "--codebook", "tea.yaml", "--coders", "AB,CD", "--documents", "4", "--by", "role"])
        == 0
    )
    drawn = [one.document for one in read_double_coding(read_corpus("talks"))]
    sheets = study / "reviews"
    _fill(sheets / "coding-AB.xlsx", "tea", "cake", "")
    _fill(sheets / "coding-CD.xlsx", "tea", "tea; cake", "")
    for name in ("AB", "CD"):
        assert (
            main(["import", str(sheets / f"back-coding-{name}.xlsx"), "--into", "talks", "--codebook", "tea.yaml"]) == 0
        )
    before = reliability(read_codings(read_corpus("talks"), _book()))
    (frame,) = before.frames
    assert (frame.documents, frame.of, frame.units, frame.uncoded) == (4, 8, 12, 4)
    tea = next(row for row in before if row.code == "tea")
    assert tea.cells == (4, 0, 4, 4)

    ruled = Coding(
        drawn[0], 23, 44, TEXT[23:44], "cake", CONSENSUS, status="applied", codebook="tea", memo="No tea there."
    )
    open_ledger("talks", CONSENSUS).append([new_event("applied", CONSENSUS, ruled)])
    codings = read_codings(read_corpus("talks"), _book())
    after = reliability(as_settled(codings))
    assert next(row for row in after if row.code == "tea").cells == (4, 0, 3, 5)
    assert reliability(codings).to_frame().equals(before.to_frame())  # what was settled later changes no figure

    capsys.readouterr()
    command = ["agreement", "talks", "--codebook", "tea.yaml", "--section", "section.docx", "--out", "told.csv"]
    assert main(command) == 0
    words = _words(Path("section.docx"))
    assert "4 of 8 documents (50%) were coded by two people or more. 4 were drawn by lot on" in words
    assert "by role: guest 3 of 6, host 1 of 2." in words
    assert "4 of 8 documents, 12 segments, 4 coded by nobody." in words
    with Path("told.csv").open(encoding="utf-8-sig", newline="") as file:
        row = next(row for row in csv.DictReader(file) if row["code"] == "tea")
    both, one, other, neither = (float(row[name]) for name in ("both", "only_first", "only_second", "neither"))
    n, yes = both + one + other + neither, 2 * both + one + other
    alpha = 1 - (2 * n - 1) * (one + other) / (yes * (2 * n - yes))  # Krippendorff 2011, two values, two coders
    assert f"Tea | 8 | 0.500 | {(both + neither) / n:.2f}" in words
    assert f"| {alpha:.2f} |" in words
    assert "1 codings set and 0 struck out, in 1 document. Of 4 disagreements 3 are left." in words
    assert main(command) == 0
    assert "section-2.docx" in capsys.readouterr().out  # what people wrote into the first is not lost


def _words(path: Path) -> str:
    word = WordDocument(str(path))
    tables = (" | ".join(cell.text for cell in row.cells) for table in word.tables for row in table.rows)
    return "\n".join([*(p.text for p in word.paragraphs), *tables])


def test_a_reflexive_study_is_told_why_no_figure_stands(study: Path) -> None:
    blocks = reliability_section(read_codings(read_corpus("talks"), _book()), approach="reflexive").blocks
    assert "no figure is given" in str(blocks)
    assert "Table(" not in str(blocks)
    with pytest.raises(SendQualError, match="no approach"):
        reliability_section(read_codings(read_corpus("talks"), _book()), approach="bayesian")

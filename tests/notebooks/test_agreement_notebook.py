"""The page on two coders goes from what each coded alone to the section of a report, and its numbers add up."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from docx import Document as WordFile
from lxml import html

PAGE = Path(__file__).resolve().parents[2] / "notebooks" / "08-agreement.ipynb"
Run = Callable[..., nbformat.NotebookNode]


@pytest.fixture(scope="module")
def done(run: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[nbformat.NotebookNode, Path]:
    folder = tmp_path_factory.mktemp("agreement")
    return run(PAGE, folder), folder / "out"


def table(notebook: nbformat.NotebookNode, source: str) -> list[list[str]]:
    """The rows of the table that the cell with these words shows."""
    cell = next(c for c in notebook.cells if c.cell_type == "code" and source in c.source)
    page = html.fromstring("".join(o.data.get("text/html", "") for o in cell.outputs if "data" in o))
    return [[c.text_content() for c in row] for row in page.xpath("//tbody/tr")]


def test_no_cell_fails_or_warns(done: tuple[nbformat.NotebookNode, Path]) -> None:
    outputs = [(c.source, o) for c in done[0].cells[:-1] for o in c.get("outputs", [])]
    assert [(s, o) for s, o in outputs if o.output_type in {"error", "stream"}] == []


def test_ten_documents_were_read_by_two_and_no_order_is_made_up(done: tuple[nbformat.NotebookNode, Path]) -> None:
    rows = table(done[0], "twice.documents(")
    assert len(rows) == 10
    assert {row[6] for row in rows} == {"open"}
    assert table(done[0], "twice.over_time(") == []


def test_settling_lessens_what_is_left_and_never_what_was_measured(done: tuple[nbformat.NotebookNode, Path]) -> None:
    rows = table(done[0], "twice.settled(")
    before = {(row[0], row[1]): row[6] for row in table(done[0], "twice.codes(")}
    assert {(row[0], row[1]): row[2] for row in rows} == before
    assert any(float(row[3]) > float(row[2]) for row in rows)
    with (done[1] / "agreement-documents.csv").open(encoding="utf-8-sig", newline="") as file:
        left = [(int(row["differences"]), int(row["left"])) for row in csv.DictReader(file)]
    assert sum(had - now for had, now in left) == 3


def test_the_section_tells_what_the_tables_hold(done: tuple[nbformat.NotebookNode, Path]) -> None:
    words = "\n".join(p.text for p in WordFile(str(done[1] / "reliability-section.docx")).paragraphs)
    with (done[1] / "agreement-disagreements.csv").open(encoding="utf-8-sig", newline="") as file:
        had = len(list(csv.DictReader(file)))
    assert f"Of {had} disagreements {had - 3} are left." in words
    assert "3 codings set and 0 struck out" in words

"""The three pages on an interview study, one after the other: from raw transcripts to the Word draft."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from lxml import html

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
Run = Callable[..., nbformat.NotebookNode]


@pytest.fixture(scope="module")
def pages(run: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, nbformat.NotebookNode], Path]:
    """All three, run as somebody would who changes nothing but where the files go."""
    folder = tmp_path_factory.mktemp("interviews")
    copy = folder / "copy"
    done = {
        "02": run(NOTEBOOKS / "02-prepare-and-pseudonymise.ipynb", folder, out=str(copy)),
        "03": run(NOTEBOOKS / "03-code-interviews.ipynb", folder, corpus=str(copy), out=str(folder / "review")),
        "04": run(NOTEBOOKS / "04-interview-findings-and-report.ipynb", folder, corpus=str(copy)),
    }
    return done, folder


def printed(notebook: nbformat.NotebookNode, source: str) -> str:
    """What the cell with these words shows, as words."""
    cell = next(c for c in notebook.cells if c.cell_type == "code" and source in c.source)
    shown = [o.data.get("text/html") or o.data.get("text/plain", "") for o in cell.outputs if "data" in o]
    page = re.sub(r"<style>.*?</style>", "", "".join(shown), flags=re.DOTALL)
    return " ".join(" ".join(html.fromstring(f"<div>{page}</div>").itertext()).split())


@pytest.mark.parametrize("number", ["02", "03", "04"])
def test_no_cell_fails_or_warns_and_each_shows_something(pages, number: str) -> None:
    cells = pages[0][number].cells[:-1]  # the last is a slip, as anybody makes it
    kinds = [(c.source, o.output_type, o.get("name")) for c in cells for o in c.get("outputs", [])]
    assert [k for k in kinds if k[1] in {"error", "stream"}] == []
    silent = [c.source for c in cells if c.cell_type == "code" and not c.outputs and not c.metadata.get("tags")]
    assert silent == []


def test_the_copy_has_everybody_under_a_number(pages) -> None:
    told = printed(pages[0]["03"], "interview_views.speakers(")
    assert {f"P0{n}" for n in range(1, 9)} <= set(told.split())
    assert not {"Fosdyke", "Judith", "Tindall", "MAY"} & set(re.findall(r"\w+", told))


def test_every_suggestion_waits_for_a_decision_and_the_sheet_comes_back(pages) -> None:
    notebook, folder = pages[0]["03"], pages[1]
    assert (folder / "review" / "reviews" / "review-AB.xlsx").is_file()
    waiting = re.search(r"(\d+) to decide", printed(notebook, "import_codings(sheet"))
    assert int(waiting[1]) > 100


def test_the_disclosure_check_is_satisfied_by_what_page_02_does(pages) -> None:
    assert "found nothing" in printed(pages[0]["04"], "interview_views.disclosures(")


def test_the_word_draft_is_written_and_names_nobody(pages, root: Path) -> None:
    out = pages[1] / "out"
    assert "report.docx" in printed(pages[0]["04"], "write_report(study")
    files = {"report.docx", "report.html", "report.xlsx", "trail-for-the-team-only.xlsx", "provenance.json"} | {
        "draft-for-the-team-only.json"
    }
    assert {p.name for p in out.iterdir()} == files
    with (root / "tests" / "sample" / "identifiers.csv").open(encoding="utf-8-sig", newline="") as table:
        rows = [r for r in csv.DictReader(table) if r["kind"] in {"person", "place", "organisation", "contact"}]
    words = {r["text"] for r in rows if len(r["text"]) > 3}
    for name in ("report.docx", "report.xlsx"):
        with zipfile.ZipFile(out / name) as parts:
            inside = " ".join(parts.read(p).decode("utf-8") for p in parts.namelist() if p.endswith(".xml"))
        text = re.sub(r"<[^>]+>", " ", inside)
        left = sorted(w for w in words if re.search(rf"(?<!\w){re.escape(w)}(?!\w)", text))
        assert left == [], name
    record = json.loads((out / "provenance.json").read_text(encoding="utf-8"))
    assert record["disclosures_accepted"]["found"] == []

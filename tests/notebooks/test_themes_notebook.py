"""The page on emergent themes finds the theme that it takes out of the codebook, and a name goes into the YAML."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from lxml import html

PAGE = Path(__file__).resolve().parents[2] / "notebooks" / "05-emergent-themes.ipynb"
Run = Callable[..., nbformat.NotebookNode]


@pytest.fixture(scope="module")
def done(run: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[nbformat.NotebookNode, Path]:
    folder = tmp_path_factory.mktemp("themes")
    return run(PAGE, folder), folder / "out"


def shown(notebook: nbformat.NotebookNode, source: str) -> str:
    """What the cell with these words shows, as words."""
    cell = next(c for c in notebook.cells if c.cell_type == "code" and source in c.source)
    found = [o.data.get("text/html") or o.data.get("text/plain", "") for o in cell.outputs if "data" in o]
    return " ".join(html.fromstring(f"<div>{''.join(found)}</div>").text_content().split())


def test_no_cell_fails_or_warns(done: tuple[nbformat.NotebookNode, Path]) -> None:
    outputs = [(c.source, o) for c in done[0].cells[:-1] for o in c.get("outputs", [])]
    assert [(s, o) for s, o in outputs if o.output_type in {"error", "stream"}] == []
    silent = [c.source for c in done[0].cells if c.cell_type == "code" and not c.outputs]
    assert all("corpus = " in source or "# Parameters" in source for source in silent)


def test_the_theme_taken_out_emerges(done: tuple[nbformat.NotebookNode, Path]) -> None:
    text = shown(done[0], "found = themes.still_open(")
    first = re.search(r"E1: (\D*)\d+ passages of (\d+) documents", text)
    assert first
    assert "adult" in first[1]
    assert int(first[2]) >= 5


def test_every_figure_has_a_text(done: tuple[nbformat.NotebookNode, Path]) -> None:
    pages = [
        o.data["text/html"] for c in done[0].cells for o in c.get("outputs", []) if "text/html" in o.get("data", {})
    ]
    alts = [alt for page in pages for alt in re.findall(r"<img [^>]*alt='([^']+)'", page)]
    assert len(alts) == 4
    assert all(len(alt.split()) > 8 for alt in alts)


def test_what_it_keeps_is_there(done: tuple[nbformat.NotebookNode, Path]) -> None:
    names = {path.name for path in done[1].iterdir()}
    assert names >= {"themes.html", "topics.csv", "emergent.csv", "passages.csv", "topics-codes.png"}


def test_a_theme_named_on_the_page_is_in_the_codebook(run: Run, tmp_path: Path) -> None:
    from send_qual.codebook import read_codebook
    from send_qual.study import init_study

    study = init_study(tmp_path / "study")
    path = study / "notebooks" / PAGE.name
    text = path.read_text(encoding="utf-8")
    page = nbformat.reads(text.replace('"# named = ', '"named = '), 4)
    drawn = (
        "draw_",
        "explore_map",
        "selected(",
        "chart",
        "concordance",
        "collocations",
    )  # pictures have their own test
    page.cells = [c for c in page.cells if c.cell_type != "code" or not any(word in c.source for word in drawn)]
    nbformat.write(page, path)
    notebook = run(path, tmp_path, cwd=study / "notebooks")
    assert "1 was inductive, made from passages of the corpus: Adult life (AB, " in shown(notebook, "origin_statement(")
    made = read_codebook(study / "codebooks" / "area-send.yaml")["adult-life"]
    assert made.origin == "inductive"
    assert (study / "codebooks" / "area-send.themes.jsonl").is_file()

"""Every notebook runs from top to bottom on the sample, and shows a reader what it promises."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from lxml import html

NOTEBOOKS = sorted((Path(__file__).resolve().parents[2] / "notebooks").glob("*.ipynb"))
OVERVIEW = next(path for path in NOTEBOOKS if path.name.startswith("01-"))


@pytest.fixture(scope="session")
def executed(
    run: Callable[..., nbformat.NotebookNode], tmp_path_factory: pytest.TempPathFactory
) -> tuple[nbformat.NotebookNode, Path]:
    folder = tmp_path_factory.mktemp("overview")
    return run(OVERVIEW, folder), folder / "out"


@pytest.fixture(scope="session")
def page(executed: tuple[nbformat.NotebookNode, Path]) -> html.HtmlElement:
    """The notebook as a reader gets it who has no Jupyter."""
    from nbconvert import HTMLExporter

    body, _ = HTMLExporter(embed_images=True).from_notebook_node(executed[0])
    return html.fromstring(body)


def cell_of(notebook: nbformat.NotebookNode, source: str) -> nbformat.NotebookNode:
    """The cell that has these words in its code."""
    return next(c for c in notebook.cells if c.cell_type == "code" and source in c.source)


def shown(notebook: nbformat.NotebookNode, source: str) -> html.HtmlElement:
    """What the cell with these words in its code shows as HTML."""
    found = cell_of(notebook, source)
    return html.fromstring("".join(o.data.get("text/html", "") for o in found.outputs if "data" in o))


def words(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content())


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_is_stripped_of_outputs(path: Path) -> None:
    code = [c for c in nbformat.read(path, as_version=4).cells if c.cell_type == "code"]
    assert [(c.outputs, c.execution_count) for c in code] == [([], None)] * len(code), f"run nbstripout on {path.name}"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_it_begins_with_guidance_and_has_one_cell_of_parameters(path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    assert notebook.cells[0].cell_type == "markdown"
    assert sum("parameters" in c.metadata.get("tags", []) for c in notebook.cells) == 1
    for before, cell in zip(notebook.cells, notebook.cells[1:], strict=False):
        if cell.cell_type == "code" and before.cell_type == "code":
            continue  # a second look at the same thing
        assert cell.cell_type == "markdown" or len(before.source.split()) >= 5, "a step without a word of guidance"


def test_no_cell_fails_or_warns(executed: tuple[nbformat.NotebookNode, Path]) -> None:
    cells = executed[0].cells[:-1]  # the last is the slip
    kinds = [(c.source, o.output_type, o.get("name")) for c in cells for o in c.get("outputs", [])]
    assert [k for k in kinds if k[1] in {"error", "stream"}] == []


def test_every_cell_that_should_shows_something(executed: tuple[nbformat.NotebookNode, Path]) -> None:
    silent = [c for c in executed[0].cells if c.cell_type == "code" and not c.outputs]
    tags = [tag for c in silent for tag in c.metadata.get("tags", ["none"])]
    assert tags == ["parameters", "injected-parameters"]


def test_all_ten_reports_are_seen_to_be_read(executed: tuple[nbformat.NotebookNode, Path]) -> None:
    table = shown(executed[0], "views.documents(")
    rows = [[words(c) for c in row] for row in table.xpath("//tbody/tr")]
    assert [row[2] for row in rows] == ["2", "3", "1", "2", "3", "2", "1", "3", "2", "2"]
    assert "Left out" not in words(table)


def test_figures_are_drawn_and_described(page: html.HtmlElement) -> None:
    pictures = page.xpath("//figure/img")
    assert len(pictures) >= 3
    for picture in pictures:
        assert len(picture.get("src")) > 5_000  # not an empty frame
        assert re.search(r"\d", picture.get("alt"))


def test_the_chapters_speak_of_the_areas(page: html.HtmlElement) -> None:
    text = words(page)
    for area in ("Wexmoor", "Harrowdale", "Pell and Carrow", "Dunmarsh"):
        assert area in text
    assert "How is good practice demonstrated?" in text
    assert "What rose and what fell" in text
    assert "Traceback (most recent call last)" not in text


def test_every_yes_shows_the_passage_that_decides(executed: tuple[nbformat.NotebookNode, Path]) -> None:
    rows = [[words(c) for c in row] for row in shown(executed[0], "views.issue(").xpath("//tbody/tr")]
    yes = [row for row in rows if row[1].startswith("yes")]
    assert len(rows) == 10
    assert len(yes) >= 7
    assert all(row[2].isdigit() and len(row[3].split()) > 4 for row in yes)


def test_the_word_draft_is_written_and_found(executed: tuple[nbformat.NotebookNode, Path]) -> None:
    notebook, out = executed
    assert "overview.docx" in words(shown(notebook, "write_overview(drawn"))
    assert {p.name for p in out.iterdir()} >= {"overview.docx", "overview.html", "findings.xlsx", "codings.csv"}


def test_links_inside_the_page_lead_somewhere(page: html.HtmlElement) -> None:
    ids = set(page.xpath("//@id"))
    dead = [a.get("href") for a in page.xpath("//div[@class='sq-view']//a[starts-with(@href, '#')]")]
    assert [link for link in dead if link[1:] not in ids] == []


def test_a_wrong_name_is_told_in_one_sentence(executed: tuple[nbformat.NotebookNode, Path]) -> None:
    (said,) = executed[0].cells[-1].outputs
    assert said.traceback[0].startswith("no-such-corpus: there is no such corpus")
    assert len(said.traceback) == 1


def test_decisions_count_in_a_new_study_run_from_its_root(
    executed: tuple[nbformat.NotebookNode, Path], run: Callable[..., nbformat.NotebookNode], tmp_path: Path
) -> None:
    from send_qual.study import init_study

    study = init_study(tmp_path / "study")
    path = study / "notebooks" / OVERVIEW.name
    first = shown(executed[0], "views.suggestions(").xpath("//tbody/tr[1]/*")
    assert len(words(first[2]).split()) > 3  # the passage itself stands beside its key
    text = path.read_text(encoding="utf-8")
    assert text == OVERVIEW.read_text(encoding="utf-8")
    written = text.replace(r"# \"5e6f7a8b\"", rf"\"{words(first[0])}\"")
    path.write_text(written, encoding="utf-8")
    done = run(path, tmp_path, cwd=study, out=None, compare=None)
    assert "0 accepted, 1 rejected" in str(cell_of(done, "keep_decisions(codings").outputs)
    counted = [words(shown(n, "sq.findings(").xpath("//p[@class='note']")[0]) for n in (executed[0], done)]
    before, after = (re.match(r"([\d,]+) of the ([\d,]+) codings", c) for c in counted)
    assert int(after[2].replace(",", "")) == int(before[2].replace(",", "")) - 1
    assert list((study / "outputs").rglob("overview.docx"))
    assert "not compared" in words(shown(done, 'chapter(draft, "comparison")'))

"""The page on the coding desk: it opens one, and what is coded is in its table and in the copy to be read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from lxml import html

from send_qual.codebook import read_codebook
from send_qual.corpus import read_corpus
from send_qual.desk import open_work
from send_qual.study import init_study

PAGE = Path(__file__).resolve().parents[2] / "notebooks" / "07-desk.ipynb"
Run = Callable[..., nbformat.NotebookNode]


@pytest.fixture(scope="module")
def done(run: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[nbformat.NotebookNode, Path]:
    """Run in a study of its own, on two interviews, one of them with a passage coded before."""
    study = tmp_path_factory.mktemp("desk") / "study"
    init_study(study)
    home = study / "corpora" / "sample-interviews"
    for document in sorted((home / "documents").iterdir())[2:]:
        document.unlink()
    left = {document.name for document in (home / "documents").iterdir()}
    head, *rows = (home / "attributes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    rows = [row for row in rows if row.split(",")[0] in left]
    (home / "attributes.csv").write_text("".join((head, *rows)), encoding="utf-8")
    corpus = read_corpus(str(study / "corpora" / "sample-interviews"))
    first = corpus.documents[0]
    turn = next(first.passages())
    with open_work(corpus, read_codebook("intervention"), "AB") as work:
        work.apply(first.id, turn.start, turn.end, "leadership", memo="<b>look</b>")
    # Suggestions are what page 03 is tested on; here they would only take time.
    return run(PAGE, study, cwd=study / "notebooks", suggest=False), study


def outputs(notebook: nbformat.NotebookNode, source: str) -> list[nbformat.NotebookNode]:
    return next(c for c in notebook.cells if c.cell_type == "code" and source in c.source).outputs


def test_no_cell_fails_or_warns(done: tuple[nbformat.NotebookNode, Path]) -> None:
    seen = [(c.source, o) for c in done[0].cells[:-1] for o in c.get("outputs", [])]
    assert [(s, o) for s, o in seen if o.output_type in {"error", "stream"}] == []


def test_the_saved_page_shows_the_desk_and_a_copy_to_be_read(done: tuple[nbformat.NotebookNode, Path]) -> None:
    copy, widget = outputs(done[0], "desk = sq.desk(")
    assert "application/vnd.jupyter.widget-view+json" in widget.data
    shown = html.fromstring(copy.data["text/html"])
    assert "Leadership (AB)" in shown.text_content()
    assert "✎ <b>look</b>" in shown.text_content()
    assert not shown.xpath("//script")


def test_the_table_and_the_page_have_what_was_coded(done: tuple[nbformat.NotebookNode, Path]) -> None:
    (table,) = outputs(done[0], "desk.codings.where(")
    assert "leadership" in table.data["text/html"]
    page = (done[1] / "out" / "coded.html").read_text(encoding="utf-8")
    assert page.count('<section class="') == 2
    assert "Leadership (AB)" in page

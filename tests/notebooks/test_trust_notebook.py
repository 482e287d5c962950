"""The page on trust measures the machine on what it has not seen, and says where not to trust it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest
from lxml import html

PAGE = Path(__file__).resolve().parents[2] / "notebooks" / "06-how-far-to-trust-the-machine.ipynb"
Run = Callable[..., nbformat.NotebookNode]


@pytest.fixture(scope="module")
def done(run: Run, tmp_path_factory: pytest.TempPathFactory) -> tuple[nbformat.NotebookNode, Path]:
    folder = tmp_path_factory.mktemp("trust")
    return run(PAGE, folder), folder / "out"


def shown(notebook: nbformat.NotebookNode, source: str) -> html.HtmlElement:
    """What the cell with these words shows."""
    cell = next(c for c in notebook.cells if c.cell_type == "code" and source in c.source)
    found = [o.data.get("text/html") or o.data.get("text/plain", "") for o in cell.outputs if "data" in o]
    return html.fromstring(f"<div>{''.join(found)}</div>")


def table(notebook: nbformat.NotebookNode, source: str) -> list[list[str]]:
    return [[c.text_content() for c in row] for row in shown(notebook, source).xpath("//tbody/tr")]


def test_no_cell_fails_or_warns(done: tuple[nbformat.NotebookNode, Path]) -> None:
    outputs = [(c.source, o) for c in done[0].cells[:-1] for o in c.get("outputs", [])]
    assert [(s, o) for s, o in outputs if o.output_type in {"error", "stream"}] == []
    silent = [c.source for c in done[0].cells if c.cell_type == "code" and not c.outputs]
    assert all("corpus = " in source or "# Parameters" in source for source in silent)


def test_people_agree_but_not_wholly(done: tuple[nbformat.NotebookNode, Path]) -> None:
    kappas = [float(row[3]) for row in table(done[0], "trust.people(")]
    assert len(kappas) == 7
    assert all(kappa > 0.6 for kappa in kappas)
    assert min(kappas) < 0.9


def test_each_theme_is_measured_with_an_interval_around_its_figure(done: tuple[nbformat.NotebookNode, Path]) -> None:
    rows = table(done[0], "trust.codes(done)")
    assert len(rows) == 7
    for row in rows:
        low, high = map(float, row[5].split(" to "))
        assert low <= float(row[4]) <= high


def test_coders_that_learn_nothing_stand_beside_the_learned_one(done: tuple[nbformat.NotebookNode, Path]) -> None:
    *themes, mean = table(done[0], "trust.compared(")
    learned = [row[4] for row in table(done[0], "trust.codes(done)")]
    assert [row[2] for row in themes] == learned
    assert mean[0] == "Mean"
    assert float(mean[2]) > float(mean[5]) > float(mean[6]), "trained, terms alone, nearness alone"


def test_promise_and_result_stand_side_by_side(done: tuple[nbformat.NotebookNode, Path]) -> None:
    rows = table(done[0], "trust.promises(")
    assert [row[0][:3] for row in rows] == ["50%", "60%", "70%", "80%", "90%"]
    assert all(re.fullmatch(r"\d+%", cell) for row in rows for cell in row[2:])


def test_differences_can_be_read(done: tuple[nbformat.NotebookNode, Path]) -> None:
    rows = table(done[0], "trust.differences(")
    assert {row[4] for row in rows} == {"only the machine", "only people"}
    assert all(len(row[2].split()) > 8 for row in rows)


def test_cautions_name_themes_and_the_smallness_of_the_sample(done: tuple[nbformat.NotebookNode, Path]) -> None:
    said = shown(done[0], "trust.cautions(").text_content()
    assert "learned from 4 documents by KM, RJ" in said
    assert "Leadership" in said or "leadership" in said


def test_every_figure_has_a_text(done: tuple[nbformat.NotebookNode, Path]) -> None:
    for source in ("draw_calibration", "draw_learning", "draw_confusion"):
        (alt,) = shown(done[0], source).xpath("//img/@alt")
        assert re.search(r"\d", alt)
        assert len(alt.split()) > 8


def test_the_tables_are_kept(done: tuple[nbformat.NotebookNode, Path]) -> None:
    names = {path.name for path in done[1].iterdir()}
    assert names >= {"agreement.csv", "promises.csv", "disagreements.csv", "card.json", "codings.csv"}


def test_good_practice_was_judged_by_a_person_and_is_counted_by_theme(done: tuple[nbformat.NotebookNode, Path]) -> None:
    *themes, total = table(done[0], "judged_practice is None")
    assert {row[0] for row in themes} <= {row[0] for row in table(done[0], "trust.codes(done)")}
    assert len(themes) >= 5
    assert total[0] == "All"
    columns = [[int(row[n]) for row in themes] for n in (1, 2, 3)]
    assert [sum(column) for column in columns] == [int(total[n]) for n in (1, 2, 3)]
    assert columns[0] != columns[2]  # not everything it shows was found citable
    assert float(total[4]) == pytest.approx(int(total[2]) / int(total[1]), abs=0.00501)  # printed to two places

"""The same decisions by sheet, at the desk and in Python give the same tables and the same draft, times apart."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

import send_qual as sq
from send_qual.cli import main
from send_qual.coding import Coding, Codings, finish, keep_decisions, read_codings

if TYPE_CHECKING:
    from conftest import Study

WHO = "GH"


class Decided:
    """What GH decides: some accepted, some rejected, some given another code, one report finished."""

    def __init__(self, suggestions: Codings, distinct: Callable[..., list[Coding]]) -> None:
        book, rows = suggestions.codebook, suggestions.rows
        assert book
        said = {(row.document, row.start, row.end, row.code.rpartition("/")[0]) for row in rows}
        offered = [row for row in rows if (row.document, row.start, row.end, row.code) not in said]
        chosen = distinct(offered, 21)  # at the desk a theme and its sub-code on one passage are one suggestion
        themes = [theme.id for theme in book.themes]
        self.accepted, self.rejected = chosen[:8], chosen[8:14]
        self.recoded = [(row, next(t for t in themes if t != row.theme)) for row in chosen[14:]]
        self.finished = suggestions.rows[-1].document


def by_sheet(study: Study, decided: Decided) -> None:
    """`send-qual review`, filled in with another program, `send-qual import`."""
    assert main(["review", "ours", "--codebook", "area-send", "--reviewer", WHO]) == 0
    path = study.home / "reviews" / f"review-{WHO}.xlsx"
    sheet = openpyxl.load_workbook(path)
    wanted = {row.key: ("accept", "") for row in decided.accepted} | {r.key: ("reject", "") for r in decided.rejected}
    wanted |= {row.key: ("recode", code) for row, code in decided.recoded}
    names = [cell.value for cell in sheet["Review"][1]]
    for row in sheet["Review"].iter_rows(min_row=2):
        if said := wanted.pop(row[names.index("id")].value, None):
            row[names.index("decision")].value, row[names.index("new code")].value = said
    assert not wanted
    for row in sheet["Documents"].iter_rows(min_row=2):
        if row[0].value == decided.finished:
            row[3].value = "yes"
    sheet.save(path)
    assert main(["import", str(path), "--into", "ours"]) == 0


def at_the_desk(study: Study, decided: Decided) -> None:
    """The gestures of the desk, one by one and many at once."""
    desk = sq.desk("ours", "area-send", WHO, suggestions=study.suggestions)
    for row in decided.accepted:
        desk.accept(row)
    desk.reject_all(decided.rejected)
    for row, code in decided.recoded:
        desk.change(row, code=code)
    desk.finish(decided.finished)
    desk.close()


def in_python(study: Study, decided: Decided) -> None:
    """The verbs of a notebook."""
    keep_decisions(
        study.suggestions, study.home, WHO,
        accepted=[row.key for row in decided.accepted], rejected=[row.key for row in decided.rejected],
        recoded={row.key: code for row, code in decided.recoded},
    )  # fmt: skip
    finish(study.home, decided.finished, coder=WHO, codebook=study.suggestions.codebook)


@pytest.fixture(scope="module")
def drafts(
    tmp_path_factory: pytest.TempPathFactory, made: Callable[..., Study], distinct: Callable[..., list[Coding]]
) -> dict[str, tuple[Path, Codings]]:
    """The overview of ten reports after each of the three, in studies of their own, and what stands in the ledgers."""
    done = {}
    for way in (by_sheet, at_the_desk, in_python):
        root = tmp_path_factory.mktemp(way.__name__)
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(root)
            study = made(root, "sample-area-send", "area-send")
            way(study, Decided(study.suggestions, distinct))
            folder = sq.overview("ours", out="out").folder.resolve()
            done[way.__name__] = folder, read_codings(study.home)
    return done


def timeless(text: str) -> str:
    """Without times of day, which are those of three runs."""
    return re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)", "", text)


def word_parts(path: Path) -> dict[str, str]:
    with zipfile.ZipFile(path) as parts:
        return {name: timeless(parts.read(name).decode("utf-8")) for name in parts.namelist() if name.endswith(".xml")}


def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    pages = openpyxl.load_workbook(path).worksheets
    return {page.title: [tuple(timeless(str(cell)) for cell in row) for row in page.values] for page in pages}


def told(record: Mapping[str, Any]) -> dict[str, Any]:
    """A record without what is of one run: when, and the hashes of files and state."""
    return {key: value for key, value in record.items() if key not in ("made", "files", "state")}


def alike(drafts: Mapping[str, tuple[Path, Codings]], read: Callable[[Path], object]) -> Any:
    """What all three say; the sheet's is compared with each of the others."""
    first, *others = (read(folder) for folder, _ in drafts.values())
    for other in others:
        assert other == first
    return first


def test_the_decisions_stand_alike_in_the_ledgers(drafts: dict[str, tuple[Path, Codings]]) -> None:
    def says(codings: Codings) -> list[tuple[object, ...]]:
        return sorted(
            (c.document, c.start, c.end, c.code, c.facets.get("polarity", ""), c.coder, c.status, c.quote)
            for c in codings
        )

    first, *others = (says(codings) for _, codings in drafts.values())
    assert len(first) == 8 + 6 + 7 + 7, "what was recoded is a rejection and a coding"
    for other in others:
        assert other == first


def test_the_tables_are_the_same(drafts: dict[str, tuple[Path, Codings]]) -> None:
    names = alike(drafts, lambda folder: sorted(path.name for path in folder.glob("*.csv")))
    assert "coding_decisions.csv" in names
    for name in names:
        alike(drafts, lambda folder, name=name: timeless((folder / name).read_text(encoding="utf-8-sig")))
    alike(drafts, lambda folder: sheets(folder / "findings.xlsx"))
    text = (drafts["by_sheet"][0] / "coding_decisions.csv").read_text(encoding="utf-8-sig")
    outcomes = [row["outcome"] for row in csv.DictReader(io.StringIO(text)) if row["what"] == "suggestion"]
    assert [outcomes.count(name) for name in ("accepted", "rejected", "recoded")] == [8, 6, 7]
    assert outcomes.count("finished") > 0


def test_the_draft_is_the_same_in_word_and_html(drafts: dict[str, tuple[Path, Codings]]) -> None:
    parts = alike(drafts, lambda folder: word_parts(folder / "overview.docx"))
    assert "8 accepted, 6 rejected, 7 given another code or passage" in parts["word/document.xml"]
    alike(drafts, lambda folder: timeless((folder / "overview.html").read_text(encoding="utf-8")))


def test_the_record_is_the_same(drafts: dict[str, tuple[Path, Codings]]) -> None:
    record = alike(drafts, lambda folder: told(json.loads((folder / "provenance.json").read_text(encoding="utf-8"))))
    assert (record["people"], record["codings"]["recoded"]) == ([WHO], 7)

"""A page that is run again, in whatever order with sheets and the desk, loses nothing that a person made."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from openpyxl import load_workbook

from send_qual.coding import Codings, all_ledgers, keep_decisions, new_event, open_ledger, read_codings
from send_qual.study import init_study

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"


def play(number: str, **parameters: object) -> dict[str, object]:
    """Run the cells of a page one after the other, here, without a kernel; what they have named."""
    (path,) = NOTEBOOKS.glob(f"{number}-*.ipynb")
    names: dict[str, object] = {}
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            exec(cell.source, names)  # noqa: S102 -- our own notebook
            names |= parameters if "parameters" in cell.metadata.get("tags", []) else {}
    return names


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A study with two interviews and two reports."""
    root = init_study(tmp_path / "study")
    for name in ("sample-interviews", "sample-area-send"):
        corpus = root / "corpora" / name
        (corpus / "attributes.csv").unlink()
        for path in sorted((corpus / "documents").iterdir())[2:]:
            path.unlink()
    monkeypatch.chdir(root)
    return root


def decide(path: Path, decisions: list[str]) -> list[str]:
    """Fill in the first rows of a sheet; the keys of their suggestions."""
    book = load_workbook(path)
    names = [cell.value for cell in book["Review"][1]]
    keys = []
    for row, decision in zip(book["Review"].iter_rows(min_row=2), decisions, strict=False):
        row[names.index("decision")].value = decision
        keys.append(row[names.index("id")].value)
    book.save(path)
    return keys


def statuses(corpus: Path) -> dict[str, str]:
    return {row.key: row.status for row in read_codings(corpus)}


@pytest.mark.parametrize(("number", "corpus"), [("03", "sample-interviews"), ("01", "sample-area-send")])
def test_sheet_desk_and_page_in_any_order_lose_nothing(study: Path, number: str, corpus: str) -> None:
    home = study / "corpora" / corpus
    parameters = {"corpus": corpus, "reviewer": "AB", "compare": None}
    first = play(number, **parameters)
    sheet = home / "reviews" / "review-AB.xlsx"
    assert statuses(home) == {}
    one, two, three = decide(sheet, ["accept", "reject", "accept"])
    filled = sheet.read_bytes()
    play(number, **parameters)
    assert sheet.read_bytes() == filled, "the sheet is as it was filled in"
    assert statuses(home) == {one: "accepted", two: "rejected", three: "accepted"}, "and was taken in"

    machine = first["codings"]
    assert isinstance(machine, Codings)
    (thought_again,) = (row for row in machine if row.key == three)
    open_ledger(home, "AB").append([new_event("rejected", "AB", thought_again, time="2099-01-01T00:00:00Z")])
    fourth = next(row.key for row in machine if row.key not in (one, two, three))
    keep_decisions(machine, home, "CD", accepted=[fourth])
    expected = {one: "accepted", two: "rejected", three: "rejected", fourth: "accepted"}
    assert statuses(home) == expected
    before = {ledger.coder: ledger.path.read_bytes() for ledger in all_ledgers(home)}
    last = play(number, **parameters)
    assert {ledger.coder: ledger.path.read_bytes() for ledger in all_ledgers(home)} == before
    assert sheet.read_bytes() == filled
    drawn = last["checked"] if number == "01" else last["standing"]
    assert isinstance(drawn, Codings)
    counted = {row.key: row.status for row in drawn}
    assert (counted[one], counted[fourth]) == ("accepted", "accepted")
    assert two not in counted
    assert three not in counted

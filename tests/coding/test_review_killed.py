"""A review sheet that is made anew while the run is killed: what somebody filled in is on one of the sheets."""

from __future__ import annotations

import shutil
from pathlib import Path

from openpyxl import load_workbook

from send_qual.coding import Codings, review_sheet


def decided(sheet: Path) -> list[str]:
    book = load_workbook(sheet)["Review"]
    names = [cell.value for cell in book[1]]
    rows = book.iter_rows(min_row=2, values_only=True)
    return [str(row[names.index("decision")]) for row in rows if row[names.index("decision")]]


def test_a_sheet_made_anew_and_killed_anywhere_loses_no_decision(machine: Codings, study: Path, kills) -> None:
    first = review_sheet(machine, reviewer="AB").to_file().path
    book = load_workbook(first)
    names = [cell.value for cell in book["Review"][1]]
    book["Review"].cell(2, names.index("decision") + 1).value = "reject"
    book.save(first)
    shutil.copytree(study, study.with_name("aside"))
    places = 0
    for stopped in kills(lambda: review_sheet(machine, reviewer="AB").to_file(), every=2):
        places += 1
        there = sorted(study.glob("reviews/*.xlsx"))
        assert first.read_bytes() == (study.with_name("aside") / "reviews" / first.name).read_bytes(), stopped
        new = review_sheet(machine, reviewer="AB").to_file()
        assert decided(first) == ["reject"], stopped
        assert new.path not in there, "what a killed run made whole is a sheet like any other: not written over"
        assert decided(new.path) == ["reject"], "carried over"
        assert not [path for path in study.rglob(".*") if path.is_file()], stopped
        shutil.rmtree(study / "reviews")
        shutil.copytree(study.with_name("aside") / "reviews", study / "reviews")
    assert places > 1

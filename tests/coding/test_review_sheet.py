"""What a review sheet looks like: its rows, their order, their surroundings; lists to choose from, and no formula."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from send_qual.coding import (
    Coding,
    Codings,
    review_sheet,
)
from send_qual.corpus import Corpus, Document, Segment, Source
from send_qual.errors import SendQualError

DATA, BOARD, NOBODY, DID = "We had no data", "The board helped", "Nobody knew how many were waiting", "it really did"


def shown(path: Path, *columns: str) -> list[tuple[object, ...]]:
    sheet = load_workbook(path)["Review"]
    names = [cell.value for cell in sheet[1]]
    rows = sheet.iter_rows(min_row=2, values_only=True)
    return [tuple(row[names.index(column)] or "" for column in columns) for row in rows]


@pytest.fixture
def sheet(machine: Codings) -> Path:
    return review_sheet(machine, reviewer="AB").to_file().path


def test_each_row_has_the_question_and_what_was_said_before_and_after(sheet: Path) -> None:
    rows = {row[0]: row[1:] for row in shown(sheet, "passage", "where", "question", "before", "after")}
    assert rows[NOBODY] == (
        "00:00:06 P01",
        "Interviewer: What got in the way?",
        "We had no data.",
        ", and “nobody” asked. Thank you. The board helped, it really did. Thank you.",
    )


def test_the_turns_before_and_after_are_named_and_long_ones_are_shortened_to_the_nearer_side() -> None:
    long = "word " * 80
    said = [
        ("Ana", "interviewer", "Why?"), ("P01", "participant", f"{long}end."), ("P02", "participant", "It rained. So."),
        ("P01", "participant", "Yes."),
    ]  # fmt: skip
    text, segments = "", []
    for speaker, role, words in said:
        segments.append(Segment(len(text), len(text) + len(words), "turn", speaker=speaker, role=role))
        text += f"{words}\n\n"
    talk = Document("a.txt", "a", text, tuple(segments), {"kind": "transcript"}, Source("a.txt", "", "txt"))
    at = text.index("So.")
    row = Coding("a.txt", at, at + 3, "So.", "health", "panel-1")
    around = review_sheet(Codings((row,), Corpus("talks", (talk,)))).rows[0].around
    assert (around.place, around.question, around.after) == ("P02", "Ana: Why?", "P01: Yes.")
    assert around.before.startswith("… word")
    assert around.before.endswith("word end.\nIt rained.")
    assert len(around.before) < 260


def test_the_sheet_has_lists_a_frozen_head_and_no_formula(study: Path, sheet: Path) -> None:
    page = load_workbook(sheet)["Review"]
    names = [cell.value for cell in page[1]]
    assert page.freeze_panes == "A2"
    assert all(cell.data_type != "f" for row in page.iter_rows() for cell in row)
    assert {cell.value for cell in page[chr(65 + names.index("why"))][1:]} == {"=cmd()"}, "words are kept, as words"
    lists = {names[ord(str(rule.sqref)[0]) - 65]: rule.formula1 for rule in page.data_validations.dataValidation}
    assert lists == {
        "decision": '"accept,reject,recode"',
        "new code": lists["new code"],
        "polarity": '"facilitator,challenge,mixed"',
    }
    codes = [cell.value for cell in load_workbook(sheet)["Codes"]["A"]]
    assert lists["new code"] == f"Codes!$A$2:$A${len(codes)}"
    assert {"leadership", "intervention/boards"} <= set(codes)
    hidden = {names[ord(column) - 65] for column, look in page.column_dimensions.items() if look.hidden}
    assert "decision" not in hidden
    assert {"filled", "sheet"} & hidden or "coder" in hidden


@pytest.mark.parametrize("order", ["doubt", "code", "document"])
def test_rows_come_in_the_order_asked_for(machine: Codings, order: str) -> None:
    rows = [row.coding for row in review_sheet(machine, order=order).rows]
    codes = [code.id for code in machine.codebook]
    keys = {
        "doubt": lambda c: c.confidence,
        "code": lambda c: codes.index(c.code),
        "document": lambda c: c.start,
    }
    assert rows == sorted(rows, key=keys[order])
    with pytest.raises(SendQualError, match="Choose doubt, code, document"):
        review_sheet(machine, order="alphabet")


def test_a_sample_has_each_theme_with_its_share_and_the_same_seed_draws_the_same(machine: Codings) -> None:
    text = machine.corpus["p01.vtt"].text
    many = [
        Coding("p01.vtt", at, at + 3, text[at : at + 3], code, "panel-1", codebook="intervention")
        for code, count in (("data/quality", 20), ("workforce", 10), ("leadership", 5))
        for at in range(count)
    ]
    codings = Codings((), machine.corpus, machine.codebook).adding(many)

    def drawn(size: int, seed: int = 0) -> list[Coding]:
        return [row.coding for row in review_sheet(codings, sample=size, seed=seed).rows]

    seven = drawn(7)
    assert sorted(c.theme for c in seven) == ["data"] * 4 + ["leadership"] + ["workforce"] * 2
    assert drawn(7) == seven
    assert drawn(7, seed=1) != seven
    assert len(drawn(34)) == 34
    assert len(drawn(50)) == 35

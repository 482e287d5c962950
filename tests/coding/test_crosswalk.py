"""A corpus coded by one codebook is read by another, as far as a table says how their codes stand to each other."""

from __future__ import annotations

import csv
from itertools import combinations
from pathlib import Path

import pytest

from send_qual.cli import main
from send_qual.codebook import Codebook, read_codebook
from send_qual.coding import Coding, Codings, crosswalk, new_event, open_ledger, read_as
from send_qual.errors import SendQualError

TEA = """\
name: tea
version: "1"
facets: [{id: mood, values: [glad, cross]}, {id: hour, values: [four, five]}]
codes:
  - {id: tea, name: Tea, definition: Said of tea., codes: [{id: milk, name: Milk, definition: Of milk.}]}
  - {id: cake, name: Cake, definition: Said of cake.}
  - {id: rain, name: Rain, definition: Said of rain.}
"""
FOOD = """\
name: food
version: "1"
facets: [{id: mood, values: [glad, sad]}]
codes:
  - {id: drinks, name: Drinks, definition: What is drunk.}
  - {id: sweets, name: Sweets, definition: What is sweet.}
  - {id: visits, name: Visits, definition: Who came.}
"""
HEAD = "codebook,code,relation,other codebook,other code,why\n"
ROWS = "tea,tea,narrower,food,drinks,\nfood,sweets,broader,tea,cake,Also sugar\ntea,cake,related,food,visits,\n"


@pytest.fixture
def books(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Codebook, Codebook]:
    monkeypatch.chdir(tmp_path)
    for folder in ("codebooks", "corpora/talks/documents"):
        Path(folder).mkdir(parents=True)
    Path("codebooks/tea.yaml").write_text(TEA, encoding="utf-8")
    Path("codebooks/food.yaml").write_text(FOOD, encoding="utf-8")
    Path("codebooks/crosswalk.csv").write_text(HEAD + ROWS, encoding="utf-8")
    return read_codebook("tea"), read_codebook("food")


def _coded(book: Codebook, *codes: str, **facets: str) -> Codings:
    rows = (
        Coding("p1.txt", 9 * n, 9 * n + 5, "words", code, "AB", status="applied", facets=facets)
        for n, code in enumerate(codes)
    )
    return Codings(tuple(rows), codebook=book)


def test_a_row_is_read_from_either_side(books) -> None:
    tea, food = books
    assert [(one.code, one.kind, one.other) for one in crosswalk(tea, food)] == [
        ("tea", "narrower", "drinks"), ("cake", "narrower", "sweets"), ("cake", "related", "visits"),
    ]  # fmt: skip
    assert [(one.code, one.kind, one.other) for one in crosswalk(food, tea)] == [
        ("drinks", "broader", "tea"), ("sweets", "broader", "cake"), ("visits", "related", "cake"),
    ]  # fmt: skip


def test_what_is_exact_or_narrower_carries_over_as_a_suggestion_and_nothing_else(books) -> None:
    tea, food = books
    found = read_as(_coded(tea, "tea", "tea/milk", "cake", "rain"), food)
    assert [row.code for row in found] == ["drinks", "drinks", "sweets"]
    assert {(row.coder, row.status) for row in found} == {("crosswalk", "suggested")}
    assert found.rows[2].reason == "AB: cake, narrower than sweets"
    assert list(read_as(_coded(food, "drinks", "sweets"), tea)) == []
    more = read_as(_coded(tea, "cake"), food, kinds=("narrower", "related"))
    assert [(row.code, row.reason) for row in more][1] == ("visits", "AB: cake, related to visits")


def test_facets_that_both_declare_stay(books) -> None:
    tea, food = books
    (row,) = read_as(_coded(tea, "tea", mood="glad", hour="four"), food)
    assert dict(row.facets) == {"mood": "glad"}
    (row,) = read_as(_coded(tea, "tea", mood="cross"), food)
    assert dict(row.facets) == {}


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (HEAD + "tea,tea,wider,food,drinks,\n", "crosswalk.csv row 2: `wider` is no relation"),
        (HEAD + "tea,tee,exact,food,drinks,\n", "crosswalk.csv row 2: tea has no code `tee`"),
        ("codebook,code\ntea,tea\n", "no column `relation`"),
        (HEAD, "says nothing of tea and food"),
    ],
)
def test_a_table_that_cannot_be_read_says_where(books, table: str, said: str) -> None:
    Path("codebooks/crosswalk.csv").write_text(table, encoding="utf-8")
    with pytest.raises(SendQualError, match=said):
        crosswalk(*books)


def test_the_command_writes_the_table_and_says_what_stays_behind(books, capsys: pytest.CaptureFixture[str]) -> None:
    text = "We had tea. And cake. It rained."
    Path("corpora/talks/documents/p1.txt").write_text(text, encoding="utf-8")
    rows = [Coding("p1.txt", 0, 11, "We had tea.", "tea", "AB"), Coding("p1.txt", 22, 32, "It rained.", "rain", "AB")]
    open_ledger("corpora/talks", "AB").append([new_event("applied", "AB", row) for row in rows])
    assert main(["crosswalk", "talks", "--codebook", "tea", "--to", "food", "--out", "food.csv"]) == 0
    told = capsys.readouterr().out
    assert "tea to food: 2 narrower, 1 related." in told
    assert "1 codings by food: food.csv" in told
    assert "Not carried over: rain." in told
    with Path("food.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [(row["code"], row["quote"]) for row in csv.DictReader(file)] == [("drinks", "We had tea.")]


def test_the_shipped_crosswalk_names_codes_that_there_are_and_no_pair_twice(root: Path) -> None:
    path = root / "codebooks" / "crosswalk.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = [frozenset({(row["codebook"], row["code"]), (row["other codebook"], row["other code"])}) for row in rows]
    assert len(pairs) == len(set(pairs))
    named = sorted({row[side] for row in rows for side in ("codebook", "other codebook")})
    assert named == ["area-send", "enablers", "ingredients", "intervention", "learning"]
    books = {name: read_codebook(root / "codebooks" / f"{name}.yaml") for name in named}
    told = {frozenset(pair) for pair in combinations(named, 2)} & {
        frozenset({row["codebook"], row["other codebook"]}) for row in rows
    }
    assert sum(len(crosswalk(books[one], books[other])) for one, other in map(sorted, told)) == len(rows)

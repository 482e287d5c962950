"""Retrieved segments: which codings are asked for, what stands around them, and as files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pytest

from send_qual.codebook import read_codebook
from send_qual.corpus import read_corpus
from send_qual.desk import Work, desk, open_work
from send_qual.desk._bridge import Bridge
from send_qual.errors import SendQualError

BOOK = """name: tea
version: "1"
facets: [{id: polarity, values: [facilitator, challenge, mixed]}]
codes:
  - id: waits
    name: Waits
    definition: Waiting.
    codes: [{id: plans, name: Late plans, definition: Plans that are late.}]
  - {id: people, name: People, definition: Who helps.}
  - {id: money, name: Money, definition: What it costs.}
"""
TALK = "We waited a year. She rang.\n\nIt cost us a lot.\n\nNothing here.\n\nThe plan came late =1+1.\n"
GOOD, BAD = {"polarity": "facilitator"}, {"polarity": "challenge"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "documents").mkdir()
    for name in ("p01", "p02"):
        (tmp_path / "documents" / f"{name}.txt").write_text(TALK + f"That was {name}.\n", encoding="utf-8")
    table = "document,area\np01.txt,Wexmoor\np02.txt,Ormsea\n"
    (tmp_path / "attributes.csv").write_text(table, encoding="utf-8")
    (tmp_path / "tea.yaml").write_text(BOOK, encoding="utf-8")
    return tmp_path


@pytest.fixture
def work(home: Path) -> Iterator[Work]:
    with opened(home) as work:
        apply(work, "We waited a year.", "waits", BAD)
        apply(work, "a year. She", "people", GOOD)
        apply(work, "cost us a lot", "money", {})
        apply(work, "plan came late", "waits/plans", BAD)
        apply(work, "She rang", "people", GOOD, "p02.txt")
        yield work


def opened(home: Path, coder: str = "SG") -> Work:
    return open_work(read_corpus(home), read_codebook(home / "tea.yaml"), coder)


def apply(work: Work, words: str, code: str, facets: dict[str, str], id: str = "p01.txt") -> None:
    at = TALK.index(words)
    work.apply(id, at, at + len(words), code, facets=facets)


def quotes(work: Work, *codes: str, others: tuple[str, ...] = (), **query: object) -> list[str]:
    asked = {"codes": list(codes), **query}
    answer = Bridge(work).answer({"n": 1, "do": "retrieve", "query": asked, "others": list(others)})
    assert answer["total"] == len(answer["rows"])
    return [row["words"] for row in answer["rows"]]


YEAR, SHE, COST, LATE, RANG = "We waited a year.", "a year. She", "cost us a lot", "plan came late", "She rang"


@pytest.mark.parametrize(
    ("codes", "query", "found"),
    [
        (("waits",), {}, [YEAR, LATE]),  # with its sub-codes
        (("waits/plans",), {}, [LATE]),
        ((), {}, [YEAR, SHE, COST, LATE, RANG]),
        (("waits", "people"), {}, [YEAR, SHE, LATE, RANG]),
        (("waits", "people"), {"how": "all"}, [YEAR, SHE]),
        (("waits", "money"), {"how": "all"}, []),
        (("waits", "money"), {"how": "near"}, [YEAR, COST]),  # the next passage is near, the one after it is not
        (("waits", "money"), {"how": "near", "within": 0}, []),
        (("waits", "money"), {"how": "near", "within": 2}, [YEAR, COST, LATE]),
        (("people",), {"without": ["waits"]}, [RANG]),
        ((), {"facets": {"polarity": "challenge"}}, [YEAR, LATE]),
        ((), {"facets": {"polarity": "-"}}, [COST]),
        ((), {"attribute": "area", "value": "Ormsea"}, [RANG]),
        ((), {"document": "p02.txt"}, [RANG]),
        (("waits", "people"), {"sort": "code"}, [SHE, RANG, YEAR, LATE]),
    ],
)
def test_what_is_asked_for_is_found(work: Work, codes: tuple[str, ...], query: dict[str, object], found) -> None:
    assert quotes(work, *codes, **query) == found


def test_other_peoples_codings_are_found_where_they_are_shown(work: Work, home: Path) -> None:
    with opened(home, "TR") as other:
        apply(other, "Nothing here", "money", {})
    work.refresh()
    assert quotes(work, "money") == [COST]
    assert quotes(work, "money", others=("TR",)) == [COST, "Nothing here"]
    assert quotes(work, "money", others=("TR",), states=["theirs"]) == ["Nothing here"]
    assert quotes(work, "money", others=("TR",), coders=["SG"]) == [COST]


def test_a_passage_is_told_with_what_stands_around_it(work: Work) -> None:
    (row,) = Bridge(work).answer({"n": 1, "do": "retrieve", "query": {"codes": ["money"]}})["rows"]
    assert (row["before"], row["words"], row["after"]) == ("It ", COST, ".")
    assert (
        Bridge(work)
        .answer({"n": 1, "do": "retrieve", "query": {"how": "some"}})["error"]
        .endswith("it is one of any, all, near.")
    )


def test_a_page_at_a_time_and_none_left_out(home: Path) -> None:
    with opened(home) as work:
        for at in range(130):
            work.apply("p01.txt", at % 60, at % 60 + 2 + at // 60, "money")
        bridge = Bridge(work)
        pages = [bridge.answer({"n": 1, "do": "retrieve", "query": {}, "from": first}) for first in (0, 100)]
        ids = [row["id"] for page in pages for row in page["rows"]]
        assert (len(ids), len(set(ids)), pages[0]["total"]) == (130, 130, 130)


def test_python_asks_the_same(home: Path, work: Work) -> None:
    work.close()
    with_desk = desk(home, home / "tea.yaml", "SG")
    assert [c.quote for c in with_desk.retrieve("waits", "people", how="all")] == [YEAR, SHE]
    with pytest.raises(SendQualError, match="it is one of any, all, near"):
        with_desk.retrieve("waits", how="some")
    with_desk.retrieve("waits", to=home / "waits.docx")
    with_desk.close()
    said = "\n".join(p.text for p in docx.Document(home / "waits.docx").paragraphs)
    assert "We waited a year. She rang." in said, "in its context"
    assert "2 passages in 1 of 2 documents" in said
    assert said.index("Waits; challenge; coded by SG") < said.index("Late plans; challenge")


def test_as_a_workbook_and_a_page_nothing_is_a_formula_or_markup(home: Path, work: Work, monkeypatch) -> None:
    monkeypatch.chdir(home)
    apply(work, "=1+1", "money", {})
    work.memo(work.standing("p02.txt")[0], "<b>ask</b>")
    bridge = Bridge(work)
    told = bridge.answer({"n": 1, "do": "export", "query": {"codes": ["money"]}, "format": ".xlsx"})
    assert told["path"].endswith("retrieved/money.xlsx")
    sheet = openpyxl.load_workbook(next(home.rglob("money.xlsx")))["Segments"]
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert cells[0][:3] == ["document", "place", "quote"]
    assert [row[2] for row in cells[1:]] == [COST, "=1+1"]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    bridge.answer({"n": 2, "do": "export", "query": {"codes": ["people"]}, "format": ".html"})
    page = next(home.rglob("people.html")).read_text(encoding="utf-8")
    assert "&lt;b&gt;ask" in page
    assert "error" in bridge.answer({"n": 3, "do": "export", "query": {"codes": ["people"]}, "format": ".exe"})

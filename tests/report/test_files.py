"""HTML, Excel, CSV, provenance: nothing executes, nothing leaks, columns are as promised."""

from __future__ import annotations

import csv
import importlib.util
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import openpyxl
import pytest

import send_qual as sq
from send_qual.coding import Answer, Codings
from send_qual.findings import findings
from send_qual.report import draft_report, html_text, write_overview
from send_qual.report.rendering import ReferenceEntry, plain

_spec = importlib.util.spec_from_file_location("word_tests", Path(__file__).with_name("test_word.py"))
_word = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_word)


class _Page(HTMLParser):
    """Tags with their attributes, and whether every tag that opens also closes in order."""

    VOID = frozenset({"meta", "img", "col", "br", "link", "hr"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_whole_and_its_links_lead_somewhere(in_two_tranches: Codings, answers: tuple[Answer, ...]) -> None:
    page = _Page(html_text(draft_report(findings(in_two_tranches, issues=answers, compare="autumn"))))
    assert not page.open
    ids = [a["id"] for _, a in page.tags if "id" in a]
    assert len(ids) == len(set(ids))
    links = {a["href"] for tag, a in page.tags if tag == "a"}
    assert links <= {f"#{id}" for id in ids}
    assert next(a for tag, a in page.tags if tag == "html") == {"lang": "en-GB"}
    assert all(a.get("alt") and a["src"].startswith("data:image/png;base64,") for tag, a in page.tags if tag == "img")
    assert all(a.get("scope") in {"col", "row"} for tag, a in page.tags if tag == "th")
    assert next(tag for tag, _ in page.tags if re.fullmatch(r"h\d", tag)) == "h1"


def test_html_executes_nothing(codings: Codings) -> None:
    text = html_text(draft_report(findings(_word.poisoned(codings))))
    assert "<script" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp;" in text
    assert "default-src 'none'" in text
    assert not re.search("[\x0b\x1b\ufffe]", text)


def test_notebook_view_is_escaped(codings: Codings) -> None:
    assert "<td class='num'>4 of 4</td>" in sq.findings(codings)._repr_html_()


def test_excel_keeps_text_as_text(codings: Codings, answers: tuple[Answer, ...], tmp_path: Path) -> None:
    path = findings(_word.poisoned(codings), issues=answers).to_excel(tmp_path / "f.xlsx")
    book = openpyxl.load_workbook(path)
    sheets = {"About", "Themes", "Statements", "References", "Issues", "Reports", "Good practice", "Codings"}
    assert sheets <= set(book.sheetnames)
    assert all(c.data_type != "f" for sheet in book for row in sheet.iter_rows() for c in row)
    assert book["Codings"].freeze_panes == "A2"
    heads = [c.value for c in book["Codings"][1]]
    reasons = {row[heads.index("reason")].value for row in book["Codings"].iter_rows(min_row=2)}
    assert "=1+1" in reasons
    themes = {(r[1].value, r[3].value): r[4].value for r in book["Themes"].iter_rows(min_row=2)}
    assert themes["health", "any"] == 5


def test_the_workbook_numbers_passages_as_the_draft_does(
    codings: Codings, answers: tuple[Answer, ...], tmp_path: Path
) -> None:
    drawn = findings(codings, issues=answers)
    sheet = openpyxl.load_workbook(drawn.to_excel(tmp_path / "f.xlsx"))["References"]
    kept: dict[int, set[str]] = {}
    for number, _, _, area, page, *_ in sheet.iter_rows(min_row=2, values_only=True):
        kept.setdefault(number, set()).add(f"{area} p. {page}")
    entries = [b for b in draft_report(drawn).blocks if isinstance(b, ReferenceEntry)]
    assert entries
    for entry in entries:
        assert any(place in plain(entry.runs) for place in kept[entry.number])
        assert {place.split(" p. ")[0] for place in kept[entry.number]} == {
            part.split(" p. ")[0] for part in plain(entry.runs).split("; ")
        }


@pytest.fixture
def written(codings: Codings, answers: tuple[Answer, ...], tmp_path: Path) -> Path:
    """A folder with every file of an overview."""
    return write_overview(findings(codings, issues=answers), tmp_path / "out").folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_an_overview_writes_every_file(written: Path) -> None:
    names = {p.name for p in written.iterdir()}
    tables = {
        "codings.csv",
        "coding_decisions.csv",
        "reports.csv",
        "issues.csv",
        "good_practice.csv",
        "draft_check.csv",
    }
    assert names == {"overview.docx", "overview.html", "findings.xlsx", "draft.json", "provenance.json", *tables}


def test_columns_of_the_csv_files(written: Path) -> None:
    issues = rows(written / "issues.csv")
    assert list(issues[0]) == ["document", "waits", "pfa"]
    assert {r["document"]: r["pfa"] for r in issues} == {
        "fernshire.pdf": "N",
        "wexmere.pdf": "N",
        "oldcastle-and-marsh.pdf": "Y",
        "northmoor.pdf": "Y",
    }
    practice = rows(written / "good_practice.csv")
    assert list(practice[0])[:7] == ["theme", "document", "rank", "quote", "page", "score", "why"]
    assert (practice[0]["rank"], practice[0]["page"]) == ("1", "2")
    promised = "document start end quote codebook code polarity coder status confidence reason"
    assert " ".join(list(rows(written / "codings.csv")[0])[:11]) == promised
    assert rows(written / "reports.csv")[0]["outcome"] == "1"


def test_provenance_tells_what_not_who_or_where(written: Path, tmp_path: Path) -> None:
    text = (written / "provenance.json").read_text(encoding="utf-8")
    told = json.loads(text)
    assert told["codebook"]["name"] == "tiny"
    assert len(told["corpus"]["documents"]) == 4
    assert told["share_reviewed"] == 0
    assert told["judges"] == ["judge 1"]
    assert str(tmp_path) not in text
    assert str(Path.home()) not in text


def test_the_same_findings_give_the_same_pages(codings: Codings) -> None:
    drawn = findings(codings)
    assert html_text(draft_report(drawn)) == html_text(draft_report(drawn))

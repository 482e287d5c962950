"""Every printed number about people's work is checked against the ledgers, by arithmetic of its own."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import arithmetic
import openpyxl
import pytest
from docx import Document as WordFile

import send_qual as sq
from send_qual.coders import cut_passages
from send_qual.coding import read_history
from send_qual.report import ReportStyle, overview

if TYPE_CHECKING:
    from conftest import Study

REPORT, OVERVIEW = "report.docx", "overview.docx"
NAMES = {"suggested": "unreviewed", "applied": "coded"}  # a number's name in the record -> the outcome in the table


def suggestions_of(study: Study) -> list[dict[str, Any]]:
    return [{"document": c.document, "start": c.start, "end": c.end, "code": c.code} for c in study.suggestions]


def expected(study: Study) -> dict[str, int]:
    return arithmetic.numbers(arithmetic.read_ledgers(study.home), suggestions_of(study))


def printed(folder: Path, name: str) -> str:
    """The words of a Word file, without commas in numbers."""
    word = WordFile(folder / name)
    cells = [c.text for t in word.tables for row in t.rows for c in row.cells]
    words = " ".join([*(p.text for p in word.paragraphs), *cells])
    return re.sub(r"(?<=\d),(?=\d{3})", "", words)


def number(words: str, pattern: str) -> int:
    found = re.search(pattern, words)
    assert found, pattern
    return int(found[1])


def account(table: list[dict[str, Any]]) -> Counter[tuple[str, str]]:
    return Counter((row["what"], row["outcome"]) for row in table)


def sheet(path: Path, name: str) -> list[dict[str, Any]]:
    head, *rows = openpyxl.load_workbook(path, read_only=True)[name].values
    return [dict(zip(head, row, strict=True)) for row in rows]


def check_record(folder: Path, count: dict[str, int]) -> None:
    record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    told = {name: n for name, n in record["codings"].items() if n and name != "counted"}
    assert told == {name: n for name, n in count.items() if n}
    reviewed = sum(count.get(name, 0) for name in ("accepted", "rejected", "recoded"))
    assert record["share_reviewed"] == round(reviewed / count["suggestions"], 4)


def check_table(rows: list[dict[str, Any]], count: dict[str, int]) -> None:
    found = account(rows)
    for name in ("accepted", "rejected", "recoded", "silenced", "finished", "suggested"):
        assert found["suggestion", NAMES.get(name, name)] == count.get(name, 0), name
    for name in ("applied", "recoding", "alike", "settled"):
        assert found["coding", NAMES.get(name, name)] == count.get(name, 0), name


def check_words(words: str, count: dict[str, int]) -> None:
    """The statement on decisions, as the title page and the methods of both drafts make it."""
    n = {name: count.get(name, 0) for name in ("accepted", "rejected", "recoded", "silenced", "finished", "settled")}
    reviewed = n["accepted"] + n["rejected"] + n["recoded"]
    share = 100 * reviewed / count["suggestions"]
    review = (
        f"People reviewed {reviewed} of the {count['suggestions']} suggestions ({share:.0f}%): "
        f"{n['accepted']} accepted, {n['rejected']} rejected, {n['recoded']} given another code or passage."
    )
    assert words.count(review) == 2, "on the title page and in the methods"
    made = number(words, r"(\d+) codings? that counts? w")
    assert made == count.get("applied", 0)
    assert number(words, r"(\d+) in the place of suggestions") == count.get("recoding", 0)
    if n["silenced"] + n["finished"]:
        assert number(words, r"(\d+) gave way") == n["silenced"] + n["finished"]
        assert number(words, r"gave way: (\d+) to what a person") == n["silenced"]
        assert number(words, r"same words, (\d+) in what a person had marked") == n["finished"]
    assert number(words, r"The other (\d+), which nobody has reviewed") == count.get("suggested", 0)


@pytest.fixture(scope="module")
def report(interviews: Study) -> Path:
    """The report on the interviews."""
    sq.report(interviews.home, out="out", accept_disclosure="Everybody in it is invented.")
    return Path("out").resolve()


def test_the_study_has_every_fate_in_it(interviews: Study) -> None:
    count = expected(interviews)
    fates = ("accepted", "rejected", "recoded", "silenced", "finished", "suggested", "recoding", "alike", "settled")
    assert all(count.get(name) for name in fates), count


def test_title_page_and_methods_of_the_report_say_what_people_decided(interviews: Study, report: Path) -> None:
    words, count = printed(report, REPORT), expected(interviews)
    check_words(words, count)
    total = sum(count[name] for name in ("suggested", "accepted", "applied", "recoding"))
    assert number(words, r"(\d+) of the \d+ codings behind this draft") == count["suggested"]
    assert number(words, r"of the (\d+) codings behind this draft") == total
    assert number(words, r"stands in the place of (\d+) coding") == count["settled"]
    assert number(words, r"(\d+) codings? that said the same") == count["alike"]
    assert "3 people (AB, CD, EF) and the consensus coded or decided" in words
    machines = re.findall(r"suggestions of a machine \(([^)]*)\)", words)
    assert machines
    assert not {"AB", "CD", "EF", "consensus"} & {name.strip() for told in machines for name in told.split(",")}


def test_record_and_table_of_the_report_give_the_same_numbers(interviews: Study, report: Path) -> None:
    check_record(report, expected(interviews))
    check_table(sheet(report / "trail-for-the-team-only.xlsx", "decisions"), expected(interviews))
    first = openpyxl.load_workbook(report / "report.xlsx").worksheets[0]
    about = " ".join(str(cell) for row in first.values for cell in row)
    assert f"{expected(interviews)['rejected']} rejected" in about
    page = (report / "report.html").read_text(encoding="utf-8")
    assert f"{expected(interviews)['recoded']} given another code or passage" in page


def test_alpha_in_the_report_is_that_of_the_ledgers_and_of_the_formula(interviews: Study, report: Path) -> None:
    corpus, book = interviews.suggestions.corpus, interviews.suggestions.codebook
    assert corpus
    assert book
    passages = [{"document": d.id, "start": p.start, "end": p.end} for d in corpus for p in cut_passages(d)]
    themes = [theme.id for theme in book.themes]
    formula = arithmetic.alphas(arithmetic.read_ledgers(interviews.home), passages, themes)
    assert min(formula[theme] for theme in themes[:3]) > 0.8, "on the fourth CD differs on purpose"
    measured = sq.agreement(sq.read_codings(corpus, book))
    assert {theme: a for theme, a in measured.alphas if theme in formula} == pytest.approx(formula)
    both = [p for p in passages if p["document"] in ("s01.vtt", "s02.vtt")]
    assert (measured.coders, measured.documents, measured.passages) == (("AB", "CD"), 2, len(both))
    words = printed(report, REPORT)
    assert f"2 interviews ({len(both)} passages) were coded by two people or more (AB, CD) independently" in words
    told = dict(
        re.findall(
            r"([A-Z][^,:.]*?) (-?\d\.\d\d)(?=[,.])",
            words.split("Krippendorff's alpha by theme): ")[1].split(". Numbers")[0] + ".",
        )
    )
    assert told == {book[theme].name: f"{a:.2f}" for theme, a in formula.items()}, (
        "of a theme nobody gave nothing is said"
    )


def test_where_only_people_count_the_report_says_so_and_rests_on_nothing_else(interviews: Study) -> None:
    style = ReportStyle(reviewed_only=True)
    sq.report(interviews.home, out="people", accept_disclosure="Everybody in it is invented.", style=style)
    words, count = printed(Path("people"), REPORT), expected(interviews)
    total = sum(count[name] for name in ("accepted", "applied", "recoding"))
    assert f"All {total} codings behind this draft were made or accepted by a person." in words
    assert (
        f"Only people's codings count in this draft; {count['suggested']} suggestions without a verdict left out."
        in words
    )
    counted = [
        row for row in sheet(Path("people/trail-for-the-team-only.xlsx"), "decisions") if row["counted"] == "yes"
    ]
    assert len(counted) == total
    assert not [row for row in counted if row["outcome"] == "unreviewed"]


def test_an_overview_after_23_rejections_and_31_recodings_prints_exactly_that(reports: Study) -> None:
    done = overview(reports.home, out="overview")
    count = expected(reports)
    assert (count.get("accepted", 0), count["rejected"], count["recoded"]) == (0, 23, 31)
    words = printed(done.folder, OVERVIEW)
    check_words(words, count)
    assert "23 rejected, 31 given another code or passage" in words
    assert "1 person (GH) coded or decided" in words
    assert not re.search(r"suggestions of a machine \([^)]*GH", words)
    check_record(done.folder, count)
    with (done.folder / "coding_decisions.csv").open(encoding="utf-8-sig", newline="") as file:
        check_table(list(csv.DictReader(file)), count)
    check_table(sheet(done.folder / "findings.xlsx", "Decisions"), count)


def test_history_tells_every_decision_once_and_the_record_counts_it(interviews: Study) -> None:
    """Counted anew from the lines of the ledgers: who, in which document, did what; a recoding is one decision."""
    lines = [
        json.loads(line)
        for ledger in sorted((interviews.home / "codings").glob("*.jsonl"))
        for line in ledger.read_text(encoding="utf-8").splitlines()
    ]
    pairs = Counter(line["step"] for line in lines if line.get("step"))
    recodings = {
        line["step"]
        for line in lines
        if line["event"] == "rejected" and line.get("instead") and pairs[line["step"]] == 2
    }
    wanted: Counter[tuple[str, str, str]] = Counter()
    for line in lines:
        place = line["document"] if "document" in line else line["finished"]["document"]
        if line.get("step") in recodings:
            wanted[line["coder"], place, "changed"] += line["event"] == "applied"
        else:
            wanted[line["coder"], place, {"applied": "coded"}.get(line["event"], line["event"])] += 1
    words = {"coded": r"^coded as ", "accepted": r"^accepted", "rejected": r"^rejected", "finished": r"^finished "}
    told: Counter[tuple[str, str, str]] = Counter()
    for entry in read_history(interviews.home):
        kinds = [kind for kind, opening in words.items() if re.match(opening, entry.what)] or ["changed"]
        told[entry.coder, entry.document or entry.what.rpartition(" in ")[2], kinds[0]] += 1
    assert told == +wanted

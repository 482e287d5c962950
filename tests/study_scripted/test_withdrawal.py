"""One of the interviewed withdraws: numbers before and after by independent arithmetic, and nothing of their words."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import arithmetic
import pytest
from docx import Document as WordFile

import send_qual as sq
from send_qual.cli import main
from send_qual.coding import Codings, read_history

if TYPE_CHECKING:
    from conftest import Study

GONE = "s02.vtt"
INVENTED = "Everybody in it is invented."


@dataclass(frozen=True)
class Withdrawal:
    """The numbers before, and what there was of who withdrew."""

    home: Path
    before: dict[str, int]
    here: dict[str, int]  # how many of them rested on the document that went
    participants: int
    words: frozenset[str]
    suggestions: list[dict[str, Any]]


def rows_of(suggestions: Codings) -> list[dict[str, Any]]:
    return [{"document": c.document, "start": c.start, "end": c.end, "code": c.code} for c in suggestions]


def runs_of_words(text: str) -> set[str]:
    """Every eight words in a row, spaces alike."""
    words = re.findall(r"\w+", text)
    return {" ".join(words[n : n + 8]) for n in range(len(words) - 7)}


def texts_in(path: Path) -> Iterator[str]:
    """The words of a file, and of all parts of one that is packed."""
    raw = path.read_bytes()
    if zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(io.BytesIO(raw)) as parts:
            packed = [parts.read(name).decode("utf-8", "replace") for name in parts.namelist()]
        yield from (re.sub(r"<[^>]+>", " ", part) for part in packed)
    else:
        yield re.sub(r"<[^>]+>", " ", raw.decode("utf-8", "replace"))


def record(folder: str) -> dict[str, Any]:
    return json.loads((Path("outputs") / folder / "provenance.json").read_text(encoding="utf-8"))


def only(ledgers: arithmetic.Ledgers, document: str) -> arithmetic.Ledgers:
    return arithmetic.Ledgers(
        [row for row in ledgers.rows if row["document"] == document],
        [row for row in ledgers.finished if row["finished"]["document"] == document],
    )


@pytest.fixture(scope="module")
def withdrawal(interviews: Study) -> Withdrawal:
    """There are a report and a sheet with its words; then one of the interviews that AB and CD coded is withdrawn."""
    sq.report(interviews.home, accept_disclosure=INVENTED)
    sq.review_sheet(interviews.suggestions, reviewer="EF").to_file()
    corpus, rows, ledgers = (
        interviews.suggestions.corpus,
        rows_of(interviews.suggestions),
        arithmetic.read_ledgers(interviews.home),
    )
    assert corpus
    theirs = [row for row in rows if row["document"] == GONE]
    others = set[str]().union(*(runs_of_words(d.text) for d in corpus if d.id != GONE))
    made = Withdrawal(
        interviews.home,
        arithmetic.numbers(ledgers, rows),
        arithmetic.numbers(only(ledgers, GONE), theirs),
        record("ours-report")["participants"],
        frozenset(runs_of_words(corpus[GONE].text) - others),
        [row for row in rows if row["document"] != GONE],
    )
    assert len(made.words) > 200, "there is much to look for"
    assert main(["forget", GONE, "--yes"]) == 1, "in s01 their first name is said, which a person has to look at"
    return made


def test_what_was_decided_on_it_is_in_no_number_any_more(withdrawal: Withdrawal) -> None:
    assert {name for name, n in withdrawal.here.items() if n} >= {"suggestions", "silenced", "applied", "alike"}
    after = arithmetic.numbers(arithmetic.read_ledgers(withdrawal.home), withdrawal.suggestions)
    difference = {name: n - after.get(name, 0) for name, n in withdrawal.before.items() if n != after.get(name, 0)}
    assert difference == {name: n for name, n in withdrawal.here.items() if n}


def test_the_report_drawn_anew_prints_the_numbers_of_what_is_left(withdrawal: Withdrawal) -> None:
    sq.report(withdrawal.home, accept_disclosure=INVENTED)
    count = arithmetic.numbers(arithmetic.read_ledgers(withdrawal.home), withdrawal.suggestions)
    told = record("ours-report")
    assert {k: n for k, n in told["codings"].items() if n and k != "counted"} == {k: n for k, n in count.items() if n}
    assert told["participants"] == withdrawal.participants - 1
    assert GONE not in [document["document"] for document in told["corpus"]["documents"]]
    word = WordFile(Path("outputs/ours-report/report.docx"))
    words = re.sub(r"(?<=\d),(?=\d{3})", "", " ".join(p.text for p in word.paragraphs))
    reviewed = sum(count.get(name, 0) for name in ("accepted", "rejected", "recoded"))
    assert f"People reviewed {reviewed} of the {count['suggestions']} suggestions" in words


def test_nothing_of_its_words_is_in_any_file_of_the_study(withdrawal: Withdrawal) -> None:
    root = withdrawal.home.parents[1]
    files = [path for path in root.rglob("*") if path.is_file()]
    assert len(files) > 10
    left = {path.name for path in files for text in texts_in(path) if runs_of_words(text) & withdrawal.words}
    assert left == set()
    assert [path.name for path in files if "s02" in path.name] == []


def test_each_ledger_says_that_something_was_forgotten_and_not_what(withdrawal: Withdrawal) -> None:
    touched = 0
    for ledger in (withdrawal.home / "codings").glob("*.jsonl"):
        lines = [json.loads(line) for line in ledger.read_text(encoding="utf-8").splitlines()]
        assert GONE not in ledger.read_text(encoding="utf-8")
        tombstones = [line for line in lines if line["event"] == "forgotten"]
        touched += len(tombstones)
        assert not [line for line in tombstones if line.get("quote") or line.get("document")]
    assert touched == 2, "AB and CD had worked on it"
    assert "a document was forgotten" in str(read_history(withdrawal.home))


def test_the_search_above_finds_what_it_looks_for(withdrawal: Withdrawal, tmp_path: Path) -> None:
    copy = tmp_path / "again.docx"
    word = WordFile()
    word.add_paragraph(min(withdrawal.words))
    word.save(str(copy))
    found: Sequence[str] = list(texts_in(copy))
    assert any(runs_of_words(text) & withdrawal.words for text in found)
    shutil.rmtree(tmp_path)

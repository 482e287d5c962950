"""The desk as it is seen, by measured boxes: reports and interviews, long names, many codes, widths, light and dark."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.coding import Coding, Codings
from send_qual.corpus import read_corpus
from send_qual.desk import open_work
from send_qual.desk._work import Work

from ._bench import MEASURED

pytestmark = pytest.mark.browser

SIZES = {"narrow": {"width": 1024}, "wide": {"width": 2560, "dark": True}, "zoomed": {"width": 1440, "zoom": 2}}
REPORT = """Area SEND inspection of {area} Local Area Partnership

Inspection dates: 3 to 7 February 2031

Inspection outcome

Leaders know their area well. Too many children wait for health services, and parents said so again and again.

What is it like to be a child or young person with special educational needs?

Some children wait too long. Leaders at {area} listen to parents and act on what they hear.
"""
LONG = "Families, carers and professionals who wait for a decision about a plan together"


def book_of(codes: int, long: bool) -> str:
    lines = [
        "name: many",
        'version: "1"',
        "facets:",
        "  - {id: polarity, name: Polarity, values: [facilitator, challenge]}",
        "codes:",
    ]
    for n in range(codes):
        within = n % 6 and n > 0
        name = f"{LONG} {n}" if long else f"Code {n}"
        lines += ["    codes:"] if n % 6 == 1 else []
        lines.append(f"{'      ' if within else '  '}- id: code-{n}")
        lines += [
            f"{'        ' if within else '    '}{key}: {value}" for key, value in (("name", name), ("definition", name))
        ]
    return "\n".join(lines) + "\n"


def study(home: Path, kind: str) -> Work:
    """A corpus of one kind, all of it coded and suggested thickly."""
    (home / "documents").mkdir()
    if kind == "reports":
        for area in ("Wexmoor", "Harrowdale", "Pell and Carrow", "Llanfairpwllgwyngyllgogerychwyrndrobwll"):
            file = home / "documents" / f"Area SEND inspection of {area} Local Area Partnership.txt"
            file.write_text(REPORT.format(area=area), encoding="utf-8")
    else:
        for n in range(400 if kind == "many" else 2):
            name = f"{LONG.replace(' ', '-')}-{n}" if kind == "long" else f"p{n:03}"
            said = f"P01: We waited {n} years. Nobody rang us, and then one did."
            text = f"Interviewer: How did it begin?\n\n{said}\n" * 3
            (home / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")
    (home / "many.yaml").write_text(book_of(120 if kind in ("many", "long") else 9, kind == "long"), encoding="utf-8")
    corpus, book = read_corpus(home), read_codebook(home / "many.yaml")
    codes = [code.id for code in book]
    rows = []
    for document in corpus.documents[:3]:
        for n, segment in enumerate(document.passages()):
            for k in range(4):
                quote = document.text[segment.start : segment.end]
                rows.append(Coding(document.id, segment.start, segment.end, quote, codes[(n + k) % len(codes)], "m-1"))
    work = open_work(corpus, book, "SG", suggestions=Codings(tuple(rows), corpus, book))
    text = corpus.documents[0].text
    for word, code in (("wait", codes[0]), ("said" if kind == "reports" else "rang", codes[-1])):
        work.apply(
            corpus.documents[0].id, text.index(word), text.index(word) + 4, code, facets={"polarity": "challenge"}
        )
    return work


@pytest.fixture
def work(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Work]:
    with study(tmp_path, request.param) as here:
        yield here


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("work", ["reports", "interviews", "many", "long"], indirect=True)
def test_nothing_overlaps_or_is_cut_untold(bench, work: Work, size: str) -> None:
    seat = bench(work, **SIZES[size])
    assert seat.page.evaluate(MEASURED) == []
    seat.desk.locator(".text").focus()
    seat.page.keyboard.press("n")  # something in hand: the fullest that the screen gets
    seat.page.wait_for_selector(".name.inhand")
    seat.page.wait_for_timeout(400)
    assert seat.page.evaluate(MEASURED) == []


@pytest.mark.parametrize("work", ["reports"], indirect=True)
def test_reports_are_named_by_what_tells_them_apart(bench, work: Work) -> None:
    seat = bench(work)
    shown = seat.desk.locator(".document .title").all_inner_texts()
    assert sorted(shown) == ["Harrowdale", "Llanfairpwllgwyngyllgogerychwyrndrobwll", "Pell and Carrow", "Wexmoor"]
    told = seat.desk.locator(".document:has-text('Wexmoor')").get_attribute("title")
    assert told.startswith("Area SEND inspection of Wexmoor Local Area Partnership: ")

"""PDF by layout: paragraphs, bullets, running heads, line ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from send_qual.corpus import Document, read_corpus
from send_qual.corpus.pdf._line_joins import WordsOfDocument, join_lines

Placed = tuple[float, float, str]


def lay(path: Path, *pages: list[Placed], rules: dict[int, list[float]] | None = None, size: float = 11) -> Document:
    """A PDF with words at given places; a place is points from the left and the bottom."""
    canvas = Canvas(str(path), pagesize=(500, 700))
    for number, page in enumerate(pages):
        for y in (rules or {}).get(number, ()):
            canvas.line(50, y, 450, y)
        for x, y, words in page:
            canvas.setFont("Helvetica-Bold" if words.startswith("#") else "Helvetica", size)
            canvas.drawString(x, y, words.removeprefix("#"))
        canvas.showPage()
    canvas.save()
    (document,) = read_corpus(path)
    return document


def texts(document: Document) -> list[str]:
    return [document.words(s) for s in document.segments]


FULL = "Children and young people in the north of the county wait for too long a"
assert pdfmetrics.stringWidth(FULL, "Helvetica", 11) < 390


def test_paragraphs_by_gap_and_by_a_line_that_had_room(tmp_path: Path) -> None:
    page = [
        (60, 600, FULL), (60, 586, "time."), (60, 572, FULL), (60, 558, "year."),
        (60, 530, FULL), (60, 516, "month."),
    ]  # fmt: skip
    assert texts(lay(tmp_path / "a.pdf", page)) == [f"{FULL} time.", f"{FULL} year.", f"{FULL} month."]


def test_a_line_full_to_the_margin_goes_on(tmp_path: Path) -> None:
    whole = FULL[:-2] + "ed."
    page = [(60, 600, whole), (60, 586, "Extraordinarily, nobody noticed."), (60, 572, "It was so."), (60, 558, FULL)]
    assert texts(lay(tmp_path / "a.pdf", page))[0] == f"{whole} Extraordinarily, nobody noticed."


def test_bullets_with_hanging_lines(tmp_path: Path) -> None:
    page = [
        (60, 600, "They said:"), (60, 580, "•"), (80, 580, "one thing that runs on"), (80, 566, "below its own words"),
        (60, 552, "• another"), (60, 538, "and after it the text goes on at the margin."),
    ]  # fmt: skip
    read = lay(tmp_path / "a.pdf", page)
    assert [(s.kind, read.words(s)) for s in read.segments] == [
        ("paragraph", "They said:"), ("bullet", "one thing that runs on below its own words"), ("bullet", "another"),
        ("paragraph", "and after it the text goes on at the margin."),
    ]  # fmt: skip


def test_a_dash_that_wrapped_to_the_start_of_a_line_is_no_bullet(tmp_path: Path) -> None:
    page = [
        (60, 600, "Leaders wait for answers to many of these questions"),
        (60, 586, "– and so do all the families."),
    ]
    (only,) = texts(lay(tmp_path / "a.pdf", page))
    assert only.endswith("questions – and so do all the families.")


def test_what_runs_over_a_page_is_joined_and_keeps_its_first_page(tmp_path: Path) -> None:
    first = [(60, 640, "An opening paragraph with some words."), (60, 60, "Families wait"), (60, 20, "Head 1")]
    second = [(60, 640, "for far too long."), (60, 600, "Another paragraph."), (60, 20, "Head 2")]
    third = [(60, 640, "A third page follows here."), (60, 20, "Head 3")]
    read = lay(tmp_path / "a.pdf", first, second, third)
    # the line above the break is short: only its unfinished sentence and the small letter below tell
    assert [(s.page, read.words(s)) for s in read.segments] == [
        (1, "An opening paragraph with some words."), (1, "Families wait for far too long."), (2, "Another paragraph."),
        (3, "A third page follows here."),
    ]  # fmt: skip


def test_a_bullet_goes_on_at_its_own_indent_even_after_a_full_stop(tmp_path: Path) -> None:
    first = [(60, 90, "•"), (80, 90, "Waits are long in all parts of the"), (80, 76, "county."), (60, 20, "Head 1")]
    second = [(80, 640, "Support is thin."), (60, 620, "Next paragraph."), (60, 20, "Head 2")]
    assert texts(lay(tmp_path / "a.pdf", first, second)) == [
        "Waits are long in all parts of the county. Support is thin.",
        "Next paragraph.",
    ]


def test_running_heads_go_and_what_only_looks_like_one_stays(tmp_path: Path) -> None:
    pages = [
        [
            (60, 670, "The Bramblemoor Report"),
            (60, 400, f"Page {n} speaks of waits."),
            (240, 20, str(n)),
            (60, 660 - n, "2023"),
        ]
        for n in range(1, 5)
    ]
    pages[2].append((60, 645, "Waits"))
    read = texts(lay(tmp_path / "a.pdf", *pages))
    assert "The Bramblemoor Report" not in " ".join(read)
    assert "Waits" in " ".join(read)
    assert [t for t in read if "speaks" in t] == [f"Page {n} speaks of waits." for n in range(1, 5)]


def test_text_that_runs_over_a_page_knows_where_the_next_page_begins(tmp_path: Path) -> None:
    first = [
        (60, 650, "Waits"),
        (60, 70, "Families wait for a very long time for the"),
        (60, 56, "therapy that they need. Some"),
    ]
    second = [(60, 650, "of them wait for years."), (60, 600, "Another paragraph.")]
    read = lay(tmp_path / "a.pdf", first, second)
    over = next(s for s in read.segments if "Families" in read.words(s))
    at = read.text.index("of them wait")
    assert (over.page, over.turns) == (1, ((at, 2),))
    assert (over.page_at(at - 2), over.page_at(at)) == (1, 2)
    assert all(not s.turns for s in read.segments if s != over)


def test_a_border_parts_rows_that_stand_close(tmp_path: Path) -> None:
    page = [(60, 600, FULL), (60, 586, "one row long enough to look like the same"), (60, 571, "Another row")]
    assert len(texts(lay(tmp_path / "a.pdf", page))) == 1
    assert len(texts(lay(tmp_path / "b.pdf", page, rules={0: [582]}))) == 2


def test_an_underline_parts_nothing(tmp_path: Path) -> None:
    page = [(60, 600, FULL), (60, 586, "time")]
    canvas = Canvas(str(tmp_path / "u.pdf"), pagesize=(500, 700))
    canvas.setFont("Helvetica", 11)
    for x, y, words in page:
        canvas.drawString(x, y, words)
    canvas.line(60, 598.6, 60 + pdfmetrics.stringWidth(FULL, "Helvetica", 11), 598.6)
    canvas.save()
    (document,) = read_corpus(tmp_path / "u.pdf")
    assert texts(document) == [f"{FULL} time"]


def test_bold_lines_are_headings_and_name_the_section(tmp_path: Path) -> None:
    page = [(60, 600, "#Waiting for therapy"), (60, 586, "They wait. " * 6), (60, 572, "Still.")]
    read = lay(tmp_path / "a.pdf", page)
    assert read.segments[0].kind == "heading"
    assert {s.section for s in read.segments} == {"Waiting for therapy"}


def test_columns_side_by_side_do_not_run_together(tmp_path: Path) -> None:
    page = [
        (60, 600, "#Council"), (210, 600, "#Duty"), (60, 580, "Bramblemoor Council, Heath"),
        (210, 580, "must act at once and"), (210, 566, "must say so to all the"), (210, 552, "families."),
    ]  # fmt: skip
    assert texts(lay(tmp_path / "a.pdf", page)) == [
        "Council", "Duty", "Bramblemoor Council, Heath", "must act at once and must say so to all the families.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["They use co\ufffe", "production."], "They use co-production."),
        (["There is infor\ufffe", "mation."], "There is information."),
        (["Southend\ufffe", "on-Sea"], "Southend-on-Sea"),
        (["up-to\ufffe", "date plans"], "up-to-date plans"),
        (["short\ufffe", "term help"], "short-term help"),
        (["over\ufffe", "all"], "overall"),
        (["short-", "and long-term help"], "short- and long-term help"),
        (["in 2019\ufffe", "20 they"], "in 2019-20 they"),
        (["the self-", "evaluation"], "the self-evaluation"),
        (["see www.amber.example/local\ufffe", "offer/plans"], "see www.amber.example/local-offer/plans"),
        (["waits  are", " long"], "waits are long"),
        (["waiting –", "still"], "waiting – still"),
    ],
)
def test_line_ends(lines: list[str], text: str) -> None:
    assert join_lines(lines, WordsOfDocument(["There is information about Amber overall."])) == text

"""Transcripts printed to a PDF: turns with their pages, line numbers, and the size of print from the text matrix."""

from __future__ import annotations

from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from send_qual.corpus import Document, read_corpus

SAID = [
    (
        "Researcher: Was the harbour cold?",
        "Participant: Bitterly so, and the harbour master",
        "said that it would stay.",
    ),
    ("Researcher: And wet?", "Participant: No. It was", "as dry as a biscuit."),
]


def lay(path: Path, *, numbers: bool = False, size: float = 11, scale: float = 1) -> Document:
    """Two pages of talk, lines 14 points apart; a font set at ``size`` and scaled by the text matrix."""
    canvas = Canvas(str(path), pagesize=(500, 700))
    n = 0
    for page in SAID:
        for k, words in enumerate(page):
            n += 1
            for x, text in [(90, words), *([(50, str(n))] if numbers else [])]:
                print_ = canvas.beginText()
                print_.setFont("Helvetica", size)
                print_.setTextTransform(scale, 0, 0, scale, x, 600 - 14 * k)
                print_.textOut(text)
                canvas.drawText(print_)
        canvas.showPage()
    canvas.save()
    (document,) = read_corpus(path)
    return document


@pytest.mark.parametrize("numbers", [False, True])
def test_turns_have_their_pages_and_line_numbers_are_no_words(tmp_path, numbers):
    document = lay(tmp_path / "t.pdf", numbers=numbers)
    assert [(s.speaker, s.role, s.page) for s in document.segments] == [
        ("Researcher", "interviewer", 1), ("Participant", "participant", 1),
        ("Researcher", "interviewer", 2), ("Participant", "participant", 2),
    ]  # fmt: skip
    assert document.words(document.segments[1]) == "Bitterly so, and the harbour master said that it would stay."


def test_a_font_set_at_one_and_scaled_reads_as_any_other(tmp_path):
    assert lay(tmp_path / "a.pdf", size=1, scale=11).text == lay(tmp_path / "b.pdf").text


def test_figures_that_are_beside_no_line_or_do_not_rise_stay(tmp_path):
    canvas = Canvas(str(tmp_path / "c.pdf"), pagesize=(500, 700))
    for k, figure in enumerate(("41", "7", "12", "3")):
        canvas.drawString(50, 600 - 14 * k, figure)
        canvas.drawString(120, 600 - 14 * k, f"children of the area wait for term {k}")
    canvas.save()
    (document,) = read_corpus(tmp_path / "c.pdf")
    assert all(figure in document.text for figure in ("41", "12"))


@pytest.mark.real
def test_the_cases_met(shared):
    cases = shared / "cases"
    (scaled,) = read_corpus(cases / "pdf-font-size-in-matrix.pdf")
    assert len(scaled.segments) == 3
    (numbered,) = read_corpus(cases / "pdf-numbered-lines.pdf")
    assert [s.speaker for s in numbered.segments] == ["Researcher", "Participant"] * 4
    assert {s.page for s in numbered.segments} == {1, 2}


def test_a_quotation_stands_on_the_page_it_is_printed_on(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"), pagesize=(500, 300))
    first = [
        "Researcher: How was it?",
        *(f"{'Participant: ' if not k else ''}we rowed mile {k} and" for k in range(12)),
    ]
    for page in (first, ["then the pilot said no at last.", "Researcher: And then?", "Participant: We left."]):
        for k, words in enumerate(page):
            canvas.drawString(50, 270 - 18 * k, words)
        canvas.showPage()
    canvas.save()
    (document,) = read_corpus(tmp_path / "t.pdf")
    turn = document.segments[1]
    at = document.text.index("then the pilot")
    assert (turn.page, turn.page_at(at - 5), turn.page_at(at + 3)) == (1, 1, 2)

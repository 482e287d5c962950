"""What print does to words: columns drawn row by row, lines up a margin, hyphens at line ends; all of it invented."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from send_qual.corpus import read_corpus
from send_qual.corpus.pdf._line_joins import WordsOfDocument

LEFT = (
    "The harbour was closed for",
    "most of the winter, and the",
    "crews who lived there had",
    "to wait for news of ferries",
    "that came but once in weeks",
    "and brought letters.",
)
RIGHT = (
    "Bread was short as well in",
    "those months, and the cook",
    "made soup of what there was",
    "until the pilot came across",
    "with flour and with apples",
    "in his own boat.",
)
WHOLE = ("drop-in", "follow-up", "step-by", "walk-in", "opt-out", "long-term", "co-production", "multi-agency")
BROKEN = ("infor|mation", "harb|ours", "provi|sions", "out|comes", "safe|guarding", "under|standing")


def read(path):
    (document,) = read_corpus(path)
    return [document.words(s) for s in document.segments]


def test_columns_that_are_drawn_row_by_row_are_read_one_after_the_other(tmp_path):
    canvas = Canvas(str(tmp_path / "c.pdf"))
    for k, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        canvas.drawString(60, 700 - 14 * k, left)
        canvas.drawString(320, 700 - 14 * k, right)
    canvas.save()
    assert read(tmp_path / "c.pdf") == [" ".join(LEFT), " ".join(RIGHT)]


def test_a_table_of_keys_and_values_is_read_row_by_row(tmp_path):
    canvas = Canvas(str(tmp_path / "t.pdf"))
    rows = [("Port", "Wexcombe"), ("Opened", "1901, by the old mayor and his wife"), ("Boats", "12"), ("Crew", "40"),
            ("Master of the harbour", "R. Ambler"), ("Tide", "high")]  # fmt: skip
    for k, (key, value) in enumerate(rows):
        canvas.drawString(60, 700 - 14 * k, key)
        canvas.drawString(320, 700 - 14 * k, value)
    canvas.save()
    words = " ".join(read(tmp_path / "t.pdf"))
    assert words.index("Wexcombe") < words.index("Opened") < words.index("1901") < words.index("Boats")


def test_what_runs_up_the_margin_is_no_word_of_the_page(tmp_path):
    canvas = Canvas(str(tmp_path / "m.pdf"))
    for k, line in enumerate(LEFT):
        canvas.drawString(90, 700 - 14 * k, line)
    canvas.saveState()
    canvas.translate(30, 400)
    canvas.rotate(90)
    canvas.drawString(0, 0, "Taken from the library on 3 May")
    canvas.restoreState()
    canvas.save()
    assert read(tmp_path / "m.pdf") == [" ".join(LEFT)]


@pytest.mark.parametrize("word", WHOLE + BROKEN)
def test_a_hyphen_at_a_line_end_stays_where_the_word_has_one(word):
    left, _, right = word.replace("|", "-").partition("-")
    breaking = ["She gave us infor-", "mation."]
    assert WordsOfDocument(breaking).mend(left, right) == word.replace("|", "")
    if "|" not in word:
        assert WordsOfDocument([]).mend(left, right) == word


def test_a_document_that_breaks_no_words_keeps_its_hyphens():
    assert WordsOfDocument(["A long-", "standing rule."]).mend("long", "standing") == "long-standing"
    assert WordsOfDocument(["A rou-", "tine."]).mend("long", "standing") == "longstanding"

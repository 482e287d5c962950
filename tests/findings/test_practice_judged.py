"""The ranking of good practice, measured against a person's judgement."""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.coding import Coding, Codings
from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError
from send_qual.findings import JudgedPassage, findings, judging_table, practice_precision, read_judged_passages

JUDGED = Path(__file__).with_name("practice-judged.csv")
POLARITY = {"+": "facilitator", "-": "challenge", "~": "mixed"}


def judged(codings: Codings, document: str, n: int, theme: str, grade: int) -> JudgedPassage:
    at = codings.corpus[document].segments[n]
    words = codings.corpus[document].words(at)
    return JudgedPassage(document, at.start, at.end, hashlib.sha256(words.encode()).hexdigest()[:32], theme, grade)


def test_precision_counts_the_first_practices_of_each_theme_and_document(codings: Codings) -> None:
    rows = [
        judged(codings, "fernshire.pdf", 0, "health", 2),
        judged(codings, "fernshire.pdf", 1, "health", 0),
        judged(codings, "fernshire.pdf", 2, "pfa", 0),
        judged(codings, "wexmere.pdf", 1, "pfa", 1),
    ]
    drawn = findings(codings)
    measured = practice_precision(drawn, rows)
    assert [(c.theme, c.shown, c.usable, c.cited) for c in measured.cells] == [
        ("health", 2, 1, 1),
        ("pfa", 1, 0, 0),
        ("pfa", 1, 1, 0),
    ]
    assert (measured.usable(), measured.cited(), measured.usable("pfa")) == (0.5, 0.25, 0.5)
    assert list(measured.to_frame()["precision, usable"]) == [0.5, 0.0, 1.0]
    assert practice_precision(drawn, rows, k=1).usable("health") == 1.0  # the named clinic comes first


def test_a_passage_whose_words_have_changed_is_left_out_and_counted(codings: Codings) -> None:
    rows = [replace(judged(codings, "fernshire.pdf", 0, "health", 2), sha256="0" * 32)]
    measured = practice_precision(findings(codings), rows)
    assert (measured.cells, measured.stale) == ((), 1)


@pytest.mark.parametrize("line", ["a.pdf,0,9,ab,health,3", "a.pdf,x,9,ab,health,1"])
def test_a_faulty_table_is_refused_with_its_line(tmp_path: Path, line: str) -> None:
    path = tmp_path / "judged.csv"
    path.write_text(f"document,start,end,sha256,theme,grade\n{line}\n", encoding="utf-8")
    with pytest.raises(SendQualError, match=r"judged.csv row 2.*cannot be read"):
        read_judged_passages(path)
    path.write_text("a.pdf,0\n", encoding="utf-8")
    with pytest.raises(SendQualError, match="column document is missing"):
        read_judged_passages(path)
    with pytest.raises(SendQualError, match="there is no such file"):
        read_judged_passages(tmp_path / "elsewhere.csv")
    path.write_text("document,start\n", encoding="utf-8")
    with pytest.raises(SendQualError, match="column end is missing"):
        read_judged_passages(path)


def test_the_judged_set_holds_no_words_of_a_report() -> None:
    rows = read_judged_passages(JUDGED)
    assert len(rows) == 182
    assert {r.grade for r in rows} == {0, 1, 2}
    assert all(len(field) < 60 for line in JUDGED.read_text(encoding="utf-8").splitlines() for field in line.split(","))


def test_what_is_to_be_judged_comes_back_graded_and_ungraded_rows_wait(codings: Codings, tmp_path: Path) -> None:
    drawn = findings(codings)
    table = judging_table(drawn)
    assert set(table["theme"]) == {p.theme for p in drawn.practices}
    assert list(table["document"]) == sorted(table["document"])
    table.loc[0, "grade"] = 2
    table.to_csv(tmp_path / "practice.csv", index=False)
    rows = read_judged_passages(tmp_path / "practice.csv")
    assert [(r.document, r.grade) for r in rows] == [(table["document"][0], 2)]
    table["grade"] = 1
    table.to_csv(tmp_path / "practice.csv", index=False)
    measured = practice_precision(drawn, read_judged_passages(tmp_path / "practice.csv"), k=99)
    assert (measured.unjudged, measured.stale, measured.usable(), measured.cited()) == (0, 0, 1.0, 0.0)
    assert sum(c.shown for c in measured.cells) == len(drawn.practices)


def letters(text: str) -> str:
    return "".join(c for c in text.lower() if c.isalnum())


@pytest.mark.real
def test_the_first_three_practices_of_a_theme_and_area_are_mostly_citable(shared: Path, root: Path) -> None:
    """Measured, from people's codings: 0.73 usable, 0.42 surely cited; of those worth citing 0.87 and 0.51.

    From codings of a machine that had not seen the reports: 0.76 and 0.41, of those worth citing 0.88 and 0.56.
    """
    corpus = read_corpus(shared / "corpora" / "area-send" / "reports")
    given = {}
    for line in (shared / "gold" / "area-send.jsonl").read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        given[passage["document"], letters(passage["text"])] = passage["A"]
    rows = [
        Coding(d.id, s.start, s.end, d.words(s), theme, "G1", facets={"polarity": POLARITY[sign]}, status="applied")
        for d in corpus
        for s in d.passages()
        for theme, sign in given.get((d.id, letters(d.words(s))), {}).items()
    ]
    drawn = findings(Codings(tuple(rows), corpus, read_codebook(root / "codebooks" / "area-send.yaml")))
    rows_judged = read_judged_passages(JUDGED)
    measured = practice_precision(drawn, rows_judged)
    assert (len(measured.cells), measured.unjudged, measured.stale) == (35, 0, 0)
    assert measured.usable() >= 0.68
    assert measured.cited() >= 0.37
    worth = replace(drawn, practices=tuple(p for p in drawn.practices if p.is_worth_citing))
    citable = practice_precision(worth, rows_judged)
    assert citable.usable() >= 0.8
    assert sum(c.shown for c in citable.cells) >= 60
    for theme in drawn.themes():
        assert measured.usable(theme.id) >= 0.45, theme.id

"""Answers to a survey: a table proposes its own reading and says it; a person's word in corpus.toml goes first."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from send_qual.corpus import read_corpus

ROWS = [
    ("ref", "role", "What helped?", "What could be better?"),
    ("R01", "parent", "The nurse rang us every week.", "We waited six weeks and nobody told us why."),
    ("R02", "teacher", "", "The letters are hard to read."),
    ("R03", "parent", "Nothing helped us at all.", "Nothing. The nurses were kind."),
    ("R04", "parent", "", ""),
]


@pytest.fixture(params=["csv", "xlsx"])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    if request.param == "csv":
        lines = [",".join(f'"{cell}"' for cell in row) for row in ROWS]
        (tmp_path / "answers.csv").write_text("\n".join(lines), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for row in ROWS:
            book.active.append(row)
        book.save(tmp_path / "answers.xlsx")
    return tmp_path


def test_a_row_is_a_document_with_its_answers_under_their_questions(folder: Path) -> None:
    corpus = read_corpus(folder)
    assert corpus.left_out == ()
    assert [d.attributes["participant"] for d in corpus] == ["R01", "R02", "R03"]  # nobody answers nothing
    first = corpus[0]
    assert (first.kind, first.attributes["role"]) == ("survey", "parent")
    assert [(s.section, first.words(s)) for s in first.passages()] == [
        ("What helped?", "The nurse rang us every week."),
        ("What could be better?", "We waited six weeks and nobody told us why."),
    ]


def test_the_reading_is_told_once_and_how_to_have_another(folder: Path) -> None:
    first, *others = read_corpus(folder)
    (told,) = first.notices
    assert "one document a row: answers in “What helped?”, “What could be better?”" in told
    assert "named by “ref”; attributes: role. If that is not so, say so in corpus.toml" in told
    assert [d.notices for d in others] == [(), ()]


def test_corpus_toml_says_otherwise(folder: Path) -> None:
    told = '[survey]\ntext = ["What could be better?"]\nid = "ref"\nby = "column"\n'
    (folder / "corpus.toml").write_text(told, encoding="utf-8")
    (document,) = read_corpus(folder)
    assert document.title == "What could be better?"
    assert [s.section for s in document.passages()] == ["R01", "R02", "R03"]
    (folder / "corpus.toml").write_text('[survey]\ntext = "Comments"\n', encoding="utf-8")
    (fault,) = read_corpus(folder).left_out
    assert "has no column 'Comments'. The columns are ref, role, What helped?" in str(fault)


@pytest.mark.parametrize(
    "table",
    [
        "document,text\nA1,Maybe more staff so that they have more time\nA2,We waited at the door for an hour\n",
        "start,end,code,Comment\n9:00,9:05,A1,Maybe more staff so they have time\n9:10,9:20,A2,We waited an hour\n",
    ],
)
def test_columns_of_a_survey_may_be_called_as_those_of_codings_are(tmp_path: Path, table: str) -> None:
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    assert [document.attributes["participant"] for document in read_corpus(tmp_path)] == ["A1", "A2"]


@pytest.mark.parametrize(
    "table",
    [
        "area,waits,plans\nWexmere,12,4\nAmber,3,9\n",  # figures
        "document,quote,code\na.pdf,Children wait far too long for therapy,health\n",  # codings of our own
        "who,how\nR01,very much\nR02,very much\nR03,not at all\n",  # choices from a list
    ],
)
def test_a_table_without_free_text_is_no_survey(tmp_path: Path, table: str) -> None:
    (tmp_path / "table.csv").write_text(table, encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert len(corpus) == 0
    (fault,) = corpus.left_out
    assert str(fault).startswith("table.csv: nothing to be coded is recognised in this .csv. Answers to a survey need")


@pytest.mark.real
def test_the_case(shared: Path) -> None:
    corpus = read_corpus(shared / "cases" / "survey-answers.csv")
    told = [(d.attributes["participant"], s.section, d.words(s)) for d in corpus for s in d.passages()]
    assert told[1] == ("R02", "What could be better?", "The letters are hard to read.")
    assert len(told) == 3

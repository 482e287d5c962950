"""Corpora as folders: which files are documents, and what the tables beside them add."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def make(folder: Path, **texts: str) -> Path:
    (folder / "documents").mkdir(parents=True)
    for stem, text in texts.items():
        (folder / "documents" / f"{stem}.txt").write_text(text, encoding="utf-8")
    return folder


def test_documents_are_those_in_documents(tmp_path: Path) -> None:
    folder = make(tmp_path / "study", b="Second.", a="First.")
    (folder / "readme.txt").write_text("not a document", encoding="utf-8")
    (folder / "documents" / "older").mkdir()
    corpus = read_corpus(folder)
    assert corpus.name == "study"
    assert [d.id for d in corpus] == ["a.txt", "b.txt"]


def test_one_file_is_a_corpus(tmp_path: Path) -> None:
    make(tmp_path, a="Only this.", b="Not this.")
    assert [d.id for d in read_corpus(tmp_path / "documents" / "a.txt")] == ["a.txt"]


def test_a_corpus_by_its_name(root: Path) -> None:
    assert len(read_corpus("sample-area-send")) == len(list((root / "corpora/sample-area-send/documents").iterdir()))


def test_attributes_join_by_file_or_stem_and_win(tmp_path: Path) -> None:
    folder = make(tmp_path, a="First.", b="Second.")
    lines = "document,region,kind\nA.TXT,North,\nb,South West,letter\n"
    (folder / "attributes.csv").write_text(lines, encoding="utf-8-sig")
    corpus = read_corpus(folder)
    assert dict(corpus["a.txt"].attributes) == {"kind": "plain", "region": "North"}
    assert corpus["b.txt"].attributes["kind"] == "letter"
    assert corpus.where(region="South West").documents == (corpus["b.txt"],)
    assert corpus.left_out == ()


def test_a_line_about_no_document_is_told(tmp_path: Path) -> None:
    folder = make(tmp_path, a="First.")
    (folder / "attributes.csv").write_text("document,region\nz.txt,North\n", encoding="utf-8")
    (fault,) = read_corpus(folder).left_out
    assert str(fault).startswith("attributes.csv row 2: there is no document z.txt.")


def test_attributes_that_say_of_nobody_are_told(tmp_path: Path) -> None:
    folder = make(tmp_path, a="First.")
    (folder / "attributes.csv").write_text("name,region\na,North\n", encoding="utf-8")
    (fault,) = read_corpus(folder).left_out
    assert "no column says which document" in str(fault)


def test_the_day_of_publishing_from_the_name_or_the_catalogue(
    parts: dict[str, list], set_report: Callable[..., Path], tmp_path: Path
) -> None:
    set_report(parts, name="2031-05-09_90199_bramblemoor.pdf")
    set_report({**parts, "front": parts["front"][:4]}, name="bramblemoor again.pdf")
    (tmp_path / "catalogue.csv").write_text("file,published\nbramblemoor again.pdf,2032-01-02\n", encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert [d.attributes["published"] for d in corpus] == ["2031-05-09", "2032-01-02"]


def test_a_folder_whose_documents_lie_one_folder_further_in(tmp_path: Path) -> None:
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "a.txt").write_text("First.", encoding="utf-8")
    with pytest.raises(SendQualError, match=r"no documents\. Give the folder reports in it, which has 1"):
        read_corpus(tmp_path)


def test_a_word_document_in_the_order_of_its_page(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Waits", 1)
    document.add_paragraph("They are long.")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Council", "Must act."
    changed = document.add_paragraph("Families ")._p
    changed.append(parse_xml(f'<w:ins {_W} w:id="1" w:author="x"><w:r><w:t>always </w:t></w:r></w:ins>'))
    changed.append(parse_xml(f'<w:del {_W} w:id="2" w:author="x"><w:r><w:delText>never </w:delText></w:r></w:del>'))
    changed.append(parse_xml(f"<w:r {_W}><w:t>said so.</w:t></w:r>"))
    document.save(str(tmp_path / "notes.docx"))
    (read,) = read_corpus(tmp_path)
    assert [(s.kind, s.section, read.words(s)) for s in read.segments] == [
        ("heading", "Waits", "Waits"),
        ("paragraph", "Waits", "They are long."),
        ("cell", "Waits", "Council"),
        ("cell", "Waits", "Must act."),
        ("paragraph", "Waits", "Families always said so."),
    ]
    assert any("tracked changes" in notice for notice in read.notices)


WRAPPED = """This paragraph was wrapped at a fixed width, as people
who write mails do, and so it is one paragraph and
not three.

- a point
- another, which runs on over the end of its line and
  goes on below
"""


def test_plain_text_line_by_line(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("One line.\nTwo lines.\n", encoding="utf-8")
    (read,) = read_corpus(tmp_path)
    assert [(s.kind, read.words(s)) for s in read.segments] == [("paragraph", "One line."), ("paragraph", "Two lines.")]


def test_plain_text_wrapped_at_a_width(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(WRAPPED, encoding="utf-8")
    (read,) = read_corpus(tmp_path)
    paragraph, *points = [(s.kind, read.words(s)) for s in read.segments]
    assert paragraph == ("paragraph", " ".join(WRAPPED.split("\n")[:3]))
    assert points == [
        ("bullet", "a point"),
        ("bullet", "another, which runs on over the end of its line and goes on below"),
    ]


MARKED = """# Waits

They are **too** long,
all [agree](http://x.example).

- one
- two

| A | B |
|---|---|
| c | d |
"""


def test_markdown(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(MARKED, encoding="utf-8")
    (read,) = read_corpus(tmp_path)
    assert [(s.kind, read.words(s)) for s in read.segments] == [
        ("heading", "Waits"), ("paragraph", "They are too long, all agree."), ("bullet", "one"), ("bullet", "two"),
        ("cell", "A"), ("cell", "B"), ("cell", "c"), ("cell", "d"),
    ]  # fmt: skip


def test_segments_tile_the_text(root: Path) -> None:
    for document in read_corpus("sample-area-send"):
        between = []
        at = 0
        for segment in document.segments:
            assert segment.start >= at
            between.append(document.text[at : segment.start])
            at = segment.end
        assert "".join(between).strip() == ""
        assert document.text[at:].strip() == ""


def test_two_participants_of_one_document_are_both_told(tmp_path: Path) -> None:
    folder = make(
        tmp_path, a="Will: Slow. Very slow.\nGrace: Nobody rang.\nAna: Why?", b="Grace: It was better.\nAna: Why?"
    )
    table = (
        "document,participant,speaker,role,area,date\na.txt,P05,Will,Head,Fernshire,2031-02-01\n"
        "a.txt,P06,Grace,SENCo,Fernshire,2031-02-01\na.txt,,Ana,interviewer,,\nb.txt,P06,Grace,SENCo,Fernshire,2031-03-01\n"
    )
    (folder / "attributes.csv").write_text(table, encoding="utf-8")
    corpus = read_corpus(folder)
    both, one = corpus["a.txt"].attributes, corpus["b.txt"].attributes
    assert (both["participant"], both["role"], both["area"]) == ("P05; P06", "Head; SENCo", "Fernshire")
    assert (one["participant"], one["date"], both["date"]) == ("P06", "2031-03-01", "2031-02-01")

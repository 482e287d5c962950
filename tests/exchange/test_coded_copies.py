"""Coded copies for people: Word with comments, PDF with highlights; what comes back are codings."""

from __future__ import annotations

import shutil
from pathlib import Path

import docx
import pypdfium2
import pytest

from send_qual.codebook import read_codebook
from send_qual.coding import Codings, keep_codings, open_ledger, read_codings
from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError
from send_qual.exchange import Project, export, import_project, project_of

SAMPLE = Path(__file__).parents[2] / "corpora" / "sample-area-send"


def told(project: Project) -> list[tuple[object, ...]]:
    return sorted(
        (
            *(project.source(c.source).name, c.start, c.end, project.path(c.code), c.coder),
            *(c.facets, c.memo, c.created, c.status),
        )
        for c in project.codings
    )


def test_word_comments_come_back_as_the_codings_they_are(study: Path) -> None:
    before = told(project_of("talks"))
    done = export("talks", "docx", out="coded")
    assert [one.name for one in done.path.iterdir()] == ["p1.docx"]
    comments = list(docx.Document(done.path / "p1.docx").comments)
    assert (comments[0].author, comments[0].text.split("\n")[0]) == ("AB", "Code: Waiting")
    again = import_project("coded", "talks")
    assert (again.codings, again.already, again.faults) == (0, 4, ())
    shutil.rmtree("corpora/talks/codings")
    back = import_project("coded", "talks", codebook="tea")
    assert (back.codings, back.documents, back.codes) == (4, (), ())
    assert told(project_of("talks", "tea")) == before


def test_comments_that_people_write_are_codings_or_memos(study: Path) -> None:
    theirs = docx.Document()
    theirs.add_paragraph("Nobody told us anything.")
    second = theirs.add_paragraph()
    first, last = second.add_run("The kettle was "), second.add_run("broken, they said.")
    theirs.add_comment((first, last), "Waiting; kettle\npolarity: challenge\nNot for long.", "Eva", "E")
    theirs.add_comment(last, "Really?", "Eva", "E")
    theirs.save("p2.docx")
    done = import_project("p2.docx", "talks", codebook="tea")
    assert (done.codings, done.memos, done.documents, done.faults) == (2, 1, (), ())
    state = open_ledger("talks", "Eva").read().state
    said = sorted((one.code, one.quote, one.polarity, one.memo) for one in state.codings.values())
    words = "The kettle was broken, they said."
    assert said == [("kettle", words, "challenge", "Not for long."), ("wait", words, "challenge", "Not for long.")]
    assert state.memos["document:p2.txt"] == "“broken, they said.”: Really?"


@pytest.fixture
def reports(study: Path) -> Path:
    """Two reports, every fifth passage coded."""
    folder = study / "corpora" / "areas" / "documents"
    folder.mkdir(parents=True)
    for path in sorted((SAMPLE / "documents").glob("*.pdf"))[:2]:
        shutil.copy(path, folder)
    corpus, book = read_corpus("areas"), read_codebook("tea")
    codings = Codings((), corpus, book)
    for document in corpus:
        for number, passage in enumerate(list(document.passages())[::5]):
            code = book.codes[number % 3].id
            said = {"coder": "AB", "memo": "Why?" * (number % 2)}
            codings = codings.apply(document.id, passage.start, passage.end, code, **said)
    keep_codings(codings, "AB")
    return folder


def test_highlights_of_a_pdf_come_back_as_the_codings_they_are(reports: Path) -> None:
    before = told(project_of("areas"))
    assert len(before) > 10
    done = export("areas", "pdf", out="coded")
    names = sorted(one.name for one in done.path.iterdir())
    assert names == sorted(one.name for one in reports.iterdir())
    pages = pypdfium2.PdfDocument(done.path / names[0])
    assert "Nothing" not in pages[0].get_textpage().get_text_range()
    assert import_project("coded", "areas").codings == 0
    shutil.rmtree("corpora/areas/codings")
    back = import_project("coded", "areas", codebook="tea")
    assert (back.codings, back.documents, back.faults) == (len(before), (), ())
    assert told(project_of("areas", "tea")) == before


def test_a_corpus_without_pdfs_leaves_as_word(study: Path) -> None:
    with pytest.raises(SendQualError, match="--format docx"):
        export("talks", "pdf", out="coded")
    assert not Path("coded").exists()
    Path("odd.pdf").write_bytes(b"%PDF-1.4 and then nothing")
    with pytest.raises(SendQualError, match="no PDF, is damaged"):
        import_project("odd.pdf", "talks", codebook="tea")


def test_a_coded_copy_does_not_change_the_ids_that_others_know(study: Path) -> None:
    before = {one.guid for one in project_of("talks").sources}
    export("talks", "docx", out="coded")
    import_project("coded", "talks")
    assert {one.guid for one in project_of("talks").sources} == before
    assert len(read_codings("talks")) == 4

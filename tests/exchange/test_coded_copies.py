"""Coded copies for people: Word with comments, PDF with highlights; what comes back are codings."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import docx
import pypdfium2
import pytest

from send_qual.codebook import read_codebook
from send_qual.coding import Codings, keep_codings, open_ledger, read_codings
from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError
from send_qual.exchange import Project, export, import_project, project_of, read_qdpx
from send_qual.exchange._pdf_page import open_pdf

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
    said = sorted((one.code, one.quote, one.facets.get("polarity", ""), one.memo) for one in state.codings.values())
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


@pytest.mark.parametrize(("first", "down"), [(0, False), (1, True)], ids=["from 0, bottom", "from 1, top"])
def test_regions_of_pages_are_codings_of_the_words_under_them(study: Path, qdpx, first: int, down: bool) -> None:
    file = min((SAMPLE / "documents").glob("*.pdf")).read_bytes()
    guid = "0000000{}-0000-4000-8000-00000000000{}"
    wanted = []
    regions = ""
    with open_pdf(file, "report.pdf") as (_, words):
        for number, found in enumerate(list(re.finditer(r"[A-Z][a-z]+ [a-z]+ [a-z]+", words.text))[20:60:8]):
            page, rects = words.rects(found.start(), found.end() - 1)
            if len(rects) == 1:
                x1, y1, x2, y2 = rects[0]
                y1, y2 = (words.height(page) - y1, words.height(page) - y2) if down else (y1, y2)
                at = f'firstX="{int(x1)}" firstY="{round(y1)}" secondX="{int(x2) + 1}" secondY="{round(y2)}"'
                regions += f'<PDFSelection guid="{guid.format(5, number)}" page="{page + first}" {at}>'
                regions += (
                    f'<Coding guid="{guid.format(6, number)}"><CodeRef targetGUID="{guid.format(1, 0)}"/></Coding>'
                )
                regions += "</PDFSelection>"
                wanted.append(found[0])
    path = qdpx(
        f'<Project xmlns="urn:QDA-XML:project:1.0" name="x"><CodeBook><Codes><Code guid="{guid.format(1, 0)}" name="a" '
        f'isCodable="true"/></Codes></CodeBook><Sources><PDFSource guid="{guid.format(2, 0)}" name="report.pdf" '
        f'path="internal://r.pdf">{regions}</PDFSource></Sources></Project>',
        **{"sources/r.pdf": file},
    )
    done = import_project(path, "theirs", codebook="theirs", coder="AB")
    assert (done.codings, done.documents, done.faults) == (len(wanted), ("report.pdf",), ())
    assert len(wanted) > 2
    assert sorted(row.quote.split(" ", 1)[0] for row in read_codings("theirs")) == sorted(
        w.split(" ", 1)[0] for w in wanted
    )
    assert len(read_qdpx(export("theirs", "qdpx", out="again.qdpx").path).codings) == len(wanted)

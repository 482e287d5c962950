"""Files that cannot be read: each is named with what to do, the others are processed."""

from __future__ import annotations

import os
import random
import re
import sys
import tracemalloc
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from send_qual.corpus import Corpus, read_corpus
from send_qual.errors import SendQualError


def pdf(path: Path, *pages: str, **options: object) -> Path:
    canvas = Canvas(str(path), pagesize=A4, **options)
    for words in pages:
        canvas.drawString(72, 700, words)
        canvas.showPage()
    canvas.save()
    return path


def word(path: Path, *paragraphs: str) -> Path:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    document.save(str(path))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one good document: it must be read whatever else lies there."""
    room = tmp_path / "reports"
    room.mkdir()
    (room / "good.txt").write_text("Waits are too long in Bramblemoor.\n", encoding="utf-8")
    return room


def left_out(folder: Path) -> list[str]:
    corpus = read_corpus(folder)
    assert "good.txt" in [d.id for d in corpus]
    return [str(fault) for fault in corpus.left_out]


def test_an_encrypted_pdf(folder: Path) -> None:
    pdf(folder / "locked.pdf", "secret", encrypt="open sesame")
    (told,) = left_out(folder)
    assert told.startswith("locked.pdf: the PDF is protected by a password. ")
    assert "without the password" in told


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_pdf_cut_short(folder: Path, share: float) -> None:
    whole = pdf(folder / "whole.pdf", *(f"Page {n} has enough words to be read." for n in range(20))).read_bytes()
    (folder / "cut.pdf").write_bytes(whole[: int(len(whole) * share)])
    (told,) = left_out(folder)
    assert told.startswith("cut.pdf: the PDF is")
    assert "cut short" in told


def test_a_scanned_pdf_without_tesseract(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda program: None)
    canvas = Canvas(str(folder / "scan.pdf"))
    canvas.rect(50, 50, 400, 600, fill=1)
    canvas.save()
    (told,) = left_out(folder)
    assert told.startswith("scan.pdf: the PDF has no text")
    assert "Install Tesseract" in told


def test_a_pdf_of_two_thousand_pages_is_refused(folder: Path) -> None:
    pdf(folder / "bundle.pdf", *["A page of a bundle."] * 2000)
    (told,) = left_out(folder)
    assert "bundle.pdf: the PDF is too long (2,000 pages; at most 1,000 are read)" in told


def bomb(path: Path, **members: bytes) -> Path:
    word(path, "Hello")
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(f"word/{name}.xml", data)
    return path


def test_a_zip_bomb_is_refused_before_it_is_opened(folder: Path) -> None:
    bomb(folder / "bomb.docx", huge=b"<a/>" * 30_000_000)
    tracemalloc.start()
    (told,) = left_out(folder)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told.startswith("bomb.docx: unpacked it would fill 115 MB: this is no ordinary document")
    assert peak < 60 * 2**20, "the bomb went off"


def test_a_docx_of_too_many_parts(folder: Path) -> None:
    with zipfile.ZipFile(word(folder / "many.docx", "Hello"), "a") as archive:
        for n in range(10_001):
            archive.writestr(f"word/media/{n}", b"")
    (told,) = left_out(folder)
    assert "many.docx: it holds 10," in told


def test_a_docx_under_a_password_and_an_old_doc(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda program: None)
    ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500
    (folder / "a.docx").write_bytes(ole + "EncryptedPackage".encode("utf-16-le"))
    (folder / "b.doc").write_bytes(ole + "WordDocument".encode("utf-16-le"))
    (folder / "c.xls").write_bytes(ole + "Workbook".encode("utf-16-le"))
    locked, old, sheet = left_out(folder)
    assert sheet.startswith(
        "c.xls: it is in an old Office format. Open it in the program it was made with and save it as .xlsx"
    )
    assert locked.startswith("a.docx: it is protected by a password.")
    assert old.startswith(
        "b.doc: it is in the old Word format, and no program that opens it is installed (LibreOffice,"
    )
    assert old.endswith("Open it in Word or LibreOffice and save it as .docx.")


def test_entities_in_a_docx_are_not_expanded(folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the key to the names", encoding="utf-8")
    original = word(tmp_path / "plain.docx", "PLACE")
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(folder / "xxe.docx", "w") as new:
        for member in old.infolist():
            data = old.read(member)
            if member.filename == "word/document.xml":
                declared = f'<!DOCTYPE d [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
                data = data.replace(b"?>", b"?>" + declared, 1).replace(b"PLACE", b"PLACE &x; end")
            new.writestr(member, data)
    corpus = read_corpus(folder)
    assert not any("the key to the names" in d.text for d in corpus)


def test_a_pdf_called_docx_is_read_as_what_it_is(folder: Path) -> None:
    pdf(folder / "report.docx", "Children in Bramblemoor wait too long for therapy.")
    corpus = read_corpus(folder)
    assert "too long for therapy" in corpus["report.docx"].text
    assert corpus["report.docx"].notices == ("the file is a PDF although its name ends in .docx: read as such",)
    assert corpus.left_out == ()


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("picture.pdf", b"\x89PNG\r\n\x1a\n" + b"\0" * 90, "picture.pdf: it is a picture, and only text is read"),
        ("page.pdf", b"<!DOCTYPE html><html>Not found</html>", "page.pdf: it is a web page, not a PDF: the"),
        ("table.txt", b"PK\x03\x04 nothing like an archive", "table.txt: it is a zip archive"),
        ("broken.docx", b"PK\x03\x04 nothing like an archive", "broken.docx: the file is damaged"),
        ("noise.txt", bytes(range(256)) * 20, "noise.txt: it is not text"),
        ("empty.txt", b"", "empty.txt: the file is empty"),
        ("blank.docx", b"  \n", "blank.docx: the file is empty"),
        ("no.pdf", b"just words", "no.pdf: it is not a PDF"),
        ("book.xyz", b"just words", "book.xyz: .xyz is no format read here"),
        ("talk.mp4", b"\0\0\0\x18ftypmp42" + b"\0" * 99, "talk.mp4: it is a sound or video recording, and only text"),
    ],
)  # fmt: skip
def test_a_wrong_suffix_is_named(folder: Path, name: str, data: bytes, told: str) -> None:
    (folder / name).write_bytes(data)
    (fault,) = left_out(folder)
    assert fault.startswith(told)


def test_a_huge_text_is_refused(folder: Path) -> None:
    (folder / "log.txt").write_bytes(b"all work and no play\n" * 1_100_000)
    (told,) = left_out(folder)
    assert told.startswith("log.txt: the text is too long (22 MB; the limit is 20 MB).")


def test_an_empty_folder_and_one_of_hidden_files_only(tmp_path: Path) -> None:
    with pytest.raises(SendQualError, match=r"the folder has no documents\. Put documents into it"):
        read_corpus(tmp_path)
    for name in (".DS_Store", "~$report.docx", "attributes.csv", "corpus.toml", "catalogue.csv", "a.pdf.part"):
        (tmp_path / name).write_text("x", encoding="utf-8")
    with pytest.raises(SendQualError, match="the folder has no documents"):
        read_corpus(tmp_path)


def test_no_such_corpus_names_the_ones_there_are() -> None:
    with pytest.raises(SendQualError, match=r"nowhere: there is no such corpus.*sample-area-send"):
        read_corpus("nowhere")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_names_with_blanks_and_accents(folder: Path, form: str) -> None:
    name = unicodedata.normalize(form, "Zoë’s café – report 2.txt")
    (folder / name).write_text("Waits are long.\n", encoding="utf-8")
    assert "Zoë’s café – report 2.txt" in [d.id for d in read_corpus(folder)]


def test_two_names_that_differ_in_form_only_are_both_kept(folder: Path) -> None:
    for form in ("NFC", "NFD"):
        name = unicodedata.normalize(form, "café.txt")
        (folder / name).write_text(f"Written as {form}.\n", encoding="utf-8")
    names = [d.id for d in read_corpus(folder)]
    if len(list(folder.iterdir())) < 3:
        pytest.skip("this disk takes the two names for one")
    assert names == ["café (2).txt", "café.txt", "good.txt"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "utf-32"])
def test_encodings(folder: Path, encoding: str) -> None:
    words = "Zoë’s plan – “late”, she said. It cost £40. " * 5
    (folder / "z.txt").write_bytes(words.encode(encoding))
    assert read_corpus(folder)["z.txt"].text.strip() == words.strip()


def test_a_guessed_encoding_is_told(folder: Path) -> None:
    (folder / "z.txt").write_bytes("Zoë’s plan – “late”, she said. It cost £40.".encode("cp1252"))
    (notice,) = read_corpus(folder)["z.txt"].notices
    assert notice.startswith("the text is not UTF-8: read as Windows-1252")


def test_progress_is_told_for_every_file(folder: Path) -> None:
    (folder / "empty.txt").write_bytes(b"")
    seen: list[tuple[int, int, str]] = []
    read_corpus(folder, progress=lambda *told: seen.append(told))
    assert seen == [(0, 2, "empty.txt"), (1, 2, "good.txt"), (2, 2, "")]


def test_the_same_text_twice_counts_once(folder: Path) -> None:
    page = "".join(f"In week {n} nobody rang. " for n in range(20))  # 100 words
    for name in ("good.txt", "same.txt"):
        (folder / name).write_text(page, encoding="utf-8")
    corpus: Corpus = read_corpus(folder)
    assert [document.id for document in corpus] == ["good.txt"]
    (fault,) = corpus.left_out
    assert str(fault).startswith("same.txt: it has the same text as good.txt and would be counted twice. Take one")


def test_equal_answers_of_two_people_are_both_read(folder: Path) -> None:
    for name in ("a1.txt", "a2.txt"):
        (folder / name).write_text("Nothing, really.", encoding="utf-8")
    assert [document.id for document in read_corpus(folder)] == ["a1.txt", "a2.txt", "good.txt"]
    page = "".join(f"In week {n} nobody rang. " for n in range(20))
    for name in ("a1.txt", "a2.txt"):
        (folder / name).write_text(page, encoding="utf-8")
    table = "document,participant\na1.txt,P01\na2.txt,P02\n"
    (folder / "attributes.csv").write_text(table, encoding="utf-8")
    assert len(read_corpus(folder)) == 3, "two participants may well hand in the same page"


def test_rows_of_a_table_are_counted_as_a_spreadsheet_shows_them(folder: Path) -> None:
    table = 'document;note\ngood.txt;"one\nor, two"\n\nz.txt;none\n'
    (folder / "attributes.csv").write_text(table, encoding="utf-8")
    corpus = read_corpus(folder)
    assert corpus["good.txt"].attributes["note"] == "one\nor, two"
    assert [fault.place for fault in corpus.left_out] == ["attributes.csv row 4"]


def test_a_web_page_fetches_and_runs_nothing(folder: Path) -> None:
    page = """<!DOCTYPE html><html><head><title>Waits</title><script>alert(1)</script></head><body>
    <h1>Waits &amp; delays</h1>
    <p>They are <b>too</b> long.<br>Still.</p><ul><li>One</li><li>Two <img src="https://nowhere.example/x.png"></li></ul>
    <table><tr><td>A</td><td>B</td></tr></table>loose</body></html>"""
    (folder / "page.html").write_text(page, encoding="utf-8")
    document = read_corpus(folder)["page.html"]
    assert [(s.kind, document.words(s)) for s in document.segments] == [
        ("heading", "Waits & delays"), ("paragraph", "They are too long.\nStill."), ("bullet", "One"),
        ("bullet", "Two"), ("cell", "A"), ("cell", "B"), ("paragraph", "loose"),
    ]  # fmt: skip


def test_a_page_nested_beyond_reason(folder: Path) -> None:
    (folder / "deep.html").write_bytes(b"<html>" + b"<div>" * 50_000 + b"deep" + b"</div>" * 50_000)
    corpus = read_corpus(folder)
    assert "good.txt" in [d.id for d in corpus]  # read or left out, but no crash


SAMPLES = Path(__file__).resolve().parents[2] / "corpora" / "sample-interviews" / "documents"


def repacked(source: Path, path: Path, part: str, change: Callable[[bytes], bytes | None]) -> Path:
    """A document with one of its parts changed, or left out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = change(old.read(name)) if name == part else old.read(name)
            if data is not None:
                new.writestr(name, data)
    return path


@pytest.mark.parametrize(
    ("sample", "part", "change"),
    [
        ("s07.odt", "content.xml", lambda data: None),
        ("s07.odt", "content.xml", lambda data: data[: len(data) // 2]),
        ("s07.odt", "content.xml", lambda data: data.replace(b'outline-level="1"', b'outline-level="one"')),
        ("s07.odt", "content.xml", lambda data: b"<?xml version='1.0'?><a/>"),
        ("s07.odt", "META-INF/manifest.xml", lambda data: b"<?xml version='1.0'?><a/>"),
        ("s07.odt", "styles.xml", lambda data: data[:-40]),
        ("s05.docx", "word/styles.xml", lambda data: data[: len(data) // 2]),
        ("s05.docx", "word/document.xml", lambda data: b"<?xml version='1.0'?><a/>"),
        ("s05.docx", "word/document.xml", lambda data: data[: len(data) // 2]),
        ("s05.docx", "[Content_Types].xml", lambda data: None),
        ("s05.docx", "_rels/.rels", lambda data: data[:50]),
    ],
)
def test_a_document_with_a_damaged_part_is_named_and_its_words_are_not_printed(
    folder: Path, capfd: pytest.CaptureFixture[str], sample: str, part: str, change: Callable[[bytes], bytes | None]
) -> None:
    odd = repacked(SAMPLES / sample, folder / f"odd{Path(sample).suffix}", part, change)
    (told,) = left_out(folder)
    assert told.startswith(f"{odd.name}: ")
    assert re.search(r"(Open it in|Copy or download it again|Take it out)", told)
    assert "".join(capfd.readouterr()) == ""


@pytest.mark.skipif(os.name == "nt" or sys.platform == "darwin", reason="only Linux keeps such names and pipes")
def test_a_name_that_is_no_text_a_link_to_nothing_and_a_pipe_are_named(folder: Path, tmp_path: Path) -> None:
    (folder / os.fsdecode(b"caf\xe9.txt")).write_text("Waits are long.\n", encoding="utf-8")
    for name, target in (("gone.txt", tmp_path / "gone"), ("circle.txt", folder / "circle.txt"), ("inner", tmp_path)):
        (folder / name).symlink_to(target)
    os.mkfifo(folder / "pipe.txt")
    assert left_out(folder) == [
        "caf?.txt: a letter of its name cannot be read (shown as ?). Rename it.",
        "circle.txt: it is a link that leads to no file. Put the file itself there, or take this out.",
        "gone.txt: it is a link that leads to no file. Put the file itself there, or take this out.",
        "pipe.txt: it is no ordinary file. Put the file itself there, or take this out.",
    ]
    (tmp_path / os.fsdecode(b"caf\xe9")).mkdir()
    with pytest.raises(SendQualError, match=r"caf\?: a letter of its name cannot be read"):
        read_corpus(tmp_path / os.fsdecode(b"caf\xe9"))


def test_what_no_reader_foresaw_stops_one_file_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: Path, data: bytes) -> None:
        raise IndexError("words of an interview")

    (folder / "odd.html").write_text("<html><p>Words.</p></html>", encoding="utf-8")
    monkeypatch.setattr("send_qual.corpus._read_html.read_html", fails)
    (told,) = left_out(folder)
    assert told.startswith("odd.html: it cannot be read: something in it is damaged (IndexError). Open it in")


@pytest.mark.parametrize("suffix", [".vtt", ".srt", ".docx", ".txt", ".odt", ".pdf"])
def test_whatever_a_disk_does_to_a_file_the_others_are_read(folder: Path, suffix: str) -> None:
    reports = SAMPLES.parents[1] / "sample-area-send" / "documents"
    whole = next(
        path for path in sorted([*SAMPLES.iterdir(), *reports.iterdir()]) if path.suffix == suffix
    ).read_bytes()
    chance = random.Random(suffix)  # noqa: S311 -- the same harm in every run
    for number in range(4):
        harmed = bytearray(whole[: chance.randrange(1, len(whole))] if number % 2 else whole)
        for _ in range(40):
            harmed[chance.randrange(len(harmed))] = chance.randrange(256)
        (folder / f"harmed{number}{suffix}").write_bytes(harmed)
    corpus = read_corpus(folder)
    assert "good.txt" in [d.id for d in corpus]
    assert len(corpus) + len({fault.place for fault in corpus.left_out}) == 5


def test_a_comma_too_many_in_the_attributes_is_named_and_the_other_rows_count(folder: Path) -> None:
    (folder / "other.txt").write_text("They come early in Tarnbeck.\n", encoding="utf-8")
    rows = "document,area,outcome\ngood.txt,Bramblemoor, north,2\nother.txt,Tarnbeck,1,\n"
    (folder / "attributes.csv").write_text(rows, encoding="utf-8")
    corpus = read_corpus(folder)
    (told,) = map(str, corpus.left_out)
    assert told == (
        "attributes.csv row 2: it has more cells than there are headings, and was left out: a comma stands outside "
        'quotation marks. Put words with a comma in quotation marks ("head, SENCO").'
    )
    assert "area" not in corpus["good.txt"].attributes
    assert corpus["other.txt"].attributes["area"] == "Tarnbeck"


def test_a_codebook_among_the_documents_is_told_where_it_belongs(folder: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    for row in (("Theme", "Code", "Definition"), ("Sea", "Tides", "What the tide did."), ("Sea", "Wind", "Its force.")):
        book.active.append(row)
    book.save(folder / "our codes.xlsx")
    (told,) = left_out(folder)
    assert told.startswith("our codes.xlsx: nothing to be coded")
    assert "`send-qual codebook from our codes.xlsx` makes one" in told

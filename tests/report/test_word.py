"""The Word file: its structure is Word's own."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest

import send_qual as sq
from send_qual.coding import Answer, Codings
from send_qual.corpus import Corpus
from send_qual.errors import SendQualError
from send_qual.findings import findings
from send_qual.report import draft_report, word_bytes

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HOSTILE = '=HYPERLINK("http://x") <script>alert(1)</script> & \x0b\x1b waits \ufffe too long.'


@pytest.fixture
def parts(in_two_tranches: Codings, answers: tuple[Answer, ...]) -> dict[str, ET.Element]:
    """The XML parts of the Word file."""
    made = word_bytes(draft_report(findings(in_two_tranches, issues=answers, compare="autumn")))
    with zipfile.ZipFile(io.BytesIO(made)) as file:
        return {name: ET.fromstring(file.read(name)) for name in file.namelist() if name.endswith(".xml")}  # noqa: S314


def fields(parts: dict[str, ET.Element]) -> list[str]:
    return [e.text.strip() for e in parts["word/document.xml"].iter(f"{W}instrText")]


def test_headings_are_numbered_by_word_and_listed_in_the_contents(parts: dict[str, ET.Element]) -> None:
    body = parts["word/document.xml"]
    styles = [style.get(f"{W}val") for style in body.iter(f"{W}pStyle")]
    assert {"Heading1", "Heading2", "AppendixHeading", "Caption", "ListBullet", "TOC1", "TOC2"} <= set(styles)
    for style in parts["word/styles.xml"].iter(f"{W}style"):
        if style.get(f"{W}styleId") in {"Heading1", "Heading2", "AppendixHeading"}:
            assert style.find(f"{W}pPr/{W}numPr/{W}numId") is not None
    assert any(f.startswith("TOC ") for f in fields(parts))
    headings = sum(s in {"Heading1", "Heading2", "AppendixHeading"} for s in styles)
    assert sum(s in {"TOC1", "TOC2"} for s in styles) == headings
    assert parts["word/settings.xml"].find(f"{W}updateFields") is not None


def test_every_field_has_its_bookmark_and_bookmarks_are_unique(parts: dict[str, ET.Element]) -> None:
    marks = [b.get(f"{W}name") for b in parts["word/document.xml"].iter(f"{W}bookmarkStart")]
    assert len(marks) == len(set(marks))
    assert all(len(m) <= 40 for m in marks)
    asked = {re.match(r"(?:PAGE)?REF (\w+)", f)[1] for f in fields(parts) if re.match(r"(?:PAGE)?REF ", f)}
    assert asked
    assert asked <= set(marks)
    anchors = {h.get(f"{W}anchor") for h in parts["word/document.xml"].iter(f"{W}hyperlink")}
    assert anchors <= set(marks)


def test_captions_count_themselves_and_pictures_are_described(parts: dict[str, ET.Element]) -> None:
    said = fields(parts)
    assert sum(f.startswith("SEQ Table") for f in said) == len(list(parts["word/document.xml"].iter(f"{W}tbl")))
    pictures = [e for e in parts["word/document.xml"].iter() if e.tag.endswith("}docPr")]
    assert len(pictures) == sum(f.startswith("SEQ Figure") for f in said) > 0
    assert all(len(p.get("descr")) > 40 for p in pictures)


def test_table_heads_repeat_and_pages_are_numbered(parts: dict[str, ET.Element]) -> None:
    for table in parts["word/document.xml"].iter(f"{W}tbl"):
        assert table.find(f"{W}tr/{W}trPr/{W}tblHeader") is not None
    feet = [p for name, p in parts.items() if "footer" in name]
    assert any("PAGE" in (e.text or "") for foot in feet for e in foot.iter(f"{W}instrText"))


def test_properties_name_the_report_and_nobody(codings: Codings, tmp_path: Path) -> None:
    file = docx.Document(str(sq.findings(codings).to_word(tmp_path / "a.docx")))
    about = file.core_properties
    assert (about.title, about.author, about.last_modified_by, about.language) == ("A tiny overview", "", "", "en-GB")
    assert file.styles.element.xpath("//w:rPrDefault//w:lang/@w:val") == ["en-GB"]


def test_hostile_words_stay_words(codings: Codings, tmp_path: Path) -> None:
    path = findings(poisoned(codings)).to_word(tmp_path / "a.docx")
    text = "\n".join(p.text for p in docx.Document(str(path)).paragraphs)
    assert "<script>alert(1)</script> &  waits  too long." in text


def test_an_empty_corpus_gives_a_valid_short_file(tmp_path: Path) -> None:
    path = sq.findings(Codings((), corpus=Corpus("none", ()))).to_word(tmp_path / "a.docx")
    text = [p.text for p in docx.Document(str(path)).paragraphs]
    assert any("No document could be read" in line for line in text)


def test_a_file_that_cannot_be_written_is_one_clear_sentence(
    codings: Codings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_in_word(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", open_in_word)
    with pytest.raises(SendQualError) as said:
        findings(codings).to_excel(tmp_path / "findings.xlsx")
    expected = "findings.xlsx: it cannot be written. Close it if it is open in Word or Excel, or choose another folder."
    assert str(said.value) == expected
    assert not list(tmp_path.iterdir())


def poisoned(codings: Codings) -> Codings:
    """The same with one passage of hostile words (its coding carries them; so does its document)."""
    document = codings.corpus["northmoor.pdf"]
    segment = replace(document.segments[0], end=len(HOSTILE))
    bad = replace(document, text=HOSTILE, segments=(segment,), title="<b>Northmoor</b>")
    documents = tuple(bad if d.id == bad.id else d for d in codings.corpus)
    rows = tuple(
        replace(c, end=len(HOSTILE), quote=HOSTILE, reason="=1+1") if c.document == bad.id else c for c in codings
    )
    return replace(codings, rows=rows, corpus=replace(codings.corpus, documents=documents))

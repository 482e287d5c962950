"""Copies of files of every format: in their own where that can be written, nothing hidden in them; all invented."""

from __future__ import annotations

import json
import zipfile

import docx
import pytest
from reportlab.pdfgen.canvas import Canvas

from send_qual.corpus import read_corpus
from send_qual.pseudonyms import pseudonymise, restore

SAID = [
    ("Ifor Dunn", "When did you meet Petra Voss, and was Ruth Ambler there?", 3),
    ("Petra Voss", "I'm Petra. Ruth Ambler met me in Wexcombe, in May 2031.", 9),
    ("Ifor Dunn", "And who told you?", 15),
    ("Petra Voss", "Ruth did. She is called Ruth Ambler by all of us.", 21),
]
GONE = ("Petra", "Voss", "Ruth", "Ambler", "Ifor", "Dunn", "2031")


def _html(path):
    rows = "".join(f"<p><b>{w}:</b> [00:00:{t:02d}] {s}</p>" for w, s, t in SAID)
    path.write_text(f'<html><head><title>Petra Voss</title><meta name="author" content="Ifor Dunn"></head><body>{rows}'
                    "<!-- Ruth --></body></html>", encoding="utf-8")  # fmt: skip


def _pdf(path):
    canvas = Canvas(str(path), pagesize=(600, 400))
    canvas.setAuthor("Ifor Dunn")
    for k, (who, said, _) in enumerate(SAID):
        canvas.drawString(40, 350 - 40 * k, f"{who}: {said}")
    canvas.save()


def _json(path):
    path.write_text(json.dumps([{"speaker": w, "text": s, "start": t} for w, s, t in SAID]), encoding="utf-8")


def _rtf(path):
    path.write_text("{\\rtf1\\ansi " + "".join(f"{w}: {s}\\par\n" for w, s, _ in SAID) + "}", encoding="utf-8")


def _docx(path):
    made = docx.Document()
    made.core_properties.author = made.core_properties.comments = "Ifor Dunn"
    for who, said, _ in SAID:
        made.add_paragraph(f"{who}: {said}")
    made.save(path)


MADE = {"h.html": (_html, "h.html"), "p.pdf": (_pdf, "p.docx"), "j.json": (_json, "j.vtt"), "r.rtf": (_rtf, "r.txt")}
MADE["d.docx"] = (_docx, "d.docx")


def everything(path):
    if path.suffix != ".docx":
        return path.read_text(encoding="utf-8")
    with zipfile.ZipFile(path) as packed:
        parts = packed.namelist()
        assert not [name for name in parts if "thumbnail" in name or "comments" in name or "custom.xml" in name]
        return "\n".join(packed.read(n).decode("utf-8", "replace") for n in parts if n.endswith((".xml", ".rels")))


@pytest.fixture
def cache(tmp_path, monkeypatch):
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))


@pytest.mark.parametrize("name", MADE)
def test_the_copy_says_the_same_and_names_nobody(tmp_path, cache, name):
    write, copy = MADE[name]
    raw = tmp_path / "raw" / "documents"
    raw.mkdir(parents=True)
    write(raw / name)
    done = pseudonymise(tmp_path / "raw", tmp_path / "out")
    assert [f.name for f in done.files] == [copy]
    told = everything(tmp_path / "out" / "documents" / copy)
    assert not [word for word in GONE if word in told]
    (document,) = read_corpus(tmp_path / "out")
    assert [s.speaker for s in document.segments if s.kind == "turn"] == ["Interviewer", "P01"] * 2
    assert "And who told you?" in document.text
    files, notices = restore(tmp_path / "out", tmp_path / "back")
    (back,) = read_corpus(tmp_path / "back")
    (first,) = read_corpus(tmp_path / "raw")
    assert back.text == first.text
    assert [s.speaker for s in back.segments] == [s.speaker for s in first.segments]
    assert any("format is not restored" in n for n in notices) is (files[0].suffix != (raw / name).suffix)


def test_files_of_one_stem_have_copies_of_their_own(tmp_path, cache):
    raw = tmp_path / "raw" / "documents"
    raw.mkdir(parents=True)
    _docx(raw / "t.docx")
    _pdf(raw / "t.pdf")
    made = docx.Document(raw / "t.docx")
    made.add_paragraph("Ifor Dunn: And then?")
    made.save(raw / "t.docx")
    assert sorted(f.name for f in pseudonymise(tmp_path / "raw", tmp_path / "out").files) == ["t.docx", "t.pdf.docx"]

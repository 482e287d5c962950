"""Formats that are read by way of another, or as data: one talk, every door, the same turns; all of it invented."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from reportlab.pdfgen.canvas import Canvas

from send_qual.corpus import read_corpus
from send_qual.corpus._conversions import _OFFICE
from send_qual.corpus._readers import read_file

SAID = [
    ("SPEAKER_00", "Was the harbour cold, truly?", 0.0, 3.2),
    ("SPEAKER_01", "It was colder than the sea.", 4.1, 6.0),
    ("SPEAKER_00", "And who told you?", 9.0, 10.0),
    ("SPEAKER_01", "The cook did.", 11.5, 13.0),
]


def whisper(said=SAID, *, who=False):
    entries = []
    for n, (name, words, start, end) in enumerate(said):
        parts = [{"word": f" {word}", "start": start, "end": end} for word in words.split()]
        entry = {"id": n, "start": start, "end": end, "text": f" {words}", "words": parts}
        entries.append({**entry, "speaker": name} if who else entry)
    return json.dumps(
        {"text": "all of it", "segments": entries, "word_segments": [p for e in entries for p in e["words"]]}
    )


def words_alone(said=SAID):
    """As Rev has it: an entry is made of words and marks."""
    told = [
        {
            "speaker": int(who[-1]),
            "elements": [{"value": part, "ts": start} for part in words.replace(" ", "| |").split("|")],
        }
        for who, words, start, _ in said
    ]
    return json.dumps({"monologues": told})


THOUSANDTHS = json.dumps(
    {"utterances": [{"speaker": w, "text": t, "start": int(s * 1000), "end": int(e * 1000)} for w, t, s, e in SAID]}
)
OTR = json.dumps(
    {
        "text": "".join(f'<p><span class="timestamp">0:{int(s):02d}</span> {w}: {t}</p>' for w, t, s, _ in SAID),
        "media": "x",
    }
)
RTF = "{\\rtf1\\ansi\\f0 " + "".join(f"{{\\b [0:{int(s):02d}] {w}:}} {t}\\par\n" for w, t, s, _ in SAID) + "}"
DOORS = {
    "x.json": whisper(who=True),
    "thousandths.json": THOUSANDTHS,
    "o.otr": OTR,
    "r.rtf": RTF,
    "t.tsv": "".join(f"0:{int(s):02d}\t{w}\t{t}\n" for w, t, s, _ in SAID),
    "p.csv": "Speaker Name,Start Time,End Time,Text\n"
    + "".join(f'{w},00:00:{int(s):02d}:00,00:00:{int(e):02d}:00,"{t}"\n' for w, t, s, e in SAID),
    "ids.vtt": "WEBVTT\n\n"
    + "".join(f'{n} "{w}" (38)\n00:00:{s:06.3f} --> 00:00:{e:06.3f}\n{t}\n\n' for n, (w, t, s, e) in enumerate(SAID)),
    "brackets.srt": "".join(
        f"{n}\n00:00:{int(s):02d},000 --> 00:00:{int(e):02d},900\n({w}) {t}\n\n" for n, (w, t, s, e) in enumerate(SAID)
    ),
    "first-lines.srt": "".join(
        f"{n}\n00:00:{int(s):02d},000 --> 00:00:{int(e):02d},900\n{w}\n{t}\n\n" for n, (w, t, s, e) in enumerate(SAID)
    ),
}


@pytest.mark.parametrize("name", DOORS)
def test_every_door_leads_to_the_same_turns(tmp_path, name):
    (tmp_path / name).write_text(DOORS[name], encoding="utf-8")
    (document,) = read_file(tmp_path / name)
    assert [(s.speaker, document.words(s), s.time) for s in document.segments if s.kind == "turn"] == [
        (who, words, f"00:00:{int(start):02d}") for who, words, start, _ in SAID
    ]
    assert document.source.name == name


def test_an_entry_that_is_made_of_words_is_put_together(tmp_path):
    (tmp_path / "w.json").write_text(words_alone(), encoding="utf-8")
    (document,) = read_file(tmp_path / "w.json")
    assert [(s.speaker[-1], document.words(s)) for s in document.segments] == [(w[-1], t) for w, t, _, _ in SAID]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("w.json", whisper()),
        ("w.tsv", "start\tend\ttext\n" + "".join(f"{int(s * 1000)}\t{int(e * 1000)}\t{t}\n" for _, t, s, e in SAID)),
        ("w.txt", "".join(f"[00:{s:06.3f} --> 00:{e:06.3f}]  {t}\n" for _, t, s, e in SAID)),
        ("y.txt", "".join(f"0:{int(s):02d}\n{t}\n" for _, t, s, _ in SAID)),
    ],
)
def test_talk_that_names_nobody_has_its_words_once_and_its_times(tmp_path, name, text):
    (tmp_path / name).write_text(text, encoding="utf-8")
    (document,) = read_file(tmp_path / name)
    assert " ".join(document.text.split()) == " ".join(words for _, words, _, _ in SAID)
    assert [s.time for s in document.segments][:2] == ["00:00:00", "00:00:04"]
    assert any("no speaker is named" in notice for notice in document.notices)


def test_data_that_is_no_talk_is_refused(tmp_path):
    (tmp_path / "settings.json").write_text('{"a": [{"x": 1}, {"x": 2}]}', encoding="utf-8")
    (tmp_path / "cut.json").write_text(whisper()[:200], encoding="utf-8")
    (tmp_path / "segments.csv").write_text(
        "document,n,start,end,text\na,1,0,5,We go.\na,2,5,9,Now.\n" * 2, encoding="utf-8"
    )
    told = [str(fault) for fault in read_corpus(tmp_path).left_out]
    assert len(told) == 3
    assert any(line.startswith("cut.json: the JSON in it is damaged or cut short") for line in told)


SOUND = [
    b"ID3\x04" + b"\0" * 99,
    b"OggS" + b"\0" * 99,
    b"RIFF\0\0\0\0WAVE" + b"\0" * 99,
    b"\0\0\0\x20ftypM4A \0" + b"\0" * 99,
]
PICTURES = [
    b"II*\x00" + b"\0" * 99,
    b"BM" + b"\0\1\2\3" * 90,
    b"RIFF\0\0\0\0WEBP" + b"\0" * 99,
    b"\0\0\0\x18ftypheic" + b"\0" * 99,
]


@pytest.mark.parametrize(
    ("data", "possible"), [(d, "Put a transcript") for d in SOUND] + [(d, "text recognised") for d in PICTURES]
)
def test_recordings_and_pictures_are_refused_with_what_is_possible(tmp_path, data, possible):
    (tmp_path / "a.bin").write_bytes(data)
    (fault,) = read_corpus(tmp_path).left_out
    assert possible in str(fault)


def test_an_old_word_file_is_read_where_a_program_opens_it(tmp_path):
    import docx

    office = next(filter(None, map(shutil.which, _OFFICE)), None)
    if office is None:
        pytest.skip("LibreOffice is not on this machine")
    made = docx.Document()
    for who, words, _, _ in SAID:
        made.add_paragraph(f"{who}: {words}")
    made.save(tmp_path / "t.docx")
    home = f"-env:UserInstallation={(tmp_path / 'home').as_uri()}"
    subprocess.run(
        [
            office,
            home,
            "--headless",
            "--convert-to",
            "doc:MS Word 97",
            "--outdir",
            str(tmp_path),
            str(tmp_path / "t.docx"),
        ],
        check=True,
        capture_output=True,
    )
    (document,) = read_file(tmp_path / "t.doc")
    assert [(s.speaker, document.words(s)) for s in document.segments] == [(w, t) for w, t, _, _ in SAID]
    assert any("old Word file" in notice for notice in document.notices)


def test_a_scan_is_read_where_tesseract_is_installed(tmp_path):
    import pypdfium2 as pdfium

    if shutil.which("tesseract") is None:
        pytest.skip("Tesseract is not on this machine")
    typed = Canvas(str(tmp_path / "t.pdf"), pagesize=(500, 300))
    for k, (who, words, _, _) in enumerate(SAID):
        typed.setFont("Helvetica", 13)
        typed.drawString(40, 250 - 34 * k, f"{'Interviewer' if who[-1] == '0' else 'Parent'}: {words}")
    typed.save()
    pdfium.PdfDocument(tmp_path / "t.pdf")[0].render(scale=3).to_pil().save(tmp_path / "p.png")
    scan = Canvas(str(tmp_path / "scan.pdf"), pagesize=(500, 300))
    scan.drawImage(str(tmp_path / "p.png"), 0, 0, 500, 300)
    scan.save()
    (document,) = read_file(tmp_path / "scan.pdf")
    assert [document.words(s) for s in document.segments] == [words for _, words, _, _ in SAID]
    assert any("recognised" in notice for notice in document.notices)


def test_the_list_of_formats_in_the_readme_is_the_list_that_is_read(root):
    from send_qual.corpus._readers import suffixes

    told = (
        (root / "README.md")
        .read_text(encoding="utf-8")
        .split("- **Interviews**")[1]
        .split("- **Inspections of children")[0]
    )
    named = set(re.findall(r"`(\.[a-z]+)`", told))
    assert named | {".htm"} == suffixes()

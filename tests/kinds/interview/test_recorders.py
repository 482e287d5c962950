"""What recorders, transcribers and software save: who speaks, when, and what is no talk; all of it invented."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pytest

from send_qual.corpus import read_corpus
from send_qual.corpus._readers import read_file
from send_qual.kinds.interview import as_transcript, read_cue_file


def turns(text: str, name: str = "talk.txt") -> list[tuple[str, str, str]]:
    document = as_transcript(Path(name), text.encode(), Path(name).suffix)
    assert document is not None
    return [(s.speaker, s.time or "", document.words(s)) for s in document.segments if s.kind == "turn"]


SAID = [("Ifor Dunn", "Was it cold?"), ("Petra Voss", "Bitterly."), ("Ifor Dunn", "And wet?"), ("Petra Voss", "No.")]
HEADS = [
    "[{who}] (0:0{k}) {said}",
    "{who} [0:0{k} - 0:09]: {said}",
    "[0:0{k}] [{who}] {said}",
    "{who} (00:00:0{k}): {said}",
    "[00:00.0{k}0 --> 00:09.000] {who}: {said}",
    "{who} 0:0{k}\n{said}",
    "[{who}] (0:0{k} - 0:09)\n{said}",
    "{who} 0:0{k} – 0:09\n{said}",
    "{who} 0 minutes {k} seconds\n{said}",
    "{who}\n[00:00:0{k} - 00:00:09] {said}",
    "00:00:0{k} From {who} to Everyone:\n\t{said}",
]


@pytest.mark.parametrize("head", HEADS)
def test_a_time_beside_a_name_is_no_part_of_either(head):
    text = "\n\n".join(head.format(who=who, k=k, said=said) for k, (who, said) in enumerate(SAID, 1))
    read = turns(text)
    assert [(who, said) for who, _, said in read] == SAID
    if ".0" not in head:  # there the figure is a fraction of a second
        assert [time for _, time, _ in read] == [f"00:00:0{k}" for k in range(1, 5)]


def test_times_between_hashes_part_the_words_and_time_what_follows():
    read = turns("I: Was it cold? #00:00:03-1#\nB: Bitterly, #00:00:05-0# truly. #00:00:08-2#\nI: Well. #00:00:09-0#")
    assert read == [("I", "", "Was it cold?"), ("B", "00:00:03", "Bitterly, truly."), ("I", "00:00:08", "Well.")]


def test_who_speaks_together_or_unknown_has_turns_of_their_own():
    lines = ["Moderator: Was it cold?", "P2: Very.", "P2 & P5: Very!", "Everyone: Yes.", "P?: No."]
    lines += ["Unknown speaker: Hm.", "P5 [to P2]: You said so.", "P5 / P2: We did.", "Moderator: Well."]
    assert [who for who, _, _ in turns("\n".join(lines))] == [
        "Moderator", "P2", "P2 & P5", "Everyone", "P?", "Unknown speaker", "P5", "P5 / P2", "Moderator"
    ]  # fmt: skip


def test_names_in_any_script_and_in_small_letters():
    text = "Ẹniọlá Àṣà: Cold?\nнина котова: Да.\nО'Коннор: Hm.\nLars d’Elia: No.\n" * 2
    assert len({who for who, _, _ in turns(text)}) == 4
    cues = "".join(
        f"00:00:{k:02d}.000 --> 00:00:{k + 1:02d}.000\n{w}\n\n"
        for k, w in enumerate(["petra v.: Cold?", "Ifor: No."] * 3)
    )
    document = read_cue_file(Path("z.vtt"), f"WEBVTT\n\n{cues}".encode())
    assert [s.speaker for s in document.segments] == ["petra v.", "Ifor"] * 3


def test_what_the_software_writes_belongs_to_nobody():
    text = "Ifor Dunn  0:01\nCold?\n\nPetra Voss  0:03\nBitterly.\n\nIfor Dunn  0:05\nAh.\n\nPetra Voss  0:06\nYes.\n\n"
    for line in ("Transcribed by https://words.example", "Transcription ended after 00:01:12", "Page 3 of 9"):
        assert turns(text + line)[-1][2] == "Yes."
    assert turns(text + "The transcript I wrote was by Mum.")[-1][2].endswith("Mum.")


def test_labels_beat_bold_print(tmp_path):
    made = docx.Document()
    said = [
        ("Researcher", "1 - Cold?", True),
        ("Participant", "Very.", False),
        ("Researcher", "I had thought so.", False),
    ]
    for k, (who, words, bold) in enumerate(said * 3):
        made.add_paragraph(f"[{who}] (0:{2 * k:02d} - 0:{2 * k + 1:02d})")
        made.add_paragraph().add_run(words).bold = bold
    made.save(tmp_path / "t.docx")
    (document,) = read_file(tmp_path / "t.docx")
    assert [s.role for s in document.segments][:3] == ["interviewer", "participant", "interviewer"]


def test_the_columns_of_a_table_stand_in_any_order(tmp_path):
    made = docx.Document()
    table = made.add_table(0, 3)
    rows = [("Words", "Span", "Who"), *((said, f"0:0{k}.0 - 0:0{k}.9", who) for k, (who, said) in enumerate(SAID, 1))]
    rows += [("Oh.", "0:05.0 - 0:06.0", "Ifor Dunn"), ("Yes.", "0:06.0 - 0:07.0", "Petra Voss")]
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    made.save(tmp_path / "t.docx")
    (document,) = read_file(tmp_path / "t.docx")
    read = [(s.speaker, s.time, document.words(s)) for s in document.segments if s.kind == "turn"]
    assert read[:4] == [(who, f"00:00:0{k}", said) for k, (who, said) in enumerate(SAID, 1)]


def test_rolling_captions_are_read_once_and_repeated_words_twice():
    rolling = ["the road was cold", "the road was cold\nand the wind blew", "and the wind blew\nall the way home"]
    plain = ["No, no, no.", "It was cold.", "It was cold.", "Very."]
    for cues, told in ((rolling, "the road was cold and the wind blew all the way home"), (plain, None)):
        text = "".join(f"00:00:{k:02d}.000 --> 00:00:{k + 1:02d}.000\n{c}\n\n" for k, c in enumerate(cues))
        document = read_cue_file(Path("r.vtt"), f"WEBVTT\n\n{text}".encode())
        assert " ".join(document.text.split()) == (told or " ".join(plain))


def test_a_web_page_holds_a_transcript(tmp_path):
    page = "<html><body><p>Made by Scribbler 2</p>" + "".join(
        f"<p>{w}: [00:00:0{k}] {s}</p>" for k, (w, s) in enumerate(SAID, 1)
    )
    (tmp_path / "t.html").write_text(f"{page}</body></html>", encoding="utf-8")
    (document,) = read_file(tmp_path / "t.html")
    first = next(s for s in document.segments if s.kind == "turn")
    assert (first.speaker, first.time) == ("Ifor Dunn", "00:00:01")
    (tmp_path / "p.html").write_text("<html><body><p>Cold: a word.</p><p>Wet.</p></body></html>", encoding="utf-8")
    assert [d.kind for d in read_file(tmp_path / "p.html")] == ["plain"]


def test_strict_open_xml_is_read(tmp_path):
    made = docx.Document()
    for who, said in SAID:
        made.add_paragraph(f"{who}: {said}")
    made.save(tmp_path / "t.docx")
    out = io.BytesIO()
    old, new = b"http://schemas.openxmlformats.org/officeDocument/2006/", b"http://purl.oclc.org/ooxml/officeDocument/"
    word, strict = (
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
        b"http://purl.oclc.org/ooxml/wordprocessingml/",
    )
    with zipfile.ZipFile(tmp_path / "t.docx") as packed, zipfile.ZipFile(out, "w") as anew:
        for info in packed.infolist():
            anew.writestr(info.filename, packed.read(info).replace(old, new).replace(word, strict))
    (tmp_path / "s.docx").write_bytes(out.getvalue())
    assert read_file(tmp_path / "s.docx")[0].text == read_file(tmp_path / "t.docx")[0].text


def test_what_looks_like_a_label_and_is_not_believed_is_said():
    text = "INT: Cold?\nP1: Very.\nthe old dog: woof\nINT: Wet?\nP1: No.\nthe old dog: woof woof\n"
    document = as_transcript(Path("a.txt"), text.encode(), ".txt")
    assert any("the old dog" in notice and "2 lines" in notice for notice in document.notices)
    document = as_transcript(Path("a.txt"), text.replace("the old dog:", "And then").encode(), ".txt")
    assert not any("looks like a label" in notice for notice in document.notices)


def test_an_agenda_is_no_transcript(tmp_path):
    (tmp_path / "a.txt").write_text("10:00 Welcome\n10:15 Reports\n11:00 Coffee\n11:30 Plans\n", encoding="utf-8")
    (document,) = read_file(tmp_path / "a.txt")
    assert document.kind == "plain"
    assert "Coffee" in document.text


def test_a_copy_of_rolling_captions_holds_no_name(tmp_path, monkeypatch):
    from send_qual.pseudonyms import pseudonymise

    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    cues = ["we met Petra Voss", "we met Petra Voss\non the cold road", "on the cold road\nand Petra waved"]
    text = "".join(f"00:00:{k:02d}.000 --> 00:00:{k + 1:02d}.000\n{c}\n\n" for k, c in enumerate(cues))
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "r.vtt").write_text(f"WEBVTT\n\n{text}", encoding="utf-8")
    (copy,) = pseudonymise(tmp_path / "raw", tmp_path / "out").files
    assert copy.read_text(encoding="utf-8").count("cold road") == 1
    assert "Petra" not in copy.read_text(encoding="utf-8")


CASES: dict[str, list[str]] = {
    "atrain-time-ranges.txt": ["SPEAKER_00", "SPEAKER_01"] * 2,
    "brackets-and-time-inline.txt": ["Speaker 1", "Speaker 2"] * 2,
    "focus-group-joint-labels.txt": [
        *("Moderator", "P1 (female, 40s)", "P2", "P1 & P3", "P4", "All", "P?", "Moderator", "P1/P2"),
        *("Unidentified participant", "P3", "P4"),
    ],
    "maxqda-hash-times.txt": ["I", "B"] * 3,
    "meet-closing-lines.docx": ["Marta Hale", "Tunde Oyelaran"] * 2,
    "noscribe.html": ["S00", "S02"] * 2,
    "otter-footer.txt": ["Marta Hale", "Tunde Oyelaran"] * 2,
    "speaker-with-time-range-bold-questions.docx": ["Researcher", "Participant"] * 5,
    "speaker-with-time-range-no-brackets.txt": ["Researcher", "Participant"] * 2,
    "speaker-with-time-range.txt": ["Researcher", "Participant"] * 2,
    "table-speaker-last-column.docx": ["Marta", "Tunde"] * 3,
    "teams-docx-started-transcription.docx": ["Marta Hale", "Tunde Oyelaran"] * 6,
    "word-strict-open-xml.docx": ["INT", "P1"],
    "names-not-latin-capitals.txt": ["Óluwátóyìn Ọlá", "محمد علي"] * 2 + ["Jean-Luc d’Arcy", "Łukasz Żółć"] * 2,
    "youtube-rolling.vtt": [""],
    "zoom-chat.txt": ["Marta Hale", "Tunde Oyelaran", "Aoife Ni Bhriain", "Tunde Oyelaran", "Dana Prior"],
    "zoom-lowercase-name.vtt": ["Marta Hale", "tunde o."] * 3,
}


@pytest.mark.real
@pytest.mark.parametrize("name", sorted(CASES))
def test_the_cases_met(shared, name):
    (document,) = read_file(shared / "cases" / name)
    spoken = [s for s in document.segments if s.kind == "turn"]
    assert [s.speaker for s in spoken] == CASES[name]
    assert not any(mark in document.words(s) for s in spoken for mark in ("0:0", "#00", "Transcri", "transcription"))


@pytest.mark.real
def test_a_web_page_by_the_name_of_a_pdf_is_refused(shared):
    (fault,) = read_corpus(shared / "cases" / "web-error-page.pdf").left_out
    assert "it is a web page, not a PDF" in str(fault)

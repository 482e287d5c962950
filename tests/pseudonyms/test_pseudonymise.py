"""A corpus written anew: same formats, nobody named, decisions kept, and the way back."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError
from send_qual.pseudonyms import pseudonymise, restore


def texts(folder: Path) -> dict[str, str]:
    return {p.name: p.read_text(encoding="utf-8") for p in sorted((folder / "documents").iterdir())}


def test_names_go_and_the_rest_stays(corpus, tmp_path):
    before = {p.name: p.read_bytes() for p in corpus.iterdir()}
    done = pseudonymise(corpus, tmp_path / "out")
    teams = texts(tmp_path / "out")["i01.vtt"]
    assert "<v Interviewer>Morning, [P01]. How is [name of council] doing?</v>" in teams
    assert "<v P01>Will it get better? I said to [name], it will. [name]. We met on [date].</v>" in teams
    assert "My son [name of child] goes there." in teams
    assert "00:00:03.000 --> 00:00:04.000" in teams
    assert "[telephone number]" in teams
    assert "P06:\tNo." in texts(tmp_path / "out")["P06 interview.txt"]
    assert {p.name: p.read_bytes() for p in corpus.iterdir()} == before
    assert not done.left_out
    assert repr(done).count("Will") == 0


def test_the_same_name_has_the_same_form_in_every_file(corpus, tmp_path):
    pseudonymise(corpus, tmp_path / "out")
    both = texts(tmp_path / "out")
    other = both["P06 interview.txt"]
    assert "[name of school] were fine. Ofsted came in [date]. [name of child] was there, said [Interviewer]." in other
    assert "[name of school] took" in both["i01.vtt"]
    assert "Participant: [P06] (P6)" in other or "Participant: [P06]" in other


def test_no_speakers_name_is_left_anywhere(corpus, tmp_path):
    pseudonymise(corpus, tmp_path / "out")
    for name, text in texts(tmp_path / "out").items():
        assert not re.search(r"\b(?:Ana|Reed|Osei|Grace|May)\b", f"{name} {text}")
        assert len(re.findall(r"\bWill\b", text)) <= 1  # "Will it get better?"


def test_key_and_decisions_lie_apart_and_are_the_owners(corpus, tmp_path):
    done = pseudonymise(corpus, tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out" / "documents").iterdir()) == ["P06 interview.txt", "i01.vtt"]
    for path in (done.key, done.decisions):
        assert (tmp_path / "out" / "documents") not in path.parents
        if os.name == "posix":
            assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_way_back(corpus, tmp_path):
    pseudonymise(corpus, tmp_path / "out")
    files, notices = restore(tmp_path / "out", tmp_path / "back")
    assert all("the words are back" in notice for notice in notices)
    raw, back = read_corpus(corpus), read_corpus(tmp_path / "back")
    assert [d.text for d in raw] == [d.text for d in back]
    assert [[s.speaker for s in d.segments] for d in raw] == [[s.speaker for s in d.segments] for d in back]
    assert {f.name for f in files} == {"i01.vtt", "grace may interview.txt"}


def test_the_way_back_from_a_file_edited_since(corpus, tmp_path):
    pseudonymise(corpus, tmp_path / "out")
    path = tmp_path / "out" / "documents" / "i01.vtt"
    path.write_text(path.read_text(encoding="utf-8").replace("We met on [date].", "We talked."), encoding="utf-8")
    _, notices = restore(tmp_path / "out", tmp_path / "back")
    assert notices == ("i01.vtt: the file was edited since; 1 replacements could not be placed",)
    text = (tmp_path / "back" / "i01.vtt").read_text(encoding="utf-8")
    assert "I said to Priyanka, it will. Priyanka Malhotra. We talked." in text
    assert "Morning, Will." in text


def test_decisions_are_heeded_and_remembered(corpus, tmp_path):
    out = tmp_path / "out"
    first = pseudonymise(corpus, out)
    table = first.table()
    assert set(table.columns) >= {"text", "kind", "proposal", "decision", "replace as", "context"}
    assert "«Larkfield Academy»" in table.set_index("text").loc["Larkfield Academy", "context"]
    table.loc[table["text"] == "Larkfield Academy", "decision"] = "keep"
    table.loc[table["text"] == "Tobias", ["decision", "replace as"]] = ["replace", "P01's son"]
    table.loc[table["kind"] == "contact", "decision"] = "replace as [phone]"
    added = pd.DataFrame([{"text": "everyone", "decision": "replace", "replace as": "all children"}])
    second = pseudonymise(corpus, out, decisions=pd.concat([table, added]).fillna(""))
    text = texts(out)["i01.vtt"]
    assert "Larkfield Academy took" in text
    assert "My son P01's son goes" in text, "as it was written"
    assert "[phone]" in text
    assert "all children" in text
    assert second.table().set_index("text").loc["Tobias", "replace as"] == "P01's son"
    (corpus / "i02.txt").write_text(
        "INT: And?\nP7: Larkfield Academy, with Tobias.\nINT: So?\nP7: No.", encoding="utf-8"
    )
    third = pseudonymise(corpus, out)
    assert "Larkfield Academy, with P01's son." in texts(out)["i02.txt"]
    assert [p.name for p in third.written] == ["i02.txt"]  # nothing is done again


def test_a_wrong_decision_is_told_by_its_line(corpus, tmp_path):
    table = pd.DataFrame([{"text": "Tobias", "decision": "perhaps"}])
    with pytest.raises(SendQualError, match=r"^decisions line 2: `perhaps` is no decision\. Write keep or replace"):
        pseudonymise(corpus, tmp_path / "out", decisions=table)


def test_posts_and_cases_are_offered_and_not_replaced(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    text = "INT: And you?\nP1: I'm the head of inclusion here. There was one lad, seven years old, tube fed."
    text += "\nINT: Yes.\nP1: Yes."
    (folder / "a.txt").write_text(text, encoding="utf-8")
    done = pseudonymise(folder, tmp_path / "out")
    assert {p.kind for p in done.proposals if p.status == "decide"} == {"role", "case"}
    assert "head of inclusion here. There was one lad" in texts(tmp_path / "out")["a.txt"]
    table = done.table()
    table.loc[table["kind"] == "case", "decision"] = "replace"
    pseudonymise(folder, tmp_path / "out", decisions=table)
    assert "here. [details of a case]" in texts(tmp_path / "out")["a.txt"]


def test_years_are_kept_where_wanted(corpus, tmp_path):
    pseudonymise(corpus, tmp_path / "out", keep_year=True)
    assert "We met on [date] 2022." in texts(tmp_path / "out")["i01.vtt"]


def test_raw_files_are_never_overwritten(corpus, tmp_path):
    (tmp_path / "study" / "documents").mkdir(parents=True)
    (tmp_path / "study" / "documents" / "i01.vtt").write_bytes((corpus / "i01.vtt").read_bytes())
    with pytest.raises(SendQualError, match="the raw files lie here"):
        pseudonymise(tmp_path / "study", tmp_path / "study")
    (tmp_path / "out" / "documents").mkdir(parents=True)
    (tmp_path / "out" / "documents" / "i01.vtt").write_text("mine", encoding="utf-8")
    with pytest.raises(SendQualError, match="was not made by pseudonymise"):
        pseudonymise(corpus, tmp_path / "out")
    assert (tmp_path / "out" / "documents" / "i01.vtt").read_text(encoding="utf-8") == "mine"


def test_a_file_that_cannot_be_written_anew_is_left_out_and_said(corpus, tmp_path):
    said = ("Ruth Calder was here and stayed.", "Nobody came to see us at all.", "The boat was late that evening.")
    (corpus / "answers.csv").write_text("ref,answer\n" + "".join(f"{n},{s}\n" for n, s in enumerate(said)), "utf-8")
    (fault,) = pseudonymise(corpus, tmp_path / "out").left_out
    assert str(fault).startswith("answers.csv: a .csv that is no talk is not written anew with other words.")


def word_file() -> bytes:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    document.core_properties.author = "Ana Reed"
    document.core_properties.title = "Interview with Olufemi Tarrant"
    document.sections[0].header.paragraphs[0].text = "Olufemi Tarrant"
    document.add_heading("Interview transcript", 1)
    table = document.add_table(1, 2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = (
        "Participant",
        "P6 – Olufemi (Femi) Tarrant, head of service",
    )
    for label, said in (
        ("INT:", "So, Femi?"),
        ("P6:", "Ask Ana. I am Olufemi Tarrant."),
        ("INT:", "Why?"),
        ("P6:", "Because."),
    ):
        paragraph = document.add_paragraph()
        run = paragraph.add_run(label)
        run.bold = True
        paragraph.add_run(f"\t{said}")
        document.add_comment(run, text="Tarrant told me off the record", author="Ana Reed")
        gone = '<w:r><w:delText xml:space="preserve">Olufemi</w:delText></w:r>'
        paragraph._p.append(parse_xml(f'<w:del {nsdecls("w")} w:id="9" w:author="Ana Reed">{gone}</w:del>'))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_a_word_file_holds_nothing_hidden(tmp_path):
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "i06.docx").write_bytes(word_file())
    done = pseudonymise(folder, tmp_path / "out")
    packed = zipfile.ZipFile(tmp_path / "out" / "documents" / "i06.docx")
    everything = "\n".join(
        packed.read(n).decode("utf-8", "replace") for n in packed.namelist() if n.endswith((".xml", ".rels"))
    )
    assert not re.search(r"Olufemi|Femi|Tarrant|Reed|\bAna\b", everything)
    assert "comments" not in "".join(packed.namelist())
    found = read_corpus(tmp_path / "out" / "documents")["i06.docx"]
    turns = [(s.speaker, found.words(s)) for s in found.segments if s.kind == "turn"]
    assert turns[1][0] == "P06"
    assert turns[1][1].endswith("I am [P06].")
    assert turns[0] == ("Interviewer", "So, [P06]?")
    import docx

    runs = [p.runs[0] for p in docx.Document(tmp_path / "out" / "documents" / "i06.docx").paragraphs if p.runs][1:]
    assert [(r.text, r.bold) for r in runs][:2] == [("Interviewer:", True), ("P06:", True)]
    assert any("comments" in notice for notice in done.notices)
    restore(tmp_path / "out", tmp_path / "back")
    back = read_corpus(tmp_path / "back")["i06.docx"]
    assert back.text == read_corpus(folder)["i06.docx"].text


def test_scripts_stay_plain_text(corpus, tmp_path):
    pseudonymise(corpus, tmp_path / "out")
    assert "<b>everyone</b>" not in texts(tmp_path / "out")["i01.vtt"]  # WebVTT's own mark-up was read as such
    (corpus / "i01.vtt").write_text(
        "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Ana Reed><script>alert(1)</script> & so?</v>\n\n"
        "00:02.000 --> 00:03.000\n<v Will Osei>No.</v>\n", encoding="utf-8",
    )  # fmt: skip
    pseudonymise(corpus, tmp_path / "out")
    assert "<v Interviewer>&lt;script&gt;alert(1)&lt;/script&gt; &amp; so?</v>" in texts(tmp_path / "out")["i01.vtt"]


def test_the_command(corpus, tmp_path, capsys):
    from send_qual.cli import main

    assert main(["pseudonymise", str(corpus), "--out", str(tmp_path / "out")]) == 0
    told = capsys.readouterr().out
    assert "2 files, 2 of them new or changed" in told
    assert main(["pseudonymise", str(tmp_path / "out"), "--reverse", "--out", str(tmp_path / "back")]) == 0
    assert "2 files restored" in capsys.readouterr().out
    assert main(["pseudonymise", str(tmp_path / "nowhere"), "--out", str(tmp_path / "out2")]) == 2


def test_bold_stays_bold_in_an_opendocument_text(tmp_path):
    from odf.element import Element
    from odf.opendocument import OpenDocumentText
    from odf.style import Style, TextProperties
    from odf.text import P, Span

    from send_qual.corpus.pages._odt import read_odt

    document = OpenDocumentText()
    bold = Style(name="b", family="text")
    bold.addElement(TextProperties(fontweight="bold"))
    document.automaticstyles.addElement(bold)
    for label, said in (
        ("Ana Reed:", " Who?"),
        ("Will Osei:", " Ask Shivaun."),
        ("Ana Reed:", " Why?"),
        ("Will Osei:", " So."),
    ):
        paragraph = P()
        paragraph.addElement(Span(stylename=bold, text=label))
        paragraph.addText(said)
        document.text.addElement(paragraph)
    (tmp_path / "raw").mkdir()
    document.save(str(tmp_path / "raw" / "a.odt"))
    known = dict(Element.namespaces)
    pseudonymise(tmp_path / "raw", tmp_path / "out")
    assert Element.namespaces == known  # odfpy keeps one list for the process: other documents are not to change by it
    lines = read_odt("a.odt", (tmp_path / "out" / "documents" / "a.odt").read_bytes()).lines
    assert [(line.text, line.marks[0].end) for line in lines] == [
        ("Interviewer: Who?", 12),
        ("P01: Ask [name].", 4),
        ("Interviewer: Why?", 12),
        ("P01: So.", 4),
    ]


def test_the_table_of_participants_gives_each_of_two_in_one_interview_their_id(tmp_path):
    folder = tmp_path / "two" / "documents"
    folder.mkdir(parents=True)
    talk = "Ana Reed: How was it?\nWill Tanner: Slow.\nGrace Holm: Nobody rang.\nAna Reed: Why?\nWill Tanner: Nobody."
    (folder / "a.txt").write_text(talk, encoding="utf-8")
    table = (
        "document,participant,speaker,role\na,P11,Will Tanner,Head\na,P12,Grace Holm,SENCo\na,,Ana Reed,interviewer\n"
    )
    (folder.parent / "attributes.csv").write_text(table, encoding="utf-8")
    pseudonymise(folder, tmp_path / "out")
    labels = [line.partition(":")[0] for line in texts(tmp_path / "out")["a.txt"].splitlines() if line]
    assert labels == ["Interviewer", "P11", "P12", "Interviewer", "P11"]


def test_the_kind_can_be_corrected_and_the_longest_decision_holds(corpus, tmp_path):
    out = tmp_path / "out"
    table = pseudonymise(corpus, out).table()
    assert all(": " in context for context in table["context"]), "who speaks is shown"
    assert table.set_index("text").loc["Tobias", "kind"] == "person"
    table.loc[table["text"] == "Tobias", "kind"] = "place"
    added = pd.DataFrame([{"text": "Larkfield Academy took", "decision": "replace", "replace as": "they took"}])
    again = pseudonymise(corpus, out, decisions=pd.concat([table, added]).fillna(""))
    text = texts(out)["i01.vtt"]
    assert "My son [place name] goes" in text
    assert "they took" in text
    assert again.table().set_index("text").loc["Tobias", "kind"] == "place"
    pseudonymise(corpus, out)
    assert texts(out)["i01.vtt"] == text


def test_what_is_not_restored_to_the_byte_is_said_and_what_is_is_not(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    talk = "Interviewer: Who came?\n\nDana Pruett: Mrs Osgood came from Wexcombe.\n"
    (tmp_path / "raw" / "plain.txt").write_bytes(talk.encode())
    (tmp_path / "raw" / "windows.txt").write_bytes(talk.replace("\n", "\r\n").replace("Who", "What").encode("utf-16"))
    pseudonymise(tmp_path / "raw", tmp_path / "copy")
    files, notices = restore(tmp_path / "copy", tmp_path / "back")
    same = {f.name: f.read_bytes() == (tmp_path / "raw" / f.name).read_bytes() for f in files}
    told = " ".join(notices)
    assert not same["windows.txt"]
    assert "windows.txt: the words are back, the file is not the same to the byte (line ends, encoding" in told
    assert same["plain.txt"] == ("plain.txt" not in told)

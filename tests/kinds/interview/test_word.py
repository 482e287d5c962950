"""What of a Word or OpenDocument file is its text."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from send_qual.corpus._readers import read_file
from send_qual.errors import SendQualError
from send_qual.kinds.interview import as_transcript


def read(document, name="a.docx"):
    out = io.BytesIO()
    document.save(out)
    return as_transcript(Path(name), out.getvalue(), ".docx")


def typed(*lines: str):
    document = docx.Document()
    for line in lines:
        document.add_paragraph(line)
    return document


TALK = ("INT: How was it?", "P1: Slow.", "INT: Why?", "P1: Nobody rang.")


def test_tracked_changes_insertions_in_deletions_out():
    document = typed(*TALK)
    paragraph = document.paragraphs[1]._p
    added, gone = "<w:r><w:t xml:space='preserve'> Very.</w:t></w:r>", "<w:r><w:delText>Mrs Secret</w:delText></w:r>"
    paragraph.append(parse_xml(f'<w:ins {nsdecls("w")} w:id="1" w:author="Ana Reed">{added}</w:ins>'))
    paragraph.append(parse_xml(f'<w:del {nsdecls("w")} w:id="2" w:author="Ana Reed">{gone}</w:del>'))
    found = read(document)
    assert [found.words(s) for s in found.segments] == ["How was it?", "Slow. Very.", "Why?", "Nobody rang."]
    assert any("2 tracked changes" in notice for notice in found.notices)
    assert "Secret" not in found.text


def test_comments_headers_and_pictures_are_not_text_and_it_is_said():
    document = typed(*TALK)
    run = document.paragraphs[0].runs[0]
    document.add_comment(run, text="ask Mrs Secret", author="Ana Reed")
    document.sections[0].header.paragraphs[0].text = "Interview with Secret"
    found = read(document)
    assert "Secret" not in found.text
    assert any("1 comments" in notice for notice in found.notices)
    assert any("headers and footers" in notice for notice in found.notices)


def test_footnotes_and_text_boxes_are_kept_beside_the_talk():
    document = typed(*TALK)
    box = f"""<w:r {nsdecls("w")} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"
      xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><w:txbxContent>
      <w:p><w:r><w:t>phone rang here</w:t></w:r></w:p></w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>
      <v:textbox><w:txbxContent><w:p><w:r><w:t>phone rang here</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict>
      </mc:Fallback></mc:AlternateContent></w:r>"""
    document.paragraphs[1]._p.append(parse_xml(box))
    found = read(document)
    assert [(s.kind, found.words(s)) for s in found.segments] == [
        ("turn", "How was it?"),
        ("turn", "Slow."),
        ("paragraph", "phone rang here"),
        ("turn", "Why?"),
        ("turn", "Nobody rang."),
    ]


def test_paragraphs_without_a_label_go_on_with_the_turn():
    found = read(typed(*TALK, "And nobody wrote", "either.", "INT: Thanks."))
    assert [found.words(s) for s in found.segments][-2:] == ["Nobody rang.\nAnd nobody wrote either.", "Thanks."]


def test_particulars_above_the_talk_are_not_talk_but_name_the_interviewer():
    document = typed("Interviewer: Ana Reed", "Participant: Will Osei, head teacher", "Date: 3 May 2024")
    for line in ("Ana: Hello.", "Will: Hello. How are you?", "Ana: Fine.", "Will: Good?"):
        document.add_paragraph(line)
    found = read(document)
    assert [s.kind for s in found.segments] == ["paragraph"] * 3 + ["turn"] * 4
    assert [s.role for s in found.segments][3:] == ["interviewer", "participant"] * 2
    assert found.attributes["roles_by"] == "names"


def test_questions_in_bold_are_the_interviewers_where_nobody_is_named():
    document = docx.Document()
    for k in range(4):
        document.add_paragraph().add_run(f"What happened in year {k}?").bold = True
        document.add_paragraph("We waited. Nothing came.")
    found = read(document)
    assert [s.role for s in found.segments] == ["interviewer", "participant"] * 4
    assert found.attributes["roles_by"] == "layout"
    assert any("questions in bold" in notice for notice in found.notices)


def test_times_in_brackets_are_not_words():
    found = read(
        typed(
            "[00:00:03] INT: How was it?", "P1: Slow [00:10:32] and late.", "INT (00:11): Why?", "P1: [laughs] No idea."
        )
    )
    assert [(found.words(s), s.time) for s in found.segments] == [
        ("How was it?", "00:00:03"),
        ("Slow and late.", ""),
        ("Why?", "00:00:11"),
        ("[laughs] No idea.", ""),
    ]


def test_an_odt_that_is_no_transcript_is_plain_text(tmp_path):
    from odf.opendocument import OpenDocumentText
    from odf.text import H, LineBreak, P

    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Findings"))
    document.text.addElement(paragraph := P(text="Waits are long."))
    paragraph.addElement(LineBreak())
    paragraph.addText("Nobody rings.")
    document.save(str(tmp_path / "notes.odt"))
    (found,) = read_file(tmp_path / "notes.odt")
    assert found.kind == "plain"
    assert [(s.kind, s.section, found.words(s)) for s in found.segments] == [
        ("heading", "Findings", "Findings"),
        ("paragraph", "Findings", "Waits are long.\nNobody rings."),
    ]


def test_a_broken_word_file_is_one_clear_sentence():
    with pytest.raises(SendQualError, match=r"^a\.docx: the Word file cannot be opened\. Open it in Word"):
        as_transcript(Path("a.docx"), b"PK\x03\x04 nothing", ".docx")

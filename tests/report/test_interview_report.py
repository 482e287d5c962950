"""The report of an interview study: what it says, what it refuses, and the team's own template."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from docx import Document as WordFile
from lxml import html

from send_qual.coding import Codings
from send_qual.errors import SendQualError
from send_qual.pseudonyms import Identifier
from send_qual.report import (
    DisclosureError,
    ReportStyle,
    check_disclosure,
    draft_chapters,
    fill_template,
    html_text,
    interview_findings,
    report,
    write_report,
    write_template,
)
from send_qual.report.interviews._template_build import template_bytes

UNSIGNED = ReportStyle(attribution="none", mask_cells=True)
HOSTILE = "<script>alert(1)</script> {{ title }} {% for x in y %} =1+1 \x0b&"


def told(codings: Codings, style: ReportStyle = UNSIGNED, template: Path | None = None) -> WordFile:
    """The Word file of a report on some codings."""
    made = draft_chapters(interview_findings(codings, style), style)
    return WordFile(io.BytesIO(fill_template(made, template)))


def lines(word: WordFile) -> list[str]:
    """Every paragraph, those in boxes and tables too, in order."""
    tag = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    return ["".join(t.text or "" for t in p.iter(f"{tag}t")) for p in word.element.body.iter(f"{tag}p")]


def headings(word: WordFile, level: str = "Heading 1") -> list[str]:
    return [p.text for p in word.paragraphs if p.style.name == level]


# ---------------------------------------------------------------------------------------- what it says
def test_it_has_a_chapter_for_each_theme_and_a_section_for_each_sub_theme(study_codings: Codings) -> None:
    word = told(study_codings, ReportStyle())
    chapters = ["Summary", "Methods", "Leaders", "Figures", "Patterns across the interviews", "Limitations"]
    assert headings(word) == chapters
    assert {"Staying", "Knowing", "Wrong figures"} <= set(headings(word, "Heading 2"))
    assert [p.text for p in word.paragraphs if p.style.name == "Appendix Heading"][-2:] == ["Codebook", "Trail"]


def test_boxes_hold_the_statements_with_n_of_n(study_codings: Codings) -> None:
    boxes = [t.cell(0, 0).paragraphs for t in told(study_codings).tables if len(t.columns) == 1]
    said = {box[0].text: [p.text for p in box[1:]] for box in boxes[:2]}
    assert list(said) == ["Facilitators", "Challenges"]
    assert any(re.fullmatch(r"Leaders who stay were described by some participants \(2 of the 5\): “.+”\. \[\d+\]", s)
               for s in said["Facilitators"])  # fmt: skip
    assert any(s.startswith("Leaders who leave were identified by some participants (2 of the 5): “")
               for s in said["Challenges"])  # fmt: skip


def test_quotations_are_set_off_and_signed_as_the_team_wants(study_codings: Codings) -> None:
    signed = {}
    for how in ("participant", "role", "none"):
        word = told(study_codings, ReportStyle(attribution=how))
        signed[how] = [p.text for p in word.paragraphs if p.style.name == "Extract"]
    assert len(signed["none"]) >= 4
    assert all(re.search(r"” \(P0\d\) \[\d+\]$", q) for q in signed["participant"])
    assert all(re.search(r"” \((?:Council|School)\) \[\d+\]$", q) for q in signed["role"])
    assert all(re.search(r"” \[\d+\]$", q) for q in signed["none"])


def test_methods_are_the_facts_of_the_study(study_codings: Codings) -> None:
    rows = [replace(c, status="accepted", coder="AB") if c.document == "c.txt" else c for c in study_codings]
    words = " ".join(lines(told(replace(study_codings, rows=tuple(rows)))))
    assert "5 interviews with 5 participants were analysed" in words
    assert "“tiny”, version 2.0 (2 themes, 3 sub-themes)" in words
    assert f"A machine coder (panel 1) made {len(rows)} suggestions; nothing left the computer it ran on." in words
    assert f"People reviewed 4 of the {len(rows)} suggestions (31%): 4 accepted, 0 rejected, 0 given" in words
    assert "1 person (AB) coded or decided: 0 codings that count were made at first hand" in words
    assert "a person's coding or verdict sets aside every suggestion" in words
    assert "no agreement between coders can be given" in words


def test_agreement_is_given_where_two_people_coded(study_codings: Codings) -> None:
    own = [replace(c, status="applied", coder=who) for c in study_codings for who in ("AB", "CD")]
    words = " ".join(lines(told(replace(study_codings, rows=tuple(own)))))
    assert "Krippendorff's alpha by theme): Leaders 1.00, Figures 1.00" in words


def test_the_trail_leads_from_each_number_to_people_and_turns(study_codings: Codings) -> None:
    word = told(study_codings, ReportStyle())
    cited = {int(n) for line in lines(word) for n in re.findall(r"\[(\d+)\]", line)}
    entries = {int(m[1]) for p in word.paragraphs if (m := re.match(r"\[(\d+)\]\tP0\d .*\(\d+\)", p.text))}
    assert cited == entries
    assert min(entries) == 1


@pytest.mark.parametrize("how", ["none", "role"])
def test_a_report_that_keeps_back_who_speaks_holds_no_number_of_anybody(
    study_codings: Codings, tmp_path: Path, how: str
) -> None:
    style = ReportStyle(attribution=how, mask_cells=True)
    found = [Identifier("d.txt", 0, 400, "Christmas", "date")]
    done = write_report(interview_findings(study_codings, style), tmp_path, style=style, found=found,
                        accept_disclosure="They agreed.")  # fmt: skip
    kept_apart = tmp_path / "trail-for-the-team-only.xlsx"
    assert kept_apart in done.files
    names = re.compile(r"\bP0\d\b|\b[a-e]\.txt\b")
    words = "\n".join(lines(WordFile(done.word)))
    assert "Christmas" in words, "the words that may identify are printed, and accepted"
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    cells = [str(v) for sheet in openpyxl.load_workbook(tmp_path / "report.xlsx") for r in sheet.values for v in r if v]
    for told in (words, page, "\n".join(cells)):
        assert names.findall(told) == []
    fields = zipfile.ZipFile(done.word).read("word/document.xml").decode()
    assert "REF ref_" not in fields, "a number that leads nowhere is no field: Word would print an error"
    assert "#ref-" not in page
    trail = list(openpyxl.load_workbook(kept_apart)["trail"].iter_rows(min_row=2, values_only=True))
    assert {row[0] for row in trail} == {int(n) for n in re.findall(r"\[(\d+)\]", words)}
    assert {row[1] for row in trail} <= {"P01", "P02", "P03", "P04", "P05"}


def test_html_and_workbook_tell_the_same(study_codings: Codings, tmp_path: Path) -> None:
    study = interview_findings(study_codings, UNSIGNED)
    done = write_report(study, tmp_path, style=UNSIGNED)
    page = html.fromstring((tmp_path / "report.html").read_text(encoding="utf-8"))
    boxes = [s.xpath(".//h4")[0].text_content() for s in page.xpath("//section[@class='box']")]
    assert boxes == ["Facilitators", "Challenges"] * 2
    book = openpyxl.load_workbook(tmp_path / "report.xlsx")
    rows = list(book["statements"].iter_rows(min_row=2, values_only=True))
    text = " ".join(page.text_content().split())
    assert rows
    assert all(row[3] in text for row in rows if "“" in row[3])
    assert any("“" in row[3] for row in rows)
    assert {"quotations", "matrix", "groups", "together", "saturation", "codebook"} <= set(book.sheetnames)
    assert [f.name for f in done.files] == [
        "report.docx",
        "report.html",
        "report.xlsx",
        "trail-for-the-team-only.xlsx",
        "draft-for-the-team-only.json",
        "provenance.json",
    ]


# ------------------------------------------------------------------------------------ what it refuses
def alone(codings: Codings) -> Codings:
    """The same study, in which P03 is the only head teacher."""
    documents = tuple(d.with_attributes(role="Head") if d.id == "c.txt" else d for d in codings.corpus)
    return replace(codings, corpus=replace(codings.corpus, documents=documents))


def test_a_report_that_could_give_somebody_away_is_not_written(study_codings: Codings, tmp_path: Path) -> None:
    study = interview_findings(alone(study_codings))
    with pytest.raises(DisclosureError) as refused:
        write_report(study, tmp_path / "out")
    kinds = {d.kind for d in refused.value.disclosures}
    assert kinds == {"role", "cell"}
    assert "of P03: nobody else is Head" in str(refused.value)
    assert "table by role, Head: the group is one person" in str(refused.value)
    assert not (tmp_path / "out").exists()


def test_a_reason_in_words_lets_it_pass_and_stands_in_appendix_and_record(
    study_codings: Codings, tmp_path: Path
) -> None:
    study = interview_findings(alone(study_codings))
    done = write_report(study, tmp_path, accept_disclosure="The head agreed in writing.")
    assert done.accepted
    text = "\n".join(lines(WordFile(done.word)))
    assert "Disclosures accepted" in text
    assert "The head agreed in writing." in text
    record = json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))["disclosures_accepted"]
    assert record["reason"] == "The head agreed in writing."
    assert len(record["found"]) == len(done.accepted)
    with pytest.raises(DisclosureError):
        write_report(study, tmp_path, accept_disclosure="  \n")


def test_an_identifier_in_a_quotation_is_found_and_its_words_stay_out_of_the_record(
    study_codings: Codings, tmp_path: Path
) -> None:
    document = study_codings.corpus["d.txt"]
    at = document.text.index("Christmas")
    name = Identifier("d.txt", at, at + len("Christmas"), "date", "Christmas")
    study = interview_findings(study_codings, UNSIGNED, [name])
    quoted = [q for q in study.quotations if "Christmas" in q.text]
    found = check_disclosure(study, UNSIGNED, [name])
    assert {d.kind for d in found} <= {"identifier"}
    assert any("“Christmas”" in d.problem for d in found) == bool(
        quoted or any("Christmas" in c.summary for c in study.matrix)
    )
    everywhere = interview_findings(study_codings, UNSIGNED)  # chosen without knowing of it
    shown = check_disclosure(everywhere, UNSIGNED, [name])
    assert any(d.place.startswith("quotation") for d in shown)
    done = write_report(everywhere, tmp_path, style=UNSIGNED, found=[name], accept_disclosure="agreed")
    appendix = "\n".join(lines(WordFile(done.word))).split("Disclosures accepted")[-1].split("Trail")[0]
    assert "Christmas" not in appendix
    assert "Christmas" not in (tmp_path / "provenance.json").read_text(encoding="utf-8")


def test_transcripts_that_name_who_speaks_are_refused(tmp_path: Path) -> None:
    words = (
        "Our director has stayed for six years now and leadership here is strong, and that is half of what trust is."
    )
    (tmp_path / "talk.txt").write_text(f"Interviewer: How is it?\n\nTamsin Arkwright: {words}\n", encoding="utf-8")
    with pytest.raises(DisclosureError, match="names who speaks"):
        report(tmp_path / "talk.txt", out=tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_small_cells_are_masked_on_request(study_codings: Codings) -> None:
    style = ReportStyle(mask_cells=True)
    study = interview_findings(alone(study_codings), style)
    assert {d.kind for d in check_disclosure(study, style)} == {"role"}
    tables = [t for t in told(alone(study_codings), style).tables if t.cell(0, 0).text == "Role"]
    cells = [c.text for t in tables for row in t.rows[1:] for c in row.cells]
    assert "Head" not in cells
    assert not any(re.search(r"\b1\b", c) for c in cells)


# --------------------------------------------------------------------------------- the team's template
def test_the_included_template_is_what_its_script_builds() -> None:
    kept = Path(draft_chapters.__code__.co_filename).with_name("data") / "report-template.docx"
    parts = [zipfile.ZipFile(source).read("word/document.xml") for source in (kept, io.BytesIO(template_bytes()))]
    assert parts[0] == parts[1], "run python -m send_qual.report.interviews._template_build"


@pytest.fixture
def own(tmp_path: Path) -> WordFile:
    """A template as a team would make it: Word's own styles, their own order and words."""
    word = WordFile()
    word.styles["Heading 1"].font.name = "Georgia"
    word.add_paragraph("University of Somewhere: {{ title }}, {{ participants }} people")
    word.add_paragraph("{{p chapters }}")
    word.add_paragraph("{%p for t in themes %}")
    word.add_paragraph("In short: {{ t.name }} ({{ t.passages }})")
    word.add_paragraph("{%p for s in t.facilitators %}")
    word.add_paragraph("* {{ s }}")
    word.add_paragraph("{%p endfor %}")
    word.add_paragraph("{%p endfor %}")
    word.add_paragraph("{{p methods }}")
    return word


def test_a_template_of_their_own_gives_order_words_and_styles(
    study_codings: Codings, own: WordFile, tmp_path: Path
) -> None:
    own.save(tmp_path / "own.docx")
    word = told(study_codings, template=tmp_path / "own.docx")
    assert word.paragraphs[0].text == "University of Somewhere: A tiny study, 5 people"
    assert headings(word) == ["Leaders", "Figures", "Methods"]
    assert word.styles["Heading 1"].font.name == "Georgia"
    assert word.styles["Extract"].paragraph_format.left_indent  # lent, as the template has none
    assert word.styles["Extract"].font.name is None  # in the template's own letters
    text = lines(word)
    assert "In short: Leaders (6)" in text
    assert any(line.startswith("* Leaders who stay were described") for line in text)


def test_write_template_gives_a_copy_and_never_overwrites(tmp_path: Path, study_codings: Codings) -> None:
    path = write_template(tmp_path / "ours.docx")
    assert headings(told(study_codings, template=path))[0] == "Summary"
    with pytest.raises(SendQualError, match="there already"):
        write_template(path)


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        ([], "no place for the chapters"),
        (["{{ chapters }}"], r"chapters is a whole part .*Write \{\{p chapters }}"),
        (["Here: {{p chapters }}"], "other words, which would be lost"),
        (["{{p chapters }}", "{{ titel }}"], "the field titel is not known. Fields are title"),
        (["{{p chapters }}", "{{ title"], "do not fit|cannot be read"),
        (["{{p chapters }}", "{%p for t in themes %}"], "cannot be read|do not fit"),
        (["{{p chapters }}", "{{ title.__class__.__mro__ }}"], "cannot be read|do not fit|not known"),
    ],
)
def test_a_faulty_template_is_told_in_a_sentence(
    words: list[str], problem: str, study_codings: Codings, tmp_path: Path
) -> None:
    word = WordFile()
    for line in words:
        word.add_paragraph(line)
    word.save(tmp_path / "faulty.docx")
    with pytest.raises(SendQualError, match=problem) as error:
        told(study_codings, template=tmp_path / "faulty.docx")
    assert str(error.value).startswith("faulty.docx: ")


def test_what_is_no_word_file_is_told(study_codings: Codings, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(b"not a zip")
    with zipfile.ZipFile(tmp_path / "b.docx", "w") as parts:
        parts.writestr("hello.txt", "x")
    (tmp_path / "c.dotx").write_bytes((tmp_path / "b.docx").read_bytes())
    for name, said in (("a.docx", "no Word document"), ("b.docx", "no Word document"), ("c.dotx", "save it as .docx")):
        with pytest.raises(SendQualError, match=said):
            told(study_codings, template=tmp_path / name)
    with pytest.raises(SendQualError, match="no such template"):
        told(study_codings, template=tmp_path / "gone.docx")


# ------------------------------------------------------------------------------ hostile and empty input
def test_hostile_words_are_printed_and_nothing_of_them_runs(
    hostile_study: Callable[[str], Codings], tmp_path: Path
) -> None:
    codings = hostile_study(HOSTILE)
    made = draft_chapters(interview_findings(codings, UNSIGNED), UNSIGNED)
    word = WordFile(io.BytesIO(fill_template(made)))
    assert any("<script>alert(1)</script> {{ title }} {% for x in y %} =1+1 &," in line for line in lines(word))
    page = html.fromstring(html_text(made.draft))
    assert page.xpath("//script") == []
    assert "<script>alert(1)</script> {{ title }}" in page.text_content()
    done = write_report(interview_findings(codings, UNSIGNED), tmp_path, style=UNSIGNED)
    book = openpyxl.load_workbook(done.folder / "report.xlsx")
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)


def test_an_empty_corpus_gives_a_report_that_says_so(study_codings: Codings) -> None:
    empty = replace(study_codings, rows=(), corpus=replace(study_codings.corpus, documents=()))
    text = " ".join(lines(told(empty)))
    assert "There are no interviews in which a participant speaks" in text
    none = replace(study_codings, rows=())
    assert "No passage has been coded, so there is nothing to report yet." in " ".join(lines(told(none)))


def test_an_attribute_nobody_has_is_told(study_codings: Codings) -> None:
    with pytest.raises(SendQualError, match=r"participants are not grouped by it\. .*role"):
        check_disclosure(interview_findings(study_codings), ReportStyle(by=("shoe size",)))
    with pytest.raises(SendQualError, match="Write one of participant, role, none"):
        ReportStyle(attribution="name")


def test_a_table_of_groups_says_whom_it_rests_on_where_it_is_not_everybody(study_codings: Codings) -> None:
    style = ReportStyle(by=("role",))
    whole = lines(told(study_codings, style))
    assert not any("Source:" in line for line in whole)
    unknown = study_codings.corpus.documents[0].id
    documents = tuple(d.with_attributes(role="") if d.id == unknown else d for d in study_codings.corpus)
    part = lines(told(replace(study_codings, corpus=replace(study_codings.corpus, documents=documents)), style))
    assert any("Source: 4 of the 5 participants; of the others no role is known." in line for line in part)

"""Small files made to take the machine: each is told in one sentence, and the rest of the corpus goes on."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from send_qual.codebook import _patterns, compile_pattern, read_codebook
from send_qual.codebook._patterns import runs_away
from send_qual.coders import code
from send_qual.coders.lexicon._terms import TermMatcher
from send_qual.coding import import_codings
from send_qual.coding.tables._grid import read_grid
from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError
from send_qual.findings import findings
from send_qual.report.interviews import _template
from send_qual.study import shipped

TALK = "Interviewer: How was the school?\n\nRosa: It was {} slow.\n\nInterviewer: And then?\n\nRosa: Better.\n"
LONG = 60  # seconds, on a machine with much else to do; without limits each of these takes hours, or all its memory


def odt(body: str, prologue: str = "") -> bytes:
    """An OpenDocument text with this body."""
    ns = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<?xml version="1.0"?>{prologue}<office:document-content xmlns:office="{ns}:office:1.0" '
        f'xmlns:text="{ns}:text:1.0" office:version="1.2"><office:body><office:text>{body}'
        "</office:text></office:body></office:document-content>"
    )
    manifest = (
        f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{ns}:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry '
        'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        packed.writestr("content.xml", content)
        packed.writestr("META-INF/manifest.xml", manifest)
    return made.getvalue()


LAUGHS = "<!DOCTYPE x [<!ENTITY a '" + "ha" * 500 + "'>" + "".join(
    f"<!ENTITY {new} '{f'&{old};' * 60}'>" for old, new in zip("abcde", "bcdef", strict=True)
) + "]>"  # fmt: skip

REFUSED: dict[str, tuple[bytes, str]] = {
    "blanks.odt": (odt('<text:p>It was<text:s text:c="2000000000"/>slow.</text:p>'), "blanks stand here in a row"),
    "figures.odt": (odt(f'<text:p>It was<text:s text:c="{"9" * 5000}"/>slow.</text:p>'), "blanks stand here in a row"),
    "laughs.odt": (odt("<text:p>&f;</text:p>", LAUGHS), ""),
    "deep.odt": (odt("<text:section>" * 20_000 + "<text:p>Tea.</text:p>" + "</text:section>" * 20_000), ""),
    "blanks.txt": (TALK.format(" " * 200_000).encode(), "200,002 blanks stand here in a row"),
    "lines.txt": (TALK.format("\n" * 200_000).encode(), "blanks stand here in a row"),
    "letters.txt": (TALK.format("a" * 200_000).encode(), "200,000 characters stand here without a blank"),
    "figures.md": (TALK.format("1" * 200_000).encode(), "200,000 characters stand here without a blank"),
    "brackets.txt": (TALK.format("[" * 200_000).encode(), "without a blank"),
    "blanks.vtt": (("WEBVTT\n\n00:01.000 --> 00:02.000\nSo" + " " * 200_000 + "it was.\n").encode(), "blanks"),
    "attributes.html": (b"<p " + b" ".join(b"a%d='>'" % n for n in range(200_000)) + b">Tea.</p>", "1,000 attributes"),
    "letters.html": (b"<html><body><p>" + b"a" * 200_000 + b"</p></body></html>", "without a blank"),
}  # fmt: skip
READ = {
    "tags.vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000\n" + "<v " * 17_000 + "\n").encode(),
    "classes.vtt": ("WEBVTT\n\n00:01.000 --> 00:02.000\n<v" + ".a" * 1_400 + " it was\n").encode(),
    "timings.vtt": ("WEBVTT\n\n" + "1:" * 1_400 + "1 --> x\nslow\n").encode(),
    "picture.html": b"<p>It was slow.</p><img src='data:" + b"QUJD " * 200_000 + b"'><p title=\"",
    "deep.html": b"<div>" * 100_000 + b"<p>It was slow.</p>",
    "brackets.md": TALK.format("[ " * 60_000).encode(),
    "tags.md": TALK.format("< " * 60_000).encode(),
}


def segments(folder: Path) -> subprocess.CompletedProcess[str]:
    (folder / "documents" / "good.txt").write_text(TALK.format("not"), encoding="utf-8")
    command = [sys.executable, "-m", "send_qual.cli", "segments", str(folder), "--out", str(folder / "out.csv")]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONG, cwd=folder)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    (tmp_path / "c" / "documents").mkdir(parents=True)
    return tmp_path / "c"


def test_files_that_would_take_the_machine_are_told_in_a_sentence_each(folder: Path) -> None:
    for name, (data, _) in REFUSED.items():
        (folder / "documents" / name).write_bytes(data)
    done = segments(folder)
    told = {line.partition(":")[0].split()[0]: line for line in done.stderr.splitlines() if ": " in line}
    assert done.returncode == 1, done.stderr
    for name, (_, words) in REFUSED.items():
        assert words in told[name], done.stderr
        assert len(told[name]) < 300
    assert "It was not slow." in (folder / "out.csv").read_text(encoding="utf-8")


def test_blanks_and_long_words_that_people_do_type_are_read(folder: Path) -> None:
    texts = {"pages.txt": "\n" * 900, "address.txt": "https://" + "a" * 2_900, "columns.txt": " " * 990}
    for name, words in texts.items():
        (folder / "documents" / name).write_text(TALK.format(f"{name}{words}x"), encoding="utf-8")
    assert segments(folder).returncode == 0


def test_odd_mark_up_of_some_length_is_read_like_any_other(folder: Path) -> None:
    for name, data in READ.items():
        (folder / "documents" / name).write_bytes(data)
    done = segments(folder)
    assert done.returncode in {0, 1}, done.stderr
    assert "It was not slow." in (folder / "out.csv").read_text(encoding="utf-8")


def test_a_page_of_tags_that_never_end_is_read_up_to_them() -> None:
    command = (
        "from send_qual.exchange._html_text import HtmlText\n"
        "for open in ('<a b=' + chr(39), '<!--', '<a/'):\n"
        "    print(HtmlText('<p>It was &lt; slow, 3 < 4</p>' + open * 40_000).text)"
    )
    done = subprocess.run([sys.executable, "-c", command], capture_output=True, text=True, timeout=LONG, check=True)
    assert done.stdout.splitlines() == ["It was < slow, 3 < 4"] * 3


# Patterns of codebooks

BOOK = 'name: tea\nversion: "1"\ncodes:\n  - {id: cup, name: Cup, definition: Cups., terms: [{pattern: PATTERN}]}\n'


@pytest.mark.parametrize(
    ("pattern", "may"),
    [
        ("(a+)+b", True),
        ("(?:a|aa)+b", True),
        ("(a*)*b", True),
        (r"(?:\w+\s?)+x", True),
        (r"(?:\w+,? ?){0,9}x", True),
        ("a+a+a+b", True),
        (".*x.*y.*z", True),
        (r"(?:\w+ )*schools?", False),
        (r"(?:\w+,? ){0,5}schools?", False),
        ("(?:of |the |their )*quality", False),
        (r"co-? ?produc\w+", False),
        (r"(?<!not )waiting\b(?! list)", False),
    ],
)
def test_which_patterns_may_run_away(pattern: str, may: bool) -> None:
    assert runs_away(pattern) is may


def test_no_shipped_pattern_needs_a_limit() -> None:
    patterns = []
    for file in shipped("codebooks").glob("*.yaml"):
        book = read_codebook(file)
        terms = [term for owner in (*book, *book.issues) for term in owner.terms]
        patterns += [p for t in terms for p in (*([t.text] if t.kind == "pattern" else []), *t.unless)]
    assert len(patterns) > 100
    assert [p for p in patterns if runs_away(p)] == []


def test_a_pattern_that_may_run_away_finds_what_it_found_before() -> None:
    for pattern, text in ((r"(?:\w+\s?)+tea", "a cup of tea"), ("(a+)+b", "aaab"), (r"(?<!no )(x|xx)+y", "xxxy no xy")):
        import re

        limited = compile_pattern(pattern)
        assert not isinstance(limited, re.Pattern)
        assert [m.span() for m in limited.finditer(text)] == [m.span() for m in re.finditer(pattern, text)]


def test_a_pattern_that_runs_away_is_stopped_and_named(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(_patterns, "_SECONDS", 0.5)
    (tmp_path / "tea.yaml").write_text(BOOK.replace("PATTERN", "'(a|aa)+[bc]'"), encoding="utf-8")
    matcher = TermMatcher(("cup", term) for term in read_codebook(tmp_path / "tea.yaml")["cup"].terms)
    assert len(matcher.hits("aab")) == 1
    with pytest.raises(SendQualError) as stopped:
        matcher.hits("a" * 300 + "! ab")
    assert str(stopped.value) == (
        "the code cup: the pattern '(a|aa)+[bc]' needs more than 0.5 seconds for one passage. "
        "Write it without a repeat inside a repeat, as `a+b`."
    )


def test_a_pattern_that_runs_away_is_passed_over_in_that_document_which_is_named_and_the_rest_goes_on(
    tmp_path: Path, monkeypatch
) -> None:
    monkeypatch.setattr(_patterns, "_SECONDS", 0.3)
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    own = BOOK.replace("PATTERN", "'(a|aa)+[bc]'") + "  - {id: pot, name: Pot, definition: Pots., terms: [pot]}\n"
    (tmp_path / "tea.yaml").write_text(own, encoding="utf-8")
    (tmp_path / "odd.txt").write_text(f"Rosa: {'a' * 300}! A pot was there.\n", encoding="utf-8")
    (tmp_path / "plain.txt").write_text("Rosa: It was aaab, and in a pot.\n", encoding="utf-8")
    corpus, book = read_corpus(tmp_path), read_codebook(tmp_path / "tea.yaml")
    for _ in range(2):  # what hangs on how fast the machine is, is not kept
        found = code(corpus, book, "lexicon")
        assert [(c.document, c.code) for c in found] == [("odd.txt", "pot"), ("plain.txt", "cup"), ("plain.txt", "pot")]
        (told,) = map(str, found.notices)
        assert told == (
            "odd.txt: the code cup: the pattern '(a|aa)+[bc]' needs more than 0.3 seconds for one passage, "
            "and was passed over in this document. Write it without a repeat inside a repeat, as `a+b`."
        )
    assert findings(found).statements, "and findings are drawn"


# Tables

TABLE = "document,quote,code,coder,codebook\ngood.txt,Better,cup,SG,{}\n"


@pytest.mark.parametrize("named", ["/dev/zero", "../../elsewhere", "tea.yaml", "CODEBOOK", "x" * 5_000, "~/tea"])
def test_a_column_names_a_codebook_and_opens_no_file(folder: Path, named: str, monkeypatch) -> None:
    codebook = folder.parent / "codebooks" / "tea.yaml"
    codebook.parent.mkdir()
    (folder.parent / "corpora").mkdir()
    codebook.write_text(BOOK.replace("PATTERN", "cups?"), encoding="utf-8")
    (folder / "documents" / "good.txt").write_text(TALK.format("not"), encoding="utf-8")
    monkeypatch.chdir(codebook.parent)
    sheet = folder.parent / "sheet.csv"
    sheet.write_text(TABLE.format(named.replace("CODEBOOK", str(codebook))), encoding="utf-8")
    assert "there is no codebook named" in str(import_codings(sheet, folder).faults)
    sheet.write_text(TABLE.format("tea"), encoding="utf-8")
    assert import_codings(sheet, folder).applied == 1


def test_a_cell_far_out_of_a_workbook_makes_no_million_rows(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A400000"], book.active["XFD1048576"] = "document", "good.txt", "x"
    book.save(tmp_path / "far.xlsx")
    assert [(n, cells[0]) for n, cells in read_grid(tmp_path / "far.xlsx")] == [(1, "document"), (400_000, "good.txt")]


# Templates


@pytest.mark.skipif(sys.platform != "linux", reason="only here is a process's memory limited")
@pytest.mark.parametrize(
    "field",
    [
        "{{ 'a' * 3000000000 }}",
        "{{ 'a'.center(3000000000) }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{{ b }}{% endfor %}{% endfor %}",
    ],
    ids=["string", "padding", "loops"],
)
def test_a_template_that_takes_the_machine_is_stopped(field: str, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(_template, "SECONDS", 4)
    with pytest.raises(SendQualError, match=r"house\.docx: filling the template takes more than 4 seconds or 2 GB"):
        _template._render(word(field), {}, tmp_path / "house.docx")


def word(text: str) -> bytes:
    document = docx.Document()
    document.add_paragraph(text)
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def test_a_template_of_others_is_filled_as_the_included_one(tmp_path: Path) -> None:
    made = word("{{ title }}: {% for t in themes %}{{ t.name }}, {% endfor %}")
    context = {"title": "Tea & <cups>", "themes": [{"name": "Cup"}, {"name": "Pot"}]}
    fillers: list[Callable[[], bytes]] = [
        lambda: _template._render(made, context, tmp_path / "house.docx"),
        lambda: _template._render(made, context, _template._PACKAGED),
    ]
    texts = [docx.Document(io.BytesIO(filler())).paragraphs[0].text for filler in fillers]
    assert texts == ["Tea & <cups>: Cup, Pot, "] * 2

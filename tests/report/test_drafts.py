"""Drafts that people edited: kept where deleting outputs does not reach, told apart, never mixed with another run's."""

from __future__ import annotations

import functools
import io
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest
from docx import Document as WordFile

from send_qual.coding import Answer, Codings
from send_qual.errors import SendQualError
from send_qual.findings import findings
from send_qual.report import write_overview
from send_qual.report._draft_changes import DraftChanges, draft_changes, edits
from send_qual.report._draft_changes_blocks import changes_report
from send_qual.report._draft_record import Counted, DraftRecord, Line, Quoted, word_comments, word_lines
from send_qual.report._drafts import take_edited
from send_qual.report._results import Results, write_results
from send_qual.report._up_to_date import standing, written_hashes
from send_qual.report.rendering import Block, Bullet, Draft, Paragraph, html_text, plain, runs, word_bytes
from send_qual.study.files import settle, write_bytes

Kills = Callable[[Callable[[], object]], Iterator[str]]


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a study with one corpus, in which the user stands."""
    for name in ("codebooks", "corpora/tiny/documents"):
        (tmp_path / "study" / name).mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "study")
    return tmp_path / "study"


def edit(word: Path, old: str, new: str) -> bytes:
    """Change words of a Word file as a person would; what it holds then."""
    document = WordFile(str(word))
    for paragraph in document.paragraphs:
        for part in paragraph.runs:
            part.text = part.text.replace(old, new)
    document.save(str(word))
    return word.read_bytes()


def in_study(codings: Codings, study: Path) -> Codings:
    return replace(codings, corpus=replace(codings.corpus, home=study / "corpora" / "tiny"))


# ------------------------------------------------------------------------------------- kept for good
def test_deleting_outputs_loses_nothing_a_person_made(
    codings: Codings, answers: tuple[Answer, ...], study: Path
) -> None:
    mine = in_study(codings, study)
    done = write_overview(findings(mine, issues=answers), state="a")
    edited = edit(done.word, "were identified", "stood out")
    table = done.folder / "issues.csv"
    table.write_text("document,waits\nfernshire.pdf,looked at by hand\n", encoding="utf-8")
    drafts = study / "corpora" / "tiny" / "drafts"
    told = standing(done.folder, "a", drafts)
    assert done.word.read_bytes() == edited, "a draft that stands is left as it is"
    assert {n.partition(" was edited")[0] for n in told.notices if " was edited" in n} == {
        "overview.docx",
        "issues.csv",
    }
    assert all(
        f"corpora/tiny/drafts/{Path(n).name}" in n.replace("\\", "/") for n in told.notices if " was edited" in n
    )
    shutil.rmtree(study / "outputs")
    (kept,) = drafts.glob("overview (edited *.docx")
    (filled,) = drafts.glob("issues (edited *.csv")
    assert kept.read_bytes() == edited
    assert "looked at by hand" in filled.read_text(encoding="utf-8")
    later = write_overview(findings(mine, issues=answers, since="2024-01-01"), state="b")
    words = "\n".join(line.text for line in word_lines((later.folder / "changes-since-draft.docx").read_bytes()))
    assert "you wrote" in words
    assert "stood out" in words
    assert any(kept.name in notice for notice in later.notices)


def test_one_edit_is_kept_once_and_each_further_one_as_well(codings: Codings, study: Path) -> None:
    mine = in_study(codings, study)
    done = write_overview(findings(mine), state="a")
    drafts = study / "corpora" / "tiny" / "drafts"
    edit(done.word, "were identified", "stood out")
    for _ in range(3):
        standing(done.folder, "a", drafts)
    assert len(list(drafts.glob("*.docx"))) == 1
    edit(done.word, "stood out", "were plain to see")
    standing(done.folder, "a", drafts)
    assert len(list(drafts.glob("*.docx"))) == 2


def test_a_bare_folder_of_documents_is_only_read(codings: Codings, study: Path, tmp_path: Path) -> None:
    theirs = tmp_path / "Area SEND reports"
    theirs.mkdir()
    bare = replace(codings, corpus=replace(codings.corpus, name="Area SEND reports", home=theirs))
    done = write_overview(findings(bare))
    edited = edit(done.word, "were identified", "stood out")
    write_overview(findings(bare, since="2024-01-01"))
    assert not list(theirs.iterdir())
    (kept,) = (study / "drafts" / "Area-SEND-reports").glob("*.docx")
    assert kept.read_bytes() == edited


def test_a_file_of_somebody_else_under_the_same_name_is_kept(codings: Codings, study: Path) -> None:
    """As where ``--out`` names a folder that is in use, or the record of the last run is lost."""
    out = study / "our folder"
    out.mkdir()
    (out / "findings.xlsx").write_bytes(b"a workbook of the team")
    (out / "minutes.docx").write_bytes(b"minutes")
    first = write_overview(findings(codings), out)
    (kept,) = (study / "drafts" / "tiny").glob("findings (edited *.xlsx")
    assert kept.read_bytes() == b"a workbook of the team"
    edited = edit(first.word, "were identified", "stood out")
    (out / "provenance.json").write_text("{", encoding="utf-8")
    write_overview(findings(codings, since="2024-01-01"), out)
    assert any(p.read_bytes() == edited for p in (study / "drafts" / "tiny").glob("overview (edited *.docx"))
    assert (out / "minutes.docx").read_bytes() == b"minutes"


def test_where_an_edited_draft_cannot_be_kept_nothing_is_written_over(codings: Codings, study: Path) -> None:
    done = write_overview(findings(codings))
    edited = edit(done.word, "were identified", "stood out")
    (study / "drafts").write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(SendQualError, match=r"overview\.docx: it cannot be written"):
        write_overview(findings(codings, since="2024-01-01"))
    assert done.word.read_bytes() == edited


# --------------------------------------------------------------------------------- all of one run
@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """No Word file is laid out or read again for each kill: only when it is written matters there."""
    read = functools.cache(word_lines)
    for module in ("_results", "_draft_record"):
        monkeypatch.setattr(import_module(f"send_qual.report.{module}"), "word_lines", read)
    monkeypatch.setattr(import_module("send_qual.report._results"), "word_bytes", lambda draft: b"changes")


@functools.cache
def draft_of(run: str, whose: str = "The") -> bytes:
    return word_bytes(Draft(run, "", run, (Paragraph(runs(f"{whose} draft of the run {run}.")),)))


def tiny(folder: Path, drafts: Path, run: str) -> Results:
    """A run whose every file says which it is."""
    word = draft_of(run)
    record = DraftRecord("2031-01-01", "tiny", "report", {}, (), ())

    def table(path: Path) -> None:
        write_bytes(path, run.encode())

    steps = {"overview.docx": lambda path: write_bytes(path, word), "a.csv": table, f"{run}.csv": table}
    told = {"state": run, "notices": []}
    return Results(
        folder,
        "overview.docx",
        steps,
        record,
        lambda files: json.dumps({**told, "files": dict(files)}).encode(),
        drafts,
        lambda _: True,
    )


def write_tiny(folder: Path, drafts: Path, run: str) -> None:
    write_results(tiny(folder, drafts, run), what="writing")


def run_of(folder: Path) -> str:
    """The run that every file of a folder is of."""
    record = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))
    run = record["state"]
    assert {*record["files"], "provenance.json"} == {p.name for p in folder.iterdir() if not p.name.startswith(".")}
    assert f"run {run}." in word_lines((folder / "overview.docx").read_bytes())[0].text
    assert (folder / "a.csv").read_text() == (folder / f"{run}.csv").read_text() == run
    return run


@pytest.mark.usefixtures("quick")
def test_after_a_kill_anywhere_the_outputs_are_of_one_run_and_none_counts_as_edited(
    tmp_path: Path, kills: Kills
) -> None:
    out, drafts = tmp_path / "out", tmp_path / "drafts"
    write_tiny(out, drafts, "one")
    seen = set()
    for place in kills(lambda: write_tiny(out, drafts, "two")):
        there = [run for run in ("one", "two") if standing(out, run, drafts)]
        assert there == [run_of(out)], place
        assert not drafts.exists(), f"{place}: a draft of the machine was taken for a person's"
        seen.add(there[0])
        write_tiny(out, drafts, "one")
    assert seen == {"one", "two"}


@pytest.mark.usefixtures("quick")
def test_a_kill_anywhere_loses_no_edit(tmp_path: Path, kills: Kills) -> None:
    out, drafts = tmp_path / "out", tmp_path / "drafts"

    def prepare() -> bytes:
        shutil.rmtree(drafts, ignore_errors=True)
        write_tiny(out, drafts, "one")
        shutil.rmtree(drafts, ignore_errors=True)
        (out / "overview.docx").write_bytes(draft_of("one", "Our"))
        return draft_of("one", "Our")

    edited = prepare()
    for place in kills(lambda: write_tiny(out, drafts, "two")):
        assert edited in {p.read_bytes() for p in (*out.glob("*.docx"), *drafts.glob("*.docx"))}, place
        write_tiny(out, drafts, "two")
        assert run_of(out) == "two"
        assert [p.read_bytes() for p in drafts.glob("*.docx")] == [edited], place
        (base,) = drafts.glob("*.json")
        assert DraftRecord.from_json(base.read_bytes()).lines[0].text == "The draft of the run one."
        edited = prepare()


@pytest.mark.usefixtures("study")
def test_an_overview_that_is_stopped_between_two_files_is_finished_by_the_next(
    codings: Codings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The real files: with the fifth put in place and the others not yet, a run on other documents begins."""
    from send_qual.study import files

    done = write_overview(findings(codings), state="a")
    replace_file, placed = files._replace, []

    class Stopped(BaseException):
        pass

    def stop(old: Path, new: Path) -> None:
        if new.parent == done.folder:
            placed.append(new)
        if len(placed) > 4:
            raise Stopped
        replace_file(old, new)

    with monkeypatch.context() as patch:
        patch.setattr(files, "_replace", stop)
        patch.setattr(files, "_remove", lambda path: None)
        with pytest.raises(Stopped):
            write_overview(findings(codings, since="2024-01-01"), state="b")
    drafts = Path("drafts/tiny").absolute()
    assert standing(done.folder, "a", drafts) is None
    assert standing(done.folder, "b", drafts) is not None
    assert not drafts.exists()
    assert take_edited(done.folder, written_hashes(done.folder), drafts) == ()
    assert settle(done.folder) == ()


# ------------------------------------------------------------------------------------ what changed
OLD = (
    Line("Summary", "Summary"),
    Line("Long waits were identified in most reports (8 of the 10). [1]", "Summary"),
    Line("Staff were praised in a few reports (2 of the 10). [2]", "Summary"),
    Line("“They wait and wait.” (Northmoor, page 2) [3]", "Health: Challenges"),
)
NEW = (
    Line("Summary", "Summary"),
    Line("Long waits were identified in over half of the reports (6 of the 10). [1]", "Summary"),
    Line("Staff were praised in a few reports (2 of the 10). [4]", "Summary"),
)


def test_an_edit_says_whether_it_can_be_carried_over_as_it_is() -> None:
    mine = [replace(line, text=line.text.replace("were", "have been")) for line in OLD[:3]]
    longer, praise, gone = edits(OLD, mine, NEW)
    assert (longer.stands, longer.now) == (False, NEW[1].text), "the machine changed the same paragraph"
    assert praise.stands, "a number in brackets is counted anew by Word and is no change"
    assert (gone.after, gone.now, gone.stands) == ("", "", False)


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("Long waits were seen in most reports (8 of the 10). [1]", ["changed"]),
        ("We visited.", ["deleted", "added"]),
        ("Long waits were identified in most reports (8 of the 10). [7]", []),
    ],
)
def test_a_paragraph_alike_was_changed_another_was_put_in_its_place(words: str, kinds: list[str]) -> None:
    found = edits(OLD, (OLD[0], Line(words, "Summary"), *OLD[2:]), OLD)
    told = ["added" if not e.before else "deleted" if not e.after else "changed" for e in found]
    assert sorted(told) == sorted(kinds)


def test_a_list_in_a_table_that_grew_is_still_that_list() -> None:
    cell = Line("Ormsea, Wexmoor", "Background")
    grown = Line("Ormsea, Wexmoor, Tarnbeck", "Background")
    (edit,) = edits((cell,), (replace(cell, text="Ormsea, Wexmoor (checked)"),), (grown,))
    assert (edit.now, edit.stands) == (grown.text, False)
    (edit,) = edits((cell,), (replace(cell, text="Ormsea, Wexmoor (checked)"),), (Line("Tarnbeck", "Background"),))
    assert edit.now == ""


@pytest.mark.parametrize("end", ["", ".", "?"])
def test_a_sentence_in_the_list_of_edits_ends_once(end: str) -> None:
    mine = (OLD[0], replace(OLD[1], text=f"{OLD[1].text.removesuffix(' [1]')} So we think{end}"), *OLD[2:])
    changes = draft_changes(drawn(OLD, 8), mine, drawn(NEW, 9))
    told = plain([run for block in _blocks(changes) if isinstance(block, Bullet) for run in block.runs])
    assert f"So we think{end or '.'} The new draft has" in told


def _blocks(changes: DraftChanges) -> tuple[Block, ...]:
    return changes_report(changes, "overview.docx", shown=lambda _: True).blocks


def drawn(lines: tuple[Line, ...], n: int, *quoted: Quoted, documents: tuple[str, ...] = ("a", "b")) -> DraftRecord:
    counts = (Counted("issue waits challenge", "Health: waits", n, 10), Counted("theme pfa", "Adulthood", 3, 10))
    return DraftRecord("2031-01-31", "tiny", "report", {d: d.upper() for d in documents}, counts, quoted, "0%", lines)


def test_what_the_machine_changed_is_told_apart_from_what_a_person_did() -> None:
    stays, goes, comes = (Quoted(d, 5, 9, d.upper(), "Health", f"words of {d}") for d in "abc")
    moved = replace(stays, place="Education")
    then, now = drawn(OLD, 8, stays, goes), drawn(NEW, 6, moved, comes, documents=("a", "c"))
    changes = draft_changes(then, OLD, now)
    assert changes.edits == ()
    assert [(r.name, r.before.n, r.after.n, r.points) for r in changes.statements] == [("Health: waits", 8, 6, -20)]
    assert (changes.quotations_came, changes.quotations_went) == ((comes,), (goes,))
    assert [(m.quoted.document, m.before, m.quoted.place) for m in changes.quotations_moved] == [
        ("a", "Health", "Education")
    ]
    assert (changes.documents_came, changes.documents_went) == (("C",), ("B",))
    nothing = draft_changes(then, OLD, then)
    assert not any((nothing.edits, nothing.statements, nothing.quotations_came, nothing.quotations_moved))


def test_words_that_may_not_be_shown_any_more_are_not() -> None:
    gone = Quoted("b", 5, 9, "P07", "Health", "My son waited for years.")
    then = drawn((*OLD, Line("“My son waited for years.” (P07) [4]", "Health")), 8, gone)
    changes = draft_changes(then, OLD, drawn(NEW, 8))
    for may, expected in ((True, True), (False, False)):
        page = html_text(changes_report(changes, "x.docx", shown=lambda _, may=may: may))
        assert ("waited for years" in page) is expected
        assert "P07" in page


@pytest.mark.parametrize(
    ("n", "of", "listed"), [(8, 9, False), (8, 8, True), (7, 10, True), (9, 11, False), (6, 9, True)]
)
def test_a_count_is_listed_where_its_share_moved_not_where_only_documents_came(n: int, of: int, listed: bool) -> None:
    """From 8 of 10: to 8 of 9, 8 of 8, 7 of 10 and so on."""
    then = drawn(OLD, 8)
    now = replace(then, statements=(Counted("issue waits challenge", "Health: waits", n, of),))
    page = html_text(
        changes_report(draft_changes(replace(then, statements=then.statements[:1]), OLD, now), "x.docx", shown=bool)
    )
    assert ("<table" in page) is listed
    assert f"{n} of {of}" in page


def test_a_report_that_keeps_numbers_of_participants_back_does_so_in_the_list_too(tmp_path: Path) -> None:
    quoted = Quoted("s07.docx", 5, 9, "P07", "Health", "They wait.")
    earlier = DraftRecord("2031-01-01", "tiny", "participant", {"s07.docx": "P07"}, (), (quoted,))
    write_bytes(tmp_path / "drafts" / "overview (edited 2031-02-01 10.00.00).docx", draft_of("one"))
    write_bytes(tmp_path / "drafts" / "overview (edited 2031-02-01 10.00.00).json", earlier.to_json())
    for label, told in (("P01", True), ("", False)):
        now = DraftRecord("2031-03-01", "tiny", "participant", {"s01.docx": label}, (), ())
        write_results(replace(tiny(tmp_path / "out", tmp_path / "drafts", "two"), record=now), what="writing")
        page = (tmp_path / "out" / "changes-since-draft.html").read_text(encoding="utf-8")
        assert "They wait." in page
        assert ("P07" in page) is told


def test_a_word_file_as_lines_leaves_out_contents_and_what_was_deleted_under_tracking(codings: Codings) -> None:
    from send_qual.report import draft_report

    draft = draft_report(findings(codings))
    lines = word_lines(word_bytes(draft))
    assert sum((line.text, line.heading) == ("Health", "Health") for line in lines) == 1
    assert not any("Preparation for adulthood" in line.text for line in lines[:3]), "the contents are Word's own"
    assert any(line.heading == "Health: Challenges / improvement areas" for line in lines)
    document = WordFile()
    part = document.add_paragraph("Waits are ").add_run("very long")
    document.add_comment(part, text="Says who?", author="SG", initials="SG")
    out = io.BytesIO()
    document.save(out)
    assert [line.text for line in word_lines(out.getvalue())] == ["Waits are very long"]
    assert word_comments(out.getvalue()) == ("Says who?",)

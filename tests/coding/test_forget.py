"""Forgetting: nothing of who withdrew stays, nothing of the others goes, and a kill in between loses neither."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import openpyxl
import pytest

from send_qual.cli import main
from send_qual.coding import Coding, new_event, open_ledger, read_history
from send_qual.coding.forgetting import forget
from send_qual.coding.forgetting._search import files_below, found_in
from send_qual.coding.forgetting._traces import find_traces
from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError

ASKED = "How did you find the school in the first year?"
ROSA = "Wilhelmina the kitten sat on every plan we ever wrote."
TOM = "The bus to the special school took two hours each way."
BOOK = 'name: tea\nversion: "1"\ncodes: [{id: bus, name: Bus, definition: Buses.}]\n'


def talk(name: str, words: str) -> str:
    return f"Interviewer: {ASKED}\n\n{name}: {words}\n\nInterviewer: And what came then?\n\n{name}: It was slow.\n"


def coded(corpus: Path, coder: str, document: str, words: str) -> None:
    text = read_corpus(corpus)[document].text
    at = text.index(words)
    coding = Coding(document, at, at + len(words), words, "bus", coder, status="applied", memo=f"of {words[:10]}")
    applied = new_event("applied", coder, coding)
    memo = new_event("memo", coder, target=f"document:{document}", memo="Read again.")
    undone = new_event("undone", coder, target=memo.id)
    open_ledger(corpus, coder).append([applied, memo, undone])


@pytest.fixture
def study(tmp_path: Path, monkeypatch) -> Path:
    """Two interviews, raw and pseudonymised, coded by two; with a sheet, a loose table, outputs and an edited draft."""
    home = tmp_path / "study"
    raw, copy = home / "corpora" / "talks", home / "corpora" / "pseudonymised-talks"
    for folder in (raw / "documents", copy / "documents", copy / "key", raw / "reviews", raw / "drafts"):
        folder.mkdir(parents=True)
    (home / "codebooks").mkdir()
    (home / "codebooks" / "tea.yaml").write_text(BOOK, encoding="utf-8")
    for corpus, names in ((raw, ("Rosa Plum", "Tom Fig")), (copy, ("P01", "P02"))):
        for file, name, words in zip(("r.txt", "t.txt"), names, (ROSA, TOM), strict=True):
            (corpus / "documents" / file).write_text(talk(name, words), encoding="utf-8")
    rows = "document,participant,speaker\nr.txt,P01,Rosa Plum\nr.txt,,Interviewer\nt.txt,P02,Tom Fig\n"
    (raw / "attributes.csv").write_text(rows, encoding="utf-8")
    entries = {
        f"{who}.txt": {"source": f"{who}.txt", "source_sha256": "", "text_sha256": "", "labels": [], "replacements": []}
        for who in "rt"
    }
    key = {"version": 1, "documents": entries, "forms": {"wilhelmina": "[name]", "bus": "[name 2]"}}
    key["participants"] = {"r.txt/Rosa Plum": "P01", "t.txt/Tom Fig": "P02"}
    (copy / "key" / "pseudonyms.key.json").write_text(json.dumps(key), encoding="utf-8")
    decisions = f"text,decision,context\nWilhelmina,replace,{ROSA[:30]}\nspecial school,keep,{TOM[11:40]}\n"
    (copy / "decisions.csv").write_text(decisions, encoding="utf-8")
    book = openpyxl.Workbook()
    for row in (("document", "quote"), ("r.txt", ROSA), ("t.txt", TOM)):
        book.active.append(row)
    book.save(raw / "reviews" / "SG.xlsx")
    (home / "codings.csv").write_text(f"document;quote\nr.txt;{ROSA}\nt.txt;{TOM}\n", encoding="utf-8")
    outputs = home / "outputs" / "talks"
    outputs.mkdir(parents=True)
    (outputs / "report.html").write_text(f"<p>{ROSA[:12]}<b>{ROSA[12:]}</b></p>", encoding="utf-8")
    (raw / "drafts" / "report (edited).html").write_text(f"<p>My words, and: {ROSA}</p>", encoding="utf-8")
    monkeypatch.chdir(home)
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    for coder in ("SG", "AB"):
        for corpus in (raw, copy):
            coded(corpus, coder, "r.txt", ROSA)
            coded(corpus, coder, "t.txt", TOM)
    return home


def snapshot(home: Path) -> dict[str, bytes]:
    return {path.relative_to(home).as_posix(): path.read_bytes() for path in files_below(home)}


DRAFT = "corpora/talks/drafts/report (edited).html"
LEFT = f"{DRAFT}: it still holds 1 of its sentences. Take it out by hand, or delete the file."


def assert_forgotten(home: Path, before: dict[str, bytes]) -> None:
    after = snapshot(home)
    holding = [name for name, data in after.items() if b"Wilhelmina" in data or b"wilhelmina" in data]
    assert holding == [DRAFT]  # what a person edited is named, never changed
    assert after[DRAFT] == before[DRAFT]
    assert not [name for name in after if name.endswith("/r.txt")]
    for corpus in ("talks", "pseudonymised-talks"):
        assert after[f"corpora/{corpus}/documents/t.txt"] == before[f"corpora/{corpus}/documents/t.txt"]
        for coder in ("SG", "AB"):
            lines = before[f"corpora/{corpus}/codings/{coder}.jsonl"].splitlines()
            assert after[f"corpora/{corpus}/codings/{coder}.jsonl"].splitlines()[:-1] == lines[3:]
            last = json.loads(after[f"corpora/{corpus}/codings/{coder}.jsonl"].splitlines()[-1])
            assert (last["event"], last["coder"]) == ("forgotten", coder)
    assert after["corpora/talks/attributes.csv"] == b"document,participant,speaker\nt.txt,P02,Tom Fig\n"
    assert after["codings.csv"].decode() == f"document;quote\nt.txt;{TOM}\n"
    assert after["corpora/pseudonymised-talks/decisions.csv"].count(b"\n") == 2
    key = json.loads(after["corpora/pseudonymised-talks/key/pseudonyms.key.json"])
    assert (list(key["documents"]), key["forms"]) == (["t.txt"], {"bus": "[name 2]"})
    assert key["participants"] == {"t.txt/Tom Fig": "P02"}
    sheet = openpyxl.load_workbook(home / "corpora" / "talks" / "reviews" / "SG.xlsx").active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [["document", "quote"], ["t.txt", TOM]]


@pytest.mark.parametrize("what", ["r.txt", "R", "P01", "p01"])
def test_a_document_or_participant_leaves_no_words(study: Path, what: str) -> None:
    before = snapshot(study)
    done = forget(what)
    assert_forgotten(study, before)
    assert [str(fault) for fault in done.left] == [LEFT]
    assert "Copies that others have" in done.beyond[-1]


def test_it_is_listed_first_and_nothing_is_done(study: Path, capsys) -> None:
    before = snapshot(study)
    assert main(["forget", "r.txt", "--dry-run"]) == 1  # a draft is left to be changed by hand
    told = capsys.readouterr()
    assert snapshot(study) == before
    for place in (
        "codings/SG.jsonl: 3 events",
        "documents/r.txt: the text",
        "decisions.csv: 1 rows",
        "SG.xlsx: 1 rows",
    ):
        assert place in told.out
    assert "Wilhelmina" not in told.out + told.err


def test_it_asks_before_it_does(study: Path, capsys, monkeypatch) -> None:
    before = snapshot(study)
    monkeypatch.setattr("typer.confirm", lambda *_, **__: (_ for _ in ()).throw(SystemExit(1)))
    assert main(["forget", "r.txt"]) == 1
    assert snapshot(study) == before
    (study / DRAFT).unlink()
    assert main(["forget", "r.txt", "--yes"]) == 0
    assert "Nothing of it was found." in capsys.readouterr().out


def test_counts_stay_where_a_study_says_so(study: Path) -> None:
    forget("r.txt", keep_counts=True)
    told = read_history(study / "corpora" / "talks", coder="SG")
    assert str(told).splitlines()[-1].endswith("a document was forgotten: 3 events; stood: 1 bus applied")
    again = read_history(study / "corpora" / "talks", coder="SG").to_frame()
    assert len(again) == len(told)


@pytest.mark.parametrize("what", ["r.txt", "P01"])
def test_a_kill_between_any_two_steps_is_made_good_by_doing_it_again(study: Path, what: str, monkeypatch) -> None:
    module = __import__("send_qual.coding.forgetting.forget", fromlist=["_do"])
    whole = module._do
    before = snapshot(study)
    aside = study.with_name("aside")
    shutil.copytree(study, aside)
    steps = len(forget(what, dry=True).removals)
    assert steps == 12
    for killed_at in range(1, steps + 1):
        done = 0

        def step(*arguments, at=killed_at, **options) -> None:
            nonlocal done
            done += 1
            if done > at:
                raise KeyboardInterrupt
            whole(*arguments, **options)

        def stopped(*arguments) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(module, "_do", step)
            patch.setattr(module, "_left", stopped)  # the last of them: everything is gone, and nothing looked for yet
            with pytest.raises(KeyboardInterrupt):
                forget(what)
        (begun,) = study.glob(".forgetting.json")
        assert os.name == "nt" or begun.stat().st_mode & 0o077 == 0
        again = forget(what)
        assert [str(fault) for fault in again.left] == [LEFT], killed_at
        assert not begun.exists()
        assert_forgotten(study, before)
        for path in study.iterdir():
            shutil.rmtree(path) if path.is_dir() else path.unlink()
        shutil.copytree(aside, study, dirs_exist_ok=True)


def test_what_was_stopped_is_said_until_it_is_done_and_comes_first(study: Path, monkeypatch, caplog) -> None:
    module = __import__("send_qual.coding.forgetting.forget", fromlist=["_do"])
    with monkeypatch.context() as patch:
        patch.setattr(module, "_left", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            forget("P01")
    monkeypatch.setattr("send_qual.corpus._sourceless._TOLD", set())
    read_corpus("talks")
    told = 'talks: forgetting P01 was stopped in the midst. Finish it: `send-qual forget "P01"`.'
    assert told in [r.getMessage() for r in caplog.records]
    with pytest.raises(SendQualError, match=r't\.txt: forgetting P01 was stopped .* first: `send-qual forget "P01"`'):
        forget("t.txt")
    forget("P01")
    forget("t.txt")
    assert not list(study.glob(".forget*"))


def test_one_who_speaks_with_others_is_not_taken_out_with_them(study: Path) -> None:
    table = study / "corpora" / "talks" / "attributes.csv"
    table.write_text(table.read_text(encoding="utf-8") + "t.txt,P03,Ada\n", encoding="utf-8")
    before = snapshot(study)
    with pytest.raises(SendQualError, match=r"P02: P03 speaks in t\.txt too\. Forget the document \(t\.txt\)"):
        forget("P02")
    assert snapshot(study) == before


def test_a_name_of_several_corpora_or_of_none_is_asked_about(study: Path) -> None:
    shutil.copytree(study / "corpora" / "talks", study / "corpora" / "others")
    with pytest.raises(SendQualError, match=r"2 corpora have .* --corpus others or --corpus talks"):
        forget("r.txt")
    with pytest.raises(SendQualError, match="no corpus here has a document or participant of this name"):
        forget("nobody")
    forget("r.txt", "talks")
    assert (study / "corpora" / "others" / "documents" / "r.txt").is_file()


def test_words_are_found_whatever_the_format(study: Path) -> None:
    import docx

    traces = find_traces("r.txt")
    document = docx.Document()
    paragraph = document.add_paragraph()
    for n in range(0, len(ROSA), 7):
        paragraph.add_run(ROSA[n : n + 7])
    document.save(study / "letter.docx")
    assert found_in(study / "letter.docx", traces).sentences == 1
    assert not found_in(study / "corpora" / "talks" / "documents" / "t.txt", traces)


def test_a_transcript_taken_away_by_hand_is_told(study: Path, caplog) -> None:
    (study / "corpora" / "talks" / "documents" / "r.txt").unlink()
    read_corpus("talks")
    (told,) = [r.getMessage() for r in caplog.records if r.name == "send_qual"]
    places = "attributes.csv, codings/AB.jsonl, codings/SG.jsonl, the copy pseudonymised-talks"
    assert told == (
        f"talks: r.txt is not in the folder any more, but stands in {places}. "
        'Put it back, or remove what is left of it: `send-qual forget "r.txt"`.'
    )
    before = snapshot(study)
    forget("r.txt")
    assert "r.txt" not in str(snapshot(study).keys())
    assert len(before) > len(snapshot(study))
    caplog.clear()
    read_corpus("talks")
    assert not caplog.records


@pytest.mark.parametrize(
    ("command", "status"),
    [
        (["history", "talks"], 0),
        (["segments", "talks"], 1),  # rows of attributes.csv are about nobody, too
        (["check"], 1),
        (["history", "pseudonymised-talks"], 0),
    ],
)
def test_every_command_says_once_what_no_longer_has_a_source_and_names_forget(
    study: Path, command: list[str], status: int, monkeypatch, capsys, caplog
) -> None:
    monkeypatch.setattr("send_qual.corpus._sourceless._TOLD", set())
    (study / "corpora" / "talks" / "documents" / "r.txt").unlink()
    assert main(command) == status
    told = capsys.readouterr().err + "".join(r.getMessage() for r in caplog.records if r.name == "send_qual")
    assert told.count("is not in the folder any more, but stands in") == (2 if command == ["check"] else 1)
    assert 'send-qual forget "r.txt"' in told


def test_it_is_said_of_the_last_document_too(study: Path, monkeypatch, caplog) -> None:
    monkeypatch.setattr("send_qual.corpus._sourceless._TOLD", set())
    for name in ("r.txt", "t.txt"):
        (study / "corpora" / "talks" / "documents" / name).unlink()
    with pytest.raises(SendQualError, match="has no documents"):
        read_corpus("talks")
    assert [f'forget "{name}"' in caplog.text for name in ("r.txt", "t.txt")] == [True, True]

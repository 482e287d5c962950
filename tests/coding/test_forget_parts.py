"""Forgetting what is no file of its own: rows of a survey, ids of other programs, themes, what a coder learned."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path

import openpyxl
import pytest

from send_qual.coding import Coding, new_event, open_ledger
from send_qual.coding.forgetting import forget
from send_qual.corpus import read_corpus
from send_qual.corpus._readers import removed_from

ROSA = "Wilhelmina the kitten sat on every plan we ever wrote."
TOM = "The bus to the special school took two hours each way."
ADA = "They rang us every Friday, and that was a great help to all."
ANSWERS = f'id,role,What was it like?\nr.plum,parent,"{ROSA}"\nr.fig,parent,"{TOM}"\nada,head,"{ADA}"\n'


@pytest.fixture
def study(tmp_path: Path, monkeypatch) -> Path:
    """A study without documents."""
    (tmp_path / "corpora" / "talks" / "documents").mkdir(parents=True)
    (tmp_path / "codebooks").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path.with_name("cache")))
    return tmp_path


@pytest.fixture
def documents(study: Path) -> Path:
    return study / "corpora" / "talks" / "documents"


def coded(study: Path, document: str) -> None:
    """The document's first words coded by SG."""
    text = read_corpus("talks")[document].text
    coding = Coding(document, 0, 12, text[:12], "bus", "SG", status="applied")
    open_ledger("talks", "SG").append([new_event("applied", "SG", coding)])


def ledger(study: Path) -> list[str]:
    lines = (study / "corpora" / "talks" / "codings" / "SG.jsonl").read_text(encoding="utf-8").splitlines()
    return [row["event"] if row["event"] == "forgotten" else row["document"] for row in map(json.loads, lines)]


# Answers to a survey


@pytest.mark.parametrize("what", ["r.plum", "answers.csv r.plum", "R.Plum"])
def test_a_respondent_goes_and_the_other_rows_stay(study: Path, documents: Path, what: str) -> None:
    (documents / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    for document in ("answers.csv r.plum", "answers.csv r.fig"):
        coded(study, document)
    done = forget(what)
    assert (done.documents, done.left) == (("answers.csv r.plum",), ())
    assert (documents / "answers.csv").read_text(encoding="utf-8") == (
        f'id,role,What was it like?\n\nr.fig,parent,"{TOM}"\nada,head,"{ADA}"\n'.replace(f'"{TOM}"', TOM)
    )
    assert [document.id for document in read_corpus("talks")] == ["answers.csv ada", "answers.csv r.fig"]
    assert ledger(study) == ["answers.csv r.fig", "forgotten"]


def test_respondents_without_a_name_keep_their_rows(study: Path, documents: Path) -> None:
    rows = "\n".join(f'"{words}"' for words in (ROSA, TOM, ADA))
    (documents / "answers.csv").write_text(f"What was it like for you?\n{rows}\n", encoding="utf-8")
    coded(study, "answers.csv row 4")
    forget("answers.csv row 2")
    corpus = read_corpus("talks")
    assert {d.id: d.text.strip() for d in corpus} == {"answers.csv row 3": TOM, "answers.csv row 4": ADA}
    assert ledger(study) == ["answers.csv row 4"]


def test_a_workbook_and_a_table_whose_columns_are_the_documents(study: Path, documents: Path) -> None:
    book = openpyxl.Workbook()
    for row in (("id", "First?", "Second?"), ("a1", ROSA, TOM), ("a2", TOM + " Yes.", ADA)):
        book.active.append(row)
    book.save(documents / "answers.xlsx")
    whole = (documents / "answers.xlsx").read_bytes()
    forget("a1")
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(documents / "answers.xlsx").active]
    assert cells == [["id", "First?", "Second?"], [None] * 3, ["a2", TOM + " Yes.", ADA]]
    (documents / "answers.xlsx").write_bytes(whole)
    (study / "corpora" / "talks" / "corpus.toml").write_text('[survey]\ntext = ["First?", "Second?"]\nby = "column"\n')
    forget("answers.xlsx First?")
    cells = [[cell.value for cell in row] for row in openpyxl.load_workbook(documents / "answers.xlsx").active]
    assert cells == [["id", "First?", "Second?"], ["a1", None, TOM], ["a2", None, ADA]]


def test_a_whole_table_takes_the_codings_of_its_rows_along(study: Path, documents: Path) -> None:
    (documents / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    (documents / "ada.txt").write_text("Somebody else said something of their own here.\n", encoding="utf-8")
    coded(study, "answers.csv ada")
    done = forget("answers.csv")
    assert len(done.documents) == 4
    assert ledger(study) == ["forgotten"]
    assert [document.id for document in read_corpus("talks")] == ["ada.txt"]


def test_what_a_kind_cannot_take_out_of_its_file_is_said(study: Path, documents: Path, monkeypatch) -> None:
    (documents / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    coded(study, "answers.csv ada")
    module = import_module("send_qual.coding.forgetting.forget")
    monkeypatch.setattr(module, "removed_from", lambda path, ids: None)
    done = forget("ada")
    assert str(done.left[0]) == "answers.csv: answers.csv ada cannot be taken out of it from here. Do it by hand."
    assert ledger(study) == ["forgotten"]
    assert removed_from(documents / "answers.csv", frozenset({"nobody"})) is None


# Names


def test_two_files_of_one_stem_are_two_documents(study: Path, documents: Path) -> None:
    (documents / "p1.txt").write_text(f"Rosa: {ROSA}\n", encoding="utf-8")
    (documents / "p1.md").write_text(f"Tom: {TOM}\n", encoding="utf-8")
    for document in ("p1.txt", "p1.md"):
        coded(study, document)
    forget("p1.txt")
    assert [document.id for document in read_corpus("talks")] == ["p1.md"]
    assert ledger(study) == ["p1.md", "forgotten"]


# What the study keeps beside ledgers


def test_ids_and_notes_of_other_programs_go(study: Path, documents: Path) -> None:
    for name, words in (("r.txt", f"Rosa Plum: {ROSA}"), ("t.txt", f"Tom Fig: {TOM}")):
        (documents / name).write_text(words + "\n", encoding="utf-8")
    rosa, tom, coding = "0d5b8e1a-1111-4222-8333-000000000001", "0d5b8e1a-1111-4222-8333-000000000002", "c-1"
    exchange = {
        "documents": {"r.txt": rosa, "t.txt": tom},
        "codes": {"tea:bus": "b-1"},
        "coders": {"SG": "s-1"},
        "codings": {"r.txt#abc@SG": [coding, "p-1"], "t.txt#abc@SG": ["c-2", "p-2"]},
        "closed": [],
        "kept": [
            [rosa, "x-1", "<PDFSelection guid='x-1'/>"],
            ["Notes", "n-1", f"<Note guid='n-1'><PlainTextContent>{ROSA}</PlainTextContent></Note>"],
            ["Notes", "n-2", "<Note guid='n-2'><PlainTextContent>On buses.</PlainTextContent></Note>"],
            ["Sets", "g-1", f"<Set guid='g-1'><M targetGUID='{{{rosa.upper()}}}'/><M targetGUID='{tom}'/></Set>"],
            ["Links", "l-1", f"<Link guid='l-1' originGUID='{coding}' targetGUID='b-1'/>"],
            ["Cases", "k-1", f"<Case guid='k-1' name='R'><SourceRef targetGUID='{rosa}'/></Case>"],
        ],
        "files": [{"name": "p.qdpx", "project": "P", "origin": "", "decisions": ["r.txt was cut", "t.txt too"]}],
    }  # fmt: skip
    path = study / "corpora" / "talks" / "exchange.json"
    path.write_text(json.dumps(exchange), encoding="utf-8")
    assert forget("r.txt").left == ()
    left = json.loads(path.read_text(encoding="utf-8"))
    assert (left["documents"], list(left["codings"]), left["codes"]) == (
        {"t.txt": tom}, ["t.txt#abc@SG"], {"tea:bus": "b-1"},
    )  # fmt: skip
    assert [guid for _, guid, _ in left["kept"]] == ["n-2", "g-1"]
    assert left["kept"][1][2] == f'<Set guid="g-1"><M targetGUID="{tom}"/></Set>'
    assert left["files"][0]["decisions"] == ["t.txt too"]


def test_passages_of_emergent_themes_go(study: Path, documents: Path) -> None:
    for name, words in (("r.txt", ROSA), ("t.txt", TOM)):
        (documents / name).write_text(words + "\n", encoding="utf-8")
    row = {"did": "discarded", "by": "SG", "corpus": "talks", "passages": [["r.txt", 0, 9], ["t.txt", 0, 9]]}
    other = {**row, "corpus": "others"}
    path = study / "codebooks" / "tea.themes.jsonl"
    path.write_text(f"{json.dumps(row)}\n{json.dumps(other)}\n", encoding="utf-8")
    forget("r.txt")
    first, second = map(json.loads, path.read_text(encoding="utf-8").splitlines())
    assert first["passages"] == [["t.txt", 0, 9]]
    assert second == other, "a document of this name in another corpus is another document"


def test_weights_that_learned_from_it_and_what_was_not_looked_into_are_named(study: Path, documents: Path) -> None:
    for name, words in (("r.txt", ROSA), ("t.txt", TOM)):
        (documents / name).write_text(words + "\n", encoding="utf-8")
    corpus = read_corpus("talks")
    for name, document in (("tea", "r.txt"), ("pot", "t.txt")):
        folder = study / "codebooks" / f"{name}.coder"
        folder.mkdir()
        (folder / "card.json").write_text(json.dumps({"corpus": {"1": corpus[document].sha256}}), encoding="utf-8")
    (study / "photo.JPG").write_bytes(b"\xff\xd8")
    for dry in (True, False):
        done = forget("r.txt", dry=dry)
        (told,) = map(str, done.left)
        assert told == (
            "codebooks/tea.coder: the weights in it were learned from it as well (card.json says so). "
            "Train it anew with `send-qual evaluate --keep`, or delete the folder."
        )
        assert done.beyond[0] == (
            "Pictures, sound and what cannot be opened are not looked into; look for yourself: photo.JPG."
        )

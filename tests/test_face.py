"""What ``import send_qual as sq`` offers: every verb of the command line, every type, and verbs that stay verbs."""

from __future__ import annotations

import importlib
import inspect
from pathlib import Path

import pandas as pd
import pytest
from typer.main import get_command

import send_qual as sq
from send_qual.cli._app import app
from send_qual.corpus import Document, Segment, Source

VERBS = {  # command -> its verb in Python; `import` and `next` are words of Python's own
    "overview": "overview",
    "segments": "read_corpus",  # .segments()
    "code": "code",
    "codebook": "codebook_from",
    "themes": "find_themes",
    "evaluate": "evaluate",
    "sample": "double_coding",
    "agreement": "reliability",
    "crosswalk": "read_as",
    "next": "offer_passages",
    "import": "import_codings",
    "review": "review_sheet",
    "history": "read_history",
    "pseudonymise": "pseudonymise",
    "carry": "carry_codings",
    "report": "report",
    "fetch": "fetch",
    "init": "init_study",
    "forget": "forget",
    "export": "export",
    "archive": "archive",
}
OF_THE_SHELL = {"check", "lab", "cache"}  # what looks after the machine and the folders; no datum passes through


def test_every_command_has_its_verb() -> None:
    commands = set(get_command(app).commands)  # type: ignore[attr-defined]
    assert commands == set(VERBS) | OF_THE_SHELL
    assert {verb for verb in VERBS.values() if not callable(getattr(sq, verb))} == set()


@pytest.mark.parametrize("name", [n for n in sq.__all__ if n != "__version__"])
def test_every_public_name_is_there_and_told(name: str) -> None:
    assert inspect.getdoc(getattr(sq, name))


@pytest.mark.parametrize("verb", ["findings", "report", "agreement", "desk"])
def test_a_verb_stays_a_verb_after_its_room_was_imported(verb: str) -> None:
    before = inspect.signature(getattr(sq, verb))
    room = importlib.import_module(f"send_qual.{verb}")
    again = getattr(sq, verb)
    assert inspect.isfunction(again)
    assert inspect.signature(again) == before
    assert again is vars(room)[verb]


def test_a_name_that_is_none_is_refused() -> None:
    with pytest.raises(AttributeError, match="no attribute 'magic'"):
        _ = sq.magic


def _corpus(*texts: str) -> sq.Corpus:
    def document(n: int, text: str) -> Document:
        name = f"{n}.txt"
        area = {"area": "Wexmere" if n % 2 else "Hollin"}
        return Document(name, name, text, (Segment(0, len(text)),), area, Source(name, "", "txt"))

    return sq.Corpus("talks", tuple(document(n, text) for n, text in enumerate(texts)))


def test_a_corpus_is_sliced_drawn_grouped_and_joined() -> None:
    corpus = _corpus("We trust them.", "No trust.", "Nothing.", "They wait.")
    assert [d.id for d in corpus[1:3]] == ["1.txt", "2.txt"]
    assert corpus["3.txt"] is corpus[3]
    assert "3.txt" in corpus
    assert "4.txt" not in corpus
    assert len(corpus.sample(2, seed=1)) == 2
    assert corpus.sample(2, seed=1) == corpus.sample(2, seed=1)
    assert len(corpus.sample(9)) == 4
    assert {k: len(v) for k, v in corpus.by("area").items()} == {("Hollin",): 2, ("Wexmere",): 2}
    assert corpus[:2].concat(corpus[2:]).documents == corpus.documents
    with pytest.raises(sq.SendQualError, match=r"1\.txt"):
        corpus.concat(corpus[1:2])
    assert corpus.kwic("trust")["document"].tolist() == ["0.txt", "1.txt"]
    assert corpus.to_frame()["words"].tolist() == [3, 2, 1, 2]
    assert _corpus().to_frame().empty


def test_a_corpus_in_a_notebook_shows_no_words() -> None:
    assert "trust" not in _corpus("We trust them.")._repr_html_()


def test_codings_go_to_a_table_and_back() -> None:
    row = sq.Coding("0.txt", 3, 8, "trust", "partnership", "SG", facets={"polarity": "facilitator"}, status="applied")
    codings = sq.Codings((row, sq.Coding("1.txt", 3, 8, "trust", "partnership", "panel-1", confidence=0.5)))
    assert sq.Codings.from_frame(codings.to_frame()).rows == codings.rows
    assert codings[:1].concat(codings[1:]).rows == codings.rows
    assert codings[row.key].rows == (row,)
    assert len(codings.sample(1, seed=3)) == 1
    with pytest.raises(sq.SendQualError, match="no column code"):
        sq.Codings.from_frame(codings.to_frame().drop(columns="code"))
    broken = codings.to_frame().assign(start=[3, 99])
    with pytest.raises(sq.SendQualError, match="row 1: span 99-8"):
        sq.Codings.from_frame(broken)


def test_codings_in_a_notebook_are_escaped() -> None:
    codings = sq.Codings((sq.Coding("0.txt", 0, 8, "<script>", "a", "SG"),))
    assert "<script>" not in codings._repr_html_()
    assert isinstance(codings.to_frame(), pd.DataFrame)


def test_import_is_light(root: Path) -> None:
    import subprocess
    import sys

    code = "import sys, send_qual; sys.exit(bool({'pandas', 'spacy', 'docx', 'numpy'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], cwd=root, check=False, timeout=60).returncode == 0

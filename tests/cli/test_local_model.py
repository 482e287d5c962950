"""A model of this machine from its suggestions to the Word file: code, review, import, report."""

from __future__ import annotations

import csv
import shutil
from importlib import import_module
from pathlib import Path

import pytest
from docx import Document
from model_stub import ModelStub, model_server
from openpyxl import load_workbook

from send_qual.cli import main
from send_qual.study import Cache, init_study


@pytest.fixture(scope="module")
def server():
    with model_server() as stub:
        yield stub


@pytest.fixture
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = init_study(tmp_path / "study")
    talks, sample = root / "corpora" / "talks", root / "corpora" / "sample-interviews"
    (talks / "documents").mkdir(parents=True)
    shutil.copy(sample / "documents" / "s01.vtt", talks / "documents")
    rows = (sample / "attributes.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (talks / "attributes.csv").write_text(
        "".join([rows[0], *(r for r in rows if r.startswith("s01"))]), encoding="utf-8"
    )
    monkeypatch.chdir(root)
    answers = Cache("model-answers", folder=tmp_path)
    monkeypatch.setattr(import_module("send_qual.coders.local._coder"), "_CACHE", answers)
    return root


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ('"local:llama3.1:8b@http://models.example/v1"', "a model is asked on this machine only"),
        ('"oracle"', "oracle: there is no such coder"),
        ("7", "`coder` is no name of a coder"),
        ('"local:llama3.1:8b"', ""),
    ],
)
def test_check_tells_of_a_corpus_whose_coder_is_none(said: str, told: str, study: Path, capsys) -> None:
    (study / "corpora" / "talks" / "corpus.toml").write_text(f"coder = {said}\n", encoding="utf-8")
    assert main(["check"]) == bool(told)
    assert (f"corpora/talks: corpus.toml: {told}" if told.startswith("oracle") else told) in capsys.readouterr().err


def test_from_a_models_suggestions_to_the_report_that_names_it(study: Path, server: ModelStub, capsys) -> None:
    coder = f"local:tiny:1b@{server.address}"
    assert main(["code", "talks", "--codebook", "intervention", "--coder", coder, "--out", "made.csv"]) == 0
    with (study / "made.csv").open(encoding="utf-8-sig", newline="") as file:
        made = list(csv.DictReader(file))
    assert {row["coder"] for row in made} == {"local:tiny:1b-1"}
    asked = len(server.asked)
    (study / "corpora" / "talks" / "corpus.toml").write_text(f'coder = "{coder}"\n', encoding="utf-8")
    assert main(["review", "talks", "--codebook", "intervention", "--reviewer", "AB"]) == 0
    sheet = study / "corpora" / "talks" / "reviews" / "review-AB.xlsx"
    book = load_workbook(sheet)
    names = [cell.value for cell in book["Review"][1]]
    for row in book["Review"].iter_rows(min_row=2, max_row=3):
        row[names.index("decision")].value = "accept"
    book.save(sheet)
    assert main(["import", str(sheet), "--into", "talks"]) == 0
    assert main(["report", "talks", "--accept-disclosure", "a test", "--out", "draft"]) == 0
    assert len(server.asked) == asked, "what was answered is kept: the server is asked once"
    text = " ".join(p.text for p in Document(str(study / "draft" / "report.docx")).paragraphs)
    assert f"A machine coder (local:tiny:1b-1) made {len(made)} suggestions" in text
    assert "Of what a language model said on it, only codes of the codebook were taken" in text
    assert f"People reviewed 2 of the {len(made)} suggestions" in text
    capsys.readouterr()
    assert main(["code", "talks", "--codebook", "intervention", "--coder", "local:tiny:1b@http://192.0.2.7/v1"]) == 2
    assert capsys.readouterr().err.count("\n") == 1

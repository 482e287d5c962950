"""``send-qual review``: from the sample to a sheet and back."""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from openpyxl import load_workbook

from send_qual.cli import main
from send_qual.coding import read_codings
from send_qual.study import init_study


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = init_study(tmp_path_factory.mktemp("review") / "study")
    documents = root / "corpora" / "sample-interviews" / "documents"
    for path in sorted(documents.iterdir())[2:]:
        path.unlink()
    (documents.parent / "attributes.csv").unlink()
    return root


@pytest.fixture
def corpus(study: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(study)
    corpus = study / "corpora" / "sample-interviews"
    for made in ("reviews", "codings"):
        shutil.rmtree(corpus / made, ignore_errors=True)
    return corpus


REVIEW = ["review", "sample-interviews", "--codebook", "intervention", "--reviewer", "AB", "--sample", "12"]


def decide(path: Path) -> None:
    book = load_workbook(path)
    names = [cell.value for cell in book["Review"][1]]
    for n, row in enumerate(book["Review"].iter_rows(min_row=2, max_row=5)):
        row[names.index("decision")].value = ("accept", "reject", "recode", "accept")[n]
        other = "workforce" if row[names.index("code")].value.startswith("leadership") else "leadership"
        row[names.index("new code")].value = other if n == 2 else None
    book.save(path)


def test_from_suggestions_to_a_sheet_and_back(corpus: Path, capsys) -> None:
    assert main(REVIEW) == 0
    assert (
        "12 suggestions, 12 to be decided: corpora/sample-interviews/reviews/review-AB.xlsx" in capsys.readouterr().out
    )
    sheet = corpus / "reviews" / "review-AB.xlsx"
    decide(sheet)
    assert main(["import", str(sheet), "--into", "sample-interviews"]) == 0
    out = capsys.readouterr().out
    assert "2 suggestions accepted, 1 rejected, 1 recoded; 8 to decide." in out
    assert main(["import", str(sheet), "--into", "sample-interviews"]) == 0
    assert "nothing new; 4 stood already; 8 to decide." in capsys.readouterr().out
    before = sheet.read_bytes()
    assert main(REVIEW) == 0
    told = capsys.readouterr()
    assert "review-AB.xlsx was filled in and is kept." in told.err
    assert "12 suggestions, 8 to be decided" in told.out, "the same seed draws the same, decided or not"
    assert sheet.read_bytes() == before


def test_of_a_folder_that_is_no_corpus_the_sheet_lies_beside_the_documents_and_is_said(
    study: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    talks = tmp_path / "talks"
    shutil.copytree(study / "corpora" / "sample-interviews" / "documents", talks)
    assert main(["review", "talks", "--codebook", "intervention", "--sample", "2"]) == 0
    assert re.search(r": talks.reviews.review\.xlsx$", capsys.readouterr().out, re.MULTILINE)
    assert main(["segments", "talks"]) == 0, "the sheet is no document"
    assert "of 2 documents" in capsys.readouterr().out


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_sheet_saved_by_libreoffice_comes_back(corpus: Path, tmp_path: Path, capsys) -> None:
    assert main(REVIEW) == 0
    sheet = corpus / "reviews" / "review-AB.xlsx"
    decide(sheet)
    for kind in ("xlsx", "csv:Text - txt - csv (StarCalc):44,34,76"):
        profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", str(tmp_path), str(sheet)]
        subprocess.run(command, capture_output=True, timeout=120, check=True)
        if not (tmp_path / f"review-AB.{kind[:4].rstrip(':')}").exists():
            pytest.skip("LibreOffice is installed without Calc")
    capsys.readouterr()
    assert main(["import", str(tmp_path / "review-AB.xlsx"), "--into", "sample-interviews"]) == 0
    assert "2 suggestions accepted, 1 rejected, 1 recoded" in capsys.readouterr().out
    with (tmp_path / "review-AB.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 12
    assert main(["import", str(tmp_path / "review-AB.csv"), "--into", "sample-interviews"]) == 0
    assert "nothing new; 4 stood already; 8 to decide; kept in reviews/" in capsys.readouterr().out
    assert len(read_codings("sample-interviews")) == 5

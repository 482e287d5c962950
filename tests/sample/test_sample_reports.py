"""The fictional reports: set again from their texts, and in the layout that real reports have."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pypdfium2 as pdfium
import pytest

HERE = Path(__file__).parent
TEXTS = sorted((HERE / "reports").glob("*.md"))


@pytest.fixture(scope="module")
def builder(load_builder: Callable[[str], ModuleType]) -> ModuleType:
    return load_builder("build_reports")


@pytest.mark.parametrize("text", TEXTS, ids=lambda p: p.stem)
def test_the_committed_pdf_is_what_its_text_gives(text: Path, builder: ModuleType, tmp_path: Path) -> None:
    kept = builder.DOCUMENTS / f"{text.stem}.pdf"
    assert builder.build(text, tmp_path).read_bytes() == kept.read_bytes(), (
        f"{kept.name} is not what {text.name} gives: run python tests/sample/build_reports.py"
    )


def test_every_text_has_its_pdf_and_every_pdf_its_text(builder: ModuleType) -> None:
    assert [p.stem for p in sorted(builder.DOCUMENTS.iterdir())] == [p.stem for p in TEXTS]


@pytest.mark.parametrize("text", TEXTS, ids=lambda p: p.stem)
def test_nothing_of_a_text_is_lost_between_the_lines(text: Path, builder: ModuleType) -> None:
    _, sections = builder.read_text(text)
    said = "".join(body for _, body in sections)
    pdf = pdfium.PdfDocument(builder.DOCUMENTS / f"{text.stem}.pdf")
    printed = "".join(page.get_textpage().get_text_bounded() for page in pdf)

    def letters(words: str) -> set[str]:  # words, whichever way a line end or a ligature cut them
        return {w for w in "".join(c if c.isalnum() else " " for c in words).split() if len(w) > 3}

    whole = "".join(c for c in printed.replace("ﬁ", "fi").replace("ﬂ", "fl") if c.isalnum())
    assert {w for w in letters(said) if w not in whole} == set()


@pytest.mark.parametrize("text", TEXTS, ids=lambda p: p.stem)
def test_a_report_says_that_it_is_fictional(text: Path, builder: ModuleType) -> None:
    pdf = pdfium.PdfDocument(builder.DOCUMENTS / f"{text.stem}.pdf")
    assert "This report is fictional" in pdf[len(pdf) - 1].get_textpage().get_text_bounded()
    assert "Fictional" in pdf.get_metadata_dict()["Subject"]


def test_attributes_name_every_document_once_with_its_tranche(builder: ModuleType, root: Path) -> None:
    with (root / "corpora" / "sample-area-send" / "attributes.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["document"]: row for row in csv.DictReader(file)}
    assert list(rows) == [f"{p.stem}.pdf" for p in TEXTS]
    for text in TEXTS:
        facts, _ = builder.read_text(text)
        row = rows[f"{text.stem}.pdf"]
        assert (row["area"], row["tranche"]) == (facts["area"], facts["tranche"])

"""An area that was inspected twice counts once, and whoever reads the overview is told."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from send_qual.coding import Codings
from send_qual.corpus import Corpus
from send_qual.report import overview, word_bytes
from send_qual.report.inspections import draft_report
from send_qual.report.rendering import Bullet, plain


@pytest.fixture
def twice(codings: Codings) -> Corpus:
    """Fernshire was inspected again two years on; the report lies in the folder under another name."""
    first = next(d for d in codings.corpus if d.attributes["area"] == "Fernshire")
    again = replace(first, id="0-again.pdf").with_attributes(inspection_start="2025-09-15", published="2025-11-03")
    return replace(codings.corpus, documents=(again, *codings.corpus.documents))


def _overview(corpus: Corpus, codings: Codings, out: Path, monkeypatch: pytest.MonkeyPatch, **options: str):
    room = import_module("send_qual.report.inspections._overview")
    monkeypatch.setattr(room, "code", lambda corpus, book, progress=None: replace(codings, corpus=corpus))
    monkeypatch.setattr(room, "judge_issues", lambda codings: ())
    return overview(corpus, codebook=codings.codebook, out=out, **options)


def test_the_later_inspection_counts_and_the_report_says_so(
    twice: Corpus, codings: Codings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = _overview(twice, codings, tmp_path, monkeypatch)
    (fault,) = done.left_out
    assert "fernshire" in fault.place.lower()
    assert "0-again.pdf is on Fernshire too (11 September 2023; 15 September 2025)" in fault.problem
    assert fault.mend
    assert done.findings.n == len(twice) - 1
    told = [plain(b.runs) for b in draft_report(done.findings).blocks if isinstance(b, Bullet)]
    assert str(fault) in told
    assert word_bytes(draft_report(done.findings))
    assert _overview(twice, codings, tmp_path, monkeypatch).left_out == (fault,), "an unchanged run says it again"


def test_in_two_tranches_an_area_counts_in_each(
    twice: Corpus, codings: Codings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert not _overview(twice, codings, tmp_path, monkeypatch, compare="2025-01-01").left_out

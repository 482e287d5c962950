"""The main job, with coders that answer from the fixture: what is read, compared, written and told."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import import_module
from pathlib import Path

import pytest

from send_qual.coding import Answer, Codings
from send_qual.corpus import Corpus
from send_qual.errors import Fault, SendQualError
from send_qual.report import overview


@pytest.fixture
def coders(codings: Codings, answers: tuple[Answer, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    """Coders that know the four reports by heart."""

    def code(corpus: Corpus, codebook: object, coder: str = "panel", *, progress: object = None) -> Codings:
        here = {d.id for d in corpus}
        return Codings(tuple(c for c in codings if c.document in here), corpus, codebook)

    def judge_issues(made: Codings) -> tuple[Answer, ...]:
        return tuple(a for a in answers if a.document in {d.id for d in made.corpus})

    monkeypatch.setattr(import_module("send_qual.report.inspections._overview"), "code", code)
    monkeypatch.setattr(import_module("send_qual.report.inspections._overview"), "judge_issues", judge_issues)


@pytest.mark.usefixtures("coders")
def test_two_tranches_are_compared_unasked(in_two_tranches: Codings, tmp_path: Path) -> None:
    done = overview(in_two_tranches.corpus, codebook=in_two_tranches.codebook, out=tmp_path)
    assert done.word == tmp_path / "overview.docx"
    assert all(file.is_file() for file in done.files)
    compared = done.findings.comparison
    asked = json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))["options"]["compare"]
    assert compared.before == asked == "autumn"
    assert len(done.findings.issues) == 2


@pytest.mark.usefixtures("coders")
def test_compared_unasked_the_earlier_is_named_and_not_the_first_by_name(
    in_two_tranches: Codings, tmp_path: Path
) -> None:
    names = {"autumn": "winter-2030", "spring": "spring-2031"}
    renamed = tuple(
        replace(d, attributes={**d.attributes, "tranche": names[d.attributes["tranche"]]})
        for d in in_two_tranches.corpus
    )
    done = overview(replace(in_two_tranches.corpus, documents=renamed), codebook=in_two_tranches.codebook, out=tmp_path)
    asked = json.loads((tmp_path / "provenance.json").read_text(encoding="utf-8"))["options"]["compare"]
    assert done.findings.comparison.before == asked == "winter-2030"


@pytest.mark.usefixtures("coders")
def test_compared_with_another_corpus(codings: Codings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    earlier = replace(codings.corpus, name="last-year", documents=codings.corpus.documents[:1])
    folder = tmp_path / "last-year"
    folder.mkdir()
    monkeypatch.setattr(
        import_module("send_qual.report.inspections._overview"), "read_corpus", lambda name, progress=None: earlier
    )
    later = replace(codings.corpus, documents=codings.corpus.documents[1:])
    done = overview(later, codebook=codings.codebook, compare=str(folder), out=tmp_path / "out")
    assert (done.findings.comparison.before, done.findings.comparison.of) == ("last-year", (1, 3))
    assert done.findings.n == 3
    assert str(tmp_path) not in (tmp_path / "out" / "provenance.json").read_text(encoding="utf-8")


@pytest.mark.usefixtures("coders")
def test_what_was_left_out_and_noticed_is_told(codings: Codings, tmp_path: Path) -> None:
    fault = Fault("scan.pdf", "it holds no text", "Have it read by OCR first")
    first = replace(codings.corpus.documents[0], notices=("it has no outcome",))
    corpus = replace(codings.corpus, documents=(first, *codings.corpus.documents[1:]), left_out=(fault,))
    steps: list[tuple[int, int, str]] = []
    done = overview(corpus, codebook=codings.codebook, out=tmp_path, progress=lambda *step: steps.append(step))
    assert done.left_out == (fault,)
    assert done.notices == (f"{first.id}: it has no outcome",)
    assert steps[-1][0] == steps[-1][1]


@pytest.mark.usefixtures("coders")
def test_a_second_run_replaces_the_files_of_the_first(codings: Codings, tmp_path: Path) -> None:
    first = overview(codings.corpus, codebook=codings.codebook, out=tmp_path)
    second = overview(codings.corpus, codebook=codings.codebook, since="2024-01-01", out=tmp_path)
    assert first.files == second.files
    assert {p.name for p in tmp_path.iterdir()} == {p.name for p in second.files}
    assert second.findings.n == 2


@pytest.mark.usefixtures("coders")
def test_a_tranche_that_is_not_there_is_refused(in_two_tranches: Codings, tmp_path: Path) -> None:
    with pytest.raises(SendQualError, match="no such tranche"):
        overview(in_two_tranches.corpus, codebook=in_two_tranches.codebook, compare="summer", out=tmp_path)
    assert not list(tmp_path.iterdir())


@pytest.mark.usefixtures("coders")
def test_nothing_is_written_again_while_nothing_changed(codings: Codings, tmp_path: Path) -> None:
    first = overview(codings.corpus, codebook=codings.codebook, out=tmp_path)
    stamps = {file: file.stat().st_mtime_ns for file in first.files}
    second = overview(codings.corpus, codebook=codings.codebook, out=tmp_path)
    assert second.files == first.files
    assert {file: file.stat().st_mtime_ns for file in second.files} == stamps
    (tmp_path / "issues.csv").unlink()
    third = overview(codings.corpus, codebook=codings.codebook, out=tmp_path)
    assert (tmp_path / "issues.csv").is_file()
    assert third.findings is not None


@pytest.mark.usefixtures("coders")
def test_one_word_more_in_a_report_or_another_codebook_is_a_new_draft(codings: Codings, tmp_path: Path) -> None:
    overview(codings.corpus, codebook=codings.codebook, out=tmp_path)
    first, *rest = codings.corpus.documents
    changed = replace(codings.corpus, documents=(replace(first, text=first.text + " More."), *rest))
    assert overview(changed, codebook=codings.codebook, out=tmp_path).findings is not None
    assert overview(changed, codebook=codings.codebook, out=tmp_path).findings is None
    book = replace(codings.codebook, version="9.9", sha256="other")
    assert overview(changed, codebook=book, out=tmp_path).findings is not None


@pytest.mark.usefixtures("coders")
def test_a_draft_that_somebody_edited_is_never_lost(
    codings: Codings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    out = tmp_path / "outputs" / "tiny"
    word = overview(codings.corpus, codebook=codings.codebook, out=out).word
    word.write_bytes(b"an hour of an officer's work")
    again = overview(codings.corpus, codebook=codings.codebook, out=out)
    assert word.read_bytes() == b"an hour of an officer's work"
    assert any("edited since it was drafted" in notice for notice in again.notices)
    later = overview(codings.corpus, codebook=codings.codebook, since="2024-01-01", out=out)
    (kept,) = (tmp_path / "drafts" / "tiny").glob("overview (edited *.docx")
    assert kept.read_bytes() == b"an hour of an officer's work"
    assert word.read_bytes().startswith(b"PK")
    assert any(kept.name in notice for notice in later.notices)
    assert {p.name for p in word.parent.iterdir()} == {p.name for p in later.files}

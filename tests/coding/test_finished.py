"""Marking a document, a code in it or a stretch of it as finished; and taking that back."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.cli import main
from send_qual.codebook import read_codebook
from send_qual.coding import (
    Coding,
    Finished,
    Imported,
    Steps,
    carry_codings,
    finish,
    import_codings,
    new_event,
    open_ledger,
    read_finished,
    read_history,
    reopen,
)
from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError

SAID = "We had no data."
TABLE = """document,quote,code,polarity,coder
p01.vtt,We had no data,data/quality,challenge,AB
p01,Nobody knew how many were waiting,data/quality,challenge,AB
p01.vtt,The board helped,intervention/boards,facilitator,CD
"""


def table(folder: Path, more: str = "") -> Path:
    path = folder / "codings.csv"
    path.write_text(TABLE + more, encoding="utf-8")
    return path


def marks(study: Path) -> list[str]:
    return [f"{one.coder}: {one.words}" for one in read_finished(study)]


def test_a_finished_document_is_read_back_told_by_the_history_and_reopened(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    finish(study, "p01.vtt", coder="AB")
    finish(study, "p01.vtt", coder="AB")  # it stands already
    finish(study, "p01.vtt", coder="CD", codebook="intervention", code="data")
    assert marks(study) == ["AB: p01.vtt", "CD: data in p01.vtt"]
    assert reopen(study, "p01.vtt", coder="AB") == 1
    assert reopen(study, "p01.vtt", coder="AB") == 0
    assert marks(study) == ["CD: data in p01.vtt"]
    told = [entry.what for entry in read_history(study, coder="AB", document="p01.vtt")]
    assert told == ["finished p01.vtt", "reopened p01.vtt"]
    assert main(["history", str(study)]) == 0
    assert "CD  finished data in p01.vtt" in capsys.readouterr().out


def test_finishing_is_undone_and_done_again_like_any_gesture(study: Path) -> None:
    finish(study, "p01.vtt", coder="AB")
    ledger = open_ledger(study, "AB")
    for expected in ([], ["AB: p01.vtt"]):
        steps = Steps()
        for event in ledger.read().events:
            steps.take(event)
        ledger.append(steps.undo("AB") if not expected else steps.redo("AB"))
        assert marks(study) == expected
    assert [entry.what for entry in read_history(study)][1:] == [
        "taken back: finished p01.vtt",
        "done again: finished p01.vtt",
    ]


def test_a_stretch_is_found_again_by_its_words_and_left_out_where_they_are_gone(study: Path) -> None:
    text = read_corpus(study)["p01.vtt"].text
    at = text.index(SAID)
    finish(study, "p01.vtt", coder="AB", span=(at, at + len(SAID)))
    file = study / "documents" / "p01.vtt"
    file.write_text(file.read_text(encoding="utf-8").replace("We had no data.", "Well, well. We had no data."))
    corrected = read_corpus(study)
    (mark,) = read_finished(corrected)
    assert mark.span
    assert corrected["p01.vtt"].text[slice(*mark.span)] == SAID
    assert mark.span.start == at + len("Well, well. ")
    file.write_text(file.read_text(encoding="utf-8").replace("Well, well. We had no data. Nobody", "Nobody"))
    assert read_finished(read_corpus(study)) == ()
    assert len(read_finished(study)) == 1, "in the ledger it stays"


def test_what_lies_in_the_finished_part_is_told_by_code_and_by_half_of_the_shorter() -> None:
    def suggested(start: int, end: int, code: str = "data/quality", book: str = "intervention") -> Coding:
        return Coding("p01.vtt", start, end, "", code, "panel-1", codebook=book)

    all_of_it = Finished("p01.vtt", "AB")
    assert all_of_it.covers(suggested(0, 9))
    assert not Finished("p02.vtt", "AB").covers(suggested(0, 9))
    assert Finished("p01.vtt", "AB", code="data").covers(suggested(0, 9))
    assert not Finished("p01.vtt", "AB", code="data/quality").covers(suggested(0, 9, "data"))
    assert not Finished("p01.vtt", "AB", code="dat").covers(suggested(0, 9))
    assert not Finished("p01.vtt", "AB", codebook="area-send").covers(suggested(0, 9))
    stretch = Finished("p01.vtt", "AB", start=0, end=100)
    assert stretch.covers(suggested(95, 105))
    assert not stretch.covers(suggested(96, 106))


def test_what_cannot_be_finished_is_refused_in_words(study: Path) -> None:
    with pytest.raises(SendQualError, match=r"there is no document 'p1.vtt' in this corpus.*folder: p01\.vtt"):
        finish(study, "p1.vtt", coder="AB")
    with pytest.raises(SendQualError, match="90-80 is no passage of it"):
        finish(study, "p01.vtt", coder="AB", span=(90, 80))
    with pytest.raises(SendQualError, match="there is no code 'dat'"):
        finish(study, "p01.vtt", coder="AB", codebook=read_codebook("intervention"), code="dat")
    assert read_finished(study) == ()


def test_only_marks_of_the_code_or_stretch_named_are_reopened(study: Path) -> None:
    text = read_corpus(study)["p01.vtt"].text
    at = text.index(SAID)
    finish(study, "p01.vtt", coder="AB", code="data")
    finish(study, "p01.vtt", coder="AB", code="health")
    finish(study, "p01.vtt", coder="AB", span=(at, at + len(SAID)))
    assert reopen(study, "p01.vtt", coder="AB", code="data") == 1
    assert reopen(study, "p01.vtt", coder="AB", span=(at + len(SAID), at + len(SAID) + 5)) == 0
    assert reopen(study, "p01.vtt", coder="AB", span=(at, at + len(SAID))) == 1
    assert marks(study) == ["AB: health in p01.vtt"]


def test_an_import_marks_its_documents_for_whoever_coded_in_them_once(
    study: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = table(tmp_path)
    assert main(["import", str(file), "--into", str(study), "--finished"]) == 0
    assert "marked as finished: p01.vtt." in capsys.readouterr().out
    assert marks(study) == ["AB: p01.vtt", "CD: p01.vtt"]
    assert {one.codebook for one in read_finished(study)} == {"intervention"}
    before = (study / "codings" / "AB.jsonl").read_bytes()
    import_codings(file, study, finished=True)
    assert (study / "codings" / "AB.jsonl").read_bytes() == before


def test_a_document_with_a_row_that_could_not_be_taken_in_is_not_finished(study: Path, tmp_path: Path) -> None:
    done = import_codings(
        table(tmp_path, "p01.vtt,Words never said by anyone,data,challenge,AB\n"), study, finished=True
    )
    assert (done.applied, done.finished, done.unfinished) == (3, (), ("p01.vtt",))
    assert "not marked as finished, for a row of it could not be taken in: p01.vtt" in str(done)
    assert marks(study) == []


def test_marks_go_over_to_a_copy_of_the_corpus_once(study: Path, tmp_path: Path) -> None:
    copy = tmp_path / "corpora" / "copy"
    (copy / "documents").mkdir(parents=True)
    said = (study / "documents" / "p01.vtt").read_text(encoding="utf-8").replace("The board", "Yes. The board")
    (copy / "documents" / "p01.vtt").write_text(said, encoding="utf-8")
    text = read_corpus(study)["p01.vtt"].text
    at = text.index("The board helped")
    finish(study, "p01.vtt", coder="AB")
    finish(study, "p01.vtt", coder="AB", span=(at, at + 16))
    open_ledger(study, "AB").append([new_event("applied", "AB", Coding("p01.vtt", 0, 4, text[:4], "data", "AB"))])
    for _ in range(2):
        carry_codings(study, copy)
        whole, stretch = read_finished(read_corpus(copy))
        assert whole.span is None
        assert stretch.span
        assert read_corpus(copy)["p01.vtt"].text[slice(*stretch.span)] == "The board helped"


@pytest.mark.parametrize(("documents", "told"), [(12, "a11"), (13, "a11 and 1 more"), (1800, "a11 and 1,788 more")])
def test_of_many_documents_the_first_are_named(documents: int, told: str) -> None:
    assert str(Imported(finished=tuple(f"a{n}" for n in range(documents)))).endswith(told)

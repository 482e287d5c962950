"""New codes made at the desk: in the codebook's file at once, and out of it again with the gesture taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import tea

from send_qual.codebook import read_codebook
from send_qual.coding import Codings, Ledger, open_ledger, read_history
from send_qual.corpus import read_corpus
from send_qual.desk import Work, open_work
from send_qual.desk._bridge import Bridge
from send_qual.errors import Fault, SendQualError

home, opened, on = tea.home, tea.opened, tea.on


@pytest.fixture
def book(home: Path) -> Path:
    path = home / "book.yaml"
    path.write_text("# our own remark\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
    return path


@pytest.fixture
def work(book: Path) -> Iterator[Work]:
    with opened(book.parent) as work:
        yield work


def test_a_new_code_is_in_the_file_with_its_comments_and_can_be_used_at_once(work: Work, book: Path) -> None:
    code = work.new_code("Waiting & waiting", parent="data", example="waited and waited")
    assert (code.id, code.name, code.added_by) == ("data/waiting-waiting", "Waiting & waiting", "SG")
    assert code.origin == "inductive"
    assert "# our own remark" in book.read_text(encoding="utf-8")
    assert read_codebook(book)[code.id].examples == ("waited and waited",)
    assert work.apply("p02.txt", 3, 9, code.id).code == code.id
    with pytest.raises(SendQualError, match="there is a code `data/waiting-waiting` already"):
        work.new_code("Waiting, waiting", parent="data")
    with pytest.raises(SendQualError, match="no name"):
        work.new_code("  ")


def test_a_code_that_another_added_can_be_used_and_a_broken_codebook_stops_nobody(work: Work, book: Path) -> None:
    told: list[bool] = []
    work.on_change.append(lambda: told.append("waiting" in work.codebook))
    with opened(book.parent, "TR") as other:
        other.new_code("Waiting")
    assert told == [True]
    book.write_text("codes: [", encoding="utf-8")
    assert not work.refresh()
    assert "cannot be read as it is now" in str(work.notices[-1])
    assert work.apply("p02.txt", 3, 9, "waiting").code == "waiting"


def test_a_new_code_and_what_was_coded_with_it_are_taken_back_and_done_again_in_order(work: Work, book: Path) -> None:
    before = book.read_bytes()
    work.apply("p01.txt", 0, 15, "data")
    code = work.new_code("Waiting", parent="data", definition="Who waits: all of them.", example="waited")
    after = book.read_bytes()
    work.apply("p02.txt", 3, 9, code.id)
    work.memo(f"code:{code.id}", "too broad?")
    assert [work.undo() for _ in range(3)] == [
        "memo written on the code Waiting",
        "coded as Waiting in p02.txt",
        "new code Waiting",
    ]
    assert book.read_bytes() == before
    assert code.id not in work.codebook
    assert [c.code for c in work.standing()] == ["data"]
    assert (work.can_redo, work.redo()) == ("new code Waiting", "new code Waiting")
    assert book.read_bytes() == after
    assert work.codebook[code.id] == code
    assert [work.redo() for _ in range(3)] == ["coded as Waiting in p02.txt", "memo written on the code Waiting", ""]
    assert [c.code for c in work.standing()] == ["data", code.id]
    for _ in range(4):
        work.undo()
    assert (book.read_bytes(), work.standing(), work.can_undo) == (before, (), "")


def test_undoing_a_code_goes_on_after_the_desk_was_closed_and_the_history_tells_it(work: Work, book: Path) -> None:
    before = book.read_bytes()
    work.new_code("Waiting")
    work.close()
    with opened(book.parent) as again:
        assert again.undo() == "new code Waiting"
        assert book.read_bytes() == before
    with opened(book.parent) as again:
        assert again.redo() == "new code Waiting"
        assert "waiting" in again.codebook
    whats = ["new code Waiting", "taken back: new code Waiting", "done again: new code Waiting"]
    assert [entry.what for entry in read_history(book.parent)] == whats


def theirs(home: Path, gesture: Callable[[Work], object]) -> None:
    with opened(home, "TR") as other:
        gesture(other)


@pytest.mark.parametrize(
    ("meanwhile", "why"),
    [
        (lambda home: theirs(home, lambda w: w.apply("p02.txt", 3, 9, "waiting")), "TR has coded with it"),
        (lambda home: theirs(home, lambda w: w.memo("code:waiting", "why?")), "TR has a memo on it"),
        (lambda home: theirs(home, lambda w: w.new_code("Long", parent="waiting")), "it has sub-codes now"),
        (
            lambda home: (home / "book.yaml").write_text(
                (home / "book.yaml").read_text(encoding="utf-8").replace("to be defined", "and defined"),
                encoding="utf-8",
            ),
            "its entry was changed since",
        ),
    ],
)
def test_a_code_that_others_use_or_changed_stays_and_undoing_goes_on(
    work: Work, book: Path, meanwhile: Callable[[Path], object], why: str
) -> None:
    work.apply("p01.txt", 0, 15, "data")
    work.new_code("Waiting")
    meanwhile(book.parent)
    there = book.read_bytes()
    answer = Bridge(work).answer({"n": 1, "do": "undo"})
    assert answer == {
        "re": 1,
        "words": "new code Waiting",
        "stays": f"The code Waiting stays in the codebook: {why}.",
    }
    assert book.read_bytes() == there
    assert work.undo() == "coded as Data in p01.txt"
    work.redo()
    assert work.redo() == "new code Waiting", "it is there: nothing is written"
    assert book.read_bytes() == there


def test_a_code_used_in_another_corpus_of_the_study_stays(tmp_path: Path, home: Path, book: Path) -> None:
    for name in ("pilot", "main"):
        folder = tmp_path / "corpora" / name / "documents"
        folder.mkdir(parents=True)
        (folder / "p01.txt").write_text(tea.P01, encoding="utf-8")
    with open_work(read_corpus(tmp_path / "corpora" / "main"), read_codebook(book), "SG") as work:
        work.new_code("Waiting")
        with open_work(read_corpus(tmp_path / "corpora" / "pilot"), work.codebook, "SG") as pilot:
            pilot.apply("p01.txt", 0, 15, "waiting")
        assert work.undo() == "The code Waiting stays in the codebook: SG has coded with it in pilot."


def test_a_code_that_a_machine_suggests_stays(work: Work, book: Path) -> None:
    work.new_code("Waiting")
    suggested = Codings((on(book.parent, "We had no data.", "waiting"),))
    with opened(book.parent, suggestions=suggested) as other:
        assert other.undo() == "The code Waiting stays in the codebook: panel-1 suggests it."


def test_what_others_wrote_into_the_codebook_meanwhile_stays(work: Work, book: Path) -> None:
    work.new_code("Waiting")
    theirs(book.parent, lambda w: w.new_code("Hoping"))
    text = book.read_text(encoding="utf-8").replace("# our own remark", "# our remark of May")
    book.write_text(text, encoding="utf-8")
    assert work.undo() == "new code Waiting"
    assert [code.id for code in work.codebook] == ["data", "data/quality", "data/use", "leadership", "hoping"]
    assert "# our remark of May" in book.read_text(encoding="utf-8")


def test_a_codebook_with_a_fault_is_not_touched_and_nothing_is_undone(work: Work, book: Path) -> None:
    work.new_code("Waiting")
    good = book.read_text(encoding="utf-8")
    book.write_text(good + "codes: [", encoding="utf-8")
    with pytest.raises(SendQualError):
        work.undo()
    assert work.can_undo == "new code Waiting"
    book.write_text(good, encoding="utf-8")
    assert work.undo() == "new code Waiting"


def test_a_code_taken_out_by_hand_is_undone_without_a_word(work: Work, book: Path) -> None:
    before = book.read_bytes()
    work.new_code("Waiting")
    book.write_bytes(before)
    assert work.undo() == "new code Waiting"
    assert book.read_bytes() == before


def test_a_code_that_cannot_be_noted_in_the_ledger_is_not_left_in_the_file(
    work: Work, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = book.read_bytes()

    def busy(*_: object) -> None:
        raise SendQualError(Fault("SG.jsonl", "another program is writing to this ledger"))

    monkeypatch.setattr(Ledger, "append", busy)
    with pytest.raises(SendQualError, match="another program"):
        work.new_code("Waiting")
    assert book.read_bytes() == before
    assert "waiting" not in work.codebook


def test_the_browser_is_told_of_the_codebook_and_of_keys_that_have_no_code_any_more(
    work: Work, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    bridge = Bridge(work)
    bridge.answer({"n": 1, "do": "hello"})
    assert bridge.answer({"n": 2, "do": "new_code", "name": "Waiting"})["code"] == "waiting"
    assert bridge.answer({"n": 3, "do": "pin", "digit": "2", "code": "waiting"})["pins"]["2"] == "waiting"
    bridge.news()
    bridge.answer({"n": 4, "do": "undo"})
    (push,) = bridge.news()
    assert "waiting" not in {code["id"] for code in push["codebook"]["codes"]}
    assert "waiting" not in push["pins"].values()
    bridge.answer({"n": 5, "do": "redo"})
    (push,) = bridge.news()
    assert "waiting" in {code["id"] for code in push["codebook"]["codes"]}
    assert push["pins"]["2"] == "waiting"


def test_everything_taken_in_at_once_is_one_step(home: Path) -> None:
    from send_qual.coding import import_codings, keep_decisions

    table = home / "codings.csv"
    table.write_text(
        "document,quote,code,coder\np01.txt,We had no data.,data,SG\np01.txt,Nobody knew,data,SG\n", encoding="utf-8"
    )
    suggested = Codings((on(home, "The board helped", "leadership"), on(home, "Thank you", "leadership")))
    with opened(home, suggestions=suggested) as work:
        import_codings(table, home, codebook=str(home / "book.yaml"))
        keys = [c.key for c in suggested]
        keep_decisions(suggested, home, "SG", accepted=keys[:1], rejected=keys[1:])
        assert [(c.code, c.status) for c in work.standing()] == [
            ("data", "applied"),
            ("data", "applied"),
            ("leadership", "accepted"),
        ]
        work.undo()
        assert [c.status for c in work.standing()] == ["applied", "applied", "suggested", "suggested"]
        assert work.undo() == "2 codings at once (2 applied)"
        assert [c.status for c in work.standing()] == ["suggested", "suggested"]
    assert open_ledger(home, "SG").read().notices == ()

"""Two desks at once, a desk that dies, and what Python does while a desk is open."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import tea

from send_qual.codebook import read_codebook
from send_qual.coding import Coding, Codings, keep_codings, keep_decisions, new_event, open_ledger, read_codings
from send_qual.corpus import read_corpus
from send_qual.desk._work import open_work
from send_qual.errors import SendQualError

opened = tea.opened
TEXT = "".join(f"Sentence {n} says that somebody waited. " for n in range(600))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tea.laid_out(tmp_path, TEXT)


DESK = """
import sys
from send_qual.codebook import read_codebook
from send_qual.corpus import read_corpus
from send_qual.desk._work import open_work
work = open_work(read_corpus(sys.argv[1]), read_codebook(sys.argv[1] + "/book.yaml"), "SG")
print("read only" if work.read_only else "ready", flush=True)
for n in range(int(sys.argv[2])):
    coding = work.apply("p01.txt", n, n + 9, "data/quality")
    if n % 5 == 1:
        coding = work.change(work.id_of(coding), code="data/use")
    print(work.id_of(coding), flush=True)
print("done", flush=True)
sys.stdin.read()
"""


def elsewhere(home: Path, gestures: int = 0) -> subprocess.Popen[str]:
    """Another notebook in which SG codes; it stays open until it is killed or its input ends."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-c", DESK, str(home), str(gestures)], text=True, **pipes)


def first_line(desk: subprocess.Popen[str]) -> str:
    assert desk.stdout
    return desk.stdout.readline().strip()


def free(home: Path) -> bool:
    """Whether another process could have SG's desk."""
    ask = "import sys, filelock; filelock.FileLock(sys.argv[1], timeout=0).acquire()"
    lock = home / "codings" / ".SG.desk.jsonl.lock"
    return subprocess.run([sys.executable, "-c", ask, str(lock)], capture_output=True, check=False).returncode == 0


def test_two_coders_see_each_others_codings_after_a_refresh_and_only_when_there_is_news(home: Path) -> None:
    with opened(home, "TR") as other:
        told: list[int] = []
        other.on_change.append(lambda: told.append(1))
        assert (other.read_only, other.refresh(), told) == ("", False, [])
        desk = elsewhere(home, 3)
        assert first_line(desk) == "ready"
        ids = [first_line(desk) for _ in range(3)]
        assert first_line(desk) == "done"
        assert other.refresh()
        assert told == [1]
        assert [other.id_of(c) for c in other.standing()] == ids
        assert other.standing(others=False) == ()
        assert not other.refresh()
        desk.communicate(timeout=20)


def test_a_second_desk_of_one_coder_is_told_and_reads_until_the_first_is_closed(home: Path) -> None:
    desk = elsewhere(home, 1)
    assert first_line(desk) == "ready"
    first_line(desk)
    with opened(home) as second:
        assert "SG has another desk open" in second.read_only
        assert len(second.standing()) == 1
        for gesture in (
            lambda: second.apply("p01.txt", 0, 8, "data/use"),
            lambda: second.remove(second.id_of(second.standing()[0])),
            lambda: second.memo("document:p01.txt", "hm"),
            lambda: second.new_code("Waiting"),
            second.undo,
            second.redo,
        ):
            with pytest.raises(SendQualError, match="SG has another desk open") as refused:
                gesture()
            assert len(refused.value.faults) == 1
        assert len(second.standing()) == 1
        desk.communicate(timeout=20)
        assert second.refresh(), "the first was closed: this one may code now"
        assert second.read_only == ""
        assert second.undo().startswith("coded as")
        assert second.standing() == ()


def test_a_desk_that_was_killed_is_no_obstacle(home: Path) -> None:
    desk = elsewhere(home)
    assert first_line(desk) == "ready"
    desk.kill()
    desk.wait(timeout=20)
    with opened(home) as work:
        assert work.read_only == ""
        work.apply("p01.txt", 0, 8, "data/use")


def test_a_cell_run_again_does_not_lock_its_coder_out_and_both_desks_show_the_same(home: Path) -> None:
    with opened(home) as first, opened(home) as second:
        assert first.read_only == second.read_only == ""
        first.apply("p01.txt", 0, 8, "data/use")
        second.apply("p01.txt", 9, 11, "data/use")
        assert first.standing() == second.standing()
        assert len(first.standing()) == 2
        first.close()
        second.apply("p01.txt", 20, 30, "data/use")
        with pytest.raises(SendQualError, match="this desk was closed"):
            first.apply("p01.txt", 0, 9, "data/use")
        assert not free(home), "it is still held by the second"
    assert free(home)


def test_a_folder_that_cannot_be_written_is_for_reading(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from filelock import FileLock

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(FileLock, "acquire", refuse)
    with opened(home) as work:
        assert "cannot be written (Permission denied)" in work.read_only


def test_a_corpus_without_a_folder_is_refused(home: Path) -> None:
    from dataclasses import replace

    with pytest.raises(SendQualError, match="no place to keep codings"):
        open_work(replace(read_corpus(home), home=None), read_codebook(home / "book.yaml"), "SG")


def test_what_python_writes_into_a_ledger_is_shown_at_once(home: Path) -> None:
    machine = Coding("p01.txt", 0, 8, "Sentence", "data/use", "panel-1", codebook="tea")
    with opened(home, suggestions=Codings((machine,))) as work:
        told: list[int] = []
        work.on_change.append(lambda: told.append(len(work.standing())))
        mine = Coding("p01.txt", 9, 15, TEXT[9:15], "data/quality", "SG", codebook="tea")
        open_ledger(home, "SG").append([new_event("applied", "SG", mine)])
        open_ledger(home, "TR").append([new_event("applied", "TR", mine)])
        keep_decisions(Codings((machine,)), home, "SG", rejected=[machine.key])
        assert told == [2, 3, 2]
        assert work.can_undo == "rejected (panel-1's): Use of data in p01.txt"


def test_codings_kept_from_python_are_shown_and_undone_as_one_gesture(home: Path) -> None:
    with opened(home) as work:
        codings = Codings((), work.corpus, work.codebook)
        codings = codings.apply("p01.txt", 0, 8, "data/use", coder="SG").apply("p01.txt", 9, 15, "data", coder="SG")
        assert keep_codings(codings, "SG") == 2
        assert [(c.start, c.code) for c in work.standing()] == [(0, "data/use"), (9, "data")]
        assert work.undo() == "2 codings at once (2 applied)"
        assert work.standing() == ()


def test_a_view_that_fails_does_not_deny_what_was_saved(home: Path) -> None:
    def dies() -> None:
        raise RuntimeError

    with opened(home) as work:
        told: list[int] = []
        work.on_change += [dies, lambda: told.append(1)]
        with pytest.warns(UserWarning, match="could not follow"):
            work.apply("p01.txt", 0, 8, "data/use")
        assert told == [1]
        assert len(read_codings(home)) == 1


def test_a_ledger_that_was_replaced_or_deleted_is_read_anew(home: Path) -> None:
    with opened(home, "TR") as work:
        ledger = open_ledger(home, "SG")
        for n in range(4):
            ledger.append([new_event("applied", "SG", Coding("p01.txt", n, n + 1, TEXT[n : n + 1], "data/use", "SG"))])
        assert len(work.standing()) == 4
        data = ledger.path.read_bytes().splitlines(keepends=True)
        ledger.path.write_bytes(data[2] + data[0])  # as git may, when branches are merged
        assert work.refresh()
        assert [c.start for c in work.standing()] == [0, 2]
        ledger.path.write_bytes(data[3] + data[2] + data[0])  # longer, and another history
        assert work.refresh()
        assert [c.start for c in work.standing()] == [0, 2, 3]
        ledger.path.unlink()
        assert work.refresh()
        assert work.standing() == ()


def test_a_torn_line_is_told_at_opening_and_a_line_being_written_is_waited_for(home: Path) -> None:
    ledger = open_ledger(home, "SG")
    coding = Coding("p01.txt", 0, 8, "Sentence", "data/use", "SG")
    ledger.append([new_event("applied", "SG", coding)])
    whole = ledger.path.read_bytes()
    ledger.path.write_bytes(whole + whole[:50])
    with opened(home) as work, opened(home, "TR") as other:
        assert "its last line was torn" in str(work.notices[0])
        work.apply("p01.txt", 20, 30, "data/use")
        with ledger.path.open("ab") as file:
            half = whole.replace(b"data/use", b"data/quality")
            file.write(half[:50])
            file.flush()
            other.refresh()
            assert len(other.standing()) == 2
            file.write(half[50:])
        assert other.refresh()
        assert [c.code for c in other.standing()] == ["data/quality", "data/use"]


def test_codings_of_a_document_that_is_not_here_are_named(home: Path) -> None:
    open_ledger(home, "SG").append([new_event("applied", "SG", Coding("old.txt", 0, 4, "wait", "data/use", "SG"))])
    with opened(home) as work:
        assert work.standing() == ()
        assert "codings of documents that are not in this corpus: old.txt" in str(work.notices[0])

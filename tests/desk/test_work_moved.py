"""A transcript that was corrected while it lay coded: what moved is listed, what is lost is kept and listed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import tea

from send_qual.codebook import read_codebook
from send_qual.coding import Coding, Codings, anchor, coded, read_codings
from send_qual.corpus import read_corpus
from send_qual.desk import Work, open_work
from send_qual.desk._bridge import Bridge
from send_qual.errors import SendQualError

opened = tea.opened
TALK = """We had no data, and nobody knew how many were waiting.

The board helped, it really did, because somebody looked.

In the end the plan was written, but nobody ever read it to us.
"""
CORRECTED = TALK.replace("We had no data", "Well, we had hardly any data").replace("somebody looked", "Jo had looked")


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tea.laid_out(tmp_path, TALK)


def correct(home: Path, text: str) -> None:
    (home / "documents" / "p01.txt").write_text(text, encoding="utf-8")


def apply(work: Work, words: str, code: str = "data") -> Coding:
    start = work.corpus["p01.txt"].text.index(words)
    return work.apply("p01.txt", start, start + len(words), code)


def quotes(work: Work) -> list[str]:
    return [coding.quote for coding in work.standing()]


def test_codings_follow_a_corrected_text_and_those_that_ask_for_a_look_come_first(home: Path) -> None:
    with opened(home) as work:
        ids = [
            work.id_of(apply(work, words))
            for words in ("nobody knew how many", "We had no data", "the plan was written")
        ]
        assert (work.moved, work.lost) == ((), ())
    correct(home, CORRECTED)
    with opened(home) as work:
        assert quotes(work) == ["we had hardly any data", "nobody knew how many", "the plan was written"]
        assert [work.id_of(c) for c in work.standing()] == [ids[1], ids[0], ids[2]], "ids are as they were"
        assert [(m.id, m.sure) for m in work.moved] == [(ids[1], False), (ids[0], True), (ids[2], True)]
        assert work.moved[0].before.quote == "We had no data"
        assert work.moved[0].likeness < 100 == work.moved[1].likeness
        assert work.lost == ()


def test_a_moved_coding_takes_every_gesture(home: Path) -> None:
    with opened(home) as work:
        apply(work, "nobody knew how many")
        apply(work, "The board helped", "leadership")
    correct(home, CORRECTED)
    with opened(home) as work:
        data, board = work.standing()
        assert apply(work, "nobody knew how many") == data, "it stands there already"
        work.memo(work.id_of(data), "hm")
        assert work.coding(work.id_of(data)).memo == "hm"
        now = work.change(work.id_of(data), facets={"polarity": "challenge"})
        assert (now.facets.get("polarity", ""), now.memo) == ("challenge", "hm")
        work.remove(work.id_of(board))
        assert quotes(work) == ["nobody knew how many"]
        work.undo()
        assert quotes(work) == ["nobody knew how many", "The board helped"]


def test_confirming_writes_the_new_place_and_is_one_step(home: Path) -> None:
    with opened(home) as work:
        for words in ("nobody knew how many", "We had no data"):
            apply(work, words)
    correct(home, CORRECTED)
    with opened(home) as work:
        seen = work.standing()
        work.confirm(*(one.id for one in work.moved))
        assert work.moved == ()
        assert [(c.start, c.quote) for c in work.standing()] == [(c.start, c.quote) for c in seen]
        assert [c.start for c in read_codings(home)] == [c.start for c in seen]
        work.undo()
        assert len(work.moved) == 2
        with pytest.raises(SendQualError, match="it is not among those that moved"):
            work.confirm("p01.txt#0123456789abcdef@SG")


def test_a_lost_coding_is_kept_and_listed_and_comes_back_with_its_words(home: Path) -> None:
    with opened(home) as work:
        apply(work, "nobody knew how many were waiting")
        apply(work, "The board helped", "leadership")
    correct(home, TALK.replace(", and nobody knew how many were waiting", ""))
    with opened(home) as work:
        assert quotes(work) == ["The board helped"]
        assert [one.coding.quote for one in work.lost] == ["nobody knew how many were waiting"]
    correct(home, TALK)
    with opened(home) as work:
        assert len(work.standing()) == 2
        assert work.lost == work.moved == ()


def without_the_waiting(home: Path) -> tuple[Work, Bridge]:
    """A desk on a text that has lost one of its two coded passages."""
    with opened(home) as work:
        coding = apply(work, "nobody knew how many were waiting")
        work.memo(work.id_of(coding), "ask again")
        work.change(work.id_of(coding), facets={"polarity": "challenge"})
        apply(work, "The board helped", "leadership")
    correct(home, "😀 " + TALK.replace(", and nobody knew how many were waiting", ""))
    work = opened(home)
    return work, Bridge(work)


def asked(bridge: Bridge, verb: str, **fields: object) -> dict[str, Any]:
    answer = bridge.answer({"n": 7, "do": verb, **fields})
    assert answer.pop("re") == 7
    return answer


def units(work: Work, words: str) -> dict[str, int]:
    """Where words stand, as the browser counts."""
    text = work.corpus["p01.txt"].text
    before = len(text[: text.index(words)].encode("utf-16-le")) // 2
    return {"start": before, "end": before + len(words)}


def test_the_browser_has_a_list_of_what_is_lost_with_where_to_look_for_it(home: Path) -> None:
    work, bridge = without_the_waiting(home)
    with work:
        told = asked(bridge, "hello")
        assert "1 coding has no place in the text any more: kept, and listed" in told["notice"]
        (row,) = told["state"]["lost"]["rows"]
        near = row.pop("near")
        text = work.corpus["p01.txt"].text.encode("utf-16-le")
        assert text[2 * near[0] : 2 * near[1]].decode("utf-16-le").strip("😀 ") == "We had no data."
        assert row.pop("created")
        assert row == {
            "id": work.lost[0].id,
            "document": "p01.txt",
            "title": work.corpus["p01.txt"].title,
            "here": True,
            "code": "data",
            "facets": {"polarity": "challenge"},
            "coder": "SG",
            "memo": "ask again",
            "quote": "nobody knew how many were waiting",
            "why": "Its words are not in the text any more.",
        }
        (moved,) = told["state"]["moved"]["rows"]
        assert (moved["was"], moved["quote"], moved["sure"]) == ("The board helped", "The board helped", False)
        assert "those around them were changed" in moved["why"]
        assert {name: moved[name] for name in ("start", "end")} == units(work, "The board helped")


def test_what_is_lost_is_placed_again_on_the_selection_and_that_is_taken_back(home: Path) -> None:
    work, bridge = without_the_waiting(home)
    with work:
        (row,) = asked(bridge, "hello")["state"]["lost"]["rows"]
        placed = asked(bridge, "place", id=row["id"], document="p01.txt", **units(work, "We had no data"))
        (push,) = bridge.news()
        assert push["lost"] == {"rows": [], "more": 0}
        assert [one["id"] for one in push["set"]] == [placed["id"]]
        now = work.coding(placed["id"])
        assert (now.quote, now.code, now.facets.get("polarity", ""), now.memo) == (
            "We had no data",
            "data",
            "challenge",
            "ask again",
        )
        assert asked(bridge, "undo")["words"] == "passage of a coding changed: Data (challenge) in p01.txt"
        (push,) = bridge.news()
        assert (push["lost"]["rows"], push["gone"]) == ([row], [placed["id"]])
        asked(bridge, "redo")
        assert work.lost == ()
        assert (
            "it is not among those that are lost"
            in asked(bridge, "place", id=row["id"], document="p01.txt", start=0, end=2)["error"]
        )


def test_what_is_lost_is_dropped_and_that_is_taken_back(home: Path) -> None:
    work, bridge = without_the_waiting(home)
    with work:
        lost = asked(bridge, "hello")["state"]["lost"]
        asked(bridge, "drop", ids=[row["id"] for row in lost["rows"]])
        assert bridge.news()[0]["lost"]["rows"] == []
    with opened(home) as work:
        assert work.lost == (), "nor does it come back with the next desk"
        assert [c.quote for c in read_codings(home)] == ["The board helped"]
        work.undo()
        assert [one.coding.memo for one in work.lost] == ["ask again"]
        work.drop(work.lost[0])
        assert work.lost == ()


def test_moved_codings_are_confirmed_together(home: Path) -> None:
    with opened(home) as work:
        for words in ("nobody knew how many", "We had no data", "the plan was written"):
            apply(work, words)
    correct(home, CORRECTED)
    with opened(home) as work:
        bridge = Bridge(work)
        rows = asked(bridge, "hello")["state"]["moved"]["rows"]
        assert [row["why"].partition(":")[0].partition(";")[0] for row in rows] == [
            "Its words were changed",
            "Its words are as they were",
            "Its words are as they were",
        ]
        asked(bridge, "confirm", ids=[row["id"] for row in rows])
        assert work.moved == ()
        work.undo()
        assert len(work.moved) == 3


def test_codings_of_a_renamed_document_are_listed_and_can_be_placed_in_it(home: Path) -> None:
    with opened(home) as work:
        apply(work, "The board helped", "leadership")
    (home / "documents" / "p01.txt").rename(home / "documents" / "interview 1.txt")
    with opened(home) as work:
        (lost,) = work.lost
        assert lost.near is None
        assert lost.why == "The document p01.txt is not in this corpus: was it renamed, or taken out?"
        (row,) = asked(Bridge(work), "hello")["state"]["lost"]["rows"]
        assert (row["here"], row["near"], row["title"]) == (False, None, "p01.txt")
        at = TALK.index("The board helped")
        work.place(lost, "interview 1.txt", at, at + 16)
        assert (work.lost, work.notices) == ((), ())
        assert quotes(work) == ["The board helped"]


def test_a_desk_on_some_documents_of_a_corpus_does_not_call_the_others_lost(home: Path) -> None:
    with opened(home) as work:
        apply(work, "The board helped", "leadership")
    (home / "documents" / "p02.txt").write_text("Nobody came.\n", encoding="utf-8")
    some = read_corpus(home).where(lambda document: document.id == "p02.txt")
    with open_work(some, read_codebook(home / "book.yaml"), "SG") as work:
        assert (work.lost, work.notices) == ((), ())


def test_a_decision_holds_when_the_machine_reads_the_corrected_text(home: Path) -> None:
    def suggested(home: Path, words: str) -> Codings:
        document = read_corpus(home)["p01.txt"]
        start = document.text.index(words)
        found = coded(document, (start, start + len(words)), "data", "panel-1")
        return Codings((replace(found, status="suggested"),))

    with opened(home, suggestions=suggested(home, "nobody ever read it")) as work:
        work.reject(work.id_of(work.undecided()[0]))
    correct(home, CORRECTED)
    with opened(home, suggestions=suggested(home, "nobody ever read it")) as work:
        assert work.standing() == ()
        assert work.moved == (), "nobody is asked to look at what was rejected"


def test_two_codings_that_a_correction_made_one_are_shown_once(home: Path) -> None:
    with opened(home) as work:
        apply(work, "We had no data")
        apply(work, "had no data")
    text = CORRECTED.replace("Well, we had hardly any data", "Had no data")
    correct(home, text)
    with opened(home) as work:
        assert quotes(work) == ["Had no data"]


def test_what_is_suggested_on_an_older_text_is_shown_where_it_is_now(home: Path) -> None:
    older = Coding(
        "p01.txt", 57, 73, "The board helped", "leadership", "panel-1", "ere waiting.\n\n", ", it really did"
    )
    assert anchor([older], read_corpus(home)["p01.txt"])[0].now
    correct(home, CORRECTED)
    with opened(home, suggestions=Codings((older,))) as work:
        (shown,) = work.undecided()
        assert work.corpus["p01.txt"].text[shown.start : shown.end] == "The board helped"
        work.accept(work.id_of(shown))
        assert work.undecided() == ()
        assert work.moved == (), "it was accepted where it is now"

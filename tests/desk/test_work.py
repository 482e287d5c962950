"""What lies under the desk: every gesture is kept, can be taken back, and is seen by whoever looks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import tea

from send_qual.coding import Coding, Codings, read_codings
from send_qual.desk._work import Work
from send_qual.errors import SendQualError

home, suggestions = tea.home, tea.suggestions
opened, on = tea.opened, tea.on
P01, P02, BOOK, CHALLENGE = tea.P01, tea.P02, tea.BOOK, tea.CHALLENGE


@pytest.fixture
def work(home: Path, suggestions: Codings) -> Iterator[Work]:
    with opened(home, suggestions=suggestions) as work:
        yield work


def seen(work: Work, **how: bool) -> list[tuple[str, str, str, str]]:
    return [(c.quote, c.code, c.coder, c.status) for c in work.standing(**how)]


def apply(work: Work, words: str, code: str = "data/quality", id: str = "p01.txt", **rest: object) -> Coding:
    start = work.corpus[id].text.index(words)
    return work.apply(id, start, start + len(words), code, **rest)  # type: ignore[arg-type]


def lines(home: Path, coder: str = "SG") -> list[dict[str, object]]:
    path = home / "codings" / f"{coder}.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


# -- coding ---------------------------------------------------------------------------------------------------------


def test_a_coding_is_in_the_file_with_its_words_and_context_when_the_gesture_returns(work: Work, home: Path) -> None:
    coding = apply(work, "😀 she", facets=CHALLENGE, memo="why?")
    (row,) = lines(home)
    assert (row["quote"], row["prefix"][-5:], row["suffix"]) == ("😀 she", "you” ", " said.\n")
    assert (row["facets"], row["memo"], row["codebook"]) == (CHALLENGE, "why?", "tea")
    assert coding in work.standing("p01.txt")
    assert [c.quote for c in read_codings(home)] == ["😀 she"]


@pytest.mark.parametrize(
    ("gesture", "told"),
    [
        (lambda w: w.apply("p01.txt", 3, 3, "data/quality"), "nothing is selected"),
        (lambda w: w.apply("p01.txt", 3, 99_999, "data/quality"), "3-99999 is no passage"),
        (lambda w: w.apply("p09.txt", 0, 4, "data/quality"), "there is no document 'p09.txt'"),
        (lambda w: w.apply("p01.txt", 0, 4, "data/qualty"), "Perhaps data/quality is meant"),
        (lambda w: w.apply("p01.txt", 0, 4, "data/quality", facets={"polarity": "good"}), "'good' is no polarity"),
        (lambda w: w.apply("p01.txt", 0, 4, "data/quality", facets={"mood": "good"}), "there is no facet 'mood'"),
        (lambda w: w.remove("p01.txt#0123456789abcdef@SG"), "it does not stand any more"),
        (lambda w: w.memo("code:nothing", "x"), "there is no code 'nothing'"),
        (lambda w: w.memo("document:p09.txt", "x"), "it does not stand"),
    ],
)
def test_what_cannot_be_done_is_told_in_words_and_nothing_is_written(work: Work, home: Path, gesture, told) -> None:
    with pytest.raises(SendQualError, match=told):
        gesture(work)
    assert lines(home) == []


def test_coding_the_same_again_writes_nothing_but_a_new_facet_does(work: Work, home: Path) -> None:
    first = apply(work, "Nobody knew", memo="hm")
    assert apply(work, "Nobody knew") == first
    assert len(lines(home)) == 1
    again = apply(work, "Nobody knew", facets=CHALLENGE)
    assert (dict(again.facets), again.memo, len(lines(home))) == (CHALLENGE, "hm", 2)
    assert work.id_of(again) == work.id_of(first)


def test_several_codes_may_lie_on_one_passage(work: Work) -> None:
    apply(work, "Nobody knew how many")
    apply(work, "knew how many were waiting", "data/use")
    apply(work, "Nobody knew how many", "leadership")
    own = [c for c in work.standing("p01.txt") if work.is_mine(c)]
    assert [c.code for c in own] == ["data/quality", "leadership", "data/use"]


def test_removing_takes_away_only_what_is_ones_own(work: Work, home: Path) -> None:
    coding = apply(work, "Nobody knew")
    with opened(home, "TR") as other:
        with pytest.raises(SendQualError, match="it is SG's: only they can remove it; you can reject it"):
            other.remove(work.id_of(coding))
        with pytest.raises(SendQualError, match="it is a suggestion"):
            work.remove(work.id_of(work.undecided()[0]))
    work.remove(work.id_of(coding))
    assert [c for c in work.standing() if work.is_mine(c)] == []


# -- suggestions ----------------------------------------------------------------------------------------------------


def test_a_suggestion_is_shown_until_it_is_decided_on(work: Work, home: Path) -> None:
    data, board = work.undecided()
    accepted = work.accept(work.id_of(data))
    assert (accepted.status, accepted.coder, accepted.confidence, accepted.reason) == ("accepted", "SG", 0.7, "data")
    work.reject(work.id_of(board))
    assert work.undecided() == ()
    assert seen(work) == [("We had no data.", "data/quality", "SG", "accepted")]
    assert [(row["event"], row["machine"]) for row in lines(home)] == [("accepted", "panel-1"), ("rejected", "panel-1")]


def test_decisions_hold_when_the_machine_is_asked_again(work: Work, home: Path, suggestions: Codings) -> None:
    for coding in work.undecided():
        work.reject(work.id_of(coding))
    work.close()
    with opened(home, suggestions=suggestions) as again:
        assert again.standing() == ()


@pytest.mark.parametrize("how", [{"code": "data/use"}, {"start": 3}, {"end": 14}])
def test_an_amended_suggestion_is_ones_own_and_one_step(work: Work, home: Path, how: dict[str, object]) -> None:
    before = seen(work)
    suggestion = work.undecided()[0]
    now = work.change(work.id_of(suggestion), **how)
    assert (now.coder, now.status) == ("SG", "applied")
    assert {name: getattr(now, name) for name in how} == how
    assert dict(now.facets) == CHALLENGE
    assert suggestion not in work.standing()
    assert [row["event"] for row in lines(home)] == ["rejected", "applied"]
    work.undo()
    assert seen(work) == before
    work.redo()
    assert now in work.standing()


def test_accepting_with_other_facets_keeps_what_the_machine_said_of_itself(work: Work, home: Path) -> None:
    now = work.accept(work.id_of(work.undecided()[0]), facets={"polarity": "mixed"})
    assert (now.status, now.facets.get("polarity", ""), now.confidence) == ("accepted", "mixed", 0.7)
    now = work.change(work.id_of(now), facets={"polarity": ""})
    assert (now.status, dict(now.facets)) == ("accepted", {})
    assert [row["machine"] for row in lines(home)] == ["panel-1", "panel-1"]


def test_removing_an_accepted_suggestion_asks_again(work: Work) -> None:
    before = work.undecided()
    work.remove(work.id_of(work.accept(work.id_of(before[0]))))
    assert work.undecided() == before


def test_one_may_think_again_about_an_accepted_suggestion(work: Work, home: Path) -> None:
    now = work.accept(work.id_of(work.undecided()[0]))
    work.reject(work.id_of(now))
    assert now not in work.standing()
    assert lines(home)[-1]["machine"] == "panel-1"
    own = apply(work, "Nobody knew")
    with pytest.raises(SendQualError, match="it is your own"):
        work.reject(work.id_of(own))


def test_what_one_coded_oneself_is_not_asked_again(work: Work) -> None:
    apply(work, "had no data")
    assert [c.code for c in work.undecided()] == ["leadership"]


def test_a_memo_on_a_suggestion_goes_with_it_when_it_is_accepted(work: Work) -> None:
    suggestion = work.undecided()[0]
    work.memo(work.id_of(suggestion), "look again")
    assert work.memos() == {work.id_of(suggestion): "look again"}
    assert work.accept(work.id_of(suggestion)).memo == "look again"


# -- amending -------------------------------------------------------------------------------------------------------


def test_changing_a_coding_keeps_its_memo_and_is_one_step_back(work: Work, home: Path) -> None:
    old = apply(work, "Nobody knew", facets=CHALLENGE, memo="hm")
    before = seen(work)
    new = work.change(work.id_of(old), code="data/use", end=old.end + 4)
    assert (new.quote, new.code, new.memo, dict(new.facets)) == ("Nobody knew how", "data/use", "hm", CHALLENGE)
    assert old not in work.standing()
    assert work.undo() == "Quality of data changed to Use of data (challenge) in p01.txt"
    assert seen(work) == before
    assert [row["event"] for row in lines(home)][-2:] == ["undone", "undone"]


def test_changing_a_coding_into_one_that_is_there_makes_one_of_them_and_loses_no_memo(work: Work) -> None:
    apply(work, "Nobody knew", "data/use", memo="there")
    old = apply(work, "Nobody knew", memo="here")
    new = work.change(work.id_of(old), code="data/use")
    assert new.memo == "here\nthere"
    assert [c.code for c in work.standing() if work.is_mine(c)] == ["data/use"]
    work.undo()
    assert sorted(c.memo for c in work.standing() if work.is_mine(c)) == ["here", "there"]


# -- memos ----------------------------------------------------------------------------------------------------------


def test_memos_on_codings_documents_and_codes_are_kept_changed_and_taken_back(work: Work, home: Path) -> None:
    id = work.id_of(apply(work, "Nobody knew"))
    for about in (id, "document:p01.txt", "code:data/quality"):
        work.memo(about, "first")
        work.memo(about, "second")
    assert work.memos() == dict.fromkeys((id, "document:p01.txt", "code:data/quality"), "second")
    work.memo("document:p01.txt", "")
    assert "document:p01.txt" not in work.memos()
    assert work.undo() == "memo deleted on p01.txt"
    assert work.undo() == "memo changed on the code Quality of data"
    assert work.memos()["code:data/quality"] == "first"
    work.close()
    with opened(home) as again:
        assert again.memos() == work.memos()


def test_writing_the_same_memo_writes_nothing(work: Work, home: Path) -> None:
    work.memo("document:p01.txt", "hm")
    work.memo("document:p01.txt", "hm")
    assert len(lines(home)) == 1


# -- undo -----------------------------------------------------------------------------------------------------------


def test_everything_can_be_taken_back_and_done_again(work: Work) -> None:
    states = [(seen(work), dict(work.memos()))]

    def after(_: object) -> None:
        states.append((seen(work), dict(work.memos())))

    coding = apply(work, "Nobody knew")
    after(coding)
    after(work.memo(work.id_of(coding), "hm"))
    data, board = work.undecided()
    after(work.accept(work.id_of(data)))
    after(work.change(work.id_of(board), code="data/use"))
    after(work.memo("document:p02.txt", "hm"))
    after(work.remove(work.id_of(coding)))
    for state in reversed(states[:-1]):
        assert work.undo()
        assert (seen(work), dict(work.memos())) == state
    assert (work.undo(), work.can_undo) == ("", "")
    for state in states[1:]:
        assert work.redo()
        assert (seen(work), dict(work.memos())) == state
    assert (work.redo(), work.can_redo) == ("", "")


def test_undoing_goes_on_after_the_desk_was_closed(work: Work, home: Path, suggestions: Codings) -> None:
    start = seen(work)
    one = apply(work, "Nobody knew")
    work.change(work.id_of(one), code="data/use")
    apply(work, "she said")
    work.undo()
    middle = seen(work)
    work.close()
    with opened(home, suggestions=suggestions) as again:
        assert seen(again) == middle
        assert again.can_redo == "coded as Quality of data in p01.txt"
        again.undo()
        again.undo()
        assert seen(again) == start
        assert again.undo() == ""
        again.redo()
        again.redo()
        assert seen(again) == middle


def test_a_new_gesture_ends_what_could_be_done_again(work: Work) -> None:
    apply(work, "Nobody knew")
    work.undo()
    apply(work, "she said")
    assert work.redo() == ""
    assert [c.quote for c in work.standing() if work.is_mine(c)] == ["she said"]


def test_nobody_undoes_another_coders_gesture(work: Work, home: Path) -> None:
    apply(work, "Nobody knew")
    with opened(home, "TR") as other:
        assert other.can_undo == other.undo() == ""
    assert len(lines(home)) == 1


# -- search ---------------------------------------------------------------------------------------------------------


def test_search_finds_words_in_texts_and_codings_by_code_words_and_memo(work: Work) -> None:
    coding = apply(work, "Nobody knew", memo="ask the analyst")
    hits = work.search("THE   board")
    assert [(h.document, work.corpus["p01.txt"].text[h.start : h.end], h.found_in) for h in hits] == [
        ("p01.txt", "The board", "text"),
        ("p01.txt", "The board helped", "quote"),
    ]
    assert [h.document for h in work.search("waiting")] == ["p01.txt"]
    assert [h.document for h in work.search("wait", "p02.txt")] == ["p02.txt", "p02.txt"]
    assert [(h.coding, h.found_in) for h in work.search("analyst")] == [(work.id_of(coding), "memo")]
    assert {h.found_in for h in work.search("quality of data")} == {"code"}
    assert [h.found_in for h in work.search('"thank you"')] == ["text"]
    assert work.search("(") == work.search(" ") == ()

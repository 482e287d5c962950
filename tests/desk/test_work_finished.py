"""A document that its coder has finished: marked, undone, and nothing of a machine's waits in it any more."""

from __future__ import annotations

import json
from pathlib import Path

from tea import home, on, opened, suggestions

from send_qual.coding import Codings, finish, read_finished, reopen
from send_qual.desk._bridge import Bridge

__all__ = ["home", "suggestions"]  # fixtures


def listed(bridge: Bridge) -> list[tuple[str, int, list[str]]]:
    bridge.news()
    return [(row["id"], row["left"], row["finished"]) for row in bridge.tally.documents({})]


def test_on_what_is_finished_the_machine_has_no_say_until_it_is_undone(home: Path, suggestions: Codings) -> None:
    with opened(home, suggestions=suggestions) as work:
        bridge = Bridge(work)
        bridge.answer({"n": 0, "do": "hello"})
        assert listed(bridge) == [("p01.txt", 2, []), ("p02.txt", 0, [])]
        own = work.apply("p01.txt", 16, 25, "data")
        assert bridge.answer({"n": 1, "do": "finish", "document": "p01.txt"}) == {"re": 1}
        (push,) = bridge.news()
        assert len(push["gone"]) == 2
        assert work.standing("p01.txt") == (own,)
        assert listed(bridge)[0] == ("p01.txt", 0, ["SG"])
        assert bridge.answer({"n": 2, "do": "uncoded", "document": "p01.txt", "after": 0})["document"] == "p02.txt"
        bridge.answer({"n": 3, "do": "finish", "document": "p01.txt"})
        assert work.undo() == "finished p01.txt", "twice is once"
        assert listed(bridge)[0] == ("p01.txt", 2, [])
        work.redo()
        bridge.answer({"n": 4, "do": "reopen", "document": "p01.txt"})
        assert listed(bridge)[0] == ("p01.txt", 2, [])
        assert work.undo() == "reopened p01.txt"
        assert listed(bridge)[0] == ("p01.txt", 0, ["SG"])
    assert [(one.document, one.coder, one.codebook) for one in read_finished(home)] == [("p01.txt", "SG", "tea")]


def test_a_code_or_a_stretch_that_is_finished_elsewhere_is_silent_here_too(home: Path, suggestions: Codings) -> None:
    with opened(home, suggestions=suggestions) as work:
        finish(work.corpus, "p01.txt", coder="SG", code="leadership")
        assert [c.code for c in work.undecided()] == ["data/quality"]
        assert work.finished_by("p01.txt") == (), "not the whole of it"
        finish(work.corpus, "p01.txt", coder="SG", span=(0, 20))
        assert work.undecided() == ()
        assert reopen(work.corpus, "p01.txt", coder="SG", span=(0, 20)) == 1
        assert [c.code for c in work.undecided()] == ["data/quality"]


def test_who_finished_is_told_but_one_persons_end_is_not_anothers(home: Path, suggestions: Codings) -> None:
    finish(home, "p01.txt", coder="TR")
    with opened(home, suggestions=suggestions) as work:
        assert listed(Bridge(work))[0] == ("p01.txt", 2, ["TR"])
    from send_qual.codebook import read_codebook
    from send_qual.corpus import read_corpus
    from send_qual.desk import open_work

    with open_work(read_corpus(home), read_codebook(home / "book.yaml"), "SG", blind=True) as blind:
        assert "TR" not in json.dumps(Bridge(blind).answer({"n": 1, "do": "hello"})["state"]["documents"])


def test_the_codings_of_the_finished_stay_and_can_be_changed(home: Path) -> None:
    with opened(home, suggestions=Codings((on(home, "We had no data."),))) as work:
        accepted = work.accept(work.undecided()[0])
        work.finish("p01.txt")
        assert work.standing("p01.txt") == (accepted,)
        work.change(accepted, facets={"polarity": "facilitator"})
        assert work.standing("p01.txt")[0].facets.get("polarity", "") == "facilitator"

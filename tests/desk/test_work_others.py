"""What a coder sees of the others: their memos to be read, nothing where two code a text independently."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tea

from send_qual.codebook import read_codebook
from send_qual.corpus import read_corpus
from send_qual.desk import Work, desk, open_work
from send_qual.desk._bridge import Bridge
from send_qual.errors import SendQualError

opened, empty_home = tea.opened, tea.home


@pytest.fixture
def home(empty_home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two have coded and written memos: TR on a document, a code and a coding of SG's, CD on the document."""
    home = empty_home
    monkeypatch.setenv("SEND_QUAL_CACHE", str(home / "cache"))
    with opened(home) as work:
        work.apply("p01.txt", 0, 15, "data", memo="sure?")
    with opened(home, "TR") as other:
        other.apply("p01.txt", 17, 28, "leadership", memo="who?")
        other.memo("document:p01.txt", "a calm talk")
        other.memo("code:data", "too wide")
        other.memo(id_of(other, "SG"), "I see it so, too")
    with opened(home, "CD") as third:
        third.memo("document:p01.txt", "rather tense")
    return home


def id_of(work: Work, coder: str) -> str:
    return next(work.id_of(coding) for coding in work.standing() if coding.coder == coder)


def blind(home: Path, coder: str) -> Work:
    return open_work(read_corpus(home), read_codebook(home / "book.yaml"), coder, blind=True)


def told(bridge: Bridge, verb: str, **fields: object) -> dict[str, Any]:
    answer = bridge.answer({"n": 1, "do": verb, **fields})
    assert "error" not in answer
    return answer


def test_memos_of_others_are_told_by_what_they_are_about_and_who_wrote_them(home: Path) -> None:
    with opened(home) as work:
        bridge = Bridge(work)
        hello = told(bridge, "hello")
        assert hello["state"]["theirs"] == {
            "document:p01.txt": [{"coder": "CD", "text": "rather tense"}, {"coder": "TR", "text": "a calm talk"}],
            "code:data": [{"coder": "TR", "text": "too wide"}],
            id_of(work, "SG"): [{"coder": "TR", "text": "I see it so, too"}],
        }
        assert {row["coder"]: row["memo"] for row in hello["codings"]} == {"SG": "sure?", "TR": "who?"}
        assert hello["state"]["memos"] == {}, "they are not one's own, and not to be changed"
        with opened(home, "CD") as third:
            third.memo("document:p01.txt", "")
        (push,) = bridge.news()
        assert push["theirs"]["document:p01.txt"] == [{"coder": "TR", "text": "a calm talk"}]


def test_in_a_comparison_only_the_two_are_heard(home: Path) -> None:
    with opened(home, "consensus") as work:
        theirs = told(Bridge(work, ("SG", "TR")), "hello")["state"]["theirs"]
        assert theirs["document:p01.txt"] == [{"coder": "TR", "text": "a calm talk"}]


def test_a_search_finds_in_the_codings_of_those_who_are_shown(home: Path) -> None:
    with opened(home) as work:
        bridge = Bridge(work)
        assert [hit["code"] for hit in told(bridge, "search", words="who?")["hits"]] == []
        assert [hit["code"] for hit in told(bridge, "search", words="who?", others=["TR"])["hits"]] == ["leadership"]
        assert [hit["code"] for hit in told(bridge, "search", words="sure?")["hits"]] == ["data"]


def test_who_codes_blind_is_told_nothing_of_others(home: Path) -> None:
    with blind(home, "SG") as work:
        bridge = Bridge(work)
        hello = told(bridge, "hello")
        assert (hello["state"]["blind"], hello["state"]["theirs"]) == (True, {})
        assert [row["coder"] for row in hello["codings"]] == ["SG"]
        assert told(bridge, "search", words="who?", others=["TR"])["hits"] == []
        with opened(home, "TR") as other:
            other.apply("p02.txt", 0, 9, "leadership")
        assert not work.refresh()
        assert bridge.news() == []
        work.new_code("Waiting")
        with opened(home, "TR") as other:
            other.apply("p02.txt", 3, 9, "waiting")
        assert work.undo() == "The code Waiting stays in the codebook: somebody uses it by now."
    with pytest.raises(SendQualError, match="who compares two coders sees what they did"):
        desk(home, home / "book.yaml", "consensus", compare=("SG", "TR"), blind=True)

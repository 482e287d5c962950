"""Many codings at once, and parts of them: what is done, what is left alone, and that one undo takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from tea import CHALLENGE, P01, home, laid_out, on, opened

from send_qual.codebook import read_codebook
from send_qual.coding import Codings
from send_qual.corpus import read_corpus
from send_qual.desk import Work, open_work
from send_qual.desk._bridge import Bridge
from send_qual.errors import SendQualError

__all__ = ["home"]  # a fixture


@pytest.fixture
def work(home: Path) -> Iterator[Work]:
    with opened(home) as work:
        yield work


def apply(work: Work, words: str, code: str = "data", facets: dict[str, str] | None = None, memo: str = "") -> object:
    at = P01.index(words)
    return work.apply("p01.txt", at, at + len(words), code, facets=facets, memo=memo)


def mine(work: Work) -> list[tuple[str, str]]:
    return [(c.code, c.quote) for c in work.standing() if work.is_mine(c)]


def asked(bridge: Bridge, do: str, **fields: object) -> dict:
    return bridge.answer({"n": 1, "do": do, **fields})


def test_words_are_taken_out_of_what_is_coded_and_the_rest_stays_as_it_was(work: Work) -> None:
    apply(work, "We had no data. Nobody knew", facets=CHALLENGE, memo="Ask.")
    apply(work, "no data", "leadership")
    before = mine(work)
    at = P01.index("no data.")
    assert work.uncode("p01.txt", at, at + len("no data.")) == 2
    left = [c for c in work.standing() if work.is_mine(c)]
    assert [(c.code, c.quote, c.facets.get("polarity", ""), c.memo) for c in left] == [
        ("data", "We had", "challenge", "Ask."),
        ("data", "Nobody knew", "challenge", "Ask."),
    ]
    work.undo()
    assert mine(work) == before
    assert work.uncode("p01.txt", at, at + 8, code="leadership") == 1
    assert [code for code, _ in mine(work)] == ["data"]
    assert work.uncode("p01.txt", 60, 62) == 0


def test_a_coding_is_cut_in_two_and_joined_again(work: Work) -> None:
    coding = apply(work, "We had no data. Nobody knew", facets=CHALLENGE, memo="Ask.")
    assert work.split(coding, P01.index("Nobody")) == 2
    assert mine(work) == [("data", "We had no data."), ("data", "Nobody knew")]
    assert work.split(work.standing("p01.txt")[0], 0) == 1, "nothing on one side: nothing is done"
    first, second = work.standing("p01.txt")
    one = work.merge([second, first])
    assert (one.quote, one.facets.get("polarity", ""), one.memo) == ("We had no data. Nobody knew", "challenge", "Ask.")
    work.undo()
    assert len(mine(work)) == 2


def test_what_does_not_belong_together_is_not_joined(work: Work) -> None:
    first, other = apply(work, "We had no data."), apply(work, "Nobody", facets=CHALLENGE)
    with pytest.raises(SendQualError, match="their facets differ"):
        work.merge([first, other])
    far = apply(work, "The board helped")
    with pytest.raises(SendQualError, match="words between them"):
        work.merge([first, far])
    with pytest.raises(SendQualError, match="one document and one code"):
        work.merge([first, apply(work, "Nobody knew", "leadership")])
    assert len(mine(work)) == 4


def test_all_that_is_listed_is_decided_at_once_but_what_is_left_out(home: Path) -> None:
    words = ["We had no data.", "Nobody knew", "The board helped", "it really did"]
    machine = Codings(tuple(replace(on(home, w), confidence=n / 4) for n, w in enumerate(words, 1)))
    with opened(home, suggestions=machine) as work:
        bridge = Bridge(work)
        query = {"codes": ["data"], "states": ["suggested"], "sort": "sure", "sure_from": "0.5"}
        listed = asked(bridge, "retrieve", query=query)
        assert [row["words"] for row in listed["rows"]] == words[1:]
        assert listed["states"] == {"suggested": 3}
        fields = {"query": query, "mark": listed["mark"], "except": [listed["rows"][0]["id"]]}
        assert asked(bridge, "bulk", verb="accept", **fields)["done"] == 2
        assert mine(work) == [("data/quality", words[2]), ("data/quality", words[3])]
        assert "has changed meanwhile" in asked(bridge, "bulk", verb="accept", **fields)["error"]
        assert len(mine(work)) == 2, "nothing was done to what nobody has seen"
        work.undo()
        assert mine(work) == []
        assert asked(bridge, "bulk", verb="reject", **(fields | {"except": []}))["done"] == 3
        assert [c.quote for c in work.undecided()] == [words[0]]
        work.undo()
        listed = asked(bridge, "retrieve", query={})
        fields = {"query": {}, "mark": listed["mark"]}
        assert asked(bridge, "bulk", verb="recode", code="leadership", **fields)["done"] == 4
        assert {code for code, _ in mine(work)} == {"leadership"}
        assert work.undecided() == ()
        listed = asked(bridge, "retrieve", query={})
        assert asked(bridge, "bulk", verb="remove", query={}, mark=listed["mark"])["done"] == 4
        assert mine(work) == []


def test_every_place_found_is_coded_once_as_words_sentence_or_passage(work: Work) -> None:
    bridge = Bridge(work)
    apply(work, "We had no data.")
    told = asked(bridge, "search", words="no")
    assert (told["places"], told["documents"]) == (2, 1)
    assert [hit["words"].lower() for hit in told["hits"] if not hit["code"]] == ["no", "no"]
    assert asked(bridge, "search", words="no", kind="word")["places"] == 1
    skipped = f"p01.txt#{told['hits'][1]['start']}"
    answer = asked(bridge, "code_hits", words="wait", kind="lemma", code="leadership", unit="sentence")
    assert (answer["made"], answer["had"], answer["documents"]) == (2, 0, 2)
    assert [quote for code, quote in mine(work) if code == "leadership"] == [
        "Nobody knew how many were waiting.",
        "We waited and waited for a plan.",
    ]
    work.undo()
    assert asked(bridge, "code_hits", words="no", code="leadership", **{"except": [skipped]})["made"] == 1
    assert ("leadership", "no") in mine(work)
    work.undo()
    answer = asked(bridge, "code_hits", words=r"wait(ed|ing)", kind="pattern", code="leadership", document="p02.txt")
    assert (answer["made"], [quote for code, quote in mine(work) if code == "leadership"]) == (2, ["waited", "waited"])
    assert asked(bridge, "code_hits", words="we had", code="data")["had"] == 1, "it lies in a coding that says so"


def test_a_search_by_whole_words_forms_and_patterns(work: Work) -> None:
    def places(words: str, kind: str = "part", **where: str) -> list[str]:
        return [said(hit) for hit in work.search(words, kind=kind, **where) if not hit.coding]

    def said(hit: object) -> str:
        return work.corpus[hit.document].text[hit.start : hit.end]

    assert places("wait") == ["wait", "wait", "wait"]
    assert places("wait", "word") == []
    assert places("waiting", "lemma") == ["waiting", "waited", "waited"]
    assert places("know", "lemma") == ["knew"]
    assert places("be wait", "lemma") == ["were waiting"]
    assert places("thank  YOU", "word") == ["Thank you"]
    assert places(r"\bno\w*", "pattern") == ["no", "Nobody"]
    assert places("wait", document="p02.txt") == ["wait", "wait"]
    with pytest.raises(SendQualError, match="this is no pattern"):
        places("(", "pattern")
    with pytest.raises(SendQualError, match="a search is one of part, word, lemma, pattern"):
        places("wait", "sound")
    assert places("x*", "pattern") == [], "what matches nothing is no place"


def test_a_theme_and_its_sub_code_on_one_passage_are_one_suggestion(tmp_path: Path) -> None:
    home = laid_out(tmp_path, P01)
    theme, part = (on(home, "We had no data.", code) for code in ("data", "data/quality"))
    other = on(home, "Nobody knew", "data")
    corpus, book = read_corpus(home), read_codebook(home / "book.yaml")
    with open_work(corpus, book, "SG", suggestions=Codings((theme, part, other))) as work:
        assert [(c.code, c.quote) for c in work.undecided()] == [("data/quality", part.quote), ("data", other.quote)]
        work.accept(work.undecided()[0])
        assert [(c.code, c.quote) for c in work.undecided()] == [("data", other.quote)], "the theme is said by it"
        work.undo()
        work.reject(work.undecided()[0])
        assert [c.code for c in work.undecided()] == ["data", "data"], "the theme may still hold"

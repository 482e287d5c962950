"""A third settles what two people coded differently."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.coding import CONSENSUS, Codings, merge, read_codings
from send_qual.corpus import read_corpus
from send_qual.desk._bridge import Bridge
from send_qual.desk._work import Work, open_work

TALK = "We had no data. Nobody knew how many were waiting. The board helped, it really did. We thank everybody."
BOOK = """name: tea
version: "1"
facets: [{id: polarity, values: [facilitator, challenge, mixed]}]
codes:
  - {id: data, name: Data, definition: All about data.}
  - {id: leadership, name: Leadership, definition: Who leads.}
"""
CHALLENGE, HELP = {"polarity": "challenge"}, {"polarity": "facilitator"}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """SG and TR agree on the first sentence, but for its edges; differ on facet and code; one read on alone."""
    (tmp_path / "documents").mkdir()
    for name in ("p01.txt", "p02.txt"):
        (tmp_path / "documents" / name).write_text(f"{TALK} That was {name}.", encoding="utf-8")
    (tmp_path / "book.yaml").write_text(BOOK, encoding="utf-8")
    with opened(tmp_path, "SG") as sg, opened(tmp_path, "TR") as tr:
        apply(sg, "We had no data", "data", CHALLENGE)
        apply(tr, "had no data.", "data", CHALLENGE)
        apply(sg, "Nobody knew", "data", CHALLENGE)
        apply(tr, "Nobody knew how many", "leadership", CHALLENGE)
        apply(sg, "The board helped", "leadership", HELP)
        apply(tr, "The board helped", "leadership", CHALLENGE)
        apply(sg, "no data", "data", CHALLENGE, "p02.txt")
    return tmp_path


def opened(home: Path, coder: str) -> Work:
    return open_work(read_corpus(home), read_codebook(home / "book.yaml"), coder)


def apply(work: Work, words: str, code: str, facets: dict[str, str], id: str = "p01.txt") -> None:
    start = TALK.index(words)
    work.apply(id, start, start + len(words), code, facets=facets)


@pytest.fixture
def consensus(home: Path) -> Iterator[Work]:
    with opened(home, CONSENSUS) as work:
        yield work


def differ(work: Work) -> list[tuple[str, tuple[str, ...]]]:
    return [(TALK[d.start : d.end], d.coders) for d in work.disagreements()]


def test_passages_that_two_people_coded_differently_come_in_the_order_of_the_text(consensus: Work, home: Path) -> None:
    assert differ(consensus) == [("Nobody knew how many", ("SG", "TR")), ("The board helped", ("SG", "TR"))]
    assert consensus.disagreements("p02.txt") == (), "there is nothing to compare where one person read alone"
    assert [c.coder for c in consensus.undecided("p02.txt", people=True)] == ["SG"]
    with opened(home, "SG") as work:
        assert work.disagreements() == (), "one other person differs from nobody"


def test_accepting_one_settles_its_rival_as_it_does_in_what_is_counted(consensus: Work, home: Path) -> None:
    first, second = consensus.disagreements()
    data, leadership = first.codings
    now = consensus.accept(consensus.id_of(data))
    assert (now.coder, now.status, now.code, dict(now.facets)) == (CONSENSUS, "accepted", "data", CHALLENGE)
    assert differ(consensus) == [("The board helped", ("SG", "TR"))], "the rival on these words is settled with it"
    assert leadership not in merge(Codings(()), read_codings(home)), "and does not count any more"
    assert leadership in consensus.standing(), "it is no less to be seen, and to be accepted too"
    consensus.accept(consensus.id_of(leadership))
    helped = next(c for c in second.codings if c.facets.get("polarity", "") == "facilitator")
    consensus.accept(consensus.id_of(helped), facets={"polarity": "mixed"})
    assert consensus.disagreements() == ()
    consensus.undo()
    assert differ(consensus) == [("The board helped", ("SG", "TR"))]


def test_an_own_coding_of_the_consensus_settles_those_on_the_same_words_and_no_others(consensus: Work) -> None:
    apply(consensus, "how many were waiting.", "data", CHALLENGE)  # 8 of the 20 characters of TR's, none of SG's
    assert len(consensus.disagreements()) == 2
    apply(consensus, "Nobody knew how", "data", CHALLENGE)
    assert differ(consensus) == [("The board helped", ("SG", "TR"))]


def test_one_shared_word_is_not_the_same_passage(home: Path, consensus: Work) -> None:
    with opened(home, "SG") as sg, opened(home, "TR") as tr:
        apply(sg, "it really did. We", "data", HELP)
        apply(tr, "We thank everybody.", "data", HELP)
    assert differ(consensus)[-1] == ("it really did. We thank everybody.", ("SG", "TR"))


def test_findings_are_drawn_from_what_was_settled(consensus: Work, home: Path) -> None:
    first, second = consensus.disagreements()
    consensus.accept(consensus.id_of(first.codings[0]))
    consensus.reject(consensus.id_of(first.codings[1]))
    consensus.accept(consensus.id_of(second.codings[0]), facets={"polarity": "mixed"})
    apply(consensus, "We had no data.", "data", CHALLENGE)
    settled = merge(Codings(()), read_codings(home))
    assert [(c.document, c.quote, c.code, c.facets.get("polarity", ""), c.coder) for c in settled] == [
        ("p01.txt", "We had no data.", "data", "challenge", CONSENSUS),
        ("p01.txt", "Nobody knew", "data", "challenge", CONSENSUS),
        ("p01.txt", "The board helped", "leadership", "mixed", CONSENSUS),
        ("p02.txt", "no data", "data", "challenge", "SG"),
    ]


def test_without_a_consensus_people_stand_side_by_side(home: Path) -> None:
    """Where two gave one passage one code with different facets, both stand: it counts as mixed, not as the first's."""
    assert len(merge(Codings(()), read_codings(home))) == 7


def test_a_document_in_which_two_coders_differ_nowhere_closes_itself(home: Path) -> None:
    with opened(home, "TR") as tr:
        apply(tr, "no data", "data", CHALLENGE, "p02.txt")
    with opened(home, CONSENSUS) as work:
        bridge = Bridge(work, ("SG", "TR"))
        rows = {row["id"]: row for row in bridge.tally.documents({})}
        assert [bridge.closed(id) for id in ("p01.txt", "p02.txt")] == [False, True]
        assert (rows["p01.txt"]["left"], rows["p02.txt"]["left"]) == (6, 0)
        assert bridge.accept_agreed("shared")[0] == 2, "what both said alike may still be taken over"


def test_other_edges_keep_a_document_open(home: Path) -> None:
    with opened(home, "TR") as tr:
        apply(tr, "no data. Nobody", "data", CHALLENGE, "p02.txt")
    with opened(home, CONSENSUS) as work:
        assert not Bridge(work, ("SG", "TR")).closed("p02.txt")


def test_a_document_that_only_one_has_read_stays_open(home: Path) -> None:
    with opened(home, CONSENSUS) as work:
        assert not Bridge(work, ("SG", "TR")).closed("p02.txt")


def test_who_found_nothing_and_finished_has_read_it(home: Path) -> None:
    (home / "documents" / "p03.txt").write_text("Nothing here.", encoding="utf-8")
    with opened(home, "SG") as sg, opened(home, "TR") as tr:
        sg.finish("p03.txt")
        tr.finish("p03.txt")
        tr.finish("p02.txt")
    with opened(home, CONSENSUS) as work:
        bridge = Bridge(work, ("SG", "TR"))
        assert [bridge.closed(id) for id in ("p02.txt", "p03.txt")] == [False, True]

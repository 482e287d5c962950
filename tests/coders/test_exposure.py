"""What counts as read: a verdict teaches about its own passage, "finished" about the rest."""

from __future__ import annotations

from dataclasses import replace

import learned_study as town
import pytest

from send_qual.codebook import Code, Codebook
from send_qual.coders import Suggestion
from send_qual.coders.coder import Evidence
from send_qual.coders.learned import passages_of, study_of
from send_qual.coders.learned._reference_labels import truth_of
from send_qual.coding import CONSENSUS, Coding, Codings, Finished
from send_qual.corpus import Corpus, Document, Segment, Source

HERE = "Wexmere.txt"


@pytest.fixture
def codings() -> Codings:
    """Seven interviews coded by hand; in the eighth, Wexmere, nobody has done anything."""
    every = town.study()
    return replace(every, rows=tuple(row for row in every if row.document != HERE))


def _verdict(codings: Codings, turn: int, status: str = "accepted", **other: str) -> Coding:
    document = codings.corpus[HERE]
    place = document.segments[turn]
    fields = {"coder": "AB", "created": "2026-03-02T09:00:00Z"} | other
    return Coding(HERE, place.start, place.end, document.words(place), "health", status=status, **fields)


def _read(codings: Codings) -> dict[str, int]:
    return {e.document.id: len(e.passages) for e in truth_of(codings).evidences}


@pytest.mark.parametrize("status", ["accepted", "rejected"])
def test_a_verdict_teaches_about_its_own_passage_only(codings: Codings, status: str) -> None:
    truth = truth_of(town.also(codings, _verdict(codings, 1, status)))
    here = next(e for e in truth.evidences if e.document.id == HERE)
    assert [p.start for p in here.passages] == [codings.corpus[HERE].segments[1].start]
    assert truth.share[-1].sum() == (status == "accepted")  # Wexmere stands last
    assert any(n.startswith(f"1 document read in part (1 of 9 passages of {HERE})") for n in truth.notices)


def test_coding_at_first_hand_after_a_verdict_is_no_reading_to_the_end(codings: Codings) -> None:
    verdict = _verdict(codings, 1)
    late = _verdict(codings, 8, "applied", created="2026-03-03T09:00:00Z")
    early = replace(late, created="2026-03-01T09:00:00Z")
    assert _read(town.also(codings, verdict, late))[HERE] == 2
    assert _read(town.also(codings, verdict, early))[HERE] == 9


def test_finished_teaches_about_the_rest_also_where_nobody_coded(codings: Codings) -> None:
    verdict = _verdict(codings, 1)
    mark = Finished(HERE, "AB")
    assert _read(replace(town.also(codings, verdict), finished=(mark,)))[HERE] == 9
    empty = truth_of(replace(codings, finished=(mark,)))
    assert [e.document.id for e in empty.evidences][-1] == HERE
    assert not empty.share[-9:].any()
    first = codings.corpus[HERE].segments[1]
    stretch = replace(mark, start=0, end=first.end)
    assert _read(replace(codings, finished=(stretch,)))[HERE] == 2


@pytest.mark.parametrize("mark", [Finished(HERE, "AB", code="health"), Finished(HERE, "AB", codebook="other")])
def test_a_mark_on_one_code_or_for_another_codebook_is_no_reading(codings: Codings, mark: Finished) -> None:
    assert HERE not in _read(replace(codings, finished=(mark,)))


def test_the_consensus_is_a_reader_where_it_read_alone(codings: Codings) -> None:
    ruled = _verdict(codings, 8, "applied", coder=CONSENSUS)
    truth = truth_of(town.also(codings, ruled))
    assert len(truth.evidences[-1].passages) == 9
    assert truth.share[-1].max() == 1


@pytest.mark.parametrize(("turns", "read"), [(20, 20), (21, 1)])
def test_one_coding_at_the_end_of_a_long_talk_does_not_mean_that_it_was_read(turns: int, read: int) -> None:
    text = "\n".join(f"We came to talk of matter {n} that day." for n in range(turns))
    starts = [0, *(n + 1 for n, letter in enumerate(text) if letter == "\n")]
    segments = tuple(Segment(a, (text + "\n").index("\n", a), "turn", role="participant") for a in starts)
    document = Document("long.txt", "Long", text, segments, {"kind": "transcript"}, Source("long.txt", "", "txt"))
    last = segments[-1]
    row = Coding("long.txt", last.start, last.end, document.words(last), "health", "AB", status="applied")
    truth = truth_of(Codings((row,), Corpus("long", (document,)), town.BOOK))
    assert len(truth.evidences[0].passages) == read


def test_a_suggestion_counts_for_the_passage_it_mostly_lies_in() -> None:
    """A coding of talk begins behind "Um, so," and may go over the end of a passage: it is no less of that passage."""
    passages = (Segment(0, 100, "turn"), Segment(101, 200, "turn"), Segment(201, 260, "turn"))
    assert passages_of(7, 100, passages) == [0]
    assert passages_of(40, 170, passages) == [0, 1]
    assert passages_of(80, 200, passages) == [1], "a fifth of the first is not half of the shorter"
    assert passages_of(260, 300, passages) == []


def test_what_a_coder_says_of_talk_is_counted_where_it_begins_late() -> None:
    book = Codebook("waits", "1", (Code("waits", "Waits"),))
    words = "Um, so, we waited for a year and nobody rang us. Nobody came at all."
    document = Document(
        "t.vtt", "t", words, (Segment(0, len(words), "turn", role="participant"),), {"kind": "transcript"},
        Source("t.vtt", "", "vtt"),
    )  # fmt: skip
    first = Coding(
        document="t.vtt", start=0, end=len(words), quote=words, prefix="", suffix="", code="waits", coder="A",
        status="applied", codebook="waits", codebook_version="1",
    )  # fmt: skip
    study = study_of(Codings((first,), Corpus("c", (document,)), book))

    class Late:
        name, version = "late", "1"

        def suggest(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
            return tuple(Suggestion(p.start + 8, p.end, "waits", 0.7) for p in evidence.passages[:1])

    said = study.said_by(Late())
    assert said[0, 0] == 0.7
    assert not said[1:].any()

"""Which passages are offered next, and what of them counts as seen."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import learned_study as town
import numpy as np
import pandas as pd
import pytest

from send_qual.codebook import read_codebook
from send_qual.coders import cut_passages
from send_qual.coders.learned import next_passages, offer_passages
from send_qual.coders.learned._active_learning import _chosen, _next
from send_qual.coders.learned._reference_labels import truth_of
from send_qual.coders.learned._settling import Settling
from send_qual.coding import Coding, Codings, finish, import_codings, read_codings, reopen
from send_qual.corpus import read_corpus
from send_qual.errors import SendQualError


def test_only_passages_nobody_has_read_are_offered_and_a_share_by_lot() -> None:
    codings = town.study()
    coded = replace(codings, rows=tuple(c for c in codings if c.document < "Harrowby.txt"))
    offers = next_passages(coded, 10, random_share=0.3)
    assert {o.document for o in offers} <= {d.id for d in codings.corpus} - {c.document for c in coded}
    assert len({(o.document, o.start) for o in offers}) == 10
    assert [o.why for o in offers].count("by lot") == 3
    assert next_passages(codings, 10) == ()


def test_before_anybody_coded_passages_unlike_each_other_are_offered() -> None:
    offers = next_passages(replace(town.study(), rows=()), 8, random_share=0.0)
    kinds = {o.quote.split(" in ")[0][:12] for o in offers}
    assert len(kinds) >= 7  # the nine sentences of the town differ in the name of the place only


def test_the_unsure_come_first_but_not_twice_the_same() -> None:
    vectors = np.array([[1.0, 0.0], [1.0, 0.0], [0.0, 1.0], [0.0, 1.0]])
    order = _chosen(np.array([1.0, 0.99, 0.7, 0.1]), vectors, 3, 0.0, np.random.default_rng(0))
    assert [at for at, _ in order] == [0, 2, 1]


def _in_turn(codings: Codings) -> Codings:
    """The codings, each made a minute after the one before."""
    rows = sorted(codings, key=lambda row: (row.document, row.start))
    return replace(
        codings, rows=tuple(replace(c, created=f"2031-01-01T{n // 60:02}:{n % 60:02}:00Z") for n, c in enumerate(rows))
    )


def _told(codings: Codings) -> Settling | None:
    return _next(codings, 5, 0.2, 0, None)[1]


def test_where_the_last_passages_say_what_was_said_before_it_is_told_that_more_hardly_teaches(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("send_qual.coders.learned._settling.LAST", 18)
    codings = _in_turn(town.study())
    coded = replace(codings, rows=tuple(c for c in codings if c.document < "Tilling.txt"))
    told = _told(coded)
    assert told is not None
    assert (told.unread, told.changed, told.settled) == (18, 0, True)
    assert told.last == 18, "a passage without a code was read before the next that has one"
    assert "Stop here" in str(told)


def test_where_the_last_passages_bring_something_new_coding_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("send_qual.coders.learned._settling.LAST", 18)
    codings = _in_turn(town.study())
    late = ("Marlow.txt", "Oldcombe.txt")  # what is said of travel in the others was taken for play
    rows = (replace(c, code="play") if c.code == "travel" and c.document not in late else c for c in codings)
    told = _told(replace(codings, rows=tuple(c for c in rows if c.document < "Tilling.txt")))
    assert told is not None
    assert told.changed >= 4
    assert not told.settled
    assert "still teaches" in str(told)


def test_of_codings_that_came_in_at_one_time_nothing_is_told() -> None:
    codings = town.study()
    rows = tuple(replace(c, created="2031-01-01T00:00:00Z") for c in codings if c.document < "Tilling.txt")
    assert _told(replace(codings, rows=rows)) is None


@pytest.fixture
def place(tmp_path: Path) -> Path:
    lines = [
        "Children wait too long for speech therapy in the town.",
        "The parent carer forum was asked before the plan was written.",
        "Young people leave college without work or a plan for adult life.",
        "The town hall was painted last year by a firm from the coast.",
    ]
    for name in ("wexmere", "oldcombe"):
        (tmp_path / f"{name}.txt").write_text(
            "\n\n".join(f"In {name}: " + f"{line} " * 8 for line in lines), encoding="utf-8"
        )
    return tmp_path


def test_what_was_offered_and_left_without_a_code_counts_as_seen(place: Path, root: Path) -> None:
    book = read_codebook(root / "codebooks" / "area-send.yaml")
    sheet = place.parent / "next.csv"
    name = str(root / "codebooks" / "area-send.yaml")
    offers, *_ = offer_passages(str(place), name, "AB", 5, path=sheet)
    table = pd.read_csv(sheet, dtype=str, keep_default_na=False)
    assert len(table) == len(offers) == 5
    table.loc[2, "code"] = "health"
    table.to_csv(sheet, index=False)
    done = import_codings(sheet, place, codebook=book)
    assert (done.applied, done.undecided, done.faults) == (1, 4, ())
    corpus = read_corpus(place)
    truth = truth_of(read_codings(corpus, book))
    read = {(e.document.id, p.start) for e in truth.evidences for p in e.passages}
    assert read == {(o.document, o.start) for o in offers[:3]}  # those after the one coded may not have been looked at
    assert truth.share.sum() == 1
    again, other, _ = offer_passages(str(place), name, "AB", 8, path=sheet)
    assert not {(o.document, o.start) for o in again} & read
    assert (other.name, len(pd.read_csv(sheet))) == ("next-2.csv", 5), "what somebody filled in is not written over"


@pytest.mark.parametrize(("coded", "read"), [(0, 1), (4, 5), (5, 8), (7, 8)])
def test_who_codes_elsewhere_in_a_document_has_read_it_so_far_and_whole_from_its_last_third_on(
    place: Path, root: Path, coded: int, read: int
) -> None:
    book = read_codebook(root / "codebooks" / "area-send.yaml")
    name = str(root / "codebooks" / "area-send.yaml")
    (offer,), *_ = offer_passages(str(place), name, "AB", 1, path=place.parent / "next.csv")
    corpus = read_corpus(place)
    document = next(d for d in corpus if d.id != offer.document)
    passages = cut_passages(document)
    assert len(passages) == 8
    there = passages[coded]
    row = Coding(document.id, there.start, there.end, document.words(there), "health", "AB", status="applied")
    truth = truth_of(Codings((row,), corpus, book))
    assert [len(e.passages) for e in truth.evidences] == [read]


def test_next_says_why_there_is_nothing_to_offer(place: Path, root: Path) -> None:
    name = str(root / "codebooks" / "area-send.yaml")
    sheet = place.parent / "next.csv"
    for document in ("wexmere.txt", "oldcombe.txt"):
        assert offer_passages(str(place), name, "AB", 1, path=sheet)[0]
        finish(place, document, coder="CD")
    with pytest.raises(
        SendQualError, match=r"all 16 passages of its 2 documents count as read \(2 marked as finished, 0 coded"
    ):
        offer_passages(str(place), name, "AB", 1, path=place.parent / "none.csv")
    assert not (place.parent / "none.csv").exists()
    reopen(place, "wexmere.txt", coder="CD")
    offers, *_ = offer_passages(str(place), name, "AB", 20, path=sheet)
    assert {offer.document for offer in offers} == {"wexmere.txt"}

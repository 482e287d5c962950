"""One interview coded by hand, one suggestion accepted in another: what is learned and measured does not fall."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from importlib import import_module
from typing import Any

import learned_study as town
import numpy as np
import pytest

from send_qual.agreement import Evaluation, evaluate
from send_qual.coders import Evidence, Suggestion
from send_qual.coders.learned import LearnedCoder, Study, deal, next_passages
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, Document, Source

LONG, OTHER = "Assembly.txt", "Brindle.txt"


def in_one(codings: Codings, others: tuple[str, ...] = (OTHER,)) -> Codings:
    """All interviews but some as one long one, AB's codings with them; the others with nothing coded."""
    assert codings.corpus
    text, segments, rows, kept = "", [], [], []
    for document in codings.corpus:
        if document.id in others:
            kept.append(document)
            continue
        at = len(text)
        segments += [replace(s, start=s.start + at, end=s.end + at) for s in document.segments]
        mine = (row for row in codings if row.document == document.id)
        rows += [replace(row, document=LONG, start=row.start + at, end=row.end + at) for row in mine]
        text += document.text
    one = Document(LONG, "Assembly", text, tuple(segments), {"kind": "transcript"}, Source(LONG, "", "txt"))
    return Codings(tuple(rows), Corpus("town", (one, *kept)), codings.codebook)


def verdict(codings: Codings, turn: int, status: str = "accepted") -> Coding:
    assert codings.corpus
    document = codings.corpus[OTHER]
    place = document.segments[turn]
    words = document.words(place)
    return Coding(OTHER, place.start, place.end, words, "health", "AB", status=status, created="2026-03-02T09:00:00Z")


@pytest.fixture(scope="module")
def coded() -> Codings:
    return in_one(town.study())


@pytest.fixture(scope="module")
def before(coded: Codings) -> Evaluation:
    return evaluate(coded, folds=3)


def test_one_acceptance_in_another_interview_does_not_make_the_figures_fall(coded: Codings, before: Evaluation) -> None:
    after = evaluate(town.also(coded, verdict(coded, 0)), folds=3)
    assert before.macro()[0] > 0.8
    assert after.macro()[0] > before.macro()[0] - 0.05
    assert len(after.people) == len(before.people) + 1
    assert {row.code for row in after.coder.card.codes if row.learned} == {"health", "travel"}
    assert len(next_passages(town.also(coded, verdict(coded, 0)), 5)) == 5


def test_what_is_left_out_is_said(before: Evaluation) -> None:
    assert before.left_out == "stretches of text"
    (told,) = (note for note in before.coder.card.notices if "one document" in note)
    assert told.startswith("56 of the 56 passages with a code are of one document: stretches of text were left out")
    assert [point.documents for point in before.curve] == [1]


class _Parrot(LearnedCoder):
    """Says health of the passages that it learned from, and of nothing else."""

    heard: frozenset[int]

    def suggest_all(self, evidences: Sequence[Evidence], *_: object) -> list[tuple[Suggestion, ...]]:
        return [
            tuple(Suggestion(p.start, p.end, "health", 0.9) for p in evidence.passages if p.start in self.heard)
            for evidence in evidences
        ]


def test_a_stretch_is_coded_by_who_did_not_learn_from_it(coded: Codings, monkeypatch: pytest.MonkeyPatch) -> None:
    room = import_module("send_qual.agreement._evaluation")
    trained = room._trained

    def parrot(study: Study, passages: Any, folds: int) -> LearnedCoder:
        taught = trained(study, passages, folds)
        says = _Parrot(taught.model, taught.card)
        starts = [p.start for e in study.truth.evidences for p in e.passages]
        says.heard = frozenset(at for n, at in enumerate(starts) if passages is None or passages[n])
        return says

    monkeypatch.setattr(room, "_trained", parrot)
    done = evaluate(coded, folds=3)
    assert not done.said.any()
    assert len(done.codings) == 0


@pytest.mark.parametrize(("others", "whole"), [(29, False), (30, True)])
def test_whole_documents_are_left_out_where_the_others_teach_too(others: int, whole: bool) -> None:
    document = np.repeat([0, 1], [40, others])
    parts = deal(document, np.ones((40 + others, 1), dtype=bool), 2)
    assert all(len(set(parts[document == n].tolist())) == 1 for n in (0, 1)) == whole


@pytest.mark.parametrize(("given", "whole"), [(7, False), (8, True)])
def test_rejections_alone_do_not_make_a_document_one_that_teaches(given: int, whole: bool) -> None:
    document = np.repeat([0, 1], [60, 40])
    codes = np.ones((100, 1), dtype=bool)
    codes[60 + given :] = False
    parts = deal(document, codes, 2)
    assert (len(set(parts[:60].tolist())) == 1) == whole

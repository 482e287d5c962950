"""The corpus of hand-coded fictional talk: exact, varied, and hard; and what is trained on it."""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.coders import _talk_training, talk_model
from send_qual.coders._talk_passages import read_talk
from send_qual.coders._talk_training import Coded, read_coded_talk
from send_qual.coders._topic_training import in_turns
from send_qual.corpus import Corpus, read_corpus

IN_A_ROW = 8


@pytest.fixture(scope="module")
def folder(root: Path) -> Path:
    return root / "corpora" / "fictional-talk"


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Corpus:
    return read_corpus(folder)


@pytest.fixture(scope="module")
def coded(folder: Path) -> tuple[Coded, ...]:
    return read_coded_talk(folder)


def test_there_are_forty_interviews_of_fifteen_hundred_words_or_more(corpus: Corpus) -> None:
    assert len(corpus) == 40
    for document in corpus:
        said = sum(len(document.words(s).split()) for s in document.segments if s.role != "interviewer")
        assert said >= 1_400, document.id


def test_no_two_documents_share_eight_words_in_a_row(corpus: Corpus) -> None:
    homes: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for document in corpus:
        for segment in document.segments:
            words = re.findall(r"[\w']+", document.words(segment).lower())
            for n in range(len(words) - IN_A_ROW + 1):
                homes[tuple(words[n : n + IN_A_ROW])].add(document.id)
    assert not [(" ".join(words), ids) for words, ids in homes.items() if len(ids) > 1]


def test_a_large_part_of_the_talk_has_no_theme(coded: tuple[Coded, ...]) -> None:
    codes = [row for one in coded for row in one.codes]
    assert 0.4 <= sum(not row for row in codes) / len(codes) <= 0.5
    sides = [side for row in codes for side in row.values()]
    assert 0.35 <= sides.count("strength") / len(sides) <= 0.55


def test_codings_stand_where_they_say_they_do(folder: Path, corpus: Corpus, root: Path) -> None:
    book = read_codebook(root / "codebooks" / "intervention.yaml")
    passages = defaultdict(list)
    with (folder / "passages.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            passages[row["document"]].append((int(row["start"]), int(row["end"])))
    texts = {document.id: document.text for document in corpus}
    with (folder / "hand-codings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            span = int(row["start"]), int(row["end"])
            assert texts[row["document"]][slice(*span)] == row["quote"]
            assert span in passages[row["document"]]
            assert row["code"] in book
            assert row["polarity"] in {"facilitator", "challenge", "mixed"}
    for spans in passages.values():
        assert all(end <= start for (_, end), (start, _) in pairwise(spans)), "passages overlap"


def test_what_a_machine_passage_is_about_is_what_the_people_s_passage_says(coded: tuple[Coded, ...]) -> None:
    themes = ["leadership", "partnership", "workforce", "data", "intervention"]
    model, evidence = talk_model(read_codebook("intervention")), in_turns(coded[0].evidence.document)
    reading = read_talk(evidence, model.reader, model.sides.reader)
    course = _talk_training._Course(coded[:1], themes, [evidence.sentences], [reading])
    about, side = course.about(0), course.side(0)
    for row, themes, helps in zip(course.matches[0], about, side, strict=True):
        told = {theme for k in row for theme in coded[0].codes[k]}
        assert {t for t, yes in zip(course.themes, themes, strict=True) if yes} == told
        assert bool(told) or helps == 0


@pytest.mark.parametrize(
    ("reading", "mean", "least"), [("second-reader", 0.93, 0.89), ("second-reader-own-cuts", 0.89, 0.855)]
)
def test_a_second_reader_agrees_as_the_corpus_says(folder: Path, reading: str, mean: float, least: float) -> None:
    """Ten interviews each, passages shown to the second reader or not: kappa over the first one's passages."""

    def read(name: str) -> dict[str, list[tuple[int, int, str]]]:
        found: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                found[row["document"]].append((int(row["start"]), int(row["end"]), row.get("code", "")))
        return found

    def said(rows: list[tuple[int, int, str]], start: int, end: int) -> set[str]:
        """Codes of the rows that share half of the shorter with a passage."""
        return {c for s, e, c in rows if 2 * (min(e, end) - max(s, start)) >= min(e - s, end - start)}

    first, second = read("hand-codings"), read(reading)
    assert len(second) == 10
    units = [(id_, start, end) for id_, rows in read("passages").items() if id_ in second for start, end, _ in rows]
    told = [(said(first[id_], *span), said(second[id_], *span)) for id_, *span in units]
    kappas = []
    for theme in ("leadership", "partnership", "workforce", "data", "intervention"):
        pairs = [(theme in one, theme in other) for one, other in told]
        one, other = (sum(pair[k] for pair in pairs) / len(pairs) for k in (0, 1))
        chance = one * other + (1 - one) * (1 - other)
        kappas.append((sum(a == b for a, b in pairs) / len(pairs) - chance) / (1 - chance))
    assert sum(kappas) / len(kappas) == pytest.approx(mean, abs=0.005)
    assert min(kappas) == pytest.approx(least, abs=0.005)


def test_a_second_reading_teaches_nothing(folder: Path, coded: tuple[Coded, ...]) -> None:
    """What the coder of talk learns from is what the first reader said, as often as they said it."""
    with (folder / "hand-codings.csv").open(encoding="utf-8", newline="") as file:
        first = {(r["document"], r["start"], r["end"], r["code"]) for r in csv.DictReader(file)}
    assert sum(len(row) for one in coded for row in one.codes) == len(first)
    assert {one.writer for one in coded} == {"F1", "F2", "F3"}


@pytest.mark.parametrize("reading", ["second-reader", "second-reader-own-cuts"])
def test_a_second_reading_stands_where_it_says(folder: Path, corpus: Corpus, reading: str) -> None:
    texts = {document.id: document.text for document in corpus}
    with (folder / f"{reading}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            assert texts[row["document"]][int(row["start"]) : int(row["end"])] == row["quote"]

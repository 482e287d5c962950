"""What is learnt of talk: the model that ships, one that is fitted, and the side of what people say."""

from __future__ import annotations

import json
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from send_qual.codebook import Code, Codebook, Facet, WorkedExample, read_codebook
from send_qual.coders import _talk_fit, _talk_model, _talk_training, code, talk_model
from send_qual.coders._rule_lists import read_lists
from send_qual.coders._talk_model import shipped_model
from send_qual.coders._talk_rows import rows_of_texts
from send_qual.coders._talk_words import learn_wording
from send_qual.corpus import Corpus, Document, Segment, Source
from send_qual.study import Cache

HOW_TO_MEND = "train it anew: .venv/bin/python -m send_qual.coders._talk_training"


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_codebook("intervention")


@pytest.fixture(autouse=True)
def no_model_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Models that were fitted are kept in an empty cache of the test's own."""
    monkeypatch.setattr(_talk_model, "_CACHE", Cache("talk-models", folder=tmp_path))
    talk_model.cache_clear()


@pytest.fixture
def kettles() -> Codebook:
    """A codebook of a team's own, which ships no model."""
    worked = [
        ("The kettle is broken and there is no tea to be had.", (("kettle", "challenge"),)),
        ("Our kettle is dreadful, the tea is always cold.", (("kettle", "challenge"),)),
        ("A new kettle was a great help, we have tea all day.", (("kettle", "facilitator"),)),
        ("The bus never comes and we wait in the rain.", (("bus", "challenge"),)),
        ("The bus was late again and the driver was rude.", (("bus", "challenge"),)),
        ("A kind driver and a bus that works, it is marvellous.", (("bus", "facilitator"),)),
        ("I had porridge this morning.", ()),
        ("She has a cat and two rabbits.", ()),
    ]
    codes = (Code("kettle", "The kettle"), Code("bus", "The bus"))
    facet = Facet("polarity", "Polarity", ("facilitator", "challenge", "mixed"))
    return Codebook("kettles", "1", codes, (facet,), worked=tuple(WorkedExample(*row) for row in worked))


def quotation(words: str) -> Corpus:
    return Corpus("q", (Document("q.txt", "q", words, (Segment(0, len(words)),), {}, Source("q.txt", "", "txt")),))


def side(book: Codebook, words: str) -> str | None:
    return max(code(quotation(words), book), key=lambda coding: coding.confidence or 0).facets.get("polarity", "")


def refuse(*_: object) -> None:
    raise AssertionError("a model was fitted")


def test_the_model_that_ships_was_fitted_on_what_stands_here(book: Codebook) -> None:
    model = shipped_model(book)
    assert model is not None, f"themes or examples were changed since it was trained; {HOW_TO_MEND}"
    path = _talk_model._shipped(book.name)
    card = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    assert path.stat().st_size < 5_000_000
    assert card["sha256"] == sha256(path.read_bytes()).hexdigest(), f"the card is of other weights; {HOW_TO_MEND}"
    assert card["macro_f1"] >= 0.58
    assert card["promises"]["0.9"]["right"] >= 0.85
    lists = read_lists(_talk_training._SIDES)
    for name, above in (("helps", True), ("hinders", False)):
        lines = lists[name][::12]
        assert ((model.side_scores(lines) > 0) == above).mean() > 0.85, f"it does not know its lists; {HOW_TO_MEND}"
    assert model.themes.tolist() == [theme.id for theme in book.themes]


def test_the_first_coding_of_talk_fits_nothing(book: Codebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_talk_fit, "fitted", refuse)
    assert side(book, "We had no data at all, and nobody could tell me how many were waiting.") == "challenge"


def test_an_example_of_ones_own_is_learnt_and_nothing_else_is_lost(book: Codebook) -> None:
    own = "The rota was written on a napkin."
    rows = rows_of_texts([own, "We had no data at all, and nobody could tell me how many were waiting."])
    more = replace(book, worked=(*book.worked, WorkedExample(own, (("workforce", "challenge"),))))
    assert shipped_model(more) is None
    assert shipped_model(replace(book, worked=())) is None
    before, after = talk_model(book).probabilities(rows), talk_model(more).probabilities(rows)
    workforce = talk_model(book).themes.tolist().index("workforce")
    assert after[0, workforce] > before[0, workforce] + 0.1
    assert np.abs(after[1] - before[1]).max() < 0.06, "what has nothing to do with it stays as it was"


def test_a_new_code_without_examples_leaves_the_trained_model_as_it_is(book: Codebook) -> None:
    grown = replace(book, codes=(*book.codes, Code("transport", "Transport")))
    rows = rows_of_texts(["We had no data at all, and nobody could tell me how many were waiting."])
    assert np.allclose(talk_model(grown).probabilities(rows), talk_model(book).probabilities(rows))


def test_a_codebook_of_ones_own_is_fitted_once(kettles: Codebook, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "The kettle is broken, it was dreadful."
    (coding,) = code(quotation(said), kettles, "speech")
    assert (coding.theme, coding.facets.get("polarity", "")) == ("kettle", "challenge")
    talk_model.cache_clear()
    monkeypatch.setattr(_talk_fit, "fitted", refuse)
    kept = talk_model(kettles)
    assert kept.themes[kept.probabilities(rows_of_texts([said]))[0].argmax()] == "kettle"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"not a model"])
def test_a_file_that_is_no_model_is_fitted_anew(
    content: bytes, kettles: Codebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kettles.npz").write_bytes(content)
    _talk_model.shipped_sides()  # known before its place is another
    monkeypatch.setattr(_talk_model, "_shipped", lambda name: tmp_path / f"{name}.npz")
    assert shipped_model(kettles) is None
    assert talk_model(kettles).themes.tolist() == ["kettle", "bus"]


def test_a_model_that_is_shipped_is_the_one_that_was_fitted(
    kettles: Codebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _talk_model.shipped_sides()  # known before its place is another
    monkeypatch.setattr(_talk_model, "_shipped", lambda name: tmp_path / f"{name}.npz")
    model = _talk_fit.fitted(kettles)
    _talk_model.ship_model(kettles, model)
    again = shipped_model(kettles)
    assert again is not None
    said = ["The bus works now.", "No tea again."]
    assert np.allclose(again.side_scores(said), model.side_scores(said))
    assert np.allclose(again.probabilities(rows_of_texts(said)), model.probabilities(rows_of_texts(said)))
    assert shipped_model(replace(kettles, worked=kettles.worked[1:])) is None, "made from other examples"


@pytest.mark.parametrize(
    ("words", "polarity"),
    [
        ("We used to lose a caseworker a month. Now it has been a full team for two years.", "facilitator"),
        ("The director is very pleasant. But she has never read a plan, and the cabinet has never asked.", "challenge"),
        ("The director can be blunt. But she reads every plan, and the cabinet asks about them.", "facilitator"),
        ("There needs to be a post in the hospital trust for this, because nobody there owns it.", "challenge"),
        ("What made the difference was that parents wrote the questions with us, and were answered.", "facilitator"),
        ("We couldn't trust a single number on that spreadsheet.", "challenge"),
        ("I was dreading the adviser, and she turned out to be the best help we have had.", "facilitator"),
    ],
)
def test_the_side_is_that_of_what_is_meant(book: Codebook, words: str, polarity: str) -> None:
    assert side(book, words) == polarity


def test_a_word_that_is_denied_is_another_word() -> None:
    wording = learn_wording(["It was clear.", "It was not clear.", "Clear enough.", "It was never clear."])
    assert {"clear", "not:clear"} <= set(wording.words.tolist())


def test_few_words_weigh_less_than_many() -> None:
    few = "We wait."
    many = "We wait. " * 20
    row, rows = learn_wording([few, many]).rows([few, many])
    assert np.sqrt(row.multiply(row).sum()) < 0.5 * np.sqrt(rows.multiply(rows).sum())

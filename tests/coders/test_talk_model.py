"""What is learnt of talk: the model that ships, one that is fitted, and the side of what people say."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from send_qual.codebook import Code, Codebook, Facet, WorkedExample, read_codebook
from send_qual.coders import _talk_fit, _talk_model, code, talk_model
from send_qual.coders._rule_lists import read_lists
from send_qual.coders._talk_model import shipped_model
from send_qual.coders._talk_words import learn_wording
from send_qual.corpus import Corpus, Document, Segment, Source
from send_qual.language import embed
from send_qual.study import Cache

HOW_TO_MEND = "fit it anew: .venv/bin/python -m send_qual.coders._talk_fit"
SIDES = """
[helps]
It works and everybody is glad of it.
She helped us and it was marvellous.
We are proud of how well it works now.
They were kind and it was a great help.

[hinders]
It is broken and nobody minds.
He failed us and it was dreadful.
We are ashamed of how badly it goes.
They were rude and it was a great worry.
"""


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_codebook("intervention")


@pytest.fixture(autouse=True)
def no_model_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Models that were fitted are kept in an empty cache of the test's own."""
    monkeypatch.setattr(_talk_model, "_CACHE", Cache("talk-models", folder=tmp_path))
    talk_model.cache_clear()


@pytest.fixture
def kettles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Codebook:
    """A codebook of a team's own, which ships no model; fitted on few lines, so that it is quick."""
    sides = tmp_path / "sides.txt"
    sides.write_text(SIDES, encoding="utf-8")
    monkeypatch.setattr(_talk_fit, "_SIDES", sides)
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
    return max(code(quotation(words), book), key=lambda coding: coding.confidence or 0).polarity


def refuse(*_: object) -> None:
    raise AssertionError("a model was fitted")


def test_the_model_that_ships_was_fitted_on_what_stands_here(book: Codebook) -> None:
    model = shipped_model(book)
    assert model is not None, f"terms, examples or lists were changed since it was fitted; {HOW_TO_MEND}"
    assert _talk_model._shipped(book).stat().st_size < 1_000_000
    lists = read_lists(_talk_fit._SIDES)
    for name, above in (("helps", True), ("hinders", False)):
        lines = lists[name][::12]
        right = (model.side_scores(embed(lines).astype(float), lines) > 0) == above
        assert right.mean() > 0.9, f"it does not know what it was fitted on; {HOW_TO_MEND}"
    assert model.themes.tolist() == [theme.id for theme in book.themes]


def test_the_first_coding_of_talk_fits_nothing(book: Codebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_talk_fit, "fitted", refuse)
    assert side(book, "We had no data at all, and nobody could tell me how many were waiting.") == "challenge"


def test_an_example_of_ones_own_is_learnt_from(book: Codebook) -> None:
    more = (*book.worked, WorkedExample("The rota was written on a napkin.", (("workforce", "challenge"),)))
    assert shipped_model(replace(book, worked=more)) is None
    assert shipped_model(replace(book, worked=())) is None


def test_a_codebook_of_ones_own_is_fitted_once(kettles: Codebook, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "The kettle is broken, it was dreadful."
    (coding,) = code(quotation(said), kettles, "speech")
    assert (coding.theme, coding.polarity) == ("kettle", "challenge")
    talk_model.cache_clear()
    monkeypatch.setattr(_talk_fit, "fitted", refuse)
    kept = talk_model(kettles)
    vectors, terms = embed([said]).astype(float), np.zeros((1, 2))
    assert kept.themes[kept.theme_scores(vectors, terms, [said])[0].argmax()] == "kettle"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 torn", b"not a model"])
def test_a_file_that_is_no_model_is_fitted_anew(
    content: bytes, kettles: Codebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "kettles.npz").write_bytes(content)
    monkeypatch.setattr(_talk_model, "_shipped", lambda book: tmp_path / f"{book.name}.npz")
    assert shipped_model(kettles) is None
    assert talk_model(kettles).themes.tolist() == ["kettle", "bus"]


def test_a_model_that_is_shipped_is_the_one_that_was_fitted(
    kettles: Codebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_talk_model, "_shipped", lambda book: tmp_path / f"{book.name}.npz")
    model = _talk_fit.fitted(kettles)
    _talk_model.ship_model(kettles, model)
    again = shipped_model(kettles)
    assert again is not None
    said = ["The bus works now.", "No tea again."]
    vectors = embed(said).astype(float)
    assert np.allclose(again.side_scores(vectors, said), model.side_scores(vectors, said), atol=1e-4)
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

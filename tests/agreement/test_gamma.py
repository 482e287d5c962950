"""Gamma, which finds out by itself which spans correspond, against a second implementation and against chance."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from send_qual.agreement import gamma, spans_gamma
from send_qual.codebook import read_codebook
from send_qual.coding import Coding, Codings, read_codings
from send_qual.corpus import read_corpus

Spans = list[tuple[float, float, str]]


def _invented(coders: int, spans: int, seed: int) -> list[Spans]:
    """Coders who mark about the same spans: ends moved, one in seven left out, one in seven with any code."""
    chance = random.Random(seed)  # noqa: S311
    base, at = [], 0.0
    for _ in range(spans):
        at += chance.uniform(0, 20)
        end = at + chance.uniform(3, 15)
        base.append((at, end, chance.choice("abc")))
        at = end
    told = []
    for _ in range(coders):
        own = []
        for begin, end, code in base:
            if chance.random() < 0.15:
                continue
            start = max(0, begin + chance.gauss(0, 2))
            own.append((start, end + chance.gauss(0, 2), code if chance.random() < 0.85 else chance.choice("abc")))
        own = [(start, max(end, start + 0.5), code) for start, end, code in own]
        told.append([*own, (at + 5, at + 9, "a")] if chance.random() < 0.5 else own)
    return told


@pytest.mark.parametrize(
    ("coders", "spans", "seed", "disorder", "alignments", "value"),
    [
        (2, 12, 1, 0.9378, 14, 0.410),
        (2, 40, 2, 0.5914, 41, 0.627),
        (3, 8, 3, 1.4012, 11, 0.343),
        (3, 25, 4, 0.6100, 27, 0.662),
        (4, 6, 5, 0.8494, 7, 0.602),
    ],
)
def test_a_second_implementation_says_the_same(coders, spans, seed, disorder, alignments, value) -> None:
    """The figures are pygamma-agreement 0.5.9's (alpha 3, beta 1), run in an environment of its own."""
    found = gamma(_invented(coders, spans, seed), samples=60)
    assert found.disorder == pytest.approx(disorder, abs=1e-4)
    assert found.alignments == alignments
    assert found.value == pytest.approx(value, abs=0.02)  # what is expected is drawn at random by both


SAID: Spans = [(0, 10, "tea"), (20, 30, "cake"), (40, 55, "tea")]


def test_all_alike_is_one_and_nothing_alike_is_chance_or_less() -> None:
    assert gamma([SAID, SAID, SAID]).value == 1.0
    elsewhere: Spans = [(start + 1000, end + 1000, code) for start, end, code in SAID]
    found = gamma([SAID, elsewhere])
    assert found.alignments == 6
    assert found.value <= 0


def test_a_span_corresponds_as_long_as_that_is_cheaper_than_two_alone() -> None:
    """Two spans of ten characters, one moved by m, cost 3 (2m / 20)²: 1.92 for 8, 2.43 for 9; alone they cost 2."""
    for moved, groups in ((8, 1), (9, 2)):
        assert gamma([[(0, 10, "tea")], [(moved, 10 + moved, "tea")]], samples=5).alignments == groups


def test_another_code_costs_and_weighs_as_told() -> None:
    other: Spans = [(start, end, "cake" if code == "tea" else "tea") for start, end, code in SAID]
    assert gamma([SAID, other]).disorder == pytest.approx(1.0)
    assert gamma([SAID, other], category=0.5).disorder == pytest.approx(0.5)
    assert gamma([SAID, other], category=0.0).disorder == pytest.approx(0.0)


def test_the_same_seed_gives_the_same_figure_and_the_order_of_coders_changes_no_disorder() -> None:
    told = _invented(3, 10, 9)
    assert gamma(told, samples=5) == gamma(told, samples=5)
    assert gamma(told[::-1], samples=5).disorder == pytest.approx(gamma(told, samples=5).disorder)


@pytest.mark.parametrize("told", [[], [SAID], [SAID, []], [[], []]])
def test_of_one_coder_there_is_no_figure(told) -> None:
    found = gamma(told)
    assert found.value != found.value
    assert found.samples == 0


def test_of_codings_only_documents_that_both_read_count_and_none_corresponds_across_them(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    for n in (1, 2, 3):
        (tmp_path / "documents" / f"p{n}.txt").write_text(f"{n}: we had tea. Then a cake. It rained.", encoding="utf-8")
    codes = "[{id: tea, name: Tea, definition: Of tea.}, {id: cake, name: Cake, definition: Of it.}]"
    book = f'name: tea\nversion: "1"\ncodes: {codes}'
    (tmp_path / "tea.yaml").write_text(book, encoding="utf-8")
    codings = read_codings(read_corpus(str(tmp_path)), read_codebook(tmp_path / "tea.yaml"))

    def given(*rows: tuple[int, int, int, str, str]) -> Codings:
        return codings.adding(
            Coding(f"p{n}.txt", start, end, "x", code, who, status="applied") for n, start, end, code, who in rows
        )

    rows = [(1, 3, 14, "tea", "AB"), (1, 3, 14, "tea", "CD"), (2, 15, 27, "cake", "AB"), (2, 15, 27, "cake", "CD")]
    assert {pair: one.value for pair, one in spans_gamma(given(*rows)).items()} == {("AB", "CD"): 1.0}
    assert spans_gamma(given(*rows, (3, 3, 14, "tea", "AB")))["AB", "CD"].value == 1.0
    ends = [(1, 30, 37, "tea", "AB"), (2, 0, 7, "tea", "CD"), (1, 3, 14, "cake", "CD"), (2, 15, 27, "cake", "AB")]
    assert spans_gamma(given(*ends))["AB", "CD"].alignments == 4
    assert spans_gamma(given(*rows[:1])) == {}

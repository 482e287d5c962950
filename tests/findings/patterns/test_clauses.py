"""Clauses, what they are like and what is tied to them: an example on either side of each length and share."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from send_qual.codebook import Code, Codebook, Term, known_facet
from send_qual.findings import Evidence, Reference
from send_qual.findings._aspects import of_side
from send_qual.findings.patterns._clauses import Clause, clauses_of
from send_qual.findings.patterns._gather import _diverse, _near
from send_qual.findings.patterns._reading import Reading, words_of
from send_qual.findings.patterns._relations import relations
from send_qual.findings.sentences._extracts import split


def clauses(sentence: str) -> list[Clause]:
    return list(next(clauses_of([sentence])))


def test_a_clause_has_four_words_at_least() -> None:
    assert [one.text for one in clauses("Families wait too long.")] == ["Families wait too long"]
    assert clauses("Families wait long.") == []


@pytest.mark.parametrize(("sentence", "text"), [
    ("Children in towns, including the villages, wait too long.", "Children in towns, wait too long"),
    ("The clinic, which opened in May, is too small for them.", "The clinic, is too small for them"),
    ("Leaders meet often to plan the new clinics.", "Leaders meet often to plan the new clinics"),  # what for
    ("Families wait too long, because posts are vacant.", "Families wait too long"),
])  # fmt: skip
def test_lists_and_remarks_can_be_spared_and_what_for_cannot(sentence: str, text: str) -> None:
    assert [one.text for one in clauses(sentence)] == [text]


@pytest.mark.parametrize(("sentence", "leans"), [
    ("There are too few clinics in town.", False),
    ("We wait too long for therapy.", False),
    ("They wait too long for therapy.", True),
    ("This clinic is too far away.", True),
    ("Families wait too long for therapy.", False),
])  # fmt: skip
def test_a_subject_that_points_back_says_nothing_by_itself(sentence: str, leans: bool) -> None:
    assert [one.leans for one in clauses(sentence)] == [leans]


def test_words_that_carry_no_meaning_are_not_compared() -> None:
    (clause,) = clauses("Families wait too long for their therapy at home.")
    assert clause.lemmas == {"family", "wait", "long", "therapy", "home"}


@pytest.mark.parametrize(("areas", "of", "own"), [(2, 20, True), (3, 20, False), (3, 40, True), (4, 40, False)])
def test_a_name_in_a_tenth_of_the_areas_and_three_is_no_areas_own(areas: int, of: int, own: bool) -> None:
    (clause,) = clauses("Families in Wexmere wait too long.")
    assert clause.named == {"Wexmere"}
    assert Reading({}, {}, {"wexmere": areas}, of).is_own(clause) is own


BOOK = Codebook("small", "1", (Code("health", "Health", terms=(Term("wait"),)),), (known_facet("polarity", set()),))


def read(words: str, *, spoken: bool = False, section: str = "better", sure: float = 0.9):
    place = Reference("a.pdf", 0, len(words), words, "Ashby", page=2, section=section)
    item = Evidence(place, "health", (("polarity", "challenge"),), "weakness", confidence=sure)
    reading = Reading.of([item], spoken=spoken)
    of = ([item], BOOK.themes[0], words_of(BOOK), of_side(BOOK, "weakness"))
    return reading.said(*of), reading.asked(*of)


def test_what_bears_out_a_weakness_today_is_said_and_what_is_asked_for_is_apart() -> None:
    said, asked = read("Families wait too long for therapy.")
    assert [one.clause.text for one in said] == ["Families wait too long for therapy"]
    assert asked == []
    assert read("At the previous inspection, families said it. Since then, waits for therapy were too long.")[0] == []
    assert read("Waits for therapy will be too long for families.")[0] == []
    said, asked = read("Leaders should cut the long waits for therapy.", section="improvement")
    assert said == []
    assert len(asked) == 1


@pytest.mark.parametrize(("words", "spoken", "sure", "on"), [
    ("Families wait too long for therapy.", False, 0.5, True),
    ("Families lack any clinic near them.", False, 0.9, False),
    ("Families lack any clinic near them.", True, 0.75, True),  # talk seldom names its theme
    ("Families lack any clinic near them.", True, 0.74, False),
    ("Families wait too long for therapy.", True, 0.5, True),
])  # fmt: skip
def test_a_clause_is_on_the_theme_that_it_names_and_talk_also_on_that_of_a_sure_passage(
    words: str, spoken: bool, sure: float, on: bool
) -> None:
    said, _ = read(words, spoken=spoken, sure=sure)
    assert [one.on for one in said] == [on]


@pytest.mark.parametrize(("cosine", "covered", "near"), [(0.6, 0.5, True), (0.59, 0.5, False), (0.6, 0.49, False)])
def test_two_sentences_are_about_the_same_from_a_likeness_and_a_share_on(cosine, covered, near) -> None:
    alike = SimpleNamespace(cosine=np.array([[1.0, cosine]]), covered=np.array([[1.0, covered]]))
    assert _near(alike, 0, 1, (0.6, 0.5)) is near


@pytest.mark.parametrize(("cosine", "other", "kept"), [(0.74, "B", [1, 2]), (0.75, "B", [1]), (0.74, "A", [1])])
def test_beside_a_pattern_each_says_something_else_and_is_of_another_area(cosine, other, kept) -> None:
    alike = SimpleNamespace(cosine=np.array([[1, 0.7, 0.65], [0.7, 1, cosine], [0.65, cosine, 1]]))
    said = [SimpleNamespace(case=case) for case in ("L", "A", other)]
    assert _diverse(said, alike, 0, [1, 2]) == kept


@pytest.mark.parametrize(("words", "tied"), [(7, False), (8, True), (48, True), (49, False)])
def test_what_is_tied_is_no_exclamation_and_no_page(words: int, tied: bool) -> None:
    sentence = " ".join(["Families", *["wait"] * (words - 5), "because", "nobody", "ever", "came."])
    assert [one.kind for one in relations(split(sentence), 0)] == ["cause"] * tied

"""A name that is known, wherever it stands, and the ordinary word that is written like it."""

from __future__ import annotations

import pytest

from send_qual.pseudonyms._case_details import _letter, names_a_place
from send_qual.pseudonyms._identifiers import Identifier, _is_kept
from send_qual.pseudonyms._name_lists import lists, words_of
from send_qual.pseudonyms._name_runs import Run
from send_qual.pseudonyms._person_names import Name, Passage
from send_qual.pseudonyms._residue_check import sweep


def mentions(
    text: str, *names: str, kind: str = "person", speaks: bool = False, titled: tuple[int, int] | None = None
) -> list[str]:
    """What is found of some names in a passage that stands a hundred characters into its document."""
    words = tuple(words_of(text))
    runs = (Run(*titled, frozenset({"title"}), False),) if titled else ()
    passage = Passage("a.txt", 100, text, words, (False,) * len(words), (), runs)
    spoken = frozenset({"a.txt"}) if speaks else frozenset()
    known = {tuple(name.split()): Name(tuple(name.split()), kind, speaks_in=spoken) for name in names}
    found = sweep([passage], known, lists())
    return [text[one.start - 100 : one.end - 100] for one in found["a.txt"]]


@pytest.mark.parametrize(("text", "names", "found"), [
    ("Lowenna rang. We told lowenna, and LOWENNA.", ["lowenna"], ["Lowenna", "lowenna", "LOWENNA"]),
    ("We met Osk and osk, Oskr and oskr.", ["osk", "oskr"], ["Osk", "Oskr", "oskr"]),  # three small letters are too few
    ("We met Lowenna Tresco. Lowenna, Tresco and all.", ["lowenna", "lowenna tresco"], ["Lowenna Tresco", "Lowenna"]),
    ("We met Lowenna & Tresco there.", ["lowenna tresco"], ["Lowenna & Tresco"]),
    ("We met Lowenna", ["lowenna tresco"], []),
    ("Lowenna Tresco", ["lowenna tresco"], ["Lowenna Tresco"]),
    ("We met Tresco Lowenna.", ["lowenna tresco"], []),
    ("We rang K. Osgoodly about it.", ["osgoodly"], ["K. Osgoodly"]),
    ("We rang Kay. Osgoodly came.", ["osgoodly"], ["Osgoodly"]),
    ("It was on Radio Wexcombe then.", ["wexcombe"], ["Radio Wexcombe"]),
    ("It was on Monday Wexcombe then.", ["wexcombe"], ["Wexcombe"]),
    ("So DVCHFT paid. And the DVCHFTs. Not dvchft.", ["=dvchft"], ["DVCHFT", "DVCHFTs"]),
    ("Nobody came.", ["lowenna"], []),
])  # fmt: skip
def test_a_name_is_found_in_each_of_its_forms(text: str, names: list[str], found: list[str]) -> None:
    assert mentions(text, *names) == found


@pytest.mark.parametrize(("text", "name", "found"), [
    ("I told Will about it.", "will", True),
    ("I will go.", "will", False),
    ("Will you come?", "will", False),
    ("Will said no.", "will", True),
    ("Grace cried.", "grace", True),
    ("Grace under pressure.", "grace", False),
    ("I had Grace with me.", "grace", True),
    ("I told May about it.", "may", True),
    ("It was in May that we met.", "may", False),
    ("We said May 2021 and meant it.", "may", False),
    ("May has left.", "may", True),
    ("May we go?", "may", False),
    ("Rose told us.", "rose", True),
    ("Rose bushes grew.", "rose", False),
    ("We saw a rose.", "rose", False),
    ("Will, come here.", "will", True),
    ("May, come here.", "may", False),
    ("Mark was there.", "mark", True),
    ("May was there.", "may", False),
    ("Grace would come.", "grace", True),
    ("Rose would come.", "rose", True),
    ("Mark would come.", "mark", False),
])  # fmt: skip
def test_a_word_that_may_be_a_name_is_one_where_a_person_stands(text: str, name: str, found: bool) -> None:
    assert bool(mentions(text, name)) is found


def test_who_is_in_the_room_is_meant_sooner_and_a_place_at_once() -> None:
    assert mentions("Grace under pressure.", "grace", speaks=True) == ["Grace"]
    assert mentions("Will you come?", "will", speaks=True) == []
    assert mentions("Reading under water.", "reading", kind="place") == ["Reading"]
    assert mentions("Reading under water.", "reading") == []


def test_a_title_goes_with_the_name() -> None:
    assert mentions("We asked Mrs Lowenna Tresco there.", "tresco", titled=(2, 4)) == ["Mrs Lowenna Tresco"]
    assert mentions("We asked Mrs Tresco there.", "tresco", titled=(2, 3)) == ["Mrs Tresco"]
    assert mentions("We asked Mrs Tresco there.", "lowenna", titled=(2, 3)) == []


def alike(kind: str, text: str, kept: str) -> bool:
    return _is_kept(Identifier("a.txt", 0, len(text), kind, text), frozenset({kept}))


def test_a_post_that_was_kept_is_known_again_when_eight_in_ten_of_it_stand() -> None:
    letters = "abcdefghijklmnopqrstuvwx"
    assert alike("role", letters[:8] + "12", letters[:8] + "34")  # sixteen of twenty letters
    assert not alike("role", letters[:19] + "12345", letters[:19] + "67890")  # 38 of 48
    assert not alike("person", letters[:8] + "12", letters[:8] + "34")  # a name is itself or another
    assert alike("person", "Ruth  Marlow’s", "ruth marlow's")


def test_places_of_a_table_have_letters_as_long_as_there_are_some() -> None:
    lettered: dict[tuple[str, str], str] = {}
    given = [_letter("area", f"Town {n}", lettered) for n in range(27)]
    assert (given[0], given[25], given[26]) == ("Area A", "Area Z", "Area 27")
    assert _letter("area", "Town 1", lettered) == "Area B"
    assert _letter("school", "Town 1", lettered) == "School A"


@pytest.mark.parametrize(("column", "value", "named"), [
    ("area", "Wexmere", True), ("area", "several", False), ("Area", "Wexmere", True), ("school type", "Special", False),
    ("role", "Head", False), ("area", "", False),
])  # fmt: skip
def test_what_may_name_a_place_is_in_a_column_of_places_and_has_a_capital(column, value, named) -> None:
    assert names_a_place(column, value) is named


@pytest.mark.parametrize(("text", "taken", "run", "found"), [
    ("We met Ofsted there.", False, False, ["Ofsted"]),
    ("We met Ofsted there.", True, False, []),  # what everybody knows stands there
    ("We met Ofsted there.", True, True, ["Ofsted"]),  # but a name was read there
    ("We ate a Kit Kat there.", True, True, []),
    ("We ate a Kit Kat there.", False, True, ["Kit"]),
    ("We ate with Kit there.", True, True, ["Kit"]),
])  # fmt: skip
def test_what_everybody_knows_is_no_name_unless_one_was_read_there(text, taken, run, found) -> None:
    words = tuple(words_of(text))
    at = next(n for n, word in enumerate(words) if word.low in {"ofsted", "kit"})
    runs = (Run(at, at, frozenset(), False),) if run else ()
    passage = Passage("a.txt", 0, text, words, tuple(taken for _ in words), (), runs)
    names = {(word,): Name((word,), "person") for word in ("ofsted", "kit")}
    assert [text[one.start : one.end] for one in sweep([passage], names, lists())["a.txt"]] == found

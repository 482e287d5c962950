"""The language of a text is told before any English model reads it."""

from __future__ import annotations

import pytest

from send_qual.codebook import Code, Codebook, Term
from send_qual.coders import code
from send_qual.corpus import read_corpus
from send_qual.language import language_of
from send_qual.pseudonyms import pseudonymise

SAID = {
    "en": "We waited on the cold quay for an hour, and then the ferry that we had hoped for came with nobody on it.",
    "de": "Wir haben eine Stunde am kalten Kai gewartet, und dann kam die Fähre, die wir wollten, ohne Leute.",
    "fr": "Nous avons attendu une heure sur le quai froid, et puis le bateau que nous voulions est venu vide.",
    "pl": "Czekaliśmy godzinę na zimnym nabrzeżu, a potem przypłynął prom, na który liczyliśmy, ale był pusty.",
    "cy": "Roedd hi yn oer ar y cei ac mae y fferi wedi dod ond ni oedd neb ar y cwch pan oedd hi yn y porthladd.",
    "ar": "انتظرنا ساعة على الرصيف البارد ثم وصلت العبارة التي كنا نأملها ولم يكن عليها أحد من الناس في ذلك اليوم",
}


@pytest.mark.parametrize("code", SAID)
def test_a_language_is_told_by_its_small_words(code):
    assert language_of(SAID[code])[0] == code


def test_too_little_to_tell_and_english_full_of_names_are_english():
    assert language_of("Ja, genau, gut.")[0] == "en"
    assert (
        language_of("Herr Müller and Frau Özdemir met us in Münster, and we said that they were kind to the girl.")[0]
        == "en"
    )


@pytest.fixture
def mixed(tmp_path, monkeypatch):
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    (tmp_path / "raw").mkdir()
    for name in ("en", "de"):
        (tmp_path / "raw" / f"{name}.txt").write_text(
            f"I: Well?\nB: {SAID[name]}\nI: And?\nB: {SAID[name]}\n", encoding="utf-8"
        )
    return tmp_path / "raw"


def test_no_copy_is_made_of_another_language_unless_one_insists(mixed, tmp_path):
    made = pseudonymise(mixed, tmp_path / "out")
    assert [p.name for p in made.files] == ["en.txt"]
    (fault,) = made.left_out
    assert str(fault).startswith("de.txt: it is in German")
    assert len(pseudonymise(mixed, tmp_path / "all", language="en").files) == 2


def test_nothing_is_suggested_in_another_language_unless_one_insists(mixed):
    book = Codebook("tiny", "1", (Code("sea", "Sea", terms=(Term("kai"), Term("quay"))),))
    codings = code(read_corpus(mixed), book, "lexicon")
    assert {c.document for c in codings} == {"en.txt"}
    assert [str(n).partition(",")[0] for n in codings.notices] == ["de.txt: it is in German"]
    assert {c.document for c in code(read_corpus(mixed), book, "lexicon", language="en")} == {"en.txt", "de.txt"}

"""A codebook that says what its codes are and not by which words: what is found, and what is told of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.cli import main
from send_qual.codebook import Code, Codebook, Term, read_codebook
from send_qual.coders import code, hardly_found
from send_qual.corpus import Corpus, Document, Segment, Source, read_corpus

FOOD = Code("food", "Food", definition="Meals, cooking, what there is to eat.", examples=("The soup was cold.",))
MONEY = Code("money", "Money", definition="Prices, bills, what things cost.", examples=("The bill was too high.",))
NOISE = Code("noise", "Noise", definition="How loud or quiet a place is.", examples=("It was too loud to sleep.",))
BOOK = Codebook("inn", "1", (FOOD, MONEY, NOISE))
SAID = {
    "food": ("Breakfast was porridge and burnt toast.", "They cooked us a lovely dinner."),
    "money": ("We paid far more than the price we were told.", "Rooms cost forty pounds a night."),
    "noise": ("A loud disco kept us awake all night.", "At night the street is silent."),
    "": ("We came on a Tuesday in June.", "My cousin drove us there.", "The view is of the hills.", "It has two doors.",
         "We shall write again.", "The owner has a dog."),
}  # fmt: skip


def _guests() -> Corpus:
    lines = [line for several in SAID.values() for line in several]
    documents = [
        Document(f"{n:02}.txt", "", line, (Segment(0, len(line)),), {}, Source(f"{n:02}.txt", "", "txt"))
        for n, line in enumerate(lines)
    ]
    return Corpus("guests", tuple(documents))


def test_codes_that_are_only_described_are_found() -> None:
    made = code(_guests(), BOOK)
    said = {(c.quote, c.code) for c in made}
    right = {(line, theme) for theme, lines in SAID.items() for line in lines if theme}
    assert len(said & right) >= 4
    assert len(said) <= 9, "a fifth of the passages to each code"
    assert all(0 < c.confidence < 1 and c.reason.startswith("near what the codebook says of") for c in made)


def test_names_alone_are_enough_to_be_read_and_to_find_something(tmp_path: Path) -> None:
    file = tmp_path / "inn.yaml"
    file.write_text(
        "name: inn\nversion: '1'\ncodes: [{id: food, name: Food}, {id: noise, name: Noise}]", encoding="utf-8"
    )
    book = read_codebook(file)
    found = {(c.quote, c.code) for c in code(_guests(), book)}
    assert ("They cooked us a lovely dinner.", "food") in found
    told = str(hardly_found(book))
    assert "2 codes have no terms" in told
    assert "Food (no definition, no examples)" in told
    assert "two `examples:` a code" in told


def test_terms_for_some_codes_lose_nothing_that_was_found_by_description() -> None:
    disco = Term("disco")
    mixed = replace(BOOK, codes=(FOOD, MONEY, replace(NOISE, terms=(disco,))))
    found = {(c.quote, c.code) for c in code(_guests(), BOOK)}
    assert found <= {(c.quote, c.code) for c in code(_guests(), mixed)}
    reasons = [c.reason for c in code(_guests(), mixed) if "disco" in c.quote and c.code == "noise"]
    assert reasons[0].startswith("terms: 'disco'")
    assert len(reasons) == 1, "what both say is said once"


def test_a_code_with_a_definition_and_two_examples_is_not_hardly_found() -> None:
    told = str(hardly_found(BOOK))
    assert "Noise (one example)" in told
    two = tuple(replace(one, examples=(*one.examples, "Another.")) for one in BOOK.codes)
    assert hardly_found(replace(BOOK, codes=two)) is None
    assert "1 code has no terms and can hardly be found: Noise (no definition)" in str(
        hardly_found(replace(BOOK, codes=(*two[:2], replace(two[2], definition=""))))
    )


def test_what_is_common_in_the_corpus_counts_and_is_not_taken_from_another_corpus() -> None:
    guests = _guests()
    few = replace(guests, documents=guests.documents[:2])
    assert {c.coder for c in code(guests, BOOK)} != {c.coder for c in code(few, BOOK)}
    assert len(code(replace(guests, documents=()), BOOK)) == 0


def test_check_and_code_name_codes_that_can_hardly_be_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "codebooks").mkdir()
    (tmp_path / "corpora" / "guests" / "documents").mkdir(parents=True)
    line = "Breakfast was porridge and burnt toast."
    (tmp_path / "corpora" / "guests" / "documents" / "a.txt").write_text(line, encoding="utf-8")
    (tmp_path / "codebooks" / "inn.yaml").write_text(
        "name: inn\nversion: '1'\ncodes: [{id: food, name: Food}]", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    for command in (["check"], ["code", "guests", "--codebook", "inn"]):
        assert not main(command)
        assert "1 code has no terms and can hardly be found: Food" in capsys.readouterr().err


def test_what_is_suggested_at_a_time_follows_the_length_of_the_examples(tmp_path: Path) -> None:
    said = " ".join(
        f"The soup that they brought us on the {day} day was cold, and the bread beside it was dry and old."
        for day in ("first", "second", "third", "fourth", "fifth")
    )
    other = "The house has two doors and a view of the hills behind the town."
    asked = ("How was your stay?", "And the house?", "Anything else?", "Thank you.")
    answers = (said, other, "We came on a Tuesday in June.", "My cousin drove us there, and the owner has a dog.")
    turns = "\n\n".join(f"Interviewer: {q}\n\nGuest: {a}" for q, a in zip(asked, answers, strict=True))
    (tmp_path / "a.txt").write_text(turns, encoding="utf-8")
    talk = read_corpus(tmp_path)
    short = {c.quote for c in code(talk, BOOK).where(code="food")}
    longer = tuple(replace(one, examples=(said.replace("soup", one.name.lower()),)) for one in BOOK.codes)
    whole = {c.quote for c in code(talk, replace(BOOK, codes=longer)).where(code="food")}
    assert short, "something of the answer is found"
    assert said not in short
    assert said in whole


def test_many_codes_promise_no_more_than_one_right_code_a_passage_and_nothing_hardly_likely_is_said() -> None:
    names = ("Trains", "Taxes", "Doctors", "Football", "Weather", "Music", "Schools", "Elections", "Gardens", "Ships")
    more = tuple(Code(name.lower(), name) for name in names)
    for book in (BOOK, replace(BOOK, codes=(*BOOK.codes, *more))):
        sure = [c.confidence or 0 for c in code(_guests(), book)]
        assert min(sure) >= 0.1
        assert sum(sure) <= sum(map(len, SAID.values()))


def test_a_code_that_says_nothing_of_itself_is_given_to_nothing() -> None:
    made = code(_guests(), replace(BOOK, codes=(*BOOK.codes, Code("a", "A"))))
    assert "food" in {c.code for c in made}
    assert "a" not in {c.code for c in made}

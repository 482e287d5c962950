"""Codebooks and corpora that are odd, through the command line: what is done, and what is said of what is not."""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path

import pytest

from send_qual.cli import main

CODES = {
    "food": "Meals, cooking, what there is to eat",
    "noise": "How loud or quiet a place is",
    "money": "Prices, bills",
}
LINES = (
    "Breakfast was burnt toast again.",
    "A loud disco kept us awake.",
    "The price was too high.",
    "It has two doors and a hill.",
    "They cooked us a lovely dinner.",
    "At night the street is quiet.",
)


@pytest.fixture(autouse=True)
def study(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "codebooks").mkdir()
    (tmp_path / "corpora" / "inn" / "documents").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def book(study: Path, codes: dict[str, str], more: str = "") -> None:
    rows = "".join(f"  - {{id: {id}, name: {id.title()}, definition: '{said}'{more}}}\n" for id, said in codes.items())
    (study / "codebooks" / "inn.yaml").write_text(f"name: inn\nversion: '1'\ncodes:\n{rows}", encoding="utf-8")


def put(study: Path, **texts: str) -> None:
    for name, text in texts.items():
        (study / "corpora" / "inn" / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")


def coded(study: Path) -> list[dict[str, str]]:
    assert not main(["code", "inn", "--codebook", "inn"])
    with (study / "codings.csv").open(newline="", encoding="utf-8-sig") as file:
        return list(csv.DictReader(file))


def test_a_codebook_of_300_codes_gives_a_passage_no_more_codes_than_a_few(study: Path) -> None:
    things = ("boat", "tree", "lamp", "hat", "drum", "wheel", "coin", "stone", "leaf", "horse")
    made = {f"{a}{b}{n}": f"Anything about a {a} or a {b}" for n, (a, b) in enumerate(product(things, things))}
    more = {f"x{id}": said.replace("about", "against") for id, said in made.items()}
    book(study, {**CODES, **made, **more, **{f"y{id}": said for id, said in list(made.items())[:97]}})
    put(study, **{f"a{n}": line for n, line in enumerate(LINES)})
    rows = coded(study)
    assert ("They cooked us a lovely dinner.", "food") in {(r["quote"], r["code"]) for r in rows}
    assert len(rows) < 10 * len(LINES)


def test_answers_of_five_words_are_each_coded_as_a_whole(study: Path) -> None:
    book(study, CODES)
    words = (
        ("Breakfast", "Dinner", "The disco", "The price"),
        ("was", "seemed"),
        ("very", "quite", "not"),
        ("good", "bad"),
    )
    answers = [" ".join(one) + " there." for one in product(*words)]
    table = "".join(f"R{n},{answer}\n" for n, answer in enumerate(answers))
    (study / "corpora" / "inn" / "documents" / "survey.csv").write_text(f"id,answer\n{table}", encoding="utf-8")
    rows = coded(study)
    assert {r["quote"] for r in rows} <= set(answers)
    assert any(r["quote"].startswith("Dinner") and r["code"] == "food" for r in rows)
    assert len({(r["document"], r["code"]) for r in rows}) == len(rows)


def test_a_document_in_another_language_is_told_and_not_coded(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book(study, CODES)
    german = "Das Frühstück war jeden Morgen kalt, und der Preis für das Zimmer war uns allen viel zu hoch gewesen. "
    put(study, english=" ".join(LINES), german=german * 3)
    assert main(["code", "inn", "--codebook", "inn"]) == 1
    with (study / "codings.csv").open(newline="", encoding="utf-8-sig") as file:
        assert {r["document"] for r in csv.DictReader(file)} == {"english.txt"}
    assert "german.txt: it is in German" in capsys.readouterr().err


def test_a_corpus_of_one_document_is_coded(study: Path) -> None:
    book(study, CODES)
    put(study, a="\n\n".join(LINES))
    rows = coded(study)
    assert any("disco" in r["quote"] and r["code"] == "noise" for r in rows)


def test_one_example_and_codes_that_never_occur_are_told_by_check(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book(study, CODES, more=", examples: ['The soup was cold.']")
    put(study, a=LINES[0])
    assert not main(["check"])
    told = capsys.readouterr().err
    assert "3 codes have no terms and can hardly be found: Food (one example)" in told
    assert "send-qual codebook terms inn --corpus NAME" in told


def test_one_coding_is_too_few_to_learn_from_and_a_code_renamed_since_is_named(
    study: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book(study, CODES)
    put(study, **{f"a{n}": line for n, line in enumerate(LINES)})
    table = f"document,quote,code,coder\na0.txt,{LINES[0]},food,ana\na1.txt,{LINES[1]},noise,ana\n"
    (study / "hand.csv").write_text(table, encoding="utf-8")
    assert not main(["import", "hand.csv", "--into", "inn", "--codebook", "inn", "--finished"])
    book(study, {id: said for id, said in CODES.items() if id != "noise"} | {"sound": "How loud or quiet"})
    capsys.readouterr()
    assert main(["evaluate", "inn", "--codebook", "inn"]) == 2
    assert "Code a few more first" in capsys.readouterr().err


def test_terms_are_proposed_and_never_taken(study: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book(study, CODES, more=", examples: ['They cooked dinner.']")
    put(study, **{f"a{n}": line for n, line in enumerate((*LINES, "We had dinner at eight.", "The disco was shut."))})
    before = (study / "codebooks" / "inn.yaml").read_bytes()
    assert not main(["codebook", "terms", "inn", "--corpus", "inn"])
    told = capsys.readouterr().out
    food = next(line for line in told.splitlines() if line.startswith("Food (food): "))
    assert "dinner (example, 2 of 2)" in food
    assert (study / "codebooks" / "inn.yaml").read_bytes() == before
    assert main(["codebook", "terms", "inn"]) == 2
    assert "--corpus NAME" in capsys.readouterr().err

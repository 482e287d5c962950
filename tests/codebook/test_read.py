"""Codebooks are read as written, and a faulty one is refused with every fault, its line and its mend."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from send_qual.codebook import Codebook, Term, read_codebook
from send_qual.errors import SendQualError

GOOD = """\
name: tea
version: 1.0
title: Tea
description: >-
  What people say
  of tea.
facets:
  - id: polarity
    name: Polarity
    values: [facilitator, challenge]
  - {id: phase, values: [first, second], definition: When.}
codes:
  - id: kettle
    name: The kettle
    definition: Everything said of kettles.
    include: [its sound, 'its weight: heavy or light']
    exclude: [pots]
    examples: ["The kettle sang."]
    facilitator: Good kettles were described
    challenge: Weak kettles were described
    colour: "#0072B2"
    terms:
      - kettle
      - phrase: whistling  kettle
        weight: 0.5
        unless: ['no whistling']
      - pattern: '\\bBOIL\\w*'
    codes:
      - id: whistle
        name: Whistling
        definition: Its whistle.
        origin: inductive
        codes:
          - {id: shrill, name: Shrill, definition: Too high.}
  - {id: cup, name: Cup, definition: Caf\u00e9 cups.}
issues:
  - id: cold_tea
    name: Cold tea
    question: Is the tea cold?
    statement: Cold tea was identified
    codes: [kettle/whistle, cup]
    sections: [better, priority]
    terms: [{lemma: go cold}]
"""


def write(folder: Path, text: str | bytes, name: str = "tea.yaml") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(path: Path) -> list[str]:
    with pytest.raises(SendQualError) as caught:
        read_codebook(path)
    return str(caught.value).splitlines()


@pytest.fixture
def book(tmp_path: Path) -> Codebook:
    return read_codebook(write(tmp_path, GOOD))


def test_everything_written_is_read(book: Codebook, tmp_path: Path) -> None:
    assert (book.name, book.version, book.title, book.description) == ("tea", "1.0", "Tea", "What people say of tea.")
    assert [code.id for code in book] == ["kettle", "kettle/whistle", "kettle/whistle/shrill", "cup"]
    assert [code.parent for code in book] == ["", "kettle", "kettle/whistle", ""]
    kettle = book["kettle"]
    assert kettle.include == ("its sound", "its weight: heavy or light")
    assert (kettle.exclude, kettle.examples, kettle.colour) == (("pots",), ("The kettle sang.",), "#0072b2")
    assert kettle.phrases == (
        ("facilitator", "Good kettles were described"),
        ("challenge", "Weak kettles were described"),
    )
    assert kettle.terms == (
        Term("kettle", "lemma", 1.0),
        Term("whistling kettle", "phrase", 0.5, ("no whistling",)),
        Term(r"\bBOIL\w*", "pattern", 1.0),
    )
    assert (kettle.origin, book["kettle/whistle"].origin) == ("deductive", "inductive")
    assert [(f.id, f.name, f.values) for f in book.facets] == [
        ("polarity", "Polarity", ("facilitator", "challenge")),
        ("phase", "Phase", ("first", "second")),
    ]
    (issue,) = book.issues
    assert (issue.id, issue.name, issue.question) == ("cold_tea", "Cold tea", "Is the tea cold?")
    assert (issue.codes, issue.sections) == (("kettle/whistle", "cup"), ("better", "priority"))
    assert issue.terms == (Term("go cold", "lemma"),)
    assert book.sha256 == hashlib.sha256((tmp_path / "tea.yaml").read_bytes()).hexdigest()


def test_without_facets_there_are_none(tmp_path: Path) -> None:
    text = "name: a\nversion: 2\ncodes: [{id: b, name: B, definition: C}]"
    book = read_codebook(write(tmp_path, text))
    assert (book.facets, book.sided) == ((), None)


def test_a_known_facet_needs_its_values_only_and_one_of_your_own_says_what_they_are(tmp_path: Path) -> None:
    end = "codes: [{id: b, name: B, definition: C}]"
    known = "name: a\nversion: 2\nfacets: [{id: polarity, values: [facilitator, challenge]}]\n"
    (facet,) = read_codebook(write(tmp_path, known + end)).facets
    assert [facet.sign(value) for value in facet.values] == ["strength", "weakness"]
    values = "[{id: lifts, sign: strength}, {id: drags, sign: weakness}]"
    own = f"name: a\nversion: 2\nfacets: [{{id: effect, values: {values}}}]\n"
    book = read_codebook(write(tmp_path, own + end))
    assert book.sided is not None
    assert book.side({"effect": "drags"}) == "weakness"


@pytest.mark.parametrize(
    "rewrite",
    [
        lambda raw: b"\xef\xbb\xbf" + raw,
        lambda raw: raw.replace(b"\n", b"\r\n"),
        lambda raw: raw.replace("\u00e9".encode(), "e\u0301".encode()),
    ],
    ids=["byte-order mark", "Windows line ends", "decomposed accents"],
)
def test_editors_of_all_kinds_save_the_same_codebook(book: Codebook, tmp_path: Path, rewrite) -> None:
    again = read_codebook(write(tmp_path, rewrite(GOOD.encode()), "again.yaml"))
    assert again.digest() == book.digest()


def test_a_folder_of_the_same_name_does_not_hide_a_codebook(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "codebooks").mkdir()
    (tmp_path / "corpora").mkdir()
    (tmp_path / "tea").mkdir()
    write(tmp_path / "codebooks", GOOD)
    monkeypatch.chdir(tmp_path)
    assert read_codebook("tea").name == "tea"


def test_an_unknown_name_tells_the_known_ones(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "codebooks").mkdir()
    (tmp_path / "corpora").mkdir()
    write(tmp_path / "codebooks", GOOD)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SendQualError, match=r"coffee: there is no such codebook.*\btea\b"):
        read_codebook("coffee")


HEAD = 'name: tea\nversion: "1"\n'


def faulty() -> dict[str, tuple[str | bytes, str]]:
    """The cases of faults.txt, and those that no text file can hold."""
    parts = (Path(__file__).parent / "faults.txt").read_text(encoding="utf-8").split("=== ")[1:]
    cases: dict[str, tuple[str | bytes, str]] = {}
    for part in parts:
        name, _, rest = part.partition("\n")
        text, _, words = rest.partition("\n=> ")
        cases[name] = (text, words.strip())
    return cases | {
        "tab": (f"{HEAD}codes:\n\t- id: cup\n", "line 4: the line begins with a tab. Indent with spaces"),
        "control character": (f"{HEAD}title: a\x07b\n", "line 3: there is a control character here"),
        "empty": ("", "the file is empty"),
        "Latin-1": (f"{HEAD}title: Café\n".encode("latin-1"), "line 3: this is not UTF-8 text. Save it as UTF-8"),
        "UTF-16": (HEAD.encode("utf-16"), "line 1: this is not UTF-8 text"),
        "a Word file": (b"PK\x03\x04\x14\x00\x06\x00\xdf\xa4\xd2l", "this is not UTF-8 text"),
        "nested without end": ("[" * 100_000, "the file is nested too deeply"),
    }


FAULTS = faulty()


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_named_with_its_line_and_mend(fault: str, tmp_path: Path) -> None:
    text, words = FAULTS[fault]
    lines = refusal(write(tmp_path, text))
    assert any(words in line for line in lines), lines
    assert all("tea.yaml" in line for line in lines)
    assert all(line.count(". ") >= 1 for line in lines), "each fault says what to do"


def test_all_faults_come_at_once_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "name: tea\ntitel: T\ncodes:\n  - {id: cup, definition: C}\n  - {id: mug, name: M, colour: red}\n"
    lines = refusal(write(tmp_path, text))
    assert [line.split(": ")[0].rpartition(" ")[2] for line in lines] == ["1", "2", "4", "5"]


def test_a_faulty_code_does_not_bring_faults_of_what_is_right(tmp_path: Path) -> None:
    text = HEAD + "codes:\n  - {id: cup, definition: C}\nissues: [{id: i, question: Q, codes: [cup]}]\n"
    assert len(refusal(write(tmp_path, text))) == 1


def test_a_bomb_of_references_is_refused_at_once(tmp_path: Path) -> None:
    rows = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 30)]
    (line,) = refusal(write(tmp_path, "\n".join(rows)))  # written out it would have more lines than there are atoms
    assert "is used again" in line


def test_a_file_of_50_megabytes_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tea.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    for reader in ("open", "read_bytes", "read_text"):
        monkeypatch.setattr(Path, reader, lambda self, *more: pytest.fail("it was opened"))
    (line,) = refusal(path)
    assert "has 50 MB; a codebook has less than 1 MB" in line


def test_the_place_is_told_as_the_user_would_write_it(tmp_path: Path, monkeypatch) -> None:
    write(tmp_path, HEAD)
    monkeypatch.chdir(tmp_path)
    assert refusal(Path("tea.yaml"))[0].startswith("tea.yaml line ")


@pytest.mark.parametrize("path", sorted((Path(__file__).parents[2] / "codebooks").glob("*.yaml")), ids=lambda p: p.stem)
def test_the_codebooks_of_the_house_are_without_fault(path: Path) -> None:
    book = read_codebook(path)
    assert book.name == path.stem
    assert all(code.definition and code.examples for code in book)

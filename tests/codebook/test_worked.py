"""Worked examples beside a codebook."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook
from send_qual.errors import SendQualError

BOOK = """
name: tea
version: "1"
facets: [{id: polarity, values: [facilitator, challenge, mixed]}]
codes:
  - id: kettle
    name: The kettle
    definition: Everything said of kettles.
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "tea.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return path


def beside(book: Path, *rows: object) -> None:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    book.with_name("tea.examples.jsonl").write_text("\n".join(lines), encoding="utf-8")


def test_examples_beside_the_codebook_are_read_with_it_and_change_its_digest(book: Path) -> None:
    bare = read_codebook(book)
    beside(book, {"text": "It never boils.", "codes": {"kettle": "challenge"}}, {"text": "Hello.", "codes": {}})
    worked = read_codebook(book)
    assert bare.worked == ()
    assert [(w.text, w.codes) for w in worked.worked] == [
        ("It never boils.", (("kettle", "challenge"),)),
        ("Hello.", ()),
    ]
    assert bare.digest() != worked.digest(), "suggestions kept from before must not be taken for these"


def test_every_faulty_line_is_named_with_its_mend(book: Path) -> None:
    beside(
        book,
        {"text": "It sings.", "codes": {"kettel": "challenge"}},
        {"text": "It hums.", "codes": {"kettle": "good"}},
        "not json",
        {"codes": {}},
        {"text": "It sits.", "codes": {}},
        {"text": "It sits.", "codes": {}},
    )
    with pytest.raises(SendQualError) as told:
        read_codebook(book)
    message = str(told.value)
    assert "line 1: there is no code `kettel`" in message
    assert "Perhaps `kettle` is meant" in message
    assert "line 2: `good` is no polarity" in message
    assert "line 3: this line is not JSON" in message
    assert "line 4: this line has no `text`" in message
    assert "line 6: this passage stands in line 5 already" in message


def test_the_shipped_interview_codebook_has_both_sides_of_every_theme(root: Path) -> None:
    shipped = read_codebook(root / "codebooks" / "intervention.yaml")
    sides = {(code.split("/")[0], polarity) for worked in shipped.worked for code, polarity in worked.codes}
    assert {theme.id for theme in shipped.themes} == {"leadership", "partnership", "workforce", "data", "intervention"}
    for theme in shipped.themes:
        assert {(theme.id, "facilitator"), (theme.id, "challenge")} <= sides
    both = {"facilitator", "challenge"}
    assert all(both <= {value for value, _ in code.phrases} for code in shipped), "findings word every code both ways"

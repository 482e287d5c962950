"""A code is added to a YAML file without touching anything else in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.codebook import Code, Term, add_code, read_codebook
from send_qual.errors import SendQualError

YAML = """# our own codebook
name: tea
version: "1"   # agreed in May
codes:
  - id: kettle
    name: "The kettle"
    definition: >-
      Everything said
      of kettles.
    codes:
      - {id: whistle, name: Whistling, definition: Its whistle., terms: [whistle]}
  # cups come last
  - id: cup
    name: The cup
    definition: Everything said of cups.

# issues follow
issues:
  - id: hot
    question: Is it hot?
    codes: [kettle]
"""
NEW = Code(
    "spoon", "The spoon", definition="Spoons: all of them.", terms=(Term("tea spoon", weight=0.5), Term("stir")),
    examples=("Where is the spoon? It's \"gone\".",), origin="inductive", added_by="AB", added_on="2026-03-01",
)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "tea.yaml"
    made.write_text(YAML, encoding="utf-8", newline="")
    return made


def test_a_theme_is_added_and_every_other_line_stays(path: Path) -> None:
    book = add_code(path, NEW)
    assert book["spoon"] == NEW
    assert [c.id for c in book] == ["kettle", "kettle/whistle", "cup", "spoon"]
    lines = path.read_text(encoding="utf-8").splitlines()
    assert [line for line in YAML.splitlines() if line not in lines] == []
    at = lines.index("  - id: spoon")
    assert "\n".join(lines[:at]) + "\n" == YAML[: YAML.index("\n# issues")]


@pytest.mark.parametrize("parent", ["kettle", "cup"])
def test_a_sub_code_is_added_where_there_are_some_and_where_there_are_none(path: Path, parent: str) -> None:
    code = Code(f"{parent}/lid", "Lid", parent=parent, definition="Its lid.")
    assert add_code(path, code)[f"{parent}/lid"] == code
    assert "# cups come last" in path.read_text(encoding="utf-8")


def test_line_ends_of_windows_stay(path: Path) -> None:
    path.write_bytes(YAML.replace("\n", "\r\n").encode())
    add_code(path, NEW)
    raw = path.read_bytes()
    assert raw.count(b"\n") == raw.count(b"\r\n")


def test_a_code_that_is_there_or_has_no_parent_changes_nothing(path: Path) -> None:
    with pytest.raises(SendQualError, match="there is a code `cup` already"):
        add_code(path, Code("cup", "Cup", definition="Again."))
    with pytest.raises(SendQualError, match="no code `pot`"):
        add_code(path, Code("pot/lid", "Lid", parent="pot", definition="Its lid."))
    with pytest.raises(SendQualError, match="it would have faults"):
        add_code(path, Code("No Good", "Bad id", definition="Bad."))
    with pytest.raises(SendQualError, match="the code `kettle/whistle` stands in braces"):
        add_code(path, Code("kettle/whistle/lid", "Lid", parent="kettle/whistle", definition="Its lid."))
    assert path.read_text(encoding="utf-8") == YAML
    assert list(path.parent.iterdir()) == [path]


def test_the_day_it_was_added_must_be_one(path: Path) -> None:
    path.write_text(YAML.replace("    name: The cup\n", "    name: The cup\n    added_on: May\n"), encoding="utf-8")
    with pytest.raises(SendQualError, match=r"line 15.*`added_on: May` is no day"):
        read_codebook(path)

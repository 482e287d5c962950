"""A code that was added is taken out again: the file is as it was, and nobody's edit is lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.codebook import Code, Codebook, add_code, read_codebook, remove_code
from send_qual.codebook._rewrite import rewrite
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
    # no more of cups

"""
LID = Code("cup/lid", "Lid", "cup", 'Its "lid": what is on it.', origin="inductive", added_by="AB")
WRITTEN = [
    YAML,
    YAML.replace("\n", "\r\n"),
    "\ufeff" + YAML,
    YAML.rstrip(),
    YAML.rpartition("\n    #")[0],
    YAML + "issues:\n  - {id: hot, question: Is it hot?, codes: [kettle]}",
]


def a_code(parent: str, name: str = "Lid") -> Code:
    id = name.lower()
    return replace(LID, id=f"{parent}/{id}" if parent else id, parent=parent, name=name)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "tea.yaml"
    made.write_bytes(YAML.encode())
    return made


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("parent", ["", "kettle", "cup"])
def test_the_file_is_as_it_was_to_the_byte(path: Path, text: str, parent: str) -> None:
    path.write_bytes(text.encode())
    before = path.read_bytes()
    add_code(path, a_code(parent))
    once = path.read_bytes()
    add_code(path, a_code(parent, "Spoon"))
    assert remove_code(path, a_code(parent, "Spoon"))[a_code(parent).id] == a_code(parent)
    assert path.read_bytes() == once
    remove_code(path, a_code(parent))
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", WRITTEN)
@pytest.mark.parametrize("parent", ["", "kettle", "cup"])
def test_the_first_of_two_goes_and_the_second_stays_as_if_it_had_been_added_alone(
    path: Path, text: str, parent: str
) -> None:
    path.write_bytes(text.encode())
    add_code(path, a_code(parent, "Spoon"))
    alone = path.read_bytes()
    path.write_bytes(text.encode())
    add_code(path, a_code(parent))
    add_code(path, a_code(parent, "Spoon"))
    remove_code(path, a_code(parent))
    assert path.read_bytes() == alone


def test_what_others_wrote_before_and_after_it_stays(path: Path) -> None:
    add_code(path, LID)
    edited = path.read_text(encoding="utf-8").replace("# our own", "# our very own").rstrip() + "\n# and so on\n"
    path.write_text(edited, encoding="utf-8")
    remove_code(path, LID)
    assert path.read_text(encoding="utf-8") == YAML.replace("# our own", "# our very own").rstrip() + "\n# and so on\n"


@pytest.mark.parametrize(
    ("edit", "why"),
    [
        (lambda text: text.replace("what is on it", "what lies on it"), "its entry was changed since"),
        (lambda text: text.replace("name: Lid", "name: Lid # TR: better cover?"), "its entry was changed since"),
        (
            lambda text: text.replace("    codes:\n      - id: lid", "    codes:\n# lids\n      - id: lid"),
            "written around",
        ),
        (lambda text: text.replace("id: lid", "id: cover"), "it is not in the codebook"),
        (
            lambda text: text + "issues:\n  - {id: hot, question: Is it?, codes: [cup/lid]}\n",
            "the issue `hot` names it",
        ),
    ],
)
def test_what_was_changed_or_is_needed_stays(path: Path, edit: Callable[[str], str], why: str) -> None:
    add_code(path, LID)
    text = path.read_text(encoding="utf-8")
    assert edit(text) != text
    path.write_text(edit(text), encoding="utf-8")
    with pytest.raises(SendQualError, match=why):
        remove_code(path, LID)
    assert path.read_text(encoding="utf-8") == edit(text)


def test_a_code_with_sub_codes_or_worked_examples_stays_and_so_does_the_only_one(path: Path) -> None:
    add_code(path, LID)
    add_code(path, replace(LID, id="cup/lid/knob", parent="cup/lid"))
    with pytest.raises(SendQualError, match="it has sub-codes now"):
        remove_code(path, LID)
    remove_code(path, replace(LID, id="cup/lid/knob", parent="cup/lid"))
    beside = path.with_name("tea.examples.jsonl")
    beside.write_text('{"text": "The lid fits.", "codes": {"cup/lid": ""}}\n', encoding="utf-8")
    with pytest.raises(SendQualError, match="worked examples"):
        remove_code(path, LID)
    cup = Code("cup", "Cup", definition="All of it.")
    one = path.with_name("one.yaml")
    one.write_text(
        YAML[: YAML.index("  - id")] + "  - {id: cup, name: Cup, definition: All of it.}\n", encoding="utf-8"
    )
    with pytest.raises(SendQualError, match="the only code"):
        remove_code(one, cup)


def test_what_is_saved_while_the_new_text_is_made_is_not_lost(path: Path) -> None:
    saved: list[int] = []

    def change(text: str) -> str:
        if not saved:  # somebody's editor saves in this very moment
            path.write_text(text.replace("agreed in May", "agreed in June"), encoding="utf-8")
            saved.append(1)
        return text.replace("The cup", "The big cup")

    def check(book: Codebook) -> None:
        assert book["cup"].name == "The big cup"

    assert rewrite(path, change, check)["cup"].name == "The big cup"
    assert path.read_text(encoding="utf-8") == YAML.replace("The cup", "The big cup").replace("in May", "in June")
    assert list(path.parent.iterdir()) == [path]
    assert read_codebook(path)["cup"].name == "The big cup"

"""A code's entry edited in the YAML: only its lines change, comments stay, and what cannot be done so is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from send_qual.codebook import edit_code, read_codebook
from send_qual.errors import SendQualError

BOOKS = sorted((Path(__file__).resolve().parents[2] / "codebooks").glob("*.yaml"))
BOOK = """\
# head
name: tea
version: "1"
codes:
  - id: cup
    name: Cup          # for now
    definition: >-
      All about
      cups.
    include:
      # since May
      - Mugs
      - "Beakers: all"   # also of tin
    colour: "#0072b2"  # blue
    # before the sub-codes
    codes:
      - id: lid
        name: Lid
        definition: Its lid.
  # last
  - {id: pot, name: Pot, definition: Pots.}
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "tea.yaml").write_text(BOOK, encoding="utf-8")
    return tmp_path / "tea.yaml"


def after(book: Path) -> str:
    return book.read_text(encoding="utf-8")


def test_only_the_line_of_the_field_changes(book: Path) -> None:
    edit_code(book, "cup", {"name": "Cup: with handle"})
    assert after(book) == BOOK.replace("name: Cup          # for now", "name: 'Cup: with handle'          # for now")
    edit_code(book, "cup", {"name": "Cup", "colour": "#d55e00"})
    assert after(book) == BOOK.replace("#0072b2", "#d55e00")


def test_a_definition_on_several_lines_and_a_list_are_replaced_and_comments_stay(book: Path) -> None:
    now = edit_code(book, "cup", {"definition": "Cups.", "include": ("Mugs", "Bowls"), "exclude": ("Plates",)})["cup"]
    assert (now.definition, now.include, now.exclude) == ("Cups.", ("Mugs", "Bowls"), ("Plates",))
    text = after(book)
    for comment in ("# head", "# for now", "# since May", "# blue", "# before the sub-codes", "# last"):
        assert comment in text
    assert (
        text.index("include:") < text.index("exclude:") < text.index("colour:") < text.index("codes:\n      - id: lid")
    )


def test_an_empty_value_takes_the_field_away_and_back_again(book: Path) -> None:
    edit_code(book, "cup", {"include": (), "colour": ""})
    assert "include" not in after(book)
    assert read_codebook(book)["cup"].colour == ""
    edit_code(book, "cup/lid", {"include": ("Lids of tin",)})
    assert after(book).count("include:") == 1
    assert read_codebook(book)["cup/lid"].include == ("Lids of tin",)


def test_what_cannot_be_done_is_refused_and_the_file_stays(book: Path) -> None:
    for id, changes, said in [
        ("pot", {"name": "Teapot"}, "stands in braces"),
        ("bowl", {"name": "Bowl"}, "there is no code `bowl`"),
        ("cup", {"id": "mug"}, "cannot be changed so"),
        ("cup", {"colour": "blue"}, "would have faults"),
    ]:
        with pytest.raises(SendQualError, match=said):
            edit_code(book, id, changes)
    assert after(book) == BOOK


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_every_code_of_the_shipped_books_can_be_edited_and_brought_back(path: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(path, tmp_path))
    codes = list(read_codebook(file))
    for code in codes[:: max(1, len(codes) // 8)]:
        edit_code(
            file, code.id, {"name": f"{code.name} anew", "definition": "Short.", "exclude": ("This", "That: too")}
        )
        edit_code(file, code.id, {"name": code.name, "definition": code.definition, "exclude": code.exclude})
    assert list(read_codebook(file)) == codes
    comments = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip().startswith("#")]
    left = [line.strip() for line in file.read_text(encoding="utf-8").splitlines() if line.strip().startswith("#")]
    assert left == comments

"""Codes moved, called otherwise, merged and taken out in the YAML: their lines go along, the others stay."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from send_qual.codebook import delete_code, merge_codes, move_code, read_codebook
from send_qual.errors import SendQualError

BOOKS = sorted((Path(__file__).resolve().parents[2] / "codebooks").glob("*.yaml"))
BOOK = """\
# head
name: tea
version: "1"
codes:
  - id: cup   # the cup
    name: Cup
    definition: >-
      All about
      cups.
    codes:
      # lids
      - id: lid
        name: Lid   # flat
        definition: Its lid.
        codes:
          - id: knob
            name: Knob
            definition: On the lid.
  # pots
  - id: pot
    name: Pot
    definition: Pots.
issues:
  - id: hot
    name: Hot
    question: Is it hot?
    statement: It is hot
    codes: [pot]
"""


@pytest.fixture
def book(tmp_path: Path) -> Path:
    (tmp_path / "tea.yaml").write_text(BOOK, encoding="utf-8")
    return tmp_path / "tea.yaml"


def ids(path: Path) -> dict[str, tuple[str, ...]]:
    return {code.id: code.formerly for code in read_codebook(path)}


def test_a_code_goes_under_another_with_what_is_below_it_and_its_comments(book: Path) -> None:
    move_code(book, "cup/lid", parent="")
    assert ids(book) == {"cup": (), "pot": (), "lid": ("cup/lid",), "lid/knob": ()}
    text = book.read_text(encoding="utf-8")
    for comment in ("# head", "# the cup", "# lids", "# flat", "# pots"):
        assert comment in text
    move_code(book, "lid", parent="pot", own="cover")
    assert ids(book) == {"cup": (), "pot": (), "pot/cover": ("cup/lid", "lid"), "pot/cover/knob": ()}
    move_code(book, "pot/cover", parent="cup", own="lid")
    assert ids(book)["cup/lid"] == ("lid", "pot/cover"), "what it is called now is not formerly"


def test_another_id_is_one_line_and_what_it_was_called(book: Path) -> None:
    move_code(book, "cup", own="mug")
    assert ids(book) == {"mug": ("cup",), "mug/lid": (), "mug/lid/knob": (), "pot": ()}
    text = book.read_text(encoding="utf-8")
    assert text.replace("    formerly:\n      - cup\n", "").replace("- id: mug ", "- id: cup ") == BOOK


def test_a_code_is_merged_into_another_or_taken_out(book: Path) -> None:
    merge_codes(book, "cup/lid/knob", "cup")
    assert ids(book) == {"cup": ("cup/lid/knob",), "cup/lid": (), "pot": ()}
    delete_code(book, "cup/lid")
    assert ids(book) == {"cup": ("cup/lid/knob",), "pot": ()}
    assert "# lids" in book.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("does", "said"),
    [
        (lambda b: move_code(b, "cup", parent="cup/lid"), "cannot go under"),
        (lambda b: move_code(b, "cup/lid", parent="", own="pot"), "there is a code `pot` already"),
        (lambda b: move_code(b, "pot", parent="cup"), "the issue `hot` names it"),
        (lambda b: merge_codes(b, "cup/lid", "pot"), "it has sub-codes"),
        (lambda b: merge_codes(b, "bowl", "pot"), "there is no code `bowl`"),
        (lambda b: delete_code(b, "cup"), "has sub-codes"),
    ],
)
def test_what_cannot_be_done_is_refused_and_the_file_stays(book: Path, does, said: str) -> None:
    with pytest.raises(SendQualError, match=said):
        does(book)
    assert book.read_text(encoding="utf-8") == BOOK


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_sub_codes_of_the_shipped_books_are_moved_and_brought_back(path: Path, tmp_path: Path) -> None:
    file = Path(shutil.copy(path, tmp_path))
    codes = {code.id: code for code in read_codebook(file)}
    free = [
        id
        for id, code in codes.items()
        if code.parent and not any(id in one.codes for one in read_codebook(file).issues)
    ]
    for id in free[:: max(1, len(free) // 4)]:
        parent, _, own = id.rpartition("/")
        move_code(file, id, parent="", own=f"{own}-moved")
        move_code(file, f"{own}-moved", parent=parent, own=own)
    now = {code.id: code for code in read_codebook(file)}
    assert {id: (code.definition, code.terms, code.examples) for id, code in now.items()} == {
        id: (code.definition, code.terms, code.examples) for id, code in codes.items()
    }

"""Codes that were renamed, moved or merged in the codebook's file: every ledger follows, and none is written for it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tea import BOOK, home, on, opened

from send_qual.codebook import read_codebook
from send_qual.coding import Codings, merge, read_codings
from send_qual.corpus import read_corpus
from send_qual.desk import open_work
from send_qual.desk._bridge import Bridge
from send_qual.errors import SendQualError

__all__ = ["home"]  # a fixture


def rearranged(home: Path, **changes: str) -> None:
    """Write the book anew with pieces replaced."""
    text = (home / "book.yaml").read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    (home / "book.yaml").write_text(text, encoding="utf-8")


def mine(work) -> list[tuple[str, str, str]]:
    return [(c.code, c.quote, c.status) for c in work.standing() if work.is_mine(c)]


RENAMED = {"- id: data\n    name: Data": "- id: evidence\n    formerly: [data]\n    name: Evidence"}


def test_a_theme_renamed_by_hand_takes_its_codings_decisions_and_sub_codes_along(home: Path) -> None:
    machine = Codings(
        (on(home, "We had no data."), on(home, "The board helped", "leadership"), on(home, "Thank you", "data"))
    )
    with opened(home, suggestions=machine) as work, opened(home, "TR") as other:
        work.accept(work.undecided()[0])
        work.reject(next(c for c in work.undecided() if c.code == "data"))
        coding = work.apply("p01.txt", 16, 22, "data", memo="Ask.")
        other.apply("p02.txt", 0, 9, "data/use")
        bridge = Bridge(work)
        bridge.answer({"n": 1, "do": "hello"})
        before = (home / "codings" / "SG.jsonl").read_bytes()
        rearranged(home, **RENAMED)
        work.refresh()
        assert mine(work) == [("evidence/quality", "We had no data.", "accepted"), ("evidence", "Nobody", "applied")]
        assert [(c.code, c.coder) for c in work.standing("p02.txt")] == [("evidence/use", "TR")]
        assert [c.code for c in work.undecided()] == ["leadership"], "what was rejected stays so"
        assert any("evidence" in json.dumps(push) for push in bridge.news())
        assert (home / "codings" / "SG.jsonl").read_bytes() == before
        # What was coded under the old id is changed, undone and taken away like anything else.
        now = work.coding(next(c for c in work.standing() if c.memo == "Ask."))
        assert (now.code, work.id_of(now)) == ("evidence", work.id_of(coding))
        work.change(now, facets={"polarity": "challenge"})
        assert mine(work)[1][0] == "evidence"
        work.undo()
        work.remove(work.id_of(now))
        assert len(mine(work)) == 1
    book = read_codebook(home / "book.yaml")
    read = read_codings(read_corpus(home), book)
    assert sorted({c.code for c in read}) == ["evidence", "evidence/quality", "evidence/use"]
    again = Codings((on(home, "Thank you", "evidence"),))
    assert not [c for c in merge(again, read) if c.quote == "Thank you"], "the verdict holds for the code of today"


def test_codes_merged_by_hand_are_one_and_what_both_coded_counts_once(home: Path) -> None:
    with opened(home) as work:
        work.apply("p01.txt", 0, 15, "data/quality")
        work.apply("p01.txt", 0, 15, "data/use")
        work.apply("p01.txt", 16, 22, "data/use")
    merged = BOOK.replace(", definition: How good they are.", ", formerly: [data/use], definition: How good they are.")
    merged = merged.replace("      - {id: use, name: Use of data, definition: What they are for.}\n", "")
    (home / "book.yaml").write_text(merged, encoding="utf-8")
    with opened(home) as work:
        assert [(code, quote) for code, quote, _ in mine(work)] == [
            ("data/quality", "We had no data."),
            ("data/quality", "Nobody"),
        ]
        assert len((home / "codings" / "SG.jsonl").read_text().splitlines()) == 3, "all three stay in the ledger"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("name: Leadership,", "name: Leadership, formerly: [data],", "is a code still"),
        ("name: Leadership,", "name: Leadership, formerly: [x, data/x],", ""),
    ],
)
def test_an_id_is_one_code(home: Path, old: str, new: str, said: str) -> None:
    rearranged(home, **{old: new})
    if said:
        with pytest.raises(SendQualError, match=said):
            read_codebook(home / "book.yaml")
        return
    assert read_codebook(home / "book.yaml")["leadership"].formerly == ("x", "data/x")
    rearranged(home, **{"name: Use of data,": "name: Use of data, formerly: [x],"})
    with pytest.raises(SendQualError, match="were both called `x` formerly"):
        read_codebook(home / "book.yaml")


def test_what_a_machine_is_told_does_not_change_by_what_codes_were_called(home: Path) -> None:
    before = read_codebook(home / "book.yaml").digest()
    rearranged(home, **{"name: Leadership,": "name: Leadership, formerly: [heads],"})
    assert read_codebook(home / "book.yaml").digest() == before


def test_a_blind_desk_follows_too(home: Path) -> None:
    with opened(home) as work:
        work.apply("p01.txt", 16, 22, "data")
    rearranged(home, **RENAMED)
    with open_work(read_corpus(home), read_codebook(home / "book.yaml"), "SG", blind=True) as work:
        assert [code for code, _, _ in mine(work)] == ["evidence"]


PLAIN = """name: tea
version: "1"
facets: [{id: polarity, values: [facilitator, challenge, mixed]}]
codes:
  - id: data   # of all kinds
    name: Data
    definition: All about data.
    codes:
      - id: quality
        name: Quality of data
        definition: How good they are.
      - id: use
        name: Use of data
        definition: What they are for.
  - id: leadership
    name: Leadership
    definition: Who leads.
"""


@pytest.fixture
def plain(home: Path) -> Path:
    (home / "book.yaml").write_text(PLAIN, encoding="utf-8")
    return home


def test_a_code_is_moved_at_the_desk_and_brought_back_byte_by_byte(plain: Path) -> None:
    with opened(plain) as work, opened(plain, "TR") as other:
        work.apply("p01.txt", 0, 15, "data/quality", memo="Ask.")
        other.apply("p01.txt", 16, 22, "data/quality")
        assert work.move_code("data/quality", parent="leadership", own="good-data").id == "leadership/good-data"
        other.refresh()
        for desk in (work, other):
            assert {c.code for c in desk.standing()} == {"leadership/good-data"}
        assert work.can_undo == "code Quality of data moved under Leadership"
        work.undo()
        assert (plain / "book.yaml").read_text(encoding="utf-8") == PLAIN
        assert {c.code for c in work.standing()} == {"data/quality"}
        work.redo()
        assert mine(work) == [("leadership/good-data", "We had no data.", "applied")]
        # Once somebody has coded with the new id, it is not taken from under their codings.
        other.refresh()
        other.apply("p02.txt", 0, 2, "leadership/good-data")
        assert work.undo() == "The code Quality of data stays where it is: TR has coded with it."
        assert "leadership/good-data" in work.codebook


def test_codes_are_merged_at_the_desk_and_parted_again(plain: Path) -> None:
    with opened(plain) as work:
        work.apply("p01.txt", 0, 15, "data/use")
        work.apply("p01.txt", 16, 22, "data/quality")
        work.merge_codes("data/use", "data/quality")
        assert [code for code, _, _ in mine(work)] == ["data/quality", "data/quality"]
        assert "data/use" not in work.codebook
        assert work.undo() == "code Use of data merged into Quality of data"
        assert [code for code, _, _ in mine(work)] == ["data/use", "data/quality"]
        # After somebody's edit the file is not what it was: nothing is overwritten.
        work.redo()
        rearranged(plain, **{"Who leads.": "Who leads, and how."})
        work.refresh()
        assert work.undo() == "The code Use of data stays as it is: the codebook was changed since."
        assert "Who leads, and how." in (plain / "book.yaml").read_text(encoding="utf-8")


def test_a_code_in_use_is_not_taken_out(plain: Path) -> None:
    with opened(plain) as work, opened(plain, "TR") as other:
        other.apply("p01.txt", 0, 15, "leadership")
        work.refresh()
        with pytest.raises(SendQualError, match="TR has coded with it"):
            work.delete_code("leadership")
        work.delete_code("data/use")
        assert "data/use" not in work.codebook
        work.undo()
        assert (plain / "book.yaml").read_text(encoding="utf-8") == PLAIN

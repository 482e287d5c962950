"""A digest of what makes a value: code and data files, as far up the house as they can reach."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.study import Cache, program, program_hash


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of two rooms and a word list."""
    for name, words in {
        "language/a.py": "1",
        "coders/b.py": "2",
        "coders/data/polarity.txt": "[good]\n",
        "study/cache.py": "",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(words)
    monkeypatch.setattr(program, "_PACKAGE", tmp_path)
    program_hash.cache_clear()
    yield tmp_path
    program_hash.cache_clear()


def test_a_changed_word_list_is_another_program(package: Path) -> None:
    before = program_hash("coders"), program_hash()
    (package / "coders/data/polarity.txt").write_text("[bad]\n")
    program_hash.cache_clear()
    assert program_hash("coders") != before[0]
    assert program_hash() != before[1]


def test_a_room_does_not_hang_on_those_further_down_but_on_those_above(package: Path) -> None:
    language, coders = program_hash("language"), program_hash("coders")
    (package / "coders/b.py").write_text("3")
    program_hash.cache_clear()
    assert program_hash("language") == language
    (package / "coders/b.py").write_text("2")
    (package / "language/a.py").write_text("4")
    program_hash.cache_clear()
    assert program_hash("coders") != coders


def test_what_a_wheel_carries_for_studies_is_not_the_program(package: Path) -> None:
    before = program_hash()
    (package / "study/corpora/sample").mkdir(parents=True)
    (package / "study/corpora/sample/a.txt").write_text("an interview")
    program_hash.cache_clear()
    assert program_hash() == before


def test_a_room_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="'attic' is neither a room nor a file"):
        program_hash("attic")


def test_a_cache_key_holds_how_a_value_is_kept(package: Path, tmp_path: Path) -> None:
    keys = set()
    for words in ("values with a checksum", "values without"):
        (package / "study/cache.py").write_text(words)
        program_hash.cache_clear()
        keys.add(Cache("x", made_by=("language/a.py",), folder=tmp_path).key("a"))
    assert len(keys) == 2


def test_a_cache_key_holds_the_inputs_the_program_and_the_libraries(package: Path, tmp_path: Path) -> None:
    keys = {
        Cache("x", made_by=(room,), libraries=lib, folder=tmp_path).key(state)
        for room in ("language", "coders")
        for lib in ((), ("pytest",))
        for state in ("a", "b")
    }
    assert len(keys) == 8

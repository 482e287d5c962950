"""Codebooks read by libyaml are the same as read by ruamel.yaml, and what libyaml must not see it does not."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from send_qual.codebook import Code, _compose, add_code, read_codebook

BOOKS = sorted((Path(__file__).resolve().parents[2] / "codebooks").glob("*.yaml"))


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: path.stem)
def test_both_ways_give_the_same_book_and_the_same_file(path: Path, tmp_path: Path, monkeypatch) -> None:
    written = []
    for way in ("fast", "slow"):
        if way == "slow":
            monkeypatch.setattr(_compose, "_by_libyaml", lambda _: None)
        file = tmp_path / way / path.name
        file.parent.mkdir()
        shutil.copy(path, file)
        book = read_codebook(file)
        theme = book.themes[-1]
        add_code(file, Code(f"{theme.id}/new-one", "New one", parent=theme.id, definition="To be seen."))
        add_code(file, Code("new-two", "New two", definition="To be seen."))
        written.append((book.codes, book.facets, book.issues, book.description, file.read_bytes()))
    assert written[0] == written[1]


@pytest.mark.parametrize(
    ("text", "fast"),
    [
        ("a: [b, {c: d}]\n", True),
        ("a: &x b\nc: *x\n", False),  # an anchor used again is told by its name
        ("a: " + "[" * 201 + "]" * 201, False),  # nested so deeply that libyaml would end the process
        ("- " * 101 + "a", False),
        ("a: 'the [ of [ a [ pattern'\n", True),
        ("%YAML 1.2\n---\na: b\n", False),
    ],
)
def test_what_libyaml_reads(text: str, fast: bool) -> None:
    try:
        node = _compose.compose(text)
    except RecursionError:
        assert not fast
        return
    assert type(node).__module__.startswith("yaml") is fast

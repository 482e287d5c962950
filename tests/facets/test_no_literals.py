"""No module knows a facet of a shipped codebook, or a value of it, by name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from send_qual.codebook import read_codebook

_ALLOWED: dict[str, str] = {}
"""Module -> why it names a facet or a value: a list that only becomes shorter."""


def _constants(path: Path) -> set[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


@pytest.fixture(scope="module")
def names(root: Path) -> set[str]:
    books = [read_codebook(path) for path in (root / "codebooks").glob("*.yaml")]
    facets = [facet for book in books for facet in book.facets]
    return {facet.id for facet in facets} | {value for facet in facets for value in facet.values}


def test_no_module_names_a_facet_or_its_values(root: Path, names: set[str]) -> None:
    assert "challenge" in names
    package = root / "send_qual"
    found = {
        path.relative_to(package).as_posix(): sorted(_constants(path) & names)
        for path in package.rglob("*.py")
        if path.relative_to(package).parts[0] != "codebook"
    }
    told = {module: known for module, known in found.items() if known}
    assert set(told) == set(_ALLOWED), told

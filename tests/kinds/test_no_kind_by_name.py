"""No module outside kinds/ knows a kind of document, or a section of one, by name."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from send_qual.corpus import kinds, sections

PACKAGE = Path(__file__).resolve().parents[2] / "send_qual"
ELSEWHERE = {
    "codebook/_check.py": ({"about"}, "a column that no facet may be called after"),
    "coders/lexicon/_terms.py": ({"plain"}, "the name of a function that folds letters"),
    "coding/tables/_grid.py": ({"transcript"}, "a heading in other people's tables"),
    "desk/_verbs.py": ({"about"}, "a field of a message"),
    "findings/_changes.py": ({"about"}, "a column"),
    "report/inspections/_tables.py": ({"about"}, "a column"),
    "report/interviews/_tables.py": ({"about"}, "a column"),
    "report/rendering/__init__.py": ({"plain"}, "the name of a function that drops a run's style"),
    "report/rendering/_blocks.py": ({"plain"}, "the same"),
    "report/rendering/_excel.py": ({"plain"}, "a format of cells"),
}
"""Words that are also an id and mean another thing: which, and what they are. It may only grow shorter."""


def named(source: str, ids: set[str]) -> set[str]:
    """The ids that stand in a module as string constants."""
    constants = (node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant))
    return {value for value in constants if isinstance(value, str)} & ids


@pytest.fixture(scope="module")
def ids() -> set[str]:
    return {*kinds(), *sections()}


def test_no_module_outside_kinds_names_one(ids: set[str]) -> None:
    found = {
        place: names
        for file in PACKAGE.rglob("*.py")
        if (place := file.relative_to(PACKAGE).as_posix()).split("/")[0] != "kinds"
        and (names := named(file.read_text(encoding="utf-8"), ids))
    }
    assert found == {place: names for place, (names, _) in ELSEWHERE.items()}


def test_a_name_is_seen(ids: set[str]) -> None:
    assert named('if document.kind == "inspection-report" and section in {"better"}: ...', ids) == {
        "inspection-report", "better",
    }  # fmt: skip

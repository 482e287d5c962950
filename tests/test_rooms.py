"""Imports point up the house only (README, "The house")."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from send_qual.study import HOUSE

ROOMS = HOUSE
ENTRY_POINTS = {"send_qual.kinds"}  # the name of a group under which others register, imported by nobody
PACKAGE = Path(__file__).resolve().parents[1] / "send_qual"
FILES = sorted(PACKAGE.rglob("*.py"))


def imported_rooms(source: str) -> set[str]:
    """Rooms of send_qual that a module names in an import statement or in import_module("send_qual.x")."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            found |= {a.name for a in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide the room: write send_qual.x"
            found |= {f"{node.module}.{a.name}" for a in node.names}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith("send_qual."):
            found |= {node.value} - ENTRY_POINTS
    return {name.split(".")[1] for name in found if name.startswith("send_qual.")} & set(ROOMS)


def room_of(path: Path) -> str:
    """The first part of a module's path inside the package."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_up_the_house(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    assert room in ROOMS, f"{room} is no room of the house"
    below = {r for r in imported_rooms(path.read_text(encoding="utf-8")) if ROOMS.index(r) > ROOMS.index(room)}
    assert not below, f"{path.name} in {room}/ imports from {', '.join(sorted(below))}, further down the house"


def test_a_downward_import_is_seen() -> None:
    assert imported_rooms("from send_qual.report import draft") == {"report"}
    assert imported_rooms("import_module('send_qual.cli')") == {"cli"}


@pytest.mark.parametrize("path", FILES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_files_stay_readable(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert lines <= 400, f"{path.name} has {lines} lines: split it by what it holds"

"""A seeded sample of mutants of the modules that printed numbers rest on, and which of them the tests kill.

    uv run --with cosmic-ray python tests/mutation/run.py           # each mutant against the tests of its own room
    uv run --with cosmic-ray python tests/mutation/run.py --wide    # the survivors against the rooms that print them
    uv run --with cosmic-ray python tests/mutation/run.py --table   # what was found, as it stands in docs/mutation.md

Cosmic Ray makes the mutants. They are made in a copy of the repository, so nothing here is ever changed; what was
found goes line by line into tests/mutation/record.jsonl, and a run that was stopped goes on where it was.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
RECORD = Path(__file__).with_name("record.jsonl")
SEED, SECONDS = 20261130, 240


@dataclass(frozen=True)
class Room:
    """Modules, how many of their mutants are drawn, and the tests: their own, and those of who prints their numbers."""

    name: str
    modules: tuple[str, ...]
    drawn: int
    own: tuple[str, ...]
    wide: tuple[str, ...]


SCRIPTED = "tests/study_scripted"
ROOMS = (
    Room(
        "what people decided",
        ("coding/decision.py", "coding/_merge.py", "coding/_consensus.py", "coding/span.py", "coding/_independent.py"),
        *(100, ("tests/coding/test_decision.py", "tests/coding/test_span.py", "tests/test_thresholds.py")),
        ("tests/coding", SCRIPTED, "tests/desk/test_work_consensus.py"),
    ),
    Room(
        *("agreement", ("agreement/*.py",), 110, ("tests/agreement", "tests/test_thresholds.py")),
        (SCRIPTED, "tests/report/test_views.py", "tests/coders/test_learned.py"),
    ),
    Room(
        *("findings", ("findings/**/*.py",), 110, ("tests/findings", "tests/test_thresholds.py")),
        ("tests/report", SCRIPTED, "tests/facets"),
    ),
    Room(
        "thresholds of coders",
        ("coders/_units.py", "coders/_passages.py", "coders/_speech.py", "coders/_polarity.py"),
        *(40, ("tests/coders/test_coders.py", "tests/coders/test_interviews.py", "tests/coders/test_polarity.py")),
        ("tests/coders", "tests/test_thresholds.py"),
    ),
    Room(
        "thresholds of pseudonyms",
        ("pseudonyms/_identifiers.py", "pseudonyms/_case_details.py", "pseudonyms/_residue_check.py"),
        *(40, ("tests/pseudonyms/test_identifiers.py", "tests/pseudonyms/test_detect.py", "tests/test_thresholds.py")),
        ("tests/pseudonyms",),
    ),
)


def mutants(room: Room) -> list[dict[str, Any]]:
    """The mutants drawn of a room: where, by which operator, and the line as it was.

    What stands in an annotation is left out: nothing reads it when the program runs.
    """
    from cosmic_ray.commands.init import _all_work_items

    found = []
    for module in (path for pattern in room.modules for path in sorted((REPOSITORY / "send_qual").glob(pattern))):
        source = module.read_text(encoding="utf-8")
        lines, idle = source.splitlines(), set(_annotations(ast.parse(source)))
        for item in _all_work_items([module], {}):
            (change,) = item.mutations
            line, column = change.start_pos
            if any(start <= (line, column) < end for start, end in idle):
                continue
            found.append(
                {
                    "room": room.name,
                    "module": module.relative_to(REPOSITORY).as_posix(),
                    "operator": change.operator_name.removeprefix("core/"),
                    "occurrence": change.occurrence,
                    "line": line,
                    "text": lines[line - 1].strip(),
                }
            )
    return random.Random(SEED).sample(found, min(room.drawn, len(found)))  # noqa: S311


def _annotations(tree: ast.AST) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for node in ast.walk(tree):
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(part, ast.expr):
                yield (part.lineno, part.col_offset), (part.end_lineno or 0, part.end_col_offset or 0)


def run(room: Room, copy: Path, *, wide: bool) -> None:
    """Give each mutant of a room to its tests, where the record does not say what became of it."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    record = {_key(one): one["killed"] for one in _recorded()}
    waiting = [one for one in mutants(room) if record.get(_key(one), "") == ("survived" if wide else "")]
    tests = room.wide if wide else room.own
    if waiting and not _pass(copy, tests):
        sys.exit(f"The tests of {room.name} do not hold without a mutant; mend them first.")
    for one in waiting:
        module = copy / one["module"]
        original = module.read_text(encoding="utf-8")
        changed = mutate_code(original, get_operator("core/" + one["operator"])(), one["occurrence"])
        module.write_text(changed, encoding="utf-8")
        try:
            killed = not _pass(copy, tests if wide else (*tests, one["module"]))
        finally:
            module.write_text(original, encoding="utf-8")
        told = ("wide" if wide else "own") if killed else ("survived wide" if wide else "survived")
        with RECORD.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps({**one, "killed": told}, ensure_ascii=False) + "\n")
        sys.stdout.write(f"{room.name}: {one['module']}:{one['line']} {one['operator']}: {told}\n")
        sys.stdout.flush()


def _pass(copy: Path, tests: tuple[str, ...]) -> bool:
    """Whether the tests hold; one that does not end counts as failed."""
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-x",
        "-n",
        "0",
        "-p",
        "no:cacheprovider",
        "-m",
        "not browser and not real",
    ]
    around = {**os.environ, "PYTHONPATH": str(copy), "SEND_QUAL_CACHE": str(copy.parent / "cache")}
    done = subprocess.run(
        [*command, *(test for test in tests if (copy / test).exists())],
        cwd=copy,
        env=around,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS)),
    )
    return done.returncode == 0


def table() -> str:
    """What became of the mutants, room by room, as a Markdown table."""
    last = {_key(one): one for one in _recorded()}
    lines = [
        "| room | mutants | killed by its own tests | by those of other rooms | survived |",
        "|---|---|---|---|---|",
    ]
    for room in ROOMS:
        told = [one["killed"] for one in last.values() if one["room"] == room.name]
        survived = sum(one.startswith("survived") for one in told)
        lines.append(f"| {room.name} | {len(told)} | {told.count('own')} | {told.count('wide')} | {survived} |")
    return "\n".join(lines)


def copied(tree: Path) -> Path:
    """The files of the repository in another folder."""
    kept = subprocess.run(["git", "ls-files", "-z"], cwd=REPOSITORY, capture_output=True, check=True).stdout
    for name in filter(None, kept.decode().split("\0")):
        if (REPOSITORY / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, tree / name)
    return tree


def _key(one: dict[str, Any]) -> tuple[object, ...]:
    return one["module"], one["operator"], one["occurrence"], one["text"]


def _recorded() -> list[dict[str, Any]]:
    if not RECORD.is_file():
        return []
    return [json.loads(line) for line in RECORD.read_text(encoding="utf-8").splitlines()]


if __name__ == "__main__":
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("rooms", nargs="*", help="names of rooms; all without")
    asked.add_argument("--wide", action="store_true")
    asked.add_argument("--table", action="store_true")
    wanted = asked.parse_args()
    if wanted.table:
        sys.stdout.write(table() + "\n")
    else:
        with tempfile.TemporaryDirectory() as folder:
            tree = copied(Path(folder) / "send_qual")
            for each in ROOMS:
                if not wanted.rooms or each.name in wanted.rooms:
                    run(each, tree, wide=wanted.wide)

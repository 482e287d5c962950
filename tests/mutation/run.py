"""A seeded sample of mutants of the modules that printed numbers rest on, and which of them the tests kill.

    uv run --with cosmic-ray --with coverage python tests/mutation/run.py    # each against the tests of its own room
    ... run.py --wide    # what survived, against the tests of the rooms that print its numbers
    ... run.py --again   # what survived, against the tests of its own room once more, as after tests were written
    ... run.py --table   # what was found, as it stands in docs/mutation.md

Cosmic Ray makes the mutants; docs/mutation.md says which of them are drawn. They are made in a copy of the repository,
so nothing here is ever changed; what was found goes line by line into tests/mutation/record.jsonl, and a run that was
stopped goes on where it was. Each test file is run once to see which lines it reaches, and a mutant is then tried on
the files that reach its line, in a fork of a process that has the libraries and language models in hand and imports
anew what rests on the module that was changed.
"""

from __future__ import annotations

import argparse
import ast
import compileall
import json
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "support"))
from mutants import REPOSITORY, ROOMS, Room, idle, inside, key_of, mutants, stretch

RECORD = Path(__file__).with_name("record.jsonl")
SECONDS = 60  # of computing, beyond ten times what the tests take without a mutant


# Running tests


def run(room: Room, copy: Path, *, wide: bool, again: bool) -> None:
    """Give each mutant of a room to its tests, where the record does not say what became of it."""
    from cosmic_ray.mutating import mutate_code
    from cosmic_ray.plugins import get_operator

    record = {key_of(one): one["killed"] for one in _recorded()}
    wanted = {"survived", "survived wide"} if again else {"survived"} if wide else {""}
    waiting = [one for one in mutants(room) if record.get(key_of(one), "") in wanted]
    if not waiting:
        return
    own = _files(copy, room.own)
    others = [name for name in _files(copy, room.wide) if name not in own]
    files = others if wide else own
    reach = {name: _reached(copy, name) for name in files}
    for one in waiting:
        module = copy / one["module"]
        original, kept = module.read_text(encoding="utf-8"), module.stat()
        changed = mutate_code(original, get_operator("core/" + one["operator"])(), one["occurrence"])
        chosen = sorted(
            (name for name in files if one["line"] in reach[name].lines.get(one["module"], ())),
            key=lambda name: reach[name].seconds,
        )
        module.write_text(changed, encoding="utf-8")
        try:
            killer = _killer(copy, one["module"], chosen, sum(reach[name].seconds for name in chosen))
        finally:
            module.write_text(original, encoding="utf-8")
            os.utime(module, ns=(kept.st_atime_ns, kept.st_mtime_ns))
        survived = "survived wide" if wide else record.get(key_of(one), "") or "survived"
        told = survived if not killer else "wide" if killer in others else "own"
        with RECORD.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json.dumps({**one, "killed": told}, ensure_ascii=False) + "\n")
        sys.stdout.write(f"{one['module']}:{one['line']} {one['operator']}: {told} {killer} ({len(chosen)} files)\n")
        sys.stdout.flush()


def _killer(copy: Path, module: str, files: Sequence[str], seconds: float) -> str:
    """The first file, the module's own examples before all, that notices; nothing where none does."""
    by = copy.parent / "killer.txt"
    by.write_text("", encoding="utf-8")
    resting = _resting_on(copy, module)

    def tried() -> None:
        _unload(resting)
        if _pytest([module, *files], by) not in {0, 5}:
            os._exit(1)

    code = _forked(copy, tried, int(SECONDS + 10 * seconds))
    return by.read_text(encoding="utf-8") or ("no import, time or memory" if code else "")


@dataclass(frozen=True)
class Reach:
    """The lines of each module that a test file reaches, and the seconds it takes."""

    lines: dict[str, set[int]]
    seconds: float


def _reached(copy: Path, name: str) -> Reach:
    told = copy.parent / "reach.json"

    def seen() -> None:
        import coverage

        _unload({name for name in sys.modules if not name.startswith("send_qual.language")} - {"send_qual"})
        os.environ["SEND_QUAL_CACHE"] = tempfile.mkdtemp(dir=copy.parent)  # what is kept is not reached
        watch = coverage.Coverage(source=[str(copy / "send_qual")], data_file=None, config_file=False)
        watch.start()
        code = _pytest([name], copy.parent / "killer.txt")
        watch.stop()
        data = watch.get_data()
        lines = {Path(f).relative_to(copy).as_posix(): data.lines(f) or [] for f in data.measured_files()}
        told.write_text(json.dumps(lines), encoding="utf-8")
        os._exit(code if code != 5 else 0)

    began = time.monotonic()
    if code := _forked(copy, seen, 1200):
        log = (copy.parent / "log.txt").read_text(encoding="utf-8", errors="replace")
        sys.exit(f"{log[-3000:]}\n{name} does not hold without a mutant ({code}); mend it first.")
    lines = json.loads(told.read_text(encoding="utf-8"))
    sys.stdout.write(f"{name}: {time.monotonic() - began:.0f} s\n")
    sys.stdout.flush()
    return Reach({module: set(found) for module, found in lines.items()}, time.monotonic() - began)


class _First:
    """What pytest is given to tell which file failed first."""

    def __init__(self, told: Path) -> None:
        self.told = told

    def pytest_runtest_logreport(self, report: Any) -> None:
        if report.failed:
            self.told.write_text(report.nodeid.partition("::")[0], encoding="utf-8")

    pytest_collectreport = pytest_runtest_logreport


def _pytest(files: Sequence[str], told: Path) -> int:
    import pytest

    options = ["-x", "-n", "0", "-p", "no:cacheprovider", "-m", "not browser and not real", "--tb=no", "--assert=plain"]
    return int(pytest.main([*options, *files], plugins=[_First(told)]))


def _forked(copy: Path, work: Callable[[], None], seconds: int) -> int:
    """How a piece of work ends in a process of its own; one that takes too long is ended."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
        signal.alarm(20 * seconds)
        os.chdir(copy)
        log = os.open(copy.parent / "log.txt", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.environ |= {
            "PYTHONPATH": str(copy),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        sys.dont_write_bytecode = True  # a mutant made within a second of another must not be taken for it
        work()
    except BaseException:
        os._exit(3)
    os._exit(0)


def _warm(copy: Path) -> None:
    """Import what the tests import, and load the models they use, once for all."""
    sys.path.insert(0, str(copy))
    for library in ("scipy.stats", "sklearn.linear_model", "spacy", "pytest", "openpyxl", "docx"):
        import_module(library)
    for room in ("coding", "coders", "coders.learned", "agreement", "findings", "pseudonyms", "report", "desk"):
        import_module(f"send_qual.{room}")
    language = import_module("send_qual.language")
    language.embed(["Families wait."])
    language.sentences("Families wait. Nobody came.")
    language.language_of("Les familles attendent depuis deux ans et personne ne leur a dit pourquoi. " * 20)
    for read in (language.parsed, language.tagged, language.entities):
        list(read(["Families wait in Wexmere."]))
    first = copy.parent / "test_first.py"
    first.write_text("def test_nothing() -> None: ...\n", encoding="utf-8")
    _pytest([str(first)], copy.parent / "killer.txt")


def _resting_on(copy: Path, module: str) -> set[str]:
    """The names of the modules that import one, or a module that does, and its own."""
    imports = _imports(copy)
    found: set[str] = set()
    more = {".".join(Path(module).with_suffix("").parts).removesuffix(".__init__")}
    while more:
        found |= more
        more = {name for name, told in imports.items() if told & found} - found
    return found


@cache
def _imports(copy: Path) -> dict[str, set[str]]:
    imports: dict[str, set[str]] = {}
    for path in (copy / "send_qual").rglob("*.py"):
        name = ".".join(path.relative_to(copy).with_suffix("").parts).removesuffix(".__init__")
        tree = ast.parse(path.read_text(encoding="utf-8"))
        unread = idle(tree)
        imports[name] = {
            told
            for node in ast.walk(tree)
            if isinstance(node, ast.Import | ast.ImportFrom) and not inside(stretch(node)[0], unread)
            for told in _imported(node)
        }
    return imports


def _imported(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]


def _unload(names: set[str]) -> None:
    for name in [name for name in sys.modules if name in names and name.partition(".")[0] == "send_qual"]:
        del sys.modules[name]
        parent, _, own = name.rpartition(".")
        if parent in sys.modules:
            vars(sys.modules[parent]).pop(own, None)


def _files(copy: Path, tests: Iterable[str]) -> list[str]:
    found = [copy / test for test in tests]
    files = [f for path in found for f in (sorted(path.rglob("test_*.py")) if path.is_dir() else [path])]
    return [file.relative_to(copy).as_posix() for file in files if file.is_file()]


def copied(tree: Path) -> Path:
    """The files of the repository in another folder."""
    kept = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY,
        capture_output=True,
        check=True,
    ).stdout
    for name in filter(None, kept.decode().split("\0")):
        if (REPOSITORY / name).is_file():
            (tree / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(REPOSITORY / name, tree / name)
    compileall.compile_dir(tree / "send_qual", quiet=2)
    return tree


# What was found


def table() -> str:
    """What became of the mutants, room by room, as a Markdown table."""
    record = {key_of(one): one["killed"] for one in _recorded()}
    lines = [
        "| room | mutants | killed by its own tests | by those of other rooms | survived |",
        "|---|---|---|---|---|",
    ]
    rows = []
    for room in ROOMS:
        told = [killed for one in mutants(room) if (killed := record.get(key_of(one), ""))]
        rows.append((len(told), told.count("own"), told.count("wide"), sum(t.startswith("survived") for t in told)))
        lines.append(f"| {room.name} | {' | '.join(map(str, rows[-1]))} |")
    total = [sum(column) for column in zip(*rows, strict=True)]
    return "\n".join([*lines, f"| together | {' | '.join(map(str, total))} |"])


def survivors() -> list[str]:
    """The mutants that no test noticed."""
    record = {key_of(one): one["killed"] for one in _recorded()}
    drawn = [one for room in ROOMS for one in mutants(room) if record.get(key_of(one), "").startswith("survived")]
    drawn.sort(key=lambda one: (one["module"], one["line"]))
    return [f"{one['module']}:{one['line']} {one['operator']} {one['occurrence']} `{one['text']}`" for one in drawn]


def _recorded() -> list[dict[str, Any]]:
    if not RECORD.is_file():
        return []
    return [json.loads(line) for line in RECORD.read_text(encoding="utf-8").splitlines()]


def main() -> None:
    """Run what was asked for."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("rooms", nargs="*", help="names of rooms; all without")
    for option in ("--wide", "--again", "--table"):
        asked.add_argument(option, action="store_true")
    wanted = asked.parse_args()
    if wanted.table:
        sys.stdout.write("\n".join([table(), "", *survivors(), ""]))
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SEND_QUAL_CACHE"] = str(Path(folder) / "cache")
        tree = copied(Path(folder) / "send_qual")
        _warm(tree)
        for each in ROOMS:
            if not wanted.rooms or each.name in wanted.rooms:
                run(each, tree, wide=wanted.wide, again=wanted.again)


if __name__ == "__main__":
    main()

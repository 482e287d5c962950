"""The fictional interviews: made again from their scripts, and whole in every format."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

HERE = Path(__file__).parent
SCRIPTS = sorted((HERE / "interviews").glob("*.txt"))


@pytest.fixture(scope="module")
def builder(load_builder: Callable[[str], ModuleType]) -> ModuleType:
    return load_builder("build_interviews")


def members(data: bytes) -> dict[str, bytes] | bytes:
    """A zip file's members, whatever zlib pressed them with; other files as they are."""
    if not data.startswith(b"PK"):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return {name: file.read(name) for name in file.namelist()}


@pytest.fixture(autouse=True)
def no_foreign_namespaces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Odfpy remembers every namespace of every file read in the process and writes them all."""
    from odf.element import Element

    monkeypatch.setattr(Element, "namespaces", {})


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_the_committed_document_is_what_its_script_gives(script: Path, builder: ModuleType, tmp_path: Path) -> None:
    made = builder.build(script, tmp_path)
    assert members(made.read_bytes()) == members((builder.DOCUMENTS / made.name).read_bytes()), (
        f"{made.name} is not what {script.name} gives: run python tests/sample/build_interviews.py"
    )


def test_the_list_of_identifiers_is_what_the_scripts_give(builder: ModuleType) -> None:
    assert builder.IDENTIFIERS.read_text(encoding="utf-8") == builder.list_identifiers(SCRIPTS)


def test_every_script_has_its_document(builder: ModuleType) -> None:
    assert sorted(p.stem for p in builder.DOCUMENTS.iterdir()) == [p.stem for p in SCRIPTS]
    assert len({builder.read_script(p)[0]["format"] for p in SCRIPTS}) == len(SCRIPTS)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_an_interview_is_long_enough_to_study(script: Path, builder: ModuleType) -> None:
    _, turns = builder.read_script(script)
    assert sum(len(turn.text.split()) for turn in turns) >= 1500


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_nobody_is_named_without_a_mark(script: Path, builder: ModuleType) -> None:
    """What is marked once as a person or place in a script is marked wherever it stands in it."""
    _, turns = builder.read_script(script)
    text = "\n".join(turn.text for turn in turns)
    bare = builder.MARK.sub("", text)
    marked = {words for kind, words in builder.MARK.findall(text) if kind in "plo"}
    senses = {"May", "Grace", "Will", "Rose"}  # names that are words as well
    missed = {w for w in marked - senses if re.search(rf"\b{re.escape(w)}\b", bare)}
    assert missed == set()


def test_every_participant_has_a_line_of_attributes(builder: ModuleType, root: Path) -> None:
    with (root / "corpora" / "sample-interviews" / "attributes.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["document"], row["speaker"].casefold()): row for row in csv.DictReader(file)}
    spoken = set()
    for script in SCRIPTS:
        facts, _ = builder.read_script(script)
        name = script.stem + builder.FORMATS[facts["format"]][0]
        spoken |= {(name, speaker.casefold()) for speaker in facts["speakers"].values()}
    assert set(rows) == spoken
    participants = [row["participant"] for row in rows.values() if row["role"] != "interviewer"]
    assert participants == [f"P{n:02d}" for n in range(1, 9)]

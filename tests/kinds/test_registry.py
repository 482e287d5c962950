"""A kind of document comes in by entry point, from the package's own folders and from anybody's package."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from send_qual.corpus import Document, kind_of, kinds, read_corpus, says, sections, told_kinds
from send_qual.errors import SendQualError

MODULE = """
from dataclasses import replace
from send_qual.corpus import Kind, Section


def recognise(file):
    return 0.9 if file.opening.startswith("MINUTES") else 0.0


def documents(file):
    head, *items = file.document.segments
    items = tuple(replace(item, section="item") for item in items)
    return (replace(file.document, segments=(replace(head, section="head"), *items)),)


def together(documents, rows):
    chairs = {row["document"]: row["speaker"] for row in rows}
    return [d.with_attributes(meetings=str(len(documents)), chair=chairs.get(d.id, "")) for d in documents]


KIND = Kind(
    id="minutes", name="set of minutes", plural="sets of minutes", unit="meeting", recognise=recognise,
    documents=documents, together=together,
    sections=(Section("head", "Head", coded=False), Section({section!r}, "Item", "action")),
)
"""


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lay a package with an entry point where Python finds it."""

    def install(name: str, section: str = "item", point: str = "KIND") -> None:
        site = tmp_path / f"site-{name}"
        info = site / f"{name}-1.0.dist-info"
        info.mkdir(parents=True)
        (site / f"{name}.py").write_text(MODULE.replace("{section!r}", repr(section)), encoding="utf-8")
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n", encoding="utf-8")
        (info / "entry_points.txt").write_text(f"[send_qual.kinds]\nminutes = {name}:{point}\n", encoding="utf-8")
        monkeypatch.syspath_prepend(str(site))
        monkeypatch.delitem(sys.modules, name, raising=False)

    return install


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    folder = tmp_path / "papers"
    folder.mkdir()
    text = "MINUTES of the forum\n\nThe council will publish its waiting times.\n\nMembers asked for a named officer."
    (folder / "may.txt").write_text(text, encoding="utf-8")
    (folder / "note.txt").write_text("A note on the meeting, by hand.", encoding="utf-8")
    return folder


def test_a_kind_of_another_package_reads_its_documents(install: Callable[..., None], minutes: Path) -> None:
    assert {d.kind for d in read_corpus(minutes)} == {"plain"}
    install("minutes_for_us")
    corpus = read_corpus(minutes)
    assert {d.id: d.kind for d in corpus} == {"may.txt": "minutes", "note.txt": "plain"}
    assert [s.section for s in corpus["may.txt"].passages()] == ["item", "item"]
    assert told_kinds(corpus) == "1 set of minutes and 1 plain document"
    assert (says("item"), kinds()["minutes"].may_ask(["item"]), kinds()["plain"].may_ask(["item"])) == (
        "action", True, False,
    )  # fmt: skip


def test_documents_of_a_kind_tell_of_each_other_and_the_table_of_them(
    install: Callable[..., None], minutes: Path
) -> None:
    (minutes / "june.txt").write_text("MINUTES of June\n\nNobody came.", encoding="utf-8")
    (minutes / "attributes.csv").write_text("document,speaker,role\nmay.txt,Ines,chair\nnote,Rob,chair\n", "utf-8")
    install("minutes_together")
    corpus = read_corpus(minutes)
    told = {d.id: (d.attributes.get("meetings"), d.attributes.get("chair")) for d in corpus}
    assert told == {"june.txt": ("2", ""), "may.txt": ("2", "Ines"), "note.txt": (None, None)}


def test_a_document_whose_package_is_gone_is_confidential_and_asked_nothing(
    install: Callable[..., None], minutes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install("minutes_for_a_while")
    document = read_corpus(minutes)["may.txt"]
    monkeypatch.undo()
    assert kind_of(document).confidential
    assert not kind_of(document).may_ask(["item"])
    assert len(list(document.passages())) == 3


def test_two_kinds_may_not_share_a_section(install: Callable[..., None], minutes: Path) -> None:
    install("minutes_of_a_section", section="better")
    with pytest.raises(SendQualError, match="the section 'better' of minutes is one of inspection-report already"):
        read_corpus(minutes)


def test_what_is_no_kind_is_named_with_a_way_out(install: Callable[..., None], minutes: Path) -> None:
    install("minutes_amiss", point="recognise")
    with pytest.raises(SendQualError, match=r"minutes_amiss:recognise: it is no kind of document .* Mend or uninstall"):
        read_corpus(minutes)


def test_every_folder_of_kinds_is_registered_and_told_apart(root: Path) -> None:
    folders = [p for p in (root / "send_qual" / "kinds").iterdir() if (p / "__init__.py").is_file()]
    assert len(kinds()) >= len(folders)
    assert len({kind.name for kind in kinds().values()}) == len(kinds())
    assert sum(kind.fallback for kind in kinds().values()) == 1
    assert all(section.heading for section in sections().values())


def test_a_document_that_says_nothing_of_its_kind_is_plain() -> None:
    from send_qual.corpus import Source

    document = Document("a.txt", "A", "Words.", (), {}, Source("a.txt", "", "txt"))
    assert (document.kind, kind_of(document).fallback) == ("plain", True)

"""Excerpts of fictional interviews, their identifiers marked: ``{p|Ruth}`` a person, ``{l|...}`` a place and so on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

KINDS = {"p": "person", "l": "place", "o": "organisation", "c": "contact", "d": "date", "r": "role", "k": "case"}
EXCERPTS = Path(__file__).parent / "excerpts"


@dataclass(frozen=True)
class Excerpt:
    name: str
    plain: str
    marked: tuple[tuple[str, str], ...]  # kind, words


def unmarked(raw: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    out, found, stack = "", [], []
    for part in re.split(r"(\{[plocdrk]\||\})", raw):
        if re.fullmatch(r"\{[plocdrk]\|", part):
            stack.append((part[1], len(out)))
        elif part == "}" and stack:
            kind, start = stack.pop()
            found.append((KINDS[kind], out[start:]))
        else:
            out += part
    return out, tuple(found)


@pytest.fixture(scope="session")
def excerpts() -> list[Excerpt]:
    return [Excerpt(p.name, *unmarked(p.read_text(encoding="utf-8"))) for p in sorted(EXCERPTS.glob("*.txt"))]


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory, monkeypatch):
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def corpus(tmp_path) -> Path:
    """Two small interviews by one interviewer, as Teams and a typist would write them."""
    folder = tmp_path / "raw"
    folder.mkdir()
    turns = [
        ("Ana Reed", "Morning, Will. How is Wexcombe Council doing?"),
        ("Will Osei", "Will it get better? I said to Priyanka, it will. Priyanka Malhotra. We met on 14 March 2022."),
        ("Ana Reed", "And the school?"),
        ("Will Osei", "Larkfield Academy took <b>everyone</b>. Ring me on 07700 900118. My son Tobias goes there."),
    ]
    cues = [f"00:00:{k:02d}.000 --> 00:00:{k + 1:02d}.000\n<v {who}>{said}</v>" for k, (who, said) in enumerate(turns)]
    (folder / "i01.vtt").write_text("WEBVTT\n\n" + "\n\n".join(cues), encoding="utf-8")
    lines = "INT:\tSo, Grace?\nP6:\tLarkfield were fine. Ofsted came in May 2023. tobias was there, said Ana."
    lines += "\nINT:\tAnd?\nP6:\tNo."
    (folder / "grace may interview.txt").write_text(f"Participant: Grace May (P6)\n\n{lines}", encoding="utf-8")
    return folder

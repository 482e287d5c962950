"""The reader on the fictional reports, whose every passage is known: nothing lost, merged or misplaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from send_qual.corpus import Corpus, Document, read_corpus, sections

TEXTS = sorted((Path(__file__).parent / "reports").glob("*.md"))
BY_HEADING = {section.heading: id for id, section in sections().items()}


@pytest.fixture(scope="module")
def builder(load_builder: Callable[[str], ModuleType]) -> ModuleType:
    return load_builder("build_reports")


@pytest.fixture(scope="module")
def corpus(builder: ModuleType) -> Corpus:
    return read_corpus(str(builder.DOCUMENTS))


def flat(text: str) -> str:
    """Words only: the reader may keep the bullets inside an action or not."""
    return " ".join(re.sub(r"[•\-–]\s", " ", text).split())


def written(builder: ModuleType, text: Path) -> Iterator[tuple[str, str]]:
    """Section and words of every passage, as the text was written."""
    for title, body in builder.read_text(text)[1]:
        section = BY_HEADING[title.strip()]
        intro, *rows = re.split(r"^@.*$", body, flags=re.MULTILINE)
        blocks = re.split(r"\n\s*\n", intro.strip()) if intro.strip() else []
        for block in (*blocks, *rows):
            yield section, flat(block.removeprefix("- "))


def read(document: Document) -> Iterator[tuple[str, str]]:
    for segment in document.segments:
        if segment.kind in {"paragraph", "bullet", "action"} and segment.section not in {"front", "about"}:
            yield segment.section, flat(document.words(segment))


@pytest.mark.parametrize("text", TEXTS, ids=lambda p: p.stem)
def test_every_passage_is_read_whole_in_its_section(text: Path, builder: ModuleType, corpus: Corpus) -> None:
    assert list(read(corpus[f"{text.stem}.pdf"])) == list(written(builder, text))


@pytest.mark.parametrize("text", TEXTS, ids=lambda p: p.stem)
def test_the_front_page_is_read(text: Path, builder: ModuleType, corpus: Corpus) -> None:
    facts, _ = builder.read_text(text)
    known = corpus[f"{text.stem}.pdf"].attributes
    assert (known["area"], known["outcome"]) == (facts["area"], str(facts["outcome"]))
    assert known["published"] == text.stem[:10]
    assert bool(known["previous_start"]) == (facts["previous"] != "Not previously inspected")
    assert known["inspection_start"] < known["inspection_end"] < known["published"]


def test_addressees_are_those_of_the_left_column(builder: ModuleType, corpus: Corpus) -> None:
    for text in TEXTS:
        document = corpus[f"{text.stem}.pdf"]
        bodies = re.findall(r"^@ (.+)$", text.read_text(encoding="utf-8"), re.MULTILINE)
        assert [s.addressee for s in document.segments if s.kind == "action" and s.section == "priority"] == bodies


def test_who_must_act_is_no_passage_to_be_coded(corpus: Corpus) -> None:
    assert {s.kind for d in corpus for s in d.passages()} <= {"paragraph", "bullet", "action"}


def test_nothing_about_the_sample_needs_a_notice(corpus: Corpus) -> None:
    assert corpus.left_out == ()
    assert [d.notices for d in corpus] == [()] * len(TEXTS)


SCRIPTS = sorted((Path(__file__).parent / "interviews").glob("*.txt"))


@pytest.fixture(scope="module")
def interviews() -> Corpus:
    return read_corpus("sample-interviews")


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.stem)
def test_every_turn_is_read_whole_with_its_speaker(
    script: Path, load_builder: Callable[[str], ModuleType], interviews: Corpus
) -> None:
    builder = load_builder("build_interviews")
    facts, turns = builder.read_script(script)
    document = next(d for d in interviews if d.id.startswith(script.stem))
    straight = str.maketrans("’", "'")
    got = [
        (s.speaker.casefold(), document.words(s).translate(straight).split())
        for s in document.segments
        if s.kind == "turn"
    ]
    assert got == [(t.speaker.casefold(), builder.plain(t.text).split()) for t in turns]
    asking = {s.speaker for s in document.segments if s.role == "interviewer"}
    assert {a.casefold() for a in asking} == {facts["speakers"][facts["interviewer"]].casefold()}


def test_several_interviews_in_one_area_are_nothing_to_notice(interviews: Corpus) -> None:
    assert interviews.left_out == ()
    assert [notice for d in interviews for notice in d.notices if "counted" in notice] == []

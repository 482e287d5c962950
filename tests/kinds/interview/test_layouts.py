"""One interview, every layout: the same turns, and no word lost."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from send_qual.corpus._readers import read_file
from send_qual.kinds.interview import as_transcript
from send_qual.kinds.interview.read import read_script

WORDS = re.compile(r"[^\W_]+")
TIMED = {"teams vtt", "teams vtt, tags not closed", "zoom vtt", "srt", "teams docx", "old teams docx", "table docx"}
TIMED |= {"txt with times"}


def read(name, data):
    return as_transcript(Path(name), data, Path(name).suffix)


def turns(document):
    return [(s.speaker, document.words(s)) for s in document.segments if s.kind == "turn"]


def test_the_turns_are_the_same_in_every_layout(layout, story):
    _, name, data = layout
    found = turns(read(name, data))
    flat = [" ".join(words.split()) for _, words in found]
    assert flat == [" ".join(words.split()) for _, words, _ in story]
    # one person per label, the right one in each turn
    people = {}
    for (label, _), (who, _, _) in zip(found, story, strict=True):
        assert people.setdefault(label, who) == who
    assert len(people) == 3


def test_words_in_are_words_out(layout):
    """Every word of every line is in the text or in a speaker's label, in order; only times are not."""
    _, name, data = layout
    script = read_script(name, data, Path(name).suffix)
    assert script is not None
    text, segments, places = script.compose()
    for k, line in enumerate(script.lines):
        rest = list(line.text)
        for unit, (a, b) in zip(script.units, places, strict=True):
            if unit.line == k:
                assert text[a:b] == line.text[unit.start : unit.end]
                for start, end in [(unit.start, unit.end), unit.label or (0, 0)]:
                    rest[start:end] = "\0" * (end - start)
        left = "".join(rest).replace("\0", " ")
        assert not re.search(r"[^\W\d_]", left), f"lost from line {k}: {left!r}"
    covered = sorted((s.start, s.end) for s in segments)
    assert all(a[1] <= b[0] for a, b in pairwise(covered))
    outside = "".join(text[a:b] for (_, a), (b, _) in zip([(0, 0), *covered], [*covered, (len(text), 0)], strict=True))
    assert not outside.strip()


def test_times_are_kept(layout, story):
    kind, name, data = layout
    document = read(name, data)
    got = [s.time for s in document.segments if s.kind == "turn"]
    wanted = [f"{at // 3600:02d}:{at // 60 % 60:02d}:{at % 60:02d}" for _, _, at in story]
    assert got == (wanted if kind in TIMED else [""] * len(story))


def test_the_interviewer_is_told_from_the_others(layout):
    kind, name, data = layout
    document = read(name, data)
    roles = {s.speaker: s.role for s in document.segments if s.kind == "turn"}
    asks = [who for who, role in roles.items() if role == "interviewer"]
    assert [a.casefold() for a in asks] in (["ana reed"], ["ana"], ["int"])
    assert all(roles.values())
    by_names = kind == "typed docx"
    assert document.attributes["roles_by"] == ("names" if by_names else "questions")
    assert any("share of questions" in notice for notice in document.notices) is not by_names


def test_only_talk_by_participants_is_a_passage(layout):
    _, name, data = layout
    document = read(name, data)
    passages = list(document.passages())
    assert {s.kind for s in passages} == {"turn"}
    assert {s.role for s in passages} == {"participant"}


def test_the_raw_file_is_not_changed(tmp_path, layout):
    _, name, data = layout
    path = tmp_path / name
    path.write_bytes(data)
    (document,) = read_file(path)
    assert document.kind == "transcript"
    assert document == read(name, data)
    assert path.read_bytes() == data
    assert [p.name for p in tmp_path.iterdir()] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "The area has two schools.\n\nNote: one is closed.\n\nThere are many reasons.\n\nFirst: money.",
        "We waited two years. I said: enough. And then: nothing.",
        "Findings\n\nTimeliness: weak\n\nQuality: good\n\nSource: a report\n\nLeaders know. They have a plan.\n\nGood.",
    ],
)
def test_other_texts_are_no_transcripts(text):
    assert read("a.txt", text.encode()) is None

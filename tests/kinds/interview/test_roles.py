"""Interviewer and participants told apart, and said by what."""

from __future__ import annotations

from pathlib import Path

import pytest

from send_qual.kinds.interview import as_transcript, settle_roles


def talk(name: str, *lines: str):
    return as_transcript(Path(name), "\n".join(lines).encode(), ".txt")


def roles(document):
    return {s.speaker: s.role for s in document.segments if s.kind == "turn"}


VAGUE = ("Ana Reed: Go on.", "Will: I did. It was slow.", "Ana Reed: I see.", "Will: Then it stopped.")


@pytest.mark.parametrize(
    ("labels", "asks"),
    [
        (("INT", "P6"), "INT"),
        (("Interviewer 1", "Respondent"), "Interviewer 1"),
        (("Q", "A"), "Q"),
        (("I", "R"), "I"),
        (("R", "P"), "R"),
        (("Ana (Interviewer)", "Will"), "Ana (Interviewer)"),
        (("Ana", "Participant 3"), "Ana"),
    ],
)
def test_labels_say_the_role(labels, asks):
    one, other = labels
    document = talk("a.txt", f"{one}: So.", f"{other}: Well?", f"{one}: So.", f"{other}: Why?", f"{one}: So.")
    assert roles(document) == {
        one: "interviewer" if asks == one else "participant",
        other: "interviewer" if asks == other else "participant",
    }
    assert document.attributes["roles_by"] == "names"


def test_who_speaks_in_several_interviews_is_the_interviewer():
    first, second = talk("a.txt", *VAGUE), talk("b.txt", *(line.replace("Will", "Bola Ade") for line in VAGUE))
    assert roles(first) == {"Ana Reed": "", "Will": ""}  # alone it cannot be told
    for document in settle_roles([first, second]):
        assert roles(document)["Ana Reed"] == "interviewer"
        assert document.attributes["roles_by"] == "corpus"
        assert sum("several interviews" in notice for notice in document.notices) == 1
        assert not any("could not be told" in notice for notice in document.notices)


def test_attributes_csv_has_the_last_word():
    document = talk("a.txt", "Interviewer: What now?", "P1: Nothing?", "Interviewer: Why?", "P1: Who knows?")
    rows = [{"document": "a.txt", "speaker": "P1", "role": "Interviewer"}]
    (settled,) = settle_roles([document], rows)
    assert roles(settled) == {"Interviewer": "participant", "P1": "interviewer"}
    assert settled.attributes["roles_by"] == "attributes.csv"
    assert roles(document) == {"Interviewer": "interviewer", "P1": "participant"}  # the parent is left alone


def test_what_cannot_be_told_is_said_and_nothing_is_left_out():
    document = talk("a.txt", *VAGUE)
    assert document.attributes["roles_by"] == ""
    assert any("could not be told" in notice for notice in document.notices)
    assert len(list(document.passages())) == 4


def test_documents_that_are_no_transcripts_pass_through():
    from send_qual.corpus import Document, Source

    plain = Document("a.txt", "a", "Words.", (), {}, Source("a.txt", "", "txt"))
    assert settle_roles([plain]) == (plain,)
    assert settle_roles([]) == ()

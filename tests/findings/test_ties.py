"""What participants tie to a theme: whole sentences on its side, nobody's own story, nothing unwanted."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from send_qual.codebook import known_facet
from send_qual.findings import Aspect, Evidence, Reference
from send_qual.findings.interview_study._ties import ties

FACET = known_facet("polarity", set())
HELPS = Aspect("polarity", "facilitator", "strength", FACET.of("facilitator"))


@dataclass
class Reader:
    """Stands for the teller and its chooser: which words lean where, and which are not wanted."""

    lean: float = 1.0
    refused: bool = False
    risky: int = 0
    chooser: Reader | None = field(default=None)

    def __post_init__(self) -> None:
        self.chooser = self.chooser or self

    def leans_to(self, sentence: str, side: str) -> float:
        return self.lean

    def unwanted(self, at: Reference) -> bool:
        return self.refused

    def risks(self, document: str, start: int, end: int) -> int:
        return self.risky

    def printed(self, text: str) -> str:
        return text


WORDS = "The two offices share one budget now. We managed it because both directors signed the same letter."


def said(words: str = WORDS, confidence: float = 0.9) -> Evidence:
    place = Reference("a.docx", 0, len(words), words, "P01")
    return Evidence(place, "partnership", (("polarity", "facilitator"),), "strength", confidence=confidence, case="P01")


def test_a_reason_is_quoted_whole_with_its_kind() -> None:
    ((kind, quote),) = ties([said()], [HELPS], Reader(), [], "partnership")
    assert kind == "cause"
    assert quote.text == "We managed it because both directors signed the same letter."
    assert (quote.participant, quote.side) == ("P01", "strength")


@pytest.mark.parametrize(
    ("passage", "reader"),
    [
        (said(confidence=0.5), Reader()),
        (said(), Reader(lean=-1.0)),
        (said(), Reader(refused=True)),
        (said(), Reader(risky=1)),
        (said("I was a teacher there because my mother had been one before me, and so it went."), Reader()),
    ],
)
def test_what_is_unsure_unwanted_or_of_oneself_is_not_quoted(passage: Evidence, reader: Reader) -> None:
    assert ties([passage], [HELPS], reader, [], "partnership") == ()


def test_what_the_chapter_quotes_already_is_not_quoted_again() -> None:
    passage = said()
    assert ties([passage], [HELPS], Reader(), [passage.reference], "partnership") == ()

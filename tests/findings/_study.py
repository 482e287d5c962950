"""Five short fictional interviews with five people, coded by hand and by an invented machine."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from send_qual.codebook import Code, Codebook, Facet, Term
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, Document, Segment, Source

POLARITY_FACET = Facet("polarity", "Polarity", ("facilitator", "challenge", "mixed"))

BOOK = Codebook(
    "tiny",
    "2.0",
    (
        Code(
            "leaders",
            "Leaders",
            definition="Who leads, and how. And more.",
            terms=(Term("leader"), Term("director")),
            phrases=(("facilitator", "Good leaders were described"), ("challenge", "Weak leaders were described")),
        ),
        Code(
            "leaders/stay",
            "Staying",
            "leaders",
            definition="Whether leaders stay.",
            terms=(Term("stay"), Term("leave")),
            phrases=(
                ("facilitator", "Leaders who stay were described"),
                ("challenge", "Leaders who leave were identified"),
            ),
        ),
        Code(
            "leaders/know",
            "Knowing",
            "leaders",
            definition="What leaders know.",
            terms=(Term("know"),),
            phrases=(
                ("facilitator", "Leaders who know were described"),
                ("challenge", "Leaders who do not know were identified"),
            ),
        ),
        Code(
            "figures",
            "Figures",
            definition="Numbers.",
            terms=(Term("figure"), Term("number")),
            phrases=(("facilitator", "Good figures were described"), ("challenge", "Poor figures were described")),
        ),
        Code("figures/wrong", "Wrong figures", "figures", phrases=(("challenge", "Wrong figures were identified"),)),
    ),
    title="A tiny study",
    facets=(POLARITY_FACET,),
)
TALKS = Path(__file__).with_name("talks.txt")
POLARITY = {"+": "facilitator", "-": "challenge", "~": "mixed"}


def study(alter: Callable[[str], str] = str) -> Codings:
    """The suggestions on all five, none reviewed; ``alter`` changes what is said."""
    documents: list[Document] = []
    rows: list[Coding] = []
    talks = TALKS.read_text(encoding="utf-8").split("\n# ")[1:]
    for talk in talks:
        head, *lines = talk.strip().splitlines()
        id, who, role, date = head.split()
        text, segments = "", []
        for n, line in enumerate(lines):
            speaker, codes, words = line.split(" | ")
            words = alter(words)
            start, end = len(text), len(text) + len(words)
            part = "interviewer" if speaker == "Interviewer" else "participant"
            segments.append(Segment(start, end, "turn", "", speaker, part, time=f"00:0{n}:00"))
            text += f"{words}\n\n"
            rows += [_coding(id, start, words, code) for code in codes.split()]
        about = {"kind": "transcript", "participant": who, "role": role, "date": date}
        documents.append(Document(id, id, text, tuple(segments), about, Source(id, "ab" * 32, "txt")))
    rows.sort(key=lambda c: (c.document, c.start, c.code))
    return Codings(tuple(rows), Corpus("tiny", tuple(documents)), BOOK)


def _coding(id: str, start: int, words: str, code: str) -> Coding:
    facets = {"polarity": POLARITY[code[0]]}
    more = {"facets": facets, "confidence": 0.8, "codebook": "tiny", "codebook_version": "2.0"}
    return Coding(id, start, start + len(words), words, code[1:], "panel 1", **more)

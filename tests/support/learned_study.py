"""A fictional corpus that people could have coded: eight short interviews, two themes, a polarity."""

from __future__ import annotations

from dataclasses import replace

from send_qual.codebook import Code, Codebook, Facet, Term
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, Document, Segment, Source

BOOK = Codebook(
    "tiny",
    "1",
    (
        Code("health", "Health", definition="Health services and therapies.", terms=(Term("therapy"),)),
        Code("travel", "Travel", definition="Getting to school.", terms=(Term("taxi", weight=0.4),)),
        Code("play", "Play", definition="Clubs and play.", terms=(Term("club"),)),
    ),
    (Facet("polarity", "Polarity", ("facilitator", "challenge", "mixed")),),
)
_SAID = {
    ("health", "challenge"): (
        "Children wait too long for speech therapy in {}.",
        "Nurses are few, and clinics in {} are full.",
    ),
    ("health", "facilitator"): (
        "Therapists in {} see children early and well.",
        "School nurses are valued by families in {}.",
    ),
    ("travel", "challenge"): (
        "The bus to school in {} often comes late.",
        "Drivers in {} change without a word to parents.",
    ),
    ("travel", "facilitator"): (
        "Minibus crews in {} know every child.",
        "Young people in {} learn to ride the bus alone.",
    ),
}
_NEITHER = "The town hall of {} was painted last year."
PLACES = ("Wexmere", "Oldcombe", "Fernshire", "Harrowby", "Tilling", "Ashdale", "Marlow", "Brindle")


def study(documents: int = 8, coder: str = "AB") -> Codings:
    """Codings of every passage that speaks of health or travel, by one person."""
    made, rows = [], []
    for place in PLACES[:documents]:
        lines = [(code, line.format(place)) for code, pair in _SAID.items() for line in pair]
        lines.append((("", ""), _NEITHER.format(place)))
        text, segments = "", []
        for (code, polarity), line in lines:
            start, text = len(text), f"{text}{line}\n"
            segments.append(Segment(start, start + len(line), "turn", speaker="P", role="participant"))
            if code:
                facets = {"polarity": polarity}
                rows.append(
                    Coding(f"{place}.txt", start, start + len(line), line, code, coder, facets=facets, status="applied")
                )
        source = Source(f"{place}.txt", "", "txt")
        made.append(Document(source.name, place, text, tuple(segments), {"kind": "transcript"}, source))
    return Codings(tuple(rows), Corpus("town", tuple(sorted(made, key=lambda d: d.id))), BOOK)


def also(codings: Codings, *rows: Coding) -> Codings:
    """With more rows."""
    return replace(codings, rows=(*codings.rows, *rows))

"""Of a sub-code that the machine was judged to find too ill, no number is told until people have decided on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.codebook import Codebook, Term, read_codebook
from send_qual.coders import JudgedSubCode, judged_sub_codes
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, Document, Segment, Source
from send_qual.findings import Findings, findings
from send_qual.findings._comparison import compare

WELL, ILL = "health/therapies", "leadership/self-evaluation"
LINES = {WELL: "Families wait too long for therapies.", ILL: "Leaders do not know how well services do."}


@pytest.fixture(scope="module")
def book(root: Path) -> Codebook:
    return read_codebook(root / "codebooks" / "area-send.yaml")


def _drawn(book: Codebook, status: str) -> Findings:
    documents, rows, coder = [], [], "AB" if status == "accepted" else "panel-6"
    for place in ("Wexmere", "Oldcombe", "Tilling"):
        text = "\n".join(LINES.values())
        starts = {code: text.index(line) for code, line in LINES.items()}
        segments = tuple(Segment(at, at + len(LINES[code])) for code, at in starts.items())
        documents.append(Document(f"{place}.txt", place, text, segments, {}, Source(f"{place}.txt", "", "txt")))
        rows += [
            Coding(
                f"{place}.txt", at, at + len(LINES[code]), LINES[code], code, coder,
                facets={"polarity": "challenge"}, status=status, confidence=0.8, codebook=book.name,
            )
            for code, at in starts.items()
        ]  # fmt: skip
    return findings(Codings(tuple(rows), Corpus("town", tuple(documents)), book))


def test_a_sub_code_that_is_found_too_ill_has_no_sentence_while_it_is_only_suggested(book: Codebook) -> None:
    suggested = {said.about for said in _drawn(book, "suggested").statements}
    assert WELL in suggested
    assert ILL not in suggested
    assert "leadership" in suggested, "its theme is counted all the same"
    assert _drawn(book, "suggested").tally.uncounted >= {ILL}
    assert {WELL, ILL} <= {said.about for said in _drawn(book, "accepted").statements}


def test_no_change_between_tranches_is_told_of_it(book: Codebook) -> None:
    early, late = _drawn(book, "suggested"), _drawn(book, "suggested")
    about = {change.about for change in compare(early, late).changes}
    assert WELL in about
    assert ILL not in about


def test_figures_hold_for_the_terms_that_were_judged_only(book: Codebook) -> None:
    known = judged_sub_codes(book)
    assert not known[ILL].counts
    own = tuple(replace(c, terms=(*c.terms, Term("audit"))) if c.id == ILL else c for c in book.codes)
    assert ILL not in judged_sub_codes(replace(book, codes=own))
    assert not judged_sub_codes(replace(book, name="our-own"))


@pytest.mark.parametrize(
    ("said", "right", "given", "found", "counts"),
    [(8, 6, 9, 5, True), (8, 5, 9, 9, False), (4, 4, 9, 9, False), (8, 8, 9, 4, False), (8, 8, 4, 1, True)],
)
def test_three_in_four_are_right_and_half_is_found(said: int, right: int, given: int, found: int, counts: bool) -> None:
    assert JudgedSubCode("a/b", said, right, given, found).counts is counts

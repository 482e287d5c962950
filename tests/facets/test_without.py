"""A codebook without any facet writes none, and reads well."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from send_qual.codebook import Codebook
from send_qual.coders import code
from send_qual.coding import Codings
from send_qual.corpus import Corpus
from send_qual.findings import findings, interviews
from send_qual.report.inspections import draft_report
from send_qual.report.interviews import draft_chapters
from send_qual.report.rendering import html_text as to_html

Coded = Callable[..., Codings]

_FOREIGN = ("acilitator", "hallenge", "ood practice", "olarity", "SEND", "council", "helps", "hinders")


@pytest.fixture
def codings(coded: Coded, corpus: Corpus, hospital: Codebook) -> Codings:
    return coded(
        corpus,
        hospital,
        ("p03.txt", "The noise of the trolleys is loud", "sleep/noise", {}, "AB"),
        ("p03.txt", "Nobody could sleep at all on the ward", "sleep", {}, "AB"),
    )


@pytest.mark.parametrize("coder", ["lexicon", "panel"])
def test_no_machine_fills_in_what_was_not_declared(corpus: Corpus, hospital: Codebook, coder: str) -> None:
    suggested = code(corpus, hospital, coder)
    assert len(suggested)
    assert all(not row.facets for row in suggested)
    assert list(suggested.to_frame().columns[5:7]) == ["code", "coder"]


def test_counts_and_statements_tell_nothing_apart(codings: Codings) -> None:
    drawn = findings(codings)
    assert list(drawn.to_frame().columns[:4]) == ["theme", "code", "name", "passages"]
    assert [s.sentence for s in drawn.statements if s.kind == "sub-code"] == [
        "Passages on noise were found in one of the 3 interviews."
    ]


def test_drafts_read_well_in_another_field(codings: Codings) -> None:
    for page in (to_html(draft_report(findings(codings))), to_html(draft_chapters(interviews(codings)).draft)):
        assert "The noise of the trolleys" in page
        for word in _FOREIGN:
            assert word not in page, word

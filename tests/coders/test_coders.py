"""What a user sees of the machine coders: codes, reasons, confidence; and what a second run costs."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from send_qual.codebook import Code, Codebook, Term
from send_qual.coders import PanelCoder, _code, code
from send_qual.corpus import Corpus, Document
from send_qual.errors import SendQualError

WAITS = "Children wait more than a year to see a speech and language therapist, and waiting lists grow."
BOARD = "The SEND partnership board has no shared strategy and partners are not held to account."
SILENT = "The weather was fine throughout the visit."


@pytest.fixture
def wexmere(report) -> Document:
    return report([("better", WAITS), ("better", BOARD), ("experience", SILENT)])


@pytest.mark.parametrize("coder", ["panel", "lexicon", "semantic"])
def test_themes_are_found_with_reason_and_confidence(coder, wexmere, corpus, area_send) -> None:
    codings = code(corpus(wexmere), area_send, coder)
    by_text = {text: {c.theme for c in codings if c.quote == text} for text in (WAITS, BOARD, SILENT)}
    assert "health" in by_text[WAITS]
    assert "leadership" in by_text[BOARD]
    assert not by_text[SILENT]
    for coding in codings:
        assert 0 < coding.confidence <= 1
        assert coding.reason
        assert coding.status == "suggested"
        # For inspection reports a coder trained on people's codings ships with this codebook: the panel asks that.
        assert coding.coder.startswith("learned-" if coder == "panel" else f"{coder}-")
        assert (coding.codebook, coding.codebook_version) == (area_send.name, area_send.version)
        assert wexmere.text[coding.start : coding.end] == coding.quote
        assert wexmere.text[coding.end :].startswith(coding.suffix)


def test_the_reason_names_the_words_and_the_nearest_example(wexmere, corpus, area_send) -> None:
    reasons = [c.reason for c in code(corpus(wexmere), area_send, PanelCoder()) if c.code == "health/waits"]
    assert len(reasons) == 1
    assert "'waiting lists'" in reasons[0]
    assert "nearest (0." in reasons[0]


def test_sub_codes_are_the_most_specific_that_have_evidence(wexmere, corpus, area_send) -> None:
    codes = {c.code for c in code(corpus(wexmere), area_send) if c.quote == WAITS and c.theme == "health"}
    assert {"health/waits", "health/therapies"} <= codes
    assert "health" not in codes


def test_boilerplate_does_not_count(report, corpus, area_send) -> None:
    words = "Wexmere local area partnership is made up of the council and the integrated care board."
    assert len(code(corpus(report([("partnership", words), ("front", WAITS)])), area_send)) == 0
    assert not [c for c in code(corpus(report([("better", words)])), area_send) if c.theme == "coproduction"]


def test_the_codings_are_the_same_at_every_run(wexmere, report, corpus, area_send) -> None:
    alone = code(corpus(wexmere), area_send)
    _code._CACHE.clear()
    other = report([("effective", BOARD * 9), ("better", "Short breaks are few.")], "aldbourne.pdf")
    together = code(corpus(other, wexmere), area_send).where(document="wexmere.pdf")
    assert alone.rows == together.rows
    assert code(corpus(wexmere), area_send).rows == alone.rows  # and from the cache


def test_an_empty_corpus_and_a_silent_document(report, corpus, area_send) -> None:
    assert len(code(Corpus("none", ()), area_send)) == 0
    empty = report([])
    for coder in ("panel", "lexicon", "semantic"):
        assert len(code(corpus(empty), area_send, coder)) == 0


def test_a_codebook_without_words_suggests_nothing(wexmere, corpus) -> None:
    bare = Codebook("bare", "1", (Code("a", "A"), Code("b", "B")))
    for coder in ("panel", "lexicon", "semantic"):
        assert len(code(corpus(wexmere), bare, coder)) == 0


def test_a_changed_codebook_or_cut_is_coded_anew(wexmere, corpus, area_send) -> None:
    before = code(corpus(wexmere), area_send, "lexicon")
    extra = Code("weather", "Weather", terms=(Term("weather"),))
    more = code(corpus(wexmere), replace(area_send, codes=(*area_send.codes, extra)), "lexicon")
    assert {c.theme for c in more} - {c.theme for c in before} == {"weather"}
    moved = replace(wexmere, segments=tuple(replace(s, section="effective") for s in wexmere.segments))
    assert {c.facets.get("polarity", "") for c in code(corpus(moved), area_send, "lexicon")} != {
        c.facets.get("polarity", "") for c in before
    }


def test_a_damaged_entry_of_the_cache_is_coded_anew(wexmere, corpus, area_send) -> None:
    before = code(corpus(wexmere), area_send, "lexicon")
    connection = _code._CACHE._connection()
    with connection:
        connection.execute("UPDATE entries SET value = x'5b5b315d5d'")
    assert code(corpus(wexmere), area_send, "lexicon").rows == before.rows


def test_the_cache_holds_no_text(wexmere, corpus, area_send) -> None:
    code(corpus(wexmere), area_send, "lexicon")
    _code._CACHE.close()
    raw = b"".join(p.read_bytes() for p in _code._CACHE.path.parent.glob("suggestions.sqlite*"))
    assert b"health/waits" in raw
    assert b"speech and language" not in raw
    assert b"waiting lists" not in raw


def test_an_unknown_coder_is_named_with_those_there_are(wexmere, corpus, area_send) -> None:
    with pytest.raises(SendQualError, match=r"oracle: there is no such coder\. Choose one of panel, lexicon"):
        code(corpus(wexmere), area_send, "oracle")


def test_progress_names_the_documents(wexmere, corpus, area_send) -> None:
    seen: list[tuple[int, int, str]] = []
    code(corpus(wexmere), area_send, "lexicon", progress=lambda *step: seen.append(step))
    assert seen[0] == (0, 1, "Coding Wexmere")
    assert seen[-1][:2] == (1, 1)


SECOND_RUN = """
import sys
from send_qual.codebook import Code, Codebook, Issue, Term
from send_qual.coders import code, judge_issues
from send_qual.corpus import Corpus, Document, Segment, Source
text = "Children wait too long for speech and language therapy."
segments = (Segment(0, len(text), "bullet", "better"),)
report = Document("w.pdf", "W", text, segments, {"kind": "inspection-report"}, Source("w", "", "t"))
waits = Code("waits", "Waits", definition="Children wait for therapy.", terms=(Term("wait"),))
issue = Issue("waits", "Do children wait?", ("waits",), ("better",), (Term("wait"),))
codings = code(Corpus("c", (report,)), Codebook("b", "1", (waits,), issues=(issue,)))
answers = judge_issues(codings)
print(len(codings), sum(a.yes for a in answers), "spacy" in sys.modules, "onnxruntime" in sys.modules)
"""


def test_a_second_run_loads_no_model(tmp_path: Path) -> None:
    def run() -> list[str]:
        return subprocess.run(
            [sys.executable, "-c", SECOND_RUN],
            env={**os.environ, "SEND_QUAL_CACHE": str(tmp_path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()

    first, second = run(), run()
    assert int(first[0]) >= 1
    assert first[1] == "1"
    assert first[2:] == ["True", "True"]
    assert second == [*first[:2], "False", "False"]

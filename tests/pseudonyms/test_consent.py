"""What somebody does not want to be quoted with: offered for decision, and never quoted until decided; all invented."""

from __future__ import annotations

import pytest

from send_qual.corpus import read_corpus
from send_qual.pseudonyms import identifiers, pseudonymise
from send_qual.pseudonyms._consent import find_consent

LIMITED = [
    "This is off the record, but the harbour is closed.",
    "Please don't put my name to it.",
    "Don't quote me on that, mind.",
    "I'd rather you didn't use my name.",
    "Between you and me, the pilot never came.",
    "That stays between us.",
    "Can you turn that off a minute?",
    "You didn't hear that from me.",
    "She told me in the strictest confidence.",
    "I shouldn't really be saying this.",
    "That's strictly confidential.",
    "And don't write that down.",
    "Keep me out of the report.",
]
FREE = [
    "They didn't write it down in the log.",
    "He grew in confidence at sea.",
    "The gap between us and the crew was wide.",
    "We had three boats between us when we left.",
    "They never put it in the plan.",
    "Confidential waste goes in the blue bin.",
    "Nobody would put their name to that boat.",
    "I should not have bought it.",
    "We don't record it on the system.",
    "The record was off by a day.",
]


@pytest.mark.parametrize("sentence", LIMITED)
def test_a_sentence_that_limits_the_use_of_words_is_found(sentence):
    assert list(find_consent(f"We sailed. {sentence} It rained."))


@pytest.mark.parametrize("sentence", FREE)
def test_a_sentence_about_something_else_is_not(sentence):
    assert not list(find_consent(f"We sailed. {sentence} It rained."))


TALK = """INT: Is anything to be off the record?
P1: Can I say something off the record?
INT: Of course.
P1: The harbour office loses every second letter that parents send, and everybody there knows it.
INT: And the rest?
P1: The rest went well, the pilot was kind and the crew came whenever we rang.
"""


@pytest.fixture
def talk(tmp_path, monkeypatch):
    monkeypatch.setenv("SEND_QUAL_CACHE", str(tmp_path / "cache"))
    raw = tmp_path / "raw" / "documents"
    raw.mkdir(parents=True)
    (raw / "a.txt").write_text(TALK, encoding="utf-8")
    return tmp_path


def limited(folder):
    return [i.text for i in identifiers(read_corpus(folder)) if i.kind == "consent"]


def test_what_was_announced_is_withheld_until_somebody_decides(talk):
    made = pseudonymise(talk / "raw", talk / "out")
    (offered,) = [p for p in made.proposals if p.kind == "consent"]
    assert (offered.text, offered.status) == ("Can I say something off the record?", "decide")
    (withheld,) = limited(talk / "out")
    assert "loses every second letter" in withheld
    assert "went well" not in withheld
    table = made.table()
    table.loc[table["kind"] == "consent", "decision"] = "keep"
    pseudonymise(talk / "raw", talk / "out", decisions=table)
    assert limited(talk / "out") == []
    table.loc[table["kind"] == "consent", "decision"] = "replace"
    pseudonymise(talk / "raw", talk / "out", decisions=table)
    assert "[off the record]" in (talk / "out" / "documents" / "a.txt").read_text(encoding="utf-8")
    assert len(limited(talk / "out")) == 1


def test_a_report_counts_and_does_not_quote_it(talk):
    from send_qual.codebook import read_codebook
    from send_qual.coding import Codings
    from send_qual.report.interviews import interview_findings

    corpus, book = read_corpus(talk / "raw"), read_codebook("intervention")
    text = corpus.documents[0].text
    code = book.themes[0].id
    codings = Codings((), corpus=corpus, codebook=book)
    for words in (
        "The harbour office loses every second letter that parents send",
        "the pilot was kind and the crew came",
    ):
        start = text.index(words)
        codings = codings.apply("a.txt", start, start + len(words), code, coder="AB")
    study = interview_findings(codings, found=identifiers(corpus))
    assert study.findings.evidence  # it counts
    quoted = " ".join(q.text for q in study.quotations)
    assert "second letter" not in quoted
    assert "second letter" in " ".join(q.text for q in interview_findings(codings).quotations)

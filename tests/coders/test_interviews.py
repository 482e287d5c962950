"""Coding talk: fictional utterances that the codebook's worked examples do not have, and real ones where they are."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pytest

from send_qual.codebook import Codebook, read_codebook
from send_qual.coders import code, cut_passages
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, Document, Segment, Source, read_corpus
from send_qual.errors import SendQualError

UTTERANCES = [
    json.loads(line) for line in (Path(__file__).parent / "utterances.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.fixture(scope="module")
def book() -> Codebook:
    return read_codebook("intervention")


def talk(*turns: tuple[str, str], id: str = "p01.vtt") -> Document:
    """A transcript of (role, words)."""
    text, segments = "", []
    for role, words in turns:
        segments.append(Segment(len(text), len(text) + len(words), "turn", speaker=role[:1].upper(), role=role))
        text += words + "\n\n"
    return Document(id, id, text, tuple(segments), {"kind": "transcript"}, Source(id, "", "vtt"))


def quotation(words: str, id: str = "q.txt") -> Document:
    return Document(id, id, words, (Segment(0, len(words)),), {}, Source(id, "", "txt"))


def coded(book: Codebook, *documents: Document) -> Codings:
    return code(Corpus("talk", documents), book)


def themes(codings: Iterable[Coding]) -> set[str]:
    return {coding.theme for coding in codings}


LONG = (
    "Hello, yes, I can hear you, sorry about the dog. He's got hold of the postman's bag again. "
    "We had no data at all. Nobody could tell me how many children were waiting, and the figures we had were wrong. "
    "The other thing was staffing. I lost six caseworkers in a year, we were full of agency people, and morale was on "
    "the floor. But the forum, they were marvellous. We co-produced the letters with parent carers and they trust us."
)


def test_only_participants_are_coded_and_a_long_turn_is_cut_where_the_subject_shifts(book: Codebook) -> None:
    question = "Did leadership, data and the workforce hold you back?"
    document = talk(("interviewer", question), ("participant", LONG))
    codings = coded(book, document)
    assert all(coding.start >= len(question) for coding in codings), "an interviewer's question is not coded"
    assert {"data", "workforce", "partnership"} <= themes(codings)
    assert all(len(coding.quote.split()) <= 60 for coding in codings)
    by_theme = {coding.theme: coding for coding in codings}
    assert "agency people" not in by_theme["data"].quote
    assert "co-produced" in by_theme["partnership"].quote or "forum" in by_theme["partnership"].quote


def test_polarity_comes_from_what_is_said(book: Codebook) -> None:
    codings = coded(book, talk(("participant", LONG)))
    assert {(c.theme, c.facets.get("polarity", "")) for c in codings} >= {
        ("data", "challenge"),
        ("workforce", "challenge"),
        ("partnership", "facilitator"),
    }


def test_what_says_nothing_by_itself_is_on_the_side_of_the_talk_around_it(book: Codebook) -> None:
    plain = "The caseworkers had been in post for three years, most of them, on the second floor above the library. "
    bad = "It was hopeless, people were leaving every week, they were in tears, and nobody was ever replaced. "
    good = "The team is full, they are happy and well supported, they stay, and it is a pleasure to go in there. "
    for side, told in (("challenge", bad), ("facilitator", good)):
        (coding,) = (c for c in coded(book, talk(("participant", told + plain + told))) if plain.strip() in c.quote)
        assert (coding.theme, coding.facets.get("polarity", "")) == ("workforce", side)


def test_the_question_tells_what_an_answer_is_about(book: Codebook) -> None:
    answer = "It took about eight months and then it went quiet, and after that we heard nothing more, from anybody."
    asked = "What did the improvement board and the DfE adviser change after the inspection notice?"
    other = "How did you get on with finding somewhere to park when you came to the seaside?"

    def sure(question: str) -> float:
        found = coded(book, talk(("interviewer", question), ("participant", answer)))
        return max((c.confidence or 0.0 for c in found if c.theme == "intervention"), default=0.0)

    assert sure(asked) > sure(other)
    assert sure(asked) > 0.46


def test_a_nudge_leaves_the_question_standing(book: Codebook) -> None:
    answer = "It took about eight months and then it went quiet, and after that we heard nothing more, from anybody."
    asked = ("interviewer", "What did the improvement board and the DfE adviser change after the inspection notice?")
    turns = [asked, ("participant", "Oh."), ("interviewer", "Mm. Go on."), ("participant", answer)]
    assert "intervention" in themes(coded(book, talk(*turns)))


def test_a_coding_begins_where_something_is_said(book: Codebook) -> None:
    said = "we had no data at all, and nobody could tell me how many children were waiting for an assessment."
    (coding,) = coded(book, talk(("participant", f"Brutal. Um, so, I mean, {said}")))
    assert coding.quote == said


def test_a_sub_code_is_named_only_where_its_own_evidence_stands(book: Codebook) -> None:
    plain = coded(book, talk(("participant", "Leadership, really. It is leadership that makes or breaks it, I think.")))
    told = coded(
        book, talk(("participant", "We've had five directors in six years, each of them interim, and then gone."))
    )
    assert {c.code for c in plain if c.theme == "leadership"} == {"leadership"}
    assert {c.code for c in told if c.theme == "leadership"} == {"leadership/stability"}


def test_each_suggestion_says_why_and_carries_its_words(book: Codebook) -> None:
    document = talk(("participant", LONG))
    for coding in coded(book, document):
        assert document.text[coding.start : coding.end] == coding.quote
        assert 0 < coding.confidence <= 1
        assert "like the worked examples of" in coding.reason
        assert coding.code in book
        assert (coding.coder, coding.codebook_version) == ("panel-6", book.version)


@pytest.mark.parametrize(
    "words",
    [
        "I never felt that leadership was the trouble back then, to be honest.",
        "No, leadership wasn't the problem.",
        "They've found lead in the water pipes so the road's been dug up.",
        "My partner and I moved here when our daughter was small.",
        "He works at the data centre out by the ring road.",
        "Yeah. No, exactly. Yeah.",
        "Morning, can you hear me all right? Lovely, shall we make a start?",
        "I'm on my phone and I've nearly run out of data, so I may drop off.",
    ],
)
def test_what_names_no_theme_gets_none(book: Codebook, words: str) -> None:
    assert themes(coded(book, talk(("participant", words)))) == set()


def test_a_denial_does_not_silence_what_is_said_instead(book: Codebook) -> None:
    words = "Leadership wasn't the problem, it was that we had no data. Nobody could tell us how many were waiting."
    assert "data" in themes(coded(book, talk(("participant", words))))


def test_a_quotation_on_its_own_is_one_passage_and_has_its_likeliest_theme(book: Codebook) -> None:
    words = (
        "Well. It depends who you ask, doesn't it? I'd say the board was where things got done, with that chair. "
        "She asked the awkward question every time. And she came back the next month and asked it again."
    )
    assert [document_part.end for document_part in cut_passages(quotation(words))] == [len(words)]
    best = max(coded(book, quotation(words)), key=lambda coding: coding.confidence or 0)
    assert (best.theme, best.quote) == ("intervention", words)


def test_passages_of_talk_lose_no_words_and_do_not_overlap() -> None:
    document = talk(("participant", LONG), ("interviewer", "And then?"), ("participant", "Then it got better. " * 40))
    passages = cut_passages(document)
    covered = "".join("".join(document.words(p).split()) for p in passages)
    said = "".join("".join(document.words(s).split()) for s in document.segments if s.role == "participant")
    assert covered == said
    assert all(a.end <= b.start for a, b in pairwise(passages))
    assert {p.role for p in passages} == {"participant"}


def test_an_inspection_reports_bullets_stay_as_they_are() -> None:
    text = "Leaders know their area. They share data. They listen to families.\nStaff are trained well."
    bullets = (Segment(0, 66, "bullet", "effective"), Segment(67, len(text), "bullet", "effective"))
    report = Document("r.pdf", "r", text, bullets, {"kind": "inspection-report"}, Source("r.pdf", "", "pdf"))
    assert cut_passages(report) == bullets


def test_empty_talk_has_no_codings(book: Codebook) -> None:
    empty = Document("e.vtt", "e", "", (), {"kind": "transcript"}, Source("e.vtt", "", "vtt"))
    assert len(coded(book, empty)) == 0


def test_the_coder_of_talk_needs_worked_examples(book: Codebook) -> None:
    bare = Codebook("bare", "1", book.codes, book.facets)
    with pytest.raises(SendQualError, match="no worked examples"):
        code(Corpus("talk", (talk(("participant", LONG)),)), bare, "speech")
    assert "data" in themes(coded(bare, talk(("participant", LONG)))), "the panel still codes by terms and meaning"


def test_utterances_that_no_worked_example_has_find_their_theme_and_polarity(book: Codebook) -> None:
    """These were written for the purpose, as people talk: hard, and short of theme words.

    Measured: strongest theme 38 of 50, polarity 30 of 38, 11 of 13 without a theme left alone.
    """
    assert not {u["text"] for u in UTTERANCES} & {worked.text for worked in book.worked}
    singles = [quotation(u["text"], f"{n:03}.txt") for n, u in enumerate(UTTERANCES)]
    turns = [talk(("participant", u["text"]), id=f"{n:03}.vtt") for n, u in enumerate(UTTERANCES)]
    best = {}
    for coding in coded(book, *singles):
        if coding.document not in best or coding.confidence > best[coding.document].confidence:
            best[coding.document] = coding
    right = [
        (best[d.id], u)
        for d, u in zip(singles, UTTERANCES, strict=True)
        if d.id in best and best[d.id].theme in u["themes"]
    ]
    spoken = sum(bool(u["themes"]) for u in UTTERANCES)
    assert len(right) >= 0.68 * spoken
    assert sum(coding.facets.get("polarity", "") == u["themes"][coding.theme] for coding, u in right) >= 0.7 * len(
        right
    )
    touched = {coding.document for coding in coded(book, *turns)}
    silent = [d.id for d, u in zip(turns, UTTERANCES, strict=True) if not u["themes"]]
    assert len(touched & set(silent)) <= 0.3 * len(silent)


def scored(shared: Path, name: str, *arguments: str) -> str:
    command = [sys.executable, str(shared / "checks" / name), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


@pytest.mark.real
def test_single_quotations_of_a_published_study(shared: Path, tmp_path: Path, book: Codebook) -> None:
    """Measured: strongest theme 0.81, polarity 0.86 (54 quotations; none was trained on)."""
    gold = shared / "gold" / "warwick-quotations.jsonl"
    scored(shared, "score_quotations.py", "--write", str(tmp_path / "quotations"), str(gold))
    codings = code(read_corpus(tmp_path / "quotations"), book)
    codings.to_frame().to_csv(tmp_path / "codings.csv", index=False)
    told = scored(shared, "score_quotations.py", str(tmp_path / "codings.csv"), str(gold))
    theme, polarity = (float(part.split("= ")[1].split()[0]) for part in told.split("right ")[1].split("polarity"))
    assert theme >= 0.79, told
    assert polarity >= 0.8, told
    assert "uncoded 0" in told


@pytest.mark.real
def test_six_interviews_as_they_arrive(shared: Path, tmp_path: Path, book: Codebook) -> None:
    """Measured: macro F1 0.59, kappa 0.49, polarity 0.80 (340 passages; none was trained on, all were looked at)."""
    codings = code(read_corpus(shared / "corpora" / "interviews-dev"), book)
    codings.to_frame().to_csv(tmp_path / "codings.csv", index=False)
    gold = shared / "gold" / "interviews-dev" / "passages.jsonl"
    told = json.loads(
        scored(shared, "score_codings.py", str(tmp_path / "codings.csv"), str(gold), "--set", "theme", "--json")
    )
    assert told["macro_f1"] >= 0.57, told
    assert told["mean_kappa"] >= 0.46, told
    assert told["polarity_accuracy"] >= 0.77, told
    decoys = (shared / "gold" / "interviews-dev" / "decoys.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [row for row in map(json.loads, decoys) if row["why"] in {"metal", "spouse", "phone contract"}]
    assert rows
    for row in rows:  # words in another sense are not the theme they sound like
        assert not [c for c in codings if row["quote"] in c.quote and c.theme.startswith(row["word"])], row["quote"]

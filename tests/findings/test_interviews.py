"""Findings on interviews: counted in participants, quoted word for word, and the same when counted another way."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from dataclasses import replace

import pytest

from send_qual.codebook import Code, Codebook, Term
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, Document, Segment, Source
from send_qual.errors import SendQualError
from send_qual.findings import interviews
from send_qual.findings.interview_study._interviews import _about
from send_qual.findings.interview_study._participants import people


def spoken_by(codings: Codings) -> dict[str, dict[tuple[str, str], set[str]]]:
    """Who said what, counted from the turns alone: code -> (theme or sub-code, polarity) -> speakers."""
    out: dict[str, set[str]] = defaultdict(set)
    for row in codings:
        document = codings.corpus[row.document]
        turn = next(s for s in document.segments if s.start <= row.start < s.end)
        if turn.role != "participant" or row.status == "rejected":
            continue
        parts = row.code.split("/")
        for n in range(1, len(parts) + 1):
            for side in (
                ("facilitator", "challenge") if row.facets["polarity"] == "mixed" else (row.facets["polarity"],)
            ):
                out["/".join(parts[:n]), side].add(turn.speaker)
    return out


def test_every_statement_has_the_number_of_those_who_said_it(study_codings: Codings) -> None:
    study = interviews(study_codings)
    said = spoken_by(study_codings)
    points = [p for c in study.chapters for p in c.points()]
    points += [p for c in study.chapters for s in c.sections for p in s.points if p.about != c.theme.id]
    assert len(points) >= 6
    for point in points:
        assert set(point.cases) == said[point.about, point.value], point.sentence
        assert {r.label for r in point.references} == set(point.cases)
        numbers = [int(n) for n in re.findall(r"\d+", point.sentence)]
        n, of = len(point.cases), study.n
        if n == of:
            assert point.sentence.endswith(f"by all {of} participants.")
        elif n == 1:
            assert point.sentence.endswith(f"by one of the {of} participants.")
        else:
            assert numbers[-2:] == [n, of]


def test_statements_say_what_was_said_word_for_word_by_those_they_count(study_codings: Codings) -> None:
    study = interviews(study_codings)
    points = [p for c in study.chapters for p in c.points()]
    extracts = [(p, e) for p in points for e in p.extracts]
    assert len(extracts) >= 4
    for point, extract in extracts:
        said = " ".join(study_codings.corpus[extract.reference.document].text.split())
        assert extract.text.strip("…") in said
        assert extract.reference.label in point.cases
        assert extract.text.rstrip(".") in point.with_words
    staying = next(p for p in points if (p.about, p.value) == ("leaders/stay", "facilitator"))
    assert "stay" in staying.with_words.partition(": ")[2]


def test_words_in_a_statement_may_identify_nobody_and_give_way_by_their_key(study_codings: Codings) -> None:
    points = [p for c in interviews(study_codings).chapters for p in c.points()]
    keys = [e.reference.key for p in points for e in p.extracts]
    everything = {d.id: [(0, len(d.text))] for d in study_codings.corpus}
    for study in (interviews(study_codings, risky=everything), interviews(study_codings, leave_out=keys)):
        told = [p for c in study.chapters for p in c.points()]
        assert [p.sentence for p in told] == [p.sentence for p in points]
        assert not {e.reference.key for p in told for e in p.extracts} & set(keys)
    assert not [p for p in points if "?" in p.with_words]


def test_a_participant_whom_another_names_is_not_told_by_number(naming_study: Codings) -> None:
    study = interviews(naming_study)
    printed = [q.text for q in study.quotations] + [words for c in study.matrix for _, words, _ in c.extracts]
    printed += [p.with_words for c in study.chapters for p in c.points()]
    assert any("[participant] has stayed" in words for words in printed)
    assert not [words for words in printed if "[P0" in words]


def test_two_in_one_interview_count_as_two_and_one_in_two_as_one(study_codings: Codings) -> None:
    study = interviews(study_codings)
    assert [p.id for p in study.participants] == ["P01", "P02", "P03", "P04", "P05"]
    assert study.participant("P04").documents == study.participant("P05").documents == ("d.txt",)
    assert study.participant("P02").documents == ("b.txt", "e.txt")


def test_an_interviewers_words_are_not_counted_and_never_quoted(study_codings: Codings) -> None:
    study = interviews(study_codings)
    assert study.uncounted == 1
    assert all("what about leaders" not in q.text.lower() for q in study.quotations)
    asked = [r for c in study.chapters for p in c.points("weakness") for r in p.references if "Interviewer" in r.label]
    assert asked == []


def test_quotations_are_word_for_word_in_their_place_and_long_enough(study_codings: Codings) -> None:
    study = interviews(study_codings)
    assert len(study.quotations) >= 4
    places = Counter()
    for q in study.quotations:
        document = study_codings.corpus[q.reference.document]
        assert " ".join(document.text[q.reference.start : q.reference.end].split()) == q.text
        turn = next(s for s in document.segments if s.start <= q.reference.start < s.end)
        assert q.reference.end <= turn.end
        assert turn.speaker == q.participant
        assert len(q.text.split()) <= 70
        if len(document.words(turn).split()) >= 20:
            assert len(q.text.split()) >= 20
        places[q.reference.document, q.reference.start] += 1
    assert max(places.values()) == 1  # nothing is printed twice


def test_quotations_are_spread_over_participants(study_codings: Codings) -> None:
    row = study_codings.rows[0]
    said = [("b.txt", 0, 1.0), ("b.txt", 1, 1.0), ("c.txt", 1, 0.4)]  # the machine is surer of P02, twice
    places = [(study_codings.corpus[id], study_codings.corpus[id].segments[n], sure) for id, n, sure in said]
    facets = {"polarity": "facilitator"}
    rows = [
        replace(row, document=d.id, start=s.start, end=s.end, quote=d.words(s), facets=facets, confidence=sure)
        for d, s, sure in places
    ]
    study = interviews(replace(study_codings, rows=tuple(replace(r, code="figures/wrong") for r in rows)))
    assert {q.participant for q in study.quotations} == {"P02", "P03"}


def test_what_may_identify_is_quoted_only_where_there_is_nothing_else(study_codings: Codings) -> None:
    first = interviews(study_codings).quotations[0]
    at = first.reference
    risky = {at.document: [(at.start + 3, at.start + 8)]}
    again = interviews(study_codings, risky=risky)
    same_place = [q for q in again.quotations if q.code == first.code]
    assert same_place
    assert all((q.reference.document, q.reference.start) != (at.document, at.start) for q in same_place)
    everything = {d.id: [(0, len(d.text))] for d in study_codings.corpus}
    assert interviews(study_codings, risky=everything).quotations


def test_a_quotation_left_out_by_its_key_gives_way(study_codings: Codings) -> None:
    study = interviews(study_codings)
    key = study.quotations[0].key
    again = interviews(study_codings, leave_out=[key])
    assert key not in {q.key for q in again.quotations}
    assert again.quotations
    assert again.findings.notices == study.findings.notices


def test_a_key_that_fits_no_quotation_is_told(study_codings: Codings) -> None:
    fit = interviews(study_codings).quotations[0].key
    told = interviews(study_codings, leave_out=[fit, "ffffff"]).findings.notices
    assert [said for said in told if "ffffff" in said]
    assert not [said for said in told if fit in said]


def test_matrix_cells_hold_words_of_their_row_and_all_of_its_passages(study_codings: Codings) -> None:
    study = interviews(study_codings)
    total = Counter()
    for cell in study.matrix:
        total[cell.theme] += cell.passages
        assert 1 <= len(cell.extracts) <= 2
        for _, words, reference in cell.extracts:
            assert reference.label == cell.row
            text = " ".join(study_codings.corpus[reference.document].text.split())
            assert words.strip("…") in text
    assert {c.theme.id: c.passages for c in study.chapters if c.passages} == dict(total)


def test_groups_add_up_to_the_participants(study_codings: Codings) -> None:
    study = interviews(study_codings)
    assert {g.attribute for g in study.groups} == {"role"}
    for theme in ("leaders", "figures"):
        rows = [g for g in study.groups if g.code == theme and not g.facet]
        assert sum(g.of for g in rows) == 5
        whole = next(c for c in study.chapters if c.theme.id == theme)
        assert {p for g in rows for p in g.cases} == set(whole.participants)


def test_saturation_counts_each_sub_theme_once_in_order_of_dates(study_codings: Codings) -> None:
    study = interviews(study_codings)
    assert [s.document for s in study.saturation] == ["e.txt", "a.txt", "b.txt", "c.txt", "d.txt"]  # e is the earliest
    new = [code for s in study.saturation for code in s.new]
    assert len(new) == len(set(new)) == study.saturation[-1].total
    assert set(new) == {r.code for r in study_codings if "/" in r.code}


def test_a_person_s_decision_counts(study_codings: Codings) -> None:
    none = replace(study_codings, rows=tuple(replace(c, status="rejected") for c in study_codings))
    study = interviews(none)
    assert study.n == 5
    assert study.quotations == ()
    assert all(not c.passages and not c.points() for c in study.chapters)


def test_nothing_at_all_is_no_error(study_codings: Codings) -> None:
    empty = replace(study_codings.corpus, documents=())
    study = interviews(replace(study_codings, rows=(), corpus=empty))
    assert (study.n, study.quotations, study.matrix, study.saturation) == (0, (), (), ())


def test_codings_without_a_corpus_are_told(study_codings: Codings) -> None:
    with pytest.raises(SendQualError, match="with their corpus and codebook"):
        interviews(replace(study_codings, corpus=None))


@pytest.mark.parametrize(
    ("definition", "about"),
    [
        ("Whether leaders stay. And more.", "whether leaders stay"),
        ("A plan that is late.", "a plan that is late"),
        ("EHC plans and reviews.", "EHC plans and reviews"),
        ("", ""),
    ],
)
def test_a_definition_stands_inside_a_sentence(definition: str, about: str) -> None:
    assert _about(Code("plans", "Plans", definition=definition)) == about


def test_of_sub_themes_that_of_most_participants_comes_first(study_codings: Codings) -> None:
    for chapter in interviews(study_codings).chapters:
        own = [s for s in chapter.sections if s.code != chapter.theme.id]
        assert [(len(s.participants), s.passages) for s in own] == sorted(
            ((len(s.participants), s.passages) for s in own), reverse=True
        )


@pytest.mark.parametrize(("passages", "shown"), [(1, 1), (2, 2), (5, 2), (6, 3)])
def test_six_passages_bear_three_quotations_and_two_bear_two(passages: int, shown: int) -> None:
    words = "We waited for the letter about the new plan and nobody told us anything at all for the whole of year {}."
    documents = []
    for n in range(passages):
        said = words.format(n)
        turn = (Segment(0, len(said), "turn", speaker=f"P{n}", role="participant"),)
        source = Source(f"p{n}.vtt", "", "vtt")
        documents.append(Document(f"p{n}.vtt", f"p{n}", said, turn, {"kind": "transcript"}, source))
    rows = [Coding(d.id, 0, len(d.text), d.text, "plans", "AB", status="applied") for d in documents]
    book = Codebook("tiny", "1", (Code("plans", "Plans", terms=(Term("plan"),)),))
    (chapter,) = interviews(Codings(tuple(rows), Corpus("tiny", tuple(documents)), book)).chapters
    (section,) = chapter.sections
    assert (section.passages, len(section.quotations)) == (passages, shown)


def test_who_speaks_at_a_place_is_whose_turn_it_is() -> None:
    text = "Hello there. We wait. And then? Nobody came. Thank you."
    cut = [0, 13, 22, 32, 45, len(text)]
    who = [("INT", "interviewer"), ("Ana", "participant"), ("INT", "interviewer"), ("", "participant"), ("", "")]
    segments = tuple(
        Segment(a, b - 1, "turn", speaker=name, role=role)
        for (a, b), (name, role) in zip(itertools.pairwise(cut), who, strict=True)
    )
    document = Document("a.vtt", "a", text, segments, {"kind": "transcript"}, Source("a.vtt", "", "vtt"))
    heard = people(Corpus("talk", (document,)))
    (one,) = heard.participants
    spoken = [heard.at("a.vtt", start) for start in (0, 13, 20, 22, 32, 44, 45)]
    assert spoken == ["", one.id, one.id, "", one.id, one.id, ""]
    assert heard.at("b.vtt", 0) == ""

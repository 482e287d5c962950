"""The learned coder: what it learns, what it refuses, what it keeps to itself."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import learned_study as town
import numpy as np
import pytest

from send_qual.codebook import read_codebook
from send_qual.coders import Evidence, code
from send_qual.coders.learned import (
    LearnedCoder,
    coder_beside,
    judge_beside,
    judge_learned_from,
    learned_from,
    read_coder,
    study_of,
    train,
)
from send_qual.coders.learned._features import Vocabulary
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, Document, Segment, Source, read_corpus
from send_qual.errors import SendQualError


@pytest.fixture(scope="module")
def codings() -> Codings:
    return town.study()


@pytest.fixture(scope="module")
def coder(codings: Codings, tmp_path_factory: pytest.TempPathFactory) -> LearnedCoder:
    return train(codings).write(tmp_path_factory.mktemp("coder") / "tiny.coder")


def _report(*lines: str) -> Document:
    text = "\n".join(lines)
    starts = np.cumsum([0, *(len(line) + 1 for line in lines)])
    segments = tuple(Segment(int(a), int(a) + len(line), "turn") for a, line in zip(starts, lines, strict=False))
    return Document("new.txt", "New", text, segments, {"kind": "transcript"}, Source("new.txt", "", "txt"))


def test_it_codes_what_it_has_not_seen_as_people_did(coder: LearnedCoder) -> None:
    report = _report(
        "Families in Dunmere wait too long for occupational therapy.",
        "The school bus in Dunmere is late on most days.",
        "The town hall of Dunmere was painted in spring.",
    )
    given = {
        (report.text[s.start : s.end][:8], s.code, s.facets["polarity"])
        for s in coder.suggest(Evidence(report), town.BOOK)
    }
    assert ("Families", "health", "challenge") in given
    assert ("The scho", "travel", "challenge") in given
    assert not [row for row in given if row[0] == "The town"]


def test_documents_read_in_one_go_are_coded_as_one_by_one(codings: Codings, coder: LearnedCoder) -> None:
    assert codings.corpus
    several = [*map(Evidence, codings.corpus.documents[:3]), Evidence(_report())]
    alone = [coder.suggest(evidence, town.BOOK) for evidence in several]
    assert alone[0] != alone[1]
    assert coder.suggest_all(several, town.BOOK) == alone


def test_suggestions_say_which_words_spoke(coder: LearnedCoder) -> None:
    report = _report("Children wait too long for speech therapy.")
    (suggestion, *_) = coder.suggest(Evidence(report), town.BOOK)
    words = {report.text[a:b] for a, b in suggestion.words}
    assert any("therapy" in w for w in words), words


def test_a_code_with_too_few_codings_is_coded_from_the_codebook_and_the_card_says_so(codings: Codings) -> None:
    line = codings.corpus.documents[0].words(codings.corpus.documents[0].segments[0])
    one = Coding("Ashdale.txt", 0, len(line), line, "play", "AB", status="applied")
    taught = train(town.also(codings, one))
    card = {row.code: row for row in taught.card.codes}
    assert not card["play"].learned
    assert card["play"].codings == 1
    assert any(n.startswith("Play was given to 1 passage of 1 document: too few") for n in taught.card.notices)
    found = taught.suggest(Evidence(_report("A new club meets after school.")), town.BOOK)
    assert "too few codings" in next(s for s in found if s.code == "play").note


@pytest.mark.parametrize(("kept", "speaks"), [(False, "trained"), (True, "untrained")])
def test_where_neither_is_better_by_more_than_chance_the_coder_that_rests_on_more_speaks(
    kept: bool, speaks: str
) -> None:
    from send_qual.coders.learned import learn
    from send_qual.coders.learned._train import _code_card

    lesson, _ = study_of(town.study()).lesson()
    learned = learn(lesson)
    at = lesson.codes.index("health")
    same = learned.chosen[:, at].copy()
    row = _code_card(lesson, learned, at, same, kept=kept)
    assert row.f1 == row.untrained
    assert row.learned == (speaks == "trained")
    never = np.zeros_like(same)
    assert _code_card(lesson, learned, at, never, kept=kept).learned, "what never says the code is no better"


def test_the_coder_of_talk_rests_on_forty_interviews_and_that_of_reports_on_none(root: Path) -> None:
    book = read_codebook(root / "codebooks" / "intervention.yaml")
    corpus = town.study().corpus
    assert corpus is not None
    (talk, *_) = corpus
    report = replace(talk, attributes={"kind": "inspection-report"})

    def rests_on(document: Document) -> int:
        passage = Evidence(document).passages[0]
        words = document.words(passage)
        row = Coding(document.id, passage.start, passage.end, words, "leadership", "AB", status="applied")
        return study_of(Codings((row,), Corpus("one", (document,)), book)).rests_on

    assert rests_on(talk) > 2_176
    assert rests_on(report) == 0


def test_where_training_does_worse_the_untrained_coder_speaks_for_the_code_and_the_card_says_so() -> None:
    from send_qual.coders.learned import card_of, learn

    study = study_of(_with_line(town.study(), "Speech therapy came to nothing again.", town.PLACES))
    lesson, few = study.lesson()
    learned = learn(lesson)
    at = lesson.codes.index("health")
    good = LearnedCoder(learned.model, card_of(study, lesson, few, learned, 5))
    chosen = learned.chosen.copy()
    chosen[:, at] = False  # as though training had taught nothing about health
    worse = LearnedCoder(learned.model, card_of(study, lesson, few, replace(learned, chosen=chosen), 5))
    evidence = Evidence(_report("Nurses are few, and clinics are full.", "Speech therapy is late.", "The bus is late."))
    rows = {row.code: row for row in worse.card.codes}
    assert not rows["health"].learned
    assert 0 < rows["health"].f1 == rows["health"].untrained < 1
    assert rows["travel"].learned
    assert any(
        "training did not do better than the coder without it" in n and "Health" in n for n in worse.card.notices
    )
    said = [(s.code, s.start, "training did not do better" in s.note) for s in worse.suggest(evidence, town.BOOK)]
    first, second, third = (segment.start for segment in evidence.document.segments)
    assert ("health", second, True) in said
    assert ("travel", third, False) in said
    assert not [row for row in said if row[:2] == ("health", first)]
    assert {row.code for row in good.card.codes if row.learned} == {"health", "travel"}
    assert ("health", first) in {(s.code, s.start) for s in good.suggest(evidence, town.BOOK)}


@pytest.mark.parametrize(("whole", "unit"), [(True, "turn"), (False, "passage")])
def test_what_people_coded_at_a_time_is_what_is_suggested(whole: bool, unit: str) -> None:
    said = (
        "Nurses at our clinic were full of advice about therapy.",
        "On Fridays the market sells apples and pears by the bridge.",
        "My uncle mends old clocks in a shed behind his house.",
    )
    turn = " ".join(f"{line} {line.replace('.', ' as well.')}" for line in said)
    documents, rows = [], []
    for place in town.PLACES:
        text = "\n".join([turn, *(f"The bus to {place} was late on day {n}." for n in range(5))])
        ends = [n for n, letter in enumerate(text) if letter == "\n"] + [len(text)]
        segments = tuple(
            Segment(a, b, "turn", role="participant") for a, b in zip([0, *(e + 1 for e in ends)], ends, strict=False)
        )
        source = Source(f"{place}.txt", "", "txt")
        documents.append(Document(source.name, place, text, segments, {"kind": "transcript"}, source))
        end = len(turn) if whole else len(said[0])
        rows.append(Coding(source.name, 0, end, text[:end], "health", "AB", status="applied"))
        last = segments[-1]
        rows.append(Coding(source.name, last.start, last.end, "", "travel", "AB", status="applied"))
    taught = train(Codings(tuple(rows), Corpus("town", tuple(documents)), town.BOOK))
    assert taught.card.unit == unit
    new = Evidence(replace(documents[0], id="new.txt"))
    assert len([p for p in new.passages if p.end <= len(turn)]) > 1
    spans = {(s.start, s.end) for s in taught.suggest(new, town.BOOK) if s.code == "health"}
    assert ((0, len(turn)) in spans) == whole
    assert spans


def test_what_is_written_is_read_back_and_says_the_same(coder: LearnedCoder, tmp_path: Path) -> None:
    evidence = Evidence(_report("Nurses see children early.", "The taxi never came."))
    coder.write(tmp_path / "a")
    again = read_coder(tmp_path / "a")
    assert [replace(s, confidence=0.5) for s in again.suggest(evidence, town.BOOK)] == [
        replace(s, confidence=0.5) for s in coder.suggest(evidence, town.BOOK)
    ]
    assert again.version == coder.version
    again.write(tmp_path / "b")
    assert (tmp_path / "a" / "weights.npz").read_bytes() == (tmp_path / "b" / "weights.npz").read_bytes()


@pytest.mark.parametrize("harm", ["changed", "cut", "gone", "card"])
def test_a_tampered_coder_is_refused_in_words(coder: LearnedCoder, tmp_path: Path, harm: str) -> None:
    coder.write(tmp_path)
    weights, card = tmp_path / "weights.npz", tmp_path / "card.json"
    data = bytearray(weights.read_bytes())
    if harm == "changed":
        data[len(data) // 2] ^= 1
        weights.write_bytes(data)
    elif harm == "cut":
        weights.write_bytes(data[:-100])
    elif harm == "gone":
        weights.unlink()
    else:
        card.write_text(json.dumps({"name": "learned"}), encoding="utf-8")
    with pytest.raises(SendQualError, match=r"changed or cut short|missing|damaged") as error:
        read_coder(tmp_path)
    assert "Train it again" in str(error.value)


def test_where_a_coder_was_tampered_with_the_one_without_training_goes_on_and_it_is_said(
    codings: Codings, coder: LearnedCoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    beside = tmp_path / "codebooks" / f"{town.BOOK.name}.coder"
    coder.write(beside)
    (tmp_path / "corpora").mkdir()
    monkeypatch.chdir(tmp_path)
    some = replace(codings.corpus, documents=codings.corpus.documents[:2])
    assert {c.coder.split("-")[0] for c in code(some, town.BOOK)} == {"learned"}
    (beside / "weights.npz").write_bytes(b"changed")
    (beside / "issues.json").write_text("{}", encoding="utf-8")
    told = code(some, town.BOOK)
    assert {c.coder.split("-")[0] for c in told} == {"panel"}
    weights, judge = map(str, told.notices)
    assert (
        f"{beside / 'weights.npz'}: not the file its card describes: it was changed or cut short; the coder " in weights
    )
    assert "the coder without training goes on. Train it again with `send-qual evaluate --keep`" in weights
    assert f"{beside / 'issues.json'}: not a judge of issues, or damaged; questions are answered by rules." in judge
    with pytest.raises(SendQualError, match="changed or cut short"):
        code(some, town.BOOK, "learned")


def test_a_coder_is_of_one_run_wherever_it_was_killed(coder: LearnedCoder, tmp_path: Path, kills) -> None:
    views = coder.model.views
    louder = replace(views, sentence=replace(views.sentence, weights=2 * views.sentence.weights))
    other = LearnedCoder(replace(coder.model, views=louder), coder.card)
    coder.write(tmp_path)
    for _ in kills(lambda: other.write(tmp_path)):
        read_coder(tmp_path)  # which refuses weights that are not the card's
        assert sorted(path.name for path in tmp_path.iterdir()) == ["card.json", "weights.npz"]
        coder.write(tmp_path)


def _with_line(codings: Codings, line: str, places: tuple[str, ...]) -> Codings:
    """The corpus with a further turn in some documents, coded as health."""
    documents, rows = [], []
    for document in codings.corpus:
        if document.title in places:
            start = len(document.text)
            turn = Segment(start, start + len(line), "turn")
            text = f"{document.text}{line}\n"
            rows.append(Coding(document.id, start, start + len(line), line, "health", "AB", status="applied"))
            document = replace(document, text=text, segments=(*document.segments, turn))  # noqa: PLW2901
        documents.append(document)
    return town.also(replace(codings, corpus=Corpus("town", tuple(documents))), *rows)


def test_no_name_and_no_rare_word_leaves_with_the_coder(codings: Codings, tmp_path: Path) -> None:
    named = _with_line(codings, "We asked Mr Zebediah Crumb about it.", town.PLACES)
    rare = _with_line(named, "He plays the ondiola.", ("Wexmere", "Tilling"))
    taught = train(rare).write(tmp_path)
    grams = {word for gram in taught.model.views.vocabulary.grams for word in gram.split()}
    held = (tmp_path / "card.json").read_bytes()
    assert {"therapy", "ask"} <= grams
    assert not {"zebediah", "crumb", "ondiola", "wexmere"} & grams
    letters = set(taught.model.views.letters.grams)
    assert {"thera", "apy "} <= letters
    assert not {"zebed", "rumb ", "ondio", "exmer"} & letters
    assert b"Wexmere" not in held
    assert not taught.card.shareable
    assert "within the team" in taught.card.sharing


def test_a_word_of_two_documents_is_not_in_the_vocabulary() -> None:
    reading = study_of(town.study(documents=8)).reading
    few = reading.take(np.isin(reading.document, [0, 1]))
    assert not Vocabulary.of(few).grams
    assert not Vocabulary.of(few, letters=True).grams
    assert Vocabulary.of(reading.take(np.isin(reading.document, [0, 1, 2]))).grams


def test_people_who_contradict_each_other_are_named_and_weighed(codings: Codings) -> None:
    other = tuple(
        replace(c, coder="CD", code="travel" if c.code == "health" and n % 2 else c.code) for n, c in enumerate(codings)
    )
    card = train(town.also(codings, *other)).card
    assert card.coders == ("AB", "CD")
    assert any(n.startswith("coders differ on 16 passages about Health") for n in card.notices), card.notices


def test_codes_renamed_since_are_reported_and_not_learned(codings: Codings, coder: LearnedCoder) -> None:
    codes = tuple(replace(c, id="transport") if c.id == "travel" else c for c in town.BOOK)
    renamed = replace(town.BOOK, codes=codes)
    card = train(replace(codings, codebook=renamed)).card
    assert "the codebook tiny has no code 'travel': 32 codings left out" in card.notices
    assert coder.missing(renamed) == ("travel",)
    found = coder.suggest(Evidence(_report("The bus is late.", "Nurses are few, and clinics are full.")), renamed)
    assert {s.code for s in found} == {"health"}
    (notice,) = code(replace(codings, codebook=renamed).corpus, renamed, coder).notices
    assert "'travel', which the codebook does not have: it is not suggested" in str(notice)


@pytest.mark.parametrize(
    ("documents", "words"), [(0, "no documents"), (1, "9 passages are coded"), (3, "27 passages are coded")]
)
def test_too_little_to_learn_from_is_told(documents: int, words: str) -> None:
    with pytest.raises(SendQualError, match=words):
        train(town.study(documents))


def test_a_corpus_nobody_coded_is_told(codings: Codings) -> None:
    with pytest.raises(SendQualError, match="no person has coded here"):
        train(replace(codings, rows=()))


def test_an_empty_document_gets_no_suggestions(coder: LearnedCoder) -> None:
    assert coder.suggest(Evidence(Document("e.txt", "", "", (), {}, Source("e.txt", "", "txt"))), town.BOOK) == ()


def test_the_card_promises_what_documents_left_out_gave(coder: LearnedCoder) -> None:
    card = coder.card
    assert card.passages == 72
    assert card.documents == 8
    assert set(card.corpus) == {str(n) for n in range(1, 9)}
    by_code = {row.code: row for row in card.codes}
    assert by_code["health"].f1 > 0.8
    assert all(0 < p.precision <= 1 for p in card.promises)
    assert card.promised(0.95) == card.promises[-1].precision


def test_documents_that_it_learned_from_are_told_by_their_text(
    codings: Codings, coder: LearnedCoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("send_qual.coders.learned._lessons.coder_beside", lambda book: coder)
    first, *rest = codings.corpus.documents
    corrected = replace(first, text=first.text + " A word more.")
    renamed = replace(rest[0], id="a copy of it.txt")
    coded = code(replace(codings.corpus, documents=(corrected, renamed)), town.BOOK, coder)
    assert learned_from(coded) == ("a copy of it.txt",)
    assert learned_from(replace(coded, rows=())) == (), "nobody who learned has coded"
    assert learned_from(replace(coded, corpus=None)) == ()


@pytest.mark.parametrize("name", ["area-send", "intervention"])
def test_the_coders_that_ship_fit_their_codebooks(name: str, root: Path) -> None:
    folder = root / "codebooks" / f"{name}.coder"
    book = read_codebook(root / "codebooks" / f"{name}.yaml")
    shipped = read_coder(folder)
    assert shipped.missing(book) == ()
    assert (shipped.card.codebook, shipped.card.codebook_version) == (book.name, book.version)
    assert {row.code for row in shipped.card.codes if row.learned} == set(shipped.model.codes)
    assert {code.id for code in book.themes} <= set(shipped.model.codes)
    assert set(shipped.model.layout.codes) == {code.id for code in book}
    assert shipped.card.kind == "inspection-report"
    assert shipped.card.shareable
    assert sum(path.stat().st_size for path in folder.iterdir()) < 5_000_000
    assert {path.name for path in folder.iterdir()} - {"issues.json"} == {"weights.npz", "card.json"}


@pytest.mark.real
@pytest.mark.parametrize("name", ["area-send", "intervention"])
def test_the_reports_that_the_coders_that_ship_learned_from_are_known_again(name: str, shared: Path) -> None:
    reports = read_corpus(shared / "corpora" / "area-send" / "reports")
    coder = coder_beside(read_codebook(name))
    row = Coding(reports.documents[0].id, 0, 4, "", "health", f"{coder.name}-{coder.version}")
    coded = Codings((row,), reports, read_codebook(name))
    assert len(learned_from(coded)) == len(reports) == 30
    if judge := judge_beside(read_codebook(name)):
        assert len(judge_learned_from(coded, [judge.version])) == 30
        assert judge_learned_from(coded, ["rules"]) == (), "who did not answer repeats nothing"

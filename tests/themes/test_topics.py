"""Topics are stable, named by their own phrases, and told in a sentence where there are none."""

from __future__ import annotations

import sys
from dataclasses import replace

import numpy as np
import pytest

from send_qual.corpus import Corpus, Document, Segment, Source
from send_qual.errors import SendQualError
from send_qual.themes import Topics, find_topics
from send_qual.themes._clusters import adjusted_rand, keeping_together
from send_qual.themes._passages import Passage, gather
from send_qual.themes._words import Lexis


def corpus_of(*documents: list[str], area: str = "") -> Corpus:
    """A corpus of these paragraphs."""
    made = []
    for n, paragraphs in enumerate(documents):
        text, segments = "", []
        for paragraph in paragraphs:
            segments.append(Segment(len(text), len(text) + len(paragraph)))
            text += f"{paragraph}\n\n"
        made.append(Document(f"d{n}.txt", f"d{n}", text, tuple(segments), {"area": area}, Source("d", "", "txt")))
    return Corpus("made", tuple(made))


def test_topics_say_what_reports_speak_of(sample: Topics) -> None:
    labels = " | ".join(topic.label for topic in sample)
    for words in ("short breaks", "EHC plans", "adulthood", "forum"):
        assert words in labels
    assert len({topic.label for topic in sample}) == len(sample)


def test_most_passages_have_a_topic_and_none_has_too_many(sample: Topics) -> None:
    assert sample.without < 0.15
    assert max(len(t.passages) for t in sample) <= 0.2 * len(sample.passages)
    assert sample.stability >= 0.85  # of the whole way, on ten short reports
    assert sum(len(t.passages) for t in sample) == len(sample.of) - sample.of.count(0)


def test_no_topic_is_named_after_an_area(sample: Topics) -> None:
    areas = {word for d in sample.corpus for word in d.attributes["area"].lower().split()} - {"and"}
    used = {word for t in sample for term, _ in t.terms for word in term.lower().split()}
    assert areas
    assert not areas & used


def test_typical_passages_are_of_different_documents(sample: Topics) -> None:
    for topic in sample:
        shown = [sample.passages[n].document for n in topic.representative]
        assert len(set(shown)) == len(shown)
        assert set(topic.representative) <= set(topic.passages)
        assert topic.documents == len({sample.passages[n].document for n in topic.passages})


def test_the_same_corpus_gives_the_same_topics(sample: Topics) -> None:
    again = find_topics(sample.corpus)
    assert again.of == sample.of
    assert again.topics == sample.topics


def test_five_passages_are_too_few_and_that_is_said() -> None:
    few = find_topics(corpus_of([f"Passage {w} is about as long as a passage should be here." for w in "abcde"]))
    assert len(few) == 0
    assert "too few for topics; 40 are needed" in few.notices[0]


def test_passages_all_alike_have_no_topics() -> None:
    same = "Families in this place wait far too long for an assessment of autism."
    found = find_topics(corpus_of([same] * 60, [same.replace("far", "much")] * 60))
    assert len(found) == 0
    assert found.notices


def test_another_language_is_told() -> None:
    words = ["Schule", "Familie", "Hilfe", "Arzt", "Lehrerin", "Wartezeit", "Verkehr"]
    texts = [
        f"Die {a} und die {b} warten seit vielen Monaten auf eine Antwort vom Amt, sagt {c} heute."
        for a in words
        for b in words
        for c in ("Anna", "Jonas")
    ]
    found = find_topics(corpus_of(texts[:49], texts[49:]))
    assert len(found) == 0
    assert "English" in found.notices[0]


def test_without_bertopic_the_way_to_install_it_is_told(monkeypatch: pytest.MonkeyPatch, sample: Topics) -> None:
    monkeypatch.setitem(sys.modules, "bertopic", None)
    with pytest.raises(SendQualError, match=r"pip install 'send-qual\[themes\]'"):
        find_topics(sample.corpus)


def test_points_that_move_together_between_groups_are_a_group_of_their_own() -> None:
    together = np.full((60, 60), 0.25, np.float32)
    together[40:54, 40:54] = 0.95
    np.fill_diagonal(together, 1)
    assert [rows.tolist() for rows in keeping_together(together, np.arange(40, 60))] == [list(range(40, 54))]
    assert keeping_together(together, np.arange(46, 60)) == []  # eight are too few


def test_agreement_is_that_of_scikit_learn() -> None:
    from sklearn.metrics import adjusted_rand_score

    rng = np.random.default_rng(0)
    for count in (1, 2, 7):
        one = rng.integers(0, count, 200)
        other = np.where(rng.random(200) < 0.3, rng.integers(0, count + 2, 200), one)
        assert adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other))


def test_a_word_said_twice_is_no_phrase() -> None:
    said = "The model, the model models are what we keep, and a trained model model is a model model."
    (own,) = Lexis((Passage("d", 0, len(said), said),), frozenset()).terms
    assert "trained model" in own
    assert "model model" not in own


def test_small_talk_has_no_topic() -> None:
    said = [f"The {word} clinic let families wait two years for speech therapy." for word in "abcdefghijklmnopqrst"]
    found = gather(corpus_of(["Yeah, well, thank you so much, that was really good.", *said]))
    assert sorted(passage.text for passage in found) == said


def test_one_long_document_has_topics_and_says_what_cannot_be_said(sample: Topics) -> None:
    paragraphs = [passage.text for passage in sample.passages]
    found = find_topics(corpus_of(paragraphs))
    assert len(found) >= 4
    assert "There is one document only" in " ".join(found.notices)
    assert all(topic.documents == 1 for topic in found)


def test_other_names_and_another_order_of_files_give_the_same_topics(reports: Corpus, sample: Topics) -> None:
    turned = enumerate(reversed(reports.documents))
    renamed = Corpus("other", tuple(replace(document, id=f"{n:02}.pdf") for n, document in turned))
    again = find_topics(renamed)
    assert [(t.label, t.terms) for t in again] == [(t.label, t.terms) for t in sample]
    one, other = ({p.text: of for p, of in zip(t.passages, t.of, strict=True)} for t in (sample, again))
    assert one == other

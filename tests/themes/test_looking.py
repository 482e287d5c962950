"""Other ways to look: over time, between groups, in the plane, word by word."""

from __future__ import annotations

from dataclasses import replace

import pytest

from send_qual.coding import Codings
from send_qual.corpus import Corpus, Document, Segment, Source
from send_qual.errors import SendQualError
from send_qual.report.themes import draw_map, draw_over, explore_map, passage_map, selected
from send_qual.themes import (
    Topics,
    collocations,
    concordance,
    contrast_terms,
    contrast_topics,
    emergent_themes,
    hierarchy,
    saturation,
    topics_over,
)


def with_half(topics: Topics) -> Topics:
    """The same, every second document of another group."""
    documents = tuple(d.with_attributes(group="ab"[n % 2]) for n, d in enumerate(topics.corpus))
    return replace(topics, corpus=replace(topics.corpus, documents=documents))


def test_shares_over_an_attribute_add_up(sample: Topics) -> None:
    frame = topics_over(sample, "outcome")
    assert set(frame["value"]) == {"1", "2", "3"}
    assert frame.groupby("topic")["passages"].sum().to_dict() == {t.id: len(t.passages) for t in sample}
    assert (frame["documents"] <= frame["of"]).all()
    with pytest.raises(SendQualError, match="no document has this attribute"):
        topics_over(sample, "colour")


def test_days_are_taken_together_by_half_year(sample: Topics) -> None:
    values = set(topics_over(sample, "inspection_start")["value"])
    assert all(value.endswith(("first half", "second half")) for value in values)


def test_groups_that_do_not_differ_are_not_said_to(sample: Topics) -> None:
    halves = with_half(sample)
    frame = contrast_topics(halves, "group", "a", "b")
    assert (frame["q"] >= 0.05).all()
    assert (contrast_terms(halves, "group", "a", "b")["q"] >= 0.05).all()
    with pytest.raises(SendQualError, match="Known here: a, b"):
        contrast_topics(halves, "group", "a", "c")


def test_a_term_of_one_group_is_found() -> None:
    from send_qual.themes._passages import gather
    from send_qual.themes._words import lexis

    rows = []
    for n in range(20):
        own = "abcdefghijklmnopqrst"[n] * 4  # no two passages are the same
        text = f"Families here speak of {'kettles' if n % 2 else 'cups'} and wait for an answer of {own}."
        source = Source(f"{n}.txt", "", "txt")
        rows.append(Document(f"{n}.txt", "", text, (Segment(0, len(text)),), {"group": "ab"[n % 2]}, source))
    corpus = Corpus("made", tuple(rows))
    passages = gather(corpus)
    topics = Topics(corpus, passages, of=(0,) * len(passages), words=lexis(corpus, passages))
    frame = contrast_terms(topics, "group", "a", "b").set_index("term")
    assert frame.loc["cups", "log_odds"] > 0 > frame.loc["kettles", "log_odds"]
    assert frame.loc["cups", "q"] < 0.01
    assert "families" not in frame.index or frame.loc["families", "q"] > 0.9


def test_saturation_ends_with_all_topics(sample: Topics) -> None:
    frame = saturation(sample)
    assert list(frame["topics"])[-1] == len(sample)
    assert frame["expected"].iloc[-1] == pytest.approx(len(sample))
    assert frame["expected"].is_monotonic_increasing


def test_hierarchy_joins_all_topics(sample: Topics) -> None:
    frame = hierarchy(sample)
    assert len(frame) == len(sample) - 1
    last = f"{frame['one'].iloc[-1]} + {frame['other'].iloc[-1]}"
    assert all(topic.label in last for topic in sample)


def test_the_map_shows_every_passage_where_its_like_are(sample: Topics) -> None:
    frame = passage_map(sample)
    assert len(frame) == len(sample.passages)
    own = frame[frame["group"] != "no topic"]
    middle = own.groupby("group")[["x", "y"]].transform("median")
    inside = ((own[["x", "y"]] - middle) ** 2).sum(axis=1).median()
    everywhere = ((own[["x", "y"]] - own[["x", "y"]].median()) ** 2).sum(axis=1).median()
    assert inside < 0.1 * everywhere


def test_pointing_at_the_map_shows_the_passage_and_runs_nothing(sample: Topics) -> None:
    drawn = explore_map(sample, dict.fromkeys(range(len(sample.passages)), "<b onclick=alert(1)>"))
    (trace,) = drawn.data
    assert len(trace.customdata) == len(sample.passages)
    assert "<b " not in trace.name
    words = sample.passages[int(trace.customdata[3])].text.split()[:3]
    assert trace.text[3].startswith(" ".join(words).replace("'", "&#x27;")[:10])


def test_what_is_chosen_on_the_map_is_given_with_its_codes(sample: Topics, coded: Codings) -> None:
    found = emergent_themes(sample.corpus, coded, topics=sample)
    drawn = explore_map(sample)
    assert len(selected(drawn, found)) == 0
    trace = next(t for t in drawn.data if t.name != "no topic")
    trace.selectedpoints = [2, 0]
    table = selected(drawn, found)
    assert set(table.index) == {int(trace.customdata[0]), int(trace.customdata[2])}
    assert set(table["label"]) == {trace.name}


def test_figures_say_in_words_what_they_show(sample: Topics) -> None:
    for figure in (draw_map(sample), draw_over(sample, "outcome")):
        assert figure.png.startswith(b"\x89PNG")
        assert sample[1].label in figure.alt
        assert "alt='" in figure._repr_html_()


def test_a_concordance_and_its_company(reports: Corpus) -> None:
    lines = concordance(reports, "short break*")
    assert len(lines) > 5
    assert all(t.lower().startswith("short break") for t in lines["term"])
    row = lines.iloc[0]
    assert reports[row["document"]].text[row["start"] : row["end"]] == row["term"]
    near = collocations(reports, "wait*")
    assert {"long", "months", "weeks", "assessment"} & set(near["word"].head(12))
    with pytest.raises(SendQualError, match="needs a term"):
        concordance(reports, " * ")

"""Where the topic of a turn turns: passages of talk, and where a coding begins and ends within one."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from send_qual.codebook import read_codebook
from send_qual.coders import _topic_shifts, cut_passages, talk_model
from send_qual.coders._talk_model import _shipped
from send_qual.coders._talk_passages import TalkReading, read_talk
from send_qual.coders._talk_rows import talk_windows
from send_qual.coders._topic_shifts import TopicShifts, cheapest_cuts, shipped_shifts
from send_qual.coders._topic_training import in_turns, learn_shifts
from send_qual.coders.coder import Evidence
from send_qual.corpus import Document, Segment, Source
from send_qual.errors import SendQualError

WAITS = "We had no figures at all. Nobody could tell me how many children were waiting, and what we had was wrong. "
ROTA = "The other thing was staffing. I lost six caseworkers in a year, and they were all replaced by agency people."


def talk(*turns: str) -> Document:
    text, segments = "", []
    for words in turns:
        segments.append(Segment(len(text), len(text) + len(words), "turn", speaker="P", role="participant"))
        text += words + "\n\n"
    return Document("t.vtt", "t", text, tuple(segments), {"kind": "transcript"}, Source("t.vtt", "", "vtt"))


def reading(themes: list[float], words: list[int], turns: tuple[tuple[int, int], ...]) -> TalkReading:
    scores = np.array(themes)[:, None]
    shifts = tuple(np.zeros(end - first - 1) for first, end in turns)
    return TalkReading(scores, scores, turns, tuple(words), shifts)


def test_a_turn_is_cut_where_its_topic_turns() -> None:
    document = talk(WAITS + ROTA)
    first, *_, last = (document.words(passage) for passage in cut_passages(document))
    assert "waiting" in first or "figures" in first
    assert "staffing" not in first
    assert "figures" not in last
    assert "waiting" not in last


def test_words_that_open_a_new_topic_make_a_cut_likelier() -> None:
    vectors = np.tile(np.eye(1, 384), (2, 1))
    goes_on = shipped_shifts().log_odds(["We waited for a year.", "Because nobody had told them to ring."], vectors)
    turns = shipped_shifts().log_odds(["We waited for a year.", "The other thing was the rota in the unit."], vectors)
    assert turns[0] > goes_on[0]


def test_a_passage_has_at_most_sixty_words_unless_it_is_one_sentence() -> None:
    assert cheapest_cuts([30, 30], [5.0]) == [(0, 2)]
    assert cheapest_cuts([30, 31], [5.0]) == [(0, 1), (1, 2)]
    assert cheapest_cuts([200], []) == [(0, 1)]
    assert cheapest_cuts([], []) == []


def test_sentences_about_different_things_are_parted_and_about_the_same_kept_together() -> None:
    alike, other = np.array([[0.9, 0.1]] * 3), np.array([[0.9, 0.1], [0.9, 0.1], [0.1, 0.9]])
    assert cheapest_cuts([10, 10, 10], [0.1, 0.1], alike) == [(0, 3)]
    assert cheapest_cuts([10, 10, 10], [0.1, 0.1], other) == [(0, 2), (2, 3)]


def test_a_coding_leaves_out_ends_that_are_hardly_about_its_theme() -> None:
    told = reading([-0.2, 0.5, -0.05, -0.2], [10, 10, 10, 10], ((0, 4),))
    assert told.carrying(0, (0, 4)) == (1, 3)
    faint = reading([-0.6, -0.5], [10, 10], ((0, 2),))
    assert faint.carrying(0, (0, 2)) == (1, 2), "something is left of every coding"


@pytest.mark.parametrize(("words", "start"), [(7, 1), (8, 0)])
def test_a_coding_leaves_out_the_few_words_that_open_a_turn(words: int, start: int) -> None:
    assert reading([0.5, 0.5], [words, 20], ((0, 2),)).carrying(0, (0, 2)) == (start, 2)
    assert reading([0.5, 0.5, 0.5], [20, words, 20], ((0, 3),)).carrying(0, (1, 3)) == (1, 3), "within a turn they stay"
    assert reading([0.5], [3], ((0, 1),)).carrying(0, (0, 1)) == (0, 1), "a turn of few words is all there is"


def test_windows_stay_within_a_turn_and_each_sentence_is_their_mean() -> None:
    evidence = in_turns(talk(WAITS + ROTA, "Nobody came. It rained."))
    windows = talk_windows(evidence)
    assert windows.turns == ((0, 4), (4, 6))
    assert np.allclose(windows.shares.sum(axis=1), 1.0)
    first = windows.shares[:4].toarray().any(axis=0)
    second = windows.shares[4:].toarray().any(axis=0)
    assert not (first & second).any()
    assert WAITS + ROTA in windows.rows.texts, "a turn shorter than the widest window is one window"


def test_a_turn_reads_the_same_however_its_evidence_was_cut() -> None:
    document, model = talk(WAITS + ROTA), talk_model(read_codebook("intervention"))
    whole = read_talk(in_turns(document), model.reader, model.sides.reader)
    cut = read_talk(Evidence(document), model.reader, model.sides.reader)
    assert np.allclose(whole.themes, cut.themes)
    assert whole.passages() == cut.passages()
    spans = cut.passages()
    assert [spans[0][0], spans[-1][1]] == [0, 4]
    assert all(a[1] == b[0] for a, b in pairwise(spans))


def test_what_people_s_cuts_teach_is_learnt() -> None:
    """Two writers who begin each new topic with the same word, and never otherwise."""

    class Cut:
        def __init__(self, writer: str, subject: str) -> None:
            parts = [
                f"We waited for the {subject} again. It was late again. ",
                f"Anyhow the {subject} left. It rained. ",
            ] * 4
            document = talk("".join(parts))
            ends = np.cumsum([len(part) for part in parts])
            spans = zip([0, *ends[:-1]], ends, strict=True)
            self.writer = writer
            self.evidence = Evidence(document, tuple(Segment(int(a), int(b) - 1, "turn") for a, b in spans))

    shifts, unseen, found = learn_shifts([Cut("A", subject) for subject in ("bus", "van")] + [Cut("B", "tram")] * 2)
    assert set(unseen) == {"A", "B"}
    assert shifts.words["first:anyhow"] > 0 > shifts.words["first:it"]
    assert found["recall"] > 0.9


def test_the_card_says_how_well_the_people_s_cuts_are_found() -> None:
    card = json.loads(_shipped("intervention").with_suffix(".json").read_text(encoding="utf-8"))
    assert card["cuts"]["f1"] > 0.45


@pytest.mark.parametrize("content", ["", "{}", '{"intercept": 0, "numbers": {}, "words": {}}'])
def test_a_torn_file_of_weights_is_named(content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "topic-shifts.json").write_text(content, encoding="utf-8")
    monkeypatch.setattr(_topic_shifts, "SHIPPED", tmp_path / "topic-shifts.json")
    shipped_shifts.cache_clear()
    try:
        with pytest.raises(SendQualError, match=r"topic-shifts\.json"):
            shipped_shifts()
    finally:
        shipped_shifts.cache_clear()


def test_weights_are_kept_as_they_are() -> None:
    assert isinstance(shipped_shifts(), TopicShifts)
    assert len(shipped_shifts().numbers) == len(_topic_shifts.NUMBERS)

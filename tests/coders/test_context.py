"""An answer is learned with its question, and a passage with those beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import learned_study as town
import numpy as np

from send_qual.coders.learned import LearnedCoder, read_coder, train
from send_qual.coders.learned._model import Calibration
from send_qual.coding import Coding, Codings
from send_qual.corpus import Corpus, Document, Segment, Source

SAME = ("It takes far too long and nobody tells us why.", "They are kind and it works well for us.")


def test_an_answer_is_read_with_its_question() -> None:
    documents, rows = [], []
    for place in town.PLACES:
        text, segments = "", []
        for n in range(6):
            code = ("health", "travel", "")[n % 3]
            asked = {"health": "How are the therapies here?", "travel": "How do you get to school?"}
            turns = (("interviewer", asked.get(code, "And how was your week?")), ("participant", SAME[n // 3]))
            for role, line in turns:
                start, text = len(text), f"{text}{line}\n"
                segments.append(Segment(start, start + len(line), "turn", speaker=role[0], role=role))
            if code:
                rows.append(Coding(f"{place}.txt", start, start + len(line), line, code, "AB", status="applied"))
        source = Source(f"{place}.txt", "", "txt")
        documents.append(Document(source.name, place, text, tuple(segments), {"kind": "transcript"}, source))
    taught = train(Codings(tuple(rows), Corpus("town", tuple(documents)), town.BOOK))
    assert taught.model.views.context is not None
    assert min(row.f1 for row in taught.card.codes if row.learned) > 0.9, "the words of all answers are the same"
    assert train(town.study()).model.views.context is None, "nobody asks"


def test_what_hears_its_neighbours_is_read_back_as_it_was(tmp_path: Path) -> None:
    taught = train(town.study())
    calibration = replace(taught.model.calibration, neighbours=0.25)
    kept = LearnedCoder(replace(taught.model, calibration=calibration), taught.card).write(tmp_path / "tiny.coder")
    again = read_coder(tmp_path / "tiny.coder").model
    assert again.calibration.neighbours == 0.25
    assert np.allclose(again.calibration.usual, kept.model.calibration.usual)


def test_a_passage_hears_those_beside_it_in_its_document_only() -> None:
    calibration = Calibration(
        np.ones((3, 1)), np.ones((3, 1)), np.ones(1), np.zeros(1), np.full(1, 0.5), np.full(1, -1.0), 0.5
    )
    heard = calibration.heard(np.array([[2.0], [0.0], [4.0]]), np.array([0, 0, 1]))
    assert heard.ravel().tolist() == [1.5, 0.5, 3.0]
    alone = replace(calibration, neighbours=0.0)
    assert alone.heard(np.array([[2.0]]), np.array([0])).tolist() == [[2.0]]

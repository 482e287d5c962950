"""A model server of this machine is measured over the same passages as the trained coder and the plain ones."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

import learned_study as town
import pytest
from model_stub import coding, codings, model_server, passage_of

from send_qual.agreement import BASELINES, evaluate, told_of
from send_qual.errors import SendQualError
from send_qual.study import Cache


@pytest.fixture(autouse=True)
def own_answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module("send_qual.coders.local._coder"), "_CACHE", Cache("answers", folder=tmp_path))


def knows_travel(request: dict) -> str:
    """A model that finds all travel, and invents a quotation where there is none."""
    said = passage_of(request)
    if any(word in said for word in ("bus", "Drivers")):
        return codings(coding("travel", said, facets={"polarity": "challenge"}))
    return codings(coding("play", "They love their clubs."))


def test_a_model_stands_among_the_coders_alone_and_with_the_trained_one() -> None:
    with model_server(knows_travel) as stub:
        done = evaluate(town.study(), folds=2, coder=f"panel+local:tiny:1b@{stub.address}")
    assert set(done.coders) == {"learned", "local:tiny:1b", "learned+local:tiny:1b", *BASELINES}
    by = {row.code: row.measures for row in done.of("local:tiny:1b")}
    assert (by["travel"].f1, by["health"].recall, by["play"].f1) == (1.0, 0.0, 0.0)
    both = {row.code: row.measures for row in done.of("learned+local:tiny:1b")}
    assert both["travel"].recall == 1.0
    assert done.model_facets == {"polarity": 0.5}, "half of what is said of travel is a challenge"
    (notice,) = done.notices
    assert "40 whose words are not in the passage" in str(notice)
    assert told_of("local:tiny:1b").startswith("a model server on this machine")


def test_a_coder_that_is_none_is_named_before_anything_is_learned() -> None:
    with pytest.raises(SendQualError, match="there is no such coder"):
        evaluate(town.study(), folds=2, coder="oracle+local:tiny:1b")

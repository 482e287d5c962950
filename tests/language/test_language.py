"""Sentences, tags, vectors: what a reader of suggestions would notice if they were wrong."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from send_qual.errors import SendQualError
from send_qual.language import _embedding, embed, sentences, tagged


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        (" \n ", []),
        ("No full stop", ["No full stop"]),
        ("Waits are long. Families are worried.", ["Waits are long.", "Families are worried."]),
        ("Dr. Amis and Mrs. Oke agree. They act.", ["Dr. Amis and Mrs. Oke agree.", "They act."]),
        ("Some, e.g. Wexmere, improve.", ["Some, e.g. Wexmere, improve."]),
        ("Places rose by 3.5 per cent. Good.", ["Places rose by 3.5 per cent.", "Good."]),
        ("The answer was no. Then it changed.", ["The answer was no.", "Then it changed."]),
        ("“We wait.” They said so.", ["“We wait.”", "They said so."]),
        ("Really?! Yes.", ["Really?!", "Yes."]),
        ("First\n\nSecond", ["First", "Second"]),
        ("café 👪 waits. Next one.", ["café 👪 waits.", "Next one."]),
    ],
)
def test_sentences_end_where_a_reader_says(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_tags_leave_the_characters_alone() -> None:
    text = "Families’ plans 👪 were  co-produced."
    (doc,) = tagged([text])
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)
    assert {"family", "plan", "produce"} <= {t.lemma_.lower() for t in doc}
    assert not doc.has_annotation("DEP")


def test_vectors_know_what_is_alike() -> None:
    a, b, c = embed(["Children wait too long.", "There are long waits for children.", "The bus is late."])
    assert a @ b > 0.7
    assert a @ c < 0.4
    assert np.allclose(np.linalg.norm([a, b, c], axis=1), 1, atol=1e-5)


def test_a_vector_does_not_depend_on_its_company(fresh_embeddings: None) -> None:
    words = [
        "Waits are long.",
        "Plans are late and of poor quality, and leaders know it well. " * 9,
        "Parents are heard.",
    ]
    together = embed(words)
    _embedding._CACHE.clear()
    alone = np.vstack([embed([w]) for w in reversed(words)])[::-1]
    assert np.array_equal(together, alone)


def test_known_texts_load_no_model(fresh_embeddings: None, monkeypatch: pytest.MonkeyPatch) -> None:
    before = embed(["Waits are long.", "Parents are heard."])
    monkeypatch.setattr(_embedding, "_load", lambda: pytest.fail("the model was loaded"))
    assert np.array_equal(embed(["Parents are heard.", "Waits are long."]), before[::-1])
    assert embed([]).shape == (0, 384)


def test_a_tampered_file_of_the_model_is_refused(tmp_path, monkeypatch: pytest.MonkeyPatch, fresh_embeddings) -> None:
    fake = tmp_path / "minilm-vocab.txt"
    fake.write_text("[PAD]\nwait\n", encoding="utf-8")
    monkeypatch.setattr(_embedding, "_VOCABULARY", fake)
    _embedding._load.cache_clear()
    with pytest.raises(SendQualError, match=r"minilm-vocab\.txt: not the file this version expects.*Install"):
        embed(["Waits are long."])
    fake.unlink()
    with pytest.raises(SendQualError, match="missing"):
        embed(["Waits are long."])


def test_threads_share_one_model(fresh_embeddings: None) -> None:
    out: list[np.ndarray] = []
    threads = [
        threading.Thread(target=lambda: out.append(embed(["Waits are long.", "Plans are late."]))) for _ in range(4)
    ]
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert len(out) == 4
    assert all(np.array_equal(out[0], o) for o in out)


@pytest.fixture
def fresh_embeddings(tmp_path, monkeypatch: pytest.MonkeyPatch):
    from send_qual.study import Cache

    load = _embedding._load
    monkeypatch.setattr(_embedding, "_CACHE", Cache("embeddings", folder=tmp_path))
    yield
    load.cache_clear()

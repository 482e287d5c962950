"""What a card promises is what unseen reports give: each half of the hand-coded reports judges the other's."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from send_qual.codebook import read_codebook
from send_qual.coders import code
from send_qual.coders.learned import train
from send_qual.coders.learned._reference_labels import truth_of
from send_qual.coding import Codings, read_coding_table
from send_qual.corpus import Corpus, read_corpus

pytestmark = pytest.mark.real
_POLARITY = {"+": "facilitator", "-": "challenge", "~": "mixed"}


@pytest.fixture(scope="module")
def coded(shared: Path, root: Path, tmp_path_factory: pytest.TempPathFactory) -> Codings:
    """The hand codings, taken in as a team's table would be."""
    path = tmp_path_factory.mktemp("gold") / "codings.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("document", "quote", "code", "polarity", "coder"))
        for line in (shared / "gold" / "area-send.jsonl").read_text(encoding="utf-8").splitlines():
            passage = json.loads(line)
            for theme, polarity in passage["A"].items():
                rows.writerow((passage["document"], passage["text"], theme, _POLARITY[polarity], "G1"))
    corpus = read_corpus(shared / "corpora" / "area-send" / "reports")
    return read_coding_table(path, corpus, read_codebook(root / "codebooks" / "area-send.yaml"))


def _kept(coded: Codings, taught: Corpus, unseen: Corpus) -> dict[float, tuple[float, list[bool]]]:
    """By level: what the card promised, and which suggestions for unseen reports people had made too."""
    coder = train(replace(coded, corpus=taught))
    made = code(unseen, coded.codebook, coder)
    truth = truth_of(replace(coded, corpus=unseen))
    given: dict[tuple[str, str, int], bool] = {}
    row = 0
    for evidence in truth.evidences:
        for passage in evidence.passages:
            for theme in coded.codebook.themes:
                share = truth.share[row, truth.codes.index(theme.id)]
                given[evidence.document.id, theme.id, passage.start] = bool(share >= 0.5)
            row += 1
    said = {(c.document, c.theme, c.start): c.confidence or 0.0 for c in made}
    return {
        p.confidence: (p.precision, [given[key] for key, sure in said.items() if sure >= p.confidence and key in given])
        for p in coder.card.promises
    }


def test_promise_and_result_lie_within_a_twentieth(coded: Codings) -> None:
    documents = coded.corpus.documents
    one, other = Corpus("one", documents[::2]), Corpus("other", documents[1::2])
    halves = _kept(coded, one, other), _kept(coded, other, one)  # one half is easier than the other
    for level, (first, right) in halves[0].items():
        second, also = halves[1][level]
        assert min(len(right), len(also)) > 100
        promised = np.average([first, second], weights=[len(right), len(also)])
        assert np.mean(right + also) == pytest.approx(promised, abs=0.05), level
        assert max(first - np.mean(right), second - np.mean(also)) < 0.05, level  # neither disappoints

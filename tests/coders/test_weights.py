"""On the hand-coded reports: the shipped weights are what a fit gives, and hold on reports left out of it."""

from __future__ import annotations

import csv
import hashlib
import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from send_qual.codebook import read_codebook
from send_qual.coders import Evidence, PanelCoder, judge_issues
from send_qual.coders import _panel as panel
from send_qual.coders._weights import PANEL, Weights
from send_qual.coders.coder import to_coding
from send_qual.coding import Codings
from send_qual.corpus import Corpus, Document, Segment, Source

pytestmark = pytest.mark.real

SECTIONS = {"do better": "better", "areas for improvement": "improvement", "areas for priority action": "priority"}
POLARITY = {"facilitator": "+", "challenge": "-", "mixed": "~"}


class Gold(NamedTuple):
    evidence: Evidence
    passages: list[dict]
    half: int


@pytest.fixture(scope="module")
def gold(shared: Path) -> list[Gold]:
    by_document: dict[str, list[dict]] = {}
    for line in (shared / "gold" / "area-send.jsonl").read_text(encoding="utf-8").splitlines():
        passage = json.loads(line)
        by_document.setdefault(passage["document"], []).append(passage)
    order = sorted(by_document, key=lambda d: hashlib.sha256(d.encode()).hexdigest())
    return [Gold(Evidence(document_of(d, by_document[d])), by_document[d], order.index(d) % 30 // 15) for d in order]


def document_of(name: str, passages: list[dict]) -> Document:
    text, segments = "", []
    for passage in passages:
        section = SECTIONS.get(passage["section"], passage["section"])
        segments.append(Segment(len(text), len(text) + len(passage["text"]), "bullet", section, page=passage["page"]))
        text += passage["text"] + "\n\n"
    return Document(name, name, text, tuple(segments), {"kind": "inspection-report"}, Source(name, "", "gold"))


@pytest.fixture(scope="module")
def seen(gold: list[Gold], root: Path):
    """Per set: themes, and rows of (half, gold themes, evidence by theme)."""
    out = {}
    for name, book in (("A", "area-send"), ("B", "intervention")):
        codebook = read_codebook(root / "codebooks" / f"{book}.yaml")
        themes = [code.id for code in codebook.themes]
        rows = []
        for evidence, passages, half in gold:
            spans = panel._sentences_by_passage(evidence)
            both = zip(panel.lexicon_hits(evidence, codebook), panel.nearness(evidence, codebook), strict=True)
            for n, (hits, near) in enumerate(both):
                by_theme = panel.theme_hits(hits)
                facts = {t: panel.panel_evidence(t, by_theme, near.get(t, panel._FAR), spans[n]) for t in themes}
                rows.append((half, passages[n][name], facts))
        out[name] = themes, rows
    return out


def fitted(seen, halves: set[int]) -> Weights:
    names = list(PANEL.coefficients)
    x, y = [], []
    for themes, rows in seen.values():
        for half, truth, facts in rows:
            if half in halves:
                x.extend([facts[t][name] for name in names] for t in themes)
                y.extend(t in truth for t in themes)
    x = np.array(x)
    mean, spread = x.mean(axis=0), x.std(axis=0)
    model = LogisticRegression().fit((x - mean) / spread, y)
    raw = model.coef_[0] / spread
    intercept = float(model.intercept_[0] - (raw * mean).sum())
    return Weights(intercept, dict(zip(names, raw.tolist(), strict=True)), PANEL.threshold)


def f1(rows, theme: str, weights: Weights) -> float:
    pairs = [(theme in truth, weights.probability(facts[theme]) >= weights.threshold) for _, truth, facts in rows]
    right = sum(a and b for a, b in pairs)
    return 2 * right / max(1, sum(a for a, _ in pairs) + sum(b for _, b in pairs))


@pytest.mark.parametrize(("set_", "floor"), [("A", 0.77), ("B", 0.62)])
def test_weights_hold_on_reports_left_out(seen, set_: str, floor: float) -> None:
    themes, rows = seen[set_]
    macro = []
    for half in (0, 1):
        weights = fitted(seen, {1 - half})
        held_out = [row for row in rows if row[0] == half]
        macro.append(np.mean([f1(held_out, theme, weights) for theme in themes]))
    assert np.mean(macro) >= floor


def test_shipped_weights_are_what_a_fit_gives(seen) -> None:
    again = fitted(seen, {0, 1})
    apart = [
        abs(PANEL.probability(facts[theme]) - again.probability(facts[theme]))
        for themes, rows in seen.values()
        for _, _, facts in rows
        for theme in themes
    ]
    assert max(apart) < 0.1


def test_confidence_keeps_its_promise(seen) -> None:
    themes, rows = seen["A"]
    pairs = [(PANEL.probability(facts[t]), t in truth) for _, truth, facts in rows for t in themes]
    for low, high in ((0.4, 0.6), (0.6, 0.8), (0.8, 1.0)):
        inside = np.array([(p, y) for p, y in pairs if low <= p < high])
        assert abs(inside[:, 0].mean() - inside[:, 1].mean()) < 0.1


@pytest.fixture(scope="module")
def codings(gold: list[Gold], root: Path) -> Codings:
    book = read_codebook(root / "codebooks" / "area-send.yaml")
    rows = [
        to_coding(suggestion, evidence.document, book, "panel")
        for evidence, _, _ in gold
        for suggestion in PanelCoder().suggest(evidence, book)
    ]
    return Codings((), Corpus("gold", tuple(g.evidence.document for g in gold)), book).adding(rows)


def test_polarity(gold: list[Gold], codings: Codings) -> None:
    found = {(c.document, c.start, c.theme): POLARITY[c.facets.get("polarity", "")] for c in codings}
    judged = [
        found[g.evidence.document.id, segment.start, theme] == polarity
        for g in gold
        for segment, passage in zip(g.evidence.document.segments, g.passages, strict=True)
        for theme, polarity in passage["A"].items()
        if polarity != "~" and (g.evidence.document.id, segment.start, theme) in found
    ]
    assert len(judged) > 800
    assert np.mean(judged) >= 0.95


def test_report_level_issues(codings: Codings, shared: Path) -> None:
    with (shared / "gold" / "area-send-issues.tsv").open(encoding="utf-8", newline="") as file:
        truth = {row["area"]: row for row in csv.DictReader(file, delimiter="\t")}
    right = []
    for answer in judge_issues(codings, "rules"):  # the judge that ships was taught on these reports
        area = max((a for a in truth if a in answer.document), key=len)
        right.append(answer.yes == (truth[area][answer.issue] == "Y"))
        assert bool(answer.quote) is answer.yes
    assert len(right) == 30 * 14
    assert np.mean(right) >= 0.82

"""An evaluation as files: codings, issues, the card, and what to read to know where not to trust it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from send_qual.agreement._evaluation import Evaluation
from send_qual.study.files import staged, write_text
from send_qual.study.tables import write_csv

__all__ = [
    "agreement_table",
    "calibration_table",
    "confusion_table",
    "disagreement_table",
    "issue_agreement_table",
    "promise_table",
    "write_evaluation",
]

_BINS = np.array([0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0001])


def agreement_table(done: Evaluation) -> pd.DataFrame:
    """One row per coder and theme: n, precision, recall, F1 and kappa with 95 % intervals."""
    return pd.DataFrame(
        [
            {
                "coder": row.coder, "code": row.code, "n": m.n, "precision": m.precision, "recall": m.recall,
                "f1": m.f1, "f1_low": m.f1_interval.low, "f1_high": m.f1_interval.high,
                "kappa": m.kappa, "kappa_low": m.kappa_interval.low, "kappa_high": m.kappa_interval.high,
            }
            for row in done.agreement
            for m in (row.measures,)
        ]
    ).round(4)  # fmt: skip


def calibration_table(done: Evaluation) -> pd.DataFrame:
    """Suggestions by confidence: how many, their mean confidence, the share that people made too."""
    rows = []
    for low, high in pairwise(_BINS.tolist()):
        inside = (done.confidence >= low) & (done.confidence < high) & done.said
        if inside.any():
            rows.append(
                (low, min(high, 1.0), int(inside.sum()), done.confidence[inside].mean(), done.people[inside].mean())
            )
    return pd.DataFrame(rows, columns=["from", "to", "suggestions", "confidence", "accepted"]).round(4)


def promise_table(done: Evaluation) -> pd.DataFrame:
    """Suggestions at least so confident: the precision that the cards promised, and what it was."""
    rows = []
    for promise in done.coder.card.promises:
        above = (done.confidence >= promise.confidence) & done.said
        if above.any():
            promised, found = _promised_at(done, promise.confidence), done.people[above].mean()
            rows.append((promise.confidence, int(above.sum()), promised, found, found - promised))
    return pd.DataFrame(rows, columns=["confidence", "suggestions", "promised", "found", "difference"]).round(4)


def _promised_at(done: Evaluation, level: float) -> float:
    """The mean of what the folds' coders promised at a level, weighed by their suggestions above it."""
    above = (done.confidence >= level) & done.said
    return float(done.levels[level][above].mean())


def confusion_table(done: Evaluation) -> pd.DataFrame:
    """Where people gave the code of the row: how often the machine gave the code of the column instead or beside."""
    rows = []
    for i, theme in enumerate(done.themes):
        mine = done.people[:, i]
        wrong = done.said & ~done.people
        rows.append([theme, int(mine.sum()), int((mine & ~done.said[:, i]).sum()), *wrong[mine].sum(axis=0).tolist()])
    return pd.DataFrame(rows, columns=["code", "n", "missed", *done.themes])


def disagreement_table(done: Evaluation) -> pd.DataFrame:
    """Passages on which machine and people differ, the surest of the machine first."""
    passages = [(e.document, p) for e in done.study.truth.evidences for p in e.passages]
    rows = []
    for n, k in np.argwhere(done.said != done.people).tolist():
        document, passage = passages[n]
        what = "only the machine" if done.said[n, k] else "only people"
        sure = float(done.confidence[n, k])
        rows.append((document.id, passage.page, done.themes[k], what, round(sure, 4), document.words(passage)))
    rows.sort(key=lambda row: (row[3], -row[4]))
    return pd.DataFrame(rows, columns=["document", "page", "code", "given_by", "confidence", "quote"])


def _issues(done: Evaluation) -> pd.DataFrame:
    book = done.codings.codebook
    names = [issue.id for issue in book.issues] if book else []
    yes = {(a.document, a.issue): "Y" if a.yes else "N" for a in done.answers}
    documents = [e.document.id for e in done.study.truth.evidences]
    return pd.DataFrame([{"document": d, **{name: yes.get((d, name), "N") for name in names}} for d in documents])


def issue_agreement_table(done: Evaluation) -> pd.DataFrame:
    """One row per report-level question that people answered: how often machine and people say alike."""
    rows = [
        (c.issue, c.reports, c.yes, c.found, c.right, c.right / max(c.reports, 1))
        for c in (done.judge.card if done.judge else ())
    ]
    return pd.DataFrame(rows, columns=["issue", "reports", "yes", "found", "right", "accuracy"]).round(4)


_SOMETIMES = frozenset({"issues", "issue_agreement"})  # tables that not every evaluation has


def write_evaluation(done: Evaluation, folder: Path) -> tuple[Path, ...]:
    """Write an evaluation to a folder.

    Returns
    -------
    tuple of Path
        ``codings.csv`` and ``issues.csv`` (of documents left out), ``agreement.csv``, ``calibration.csv``,
        ``issue_agreement.csv`` (where people answered questions), ``promises.csv``, ``learning_curve.csv``,
        ``confusion.csv``, ``disagreements.csv``, ``card.json``.
    """
    curve = pd.DataFrame([(p.passages, p.documents, p.f1) for p in done.curve], columns=["passages", "documents", "f1"])
    tables = {
        "codings": done.codings.to_frame(),
        "issues": _issues(done),
        "issue_agreement": issue_agreement_table(done),
        "agreement": agreement_table(done),
        "calibration": calibration_table(done),
        "promises": promise_table(done),
        "learning_curve": curve.round(4),
        "confusion": confusion_table(done),
        "disagreements": disagreement_table(done),
    }
    if not len(tables["issues"].columns[1:]):
        del tables["issues"]
    if not len(tables["issue_agreement"]):
        del tables["issue_agreement"]
    f1, kappa = done.macro()
    measured = {"macro_f1": round(f1, 4), "mean_kappa": round(kappa, 4), "facets": done.facets}
    card = {**done.coder.card.to_dict(), "documents_left_out": measured}
    with staged(folder) as new:
        for name, table in tables.items():
            write_csv(table, new.folder / f"{name}.csv")
        for name in _SOMETIMES - set(tables):
            new.remove(f"{name}.csv")
        write_text(new.folder / "card.json", json.dumps(card, indent=1, ensure_ascii=False) + "\n")
    return (*(folder / f"{name}.csv" for name in tables), folder / "card.json")

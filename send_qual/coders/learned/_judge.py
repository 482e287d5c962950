"""A judge of report-level issues, taught by people's answers: how the voices of passages add up to a yes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from send_qual.coders._issue_voices import Heard, Voice
from send_qual.coders.learned._pooled import Floats
from send_qual.coding import Answer
from send_qual.errors import Fault, SendQualError

__all__ = ["FEWEST_REPORTS", "ISSUES", "IssueCard", "IssueJudge", "carded", "learn_judge", "read_judge"]

ISSUES = "issues.json"
FEWEST_REPORTS = 8  # answered reports, below which a judge is not taught
_FORMAT = 1
_PENALTY = 1 / 0.3  # ridge: with a few dozen reports, each question leans on what all have in common
_OWN = 0.3  # how freely a question departs from the weights that all questions share
_FLOOR = 0.16  # half of what the rules need; a passage that speaks less loudly decides nothing
_AGAIN = "Train it again with `send-qual evaluate --keep`, or take the file from where it came from"
_FEATURES = (
    "terms: loudest", "terms: second", "terms: loudest action", "terms: all",
    "sentences: loudest", "sentences: second", "sentences: loudest action", "sentences: all",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class IssueCard:
    """Agreement with people on one question, on reports left out.

    Parameters
    ----------
    issue : str
    reports, yes, found, right : int
        Answered by people; yes by people; yes by the machine; answers alike.
    """

    issue: str
    reports: int
    yes: int
    found: int
    right: int


@dataclass(frozen=True)
class IssueJudge:
    """Weighs the voices of a report's passages.

    Parameters
    ----------
    kind : str
        The kind of document it was taught on.
    codebook : str
    issues : tuple of str
    weights : ndarray, shape (issues, 8)
        Of the features: the loudest, the second and the loudest action's voice, and the log of their sum; by
        terms and by sentences.
    bias : ndarray, shape (issues,)
    reports : int
        How many taught it.
    card : tuple of IssueCard
    """

    kind: str
    codebook: str
    issues: tuple[str, ...]
    weights: Floats
    bias: Floats
    reports: int
    card: tuple[IssueCard, ...] = ()

    @property
    def version(self) -> str:
        """Changes with the weights."""
        digest = hashlib.sha256(self.weights.tobytes() + self.bias.tobytes()).hexdigest()
        return f"issues-learned-{_FORMAT}.{digest[:8]}"

    def verdict(self, issue: str, voices: Sequence[Voice]) -> tuple[float, Voice | None]:
        """The probability of a yes, and the passage that would decide it; None where none speaks loudly enough."""
        n = self.issues.index(issue)
        likely = float(1 / (1 + np.exp(-(features(voices) @ self.weights[n] + self.bias[n]))))
        loudest = max(voices, key=lambda v: v.terms + v.sentences, default=Voice())
        return likely, loudest if max(loudest.terms, loudest.sentences) >= _FLOOR else None

    def write(self, folder: Path) -> Path:
        """Write it to a folder as ``issues.json``; the file is whole or not there."""
        body = {
            "kind": self.kind,
            "codebook": self.codebook,
            "features": list(_FEATURES),
            "issues": {
                issue: {"weights": [round(float(w), 6) for w in row], "bias": round(float(b), 6)}
                for issue, row, b in zip(self.issues, self.weights, self.bias, strict=True)
            },
            "reports": self.reports,
            "reports_left_out": [[c.issue, c.reports, c.yes, c.found, c.right] for c in self.card],
        }
        data = {"format": _FORMAT, "sha256": _digest(body), **body}
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / ISSUES
        part = path.with_name(f".{ISSUES}.part")
        part.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
        part.replace(path)
        return path


def features(voices: Sequence[Voice]) -> Floats:
    """What is weighed: the voices for one question in one report, shape (8,)."""
    row: list[float] = []
    for way in ("terms", "sentences"):
        loud = sorted((getattr(v, way) for v in voices), reverse=True)
        action = max((getattr(v, way) for v in voices if v.action), default=0.0)
        row += [*[*loud, 0.0, 0.0][:2], action, float(np.log1p(sum(loud)))]
    return np.array(row)


def learn_judge(
    heard: Mapping[str, Heard], answers: Sequence[Answer], issues: Sequence[str], kind: str = "", codebook: str = ""
) -> IssueJudge | None:
    """Teach a judge people's answers.

    All questions share one set of weights, from which each departs as far as its answers ask for it.

    Parameters
    ----------
    heard : mapping of str to Heard
        The voices in each report, heard through codings of a coder that had not seen it.
    answers : sequence of Answer
        People's; two people's answers to one question count one each.
    issues : sequence of str
        The codebook's questions.
    kind, codebook : str
        Of the documents, and its name.

    Returns
    -------
    IssueJudge or None
        None where fewer than eight reports were answered, or all answers are alike.
    """
    from sklearn.linear_model import LogisticRegression

    known = tuple(i for i in issues if any(a.issue == i for a in answers))
    given = [a for a in answers if a.document in heard and a.issue in known]
    truth = np.array([a.yes for a in given])
    reports = len({a.document for a in given})
    if reports < FEWEST_REPORTS or truth.all() or not truth.any():
        return None
    plain = np.array([features(heard[a.document][a.issue]) for a in given])
    spread = plain.std(axis=0) + 1e-9
    which = np.eye(len(known))[[known.index(a.issue) for a in given]]
    d = plain.shape[1]
    table = plain / spread
    own = (_OWN * which[:, :, None] * table[:, None, :]).reshape(len(given), -1)
    found = LogisticRegression(C=1 / _PENALTY, max_iter=2000).fit(np.hstack([table, which, own]), truth)
    flat = found.coef_[0]
    shared, offset = flat[:d], flat[d : d + len(known)]
    departs = _OWN * flat[d + len(known) :].reshape(len(known), d)
    weights = np.round((shared + departs) / spread, 6)
    bias = np.round(found.intercept_[0] + offset, 6)
    return IssueJudge(kind, codebook, known, weights, bias, reports)


def carded(judge: IssueJudge, people: Sequence[Answer], machine: Sequence[Answer]) -> IssueJudge:
    """The judge with its card: how answers for reports left out agree with people's."""
    said = {(a.document, a.issue): a.yes for a in machine}
    rows = []
    for issue in judge.issues:
        pairs = [(a.yes, said[a.document, issue]) for a in people if a.issue == issue and (a.document, issue) in said]
        right = sum(a == b for a, b in pairs)
        rows.append(IssueCard(issue, len(pairs), sum(a for a, _ in pairs), sum(b for _, b in pairs), right))
    return replace(judge, card=tuple(rows))


def read_judge(folder: Path) -> IssueJudge:
    """Read a judge back.

    Raises
    ------
    SendQualError
        Where the file was tampered with, or is of another version.
    """
    path = folder / ISSUES
    try:
        data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        version, digest = data.pop("format"), data.pop("sha256")
        if digest != _digest(data):
            raise SendQualError(Fault(str(path), "this judge of issues was changed or cut short", _AGAIN))
        if version != _FORMAT or data["features"] != list(_FEATURES):
            raise SendQualError(Fault(str(path), "made by another version of send-qual", _AGAIN))
        rows = data["issues"]
        return IssueJudge(
            data["kind"],
            data["codebook"],
            tuple(rows),
            np.array([row["weights"] for row in rows.values()]),
            np.array([row["bias"] for row in rows.values()]),
            data["reports"],
            tuple(IssueCard(*row) for row in data["reports_left_out"]),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SendQualError(Fault(str(path), "not a judge of issues, or damaged", _AGAIN)) from error


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()

"""A judge of report-level issues, taught by people's answers: how the voices of passages add up to a yes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from send_qual.coders.issues._evidence import Heard, Voice
from send_qual.coders.learned._mil_logistic import Floats, sigmoid
from send_qual.coding import Answer
from send_qual.errors import Fault, SendQualError
from send_qual.study.files import write_text
from send_qual.study.plain_data import json_of

__all__ = ["FEWEST_REPORTS", "ISSUES", "IssueCard", "IssueJudge", "carded", "learn_judge", "read_judge"]

ISSUES = "issues.json"
FEWEST_REPORTS = 8  # answered reports, below which a judge is not taught
_FORMAT = 2
# Ridge, on the weights that all questions share and on each question's departure from how usual a yes is among all.
# Between a third and three times of these, answers for reports left out change by three in 420.
_PENALTY, _PENALTY_OFFSET = 3.0, 3.0
_FLOOR = 0.16  # half of what the rules need; a passage that speaks less loudly decides nothing
_AGAIN = "Train it again with `send-qual evaluate --keep`, or take the file from where it came from"
_FEATURES = (
    "terms: loudest", "terms: second", "terms: loudest action", "terms: all",
    "sentences: loudest", "sentences: second", "sentences: loudest action", "sentences: all",
    "nearest to the question",
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

    All questions share the weights, and none is below zero: a louder voice never speaks against a yes. A question
    of its own has only how usual a yes is.

    Parameters
    ----------
    kind : str
        The kind of document it was taught on.
    codebook : str
    issues : tuple of str
    weights : ndarray, shape (9,)
        Of the features: the loudest, the second and the loudest action's voice, and the log of their sum; by
        terms and by sentences; and how near a weakness comes to the question.
    bias : ndarray, shape (issues,)
    reports : int
        How many taught it.
    card : tuple of IssueCard
    lessons : tuple of str
        The sha256 of the texts of the reports that taught it; none for a judge of before they were kept.
    """

    kind: str
    codebook: str
    issues: tuple[str, ...]
    weights: Floats
    bias: Floats
    reports: int
    card: tuple[IssueCard, ...] = ()
    lessons: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """Changes with the weights."""
        digest = hashlib.sha256(self.weights.tobytes() + self.bias.tobytes()).hexdigest()
        return f"issues-learned-{_FORMAT}.{digest[:8]}"

    def verdict(self, issue: str, voices: Sequence[Voice]) -> tuple[float, Voice | None]:
        """The probability of a yes, and the passage that would decide it; None where none speaks loudly enough."""
        n = self.issues.index(issue)
        likely = float(1 / (1 + np.exp(-(features(voices) @ self.weights + self.bias[n]))))
        loudest = max(voices, key=lambda v: v.terms + v.sentences, default=Voice())
        return likely, loudest if max(loudest.terms, loudest.sentences) >= _FLOOR else None

    def write(self, folder: Path) -> Path:
        """Write it to a folder as ``issues.json``; the file is whole or not there."""
        body = {
            "kind": self.kind,
            "codebook": self.codebook,
            "weights": {name: round(float(w), 6) for name, w in zip(_FEATURES, self.weights, strict=True)},
            "issues": {issue: round(float(b), 6) for issue, b in zip(self.issues, self.bias, strict=True)},
            "reports": self.reports,
            "reports_left_out": [[c.issue, c.reports, c.yes, c.found, c.right] for c in self.card],
            "texts": list(self.lessons),
        }
        data = {"format": _FORMAT, "sha256": _digest(body), **body}
        return write_text(folder / ISSUES, json.dumps(data, indent=1) + "\n")


def features(voices: Sequence[Voice]) -> Floats:
    """What is weighed: the voices for one question in one report, shape (9,)."""
    row: list[float] = []
    for way in ("terms", "sentences"):
        loud = sorted((getattr(v, way) for v in voices), reverse=True)
        action = max((getattr(v, way) for v in voices if v.action), default=0.0)
        row += [*[*loud, 0.0, 0.0][:2], action, float(np.log1p(sum(loud)))]
    return np.array([*row, max((v.nearness for v in voices), default=0.0)])


def learn_judge(
    heard: Mapping[str, Heard], answers: Sequence[Answer], issues: Sequence[str], kind: str = "", codebook: str = ""
) -> IssueJudge | None:
    """Teach a judge people's answers.

    All questions share one set of weights, so that thirty reports teach nine numbers by all of their answers; how
    usual a yes is, each question learns for itself, as far as its answers ask for it.

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
    known = tuple(i for i in issues if any(a.issue == i for a in answers))
    given = [a for a in answers if a.document in heard and a.issue in known]
    truth = np.array([a.yes for a in given])
    reports = len({a.document for a in given})
    if reports < FEWEST_REPORTS or truth.all() or not truth.any():
        return None
    table = np.array([features(heard[a.document][a.issue]) for a in given])
    which = np.eye(len(known))[[known.index(a.issue) for a in given]]
    weights, bias = _fit(table, which, truth)
    return IssueJudge(kind, codebook, known, np.round(weights, 6), np.round(bias, 6), reports)


def _fit(table: Floats, which: Floats, truth: npt.NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Logistic regression with weights of zero or more, and an offset for each question."""
    from scipy.optimize import minimize

    spread = table.std(axis=0) + 1e-9
    width, questions = table.shape[1], which.shape[1]
    design = np.hstack([table / spread, which, np.ones((len(table), 1))])
    ridge = np.repeat([_PENALTY, _PENALTY_OFFSET, 0.0], [width, questions, 1])

    def loss(numbers: Floats) -> tuple[float, Floats]:
        score = design @ numbers
        misfit = np.logaddexp(0, score) - truth * score
        slope = design.T @ (sigmoid(score) - truth) + ridge * numbers
        return float(misfit.sum() + 0.5 * ridge @ numbers**2), slope

    bounds = [(0, None)] * width + [(None, None)] * (questions + 1)
    found = minimize(loss, np.zeros(len(bounds)), jac=True, method="L-BFGS-B", bounds=bounds).x
    return found[:width] / spread, found[width:-1] + found[-1]


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
        data: dict[str, Any] = json_of(path.read_text(encoding="utf-8"))
        version, digest = data.pop("format"), data.pop("sha256")
        if digest != _digest(data):
            raise SendQualError(Fault(str(path), "this judge of issues was changed or cut short", _AGAIN))
        if version != _FORMAT or set(data["weights"]) != set(_FEATURES):
            raise SendQualError(Fault(str(path), "made by another version of send-qual", _AGAIN))
        rows = data["issues"]
        return IssueJudge(
            data["kind"],
            data["codebook"],
            tuple(rows),
            np.array([data["weights"][name] for name in _FEATURES]),
            np.array(list(rows.values())),
            data["reports"],
            tuple(IssueCard(*row) for row in data["reports_left_out"]),
            tuple(data.get("texts", ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SendQualError(Fault(str(path), "not a judge of issues, or damaged", _AGAIN)) from error


def _digest(body: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()

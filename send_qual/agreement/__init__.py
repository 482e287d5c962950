"""Agreement between coders, people and machines; and the evaluation of a learned coder."""

from send_qual.agreement._alpha import alpha
from send_qual.agreement._baselines import BASELINES
from send_qual.agreement._evaluation import CodeAgreement, Evaluation, LearningPoint, evaluate
from send_qual.agreement._facets import FacetAgreement
from send_qual.agreement._measures import Interval, Measures, measure
from send_qual.agreement._tables import (
    agreement_table,
    calibration_table,
    confusion_table,
    disagreement_table,
    issue_agreement_table,
    promise_table,
    write_evaluation,
)
from send_qual.agreement.agreement import Agreement, PairAgreement, agreement

__all__ = [
    "BASELINES",
    "Agreement",
    "CodeAgreement",
    "Evaluation",
    "FacetAgreement",
    "Interval",
    "LearningPoint",
    "Measures",
    "PairAgreement",
    "agreement",
    "agreement_table",
    "alpha",
    "calibration_table",
    "confusion_table",
    "disagreement_table",
    "evaluate",
    "issue_agreement_table",
    "measure",
    "promise_table",
    "write_evaluation",
]

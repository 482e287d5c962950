"""Agreement between coders, people and machines; and the evaluation of a learned coder."""

from send_qual.agreement._alpha import alpha, masi
from send_qual.agreement._alpha_u import alpha_u
from send_qual.agreement._baselines import BASELINES, told_of
from send_qual.agreement._coefficients import Coefficients, coefficients
from send_qual.agreement._disagreements import Disagreement, disagreements
from send_qual.agreement._evaluation import CodeAgreement, Evaluation, LearningPoint, evaluate
from send_qual.agreement._facets import FacetAgreement
from send_qual.agreement._gamma import Gamma, gamma, spans_gamma
from send_qual.agreement._measures import Interval, Measures, measure
from send_qual.agreement._reliability import CodeReliability, Frame, Reliability
from send_qual.agreement._settled import as_settled
from send_qual.agreement._shared_documents import DoubleCoded, SharedDocument, Stretch, double_coded
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
from send_qual.agreement.reliability import reliability

__all__ = [
    "BASELINES",
    "Agreement",
    "CodeAgreement",
    "CodeReliability",
    "Coefficients",
    "Disagreement",
    "DoubleCoded",
    "Evaluation",
    "FacetAgreement",
    "Frame",
    "Gamma",
    "Interval",
    "LearningPoint",
    "Measures",
    "PairAgreement",
    "Reliability",
    "SharedDocument",
    "Stretch",
    "agreement",
    "agreement_table",
    "alpha",
    "alpha_u",
    "as_settled",
    "calibration_table",
    "coefficients",
    "confusion_table",
    "disagreement_table",
    "disagreements",
    "double_coded",
    "evaluate",
    "gamma",
    "issue_agreement_table",
    "masi",
    "measure",
    "promise_table",
    "reliability",
    "spans_gamma",
    "told_of",
    "write_evaluation",
]

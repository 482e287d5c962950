"""Agreement between coders, people and machines; and the evaluation of a learned coder."""

from send_qual.agreement._evaluation import CodeAgreement, Evaluation, LearningPoint, evaluate
from send_qual.agreement._measures import Interval, Measures, alpha, measure
from send_qual.agreement._tables import write_evaluation
from send_qual.agreement.agreement import Agreement, PairAgreement, agreement

__all__ = [
    "Agreement",
    "CodeAgreement",
    "Evaluation",
    "Interval",
    "LearningPoint",
    "Measures",
    "PairAgreement",
    "agreement",
    "alpha",
    "evaluate",
    "measure",
    "write_evaluation",
]

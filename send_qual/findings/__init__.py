"""Codings to findings: counts, comparisons, statements and good practice, as plain data."""

from send_qual.findings._aspects import Aspect, aspects, in_turn
from send_qual.findings._basis import Basis
from send_qual.findings._changes import Change, Comparison
from send_qual.findings._counts import Count, Tally, Together
from send_qual.findings._evidence import Case, Evidence, Reference, locate
from send_qual.findings._findings import findings
from send_qual.findings._issues import BORDERLINE, IssueFinding, Verdict
from send_qual.findings._outcomes import Outcome
from send_qual.findings._published import dated, published_since
from send_qual.findings._theme_summary import ThemeLead
from send_qual.findings.interview_study._interviews import interviews
from send_qual.findings.interview_study.model import (
    Cell,
    Chapter,
    InterviewFindings,
    Participant,
    Quote,
    Saturation,
    Section,
)
from send_qual.findings.model import Findings
from send_qual.findings.patterns import Argument, Pattern, Shown, Tied
from send_qual.findings.sentences._dates import days, long_date, span
from send_qual.findings.sentences._extracts import shorten
from send_qual.findings.sentences._phrasing import PARTICIPANT, QUANTITIES, among, lower_first, of_documents, quantity
from send_qual.findings.sentences._practice import WORTH_CITING, Practice
from send_qual.findings.sentences._practice_choice import examples_of
from send_qual.findings.sentences._practice_judged import (
    JudgedPassage,
    PracticePrecision,
    PrecisionCell,
    judging_table,
    practice_precision,
    read_judged_passages,
)
from send_qual.findings.statement import Extract, Statement

__all__ = [
    "BORDERLINE",
    "PARTICIPANT",
    "QUANTITIES",
    "WORTH_CITING",
    "Argument",
    "Aspect",
    "Basis",
    "Case",
    "Cell",
    "Change",
    "Chapter",
    "Comparison",
    "Count",
    "Evidence",
    "Extract",
    "Findings",
    "InterviewFindings",
    "IssueFinding",
    "JudgedPassage",
    "Outcome",
    "Participant",
    "Pattern",
    "Practice",
    "PracticePrecision",
    "PrecisionCell",
    "Quote",
    "Reference",
    "Saturation",
    "Section",
    "Shown",
    "Statement",
    "Tally",
    "ThemeLead",
    "Tied",
    "Together",
    "Verdict",
    "among",
    "aspects",
    "dated",
    "days",
    "examples_of",
    "findings",
    "in_turn",
    "interviews",
    "judging_table",
    "locate",
    "long_date",
    "lower_first",
    "of_documents",
    "practice_precision",
    "published_since",
    "quantity",
    "read_judged_passages",
    "shorten",
    "span",
]

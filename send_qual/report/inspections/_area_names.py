"""Areas by name, each with the outcome of its inspection."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from send_qual.findings import Findings, Statement
from send_qual.report._phrases import listing, what

__all__ = ["areas_named", "areas_of", "claim_of", "outcome_mark"]

_FEW = 8  # areas that are named instead of all the others


def outcome_mark(findings: Findings, case: str) -> str:
    """The outcome of an area's inspection as the figure it has in the table of outcomes; ``""`` where there is none."""
    documents = {c.document for c in findings.cases if c.label == case}
    return next((o.value for o in findings.outcomes if documents & set(o.documents) and o.value.isdigit()), "")


def areas_named(findings: Findings, cases: Sequence[str]) -> str:
    """Areas in the order of the alphabet, each with its outcome; of nearly all of them, those that are left."""
    everybody = [case.label for case in findings.cases]
    rest = sorted(set(everybody) - set(cases))
    if rest and len(rest) <= _FEW and len(cases) > 2 * len(rest):
        return f"all but {_marked(findings, rest)}"
    return _marked(findings, sorted(cases))


def _marked(findings: Findings, cases: Iterable[str]) -> str:
    marks = [(case, outcome_mark(findings, case)) for case in cases]
    return listing([f"{case} ({mark})" if mark else case for case, mark in marks])


def areas_of(findings: Findings, statement: Statement) -> str:
    """The areas of a statement by name; ``""`` where it is true of all or of a single document."""
    if findings.n == 1 or len(statement.cases) == findings.n:
        return ""
    return areas_named(findings, [findings.case(document).label for document in statement.cases])


def claim_of(statement: Statement) -> tuple[str, str]:
    """What is claimed without the verb, and of how many: "Long waits", "nearly all reports (14 of the 15)"."""
    count = statement.sentence.removeprefix(statement.clause).strip().removesuffix(".").removeprefix("in ")
    named = what(statement.clause) or statement.clause
    return named[:1].upper() + named[1:], count

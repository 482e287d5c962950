"""Whether the coder and the judge behind a draft learned from the documents it reports on, in words."""

from __future__ import annotations

from collections.abc import Collection

from send_qual.findings import Findings
from send_qual.report._phrases import listing

__all__ = ["lessons_statement"]

_NAMED = 6


def lessons_statement(findings: Findings) -> str:
    """What is to be said of documents that coder or judge learned from; ``""`` where there are none.

    Parameters
    ----------
    findings : Findings
        Drawn from codings with their corpus.
    """
    from send_qual.coders.learned import judge_learned_from, learned_from

    basis, codings = findings.basis, findings.codings
    taught = _which(findings, learned_from(codings)) if basis.unreviewed or basis.accepted else ""
    judged = _which(findings, judge_learned_from(codings, basis.judges)) if findings.issues else ""
    told = []
    if taught:
        told.append(
            f"The machine coder learned from people’s codings of {taught}: its suggestions there repeat what it was "
            "taught, and look better than they would be elsewhere. Its card says how well it did on documents left out."
        )
    if judged:
        told.append(
            f"The judge that answers the report-level questions learned from people’s answers about {judged}: there "
            "its answers look better than they would elsewhere."
        )
    return " ".join(told)


def _which(findings: Findings, documents: Collection[str]) -> str:
    """How many of the documents reported on these are, and which where they are few; ``""`` for none."""
    known = set(documents)
    labels = sorted(case.label for case in findings.cases if case.document in known)
    n, unit = len(labels), findings.unit
    if n == findings.n:
        return f"all {n} {unit}s" if n > 1 else f"this {unit}" if n else ""
    which = f"{n} of these {findings.n} {unit}s" if n else ""
    return which + (f" ({listing(labels)})" if 0 < n <= _NAMED else "")

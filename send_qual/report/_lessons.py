"""Whether the coder behind a draft learned from the documents it reports on, in words."""

from __future__ import annotations

from send_qual.findings import Findings
from send_qual.report._phrases import listing

__all__ = ["lessons_statement"]

_NAMED = 6


def lessons_statement(findings: Findings) -> str:
    """What is to be said of documents that the trained coder learned from; ``""`` where there are none.

    Parameters
    ----------
    findings : Findings
        Drawn from codings with their corpus.
    """
    from send_qual.coders.learned import learned_from

    if not (findings.basis.unreviewed or findings.basis.accepted):
        return ""  # nothing that it suggested counts
    known = set(learned_from(findings.codings))
    labels = sorted(case.label for case in findings.cases if case.document in known)
    n, unit = len(labels), findings.unit
    if not n:
        return ""
    if n == findings.n:
        which = f"all {n} {unit}s" if n > 1 else f"this {unit}"
    else:
        which = f"{n} of these {findings.n} {unit}s"
        which += f" ({listing(labels)})" if n <= _NAMED else ""
    return (
        f"The machine coder learned from people’s codings of {which}: its suggestions there repeat what it was taught, "
        "and look better than they would be elsewhere. Its card says how well it did on documents left out."
    )

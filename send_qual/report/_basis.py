"""What the findings rest on, in words that stand on the title page and under every table."""

from __future__ import annotations

from send_qual.findings import Findings

__all__ = ["basis_note", "basis_statement", "percent", "thousands"]


def percent(share: float) -> str:
    """A share as whole per cent, never rounded to 0 or 100 where it is neither.

    Examples
    --------
    >>> percent(0.004), percent(0.5), percent(0.999), percent(1)
    ('under 1%', '50%', 'over 99%', '100%')
    """
    if 0 < share < 0.01:
        return "under 1%"
    if 0.99 < share < 1:
        return "over 99%"
    return f"{round(100 * share)}%"


def thousands(n: int) -> str:
    """A number with a comma for the thousands."""
    return f"{n:,}"


def basis_note(findings: Findings) -> str:
    """One line for the foot of a table."""
    basis = findings.basis
    if not basis.total:
        return "There are no codings yet."
    share = percent(basis.share_reviewed)
    if basis.reviewed == basis.total:
        return f"Source: {findings.n} {findings.unit}s; all codings made or reviewed by a person."
    return f"Source: {findings.n} {findings.unit}s; drawn from suggestions, {share} of codings reviewed by a person."


def basis_statement(findings: Findings) -> str:
    """The same in full, for the title page."""
    basis = findings.basis
    if not basis.total:
        return "No passage has been coded, so there is nothing to report yet."
    if basis.reviewed == basis.total:
        return f"All {thousands(basis.total)} codings behind this draft were made or reviewed by a person."
    who = ", ".join(basis.coders)
    return (
        f"{thousands(basis.reviewed)} of the {thousands(basis.total)} codings behind this draft "
        f"({percent(basis.share_reviewed)}) have been reviewed by a person. The others are suggestions of a machine "
        f"({who}); so are the answers to the report-level questions unless a person gave them. Counts may change "
        "when they are reviewed."
    )

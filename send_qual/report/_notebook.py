"""How findings show in a notebook: what they rest on, and the themes in one table."""

from __future__ import annotations

from html import escape

from send_qual.findings import Findings
from send_qual.report._basis import basis_statement

__all__ = ["to_notebook"]


def to_notebook(findings: Findings) -> str:
    """A short HTML account of some findings, every word of it escaped."""
    unit = f"{findings.unit}s"
    rows = []
    for theme in findings.themes():
        any_ = findings.count(theme.id)
        shares = (f"{len(findings.documents_with(theme.id, p))} of {findings.n}" for p in ("challenge", "facilitator"))
        cells = "".join(f"<td style='text-align:right'>{escape(str(v))}</td>" for v in (any_.passages, *shares))
        rows.append(f"<tr><th scope='row' style='text-align:left'>{escape(theme.name)}</th>{cells}</tr>")
    heads = "".join(
        f"<th scope='col'>{escape(h)}</th>"
        for h in ("Theme", "Passages", f"{unit} with a challenge", f"{unit} with good practice")
    )
    title = escape(findings.codebook.title or findings.codebook.name)
    return (
        f"<div><p><strong>{title}</strong>: {findings.n} {escape(unit)}. {escape(basis_statement(findings))}</p>"
        f"<table><thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )

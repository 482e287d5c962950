"""How findings show themselves in a notebook."""

from __future__ import annotations

from send_qual.findings import Findings
from send_qual.report.views import themes

__all__ = ["to_notebook"]


def to_notebook(findings: Findings) -> str:
    """A short HTML account of some findings, every word of it escaped."""
    return themes(findings)._repr_html_()

"""Patterns inside a theme: what several cases say alike, what is tied to it, and who says otherwise."""

from send_qual.findings.patterns._gather import arguments
from send_qual.findings.patterns._relations import KINDS, relations
from send_qual.findings.patterns.model import Argument, Pattern, Shown, Tied

__all__ = ["KINDS", "Argument", "Pattern", "Shown", "Tied", "arguments", "relations"]

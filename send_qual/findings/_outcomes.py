"""The three outcomes of an Area SEND inspection."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from send_qual.findings._evidence import Case

__all__ = ["OUTCOMES", "Outcome", "outcomes"]

_POSITIVE = (
    "Arrangements typically lead to positive experiences and outcomes for children and young people with SEND. "
    "The partnership is taking action where improvements are needed."
)
_INCONSISTENT = (
    "Arrangements lead to inconsistent experiences and outcomes for children and young people with SEND. "
    "The partnership must work jointly to make improvements."
)
_FAILINGS = (
    "There are widespread and/or systemic failings, which lead to significant concerns about the experiences and "
    "outcomes of children and young people with SEND and which the partnership must address urgently."
)
_AFTER_FAILINGS = (
    "A priority action plan; a monitoring inspection usually within about 18 months; the next full inspection usually "
    "within about three years."
)
OUTCOMES = (
    ("1", "Typically positive", _POSITIVE, "The next full inspection usually within about five years."),
    ("2", "Inconsistent", _INCONSISTENT, "The next full inspection usually within about three years."),
    ("3", "Widespread or systemic failings", _FAILINGS, _AFTER_FAILINGS),
)
"""Value, short name, what it says of the area, and what follows (Area SEND framework, from January 2023)."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the three inspection outcomes, and the documents that have it."""

    value: str
    name: str
    definition: str
    next_step: str
    documents: tuple[str, ...]


def outcomes(cases: Sequence[Case]) -> tuple[Outcome, ...]:
    """Every outcome with the documents that have it; empty where no case has an outcome."""
    if not any(c.attributes.get("outcome") for c in cases):
        return ()
    return tuple(
        Outcome(value, name, words, then, tuple(c.document for c in cases if c.attributes.get("outcome") == value))
        for value, name, words, then in OUTCOMES
    )

"""Answers to the report-level questions of a codebook."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Answer"]


@dataclass(frozen=True, slots=True)
class Answer:
    """Yes or no to one question about one report, with the passage that decides it.

    Parameters
    ----------
    document, issue : str
        Ids.
    yes : bool
    start, end : int
        Span of the deciding passage in code points; both 0 where the answer is no.
    quote : str
        Its words.
    confidence : float
        Between 0 and 1, of the answer given.
    reason : str
    coder : str
        Who or what answered.
    """

    document: str
    issue: str
    yes: bool
    start: int = 0
    end: int = 0
    quote: str = ""
    confidence: float = 1.0
    reason: str = ""
    coder: str = ""

"""Codings on a text that was changed after they were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from send_qual.coding._place import placed_coding
from send_qual.coding.codings import Coding
from send_qual.corpus import Document

__all__ = ["Anchor", "anchor"]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where a coding stands in the text as it is now.

    Parameters
    ----------
    before : Coding
        As it was made.
    now : Coding or None
        With the span, words and context of today; the same as ``before`` where nothing changed, ``None``
        where its passage is not to be found.
    likeness : float
        0 to 100: how much of the words is as it was.
    sure : bool
        Whether the words are the same but for case and spaces, and stand in no second place that fits as well.
    """

    before: Coding
    now: Coding | None
    likeness: float = 100.0
    sure: bool = True

    @property
    def stands(self) -> bool:
        """Whether it is where it was."""
        return self.now is self.before


def anchor(codings: Sequence[Coding], document: Document) -> tuple[Anchor, ...]:
    """Find the passages of codings in a document as it is now."""
    return tuple(Anchor(coding, placed_coding(coding, document)) for coding in codings)

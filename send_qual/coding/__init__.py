"""Codings: the immutable table of spans x codes x coders."""

from send_qual.coding.answers import Answer
from send_qual.coding.codings import STATUSES, Coding, Codings

__all__ = ["STATUSES", "Answer", "Coding", "Codings"]

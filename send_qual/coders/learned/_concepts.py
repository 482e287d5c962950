"""The field's concepts, and where they speak in a passage."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

__all__ = ["CONCEPTS_SHA256", "concept_hits", "concepts"]

_LIST = Path(__file__).parent / "concepts.txt"
CONCEPTS_SHA256 = hashlib.sha256(_LIST.read_text(encoding="utf-8").encode()).hexdigest()


@cache
def concepts() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Name and pattern of every concept, in the order of the file."""
    rows = []
    for line in _LIST.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, pattern = line.split(" = ", 1)
            rows.append((name, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")))
    return tuple(rows)


def concept_hits(text: str) -> list[tuple[int, int, int]]:
    """Where concepts speak.

    Parameters
    ----------
    text : str
        A passage in small letters and typewriter punctuation.

    Returns
    -------
    list of (int, int, int)
        Number of the concept, start and end of the hit.

    Examples
    --------
    >>> hits = concept_hits("children wait too long for therapies")
    >>> sorted({concepts()[n][0] for n, _, _ in hits})
    ['neg_strong', 'therapy', 'timely', 'wait', 'wait_long']
    """
    return [(n, m.start(), m.end()) for n, (_, pattern) in enumerate(concepts()) for m in pattern.finditer(text)]

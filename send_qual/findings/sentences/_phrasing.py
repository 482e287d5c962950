"""Numbers in words, defined once: what "most" means is the same everywhere."""

from __future__ import annotations

__all__ = ["PARTICIPANT", "QUANTITIES", "among", "lower_first", "of_documents", "quantity"]

QUANTITIES = (
    ("nearly all", 0.90, "at least 90%, but not all"),
    ("most", 0.70, "70% to under 90%"),
    ("over half", 0.55, "55% to under 70%"),
    ("around half", 0.45, "45% to under 55%"),
    ("some", 0.20, "20% to under 45%"),
    ("a few", 0.0, "under 20%, but more than one"),
)
"""Word, lowest share it stands for, and the same in words."""

PARTICIPANT = "participant"
"""What a case is called where people speak; others are documents."""

# Below this many documents a word for a share would dress up two or three cases: only figures are given.
_FEW = 5


def quantity(n: int, of: int) -> str:
    """The word for a share.

    Examples
    --------
    >>> quantity(14, 15), quantity(10, 15), quantity(8, 15), quantity(15, 15), quantity(1, 15)
    ('nearly all', 'over half', 'around half', 'all', 'one')
    """
    if n == of:
        return "all" if n else "none"
    if n <= 1:
        return ("none", "one")[n]
    return next(word for word, lowest, _ in QUANTITIES if n / of >= lowest)


def of_documents(n: int, of: int, unit: str = "report") -> str:
    """So many of so many, with the word for it.

    Examples
    --------
    >>> of_documents(14, 15), of_documents(8, 15), of_documents(15, 15)
    ('nearly all reports (14 of the 15)', 'around half of the reports (8 of the 15)', 'all 15 reports')
    >>> of_documents(2, 3), of_documents(1, 15), of_documents(0, 15), of_documents(1, 1)
    ('2 of the 3 reports', 'one of the 15 reports', 'none of the 15 reports', 'the one report')
    """
    if of == 1 and n == 1:
        return f"the one {unit}"
    if n == of and n:
        return f"all {of} {unit}s"
    if n <= 1:
        return f"{quantity(n, of) if of else 'none'} of the {of} {unit}s"
    if of < _FEW:
        return f"{n} of the {of} {unit}s"
    word = quantity(n, of)
    link = " of the" if word.endswith("half") else ""
    return f"{word}{link} {unit}s ({n} of the {of})"


def among(n: int, of: int, unit: str) -> str:
    """In so many documents, or by so many participants: how many cases bear something out.

    Examples
    --------
    >>> among(14, 15, "report"), among(6, 8, PARTICIPANT)
    ('in nearly all reports (14 of the 15)', 'by most participants (6 of the 8)')
    """
    return f"{'by' if unit == PARTICIPANT else 'in'} {of_documents(n, of, unit)}"


def lower_first(text: str) -> str:
    """A name inside a sentence; an abbreviation stays as it is.

    Examples
    --------
    >>> lower_first("Health"), lower_first("EHC plans")
    ('health', 'EHC plans')
    """
    return text[:1].lower() + text[1:] if text[1:2].islower() else text

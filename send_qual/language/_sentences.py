"""Sentences by rule: fast, and the same whatever model is installed."""

from __future__ import annotations

import re

__all__ = ["sentences"]

# A full stop after one of these does not end a sentence.
_SHORT = frozenset(
    "mr mrs ms dr prof rev st rd ave nos vs etc e.g i.e eg ie cf al approx dept est fig ch pp para jan feb aug".split()  # noqa: SIM905
)
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s|$)|\n[ \t]*\n\s*|\n(?=\s*[•▪●◦■–-]\s)")
_OPENS = re.compile(r"[\s\"'“‘(\[]*(\S)")
_LAST_WORD = re.compile(r"([\w.]+)\.$")


def _goes_on(text: str, stop: re.Match[str]) -> bool:
    """Whether what looks like the end of a sentence is not one."""
    if text[stop.start()] == "\n":
        return False
    following = _OPENS.match(text, stop.end())
    if following is not None and following[1].islower():
        return True
    if stop[0] != ".":
        return False
    found = _LAST_WORD.search(text, max(0, stop.start() - 12), stop.end())
    word = found[1] if found else ""
    # "Dr. Amis", "e.g. Year 9", and the single letter of "J. Amis" (but "vitamin C." and "I." do end)
    return word.lower() in _SHORT or (len(word) == 1 and word.isupper() and word not in "CI")


def sentences(text: str) -> list[tuple[int, int]]:
    """Split a text into sentences, without a model.

    A sentence ends at ``.``, ``!``, ``?`` or an ellipsis that is followed by space and not by a small
    letter, at an empty line, and before a bullet. Abbreviations and initials do not end one.

    Parameters
    ----------
    text : str

    Returns
    -------
    list of (int, int)
        Half-open spans in code points, without the space around them; none is empty.

    Examples
    --------
    >>> text = "Dr. Amis waits. Families, e.g. in Wexmere, do not!"
    >>> [text[start:end] for start, end in sentences(text)]
    ['Dr. Amis waits.', 'Families, e.g. in Wexmere, do not!']
    """
    spans, start = [], 0
    cuts = [stop.end() for stop in _END.finditer(text) if not _goes_on(text, stop)]
    for end in (*cuts, len(text)):
        piece = text[start:end]
        inner = piece.strip()
        if inner:
            left = start + len(piece) - len(piece.lstrip())
            spans.append((left, left + len(inner)))
        start = end
    return spans

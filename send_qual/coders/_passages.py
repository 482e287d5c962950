"""What is coded: the bullets of a report as they stand, and talk cut into passages of one to a few sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from send_qual.corpus import Document, Segment, kind_of
from send_qual.language import embed, sentences

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Vectors = npt.NDArray[np.float32]

__all__ = ["after_fillers", "cut_passages", "is_quotation", "is_talk"]

_QUOTATION = 150  # words; a text no longer than this is one quotation, brought in to be coded as a whole
_LONGEST = 60  # words of a passage of several sentences
_MOST = 5  # sentences of a passage
_FRAGMENT = 6  # words; less than this hardly stands alone
# What a new passage costs, in the units of distance of sentences from their passage's mean. Set so that passages
# of talk have one to four sentences; coding changes little between 1.6 and 3.5.
_CUT = 3.5
_OPENING = (
    8  # words; shorter sentences that open a turn answer the question ("Brutal. Fair, but brutal.") and stand apart
)
_GOES_ON = 0.3  # dearer by this share before a sentence that leans on the one before it
_TURNS = 0.5  # cheaper by this share before a sentence that turns to the other side, or to the next thing
_TURN = re.compile(
    r"(?:(?:and|so|well|yeah|yes|no|um|er|right|i mean|you know)[, ]+)*"
    r"(?:but|however|although|though|yet|whereas|except|in fairness|to be fair|having said that|that said|mind you|"
    r"on the other hand|now|these days|since then|the (?:other|second|third|next|last) (?:thing|one)|"
    r"what (?:helped|worked))\b",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"(?:(?:and|but|so|or|i mean|you know|well|um|er)[, ]+)*"
    r"(?:it|that|this|these|those|they|he|she|him|her|them|because|'cause|which|who|neither|none|not|nothing|no|exactly)"
    r"(?:'\w+)?\b",
    re.IGNORECASE,
)
_FILLERS = re.compile(
    r"(?:(?:um+|erm?|uh|ah|oh|well|so|yeah|yes|no|and|but|because|'cause|right|okay|ok|look|honestly|actually|i mean|"
    r"you know|sort of)\b[,.\s\u2026-]*)+",
    re.IGNORECASE,
)


def is_talk(document: Document) -> bool:
    """Whether a document is speech, or other running text, and not a report whose paragraphs are passages."""
    return kind_of(document).cut == "sentences"


def is_quotation(document: Document) -> bool:
    """Whether a document is a single quotation: short, and nobody's turns."""
    if not kind_of(document).quotations or len(document.text.split()) > _QUOTATION:
        return False
    return not any(segment.kind in {"turn", "heading", "cell"} for segment in document.segments)


def cut_passages(document: Document) -> tuple[Segment, ...]:
    """The passages of a document, in order.

    A report's bullets and paragraphs are passages as they stand. A participant's turn is cut where the
    subject shifts: sentences stay together while they speak of the same thing, up to five of them or
    60 words. A text of at most 150 words without turns is one quotation and stays whole.

    Parameters
    ----------
    document : Document

    Returns
    -------
    tuple of Segment
        As :meth:`Document.passages` gives them, cut finer; speaker, role, time and page are kept.
    """
    whole = tuple(document.passages())
    if not is_talk(document) or not whole:
        return whole
    if is_quotation(document):
        return (replace(whole[0], end=whole[-1].end),)
    spans = [[(s.start + a, s.start + b) for a, b in sentences(document.words(s))] for s in whole]
    vectors = embed([document.text[a:b] for turn in spans for a, b in turn])
    passages, at = [], 0
    for segment, turn in zip(whole, spans, strict=True):
        texts = [document.text[a:b] for a, b in turn]
        opening = _opening(texts)
        shifts = _shifts(texts[opening:], vectors[at + opening : at + len(turn)])
        for first, last in [(0, opening)] * bool(opening) + [(opening + a, opening + b) for a, b in shifts]:
            passages.append(replace(segment, start=turn[first][0], end=turn[last - 1][1]))
        at += len(turn)
    return tuple(passages)


def _opening(texts: Sequence[str]) -> int:
    """How many sentences of a turn only open it, where more follow."""
    for n, text in enumerate(texts):
        if len(text.split()) >= _OPENING:
            return n
    return 0


def _shifts(texts: Sequence[str], vectors: Vectors) -> list[tuple[int, int]]:
    """Cut the sentences of one turn so that distance from the passages' means and number of cuts are least."""
    import numpy as np

    if len(texts) < 2:
        return [(0, len(texts))] if texts else []
    words = np.array([len(text.split()) for text in texts], np.float64)
    weights = np.sqrt(words)
    dearer = [1 + _GOES_ON * bool(_LEANS.match(text)) - _TURNS * bool(_TURN.match(text)) for text in texts]
    cost = [0.0] + [np.inf] * len(texts)
    cut_at = [0] * (len(texts) + 1)
    for end in range(1, len(texts) + 1):
        for start in range(max(0, end - _MOST), end):
            long = words[start:end].sum()
            if long > _LONGEST and end - start > 1:
                continue
            mean = np.average(vectors[start:end], axis=0, weights=weights[start:end])
            spread = (weights[start:end, None] * (vectors[start:end] - mean) ** 2).sum()
            total = cost[start] + spread + _CUT * ((dearer[start] if start else 1) + (long < _FRAGMENT))
            if total < cost[end]:
                cost[end], cut_at[end] = total, start
    cuts, end = [], len(texts)
    while end:
        cuts.append((cut_at[end], end))
        end = cut_at[end]
    return cuts[::-1]


def after_fillers(text: str) -> int:
    """Where a passage begins to say something, behind "Um, so," and the like; 0 where it begins at once.

    Examples
    --------
    >>> text = "Um, so, I mean, nobody came."
    >>> text[after_fillers(text) :]
    'nobody came.'
    """
    found = _FILLERS.match(text)
    return found.end() if found and found.end() < len(text) else 0

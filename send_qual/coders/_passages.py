"""What is coded: the bullets of a report as they stand, and talk cut into passages of one to a few sentences."""

from __future__ import annotations

import re
from dataclasses import replace

from send_qual.coders._topic_shifts import cut_turn, shipped_shifts
from send_qual.corpus import Document, Segment, kind_of
from send_qual.language import embed, sentences

__all__ = ["after_fillers", "cut_passages", "cut_text", "is_quotation", "is_talk"]

_QUOTATION = 150  # words; a text no longer than this is one quotation, brought in to be coded as a whole
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
    subject shifts, as learnt from hand-coded talk: a passage has up to eight sentences or 60 words. A text of
    at most 150 words without turns is one quotation and stays whole.

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
    passages, at, known = [], 0, shipped_shifts()
    for segment, turn in zip(whole, spans, strict=True):
        texts = [document.text[a:b] for a, b in turn]
        shifts = known.log_odds(texts, vectors[at : at + len(turn)])
        for first, end in cut_turn([len(text.split()) for text in texts], shifts):
            passages.append(replace(segment, start=turn[first][0], end=turn[end - 1][1]))
        at += len(turn)
    return tuple(passages)


def cut_text(text: str) -> list[tuple[int, int]]:
    """A text cut as a turn of talk would be: first sentence and the one after the last, of each passage.

    Examples
    --------
    >>> cut_text("We waited for a year.")
    [(0, 1)]
    """
    texts = [text[a:b] for a, b in sentences(text)]
    return cut_turn([len(one.split()) for one in texts], shipped_shifts().log_odds(texts, embed(texts)))


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

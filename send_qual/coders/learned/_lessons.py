"""Which documents a trained coder learned from: there its suggestions repeat what people taught it."""

from __future__ import annotations

from collections.abc import Collection

from send_qual.coders.learned._registry import coder_beside, judge_beside
from send_qual.coding import Codings

__all__ = ["judge_learned_from", "learned_from"]


def learned_from(codings: Codings) -> tuple[str, ...]:
    """The documents that the trained coder among the coders of these codings learned from.

    They are told by the sha256 of their text, which the card of the coder holds: a copy of them counts, a corrected
    text does not.

    Parameters
    ----------
    codings : Codings
        With corpus and codebook; without them, or where no trained coder suggested anything, there are none.

    Raises
    ------
    SendQualError
        Where the files of the coder were tampered with.
    """
    if codings.corpus is None or codings.codebook is None:
        return ()
    coder = coder_beside(codings.codebook)
    if coder is None or not any(row.coder == f"{coder.name}-{coder.version}" for row in codings.rows):
        return ()
    lessons = set(coder.card.corpus.values())
    return tuple(document.id for document in codings.corpus if document.sha256 in lessons)


def judge_learned_from(codings: Codings, judges: Collection[str]) -> tuple[str, ...]:
    """The documents whose answers taught the judge of report-level questions, told as in :func:`learned_from`.

    Parameters
    ----------
    codings : Codings
        With corpus and codebook.
    judges : collection of str
        Who answered: there are none where the judge beside the codebook is not among them.
    """
    if codings.corpus is None or codings.codebook is None:
        return ()
    judge = judge_beside(codings.codebook)
    if judge is None or judge.version not in judges:
        return ()
    return tuple(document.id for document in codings.corpus if document.sha256 in judge.lessons)

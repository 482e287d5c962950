"""The unit of coding: what people coded at a time, passages or whole turns and answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING

from send_qual.codebook import Codebook
from send_qual.coders._passages import cut_passages, cut_text, is_quotation, is_talk
from send_qual.coders.coder import Evidence
from send_qual.coding import shares_half
from send_qual.corpus import Corpus, Document, Segment

if TYPE_CHECKING:
    from send_qual.coding import Coding

__all__ = ["PASSAGE", "TURN", "cut_units", "in_units", "unit_of", "unit_of_examples"]

PASSAGE, TURN = "passage", "turn"


def cut_units(document: Document, unit: str) -> tuple[Segment, ...]:
    """A document cut into what people code at a time.

    Parameters
    ----------
    document : Document
    unit : str
        ``"passage"`` or ``"turn"``: whole turns of talk, answers, paragraphs.
    """
    if unit == TURN and is_talk(document) and not is_quotation(document):
        return tuple(document.passages())
    return cut_passages(document)


def in_units(evidence: Evidence, unit: str) -> Evidence:
    """The same document in other units, as far as the evidence goes."""
    if unit == PASSAGE:
        return evidence
    units = cut_units(evidence.document, unit)
    if units == evidence.passages:
        return evidence
    given = evidence.passages
    return Evidence(evidence.document, tuple(u for u in units if any(shares_half(p, u) for p in given)))


def unit_of(people: Iterable[Coding], corpus: Corpus) -> str:
    """What people coded at a time: ``"turn"`` where most codings of talk go over more than one passage.

    Parameters
    ----------
    people : iterable of Coding
    corpus : Corpus
    """
    rows: dict[str, list[Coding]] = defaultdict(list)
    for coding in people:
        rows[coding.document].append(coding)
    longer = n = 0
    for document in corpus:
        if document.id in rows and is_talk(document) and not is_quotation(document):
            passages = cut_passages(document)
            turns = {(turn.start, turn.end) for turn in document.passages()}
            for row in rows[document.id]:
                found = [(p.start, p.end) for p in passages if shares_half(row, p)]
                longer += len(found) > 1
                n += len(found) > 1 or not turns.issuperset(found)  # a turn that is one passage tells neither way
    return TURN if 2 * longer > n else PASSAGE


def unit_of_examples(codebook: Codebook) -> str:
    """What people code at a time by the codebook's examples: ``"turn"`` where most are longer than a passage.

    Parameters
    ----------
    codebook : Codebook

    Examples
    --------
    >>> from send_qual.codebook import Code
    >>> unit_of_examples(Codebook("tea", "1", (Code("cup", "Cup", examples=("The cup was chipped.",)),)))
    'passage'
    """
    examples = [text for code in codebook for text in code.examples]
    longer = sum(len(cut_text(text)) > 1 for text in examples)
    return TURN if 2 * longer > len(examples) else PASSAGE

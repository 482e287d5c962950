"""What participants tie to a theme: why something helps or hinders, under which condition, what came of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from send_qual.codebook import BOTH
from send_qual.coding.span import overlap
from send_qual.findings._aspects import Aspect
from send_qual.findings._evidence import Evidence, Reference
from send_qual.findings.interview_study.model import Quote
from send_qual.findings.patterns import KINDS, relations
from send_qual.findings.sentences._excerpt_choice import Teller
from send_qual.findings.sentences._extracts import split

__all__ = ["ties"]

_LEANING = 0.5  # log-odds by which a sentence alone must lean to the side
_SURE = 0.75  # confidence of a suggestion from which its words may stand for the theme
# Somebody says who they are, or tells of one child: no reason of anything.
_OF_ONESELF = re.compile(
    r"\b(?:I['’]m|I am|I was|I['’]ve been|I have been) (?:a|an|the|in|at|here|chair|head|director)\b|\bmy (?:name|"
    r"role|job|own|"
    r"son|daughter|husband|wife|mum|dad|boy|girl|lad)\b|\b(?:a|this|one) (?:lad|girl|boy|kid|child|mother|"
    r"mum) (?!in every\b)\w|"
    r"^(?:Whereas|While)\b",
    re.IGNORECASE,
)


def ties(
    passages: Sequence[Evidence], aspects: Iterable[Aspect], teller: Teller, shown: Sequence[Reference], code: str
) -> tuple[tuple[str, Quote], ...]:
    """Whole sentences that tie a cause, a consequence, a condition, a contrast or a change to a theme.

    Parameters
    ----------
    passages : sequence of Evidence
        Of the theme; suggestions count from a confidence of 0.75 on.
    aspects : iterable of Aspect
        What helps and what hinders; of a passage that is both, its sentences do not tell.
    teller : Teller
        Knows which side a sentence leans to by itself: it must be that of its passage. Words that may identify
        somebody, or that nobody wants, are not among them.
    shown : sequence of Reference
        What the chapter quotes already.
    code : str
        Id of the theme.

    Returns
    -------
    tuple of (str, Quote)
        Kind and words, in the order of an argument: one of each kind and side, participants taking turns.
    """
    found: list[tuple[str, Quote]] = []
    for aspect in aspects:
        for kind in KINDS:
            taken = [*shown, *(quote.reference for _, quote in found)]
            told = {quote.participant for _, quote in found}
            fits = [e for e in passages if aspect.fits(e) and e.side != BOTH and _surely(e)]
            free = [one for e in fits for one in _of_kind(e, kind, aspect, teller, code) if not _touches(one, taken)]
            if free:
                found.append((kind, min(free, key=lambda q: (q.participant in told, -len(q.text), q.key))))
    return tuple(found)


def _surely(item: Evidence) -> bool:
    return item.reviewed or item.confidence is None or item.confidence >= _SURE


def _touches(one: Quote, taken: Iterable[Reference]) -> bool:
    return any(at.document == one.reference.document and overlap(at, one.reference) > 0 for at in taken)


def _of_kind(item: Evidence, kind: str, aspect: Aspect, teller: Teller, code: str) -> Iterable[Quote]:
    sentences, chooser = split(item.reference.quote), teller.chooser
    for n in range(len(sentences)):
        for relation in relations(sentences, n):
            at = item.reference.within(relation.start, relation.end)
            if (
                relation.kind != kind
                or teller.leans_to(sentences[n][2], aspect.side) < _LEANING
                or _OF_ONESELF.search(at.quote)
            ):
                continue
            if chooser.unwanted(at) or chooser.risks(at.document, at.start, at.end):
                continue
            words = chooser.printed(" ".join(at.quote.split()))
            yield Quote(words, at, code, aspect.side, item.facets)

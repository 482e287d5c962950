"""Terms that a codebook may want, from what its codes say of themselves and passages near to that: for a person."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from send_qual.codebook import Codebook
from send_qual.coders._described import DescribedCoder
from send_qual.coders.coder import Evidence
from send_qual.corpus import Corpus
from send_qual.language import stop_words

__all__ = ["ProposedTerm", "proposed_terms"]

_EACH = 8
_FEWEST = 2  # passages with a word, below which it is no more than that passage's own
_SHARE = 0.5  # of the passages with a word that are suggested for the code: below that it speaks for others as well
_WORD = re.compile(r"[^\W\d_][\w'’-]+")


@dataclass(frozen=True, slots=True)
class ProposedTerm:
    """A word or pair of words that may speak for a code.

    Parameters
    ----------
    code : str
    text : str
    source : str
        Where it stands first: ``"name"``, ``"definition"``, ``"example"`` or ``"corpus"``.
    passages : int
        Passages of the corpus with it.
    near : int
        Those of them that are suggested for the code.
    """

    code: str
    text: str
    source: str
    passages: int
    near: int


def proposed_terms(codebook: Codebook, corpus: Corpus) -> tuple[ProposedTerm, ...]:
    """Propose terms for a codebook's themes; nothing is taken until a person writes it into the codebook.

    A word or pair of words is proposed for the one theme it speaks for: half or more of the passages with it are near
    what that theme says of itself. Terms that the codebook has are left out.

    Parameters
    ----------
    codebook : Codebook
    corpus : Corpus

    Returns
    -------
    tuple of ProposedTerm
        By theme in the codebook's order, those with most passages near first; at most eight each.
    """
    evidences = tuple(Evidence(document) for document in corpus)
    if not codebook.themes or not any(evidence.passages for evidence in evidences):
        return ()
    coder = DescribedCoder(evidences, codebook)
    near: dict[str, dict[str, set[tuple[int, int]]]] = {}
    every: dict[str, set[tuple[int, int]]] = {}
    for n, evidence in enumerate(evidences):
        said = coder.suggest(evidence, codebook)
        for p, (passage, text) in enumerate(zip(evidence.passages, evidence.texts, strict=True)):
            codes = {s.code for s in said if s.start < passage.end and s.end > passage.start}
            for gram in _grams(text):
                every.setdefault(gram, set()).add((n, p))
                for theme in codes:
                    near.setdefault(theme, {}).setdefault(gram, set()).add((n, p))
    known = {term.text.lower() for code in codebook for term in code.terms}
    return tuple(
        term
        for theme in codebook.themes
        for term in _best(theme.id, codebook, {g: (len(every[g]), len(at)) for g, at in near.get(theme.id, {}).items()})
        if term.text not in known
    )


def _best(theme: str, codebook: Codebook, counts: dict[str, tuple[int, int]]) -> list[ProposedTerm]:
    """The proposals of one theme; of a pair and its words that say the same, the pair."""
    family = [code for code in codebook if code.id.split("/")[0] == theme]
    own = {
        "name": {g for code in family for g in _grams(code.name)},
        "definition": {g for code in family for text in (code.definition, *code.include) for g in _grams(text)},
        "example": {g for code in family for text in code.examples for g in _grams(text)},
    }
    rows = []
    for gram, (passages, near) in counts.items():
        source = next((source for source, grams in own.items() if gram in grams), "corpus")
        if near >= _SHARE * passages and (passages >= _FEWEST or source != "corpus"):
            rows.append(ProposedTerm(theme, gram, source, passages, near))
    rows.sort(key=lambda row: (-row.near, row.passages, -len(row.text), row.text))
    kept: list[ProposedTerm] = []
    for row in rows:
        if not any(f" {row.text} " in f" {other.text} " and row.near <= other.near for other in kept):
            kept.append(row)
    return kept[:_EACH]


def _grams(text: str) -> Iterable[str]:
    """The words of a text that say something, and pairs of them side by side."""
    words = _WORD.findall(text.lower())
    told = [word if word not in stop_words() else "" for word in words]
    return {*filter(None, told), *(f"{a} {b}" for a, b in pairwise(told) if a and b)}

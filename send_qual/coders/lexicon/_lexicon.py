"""The terms of a codebook, found in passages and weighed together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from send_qual.codebook import Codebook
from send_qual.coders.coder import Evidence
from send_qual.coders.lexicon._terms import Hit, TermMatcher

__all__ = ["both_senses", "lexicon_hits", "strength", "theme_hits"]

_SURE = 0.95  # what one term of weight 1 is worth: no word alone is certain


@lru_cache(maxsize=8)
def _matcher(codebook: Codebook) -> TermMatcher:
    return TermMatcher((code.id, term) for code in codebook for term in code.terms)


@lru_cache(maxsize=2)  # a coder asks more than once for the document it is at
def lexicon_hits(evidence: Evidence, codebook: Codebook) -> tuple[Mapping[str, tuple[Hit, ...]], ...]:
    """The hits of a codebook's terms in each passage, by code."""
    matcher = _matcher(codebook)
    return tuple(_by_code(matcher.hits(doc)) for doc in evidence.tagged)


def both_senses(
    evidence: Evidence, codebook: Codebook
) -> tuple[tuple[Mapping[str, tuple[Hit, ...]], ...], tuple[tuple[Hit, ...], ...]]:
    """What :func:`lexicon_hits` gives, and the hits that do not count: words in another sense, or denied."""
    matcher = _matcher(codebook)
    found = [matcher.both(doc) for doc in evidence.tagged]
    return tuple(_by_code(hits) for hits, _ in found), tuple(senses for _, senses in found)


def _by_code(hits: Iterable[Hit]) -> Mapping[str, tuple[Hit, ...]]:
    by_code: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_code[hit.owner].append(hit)
    return {code: tuple(found) for code, found in by_code.items()}


def strength(hits: Iterable[Hit]) -> float:
    """How strongly hits speak together: each distinct term is one independent witness (noisy-or).

    Two terms whose hits overlap are one witness, the stronger.
    """
    doubt = 1.0
    seen: list[tuple[int, int]] = []
    terms = set()
    for hit in sorted(hits, key=lambda h: (-h.term.weight, h.start)):
        if hit.term in terms or any(hit.start < end and hit.end > start for start, end in seen):
            continue
        terms.add(hit.term)
        seen.append((hit.start, hit.end))
        doubt *= 1 - _SURE * hit.term.weight
    return 1 - doubt


def theme_hits(hits: Mapping[str, tuple[Hit, ...]]) -> dict[str, list[Hit]]:
    """Hits by theme: a sub-code's words speak for its theme too."""
    themes: dict[str, list[Hit]] = defaultdict(list)
    for code, found in hits.items():
        themes[code.split("/")[0]].extend(found)
    return themes

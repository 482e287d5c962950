"""The lexicon coder: the terms of a codebook, weighed together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache

from send_qual.codebook import Codebook
from send_qual.coders._polarity import polarities
from send_qual.coders._terms import Hit, TermMatcher
from send_qual.coders.coder import Evidence, Suggestion

__all__ = ["LexiconCoder", "lexicon_hits", "strength", "sub_codes", "theme_hits"]

_SURE = 0.95  # what one term of weight 1 is worth: no word alone is certain
_ENOUGH = 0.5


@lru_cache(maxsize=8)
def _matcher(codebook: Codebook) -> TermMatcher:
    return TermMatcher((code.id, term) for code in codebook for term in code.terms)


def lexicon_hits(evidence: Evidence, codebook: Codebook) -> tuple[Mapping[str, tuple[Hit, ...]], ...]:
    """The hits of a codebook's terms in each passage, by code."""
    matcher = _matcher(codebook)
    rows = []
    for doc in evidence.tagged:
        by_code: dict[str, list[Hit]] = defaultdict(list)
        for hit in matcher.hits(doc):
            by_code[hit.owner].append(hit)
        rows.append({code: tuple(hits) for code, hits in by_code.items()})
    return tuple(rows)


def other_senses(evidence: Evidence, codebook: Codebook) -> tuple[tuple[Hit, ...], ...]:
    """The hits in each passage that do not count: words in another sense, or denied."""
    matcher = _matcher(codebook)
    return tuple(matcher.other_senses(doc) for doc in evidence.tagged)


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


def sub_codes(theme: str, strengths: Mapping[str, float]) -> tuple[str, ...]:
    """The most specific sub-codes of a theme that have evidence enough; the theme itself where none has."""
    enough = [code for code, s in strengths.items() if code.startswith(f"{theme}/") and s >= _ENOUGH]
    deepest = [code for code in enough if not any(other.startswith(f"{code}/") for other in enough)]
    return tuple(deepest) or (theme,)


class LexiconCoder:
    """Suggest the codes whose terms speak in a passage."""

    name = "lexicon"
    version = "1"
    embeds = False  # needs no sentence vectors: the model is not loaded for it

    def suggest(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
        """A suggestion per passage and code whose terms together are worth a half or more."""
        found = []
        for n, hits in enumerate(lexicon_hits(evidence, codebook)):
            passage = evidence.passages[n]
            strengths = {code: strength(h) for code, h in hits.items()}
            for theme, all_hits in theme_hits(hits).items():
                if (confidence := strength(all_hits)) < _ENOUGH:
                    continue
                for code in sub_codes(theme, strengths):
                    own = sorted(hits.get(code) or all_hits, key=lambda h: (-h.term.weight, h.start))
                    words = tuple((passage.start + h.start, passage.start + h.end) for h in own)
                    facets = polarities(evidence, codebook, n, tuple((h.start, h.end) for h in own))
                    found.append(Suggestion(passage.start, passage.end, code, confidence, facets, words))
        return tuple(found)

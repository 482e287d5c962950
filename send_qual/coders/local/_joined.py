"""A coder and a model that speak together: one more voice in the panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from send_qual.codebook import Codebook
from send_qual.coders.coder import Coder, Evidence, Suggestion
from send_qual.coders.local._coder import LocalCoder
from send_qual.coding.span import shares_half

__all__ = ["JoinedCoder"]


class JoinedCoder:
    """What either of two coders suggests; where both give one theme on the same words, one suggestion, and surer.

    Parameters
    ----------
    coder : Coder
        Whose span and code stand where both suggest.
    model : LocalCoder
    """

    def __init__(self, coder: Coder, model: LocalCoder) -> None:
        self._coder, self.model = coder, model
        self.name = f"{coder.name}+{model.name}"
        self.version = f"{coder.version}+{model.version}"
        self.embeds = getattr(coder, "embeds", True)

    def suggest(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
        """The suggestions of both, in order."""
        return joined(self._coder.suggest(evidence, codebook), self.model.suggest(evidence, codebook))

    def missing(self, codebook: Codebook) -> tuple[str, ...]:
        """Codes that the coder learned and the codebook does not have."""
        return tuple(self._coder.missing(codebook)) if hasattr(self._coder, "missing") else ()


def joined(first: Sequence[Suggestion], second: Sequence[Suggestion]) -> tuple[Suggestion, ...]:
    """Two coders' suggestions for one document; where they agree the first's, its facets filled in.

    Examples
    --------
    >>> one, other = Suggestion(0, 40, "data/use", 0.6), Suggestion(0, 30, "data", 0.5, {"polarity": "challenge"})
    >>> (both,) = joined([one], [other])
    >>> both.code, both.confidence, dict(both.facets)
    ('data/use', 0.8, {'polarity': 'challenge'})
    """
    rows, alone = list(first), []
    for other in second:
        same = [n for n, one in enumerate(rows) if _theme(one) == _theme(other) and shares_half(one, other)]
        alone += [] if same else [other]
        for n in same:
            one = rows[n]
            sure = round(1 - (1 - one.confidence) * (1 - other.confidence), 4)
            note = "; ".join(filter(None, (one.note, other.note)))
            rows[n] = replace(one, confidence=sure, facets={**other.facets, **one.facets}, note=note)
    return tuple(sorted((*rows, *alone), key=lambda s: (s.start, s.end, s.code)))


def _theme(suggestion: Suggestion) -> str:
    return suggestion.code.split("/", maxsplit=1)[0]

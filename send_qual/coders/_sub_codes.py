"""Which sub-codes of a suggested theme a passage carries, each with the side of its own clauses."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass

from send_qual.codebook import BOTH, STRENGTH, WEAKNESS, Codebook
from send_qual.coders._polarity import of_clauses
from send_qual.coders.coder import Suggestion
from send_qual.coders.lexicon._lexicon import strength
from send_qual.coders.lexicon._terms import Hit
from send_qual.corpus import Segment
from send_qual.language import sentences

__all__ = ["Finer", "finer"]

_ENOUGH = 0.5  # what a sub-code's terms must be worth together in the passage,
_AT_ONCE = 0.4  # and in one sentence of it: words strewn over a passage do not add up to a finding
_OPPOSITE = {STRENGTH: WEAKNESS, WEAKNESS: STRENGTH}


@dataclass(frozen=True, slots=True)
class Finer:
    """A sub-code (or the theme itself) with its side, and the hits that speak for it, weightiest first."""

    code: str
    side: str
    hits: tuple[Hit, ...]

    def words(self, passage: Segment) -> tuple[tuple[int, int], ...]:
        """The spans of the hits in the document."""
        return tuple((passage.start + h.start, passage.start + h.end) for h in self.hits)

    def facets(self, of_theme: Mapping[str, str], codebook: Codebook) -> dict[str, str]:
        """The theme's facets, with the side found here."""
        return {**of_theme, **codebook.of_side(self.side)}

    def suggestion(self, passage: Segment, confidence: float, codebook: Codebook, note: str = "") -> Suggestion:
        """Suggested for the whole passage, with the theme's confidence."""
        facets = self.facets({}, codebook)
        return Suggestion(passage.start, passage.end, self.code, confidence, facets, self.words(passage), note)


def finer(
    theme: str,
    side: str,
    hits: Mapping[str, Sequence[Hit]],
    text: str,
    section: str,
    *,
    learned: Mapping[str, bool] | None = None,
) -> tuple[Finer, ...]:
    """The sub-codes of a theme that a passage carries.

    A sub-code needs words of its own, enough of them in one sentence, and takes its side from the
    clauses in which they stand, with the passage's as what is expected. Where the passage is all
    strength or all weakness for the theme, a sub-code whose clauses plainly say the opposite is a
    passing contrast and is left out. The theme itself is given where no sub-code is, and where the
    sub-codes do not show both sides of a mixed passage.

    Parameters
    ----------
    theme, side : str
        The theme and what the passage as a whole says of it; ``""`` for a codebook without sides.
    hits : mapping of str to sequence of Hit
        The terms that speak in the passage, by code.
    text, section : str
        The passage.
    learned : mapping of str to bool, optional
        Sub-codes that a coder has learned, and whether it suggests them here; terms do not decide those.

    Examples
    --------
    >>> from send_qual.codebook import Term
    >>> waits, help = Term("wait", kind="pattern"), Term("group", kind="pattern")
    >>> text = "Families wait too long. However, parents value the support group."
    >>> hits = {"health/waits": [Hit("", waits, 9, 13)], "health/groups": [Hit("", help, 58, 63)]}
    >>> [(f.code, f.side) for f in finer("health", "both", hits, text, "experience")]
    [('health/waits', 'weakness'), ('health/groups', 'strength')]
    >>> [(f.code, f.side) for f in finer("health", "weakness", hits, text, "experience")]
    [('health/waits', 'weakness')]
    """
    known = learned or {}
    spoken = _spoken(theme, hits, text, known)
    chosen = dict.fromkeys([*(code for code, likely in known.items() if likely), *spoken])
    found = []
    for code in chosen:
        own = tuple(hits.get(code, ()))
        said = of_clauses(text, section, [(h.start, h.end) for h in own], side) if side else ""
        if said and said == _OPPOSITE.get(side) and code not in known:
            continue
        found.append(Finer(code, side if said == _OPPOSITE.get(side) else said, _ranked(own)))
    if not found or not _shown(side, {f.side for f in found}):
        found.insert(0, Finer(theme, side, _ranked(h for code in hits if _under(code, theme) for h in hits[code])))
    return tuple(found)


def _under(code: str, theme: str) -> bool:
    return code == theme or code.startswith(f"{theme}/")


def _spoken(theme: str, hits: Mapping[str, Sequence[Hit]], text: str, known: Container[str]) -> list[str]:
    """The most specific sub-codes whose own terms are worth enough."""
    cuts = sentences(text)
    enough = [
        code
        for code, own in hits.items()
        if code.startswith(f"{theme}/")
        and code not in known
        and strength(own) >= _ENOUGH
        and max(strength(h for h in own if a <= h.start < b) for a, b in cuts) >= _AT_ONCE
    ]
    return [code for code in enough if not any(other.startswith(f"{code}/") for other in enough)]


def _ranked(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    return tuple(sorted(hits, key=lambda h: (-h.term.weight, h.start)))


def _shown(side: str, said: set[str]) -> bool:
    """Whether the sub-codes together say what the theme says."""
    return side != BOTH or BOTH in said or {STRENGTH, WEAKNESS} <= said

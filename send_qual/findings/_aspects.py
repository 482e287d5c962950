"""What is told apart in a theme: the values of the codebook's facets, those with two sides as sides."""

from __future__ import annotations

from dataclasses import dataclass

from send_qual.codebook import BOTH, STRENGTH, WEAKNESS, Code, Codebook, Facet, FacetValue
from send_qual.findings._evidence import Evidence
from send_qual.findings.sentences._phrasing import lower_first

__all__ = ["Aspect", "aspects", "clause", "in_turn", "of_side"]


_NONE = FacetValue("")


@dataclass(frozen=True, slots=True)
class Aspect:
    """A value of a facet as something to count and to write of; an empty one stands for all passages.

    Parameters
    ----------
    facet, value : str
        Ids.
    side : str
        ``"strength"`` or ``"weakness"`` where the facet parts the two: what is both then counts on either side.
    words : FacetValue
        How it is spoken of.
    """

    facet: str = ""
    value: str = ""
    side: str = ""
    words: FacetValue = _NONE

    def fits(self, evidence: Evidence) -> bool:
        """Whether a passage counts here."""
        if self.side:
            return evidence.side in {self.side, BOTH}
        return not self.facet or evidence.value(self.facet) == self.value

    def named(self, name: str) -> str:
        """A name with what is told of it: "Challenges: health"; the name alone where nothing is told apart."""
        return f"{self.words.label}: {lower_first(name)}" if self.facet else name

    @property
    def spoken(self) -> str:
        """What people spoke of: "what helps", "“green shoots”", "it"."""
        if self.side:
            return f"what {self.words.verb}s"
        return f"“{self.words.name}”" if self.facet else "it"

    @property
    def manner(self) -> str:
        """As what people spoke of a matter: "helping"; the value's name where it is no side."""
        return f"{self.words.verb}ing" if self.side else self.words.name

    @property
    def aside(self) -> str:
        """The value in brackets behind a name, with the space before; ``""`` where nothing is told apart."""
        return f" ({self.words.name})" if self.facet else ""


def _aspect(facet: Facet, value: str, *, sided: bool) -> Aspect:
    return Aspect(facet.id, value, facet.sign(value) if sided else "", facet.of(value))


def of_side(codebook: Codebook, side: str) -> Aspect:
    """The aspect of a side; an empty one where no facet of the codebook has sides."""
    facet = codebook.sided
    return _aspect(facet, facet.value_of(side), sided=True) if facet else Aspect()


def aspects(codebook: Codebook) -> tuple[Aspect, ...]:
    """All that statements are made of: weaknesses, then strengths; each value of other facets; else all passages."""
    sided = codebook.sided
    found = [of_side(codebook, side) for side in (WEAKNESS, STRENGTH)] if sided else []
    for facet in codebook.facets:
        if facet != sided:
            found += [_aspect(facet, value, sided=False) for value in facet.values]
    return tuple(found) or (Aspect(),)


def in_turn(codebook: Codebook) -> tuple[Aspect, ...]:
    """The same as talk is told: what helps before what hinders."""
    return tuple(sorted(aspects(codebook), key=lambda one: (one.side == WEAKNESS and 1) or 0 if one.side else 2))


def clause(code: Code, aspect: Aspect) -> str:
    """How a finding is worded: the code's own clause, else the facet's, else one made from the names."""
    if said := code.phrase(aspect.value):
        return said
    name = lower_first(code.name)
    if aspect.words.phrase:
        return aspect.words.phrase.replace("{code}", name)
    if aspect.side:
        return f"{'Strengths' if aspect.side == STRENGTH else 'Weaknesses'} in {name} were identified"
    if aspect.facet:
        return f"Passages on {name} as “{aspect.words.name}” were found"
    return f"Passages on {name} were found"

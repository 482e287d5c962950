"""A facet: a second dimension of a coding, with the words and the sign of each of its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["BOTH", "SIGNS", "STRENGTH", "WEAKNESS", "Facet", "FacetValue", "known_facet"]

STRENGTH, WEAKNESS, BOTH = "strength", "weakness", "both"
SIGNS = (STRENGTH, WEAKNESS, BOTH)
"""What a value may say of what is coded; ``""`` where it says neither."""

_KNOWN = Path(__file__).parent / "data" / "facets.yaml"
_MARKS = {STRENGTH: "+", WEAKNESS: "−", BOTH: "±"}
_VERBS = {STRENGTH: "help", WEAKNESS: "hinder"}
_SAID = {STRENGTH: ("+", "positive"), WEAKNESS: ("-", "−", "negative"), BOTH: ("~", "±")}


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value of a facet, and how it is spoken of. All but ``id`` have a default made from what is there.

    Parameters
    ----------
    id : str
        As it stands in tables: ``"challenge"``.
    sign : str
        ``"strength"``, ``"weakness"``, ``"both"``, or ``""`` where it is neither.
    name, noun : str
        In a sentence, and there with its article: ``"challenge"``, ``"a challenge"``.
    label, box, heading : str
        Before a name ("Challenges: health"), over a framed list, over a section of a draft.
    phrase : str
        How a finding is worded where the code says nothing of its own; ``{code}`` is the code's name.
    verb : str
        What such a thing does, to be inflected: ``"hinder"``.
    mark, colour : str
        A sign for narrow places, and ``"#rrggbb"``.
    also : tuple of str
        Other words that people write for it in tables.
    """

    id: str
    sign: str = ""
    name: str = ""
    noun: str = ""
    label: str = ""
    box: str = ""
    heading: str = ""
    phrase: str = ""
    verb: str = ""
    mark: str = ""
    colour: str = ""
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        name = self.name or self.id
        label = self.label or f"{name[:1].upper()}{name[1:]}"
        told = {
            "name": name,
            "noun": self.noun or name,
            "label": label,
            "box": self.box or label,
            "heading": self.heading or label,
            "verb": self.verb or _VERBS.get(self.sign, ""),
            "mark": self.mark or _MARKS.get(self.sign, name),
        }
        for field, words in told.items():
            object.__setattr__(self, field, words)

    def means(self, said: str) -> bool:
        """Whether somebody who writes this means the value: its id, a name of it, its mark, in small letters or not."""
        words = (self.id, self.name, self.label, self.box, self.sign, self.mark, *self.also, *_SAID.get(self.sign, ()))
        return said.casefold() in {word.casefold() for word in words if word}


@dataclass(frozen=True, slots=True)
class Facet:
    """A second dimension of a coding: what a codebook declares under ``facets:``.

    Parameters
    ----------
    id, name : str
    values : tuple of str
        Ids of its values, in their order.
    definition : str
    words : tuple of FacetValue
        One per value. Left out, those of the facet that the package knows by this id and these values are taken.
    also : tuple of str
        Other headings of its column in tables that people send.

    Examples
    --------
    >>> phase = Facet("phase", "Phase", ("green shoots", "flourishing"), words=(
    ...     FacetValue("green shoots"), FacetValue("flourishing", "strength")))
    >>> phase.sign("flourishing"), phase.value_of("weakness"), phase.is_sided
    ('strength', '', False)
    """

    id: str
    name: str
    values: tuple[str, ...]
    definition: str = ""
    words: tuple[FacetValue, ...] = ()
    also: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.words) != len(self.values):
            known = known_facet(self.id, self.values)
            told = {one.id: one for one in known.words} if known else {}
            object.__setattr__(self, "words", tuple(told.get(v, FacetValue(v)) for v in self.values))
            object.__setattr__(self, "also", self.also or (known.also if known else ()))

    def of(self, value: str) -> FacetValue:
        """The words of a value; of one that it does not have, the value itself."""
        return next((one for one in self.words if one.id == value), FacetValue(value))

    def sign(self, value: str) -> str:
        """What a value says: ``"strength"``, ``"weakness"``, ``"both"`` or ``""``."""
        return self.of(value).sign if value else ""

    def value_of(self, sign: str) -> str:
        """The first value with this sign, ``""`` where there is none."""
        return next((one.id for one in self.words if sign and one.sign == sign), "")

    def signed(self, sign: str) -> FacetValue:
        """The words of the first value with this sign."""
        return self.of(self.value_of(sign))

    @property
    def is_sided(self) -> bool:
        """Whether one of its values is a strength and another a weakness."""
        return {STRENGTH, WEAKNESS} <= {one.sign for one in self.words}

    def meant(self, said: str) -> str:
        """The value that somebody means who writes this in a table; ``""`` where it is none."""
        exact = next((v for v in self.values if v.casefold() == said.casefold()), "")
        return exact or next((one.id for one in self.words if one.means(said)), "")

    def joint(self, values: Iterable[str]) -> str:
        """The value of one passage that was given several: both sides make the value of both, else the most frequent.

        Examples
        --------
        >>> depth = Facet("depth", "Depth", ("thin", "thick"))
        >>> depth.joint(["thick", "thin"]), depth.joint(["thick", "thin", "thick"])
        ('thin', 'thick')
        """
        given = Counter(value for value in values if value)
        signs = {self.sign(value) for value in given}
        if (both := self.value_of(BOTH)) and (BOTH in signs or {STRENGTH, WEAKNESS} <= signs):
            return both
        order = {value: n for n, value in enumerate(self.values)}
        return min(given, key=lambda value: (-given[value], order.get(value, len(order)), value), default="")


@cache
def _known() -> tuple[Facet, ...]:
    from ruamel.yaml import YAML

    rows = YAML(typ="safe").load(_KNOWN.read_text(encoding="utf-8"))
    made = []
    for row in rows:
        words = tuple(FacetValue(**{**value, "also": tuple(value.get("also", ()))}) for value in row["values"])
        ids = tuple(value.id for value in words)
        made.append(Facet(row["id"], row["name"], ids, row["definition"], words, tuple(row.get("also", ()))))
    return tuple(made)


def known_facet(id: str, values: Iterable[str] = ()) -> Facet | None:
    """A facet that codebooks may name without saying more of it; none where it has not all of these values."""
    found = next((facet for facet in _known() if facet.id == id), None)
    return found if found and set(values) <= set(found.values) else None

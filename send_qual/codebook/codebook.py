"""A codebook: themes, sub-codes, facets and report-level issues."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from send_qual.codebook.facet import Facet

__all__ = ["Code", "Codebook", "Issue", "Term", "WorkedExample"]


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that speaks for a code.

    Parameters
    ----------
    text : str
    kind : str
        ``"phrase"`` (these words, any case, hyphen or space alike), ``"lemma"`` (these words in any
        inflection) or ``"pattern"`` (a regular expression, any case, on word boundaries).
    weight : float
        How strongly it speaks for the code alone; 1 decides.
    unless : tuple of str
        Regular expressions: where one of them matches around the hit (in the same sentence,
        overlapping the hit), the hit does not count.
    """

    text: str
    kind: str = "lemma"
    weight: float = 1.0
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Code:
    """A code; its id is its path, ``theme/sub-code``.

    Parameters
    ----------
    id, name, parent : str
        ``parent`` is the id of the code above, ``""`` for a theme.
    definition : str
    include, exclude : tuple of str
        Criteria in words.
    examples : tuple of str
        Passages of our own making.
    terms : tuple of Term
    phrases : tuple of (str, str)
        How a finding is worded, by value of a facet: a clause after which "in 14 of 15 reports" or
        "by 12 of 20 participants" can follow: "Long waits for therapies were identified".
    colour : str
        ``"#rrggbb"``, or ``""``.
    origin : str
        ``"deductive"``, or ``"inductive"`` for a code that came from an emergent theme.
    added_by, added_on : str
        Who added it and when (ISO date), or ``""``: set for inductive codes.
    formerly : tuple of str
        Full ids that it had, or that codes merged into it had: codings with them are codings with this code.
    """

    id: str
    name: str
    parent: str = ""
    definition: str = ""
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    phrases: tuple[tuple[str, str], ...] = ()
    colour: str = ""
    origin: str = "deductive"
    added_by: str = ""
    added_on: str = ""
    formerly: tuple[str, ...] = field(default=(), repr=False)  # no part of what a machine coder is told

    @property
    def theme(self) -> str:
        """The id of the top-level code it belongs to."""
        return self.id.split("/")[0]

    def phrase(self, value: str) -> str:
        """Its own wording of a finding with this value of a facet, or ``""``."""
        return next((words for one, words in self.phrases if one == value), "")


@dataclass(frozen=True, slots=True)
class Issue:
    """A question asked of a whole report, answered yes or no from passages.

    Parameters
    ----------
    id, question : str
    codes : tuple of str
        Codes whose passages it draws on.
    sections : tuple of str
        Ids of the sections it is judged over; only documents of a kind (:class:`send_qual.corpus.Kind`) that has
        all of them are asked.
    terms : tuple of Term
        What a deciding passage speaks of.
    name, statement : str
        A short name for tables; the wording of a "yes", a clause as in ``Code.phrases``.
    """

    id: str
    question: str
    codes: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    terms: tuple[Term, ...] = ()
    name: str = ""
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Series:
    """Questions that belong together in an order, as the stages of one process: drawn in a figure of their own.

    Parameters
    ----------
    id, name : str
        ``name`` is the heading.
    text : str
        A sentence that says what they have in common, without its full stop.
    need : str
        What documents with a "yes" do, after "reports that": ``"need to improve each stage of plans"``.
    issues : tuple of (str, str)
        The id of each question and its name in the figure, in order.
    together : tuple of str
        Ids of those that are also counted together: in which documents all of them are a "yes".
    together_text : str
        What such an area needs, after "needs": ``"to improve timeliness and quality alike"``.
    """

    id: str
    name: str
    text: str
    need: str
    issues: tuple[tuple[str, str], ...]
    together: tuple[str, ...] = ()
    together_text: str = ""


@dataclass(frozen=True, slots=True)
class WorkedExample:
    """A passage of our own making, coded as the codebook wants it: what a machine coder learns talk from.

    Parameters
    ----------
    text : str
    codes : tuple of (str, str)
        Full id of each code that applies and the value it has of the codebook's facet (the one with two sides, or
        else the first; ``""`` without facets); empty for a passage that no code fits.
    """

    text: str
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Codebook:
    """Codes in their order, with facets and issues. ``sha256`` is that of the file it was read from.

    ``worked`` are the worked examples that stand beside it in ``<name>.examples.jsonl``, if any; ``path`` is the
    file, where new codes are written, and no part of what the codebook is; ``series`` says how answers are shown: no
    coding rests on it.
    """

    name: str
    version: str
    codes: tuple[Code, ...]
    facets: tuple[Facet, ...] = ()
    issues: tuple[Issue, ...] = ()
    title: str = ""
    description: str = ""
    sha256: str = ""
    worked: tuple[WorkedExample, ...] = ()
    series: tuple[Series, ...] = ()
    path: Path | None = field(default=None, compare=False, repr=False)

    def __iter__(self) -> Iterator[Code]:
        return iter(self.codes)

    def __getitem__(self, id: str) -> Code:
        for code in self.codes:
            if code.id == id:
                return code
        raise KeyError(id)

    def __contains__(self, id: object) -> bool:
        return any(code.id == id for code in self.codes)

    @property
    def themes(self) -> tuple[Code, ...]:
        """The top-level codes."""
        return tuple(code for code in self.codes if not code.parent)

    def under(self, id: str) -> tuple[Code, ...]:
        """The sub-codes of a code, all the way down."""
        return tuple(code for code in self.codes if code.id.startswith(f"{id}/"))

    @property
    def sided(self) -> Facet | None:
        """The facet by which a passage is a strength or a weakness; the first of that kind."""
        return next((facet for facet in self.facets if facet.is_sided), None)

    def side(self, values: Mapping[str, str]) -> str:
        """What the facets of a coding say: ``"strength"``, ``"weakness"``, ``"both"`` or ``""``."""
        facet = self.sided
        return facet.sign(values.get(facet.id, "")) if facet else ""

    def of_side(self, side: str) -> dict[str, str]:
        """The facet and value of a side; nothing where the codebook has none."""
        facet = self.sided
        value = facet.value_of(side) if facet else ""
        return {facet.id: value} if facet and value else {}

    def facet_ids(self, found: Iterable[str] = ()) -> tuple[str, ...]:
        """The ids of its facets in their order, then others that were found, by name: the columns of a table."""
        own = tuple(facet.id for facet in self.facets)
        return (*own, *sorted(set(found) - set(own)))

    def digest(self) -> str:
        """A hash over everything the codes say: what cached suggestions are kept by."""
        return hashlib.sha256(repr((self.codes, self.facets, self.issues, self.worked)).encode()).hexdigest()

"""What an interview study found, as plain data: chapters, quotations, matrix, groups and saturation.

Counted in participants, not in files: two people may speak in one interview, and one person in two.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from send_qual.codebook import Code, Codebook, Facet
from send_qual.findings._aspects import Aspect
from send_qual.findings._counts import Count, Tally, Together
from send_qual.findings._evidence import Reference
from send_qual.findings.model import Findings
from send_qual.findings.statement import Statement

__all__ = [
    "Cell",
    "Chapter",
    "InterviewFindings",
    "Participant",
    "Quote",
    "Saturation",
    "Section",
]


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody who was interviewed.

    Parameters
    ----------
    id : str
        ``"P07"``: never a name.
    documents : tuple of str
        The interviews they speak in.
    attributes : mapping of str to str
        What ``attributes.csv`` says of them: role, organisation type, area...
    """

    id: str
    documents: tuple[str, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", MappingProxyType(dict(self.attributes)))

    def __reduce__(self) -> tuple[object, ...]:
        return (Participant, (self.id, self.documents, dict(self.attributes)))

    @property
    def role(self) -> str:
        """Their role, ``""`` where it is not known."""
        return self.attributes.get("role", "")


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a participant chosen to illustrate a sub-theme.

    Parameters
    ----------
    text : str
        Word for word; an ellipsis where a very long sentence was cut.
    reference : Reference
        Labelled with the participant's id.
    code : str
    side : str
        Which side it illustrates: ``"strength"``, ``"weakness"`` or ``""``.
    facets : tuple of (str, str)
        Of its passage.
    """

    text: str
    reference: Reference
    code: str
    side: str = ""
    facets: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> str:
        """A short name to leave it out by, the same as long as the passage is."""
        return self.reference.key

    @property
    def participant(self) -> str:
        """Who speaks."""
        return self.reference.label

    def value(self, facet: Facet) -> str:
        """Its value of a facet: of its passage, or the side that it was chosen for."""
        return facet.value_of(self.side) if facet.is_sided and self.side else dict(self.facets).get(facet.id, "")


@dataclass(frozen=True, slots=True)
class Section:
    """A sub-theme: who spoke of it, in how many passages, what helped and hindered, in whose words."""

    code: str
    name: str
    about: str
    participants: tuple[str, ...]
    passages: int
    points: tuple[Statement, ...]
    quotations: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A theme: what helps and what hinders as draft bullets, then its sub-themes.

    Parameters
    ----------
    theme : Code
    participants : tuple of str
    passages : int
    helps, hinders : Statement or None
        The theme as a whole: how many spoke of it as helping, and as hindering.
    boxes : tuple of (Aspect, tuple of Statement)
        What helps, what hinders, and each value of other facets: one statement per sub-theme, what most participants
        said first; last what was said of the theme in general.
    sections : tuple of Section
    tied : tuple of (str, Quote)
        What participants tie to the theme, by kind: a contrast, a condition, a change, a cause, a consequence.
    """

    theme: Code
    participants: tuple[str, ...]
    passages: int
    helps: Statement | None
    hinders: Statement | None
    boxes: tuple[tuple[Aspect, tuple[Statement, ...]], ...]
    sections: tuple[Section, ...]
    tied: tuple[tuple[str, Quote], ...] = ()

    @property
    def quotations(self) -> tuple[Quote, ...]:
        """All that is quoted of the theme, in the order of the report."""
        return (*(quote for _, quote in self.tied), *(q for s in self.sections for q in s.quotations))

    def points(self, side: str = "") -> tuple[Statement, ...]:
        """The bullets of one side (``"strength"``, ``"weakness"``), or of all boxes."""
        return tuple(p for aspect, points in self.boxes if side in {"", aspect.side} for p in points)


def _label(aspect: Aspect) -> str:
    if not aspect.facet:
        return ""
    does = f"{aspect.words.verb.capitalize()}s" if aspect.side else aspect.words.label
    return f"{does}: "


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the framework matrix.

    Parameters
    ----------
    row : str
        A participant's id, or a role.
    theme : str
    passages : int
    extracts : tuple of (Aspect, str, Reference)
        Aspect, words and place of each extract of the summary.
    """

    row: str
    theme: str
    passages: int
    extracts: tuple[tuple[Aspect, str, Reference], ...]

    @property
    def summary(self) -> str:
        """The extracts in a line or two."""
        return " ".join(f"{_label(aspect)}“{words}”" for aspect, words, _ in self.extracts)


@dataclass(frozen=True, slots=True)
class Saturation:
    """What one more interview added: the sub-themes first met in it, and how many are known after it."""

    document: str
    label: str
    new: tuple[str, ...]
    total: int


@dataclass(frozen=True, slots=True)
class InterviewFindings:
    """What the codings of an interview study amount to. Made by :func:`send_qual.findings.interviews`.

    Parameters
    ----------
    findings : Findings
        What every study has: codebook, basis, evidence and counts by document, what was left out; no sentences.
    participants : tuple of Participant
    chapters : tuple of Chapter
    matrix, matrix_by_role : tuple of Cell
        Rows are participants, or roles; empty cells are left out.
    groups : tuple of Count
        Themes among participants who share a value of an attribute.
    tally : Tally
        The passages that a participant speaks, in which participants are the cases: the table behind all numbers.
    together : tuple of Together
    saturation : tuple of Saturation
        In the order of the interviews' dates, else of their names.
    uncounted : int
        Coded passages that no participant speaks: an interviewer's words, or nobody known.
    """

    findings: Findings
    participants: tuple[Participant, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    matrix: tuple[Cell, ...] = ()
    matrix_by_role: tuple[Cell, ...] = ()
    groups: tuple[Count, ...] = ()
    together: tuple[Together, ...] = ()
    saturation: tuple[Saturation, ...] = ()
    uncounted: int = 0
    tally: Tally = field(default_factory=lambda: Tally(Codebook("", "", ())))

    def __repr__(self) -> str:  # never the words: they are confidential
        return f"InterviewFindings({self.findings.name!r}, {self.n} participants, {len(self.quotations)} quotations)"

    @property
    def n(self) -> int:
        """Number of participants: the N of "n of N"."""
        return len(self.participants)

    @property
    def quotations(self) -> tuple[Quote, ...]:
        """All quotations, in the order of the report."""
        return tuple(q for c in self.chapters for q in c.quotations)

    def participant(self, id: str) -> Participant:
        """The participant of an id."""
        for one in self.participants:
            if one.id == id:
                return one
        raise KeyError(id)

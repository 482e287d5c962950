"""From codings to evidence: whose word counts, and what is one passage."""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from types import MappingProxyType

from send_qual.codebook import Codebook
from send_qual.coding import Coding, Codings, counted
from send_qual.coding.span import clusters
from send_qual.corpus import Document

__all__ = ["Case", "Evidence", "Reference", "case_of", "evidence", "joint_facets", "locate", "with_facets"]


@dataclass(frozen=True, slots=True)
class Reference:
    """Where something stands: a document, its page or time, a passage.

    Parameters
    ----------
    document : str
        Id of the document.
    start, end : int
        Half-open span in code points of ``Document.text``.
    quote : str
        Its words.
    label : str
        What the document is called in a sentence: the area, or the participant.
    page : int or None
    time : str
    section : str
    passage : int or None
        Number of the segment in ``segments.csv``, from 1.
    turns : tuple of (int, int)
        Where the passage runs over page breaks, as in :class:`send_qual.corpus.Segment`.
    """

    document: str
    start: int = 0
    end: int = 0
    quote: str = ""
    label: str = ""
    page: int | None = None
    time: str = ""
    section: str = ""
    passage: int | None = None
    turns: tuple[tuple[int, int], ...] = ()

    def within(self, start: int, end: int) -> Reference:
        """A part of it, with the page on which that part stands.

        Parameters
        ----------
        start, end : int
            Counted from the start of the quotation.

        Examples
        --------
        >>> over = Reference("a.pdf", 100, 118, "Long waits. Waits.", page=3, turns=((112, 4),))
        >>> part = over.within(12, 18)
        >>> part.quote, part.start, part.page
        ('Waits.', 112, 4)
        """
        first = self.start + start
        page = next((p for at, p in reversed(self.turns) if first >= at), self.page)
        return replace(self, start=first, end=self.start + end, quote=self.quote[start:end], page=page)

    @property
    def key(self) -> str:
        """A short name for the words, by which somebody may leave them out; the same as long as they are."""
        state = f"{self.document}\t{self.start}\t{self.end}\t{self.quote}"
        return hashlib.sha256(state.encode()).hexdigest()[:6]

    @property
    def where(self) -> str:
        """The place in words.

        Examples
        --------
        >>> Reference("a.pdf", label="Northmoor", page=3).where
        'Northmoor, page 3'
        """
        place = f"page {self.page}" if self.page else self.time
        return f"{self.label or self.document}, {place}" if place else self.label or self.document


@dataclass(frozen=True, slots=True)
class Case:
    """A document as a case: what it is called and what is known of it."""

    document: str
    label: str
    attributes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", MappingProxyType(dict(self.attributes)))

    def __reduce__(self) -> tuple[object, ...]:
        return (Case, (self.document, self.label, dict(self.attributes)))


@dataclass(frozen=True, slots=True)
class Evidence:
    """One passage under one code, once however many coders coded it.

    Parameters
    ----------
    reference : Reference
    code : str
        Full id.
    facets : tuple of (str, str)
        Facet and value, of those that it has.
    side : str
        ``"strength"``, ``"weakness"``, ``"both"`` or ``""``, by the codebook's facet that has sides.
    reviewed : bool
        Whether a person applied or accepted it.
    confidence : float or None
    reason : str
    case : str
        Whom it counts for: the document, or the participant who speaks; ``""`` for nobody known.
    """

    reference: Reference
    code: str
    facets: tuple[tuple[str, str], ...] = ()
    side: str = ""
    reviewed: bool = False
    confidence: float | None = None
    reason: str = ""
    case: str = ""

    def value(self, facet: str) -> str:
        """Its value of a facet, or ``""``."""
        return next((value for id, value in self.facets if id == facet), "")

    @property
    def document(self) -> str:
        """The document it stands in."""
        return self.reference.document

    @property
    def start(self) -> int:
        """Of its first character in the document's text."""
        return self.reference.start

    @property
    def end(self) -> int:
        """After its last character."""
        return self.reference.end


def case_of(document: Document) -> Case:
    """What a document is called in a sentence (its area, else its title), and what is known of it."""
    label = document.attributes.get("area") or document.attributes.get("participant") or document.title or document.id
    return Case(document.id, label, document.attributes)


def locate(document: Document | None, start: int, end: int, *, quote: str = "", id: str = "") -> Reference:
    """The place of a span: page or time, section and number of the segment it begins in."""
    if document is None:
        return Reference(id, start, end, quote, label=id)
    words = document.text[start:end]
    n = bisect_right([s.start for s in document.segments], start)
    label = case_of(document).label
    if not n or document.segments[n - 1].end <= start:
        return Reference(document.id, start, end, words or quote, label)
    at = document.segments[n - 1]
    turns = tuple((position, page) for position, page in at.turns if position > start)
    return Reference(document.id, start, end, words or quote, label, at.page_at(start), at.time, at.section, n, turns)


def joint_facets(group: Sequence[Evidence], codebook: Codebook) -> tuple[tuple[str, str], ...]:
    """The facets of one passage from all that was said of it; people's words go before machines'."""
    heard = [e for e in group if e.reviewed] or list(group)
    joint = ((facet.id, facet.joint(e.value(facet.id) for e in heard)) for facet in codebook.facets)
    return tuple((facet, value) for facet, value in joint if value)


def with_facets(one: Evidence, facets: tuple[tuple[str, str], ...], codebook: Codebook) -> Evidence:
    """The evidence with these facets, and the side that follows from them."""
    return replace(one, facets=facets, side=codebook.side(dict(facets)))


def evidence(codings: Codings) -> tuple[Evidence, ...]:
    """Every passage under every code that counts, once, in document order.

    Overlapping codings with one code by several coders are one passage, the longest span standing
    for it; people's facets go before machines'.
    """
    book = codings.codebook or Codebook("", "", ())
    documents = {d.id: d for d in codings.corpus} if codings.corpus is not None else {}
    found: list[Evidence] = []
    rows = sorted(counted(codings).rows, key=lambda c: (c.document, c.code))
    for (id, _), group in groupby(rows, key=lambda c: (c.document, c.code)):
        alike = [_one(c, documents.get(id)) for c in group]
        for passage in clusters(alike):
            best = max(passage, key=lambda e: (e.reviewed, e.reference.end - e.reference.start, e.confidence or 0.0))
            found.append(with_facets(best, joint_facets(passage, book), book))
    return tuple(sorted(found, key=lambda e: (e.reference.document, e.reference.start, e.reference.end, e.code)))


def _one(coding: Coding, document: Document | None) -> Evidence:
    reference = locate(document, coding.start, coding.end, quote=coding.quote, id=coding.document)
    by_person = coding.status in {"accepted", "applied"}
    facets = tuple(sorted(coding.facets.items()))
    return Evidence(reference, coding.code, facets, "", by_person, coding.confidence, coding.reason, coding.document)

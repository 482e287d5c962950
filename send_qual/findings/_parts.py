"""The parts of findings: passages, counts, statements, practices; each with the places it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from send_qual.codebook import Issue

__all__ = [
    "AttributeCount",
    "Basis",
    "Case",
    "Change",
    "Comparison",
    "Count",
    "Evidence",
    "IssueFinding",
    "Outcome",
    "Practice",
    "Reference",
    "Statement",
    "Together",
    "Verdict",
]


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
    polarity : str
        ``"facilitator"``, ``"challenge"``, ``"mixed"`` or ``""``.
    reviewed : bool
        Whether a person applied or accepted it.
    confidence : float or None
    reason : str
    """

    reference: Reference
    code: str
    polarity: str = ""
    reviewed: bool = False
    confidence: float | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How often a code stands, with one polarity (``""`` for any).

    Parameters
    ----------
    code, polarity : str
    passages : int
    documents : tuple of str
        Ids of the documents with at least one such passage.
    of : int
        Number of documents looked at: the N of "n of N".
    reviewed : int
        How many of the passages a person applied or accepted.
    """

    code: str
    polarity: str
    passages: int
    documents: tuple[str, ...]
    of: int
    reviewed: int = 0


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one report-level question about one document."""

    document: str
    yes: bool
    borderline: bool
    confidence: float
    reason: str = ""
    reference: Reference | None = None


@dataclass(frozen=True, slots=True)
class IssueFinding:
    """One report-level question over all documents.

    Parameters
    ----------
    issue : Issue
    verdicts : tuple of Verdict
        One per document that has an answer.
    """

    issue: Issue
    verdicts: tuple[Verdict, ...]

    @property
    def yes(self) -> tuple[Verdict, ...]:
        """The documents in which the issue stands."""
        return tuple(v for v in self.verdicts if v.yes)

    @property
    def borderline(self) -> tuple[Verdict, ...]:
        """The answers, yes or no, that a second reader might well turn."""
        return tuple(v for v in self.verdicts if v.borderline)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of the draft, with its count and everything it rests on.

    Parameters
    ----------
    theme, about, kind, polarity : str
        ``about`` is the code or issue id; ``kind`` is ``"issue"``, ``"sub-code"`` or ``"theme"``.
    sentence : str
        Ready to print: "Long waits for therapies were identified in most reports (11 of the 15)."
    documents : tuple of str
    of : int
    borderline : int
        For an issue: how many of its documents are borderline.
    references : tuple of Reference
        All passages behind it, in document order.
    extracts : tuple of (str, Reference)
        Short illustrations, the most telling first, each from another document.
    """

    theme: str
    about: str
    kind: str
    polarity: str
    sentence: str
    documents: tuple[str, ...]
    of: int
    borderline: int = 0
    references: tuple[Reference, ...] = ()
    extracts: tuple[tuple[str, Reference], ...] = ()


@dataclass(frozen=True, slots=True)
class Practice:
    """A passage of good practice, as a reviewer would cite it.

    Parameters
    ----------
    theme : str
    rank : int
        From 1, within the theme.
    score : float
        The sum of ``parts``.
    parts : tuple of (str, float)
        Why it ranks where it does, in words, with the points of each part.
    extract : str
        The sentence or sentences that carry the practice, word for word.
    reference : Reference
        Its span is that of the extract.
    brief : str
        The heart of the extract for the draft, at most about 40 words.
    """

    theme: str
    rank: int
    score: float
    parts: tuple[tuple[str, float], ...]
    extract: str
    reference: Reference
    brief: str = ""

    @property
    def why(self) -> str:
        """The parts of the score in one line."""
        return "; ".join(f"{words} ({points:+.2g})" for words, points in self.parts)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One of the three inspection outcomes, and the documents that have it."""

    value: str
    name: str
    definition: str
    next_step: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Together:
    """Two themes in one passage: how many passages, in which documents."""

    first: str
    second: str
    passages: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttributeCount:
    """Documents with a theme and polarity among those with one value of an attribute."""

    attribute: str
    value: str
    code: str
    polarity: str
    passages: int
    documents: tuple[str, ...]
    of: int


@dataclass(frozen=True, slots=True)
class Basis:
    """What the findings rest on.

    Parameters
    ----------
    suggested, accepted, rejected, applied : int
        Codings by status, as they came.
    counted : int
        Passages under a code that count (after people's decisions took precedence).
    coders : tuple of str
    judges : tuple of str
        Who or what answered the report-level questions.
    """

    suggested: int
    accepted: int
    rejected: int
    applied: int
    counted: int
    coders: tuple[str, ...]
    judges: tuple[str, ...] = ()

    @property
    def total(self) -> int:
        """All codings, whatever their status."""
        return self.suggested + self.accepted + self.rejected + self.applied

    @property
    def reviewed(self) -> int:
        """Codings that a person applied, accepted or rejected."""
        return self.accepted + self.rejected + self.applied

    @property
    def share_reviewed(self) -> float:
        """Between 0 and 1; 0 where there are no codings."""
        return self.reviewed / self.total if self.total else 0.0


@dataclass(frozen=True, slots=True)
class Change:
    """One theme or issue in an earlier and a later tranche.

    Parameters
    ----------
    about, name, kind, polarity : str
        ``kind`` is ``"issue"``, ``"sub-code"``, ``"theme"`` or ``"outcome"``.
    before, after : tuple of (int, int)
        n and N of "n of N".
    p : float
        Fisher's exact test, two-sided.
    direction : str
        ``"rose"``, ``"fell"`` or ``"much the same"``.
    sentence : str
    """

    about: str
    name: str
    kind: str
    polarity: str
    before: tuple[int, int]
    after: tuple[int, int]
    p: float
    direction: str
    sentence: str

    @property
    def difference(self) -> float:
        """Later share minus earlier share, between -1 and 1."""
        shares = [n / of if of else 0.0 for n, of in (self.before, self.after)]
        return shares[1] - shares[0]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two tranches side by side.

    Parameters
    ----------
    before, after : str
        What the tranches are called.
    of : tuple of (int, int)
        Number of documents in each.
    changes : tuple of Change
        Every issue, theme and sub-code, the largest change first.
    common : tuple of Change
        Those that stand in at least half of the documents of both tranches, the most frequent first.
    caution : str
        What the numbers can and cannot bear, in plain words.
    """

    before: str
    after: str
    of: tuple[int, int]
    changes: tuple[Change, ...]
    common: tuple[Change, ...]
    caution: str

"""A statement: what the codebook says of a matter, how many cases bear it out, in what words, and every passage.

The same for inspection reports, where cases are documents, and for interviews, where they are participants.
"""

from dataclasses import dataclass
from typing import NamedTuple

from send_qual.findings._aspects import Aspect
from send_qual.findings._evidence import Reference
from send_qual.findings.sentences._phrasing import among

__all__ = ["Extract", "Statement"]


class Extract(NamedTuple):
    """A few words that illustrate a statement.

    Parameters
    ----------
    text : str
        Word for word; an ellipsis for what is left out.
    reference : Reference
        The sentence it is cut from; its ``key`` is a short name to leave it out by.
    """

    text: str
    reference: Reference


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a draft, with its count and everything it rests on.

    Parameters
    ----------
    theme, about, kind : str
        ``about`` is the code or issue id; ``kind`` is ``"issue"``, ``"sub-code"`` or ``"theme"``.
    aspect : Aspect
        Which value of a facet it is made of.
    clause : str
        What is said, without the count: "Long waits for therapies were identified".
    cases : tuple of str
        Ids of the documents, or of the participants, it is true of.
    of : int
        Number of cases looked at.
    unit : str
        What a case is called: ``"report"``, ``"participant"``.
    borderline : int
        For an issue: how many of its documents are borderline.
    references : tuple of Reference
        All passages behind it, in document order.
    extracts : tuple of Extract
        Short illustrations, the most telling first, each from another case where that can be; none where all of them
        may identify somebody. No passage illustrates two statements of one theme and value.
    shared : tuple of (str, int)
        Words that several participants used, and how many did.
    aside : tuple of (Reference, str)
        Passages coded so that do not bear it out by their own words, with the reason: they are not counted, and a
        person decides.
    """

    theme: str
    about: str
    kind: str
    aspect: Aspect
    clause: str
    cases: tuple[str, ...]
    of: int
    unit: str
    borderline: int = 0
    references: tuple[Reference, ...] = ()
    extracts: tuple[Extract, ...] = ()
    shared: tuple[tuple[str, int], ...] = ()
    aside: tuple[tuple[Reference, str], ...] = ()

    @property
    def value(self) -> str:
        """The value of a facet that it is made of, ``""`` where it is of all passages."""
        return self.aspect.value

    @property
    def side(self) -> str:
        """``"strength"``, ``"weakness"`` or ``""``."""
        return self.aspect.side

    @property
    def sentence(self) -> str:
        """Ready to print: "Long waits for therapies were identified in most reports (11 of the 15)."."""
        count = among(len(self.cases), self.of, self.unit)
        if self.borderline and count.endswith(")"):
            count = f"{count[:-1]}, {self.borderline} of them borderline)"
        elif self.borderline:
            count = f"{count} ({self.borderline} borderline)"
        return f"{self.clause} {count}."

    @property
    def with_words(self) -> str:
        """The sentence and its extracts: "Stable leadership was described by 6 of the 8: “…same chief exec”."."""
        if not self.extracts:
            return self.sentence
        said = "; ".join(f"“{one.text.rstrip('.')}”" for one in self.extracts)
        return f"{self.sentence.removesuffix('.')}: {said}."

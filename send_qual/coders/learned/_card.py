"""The card of a learned coder: what it was taught, and how far to trust it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from send_qual.coders._judged_sub_codes import JudgedSubCode

__all__ = ["Card", "CodeCard", "Promise"]


@dataclass(frozen=True, slots=True)
class CodeCard:
    """Agreement on one code with the people it learned from, on documents left out.

    Parameters
    ----------
    code : str
    codings, documents : int
        Passages with the code, and documents they come from.
    learned : bool
        False where there were too few codings, or where the coder without training agrees better with people on
        documents left out: then that one speaks for the code, and the figures are its own.
    precision, recall, f1, kappa : float
    threshold : float
        Probability from which it is suggested.
    untrained : float
        F1 of the coder without training on the same passages.
    regression : bool
        Whether, of what was trained, the plain regression speaks for the code.
    """

    code: str
    codings: int
    documents: int
    learned: bool
    precision: float = 0.0
    recall: float = 0.0
    f1: float = 0.0
    kappa: float = 0.0
    threshold: float = 0.0
    untrained: float = 0.0
    regression: bool = False


@dataclass(frozen=True, slots=True)
class Promise:
    """Of suggestions at least this confident, the share that people would accept.

    Parameters
    ----------
    confidence : float
    suggestions : int
        How many there were on documents left out.
    precision : float
    """

    confidence: float
    suggestions: int
    precision: float


@dataclass(frozen=True)
class Card:
    """What a coder was taught, when, from what, and how well it agrees.

    Parameters
    ----------
    name : str
    codebook, codebook_version, codebook_sha256 : str
    kind : str
        The kind of document: the id of one (see :class:`send_qual.corpus.Kind`), or ``""`` for several.
    passages, documents, codings : int
    coders : tuple of str
    corpus : mapping of str to str
        sha256 of each document's text, under a number: names of files may identify.
    codes : tuple of CodeCard
    facets : mapping of str to float
        Share of right values per facet, mixed ones apart.
    promises : tuple of Promise
    shareable : bool
    sharing : str
        Whether the file may be given away, and why.
    notices : tuple of str
    trained : str
        ISO date.
    versions : mapping of str to str
    folds : int
    weights_sha256 : str
    sub_codes : tuple of JudgedSubCode
        Sub-codes that terms find, and what of them was right where passages were judged by reading.
    unit : str
        What people coded at a time, ``"passage"`` or ``"turn"``: it suggests in that unit.
    """

    name: str
    codebook: str
    codebook_version: str
    codebook_sha256: str
    kind: str
    passages: int
    documents: int
    codings: int
    coders: tuple[str, ...]
    corpus: Mapping[str, str]
    codes: tuple[CodeCard, ...]
    facets: Mapping[str, float]
    promises: tuple[Promise, ...]
    shareable: bool
    sharing: str
    notices: tuple[str, ...] = ()
    trained: str = ""
    versions: Mapping[str, str] = field(default_factory=dict)
    folds: int = 0
    weights_sha256: str = ""
    unit: str = "passage"
    sub_codes: tuple[JudgedSubCode, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Card:
        """A card from plain data; a KeyError or TypeError where something is missing."""
        plain = dict(data)
        plain["codes"] = tuple(CodeCard(**row) for row in plain["codes"])
        plain["sub_codes"] = tuple(JudgedSubCode(**row) for row in plain.get("sub_codes", ()))
        plain["promises"] = tuple(Promise(**row) for row in plain["promises"])
        plain["coders"], plain["notices"] = tuple(plain["coders"]), tuple(plain["notices"])
        return cls(**plain)

    def promised(self, confidence: float) -> float:
        """The precision promised for suggestions at least this confident."""
        under = [p for p in self.promises if p.confidence <= confidence + 1e-9]
        return (under[-1] if under else self.promises[0]).precision

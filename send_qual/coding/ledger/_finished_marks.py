"""What a person marked as finished: a document, a code in it, a stretch of it. There only people's codings count."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from send_qual.coding.anchoring._fuzzy import anchor
from send_qual.coding.codings import Coding
from send_qual.coding.span import Span, shares_half
from send_qual.corpus import Corpus, Document
from send_qual.errors import Fault

__all__ = ["Finished", "finished_in", "now_on"]

_OPTIONAL = ("codebook", "code", "start", "end", "quote", "prefix", "suffix")


@dataclass(frozen=True, slots=True)
class Finished:
    """A document that a person has read to the end for codes, or the part of that work that is done.

    Parameters
    ----------
    document : str
        Id.
    coder : str
        The person who says so.
    code : str
        Full id where only this code, its sub-codes included, is finished; ``""`` for all.
    start, end : int or None
        Half-open, in code points, where only a stretch of the text is finished; ``None`` for all of it.
    time : str
        ISO 8601, UTC.
    codebook : str
        Name of the codebook that was applied; ``""`` for any.
    quote, prefix, suffix : str
        The words of the stretch and those beside it, by which it is found again in a corrected text.

    Examples
    --------
    >>> done = Finished("p01.vtt", "SG", code="health")
    >>> suggestion = Coding("p01.vtt", 10, 14, "wait", "health/waits", "panel-1")
    >>> done.covers(suggestion), Finished("p01.vtt", "SG", start=0, end=11).covers(suggestion)
    (True, False)
    """

    document: str
    coder: str
    code: str = ""
    start: int | None = None
    end: int | None = None
    time: str = ""
    codebook: str = ""
    quote: str = ""
    prefix: str = ""
    suffix: str = ""

    @property
    def span(self) -> Span | None:
        """The stretch that is finished; ``None`` for the whole text."""
        return None if self.start is None or self.end is None else Span(self.start, self.end)

    @property
    def target(self) -> str:
        """What an event on it is addressed to."""
        if not (self.codebook or self.code or self.span):
            return f"finished:{self.document}#all"
        state = f"{self.codebook}\t{self.code}\t{self.start}\t{self.end}\t{self.quote}"
        return f"finished:{self.document}#{hashlib.sha256(state.encode()).hexdigest()[:16]}"

    @property
    def words(self) -> str:
        """What is finished, as a sentence goes on: never the words of the text."""
        code = f"{self.code} in " if self.code else ""
        return f"{code}{self.document}" + (f" {self.start}-{self.end}" if self.span else "")

    def covers(self, coding: Coding) -> bool:
        """Whether a coding lies in what is finished: with a stretch, where the two share half of the shorter."""
        if coding.document != self.document or (self.codebook and coding.codebook not in ("", self.codebook)):
            return False
        if self.code and coding.code != self.code and not coding.code.startswith(f"{self.code}/"):
            return False
        return self.span is None or shares_half(self.span, coding)

    def to_json(self) -> dict[str, Any]:
        """As the fields of its line in a ledger, coder and time left to the line."""
        told = {name: getattr(self, name) for name in _OPTIONAL}
        return {"document": self.document, **{name: value for name, value in told.items() if value not in ("", None)}}

    @classmethod
    def from_json(cls, row: Mapping[str, Any], coder: str, time: str) -> Finished:
        """Read it back.

        Raises
        ------
        KeyError, TypeError
            Where it is none.
        """
        return cls(row["document"], coder, time=time, **{name: row[name] for name in _OPTIONAL if name in row})


def finished_in(marks: Iterable[Finished], corpus: Corpus) -> tuple[list[Finished], list[Fault]]:
    """Marks as they stand on the texts of a corpus, and what is to be told of those that have no place there."""
    documents = {document.id: document for document in corpus}
    found: list[Finished] = []
    told: list[Fault] = []
    for mark in marks:
        document = documents.get(mark.document)
        now = now_on(mark, document) if document else None
        if now:
            found.append(now)
        elif document:
            mend = "Suggestions count there again; mark the stretch as finished anew"
            told.append(Fault(mark.words, f"the stretch that {mark.coder} had finished is not in the text", mend))
    return found, told


def now_on(mark: Finished, document: Document) -> Finished | None:
    """A mark as it stands on a document's text of today, or on a copy's; ``None`` where its stretch is not there."""
    if mark.start is None or mark.end is None:
        return replace(mark, document=document.id)
    words = Coding(document.id, mark.start, mark.end, mark.quote, "", mark.coder, mark.prefix, mark.suffix)
    now = anchor([words], document)[0].now
    if now is None:
        return None
    here = replace(mark, document=document.id, start=now.start, end=now.end)
    return replace(here, quote=now.quote, prefix=now.prefix, suffix=now.suffix)

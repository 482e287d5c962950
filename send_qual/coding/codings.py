"""A coding, and the immutable table of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, ClassVar

from send_qual.codebook import Codebook
from send_qual.coding._record_verdicts import decide, key_of, note
from send_qual.corpus import Corpus
from send_qual.errors import Fault, SendQualError

if TYPE_CHECKING:
    import pandas as pd

    from send_qual.coding.ledger._finished_marks import Finished

__all__ = ["STATUSES", "Coding", "Codings", "shared_facets"]

STATUSES = ("suggested", "accepted", "rejected", "applied")


@lru_cache(maxsize=256)
def _fixed(facets: tuple[tuple[str, str], ...]) -> Mapping[str, str]:
    return MappingProxyType(dict(facets))


def shared_facets(facets: Mapping[str, str] | None) -> Mapping[str, str]:
    """Facets that cannot be changed; the many codings that have the same share them."""
    return _fixed(tuple(facets.items()) if facets else ())


@dataclass(frozen=True, slots=True)
class Coding:
    """A span of a document x a code x a coder, carrying its own words and context.

    Parameters
    ----------
    document : str
        Id of the document (the file's name).
    start, end : int
        Half-open span in code points of ``Document.text``.
    quote, prefix, suffix : str
        The words of the span and up to 32 characters on either side.
    code : str
        Full id, ``theme/sub-code``.
    facets : mapping of str to str
        The value of each facet that the codebook declares and that was given: ``{"phase": "flourishing"}``.
    coder : str
        A person's initials, or a machine coder's name and version.
    status : str
        ``"suggested"`` (by a machine), ``"accepted"`` or ``"rejected"`` (by a person, a suggestion),
        ``"applied"`` (by a person, at first hand).
    confidence : float or None
        Between 0 and 1 for machine coders.
    reason : str
        Why the machine suggests it: the matched terms, the nearest example.
    created : str
        ISO time, UTC; ``""`` for a machine's suggestion, which is the same at every run.
    instead : str
        With ``"rejected"``: full id of the code that the person put in its place, several parted by ``"; "``.
    """

    document: str
    start: int
    end: int
    quote: str
    code: str
    coder: str
    prefix: str = ""
    suffix: str = ""
    facets: Mapping[str, str] = field(default_factory=dict)
    status: str = "suggested"
    confidence: float | None = None
    reason: str = ""
    memo: str = ""
    created: str = ""
    codebook: str = ""
    codebook_version: str = ""
    instead: str = ""

    def __post_init__(self) -> None:
        if self.status not in STATUSES:
            raise ValueError(f"status {self.status!r} is none of {', '.join(STATUSES)}")
        if not 0 <= self.start <= self.end:
            raise ValueError(f"span {self.start}-{self.end} is not a span")
        if not isinstance(self.facets, MappingProxyType):
            object.__setattr__(self, "facets", MappingProxyType(dict(self.facets)))

    def __reduce__(self) -> tuple[object, ...]:
        parts = (self.document, self.start, self.end, self.quote, self.code, self.coder, self.prefix, self.suffix)
        rest = (self.status, self.confidence, self.reason, self.memo, self.created)
        return (Coding, (*parts, dict(self.facets), *rest, self.codebook, self.codebook_version, self.instead))

    @property
    def theme(self) -> str:
        """The top-level code."""
        return self.code.split("/")[0]

    @property
    def key(self) -> str:
        """A short name to decide by, the same as long as document, passage and code are."""
        return key_of(self)


def _value(coding: Coding, key: str) -> str:
    """An attribute of a coding, or its value of a facet."""
    return str(getattr(coding, key)) if hasattr(coding, key) else coding.facets.get(key, "")


@dataclass(frozen=True, slots=True)
class Codings:
    """Codings in document order, with the corpus and codebook they were made on.

    Parameters
    ----------
    rows : tuple of Coding
    corpus : Corpus or None
    codebook : Codebook or None
    notices : tuple of Fault
        What could not be read from a ledger, or has no place in its document any more.
    aside : tuple of Coding
        What is known and does not count: rejected, silenced, settled otherwise. :func:`send_qual.coding.decisions`
        tells why.
    finished : tuple of Finished
        What people marked as finished in these documents.
    people_only : bool
        Whether suggestions that nobody has decided on are not to count.

    Examples
    --------
    >>> len(Codings(()).where(code="health"))
    0
    """

    rows: tuple[Coding, ...]
    corpus: Corpus | None = None
    codebook: Codebook | None = None
    notices: tuple[Fault, ...] = ()
    aside: tuple[Coding, ...] = ()
    finished: tuple[Finished, ...] = ()
    people_only: bool = False

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "document",
        "start",
        "end",
        "quote",
        "codebook",
        "code",
        "coder",
        "status",
        "confidence",
        "reason",
        "prefix",
        "suffix",
        "memo",
        "created",
        "codebook_version",
    )

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Coding]:
        return iter(self.rows)

    def __repr__(self) -> str:
        return f"Codings({len(self)} codings)"

    def where(self, test: Callable[[Coding], bool] | None = None, /, **values: str) -> Codings:
        """The codings with these values (``code`` also finds its sub-codes), or that pass the test."""

        def fits(coding: Coding) -> bool:
            for key, value in values.items():
                have = _value(coding, key)
                if have != value and not (key == "code" and have.startswith(f"{value}/")):
                    return False
            return test is None or test(coding)

        return replace(self, rows=tuple(filter(fits, self.rows)), aside=tuple(filter(fits, self.aside)))

    def by(self, *keys: str) -> dict[tuple[str, ...], Codings]:
        """Groups of codings by attributes (``document, code, theme, coder, status``) and facets (by their id)."""
        groups: dict[tuple[str, ...], tuple[list[Coding], list[Coding]]] = {}
        for n, rows in enumerate((self.rows, self.aside)):
            for coding in rows:
                groups.setdefault(tuple(_value(coding, k) for k in keys), ([], []))[n].append(coding)
        return {k: replace(self, rows=tuple(rows), aside=tuple(aside)) for k, (rows, aside) in groups.items() if rows}

    def adding(self, rows: Iterable[Coding]) -> Codings:
        """These and those, in document order."""
        both = sorted((*self.rows, *rows), key=lambda c: (c.document, c.start, c.end, c.code, c.coder))
        return replace(self, rows=tuple(both))

    def decide(self, *, accepted: Iterable[str] = (), rejected: Iterable[str] = ()) -> Codings:
        """The same with a person's decisions on suggestions.

        Parameters
        ----------
        accepted, rejected : iterable of str
            Keys of suggestions, as the review table shows them (``Coding.key``).

        Raises
        ------
        SendQualError
            Where there is no suggestion of that key, or one stands in both lists.

        Examples
        --------
        >>> codings = Codings((Coding("wexmoor.pdf", 10, 14, "wait", "health", "panel-1"),))
        >>> [c.status for c in codings.decide(rejected=[codings.rows[0].key])]
        ['rejected']
        """
        return decide(self, accepted, rejected)

    def apply(
        self,
        document: str,
        start: int,
        end: int,
        code: str,
        *,
        coder: str,
        facets: Mapping[str, str] | None = None,
        memo: str = "",
    ) -> Codings:
        """The same with a passage coded by a person; what that person coded so already takes the new facets and memo.

        Parameters
        ----------
        document : str
            Id.
        start, end : int
            Half-open span in code points of the document's text.
        code : str
            Full id.
        coder : str
            Initials or a name.
        facets : mapping of str to str, optional
        memo : str, optional

        Raises
        ------
        SendQualError
            Where the corpus has no such document or passage, or the codebook no such code or facet.

        Examples
        --------
        >>> from send_qual.corpus import Document, Segment, Source
        >>> talk = Document("a.txt", "a", "We waited.", (Segment(0, 10),), {}, Source("a.txt", "", "txt"))
        >>> codings = Codings((), Corpus("talks", (talk,)))
        >>> [c.quote for c in codings.apply("a.txt", 3, 9, "health", coder="SG")]
        ['waited']
        """
        from send_qual.coding._make import coded, laid_in  # which make codings, and so know this module

        if self.corpus is None:
            mend = "Read it with read_corpus and make Codings((), corpus, codebook)"
            raise SendQualError(Fault("these codings", "they have lost the corpus that a passage could be of", mend))
        if document not in {one.id for one in self.corpus}:
            raise SendQualError(Fault(self.corpus.name, f"there is no document {document!r} in this corpus"))
        text, span = self.corpus[document], (start, end)
        return laid_in(self, coded(text, span, code, coder, codebook=self.codebook, facets=facets, memo=memo))

    def accept(self, *keys: str) -> Codings:
        """The same with these suggestions accepted; see :meth:`decide`."""
        return self.decide(accepted=keys)

    def reject(self, *keys: str) -> Codings:
        """The same with these suggestions rejected; see :meth:`decide`."""
        return self.decide(rejected=keys)

    def memo(self, key: str, text: str) -> Codings:
        """The same with a memo on a coding, in place of an earlier one.

        Raises
        ------
        SendQualError
            Where there is no coding of that key.
        """
        return note(self, key, text)

    def __getitem__(self, which: slice | str) -> Codings:
        """Some of the codings in their order (a slice), or the one of a key (:attr:`Coding.key`)."""
        if isinstance(which, slice):
            return replace(self, rows=self.rows[which])
        found = tuple(row for row in self.rows if row.key == which)
        if not found:
            raise KeyError(which)
        return replace(self, rows=found)

    def sample(self, n: int, *, seed: int = 0) -> Codings:
        """So many codings drawn by lot, in document order; all where there are no more. One seed draws the same."""
        import random

        drawn = random.Random(seed).sample(range(len(self)), min(max(n, 0), len(self)))  # noqa: S311
        return replace(self, rows=tuple(self.rows[k] for k in sorted(drawn)))

    def concat(self, *others: Codings) -> Codings:
        """Several tables of codings as one, in document order, with the corpus and codebook of the first."""
        notices = (*self.notices, *(notice for other in others for notice in other.notices))
        aside = (*self.aside, *(row for other in others for row in other.aside))
        finished = tuple(dict.fromkeys((*self.finished, *(mark for other in others for mark in other.finished))))
        base = replace(self, notices=notices, aside=aside, finished=finished)
        return base.adding(row for other in others for row in other)

    def to_frame(self) -> pd.DataFrame:
        """A table, one row per coding.

        Returns
        -------
        pandas.DataFrame
            Columns ``document`` (file name), ``start, end`` (code points), ``quote, codebook,
            code``, one column per facet of the codebook by its id, ``coder, status, confidence`` (float, empty
            for people), ``reason, prefix, suffix, memo, created, codebook_version``. A facet that a coding has and
            the codebook has not has a column too.
        """
        from send_qual.coding._frame import to_frame  # which knows this class

        return to_frame(self)

    @classmethod
    def from_frame(cls, frame: pd.DataFrame, corpus: Corpus | None = None, codebook: Codebook | None = None) -> Codings:
        """Codings from a table as :meth:`to_frame` gives it; columns that it does not know are facets.

        Parameters
        ----------
        frame : pandas.DataFrame
            At least ``document, start, end, quote, code, coder``.
        corpus, codebook : optional

        Raises
        ------
        SendQualError
            Where a column is missing or a value is none; all faults at once, with their rows.

        Examples
        --------
        >>> codings = Codings((Coding("a.txt", 3, 9, "waited", "health", "SG", status="applied"),))
        >>> Codings.from_frame(codings.to_frame()).rows == codings.rows
        True
        """
        from send_qual.coding._frame import from_frame

        return from_frame(frame, corpus, codebook)

    def _repr_html_(self) -> str:
        """The codings as a table in a notebook, its first and last rows."""
        shown = self.to_frame()[["document", "code", "quote", "coder", "status", "confidence"]]
        table: str = shown.to_html(index=False, max_rows=20, escape=True)
        return table

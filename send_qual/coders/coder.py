"""What a machine coder is, what it is given, and what it gives back.

The seam: a coder is any object with ``name``, ``version`` and ``suggest`` (:class:`Coder`). It is given
an :class:`Evidence`, which holds one document and works out sentences, tags and vectors once, when first
asked for, and a codebook; it gives back :class:`Suggestion` rows, which hold offsets and no text. Coders
that need many documents at once (to learn) do so before they become a coder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, islice
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from send_qual.codebook import Codebook
from send_qual.coders._passages import cut_passages
from send_qual.coding import Coding
from send_qual.coding.span import words_at
from send_qual.corpus import Document, Segment
from send_qual.language import embed, sentences, tagged

if TYPE_CHECKING:
    from concurrent.futures import Future

    import numpy as np
    import numpy.typing as npt
    from spacy.tokens import Doc

__all__ = ["Coder", "Evidence", "Sentence", "Suggestion", "embed_together", "read_together", "to_coding"]

_TERMS_NAMED = 5


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a passage: the passage's number and the span in ``Document.text``."""

    passage: int
    start: int
    end: int


class Evidence:
    """One document's passages, and what the language models say of them, worked out when first asked for.

    Parameters
    ----------
    document : Document
    passages : tuple of Segment, optional
        What is to be coded; default :func:`cut_passages` of the document.
    """

    def __init__(self, document: Document, passages: tuple[Segment, ...] | None = None) -> None:
        self.document = document
        self._passages = passages
        self._ahead: tuple[Future[tuple[npt.NDArray[np.float32], ...]], int] | None = None

    def __repr__(self) -> str:
        return f"Evidence({self.document.id!r})"

    @cached_property
    def passages(self) -> tuple[Segment, ...]:
        """What is to be coded: a report's bullets and paragraphs, an interview's passages."""
        return cut_passages(self.document) if self._passages is None else self._passages

    @cached_property
    def texts(self) -> tuple[str, ...]:
        """The words of each passage."""
        return tuple(self.document.words(passage) for passage in self.passages)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences of all passages, in order."""
        return tuple(
            Sentence(n, passage.start + start, passage.start + end)
            for n, (passage, text) in enumerate(zip(self.passages, self.texts, strict=True))
            for start, end in sentences(text)
        )

    @cached_property
    def tagged(self) -> tuple[Doc, ...]:
        """Tokens, tags and lemmas by spaCy, one ``Doc`` per passage; offsets count from the passage."""
        return tuple(tagged(self.texts))

    @cached_property
    def vectors(self) -> npt.NDArray[np.float32]:
        """Embeddings of :attr:`sentences`, shape ``(n sentences, 384)``."""
        if self._ahead:
            ahead, number = self._ahead
            return ahead.result()[number]
        return embed_together([self])[0]

    def waiting_for(self, ahead: Future[tuple[npt.NDArray[np.float32], ...]], number: int) -> None:
        """Have :attr:`vectors` and :meth:`ready` wait for an embedding that began elsewhere: the one of this number."""
        self._ahead = (ahead, number)

    def ready(self) -> Evidence:
        """The evidence once its embedding, where that was begun elsewhere, is done: nothing is worked out twice."""
        if self._ahead:
            self._ahead[0].result()
        return self


def embed_together(evidences: Sequence[Evidence]) -> tuple[npt.NDArray[np.float32], ...]:
    """The vectors of several documents' sentences, embedded in one go: short answers fill no batch one by one."""
    texts = [[e.document.text[s.start : s.end] for s in e.sentences] for e in evidences]
    vectors = embed([text for several in texts for text in several])
    ends = accumulate(len(several) for several in texts)
    return tuple(vectors[end - len(several) : end] for several, end in zip(texts, ends, strict=True))


def read_together(evidences: Sequence[Evidence]) -> None:
    """Tag and embed several documents in one go, and keep that with each."""
    docs = tagged([text for evidence in evidences for text in evidence.texts])
    for evidence, vectors in zip(evidences, embed_together(evidences), strict=True):
        vars(evidence).setdefault("vectors", vectors)
        vars(evidence).setdefault("tagged", tuple(islice(docs, len(evidence.texts))))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A code suggested for a span, with the reason as places and words of our own: no text of the document.

    Parameters
    ----------
    start, end : int
        Half-open span in code points of ``Document.text``.
    code : str
        Full id.
    confidence : float
        Between 0 and 1: the share of such suggestions that a careful reader is expected to accept.
    facets : mapping of str to str
    words : tuple of (int, int)
        Spans of the document whose words speak for the code, the most telling first.
    note : str
        Anything else that speaks for it, in words: ``"near the definition of Transport"``.
    """

    start: int
    end: int
    code: str
    confidence: float
    facets: Mapping[str, str] = field(default_factory=dict)
    words: tuple[tuple[int, int], ...] = ()
    note: str = ""

    def __post_init__(self) -> None:
        if not 0 <= self.confidence <= 1:
            raise ValueError(f"confidence {self.confidence} is not between 0 and 1")
        object.__setattr__(self, "facets", MappingProxyType(dict(self.facets)))


class Coder(Protocol):
    """A machine that suggests codings.

    ``name`` and ``version`` become the coder of its codings (``"panel-1"``); the version changes with
    everything that changes what it suggests, a trained file's hash included, for results are kept by it.
    One that needs no sentence vectors says ``embeds = False``; for others they are worked out ahead.
    """

    @property
    def name(self) -> str:
        """A short word: ``"panel"``."""
        ...

    @property
    def version(self) -> str:
        """A number, or number and hash."""
        ...

    def suggest(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
        """The codings it suggests for one document, in order."""
        ...


def _reason(document: Document, suggestion: Suggestion) -> str:
    named = dict.fromkeys(" ".join(document.text[start:end].split()) for start, end in suggestion.words)
    terms = ", ".join(f"'{words}'" for words in list(named)[:_TERMS_NAMED])
    return "; ".join(part for part in (f"terms: {terms}" if terms else "", suggestion.note) if part)


def to_coding(suggestion: Suggestion, document: Document, codebook: Codebook, coder: str) -> Coding:
    """A suggestion as a coding that carries its own words, context and reason."""
    start, end = suggestion.start, suggestion.end
    quote, prefix, suffix = words_at(document.text, start, end)
    return Coding(
        document=document.id,
        start=start,
        end=end,
        quote=quote,
        prefix=prefix,
        suffix=suffix,
        code=suggestion.code,
        coder=coder,
        facets=suggestion.facets,
        status="suggested",
        confidence=round(suggestion.confidence, 4),
        reason=_reason(document, suggestion),
        codebook=codebook.name,
        codebook_version=codebook.version,
    )

"""A kind of document as one object: how it is recognised, cut, asked, kept and reported."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, TypeAlias

from send_qual.corpus.document import Document, Segment

if TYPE_CHECKING:
    from send_qual.corpus.file import File

__all__ = ["Grade", "Judgement", "Kind", "Says", "Section"]

Says: TypeAlias = Literal["", "strength", "weakness", "account", "action"]


@dataclass(frozen=True, slots=True)
class Section:
    """A section that documents of a kind have.

    Parameters
    ----------
    id : str
        Stands in ``Segment.section``; no two kinds have one of the same id.
    heading : str
        As printed.
    says : str
        What a passage says by standing there: a ``"strength"``, a ``"weakness"``, an ``"action"`` that is asked for,
        an ``"account"`` of what those concerned go through, or ``""`` (nothing).
    coded : bool
        Whether its passages are coded; front matter is not.
    """

    id: str
    heading: str
    says: Says = ""
    coded: bool = True


@dataclass(frozen=True, slots=True)
class Grade:
    """One of the outcomes that a judgement may have.

    Parameters
    ----------
    value : str
        As it stands in the attribute.
    name, definition, next_step : str
        What it is called, what it says, and what follows.
    """

    value: str
    name: str
    definition: str = ""
    next_step: str = ""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The one judgement that a document of a kind arrives at, as inspection reports do.

    Parameters
    ----------
    attribute : str
        Where its value stands.
    grades : tuple of Grade
        From the best to the worst.
    name : str
        What is judged, in a heading: ``"Area SEND inspections"``.
    about : str
        Who judges and how, as a clause to go on from.
    verdict : str
        The words before the grades in a sentence that counts them.
    last : str
        The words before the last of them, where it needs others.
    note : str
        Whose wording the definitions are.
    """

    attribute: str
    grades: tuple[Grade, ...]
    name: str
    about: str
    verdict: str = "The judgements were"
    last: str = "and"
    note: str = ""


def _as_read(file: File) -> tuple[Document, ...]:
    return (file.document,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of document, registered by an entry point of the group ``send_qual.kinds``.

    Parameters
    ----------
    id : str
        Stands in the attribute ``kind`` of its documents.
    name, plural : str
        What one, and several, are called in a sentence.
    unit : str
        What findings count where all documents are of such kinds: ``"report"``, ``"interview"``, ``"document"``.
    recognise : callable
        ``recognise(file)`` gives the certainty that a file is of this kind, from 0 (it is not) to 1. The most certain
        kind reads it.
    documents : callable
        ``documents(file)`` gives the one or many documents that the file holds; their attribute ``kind`` is set
        afterwards. Default: what the reader of the file's format makes of it.
    without : callable, optional
        ``without(file, ids)`` gives the bytes of a file that holds many documents without those of these ids, the
        others as they were; for a kind whose files hold one document each there is none.
    together : callable, optional
        ``together(documents, rows)`` gives all documents of the kind in a folder with what they tell of each other and
        what the rows of ``attributes.csv`` (``document`` is an id) tell of those in them; as many, in their order.
    suffixes : frozenset of str
        Formats (``".csv"``) that no reader of the house reads and this kind does.
    fallback : bool
        Whether it stands for documents that say nothing of their kind.
    sections : tuple of Section
    cut : str
        ``"paragraphs"`` are passages as they stand; ``"sentences"`` are put together where the subject stays the same.
    spoken : bool
        Whether its segments are turns of speakers, and nothing but turns is coded.
    quotations : bool
        Whether a short text is one quotation, which two people may have written alike.
    passages : callable, optional
        ``passages(document)`` gives the segments to be coded, where the rule of :meth:`coded` does not hold.
    facts : mapping of str to str
        Attributes that the reader finds, and what each says. Those of :attr:`grouping` part documents into groups.
    grouping : tuple of str
        Of the facts and other attributes those shown in overviews of what was read.
    once : str
        The attribute of which each value counts once, by its latest document (``"area"``); ``""`` for none.
    judgement : Judgement, optional
        What each of its documents arrives at; overviews count and compare its grades.
    asked : bool
        Whether report-level questions that name no section may be asked of it; one that names sections is asked only
        of a kind that has all of them.
    confidential : bool
        Whether its text is; what is published is kept between runs, quoted in codebooks and taught to coders that are
        passed on.
    codebook : str
        The codebook taken where none is named.
    outline : tuple of str
        The parts of a report on such documents, in order.
    """

    id: str
    name: str
    plural: str
    unit: str = "document"
    recognise: Callable[[File], float]
    documents: Callable[[File], Sequence[Document]] = _as_read
    without: Callable[[File, frozenset[str]], bytes] | None = None
    together: Callable[[Sequence[Document], Sequence[Mapping[str, str]]], Sequence[Document]] | None = None
    suffixes: frozenset[str] = frozenset()
    fallback: bool = False
    sections: tuple[Section, ...] = ()
    cut: Literal["sentences", "paragraphs"] = "sentences"
    spoken: bool = False
    quotations: bool = False
    passages: Callable[[Document], Iterator[Segment]] | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    grouping: tuple[str, ...] = ()
    once: str = ""
    judgement: Judgement | None = None
    asked: bool = True
    confidential: bool = True
    codebook: str = ""
    outline: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "facts", MappingProxyType(dict(self.facts)))

    def may_ask(self, sections: Sequence[str]) -> bool:
        """Whether a report-level question that is judged over these sections may be asked of its documents.

        Examples
        --------
        >>> letter = Kind(id="x", name="letter", plural="letters", recognise=lambda _: 0, sections=(Section("a", "A"),))
        >>> letter.may_ask(["a"]), letter.may_ask(["a", "b"]), letter.may_ask([])
        (True, False, True)
        """
        return self.asked and {section.id for section in self.sections}.issuperset(sections)

    def coded(self, document: Document) -> Iterator[Segment]:
        """The segments of a document that are coded, in order.

        Headings, an interviewer's turns and sections that are not coded are left out, and so is the column that says
        who must act, and of talk whatever is no turn.
        """
        if self.passages is not None:
            yield from self.passages(document)
            return
        apart = {section.id for section in self.sections if not section.coded}
        actions = {section.id for section in self.sections if section.says == "action"}
        for segment in document.segments:
            if segment.kind == "heading" or segment.role == "interviewer" or segment.section in apart:
                continue
            if self.spoken and segment.kind != "turn":
                continue
            if segment.kind == "cell" and segment.section in actions:
                continue
            yield segment

"""The kinds of document there are: the package's own and those of other packages, all by entry point."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType

from send_qual.corpus.document import Document
from send_qual.corpus.kind import Kind, Says, Section
from send_qual.errors import Fault, SendQualError
from send_qual.study import source_digest

__all__ = [
    "GROUP",
    "counted_kinds",
    "default_codebook",
    "fallback",
    "kind_of",
    "kinds",
    "main_kind",
    "program_of",
    "says",
    "sections",
    "told_kinds",
]

GROUP = "send_qual.kinds"
"""The group of entry points; each names a :class:`Kind` or an iterable of them."""

_OWN = EntryPoint("send_qual", f"{GROUP}:KINDS", GROUP)  # also where the package runs without having been installed


def kinds() -> Mapping[str, Kind]:
    """Every kind of document by its id, the package's own first.

    Raises
    ------
    SendQualError
        Where a registered kind cannot be loaded, or two have one id, or a section of one id.

    Examples
    --------
    >>> kinds()["plain"].name
    'plain document'
    """
    return _kinds(tuple(sys.path))


@cache
def _kinds(_path: tuple[str, ...]) -> Mapping[str, Kind]:
    points = {point.value: point for point in (_OWN, *sorted(entry_points(group=GROUP), key=lambda p: p.name))}
    found: dict[str, Kind] = {}
    taken: dict[str, str] = {}
    for point in points.values():
        for kind in _loaded(point):
            mend = f"Rename it in the package that registers {point.value}"
            if kind.id in found:
                raise SendQualError(Fault(point.value, f"there is a kind of document {kind.id!r} already", mend))
            for section in kind.sections:
                if section.id in taken:
                    problem = f"the section {section.id!r} of {kind.id} is one of {taken[section.id]} already"
                    raise SendQualError(Fault(point.value, problem, mend))
                taken[section.id] = kind.id
            found[kind.id] = kind
    return MappingProxyType(found)


def _loaded(point: EntryPoint) -> tuple[Kind, ...]:
    mend = "Mend or uninstall the package that registers it"
    try:
        given = point.load()
    except Exception as error:
        problem = f"this kind of document cannot be loaded ({type(error).__name__}: {error})"
        raise SendQualError(Fault(point.value, problem, mend)) from error
    several = (given,) if isinstance(given, Kind) else tuple(given) if isinstance(given, Iterable) else (given,)
    if not all(isinstance(kind, Kind) for kind in several):
        raise SendQualError(Fault(point.value, "it is no kind of document (send_qual.corpus.Kind)", mend))
    return several


@cache
def _unknown(id: str) -> Kind:
    return Kind(id=id, name=f"document of the kind {id}", plural=f"documents of the kind {id}", recognise=lambda _: 0.0)


def kind_of(document: Document) -> Kind:
    """The kind of a document; where its package is not installed here, confidential text coded by sentences."""
    return kinds().get(document.kind) or _unknown(document.kind)


def fallback() -> Kind:
    """The kind of documents that say nothing of it."""
    return next(kind for kind in kinds().values() if kind.fallback)


def sections() -> dict[str, Section]:
    """The sections of all kinds by their ids.

    Examples
    --------
    >>> sections()["better"].says
    'weakness'
    """
    return {section.id: section for kind in kinds().values() for section in kind.sections}


def says(section: str) -> Says:
    """What a passage says by standing in a section (see :class:`Section`); ``""`` for what is no section of a kind.

    Examples
    --------
    >>> says("priority"), says("Waiting times")
    ('action', '')
    """
    return _says(tuple(sys.path)).get(section, "")


@cache
def _says(_path: tuple[str, ...]) -> Mapping[str, Says]:
    return {id: section.says for id, section in sections().items()}


def program_of(kind: Kind) -> str:
    """A hash of the file of another package that recognises a kind; ``""`` for the house's own."""
    return source_digest(kind.recognise)


def counted_kinds(documents: Iterable[Document]) -> dict[str, int]:
    """How many documents there are of each kind, by its id, the commonest first."""
    return dict(Counter(document.kind for document in documents).most_common())


def main_kind(documents: Iterable[Document]) -> Kind:
    """The kind that most of the documents are of; the fallback where there are none.

    Examples
    --------
    >>> main_kind([]).id
    'plain'
    """
    here = tuple(documents)
    most = next(iter(counted_kinds(here)), "")
    return next((kind_of(document) for document in here if document.kind == most), fallback())


def default_codebook(documents: Iterable[Document], *, talk: bool = False) -> str:
    """The codebook taken where none is named: that of the kind most of the documents are of.

    Parameters
    ----------
    documents : iterable of Document
    talk : bool
        Whether what people say is studied: where most are of a kind that is written otherwise, the codebook for talk.

    Examples
    --------
    >>> default_codebook([]), default_codebook([], talk=True)
    ('area-send', 'intervention')
    """
    kind = main_kind(documents)
    if talk and not kind.spoken:
        kind = next((one for one in kinds().values() if one.spoken and one.codebook), kind)
    return kind.codebook or fallback().codebook


def told_kinds(documents: Iterable[Document]) -> str:
    """What kinds of document these are, in words.

    Examples
    --------
    >>> from send_qual.corpus import Source
    >>> told_kinds([Document("a.txt", "A", "", (), {}, Source("a.txt", "", "txt"))])
    '1 plain document'
    """
    here = tuple(documents)
    one_of = {document.kind: kind_of(document) for document in here}
    parts = [f"{n} {one_of[id].name if n == 1 else one_of[id].plural}" for id, n in counted_kinds(here).items()]
    return ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + parts[-1] if parts else "no document"

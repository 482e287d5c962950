"""A project as programs of the field exchange it: codes, sources, codings, coders, memos and cases."""

from __future__ import annotations

from dataclasses import dataclass, field

from send_qual.errors import Fault

__all__ = ["Case", "Coder", "Kept", "Memo", "Project", "ProjectCode", "ProjectCoding", "ProjectSource"]


@dataclass(frozen=True, slots=True)
class Coder:
    """Who coded."""

    guid: str
    name: str


@dataclass(frozen=True, slots=True)
class ProjectCode:
    """A code; its place in the tree is ``parent``, the guid of the code above (``""`` at the top).

    ``codable`` is false for what other programs call a category or folder; ``id`` is that of a code of ours.
    """

    guid: str
    name: str
    parent: str = ""
    description: str = ""
    colour: str = ""
    codable: bool = True
    id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class ProjectSource:
    """A document.

    Parameters
    ----------
    guid, name : str
        The name is that of the file, where it is known.
    text : str
        As :func:`send_qual.corpus.fix_text` leaves it; what codings count in.
    suffix : str
        Of ``file``, in small letters with its dot; ``""`` where there is only the text.
    file : bytes
        The document as it was, or empty.
    attributes : tuple of (str, str)
    description : str
    labels : tuple of (int, str)
        What a printed copy shows before the words at a position: who speaks; ``"#"`` for a heading.
    """

    guid: str
    name: str
    text: str
    suffix: str = ""
    file: bytes = field(default=b"", repr=False)
    attributes: tuple[tuple[str, str], ...] = ()
    description: str = ""
    labels: tuple[tuple[int, str], ...] = field(default=(), compare=False)

    def __repr__(self) -> str:  # never the text: it may be confidential
        return f"ProjectSource({self.name!r}, {len(self.text)} characters)"


@dataclass(frozen=True, slots=True)
class ProjectCoding:
    """A passage of a source with a code, by a coder.

    Parameters
    ----------
    guid, selection : str
        Its own, and that of the passage; ``selection`` is ``""`` for a coding of the source as a whole.
    source, code : str
        Guids.
    start, end : int
        Half-open span of the source's text in code points.
    coder : str
        Name; ``""`` where the file does not say.
    facets : tuple of (str, str)
        Id of the facet and value.
    created : str
        ISO 8601, or ``""``.
    quote, prefix, suffix : str
        Its words and those beside it, where the file has no text of the source.
    """

    guid: str
    source: str
    code: str
    start: int
    end: int
    coder: str = ""
    facets: tuple[tuple[str, str], ...] = ()
    memo: str = ""
    created: str = ""
    selection: str = ""
    status: str = "applied"
    confidence: float | None = None
    reason: str = ""
    quote: str = ""
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Memo:
    """A memo about a source, a code, or (``about`` empty) the project as a whole."""

    guid: str
    text: str
    about: str = ""
    coder: str = ""
    created: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A participant, an area, or whatever else sources are grouped by."""

    guid: str
    name: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What a study has no place for, as it stood in the file: written again on export.

    Parameters
    ----------
    kind : str
        The element it stands in (``Notes``, ``Links``, ``Sets``, ``Graphs``, ``Cases``, ``Sources``), or the guid of
        its source.
    guid : str
    xml : str
    """

    kind: str
    guid: str
    xml: str


@dataclass(frozen=True, slots=True)
class Project:
    """What a file of another program holds, or what one for it shall hold.

    Parameters
    ----------
    decisions : tuple of str
        How the file was read where it could be read in more than one way, a sentence each.
    left_out : tuple of Fault
        What has no place: in the study for a file that was read, in the format for one to be written.
    own_guids : bool
        Whether the guids are those of the file, by which other programs know its things, and not derived here.

    Examples
    --------
    >>> source = ProjectSource("1", "a.txt", "We waited.")
    >>> project = Project("talks", sources=(source,), codings=(ProjectCoding("2", "1", "3", 3, 9),))
    >>> project.quote(project.codings[0])
    'waited'
    """

    name: str
    origin: str = ""
    description: str = ""
    coders: tuple[Coder, ...] = ()
    codes: tuple[ProjectCode, ...] = ()
    sources: tuple[ProjectSource, ...] = ()
    codings: tuple[ProjectCoding, ...] = ()
    memos: tuple[Memo, ...] = ()
    cases: tuple[Case, ...] = ()
    kept: tuple[Kept, ...] = ()
    decisions: tuple[str, ...] = ()
    left_out: tuple[Fault, ...] = ()
    own_guids: bool = False

    def __repr__(self) -> str:
        counts = f"{len(self.sources)} sources, {len(self.codes)} codes, {len(self.codings)} codings"
        return f"Project({self.name!r}, {counts})"

    def source(self, guid: str) -> ProjectSource:
        """A source by its guid."""
        return next(one for one in self.sources if one.guid == guid)

    def is_source(self, guid: str) -> bool:
        """Whether a guid is that of a source."""
        return any(one.guid == guid for one in self.sources)

    def quote(self, coding: ProjectCoding) -> str:
        """The words of a coding."""
        return self.source(coding.source).text[coding.start : coding.end] or coding.quote

    def path(self, code: str) -> tuple[str, ...]:
        """The names of a code and those above it, the topmost first."""
        by_guid = {one.guid: one for one in self.codes}
        names: list[str] = []
        while code in by_guid and len(names) <= len(by_guid):
            names.append(by_guid[code].name)
            code = by_guid[code].parent
        return tuple(reversed(names))

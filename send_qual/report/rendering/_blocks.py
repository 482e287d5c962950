"""A report before it is a file: a list of blocks that Word and HTML render alike.

Everything that counts or chooses has happened before a block is made; a renderer only draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from send_qual.findings import Reference

__all__ = [
    "Block",
    "Box",
    "Bullet",
    "Callout",
    "Caption",
    "Chart",
    "Cite",
    "Cited",
    "Contents",
    "Draft",
    "Emphasis",
    "Figure",
    "Heading",
    "PageBreak",
    "Paragraph",
    "Quotation",
    "ReferenceEntry",
    "Run",
    "See",
    "Strong",
    "Table",
    "Title",
    "plain",
    "runs",
]


# ------------------------------------------------------------------------------- inside a paragraph
@dataclass(frozen=True, slots=True)
class Strong:
    """Words set off strongly."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """Words set off lightly."""

    text: str


@dataclass(frozen=True, slots=True)
class Cite:
    """The number of an entry in the list of references: [12]."""

    number: int


@dataclass(frozen=True, slots=True)
class See:
    """A reference to a table, figure or section of this report by its id: "Table 2"."""

    id: str


Run = str | Strong | Emphasis | Cite | See


def runs(*parts: Run) -> tuple[Run, ...]:
    """The parts of a paragraph, empty ones left out."""
    return tuple(part for part in parts if part != "")


def plain(parts: Iterable[Run]) -> str:
    """The words of a paragraph without their dress."""
    words = []
    for part in parts:
        if isinstance(part, Cite):
            words.append(f"[{part.number}]")
        elif isinstance(part, str):
            words.append(part)
        elif not isinstance(part, See):
            words.append(part.text)
    return "".join(words)


# ---------------------------------------------------------------------------------------- the blocks
@dataclass(frozen=True, slots=True)
class Title:
    """The title of the report, its subtitle, and lines beneath."""

    text: str
    subtitle: str = ""
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """The table of contents."""

    heading: str = "Contents"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; ``id`` is what :class:`See` points at.

    Parameters
    ----------
    level : int
        1 or 2.
    appendix : bool
        Numbered A, B, C instead of 1, 2, 3 (level 1 only).
    """

    level: int
    text: str
    id: str
    appendix: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``note`` is the small print under a table."""

    runs: tuple[Run, ...]
    note: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Bullet:
    """One item of a list."""

    runs: tuple[Run, ...]
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a report, set off beneath the sentence they illustrate."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Box:
    """A framed list under a word: what helps in a theme, or what hinders."""

    title: str
    items: tuple[tuple[Run, ...], ...]


@dataclass(frozen=True, slots=True)
class Callout:
    """Something that must not be overlooked."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """What a table or figure shows; its number is given by the renderer's own counter."""

    text: str
    id: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a header row.

    Parameters
    ----------
    caption : Caption
    columns : tuple of str
    rows : tuple of tuple of str
    widths : tuple of float
        Share of the text width of each column.
    numeric : frozenset of int
        Columns set flush right.
    note : tuple of Run
        Small print beneath.
    small : bool
        Set in small type.
    """

    caption: Caption
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    numeric: frozenset[int] = frozenset()
    note: tuple[Run, ...] = ()
    small: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """What a figure is drawn from: bars or shaded cells, each with a name, a count and words for its label.

    Parameters
    ----------
    kind : str
        ``"bars"`` (one bar a row), ``"pairs"`` (two a row: earlier and later tranche) or ``"grid"`` (a table of
        cells, the darker the more).
    names : tuple of str
        Of the rows.
    values : tuple of tuple of float
        One tuple per row: one value, two, or one per column.
    of : tuple of int
        What each of the values is out of.
    series : tuple of str
        What the one or two series, or the columns, are called.
    axis : str
    """

    kind: str
    names: tuple[str, ...]
    values: tuple[tuple[int, ...], ...]
    of: tuple[int, ...]
    series: tuple[str, ...] = ()
    axis: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart with its caption and what it says for those who do not see it."""

    caption: Caption
    chart: Chart
    alt: str
    note: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class ReferenceEntry:
    """One numbered entry of the list of references."""

    number: int
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The next heading begins on a new page."""


Block = (
    Title
    | Contents
    | Heading
    | Paragraph
    | Bullet
    | Box
    | Quotation
    | Callout
    | Table
    | Figure
    | ReferenceEntry
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Cited:
    """What a number in square brackets stands for.

    Parameters
    ----------
    number : int
    what : str
        The sentence that rests on the passages; ``""`` for an extract, which shows its own words.
    references : tuple of Reference
    """

    number: int
    what: str
    references: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A whole report.

    Parameters
    ----------
    title, subject : str
        For the document's properties.
    header : str
        Printed at the head of every page but the first.
    blocks : tuple of Block
    keywords : str
    cited : tuple of Cited
        What each number in square brackets stands for.
    names : mapping of str to str
        What every id is called in the text.
    listed : frozenset of int
        The numbers that have an entry here to lead to; a list may be kept apart.
    """

    title: str
    subject: str
    header: str
    blocks: tuple[Block, ...]
    keywords: str = ""
    cited: tuple[Cited, ...] = ()
    names: Mapping[str, str] = field(init=False)
    listed: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "names", MappingProxyType(_numbered(self.blocks)))
        object.__setattr__(self, "listed", frozenset(b.number for b in self.blocks if isinstance(b, ReferenceEntry)))


def _numbered(blocks: Iterable[Block]) -> dict[str, str]:
    """What every id is called in the text: "Table 2", "Figure 1", "section 4.1", "appendix B"."""
    names: dict[str, str] = {}
    tables = figures = section = part = appendix = 0
    for block in blocks:
        if isinstance(block, Table):
            tables += 1
            names[block.caption.id] = f"Table {tables}"
        elif isinstance(block, Figure):
            figures += 1
            names[block.caption.id] = f"Figure {figures}"
        elif isinstance(block, Heading) and block.level == 1:
            part = 0
            if block.appendix:
                appendix += 1
                names[block.id] = f"appendix {chr(64 + appendix)}"
            else:
                section += 1
                names[block.id] = f"section {section}"
        elif isinstance(block, Heading):
            part += 1
            names[block.id] = f"section {section}.{part}"
    return names

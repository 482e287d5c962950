"""What a draft said, as data beside it: by this a later draft tells what changed, and what a person changed."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from send_qual.report.rendering import Bullet, Cite, Cited, Draft, Heading, Paragraph, Quotation, Run, plain
from send_qual.study.plain_data import json_of

__all__ = ["Counted", "DraftRecord", "Line", "Quoted", "quotations_of", "word_comments", "word_lines"]

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MARKS = re.compile(r"“(.+)”", re.DOTALL)


_SECTIONS = ("Heading 1", "Appendix Heading")


@dataclass(frozen=True, slots=True)
class Counted:
    """A statement of a draft by what it counts.

    Parameters
    ----------
    key : str
        The same in every draft: ``"issue waits challenge"``.
    name : str
        What it is about, for a reader.
    n, of : int
    """

    key: str
    name: str
    n: int
    of: int


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quotation of a draft.

    Parameters
    ----------
    document : str
    start, end : int
        Code points of the document's text.
    label : str
        What the document is called, with its page.
    place : str
        The heading it stands under.
    text : str
    """

    document: str
    start: int
    end: int
    label: str
    place: str
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of a Word file, also one in a box or table; ``heading`` is the nearest one above."""

    text: str
    heading: str = ""


@dataclass(frozen=True, slots=True)
class DraftRecord:
    """A draft as data.

    Parameters
    ----------
    drawn : str
        ISO date.
    codebook : str
    unit : str
        What is counted: ``"report"``, ``"participant"``.
    documents : mapping of str to str
        What each document is called, by its id.
    statements : tuple of Counted
    quotations : tuple of Quoted
    reviewed : str
        What share of the suggestions a person had reviewed, in words.
    lines : tuple of Line
        The Word file, a paragraph each.
    """

    drawn: str
    codebook: str
    unit: str
    documents: Mapping[str, str]
    statements: tuple[Counted, ...]
    quotations: tuple[Quoted, ...]
    reviewed: str = ""
    lines: tuple[Line, ...] = ()

    def with_word(self, word: bytes) -> DraftRecord:
        """The same with the paragraphs of its Word file."""
        return replace(self, lines=word_lines(word))

    @property
    def signed(self) -> bool:
        """Whether it may tell which document, or whose words, something is from."""
        return any(self.documents.values()) or not self.documents

    def unsigned(self) -> DraftRecord:
        """The same without what documents and participants are called."""
        quotations = tuple(replace(quoted, label="") for quoted in self.quotations)
        return replace(self, documents=dict.fromkeys(self.documents, ""), quotations=quotations)

    def to_json(self) -> bytes:
        """As a JSON file."""
        return (json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n").encode("utf-8")

    @classmethod
    def from_json(cls, content: bytes) -> DraftRecord | None:
        """From a JSON file; ``None`` where it is none of these."""
        try:
            told: dict[str, Any] = json_of(content)
            told["statements"] = tuple(Counted(**row) for row in told["statements"])
            told["quotations"] = tuple(Quoted(**row) for row in told["quotations"])
            told["lines"] = tuple(Line(**row) for row in told["lines"])
            return cls(**told)
        except (ValueError, TypeError, KeyError):
            return None


def quotations_of(draft: Draft, cited: Iterable[Cited]) -> tuple[Quoted, ...]:
    """The extracts of a draft that show their own words, with the heading each stands under."""
    places = {one.number: one.references[0] for one in cited if not one.what and one.references}
    found: list[Quoted] = []
    section = heading = ""
    for block in draft.blocks:
        if isinstance(block, Heading):
            section = block.text if block.level == 1 else section
            heading = block.text if block.level == 1 else f"{section}: {block.text}"
        if not isinstance(block, Quotation | Bullet | Paragraph):
            continue
        for number, words in _shown(block.runs):
            if number in places:
                at = places[number]
                found.append(Quoted(at.document, at.start, at.end, at.where, heading, words or at.quote))
    return tuple(found)


def _shown(parts: tuple[Run, ...]) -> list[tuple[int, str]]:
    """Each number in a paragraph with the quoted words before it."""
    shown: list[tuple[int, str]] = []
    before: list[Run] = []
    for part in parts:
        if isinstance(part, Cite):
            marked = _MARKS.search(plain(before))
            shown.append((part.number, marked[1] if marked else ""))
            before = []
        else:
            before.append(part)
    return shown


# ------------------------------------------------------------------------------- a Word file as lines
def word_lines(content: bytes) -> tuple[Line, ...]:
    """The paragraphs of a Word file in order, tables too, contents left out; tracked changes count as accepted.

    Parameters
    ----------
    content : bytes
        Of a ``.docx`` file.

    Raises
    ------
    Exception
        Of any kind, where it is no Word file.
    """
    from docx import Document

    document = Document(io.BytesIO(content))
    names = {style.style_id: style.name or "" for style in document.styles}
    lines: list[Line] = []
    section = heading = ""
    for paragraph in document.element.body.iter(f"{_W}p"):
        style = names.get(paragraph.style or "", "")
        text = _text(paragraph)
        if not text or style.lower().startswith(("toc", "contents")) or _in_contents(paragraph):
            continue
        if style in _SECTIONS or style == "Heading 2":
            section = text if style in _SECTIONS else section
            heading = text if style in _SECTIONS else f"{section}: {text}"
        lines.append(Line(text, heading))
    return tuple(lines)


def word_comments(content: bytes) -> tuple[str, ...]:
    """What was written in the margin of a Word file."""
    from docx import Document

    parts = Document(io.BytesIO(content)).part.package.iter_parts()
    comments = next((part for part in parts if str(part.partname) == "/word/comments.xml"), None)
    if comments is None:
        return ()
    from lxml import etree

    root = etree.fromstring(comments.blob, etree.XMLParser(resolve_entities=False, no_network=True))
    return tuple(filter(None, (_text(comment) for comment in root.iter(f"{_W}comment"))))


def _text(element: Any) -> str:
    """The words that stand, those deleted under tracking left out, instructions of fields too."""
    nodes = element.iter(f"{_W}t", f"{_W}tab", f"{_W}br")
    return " ".join("".join((node.text or "") if node.tag == f"{_W}t" else " " for node in nodes).split())


def _in_contents(paragraph: Any) -> bool:
    """Whether it belongs to a table of contents, which Word writes itself."""
    return any(node.tag == f"{_W}sdt" and "Table of Contents" in _gallery(node) for node in paragraph.iterancestors())


def _gallery(node: Any) -> str:
    return " ".join(found.get(f"{_W}val", "") for found in node.iter(f"{_W}docPartGallery"))

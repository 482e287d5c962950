"""A file that was opened, as kinds of document look at it: its bytes, its format, and what is made of it once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from send_qual.corpus.document import Document, Source
from send_qual.errors import Fault, SendQualError

if TYPE_CHECKING:
    from send_qual.corpus.pdf.read import Layout

__all__ = ["File"]

T = TypeVar("T")
_OPENING, _OPENING_CHUNKS = 3_000, 25


@dataclass(frozen=True, slots=True)
class File:
    """A file within the limits, of a format that its first bytes say.

    Parameters
    ----------
    path : pathlib.Path
        For messages and ids; it is not opened again.
    data : bytes
        The whole file.
    suffix : str
        Its format, by its content.
    read : callable or None
        The reader of the format, ``(path, data) -> Document``; none for a format that only some kind reads.
    """

    path: Path
    data: bytes
    suffix: str
    read: Callable[[Path, bytes], Document] | None
    _views: dict[str, Any] = field(default_factory=dict, repr=False)

    def view(self, name: str, make: Callable[[File], T]) -> T:
        """What ``make`` makes of the file, once: recognising it and reading it look at the same."""
        if name not in self._views:
            self._views[name] = make(self)
        found: T = self._views[name]
        return found

    @property
    def document(self) -> Document:
        """Headings, paragraphs, bullets and cells, as the reader of the format makes them."""
        from send_qual.corpus.pdf.read import of_layout

        if self.suffix == ".pdf":  # taken apart once, for all that look at it
            return self.view("document", lambda file: of_layout(file.layout, file.source()))
        if self.read is None:
            mend = "Save it as .docx or .txt"
            raise SendQualError(Fault(self.path.name, f"a {self.suffix} has no text of its own", mend))
        read = self.read
        return self.view("document", lambda file: read(file.path, file.data))

    @property
    def layout(self) -> Layout:
        """A PDF's chunks of print, as its layout sets them apart."""
        from send_qual.corpus.pdf.read import read_layout

        return self.view("layout", lambda file: read_layout(file.path, file.data))

    @property
    def opening(self) -> str:
        """The first page or so of its words, for recognising it by."""
        if self.suffix == ".pdf":
            return "\n".join(chunk.raw for chunk in self.layout.chunks[:_OPENING_CHUNKS])
        return self.document.text[:_OPENING] if self.read else ""

    def source(self, reader: str = "") -> Source:
        """Where its documents come from."""
        from send_qual.corpus._readers import source_of  # which gives it to the kinds

        return source_of(self.path, self.data, reader or self.suffix.removeprefix("."))

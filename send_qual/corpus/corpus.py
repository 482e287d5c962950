"""A corpus: documents read from a folder, and what could not be read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from send_qual.corpus.document import Document
from send_qual.errors import Fault

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Corpus"]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents in the order of their ids.

    Parameters
    ----------
    name : str
        The folder's or file's name.
    documents : tuple of Document
    left_out : tuple of Fault
        Files that could not be read, each with what to do about it.
    note : str
        What every result drawn from it must say: that its documents are fictional.
    home : pathlib.Path, optional
        The folder it was read from, where the ledgers of codings lie; no part of what it is.
    """

    name: str
    documents: tuple[Document, ...]
    left_out: tuple[Fault, ...] = ()
    note: str = ""
    home: Path | None = field(default=None, compare=False, repr=False)

    def __len__(self) -> int:
        return len(self.documents)

    def __iter__(self) -> Iterator[Document]:
        return iter(self.documents)

    def __getitem__(self, id: str) -> Document:
        for document in self.documents:
            if document.id == id:
                return document
        raise KeyError(id)

    def __repr__(self) -> str:
        return f"Corpus({self.name!r}, {len(self)} documents)"

    @property
    def sha256(self) -> str:
        """One hash over the ids and texts of all documents: the state that results rest on."""
        lines = "".join(f"{d.id}\t{d.sha256}\n" for d in self.documents)
        return hashlib.sha256(lines.encode()).hexdigest()

    def where(self, test: Callable[[Document], bool] | None = None, /, **attributes: str) -> Corpus:
        """The documents that have these attributes, or pass the test."""
        kept = tuple(
            d
            for d in self.documents
            if (test is None or test(d)) and all(d.attributes.get(k, "") == v for k, v in attributes.items())
        )
        return replace(self, documents=kept)

    def segments(self) -> pd.DataFrame:
        """All segments as a table.

        Returns
        -------
        pandas.DataFrame
            One row per segment: ``document, n`` (from 1), ``start, end`` (code points of the
            document's text), ``page, time, section, speaker, kind, text`` and ``addressee, role``.
        """
        import pandas as pd

        columns = [
            "document",
            "n",
            "start",
            "end",
            "page",
            "time",
            "section",
            "speaker",
            "kind",
            "text",
            "addressee",
            "role",
        ]
        rows = [
            (d.id, n, s.start, s.end, s.page, s.time, s.section, s.speaker, s.kind, d.words(s), s.addressee, s.role)
            for d in self.documents
            for n, s in enumerate(d.segments, 1)
        ]
        return pd.DataFrame(rows, columns=columns).astype({"page": "Int64"})

    def attributes(self) -> pd.DataFrame:
        """All attributes as a table, one row per document."""
        import pandas as pd

        return pd.DataFrame([{"document": d.id, "title": d.title, **d.attributes} for d in self.documents])

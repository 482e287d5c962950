"""A corpus: documents read from a folder, and what could not be read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, overload

from send_qual.corpus.document import Document
from send_qual.errors import Fault, SendQualError

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

    @overload
    def __getitem__(self, which: str | int) -> Document: ...

    @overload
    def __getitem__(self, which: slice) -> Corpus: ...

    def __getitem__(self, which: str | int | slice) -> Document | Corpus:
        if isinstance(which, slice):
            return replace(self, documents=self.documents[which])
        if isinstance(which, int):
            return self.documents[which]
        for document in self.documents:
            if document.id == which:
                return document
        raise KeyError(which)

    def __contains__(self, which: object) -> bool:
        return any(which in (document, document.id) for document in self.documents)

    def __repr__(self) -> str:
        return f"Corpus({self.name!r}, {len(self)} documents)"

    @property
    def sha256(self) -> str:
        """One hash over the ids and texts of all documents: the state that results rest on."""
        lines = "".join(f"{d.id}\t{d.sha256}\n" for d in self.documents)
        return hashlib.sha256(lines.encode()).hexdigest()

    def with_documents(self) -> Corpus:
        """The corpus itself, for what makes nothing of no document.

        Raises
        ------
        SendQualError
            Where none of its files could be read: each file with what to do about it.
        """
        if not self.documents and self.left_out:
            raise SendQualError(self.left_out)
        return self

    def where(self, test: Callable[[Document], bool] | None = None, /, **attributes: str) -> Corpus:
        """The documents that have these attributes, or pass the test."""
        kept = tuple(
            d
            for d in self.documents
            if (test is None or test(d)) and all(d.attributes.get(k, "") == v for k, v in attributes.items())
        )
        return replace(self, documents=kept)

    def sample(self, n: int, *, seed: int = 0) -> Corpus:
        """So many documents drawn by lot, in the order of the corpus; all where there are no more.

        Parameters
        ----------
        n : int
        seed : int
            The same seed draws the same documents.
        """
        import random

        drawn = random.Random(seed).sample(range(len(self)), min(max(n, 0), len(self)))  # noqa: S311
        return replace(self, documents=tuple(self.documents[k] for k in sorted(drawn)))

    def by(self, *attributes: str) -> dict[tuple[str, ...], Corpus]:
        """Groups of documents by their attributes; ``""`` where a document does not have one."""
        groups: dict[tuple[str, ...], list[Document]] = {}
        for document in self.documents:
            groups.setdefault(tuple(document.attributes.get(k, "") for k in attributes), []).append(document)
        return {values: replace(self, documents=tuple(members)) for values, members in groups.items()}

    def concat(self, *others: Corpus) -> Corpus:
        """Two corpora or more as one, in the order of ids; the folder to keep codings in stays the first one's.

        Raises
        ------
        SendQualError
            Where two documents have one id.
        """
        parts = (self, *others)
        documents = sorted((d for part in parts for d in part), key=lambda d: d.id)
        for one, next_ in pairwise(documents):
            if one.id == next_.id:
                raise SendQualError(Fault(one.id, "two of these corpora have a document of this name", "Rename one"))
        left_out = tuple(fault for part in parts for fault in part.left_out)
        notes = dict.fromkeys(part.note for part in parts if part.note)
        return replace(self, documents=tuple(documents), left_out=left_out, note=" ".join(notes))

    def kwic(self, term: str, *, context: int = 60) -> pd.DataFrame:
        """Every place of a term among the words around it; see :func:`~send_qual.corpus.concordance`."""
        from send_qual.corpus.concordance import concordance  # which knows this class

        return concordance(self, term, context=context)

    def to_frame(self) -> pd.DataFrame:
        """One row per document: ``document, title, words, segments, sha256``, then its attributes."""
        told = self.attributes()
        counts = [(len(d.text.split()), len(d.segments), d.sha256) for d in self.documents]
        if counts:
            for place, name in enumerate(("words", "segments", "sha256")):
                told.insert(place + 2, name, [row[place] for row in counts])
        return told

    def _repr_html_(self) -> str:
        """The documents as a table in a notebook; never their words, which may be confidential."""
        frame = self.to_frame()
        shown = frame[[c for c in ("document", "title", "kind", "words", "segments") if c in frame]]
        table: str = shown.to_html(index=False, max_rows=30, escape=True)
        return table

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

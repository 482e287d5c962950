"""Which document a row of a table is about: the one rule by which names in tables meet documents."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping

from send_qual.corpus.document import Document

__all__ = ["about_documents", "by_name", "name_key", "stem_key"]


def name_key(name: str) -> str:
    """A name as it is compared: small letters, accents in one form, no blanks around it.

    Examples
    --------
    >>> name_key(" P01.VTT ")
    'p01.vtt'
    """
    return unicodedata.normalize("NFC", name).strip().casefold()


def stem_key(name: str) -> str:
    """The same without the suffix of a file.

    Examples
    --------
    >>> stem_key("P01.VTT"), stem_key("p01")
    ('p01', 'p01')
    """
    return re.sub(r"\.\w{1,8}$", "", name_key(name))


def by_name(documents: Iterable[Document]) -> dict[str, str]:
    """The ids of documents by what a table may call them: the file's name, or that without its suffix."""
    ids = [document.id for document in documents]
    return {stem_key(id): id for id in reversed(ids)} | {name_key(id): id for id in ids}


def about_documents(rows: Iterable[Mapping[str, str]], documents: Iterable[Document]) -> list[dict[str, str]]:
    """Rows with the id of the document in their column ``document``, however they name it; others stay as they are."""
    ids = by_name(documents)

    def named(row: Mapping[str, str]) -> str:
        name = row.get("document") or row.get("file") or ""
        return ids.get(name_key(name)) or ids.get(stem_key(name)) or name

    return [{**row, "document": named(row)} for row in rows]

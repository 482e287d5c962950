"""Published documents as they were read, kept between runs: taking a PDF's layout apart is the slow part.

Only kinds of document whose text is not confidential are kept; a transcript or any other text never is.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from dataclasses import astuple, replace
from typing import Any

from send_qual.corpus.document import Document, Segment, Source
from send_qual.corpus.registry import kind_of, kinds, program_of
from send_qual.study import Cache

__all__ = ["keep", "kept", "key_of"]

_CACHE = Cache(
    "reports",
    made_by=("kinds",),
    libraries=("pypdfium2", "python-docx"),
    limit=64 * 2**20,
    holds="the text of published documents that were read, as inspection reports",
)


def key_of(name: str, data: bytes) -> str:
    """What a reading rests on: the file's name and bytes, the readers, and the kinds that others registered."""
    others = sorted((id, program_of(kind)) for id, kind in kinds().items())
    return _CACHE.key(name, hashlib.sha256(data).hexdigest(), others)


def keep(key: str, documents: Sequence[Document]) -> None:
    """Keep what a file holds if none of it is confidential."""
    if any(kind_of(document).confidential for document in documents):
        return
    parts = [
        {
            "id": document.id,
            "title": document.title,
            "text": document.text,
            "segments": [astuple(segment) for segment in document.segments],
            "attributes": dict(document.attributes),
            "source": astuple(document.source),
            "notices": document.notices,
        }
        for document in documents
    ]
    _CACHE.put({key: zlib.compress(json.dumps(parts).encode(), 1)})


def _segment(values: list[Any]) -> Segment:
    turns = tuple((position, page) for position, page in values.pop())
    return replace(Segment(*values), turns=turns)


def kept(key: str) -> tuple[Document, ...]:
    """The documents kept under this key, or none."""
    found = _CACHE.get([key]).get(key)
    if found is None:
        return ()
    try:
        return tuple(
            Document(
                id=parts["id"],
                title=parts["title"],
                text=parts["text"],
                segments=tuple(_segment(values) for values in parts["segments"]),
                attributes=parts["attributes"],
                source=Source(*parts["source"]),
                notices=tuple(parts["notices"]),
            )
            for parts in json.loads(zlib.decompress(found))
        )
    except (ValueError, TypeError, KeyError, zlib.error):  # not what we wrote: as good as none
        return ()

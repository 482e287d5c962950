"""Inspection reports as they were read, kept between runs: taking a PDF's layout apart is the slow part.

Only what is recognised as an inspection report, which is published, is kept; a transcript or any other text never is.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from dataclasses import astuple, replace
from typing import Any

from send_qual.corpus.document import Document, Segment, Source
from send_qual.study import Cache

__all__ = ["keep", "kept", "key_of"]

_CACHE = Cache(
    "reports",
    made_by=("corpus",),
    libraries=("pypdfium2", "python-docx"),
    limit=64 * 2**20,
    holds="the text of inspection reports that were read, which are published",
)


def key_of(name: str, data: bytes) -> str:
    """What a reading rests on: the file's name and bytes, and the readers."""
    return _CACHE.key(name, hashlib.sha256(data).hexdigest())


def keep(key: str, document: Document) -> None:
    """Keep a document if it is an inspection report."""
    if document.kind != "inspection-report":
        return
    parts = {
        "id": document.id,
        "title": document.title,
        "text": document.text,
        "segments": [astuple(segment) for segment in document.segments],
        "attributes": dict(document.attributes),
        "source": astuple(document.source),
        "notices": document.notices,
    }
    _CACHE.put({key: zlib.compress(json.dumps(parts).encode(), 1)})


def _segment(values: list[Any]) -> Segment:
    turns = tuple((position, page) for position, page in values.pop())
    return replace(Segment(*values), turns=turns)


def kept(key: str) -> Document | None:
    """The document kept under this key, or ``None``."""
    found = _CACHE.get([key]).get(key)
    if found is None:
        return None
    try:
        parts = json.loads(zlib.decompress(found))
        return Document(
            id=parts["id"],
            title=parts["title"],
            text=parts["text"],
            segments=tuple(_segment(values) for values in parts["segments"]),
            attributes=parts["attributes"],
            source=Source(*parts["source"]),
            notices=tuple(parts["notices"]),
        )
    except (ValueError, TypeError, KeyError, zlib.error):  # not what we wrote: as good as none
        return None

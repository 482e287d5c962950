"""What the language model and the patterns say of each document's words: kept by the hash of its text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence

from send_qual.corpus.document import Document
from send_qual.pseudonyms._contacts import labels_of
from send_qual.study import Cache

__all__ = ["Label", "label", "labels_by_document", "stretches"]

Label = tuple[int, int, str]
"""Start, end (code points of the document's text) and kind."""

_MANY = 8
"""From this many documents on, two processes are quicker than one although each loads the model."""
_MOST = 4000
"""Characters looked at in one go: segments are joined up to this, which keeps the model's memory small."""
_CACHE = Cache(
    "pseudonyms",
    made_by=("pseudonyms",),
    libraries=("spacy", "presidio-analyzer"),
    limit=64 * 2**20,
    holds="where identifiers stand in transcripts: places and kinds, no words",
)


def labels_by_document(
    documents: Sequence[Document], progress: Callable[[int, int, str], None] | None = None
) -> dict[str, list[Label]]:
    """The labels of each document by its id; a document whose text was asked about before loads no model.

    Parameters
    ----------
    documents : sequence of Document
    progress : callable, optional
        Called with how many were asked about, of how many, and the document's id.
    """
    keys = {document.id: _CACHE.key(document.sha256) for document in documents}
    known = _CACHE.get(keys.values())
    asked = [document for document in documents if keys[document.id] not in known]
    for done, (document, found) in enumerate(zip(asked, _labelled(asked), strict=True)):
        if progress is not None:
            progress(done, len(asked), document.id)
        known[keys[document.id]] = json.dumps(found).encode()
        _CACHE.put({keys[document.id]: known[keys[document.id]]})
    return {id: [(int(a), int(b), str(kind)) for a, b, kind in json.loads(known[key])] for id, key in keys.items()}


def _labelled(documents: Sequence[Document]) -> Iterator[list[Label]]:
    """:func:`label` of each document in turn, on several processes where that is quicker."""
    if len(documents) < _MANY:
        yield from map(label, documents)
        return
    import joblib

    jobs = max(1, min(joblib.cpu_count(), len(documents) // (_MANY // 2)))
    yield from joblib.Parallel(n_jobs=jobs, return_as="generator")(joblib.delayed(label)(d) for d in documents)


def label(document: Document) -> list[Label]:
    """What the language model and the patterns say of a document; this takes nearly all of the time."""
    cut = stretches(document)
    found = labels_of([text for _, text in cut])
    return [(offset + a, offset + b, kind) for (offset, _), here in zip(cut, found, strict=True) for a, b, kind in here]


def stretches(document: Document) -> list[tuple[int, str]]:
    """Where and what: segments joined up to what is looked at in one go."""
    spans: list[tuple[int, int]] = []
    for segment in document.segments:
        if spans and segment.end - spans[-1][0] <= _MOST:
            spans[-1] = (spans[-1][0], segment.end)
        else:
            spans.append((segment.start, segment.end))
    return [(start, document.text[start:end]) for start, end in spans]

"""What the desk in the browser is told: documents, codings and the codebook as plain rows, offsets in UTF-16 units."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from send_qual.codebook import Code, Codebook, FacetValue
from send_qual.coding import Coding
from send_qual.corpus import Document
from send_qual.desk._offsets import to_utf16

__all__ = [
    "Block",
    "blocks",
    "codebook_row",
    "coding_rows",
    "colours",
    "document_row",
    "groups",
    "is_coded",
    "path_of",
    "rest_row",
]

# For themes without a colour of their own: first those of Okabe and Ito, which most colour-blind people tell apart.
PALETTE = (
    *("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#8a6d00"),
    *("#56b4e9", "#7b3fa0", "#b3261e", "#4d7c0f", "#5a6270"),
)

_MOST, _LONG = 60, 60  # values of an attribute, and letters of a value: what a list to choose from can hold

Block = tuple[int, int, dict[str, Any]]
"""Start and end in code points, and what is known of the segment."""


def blocks(document: Document) -> Iterator[Block]:
    """The text in pieces that each are drawn as one: its segments, and the lines of what lies between them."""
    passages = set(document.passages())
    at = 0
    for segment in document.segments:
        yield from _lines(document.text, at, segment.start)
        told = {"kind": segment.kind, "speaker": segment.speaker, "role": segment.role, "time": segment.time}
        yield segment.start, segment.end, {**told, "page": segment.page, "passage": segment in passages}
        at = segment.end
    yield from _lines(document.text, at, len(document.text))


def _lines(text: str, start: int, end: int) -> Iterator[Block]:
    at = start
    for line in text[start:end].splitlines(keepends=True):
        words = line.rstrip("\n")
        if words.strip():
            yield at, at + len(words), {"kind": "text"}
        at += len(line)


def document_row(document: Document, most: int) -> tuple[dict[str, Any], int]:
    """A document with its text up to a number of pieces; and where that ends, in code points."""
    first = list(islice(blocks(document), most + 1))
    end = first[most - 1][1] if len(first) > most else len(document.text)
    # A document without any visible text still has one row to stand on.
    rows = _block_rows(document, first[:most]) or [{"start": 0, "end": 0, "kind": "text"}]
    told = {"id": document.id, "title": document.title, "kind": document.kind}
    return {**told, "text": document.text[:end], "blocks": rows}, end


def rest_row(document: Document, after: int) -> dict[str, Any]:
    """The text of a document from where its first part ended."""
    later = [block for block in blocks(document) if block[0] >= after]
    return {"text": document.text[after:], "blocks": _block_rows(document, later)}


def _block_rows(document: Document, parts: Sequence[Block]) -> list[dict[str, Any]]:
    units = to_utf16(document.text, [offset for start, end, _ in parts for offset in (start, end)])
    return [
        {"start": units[2 * n], "end": units[2 * n + 1], **{name: value for name, value in told.items() if value}}
        for n, (_, _, told) in enumerate(parts)
    ]


def coding_rows(text: str, codings: Sequence[tuple[str, bool, Coding]]) -> list[dict[str, Any]]:
    """Codings of one text, each with its id and whether it is this coder's own."""
    units = to_utf16(text, [offset for _, _, coding in codings for offset in (coding.start, coding.end)])
    return [
        {
            "id": id,
            "start": units[2 * n],
            "end": units[2 * n + 1],
            "code": coding.code,
            "facets": dict(coding.facets),
            "coder": coding.coder,
            "status": coding.status,
            "mine": mine,
            "confidence": coding.confidence,
            "reason": coding.reason,
            "memo": coding.memo,
        }
        for n, (id, mine, coding) in enumerate(codings)
    ]


def colours(codebook: Codebook) -> Mapping[str, str]:
    """A colour for each code: its own, or that of the code above it, or one of the palette by its theme."""
    chosen: dict[str, str] = {}
    for n, theme in enumerate(codebook.themes):
        chosen[theme.id] = theme.colour or PALETTE[n % len(PALETTE)]
    for code in codebook:
        chosen[code.id] = code.colour or chosen.get(code.id) or chosen.get(code.parent, PALETTE[-1])
    return chosen


def path_of(codebook: Codebook, code: Code) -> str:
    """The names on the way to a code: ``Health › Waits``."""
    names = [code.name]
    while code.parent and code.parent in codebook:
        code = codebook[code.parent]
        names.append(code.name)
    return " › ".join(reversed(names))


def codebook_row(codebook: Codebook) -> dict[str, Any]:
    """The codebook, each sub-code below the code it belongs to."""
    colour = colours(codebook)
    codes = [
        {
            "id": code.id,
            "name": code.name,
            "path": path_of(codebook, code),
            "parent": code.parent,
            "colour": colour[code.id],
            "definition": code.definition,
            "include": list(code.include),
            "exclude": list(code.exclude),
            "examples": list(code.examples),
        }
        for code in _as_tree(codebook)
    ]
    facets = [{"id": one.id, "name": one.name, "values": [_value_row(v) for v in one.words]} for one in codebook.facets]
    return {"name": codebook.name, "title": codebook.title or codebook.name, "codes": codes, "facets": facets}


def _value_row(value: FacetValue) -> dict[str, str]:
    # Called as it stands in tables and on sheets: its name is how a draft speaks of it.
    return {"id": value.id, "name": value.id, "mark": value.mark, "sign": value.sign}


def _as_tree(codebook: Codebook, parent: str = "") -> Iterator[Code]:
    for code in codebook:
        if code.parent == parent:
            yield code
            yield from _as_tree(codebook, code.id)


def groups(documents: Iterable[Document]) -> dict[str, list[str]]:
    """By which attributes documents can be grouped: each with its values, short ones and not too many."""
    found: dict[str, set[str]] = {}
    for document in documents:
        for name, value in document.attributes.items():
            found.setdefault(name, set()).add(value)
    kept = {name: sorted(values - {""}) for name, values in found.items() if name not in ("kind", "roles_by")}
    return {name: all_ for name, all_ in kept.items() if 0 < len(all_) <= _MOST and max(map(len, all_)) <= _LONG}


def is_coded(spans: Iterable[tuple[int, int]], codings: Iterable[Coding]) -> list[bool]:
    """For each span of a text, in order, whether one of the codings touches it."""
    # Joined into stretches that do not overlap, so that one search per span tells.
    ends: list[int] = []
    starts: list[int] = []
    for start, end in sorted((coding.start, coding.end) for coding in codings):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    answers = []
    for start, end in spans:
        at = bisect.bisect_right(ends, start)
        answers.append(at < len(starts) and starts[at] < end)
    return answers

"""What a search found, as the browser is told it: in texts, and in the codings of those who are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from send_qual.coding.span import touches
from send_qual.corpus import Document
from send_qual.desk._offsets import to_utf16
from send_qual.desk._search import Hit
from send_qual.desk._work import Work
from send_qual.errors import SendQualError
from send_qual.language import sentences

__all__ = ["UNITS", "code_hits", "found"]

UNITS = ("words", "sentence", "passage")
_PAGE = 200
_AROUND = 40  # characters shown on either side of what was found

Message = Mapping[str, Any]


def found(work: Work, message: Message, others: Iterable[str]) -> dict[str, Any]:
    """Search; other people's codings are searched only of those who are shown.

    Returns
    -------
    dict
        One page of ``hits``, their ``total``, and in how many places of texts and in how many ``documents`` they are.
    """
    hits = _hits(work, message, others)
    first = int(message.get("from", 0))
    texts = [hit for hit in hits if not hit.coding]
    told = {"total": len(hits), "places": len(texts), "documents": len({hit.document for hit in texts})}
    return {"hits": list(_rows(work, hits[first : first + _PAGE])), **told}


def code_hits(work: Work, message: Message) -> dict[str, Any]:
    """Code every place of the texts that a search finds, but those that are left out (``except``).

    The words themselves, the sentences they stand in, or the passages (turns, paragraphs), each once.
    """
    unit = str(message.get("unit", "words"))
    if unit not in UNITS:
        raise SendQualError(f"unit={unit!r}: what is coded is one of {', '.join(UNITS)}.")
    left_out = set(message.get("except", ()))
    places = [hit for hit in _hits(work, message, ()) if not hit.coding]
    wanted = [hit for hit, row in zip(places, _rows(work, places), strict=True) if _name(row) not in left_out]
    spans = [(hit.document, *_widened(work.corpus[hit.document], hit, unit)) for hit in wanted]
    made, had = work.code_all(spans, str(message["code"]))
    return {"made": made, "had": had, "documents": len({document for document, _, _ in spans})}


def _name(row: Mapping[str, Any]) -> str:
    """What the browser calls a place."""
    return f"{row['document']}#{row['start']}"


def _widened(document: Document, hit: Hit, unit: str) -> tuple[int, int]:
    """The words found, or the sentence or passage around them."""
    if unit == "words":
        return hit.start, hit.end
    here = [one for one in document.segments if touches(one, hit)]
    start, end = (here[0].start, here[-1].end) if here else (hit.start, hit.end)
    if unit == "sentence":
        cut = [(start + a, start + b) for a, b in sentences(document.text[start:end])]
        inside = [(a, b) for a, b in cut if a < hit.end and hit.start < b]
        start, end = (inside[0][0], inside[-1][1]) if inside else (start, end)
    words = document.text[start:end]
    return start + len(words) - len(words.lstrip()), start + len(words.rstrip())


def _hits(work: Work, message: Message, others: Iterable[str]) -> list[Hit]:
    shown = {work.coder, *others}
    asked = {name: str(message[name]) for name in ("kind", "attribute", "value") if message.get(name)}
    document = str(message["document"]) if message.get("document") else None
    hits = work.search(str(message["words"]), document, **asked)
    return [hit for hit in hits if _is_shown(work, hit, shown)]


def _is_shown(work: Work, hit: Hit, coders: set[str]) -> bool:
    coding = work.coding(hit.coding) if hit.coding else None
    return coding is None or coding.status == "suggested" or coding.coder in coders


def _rows(work: Work, hits: Iterable[Hit]) -> Iterator[dict[str, Any]]:
    for hit in hits:
        document = work.corpus[hit.document]
        start, end = to_utf16(document.text, [hit.start, hit.end])
        words = document.text[hit.start : hit.end]
        yield {
            "document": hit.document,
            "title": document.title or document.id,
            "start": start,
            "end": end,
            "id": hit.coding,
            "code": work.coding(hit.coding).code if hit.coding else "",
            "before": _before(document.text, hit.start),
            "words": _one_line(words if len(words) <= 2 * _AROUND else f"{words[: 2 * _AROUND]}…"),
            "after": _after(document.text, hit.end),
        }


def _before(text: str, at: int) -> str:
    words = _one_line(text[max(0, at - _AROUND) : at])
    return words if at <= _AROUND else f"…{words.partition(' ')[2] or words}"


def _after(text: str, at: int) -> str:
    words = _one_line(text[at : at + _AROUND])
    return words if at + _AROUND >= len(text) else f"{words.rpartition(' ')[0] or words}…"


def _one_line(words: str) -> str:
    return words.replace("\n", " ")

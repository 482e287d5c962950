"""What a search found, as the browser is told it: in texts, and in the codings of those who are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from send_qual.desk._offsets import to_utf16
from send_qual.desk._search import Hit
from send_qual.desk._work import Work

__all__ = ["found"]

_MOST = 200
_AROUND = 40  # characters shown on either side of what was found


def found(work: Work, words: str, others: Iterable[str]) -> dict[str, Any]:
    """Search for words; other people's codings are searched only of those who are shown.

    Returns
    -------
    dict
        ``hits``, and how many ``more`` there are.
    """
    shown = {work.coder, *others}
    hits = [hit for hit in work.search(words) if _is_shown(work, hit, shown)]
    return {"hits": list(_rows(work, hits[:_MOST])), "more": max(0, len(hits) - _MOST)}


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

"""Codings that a corrected text has moved, and those it has left without a place, as rows for the browser."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from send_qual.coding import Coding
from send_qual.desk._offsets import to_utf16
from send_qual.desk._shown import Lost, Moved
from send_qual.desk._work import Work

__all__ = ["Adrift"]

_MOST = 200  # rows; those to be looked at first come first
_LONGEST = 300  # characters of a quotation

Row = dict[str, Any]


class Adrift:
    """The two lists of a coder's work; they are made anew only when they changed.

    Parameters
    ----------
    work : Work
    """

    def __init__(self, work: Work) -> None:
        self._work = work
        self._titles = {document.id: document.title for document in work.corpus}
        self._moved: tuple[Sequence[Moved], Row] = ((), _list([], 0))
        self._lost: tuple[Sequence[Lost], Row] = ((), _list([], 0))

    def state(self) -> dict[str, Row]:
        """``moved`` and ``lost``, each ``{"rows": [...], "more": n}``."""
        moved, lost = self._work.moved, self._work.lost
        if moved is not self._moved[0]:
            self._moved = moved, _list([self._moved_row(one) for one in moved[:_MOST]], len(moved))
        if lost is not self._lost[0]:
            self._lost = lost, _list([self._lost_row(one) for one in lost[:_MOST]], len(lost))
        return {"moved": self._moved[1], "lost": self._lost[1]}

    def _moved_row(self, one: Moved) -> Row:
        start, end = self._units(one.now.document, (one.now.start, one.now.end))
        place = {"was": _cut(one.before.quote), "start": start, "end": end, "sure": one.sure}
        return {"id": one.id, **self._row(one.now), **place, "why": one.why}

    def _lost_row(self, one: Lost) -> Row:
        near = self._units(one.coding.document, one.near) if one.near else None
        told = {"here": one.near is not None, "memo": one.coding.memo, "created": one.coding.created}
        return {"id": one.id, **self._row(one.coding), **told, "why": one.why, "near": near}

    def _row(self, coding: Coding) -> Row:
        return {
            "document": coding.document,
            "title": self._titles.get(coding.document) or coding.document,
            "code": coding.code,
            "facets": dict(coding.facets),
            "coder": coding.coder,
            "quote": _cut(coding.quote),
        }

    def _units(self, document: str, span: tuple[int, int]) -> list[int]:
        return to_utf16(self._work.corpus[document].text, list(span))


def _list(rows: list[Row], all_of_them: int) -> Row:
    return {"rows": rows, "more": all_of_them - len(rows)}


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…"

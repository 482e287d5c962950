"""How far a corpus is coded: per document and per code, and what comes next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from send_qual.coding import Coding
from send_qual.corpus import Document, Segment
from send_qual.desk._rows import is_coded
from send_qual.desk._work import Work

__all__ = ["Tally"]


@dataclass(frozen=True, slots=True)
class _Count:
    """What one document holds, as counted from these codings."""

    codings: tuple[Coding, ...]
    coded: int
    left: int
    own_by_code: Counter[str]
    left_by_code: Counter[str]


class Tally:
    """Counts over a coder's work, kept per document: a gesture makes only one of them be counted anew.

    Parameters
    ----------
    work : Work
    waits : callable
        ``waits(document_id, codings)`` gives those of a document that wait for this coder's decision.
    """

    def __init__(self, work: Work, waits: Callable[[str, tuple[Coding, ...]], list[Coding]]) -> None:
        self._work = work
        self._waits = waits
        self._passages = {document.id: tuple(document.passages()) for document in work.corpus}
        self._counts: dict[str, _Count] = {}

    def refresh(self) -> bool:
        """Count what changed; whether anything did."""
        changed = False
        for document in self._work.corpus:
            codings = self._work.standing(document.id)
            before = self._counts.get(document.id)
            if before and before.codings is codings:
                continue
            self._counts[document.id] = self._counted(document, codings)
            changed = True
        return changed

    def _counted(self, document: Document, codings: tuple[Coding, ...]) -> _Count:
        own = [coding for coding in codings if self._work.is_mine(coding)]
        left = self._waits(document.id, codings)
        coded = sum(is_coded([(s.start, s.end) for s in self._passages[document.id]], own))
        return _Count(codings, coded, len(left), Counter(c.code for c in own), Counter(c.code for c in left))

    def documents(self, memos: Mapping[str, str]) -> list[dict[str, Any]]:
        """One row per document: its passages, how many are coded, how many decisions wait."""
        return [
            {
                "id": document.id,
                "title": document.title or document.id,
                "passages": len(self._passages[document.id]),
                "coded": self._counts[document.id].coded,
                "left": self._counts[document.id].left,
                "memo": f"document:{document.id}" in memos,
                "finished": list(self._work.finished_by(document.id)),
            }
            for document in self._work.corpus
        ]

    def codes(self) -> dict[str, dict[str, int]]:
        """Per code, over all documents: own codings, and those that wait for a decision."""
        own: Counter[str] = Counter()
        left: Counter[str] = Counter()
        for count in self._counts.values():
            own.update(count.own_by_code)
            left.update(count.left_by_code)
        return {code: {"own": own[code], "left": left[code]} for code in own.keys() | left.keys()}

    def next_uncoded(self, document: str, after: int) -> tuple[str, Segment] | None:
        """The first passage without a coding of this coder's, from a place of a document on, all round the corpus.

        What this coder has finished is left out.
        """
        ids = [d.id for d in self._work.corpus]
        at = ids.index(document)
        for n, id in enumerate((*ids[at:], *ids[: at + 1])):
            if self._work.coder in self._work.finished_by(id):
                continue
            passages = self._passages[id]
            own = [coding for coding in self._work.standing(id) if self._work.is_mine(coding)]
            coded = is_coded([(s.start, s.end) for s in passages], own)
            for passage, done in zip(passages, coded, strict=True):
                if not done and (n > 0 or passage.start >= after):
                    return id, passage
        return None

"""Numbered references: one number for a statement or an extract, wherever it is cited."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from itertools import groupby

from send_qual.findings import Practice, Reference, Statement
from send_qual.report.rendering._blocks import Cite, Cited, ReferenceEntry

__all__ = ["Citations"]


class Citations:
    """Hands out numbers in the order of first citation and keeps what each stands for."""

    def __init__(self) -> None:
        self._numbers: dict[Hashable, int] = {}
        self._cited: list[Cited] = []
        self._shown: set[tuple[str, str]] = set()

    def _cite(self, key: Hashable, references: Sequence[Reference], what: str = "") -> Cite:
        if key not in self._numbers:
            self._numbers[key] = len(self._cited) + 1
            self._cited.append(Cited(self._numbers[key], what, tuple(references)))
        return Cite(self._numbers[key])

    def statement(self, statement: Statement) -> Cite:
        """The number of a sentence: everything it rests on."""
        key = (statement.kind, statement.about, statement.aspect)
        return self._cite(key, statement.references, statement.sentence)

    def passages(self, key: Hashable, references: Sequence[Reference], what: str = "") -> Cite:
        """The number of anything that rests on passages."""
        return self._cite(key, references, what)

    def extract(self, reference: Reference) -> Cite:
        """The number of an extract: the one place it stands at."""
        return self._cite((reference.document, reference.start, reference.end), (reference,))

    def practice(self, practice: Practice) -> Cite:
        """The number of a practice: the place of its extract."""
        return self.extract(practice.reference)

    def first_time(self, reference: Reference, words: str) -> bool:
        """Whether these words are shown for the first time: no extract is printed twice."""
        key = (reference.document, words[:40])
        new = key not in self._shown
        self._shown.add(key)
        return new

    def cited(self) -> tuple[Cited, ...]:
        """What each number stands for, in order."""
        return tuple(self._cited)

    def entries(self) -> tuple[ReferenceEntry, ...]:
        """The list of references, in order of number."""
        return tuple(map(_entry, self._cited))


def _entry(cited: Cited) -> ReferenceEntry:
    ordered = sorted(cited.references, key=lambda r: (r.label, r.document, r.start))
    parts: list[str] = []
    for (label, _), group in groupby(ordered, key=lambda r: (r.label or r.document, r.document)):
        parts.append(f"{'; ' if parts else ''}{label} {_places(list(group))}")
    return ReferenceEntry(cited.number, ("".join(parts) + ".",))


def _places(references: list[Reference]) -> str:
    """Pages or times with the passages on each: "p. 3 (12, 14), 5 (31)"."""
    pages: dict[str, dict[str, None]] = {}
    for r in references:
        where = str(r.page) if r.page else r.time
        pages.setdefault(where, {})[str(r.passage) if r.passage else f"{r.start}–{r.end}"] = None
    told = ", ".join(f"{where} ({', '.join(passages)})".strip() for where, passages in pages.items())
    return f"p. {told}" if references[0].page else told

"""What the documents of a kind arrive at, where it judges: every grade with the documents that have it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from send_qual.corpus import Document, Judgement, kind_of
from send_qual.findings._evidence import Case

__all__ = ["Outcome", "judgement_of", "outcomes"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One grade of a judgement, and the documents that have it."""

    value: str
    name: str
    definition: str
    next_step: str
    documents: tuple[str, ...]


def judgement_of(documents: Iterable[Document]) -> Judgement | None:
    """The judgement of the kind that most of the documents with one are of."""
    met: dict[str, tuple[int, Judgement]] = {}
    for document in documents:
        kind = kind_of(document)
        if kind.judgement and document.attributes.get(kind.judgement.attribute):
            met[kind.id] = (met.get(kind.id, (0, kind.judgement))[0] + 1, kind.judgement)
    return max(met.values(), key=lambda one: one[0])[1] if met else None


def outcomes(cases: Sequence[Case], judgement: Judgement | None) -> tuple[Outcome, ...]:
    """Every grade with the documents that have it; empty where nothing is judged."""
    if judgement is None:
        return ()

    def having(value: str) -> tuple[str, ...]:
        return tuple(case.document for case in cases if case.attributes.get(judgement.attribute) == value)

    return tuple(
        Outcome(grade.value, grade.name, grade.definition, grade.next_step, having(grade.value))
        for grade in judgement.grades
    )

"""Train a coder from people's codings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from importlib.metadata import version
from typing import Any

import numpy as np

from send_qual.coders.learned._card import Card, CodeCard, Promise
from send_qual.coders.learned._coder import LearnedCoder
from send_qual.coders.learned._crossvalidation import FOLDS, Learned, Lesson, Progress, learn
from send_qual.coders.learned._reading import Reading, layout_of, read_passages
from send_qual.coders.learned._reference_labels import Truth, truth_of
from send_qual.coding import Codings
from send_qual.corpus import kind_of
from send_qual.errors import Fault, SendQualError

__all__ = ["FEWEST_PASSAGES", "Study", "study_of", "train"]

FEWEST_PASSAGES = 30
_FEWEST_CODINGS, _FEWEST_DOCUMENTS = 8, 2  # below either, a code is not learned
_LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Study:
    """People's codings with their passages read: ready to learn from, as a whole or in part."""

    codings: Codings
    truth: Truth
    reading: Reading

    def lesson(self, passages: Any = None) -> tuple[Lesson, tuple[str, ...]]:
        """What some of the passages teach, and the codes with too few codings to be learned from them.

        Parameters
        ----------
        passages : ndarray of bool, optional
            Which passages; default all.
        """
        truth = self.truth
        mask = np.ones(len(self.reading), dtype=bool) if passages is None else passages
        if mask.sum() < FEWEST_PASSAGES:
            where = self.codings.corpus.name if self.codings.corpus else "the corpus"
            problem = f"{int(mask.sum())} passages are coded; a coder learns from about {FEWEST_PASSAGES} on"
            raise SendQualError(Fault(where, problem, "Code a few more first"))
        given = truth.share[mask] >= 0.5
        documents = truth.document[mask]
        spread = min(_FEWEST_DOCUMENTS, len(set(documents)))
        enough = [
            k
            for k, column in enumerate(given.T)
            if column.sum() >= _FEWEST_CODINGS and len(set(documents[column])) >= spread
        ]
        few = tuple(c for k, c in enumerate(truth.codes) if k not in enough and "/" not in c)
        if not enough:
            where = self.codings.corpus.name if self.codings.corpus else "the corpus"
            problem = f"no code has {_FEWEST_CODINGS} codings in {_FEWEST_DOCUMENTS} documents yet"
            raise SendQualError(Fault(where, problem, "Code a few more first"))
        place = {k: n for n, k in enumerate(enough)}
        facets = tuple(replace(f, code=place[f.code]) for f in truth.facets if f.code in place)
        codes = tuple(truth.codes[k] for k in enough)
        book = self.codings.codebook
        assert book is not None  # noqa: S101  # truth_of has looked
        whole = Lesson(self.reading, layout_of(book), codes, truth.share[:, enough], truth.weight[:, enough], facets)
        return (whole if passages is None else whole.take(mask)), few


def study_of(codings: Codings) -> Study:
    """People's codings, their passages read once: tags, terms, vectors."""
    truth = truth_of(codings)
    assert codings.codebook is not None  # noqa: S101  # truth_of has looked
    return Study(codings, truth, read_passages(truth.evidences, codings.codebook))


def train(
    codings: Codings, *, folds: int = FOLDS, shareable: bool | None = None, progress: Progress | None = None
) -> LearnedCoder:
    """Train a coder from people's codings of a codebook.

    Parameters
    ----------
    codings : Codings
        With corpus and codebook. Applied and accepted ones count, and the passages that a person has read
        (:data:`send_qual.coders.learned.RULE`).
    folds : int
        Parts in which documents are left out to calibrate and to choose thresholds.
    shareable : bool, optional
        Whether the coder may be given to others; by default only where all documents are published
        inspection reports.
    progress : callable, optional

    Returns
    -------
    LearnedCoder

    Raises
    ------
    SendQualError
        Where there is nothing, or too little, to learn from.
    """
    study = study_of(codings)
    lesson, few = study.lesson()
    learned = learn(lesson, folds, progress)
    return LearnedCoder(learned.model, card_of(study, lesson, few, learned, folds, shareable))


def card_of(
    study: Study, lesson: Lesson, few: tuple[str, ...], learned: Learned, folds: int, shareable: bool | None = None
) -> Card:
    """The card of a coder."""
    book, truth = study.codings.codebook, study.truth
    assert book is not None  # noqa: S101  # truth_of has looked
    kinds = {e.document.kind for e in truth.evidences}
    public = not any(kind_of(e.document).confidential for e in truth.evidences) if shareable is None else shareable
    return Card(
        name="learned",
        codebook=book.name,
        codebook_version=book.version,
        codebook_sha256=book.sha256,
        kind=kinds.pop() if len(kinds) == 1 else "",
        passages=len(lesson.reading),
        documents=len(set(lesson.reading.document.tolist())),
        codings=truth.codings,
        coders=truth.coders,
        corpus={str(n): e.document.sha256 for n, e in enumerate(truth.evidences, 1)},
        codes=(*_agreement(lesson, learned), *_few(study, few)),
        facets=_facets(lesson, learned),
        promises=promises(lesson.share, learned.probability),
        shareable=public,
        sharing=_SHARE if public else _KEEP,
        notices=(*truth.notices, *_told(study, few)),
        trained=dt.datetime.now(tz=dt.UTC).date().isoformat(),
        versions={name: version(name) for name in ("send-qual", "numpy", "scipy", "spacy")},
        folds=folds,
    )


_SHARE = "Learned from published reports: its words, each from three documents or more, may be given away."
_KEEP = (
    "Learned from documents that may be confidential: names and words of fewer than three documents are left out, "
    "but which words go with which code may still tell something of them. Keep it within the team."
)


def _agreement(lesson: Lesson, learned: Learned) -> tuple[CodeCard, ...]:
    rows = []
    for k, code in enumerate(lesson.codes):
        truth, said = lesson.share[:, k] >= 0.5, learned.chosen[:, k]
        right, n = int((truth & said).sum()), len(truth)
        precision, recall = right / max(int(said.sum()), 1), right / max(int(truth.sum()), 1)
        agreed = float((truth == said).mean())
        chance = (truth.sum() * said.sum() + (n - truth.sum()) * (n - said.sum())) / n**2
        kappa = float((agreed - chance) / (1 - chance)) if chance < 1 else 1.0
        f1 = 2 * right / max(int(truth.sum() + said.sum()), 1)
        documents = len(set(lesson.reading.document[truth].tolist()))
        figures = [round(float(x), 4) for x in (precision, recall, f1, kappa, learned.model.calibration.threshold[k])]
        rows.append(CodeCard(code, int(truth.sum()), documents, True, *figures))
    return tuple(rows)


def _few(study: Study, few: tuple[str, ...]) -> list[CodeCard]:
    truth = study.truth
    rows = []
    for code in few:
        given = truth.share[:, truth.codes.index(code)] >= 0.5
        rows.append(CodeCard(code, int(given.sum()), len(set(truth.document[given].tolist())), learned=False))
    return rows


def _told(study: Study, few: tuple[str, ...]) -> list[str]:
    """Themes that somebody gave, but too seldom to be learned."""
    book, rows = study.codings.codebook, [row for row in _few(study, few) if row.codings]
    assert book is not None  # noqa: S101  # truth_of has looked
    return [
        f"{book[row.code].name} was given to {row.codings} passage{'s' if row.codings > 1 else ''} of {row.documents} "
        f"document{'s' if row.documents > 1 else ''}: too few to learn from ({_FEWEST_CODINGS} are needed), so it is "
        "suggested from the codebook's own words"
        for row in rows
    ]


def _facets(lesson: Lesson, learned: Learned) -> dict[str, float]:
    shares = {}
    for facet, said in learned.values.items():
        people = [f.value for f in lesson.facets if f.facet == facet]
        clear = [(a, b) for a, b in zip(people, said, strict=True) if a != "mixed"]
        shares[facet] = round(sum(a == b for a, b in clear) / max(len(clear), 1), 4)
    return shares


def promises(share: Any, probability: Any) -> tuple[Promise, ...]:
    """Of suggestions at least so confident, how many people made too."""
    rows = []
    for level in _LEVELS:
        said = probability >= level
        right = float((share >= 0.5)[said].mean()) if said.any() else level
        rows.append(Promise(level, int(said.sum()), round(right, 4)))
    return tuple(rows)

"""Train a coder from people's codings."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from functools import cached_property
from importlib.metadata import version
from typing import Any

import numpy as np

from send_qual.codebook import BOTH, Codebook
from send_qual.coders._described import untrained_coder
from send_qual.coders._judged_sub_codes import judged_sub_codes
from send_qual.coders._passages import is_talk
from send_qual.coders._talk_model import passages_learnt
from send_qual.coders.coder import Coder, read_together
from send_qual.coders.learned._card import Card, CodeCard, Promise
from send_qual.coders.learned._coder import LearnedCoder
from send_qual.coders.learned._crossvalidation import FOLDS, Learned, Lesson, Progress, learn
from send_qual.coders.learned._exposure import passages_of
from send_qual.coders.learned._mil_logistic import Floats
from send_qual.coders.learned._parts import FEWEST_CODINGS, FEWEST_DOCUMENTS, FEWEST_PASSAGES, learnable, one_teaches
from send_qual.coders.learned._reading import Reading, layout_of, read_passages
from send_qual.coders.learned._reference_labels import Truth, truth_of
from send_qual.coding import Codings
from send_qual.corpus import kind_of
from send_qual.errors import Fault, SendQualError

__all__ = ["Study", "study_of", "train"]

_CHANCE = 0.5  # over the square root of codings: about the standard error of an F1
_LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9)


@dataclass(frozen=True)
class Study:
    """People's codings with their passages read: ready to learn from, as a whole or in part."""

    codings: Codings
    truth: Truth
    reading: Reading

    @cached_property
    def untrained(self) -> Floats:
        """What the coder without training says: confidence per passage and code, 0 where it suggests nothing."""
        return self.said_by(self.untrained_coder)

    @cached_property
    def untrained_coder(self) -> Coder:
        """The coder without training for these documents."""
        assert self.codings.codebook is not None  # noqa: S101  # truth_of has looked
        return untrained_coder(self.truth.evidences, self.codings.codebook)

    @cached_property
    def rests_on(self) -> int:
        """How many passages that people coded the coder without training has learned from, before these."""
        book = self.codings.codebook
        talk = all(is_talk(evidence.document) for evidence in self.truth.evidences)
        return passages_learnt(book) if book is not None and book.worked and talk else 0

    def said_by(self, coder: Coder) -> Floats:
        """What a coder says: confidence per passage and code, shape ``(m, k)``, 0 where it suggests nothing."""
        book, truth = self.codings.codebook, self.truth
        assert book is not None  # noqa: S101  # truth_of has looked
        table = np.zeros(truth.share.shape)
        column = {code: k for k, code in enumerate(truth.codes)}
        first = 0
        for evidence in truth.evidences:
            for said in coder.suggest(evidence, book):
                rows = [first + n for n in passages_of(said.start, said.end, evidence.passages)]
                for code in {said.code, said.code.split("/")[0]} & column.keys():
                    table[rows, column[code]] = np.maximum(table[rows, column[code]], max(said.confidence, 1e-6))
            first += len(evidence.passages)
        return table

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
        enough = learnable(truth.document[mask], given)
        few = tuple(c for k, c in enumerate(truth.codes) if k not in enough and "/" not in c)
        if not enough:
            where = self.codings.corpus.name if self.codings.corpus else "the corpus"
            problem = f"no code has {FEWEST_CODINGS} codings in {FEWEST_DOCUMENTS} documents yet"
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
    read_together(truth.evidences)
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
    card = card_of(study, lesson, few, learned, folds, shareable=shareable)
    return LearnedCoder(learned.model, card, study.untrained_coder)


def card_of(
    study: Study,
    lesson: Lesson,
    few: tuple[str, ...],
    learned: Learned,
    folds: int,
    *,
    passages: Any = None,
    shareable: bool | None = None,
) -> Card:
    """The card of a coder; ``passages`` are those of the lesson, default all.

    For each code speaks the one of the two coders, trained and not, that rests on more passages coded by people, unless
    the other agrees better with people on documents left out by more than chance. The card says where that is the
    coder without training.
    """
    book, truth = study.codings.codebook, study.truth
    assert book is not None  # noqa: S101  # truth_of has looked
    kinds = {e.document.kind for e in truth.evidences}
    columns = [truth.codes.index(code) for code in lesson.codes]
    untrained = study.untrained[:, columns][slice(None) if passages is None else passages]
    kept = study.rests_on > len(lesson.reading)
    rows = tuple(_code_card(lesson, learned, k, untrained[:, k] > 0, kept=kept) for k in range(len(columns)))
    trained = np.array([row.learned for row in rows])
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
        codes=(*rows, *_few(study, few)),
        facets=_facets(lesson, learned, book),
        promises=promises(lesson.share, np.where(trained, learned.probability, untrained)),
        shareable=public,
        sharing=_SHARE if public else _KEEP,
        notices=(*truth.notices, *_alone(lesson), *_told(study, few), *_better(study, rows)),
        unit=truth.unit,
        sub_codes=tuple(judged_sub_codes(book).values()),
        trained=dt.datetime.now(tz=dt.UTC).date().isoformat(),
        versions={name: version(name) for name in ("send-qual", "numpy", "scipy", "spacy")},
        folds=folds,
    )


_SHARE = "Learned from published reports: its words, each from three documents or more, may be given away."
_KEEP = (
    "Learned from documents that may be confidential: names and words of fewer than three documents are left out, "
    "but which words go with which code may still tell something of them. Keep it within the team."
)


def _code_card(lesson: Lesson, learned: Learned, k: int, untrained: Any, *, kept: bool) -> CodeCard:
    """How far the coder that speaks for a code agrees with people; ``kept``: in doubt it is the untrained one."""
    code, people = lesson.codes[k], lesson.share[:, k] >= 0.5
    trained, other = _figures(people, learned.chosen[:, k]), _figures(people, untrained)
    by_chance = _CHANCE / np.sqrt(max(people.sum(), 1))
    better = "/" not in code and other[2] > trained[2] + (-by_chance if kept else by_chance)
    documents = len(set(lesson.reading.document[people].tolist()))
    cut = round(float(learned.model.calibration.threshold[k]), 4)
    figures = (*(other if better else trained), 0.0 if better else cut, other[2])
    plain = bool(learned.regression[k]) and not better
    return CodeCard(code, int(people.sum()), documents, not better, *figures, regression=plain)


def _figures(people: Any, said: Any) -> tuple[float, float, float, float]:
    """Precision, recall, F1 and kappa."""
    right, n = int((people & said).sum()), len(people)
    precision, recall = right / max(int(said.sum()), 1), right / max(int(people.sum()), 1)
    agreed = float((people == said).mean())
    chance = (people.sum() * said.sum() + (n - people.sum()) * (n - said.sum())) / n**2
    kappa = float((agreed - chance) / (1 - chance)) if chance < 1 else 1.0
    f1 = 2 * right / max(int(people.sum() + said.sum()), 1)
    return round(precision, 4), round(recall, 4), round(f1, 4), round(kappa, 4)


def _better(study: Study, rows: tuple[CodeCard, ...]) -> list[str]:
    """Codes for which the coder without training speaks, or the plain regression."""
    book = study.codings.codebook
    assert book is not None  # noqa: S101  # truth_of has looked
    names = [f"{book[row.code].name} ({row.f1:.2f})" for row in rows if not row.learned]
    plain = [f"{book[row.code].name} ({row.f1:.2f})" for row in rows if row.regression]
    worse = "on documents left out training did not do better than the coder without it, which is kept, for"
    simple = "on documents left out the plain regression did better than the other readings and is kept for"
    told = ((worse, names), (simple, plain))
    return [f"{what} {', '.join(which)} (F1 of what is kept)" for what, which in told if which]


def _alone(lesson: Lesson) -> list[str]:
    """That stretches were left out, not documents."""
    document, given = lesson.reading.document, lesson.share >= 0.5
    if not one_teaches(document, given):
        return []
    most = int(np.bincount(document, weights=given.any(axis=1)).max())
    told = f"{most} of the {int(given.any(axis=1).sum())} passages with a code are of one document"
    return [f"{told}: stretches of text were left out, not documents. Expect less on other documents"]


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
        f"document{'s' if row.documents > 1 else ''}: too few to learn from ({FEWEST_CODINGS} are needed), so it is "
        "suggested from the codebook's own words"
        for row in rows
    ]


def _facets(lesson: Lesson, learned: Learned, book: Codebook) -> dict[str, float]:
    shares, known = {}, {facet.id: facet for facet in book.facets}
    for facet, said in learned.values.items():
        people = [f.value for f in lesson.facets if f.facet == facet]
        clear = [
            (a, b) for a, b in zip(people, said, strict=True) if facet not in known or known[facet].sign(a) != BOTH
        ]
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

"""How far a learned coder may be trusted: it codes documents that it has not seen, and people are the measure."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np

from send_qual.agreement._baselines import LEARNED, baselines, model_asked, with_model
from send_qual.agreement._issue_judging import judged
from send_qual.agreement._measures import Measures, measure
from send_qual.codebook import BOTH
from send_qual.coders import Suggestion, default_coder
from send_qual.coders.coder import to_coding
from send_qual.coders.learned import (
    FOLDS,
    ISSUES,
    IssueJudge,
    LearnedCoder,
    Model,
    Study,
    card_of,
    deal,
    learn,
    passages_of,
    study_of,
)
from send_qual.coding import Answer, Coding, Codings
from send_qual.errors import Fault, SendQualError
from send_qual.study.files import staged

__all__ = ["CodeAgreement", "Evaluation", "LearningPoint", "evaluate"]

_CURVE = (0.15, 0.35, 0.7)
_CURVE_FOLDS = 3  # of the folds, to keep the learning curve quick
_INNER = 3  # parts left out within each training part; the coder that is kept is calibrated on more
_OUT = "out-of-fold"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class CodeAgreement:
    """One coder's agreement with people on one theme, on documents it had not seen."""

    coder: str
    code: str
    measures: Measures


@dataclass(frozen=True, slots=True)
class LearningPoint:
    """What so many coded passages teach: macro F1 on documents left out."""

    passages: int
    documents: int
    f1: float


@dataclass(frozen=True)
class Evaluation:
    """A coder trained on everything, and what coders like it said of documents left out.

    Parameters
    ----------
    coder : LearnedCoder
        Trained on all codings.
    study : Study
        People's codings.
    themes : tuple of str
    parts : ndarray of int, shape (m,)
        The part with which each passage was left out.
    people, said : ndarray of bool, shape (m, k)
        Who gave which passage which theme.
    confidence : ndarray, shape (m, k)
        The machine's, 0 where it suggested nothing.
    levels : dict of float to ndarray, shape (m, k)
        Per level of confidence, the precision that the card of each passage's coder promised from there on.
    codings : Codings
        The suggestions for documents left out.
    answers : tuple of Answer
        To the codebook's questions, from these codings; where people's answers taught a judge, by judges that
        were taught all reports but this one.
    judge : IssueJudge or None
        Taught by all of people's answers, with its agreement on reports left out; None where there are too few.
    agreement : tuple of CodeAgreement
        Of the learned coder and of the baselines.
    facets : dict of str to float
        Share of right values among hits, mixed ones apart.
    curve : tuple of LearningPoint
    notices : tuple of Fault
        What a model server said in vain.
    model_facets : mapping of str to float
        As ``facets``, of what the model said.
    """

    coder: LearnedCoder
    study: Study
    themes: tuple[str, ...]
    parts: Any
    people: Any
    said: Any
    confidence: Any
    levels: dict[float, Any]
    codings: Codings
    answers: tuple[Answer, ...]
    judge: IssueJudge | None
    agreement: tuple[CodeAgreement, ...]
    facets: dict[str, float]
    curve: tuple[LearningPoint, ...]
    notices: tuple[Fault, ...] = ()
    model_facets: Mapping[str, float] = field(default_factory=dict)

    @property
    def left_out(self) -> str:
        """What was left out: ``documents``, or ``stretches of text`` where one document alone teaches."""
        of = zip(self.study.truth.document.tolist(), self.parts.tolist(), strict=True)
        return "documents" if len(set(of)) == len(self.study.truth.evidences) else "stretches of text"

    def of(self, coder: str) -> tuple[CodeAgreement, ...]:
        """The rows of one coder: ``learned``, one of :data:`send_qual.agreement.BASELINES`, or a model's."""
        return tuple(row for row in self.agreement if row.coder == coder)

    @property
    def coders(self) -> tuple[str, ...]:
        """The coders compared, the one that agrees best with people in this study (by macro F1) first."""
        names = dict.fromkeys(row.coder for row in self.agreement)
        return tuple(sorted(names, key=lambda name: -self.macro(name)[0]))

    def write(self, folder: Path) -> None:
        """Put the trained coder into a folder, and the judge of issues where people's answers taught one."""
        with staged(folder) as new:
            self.coder.write(new.folder)
            if self.judge:
                self.judge.write(new.folder)
            else:  # one that was taught beside another coder does not fit this one
                new.remove(ISSUES)

    def macro(self, coder: str = "learned") -> tuple[float, float]:
        """Mean F1 and mean kappa over the themes that people used."""
        rows = [row.measures for row in self.of(coder) if row.measures.n]
        return float(np.mean([m.f1 for m in rows])), float(np.mean([m.kappa for m in rows]))


def evaluate(
    codings: Codings,
    *,
    folds: int = 10,
    answers: Sequence[Answer] = (),
    coder: str = "",
    progress: Progress | None = None,
) -> Evaluation:
    """Train on all but some documents and code those, until each was left out once.

    Thresholds and calibration are chosen within each training part: nothing of a document is known to
    the coder that codes it. Where one document alone teaches, stretches of it are left out instead.

    Parameters
    ----------
    codings : Codings
        People's, with corpus and codebook.
    folds : int
        Parts; as many as documents is leave-one-document-out.
    answers : sequence of Answer
        People's answers to the codebook's questions, from ``read_answers``.
    coder : str
        ``"local:MODEL"``: a model server on this machine, compared with the others over the same passages;
        ``"panel+local:MODEL"``: also what it and the trained coder say together. Default: the corpus's own coder.
    progress : callable, optional

    Returns
    -------
    Evaluation

    Raises
    ------
    SendQualError
        Where there is too little to learn from, or the model is not to be had.
    """
    study = study_of(codings)
    book = codings.codebook
    assert book is not None  # noqa: S101  # study_of has looked
    themes = tuple(code.id for code in book.themes)
    parts = deal(study.truth.document, study.truth.share >= 0.5, folds)
    last = int(parts.max()) + 1
    steps = last + _CURVE_FOLDS + 2
    named = coder or (default_coder(codings.corpus) if codings.corpus else "")
    model, together = model_asked(named, lambda what: progress and progress(0, steps, what))
    asked = [model.suggest(e, book) for e in study.truth.evidences] if model else []  # first: it may not be there
    suggestions: list[tuple[Suggestion, ...]] = [() for _ in study.truth.evidences]
    coders: list[LearnedCoder] = []
    for part in range(last):
        if progress:
            progress(part, steps, "Coding documents left out")
        out = parts == part
        coders.append(taught := _trained(study, ~out, _INNER))
        left = sorted(set(study.truth.document[out].tolist()))
        whole = study.reading.take(np.isin(study.truth.document, left))
        for n, made in zip(
            left, taught.suggest_all([study.truth.evidences[n] for n in left], book, whole), strict=True
        ):
            suggestions[n] += _unseen(made, study, n, out)
    curve = _curve(study, parts, themes, coders, lambda n: progress and progress(last + n, steps, "Learning curve"))
    if progress:
        progress(steps - 2, steps, "Learning from all documents")
    learned = _trained(study, None, FOLDS)
    if progress:
        progress(steps - 1, steps, "Comparing, and answering questions about reports")
    confidence = _table(study, themes, suggestions)
    rows = _codings(study, suggestions)
    coded = Codings((), codings.corpus, book).adding(rows)
    tables = {LEARNED: confidence > 0, **baselines(study, themes, parts)}
    if model:
        tables = with_model(tables, _table(study, themes, asked) > 0, model, together)
    said, judge = judged(coded, {e.document.id for e in study.truth.evidences}, answers)
    if progress:
        progress(steps, steps, "Evaluated")
    return Evaluation(
        learned, study, themes, parts, _people(study, themes), confidence > 0, confidence,
        _levels(parts, len(themes), coders), coded, said, judge, _compared(study, themes, tables),
        _facets(study, rows), curve,
        *((model.notices(), _facets(study, _codings(study, asked))) if model else ()),
    )  # fmt: skip


def _trained(study: Study, passages: Any, folds: int) -> LearnedCoder:
    lesson, few = study.lesson(passages)
    learned = learn(lesson, folds)
    card = card_of(study, lesson, few, learned, folds, passages=passages)
    return LearnedCoder(learned.model, card, study.untrained_coder)


def _people(study: Study, themes: tuple[str, ...]) -> Any:
    columns = [study.truth.codes.index(theme) for theme in themes]
    return study.truth.share[:, columns] >= 0.5


def _codings(study: Study, suggestions: list[tuple[Suggestion, ...]]) -> list[Coding]:
    """What was suggested for each document, as codings."""
    book = study.codings.codebook
    assert book is not None  # noqa: S101  # truth_of has looked
    both = zip(study.truth.evidences, suggestions, strict=True)
    return [to_coding(s, e.document, book, _OUT) for e, made in both for s in made]


def _table(study: Study, themes: tuple[str, ...], suggestions: list[tuple[Suggestion, ...]]) -> Any:
    """Confidence per passage and theme; 0 where nothing was suggested."""
    table = np.zeros((len(study.reading), len(themes)))
    first = 0
    for evidence, made in zip(study.truth.evidences, suggestions, strict=True):
        for s in made:
            if (theme := s.code.split("/")[0]) in themes:
                rows, column = [first + n for n in passages_of(s.start, s.end, evidence.passages)], themes.index(theme)
                table[rows, column] = np.maximum(table[rows, column], max(s.confidence, 1e-6))
        first += len(evidence.passages)
    return table


def _unseen(made: Sequence[Suggestion], study: Study, document: int, out: Any) -> tuple[Suggestion, ...]:
    """The suggestions that lie in those of a document's passages that were left out."""
    passages = study.truth.evidences[document].passages
    own = set(np.flatnonzero(out[study.truth.document == document]).tolist())
    return tuple(s for s in made if own.issuperset(passages_of(s.start, s.end, passages)))


def _levels(parts: Any, width: int, coders: list[LearnedCoder]) -> dict[float, Any]:
    levels = {promise.confidence for coder in coders for promise in coder.card.promises}
    return {
        level: np.array([[coders[part].card.promised(level)] * width for part in parts.tolist()])
        for level in sorted(levels)
    }


def _compared(study: Study, themes: tuple[str, ...], tables: Mapping[str, Any]) -> tuple[CodeAgreement, ...]:
    """The trained coder beside the baselines."""
    people, document = _people(study, themes), study.truth.document
    return tuple(
        CodeAgreement(name, theme, measure(people[:, k], table[:, k], document))
        for name, table in tables.items()
        for k, theme in enumerate(themes)
    )


def _facets(study: Study, made: list[Coding]) -> dict[str, float]:
    """Of the right suggestions that people did not give both sides: the share with the right value."""
    said: dict[tuple[str, str, int], str] = {}
    first, start = {}, 0
    for evidence in study.truth.evidences:
        first[evidence.document.id] = start, evidence.passages
        start += len(evidence.passages)
    for coding in made:
        start, passages = first[coding.document]
        for n in passages_of(coding.start, coding.end, passages):
            for facet, value in coding.facets.items():
                said[facet, coding.theme, start + n] = value
    book = study.codings.codebook
    known = {facet.id: facet for facet in book.facets} if book else {}
    right: dict[str, list[bool]] = {}
    for given in study.truth.facets:
        code = study.truth.codes[given.code]
        chosen = said.get((given.facet, code, given.passage))
        if chosen and (given.facet not in known or known[given.facet].sign(given.value) != BOTH):
            right.setdefault(given.facet, []).append(chosen == given.value)
    return {facet: float(np.mean(values)) for facet, values in right.items()}


def _curve(
    study: Study, parts: Any, themes: tuple[str, ...], coders: list[LearnedCoder], tell: Callable[[int], Any]
) -> tuple[LearningPoint, ...]:
    """F1 by how much was learned from; the documents are taken in an order drawn once.

    The last point is that of the coders that were trained on everything else.
    """
    order = np.random.default_rng(0).permutation(len(study.truth.evidences))
    points: dict[int, list[tuple[int, int, float]]] = {}
    for part in range(min(_CURVE_FOLDS, int(parts.max()) + 1)):
        tell(part)
        out = parts == part
        left = set(study.truth.document[~out].tolist())
        rest = [n for n in order.tolist() if n in left]
        for size in dict.fromkeys(max(1, round(share * len(rest))) for share in _CURVE):
            mask = np.isin(study.truth.document, rest[:size]) & ~out
            if size == len(rest):  # the coder at hand learned from these
                continue
            try:
                lesson, _ = study.lesson(mask)
            except SendQualError:  # so few teach nothing yet
                continue
            model = learn(replace(lesson, facets=()), _INNER).model
            points.setdefault(size, []).append((int(mask.sum()), size, _f1(study, themes, model, out)))
        point = int((~out).sum()), len(rest), _f1(study, themes, coders[part].model, out)
        points.setdefault(len(rest), []).append(point)
    means = (np.mean(at, axis=0).tolist() for at in points.values())
    return tuple(LearningPoint(round(passages), round(documents), f1) for passages, documents, f1 in sorted(means))


def _f1(study: Study, themes: tuple[str, ...], model: Model, out: Any) -> float:
    """Macro F1 on passages left out, over the themes people used there; one that was not learned scores 0."""
    people = _people(study, themes)[out]
    probability, _ = model.read(study.reading.take(out))
    scores = []
    for k, theme in enumerate(themes):
        if not people[:, k].any():
            continue
        if theme not in model.codes:
            scores.append(0.0)
            continue
        column = model.codes.index(theme)
        cut = probability[:, column] >= model.calibration.threshold[column]
        scores.append(measure(people[:, k], cut, study.truth.document[out]).f1)
    return float(np.mean(scores)) if scores else 0.0

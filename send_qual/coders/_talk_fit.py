"""Fitting a model of talk on a codebook's worked examples alone, at first use."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from send_qual.codebook import STRENGTH, WEAKNESS, Codebook
from send_qual.coders._talk_model import Sides, TalkModel, example_hash, kindred_model, shares_of, shipped_sides
from send_qual.coders._talk_reader import THEME_WEIGHTS, Judge, Reader, Weights, weighed_rows
from send_qual.coders._talk_ridge import Ridge
from send_qual.coders._talk_rows import TalkRows, only, rows_of_texts
from send_qual.coders._talk_words import learn_wording
from send_qual.language import DIMENSIONS

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating]
    Answers = npt.NDArray[np.bool_]
    Codes = tuple[tuple[str, str], ...]

__all__ = ["Examples", "agreement_of", "best_threshold", "examples_of", "fit_reader", "fitted", "slope_of"]

_PENALTY = 1.0  # results are flat from half to twice as much
_RESERVE = 3.0  # penalty where a model that ships is taught more: it rests on far more than what is new
_NEVER = -4.0  # log-odds of a theme without examples
_LOWEST, _HIGHEST = 0.2, 0.6  # between these a threshold is sought


@dataclass(frozen=True)
class Examples:
    """What a codebook shows of its codes: worked examples, and the codes' own examples, which have no side.

    A code of an example stands with the side it has there.
    """

    texts: tuple[str, ...]
    codes: tuple[Codes, ...]

    def about(self, themes: Sequence[str]) -> Answers:
        """Which example is about which theme, ``(n, n themes)``."""
        import numpy as np

        return np.array([[any(c.split("/")[0] == theme for c, _ in row) for theme in themes] for row in self.codes])

    def sided(self) -> tuple[list[str], list[bool]]:
        """The examples that speak of help alone or of hindrance alone, and whether it is of help."""
        told = [(t, {side for _, side in row}) for t, row in zip(self.texts, self.codes, strict=True)]
        own = [(t, sides == {STRENGTH}) for t, sides in told if sides in ({STRENGTH}, {WEAKNESS})]
        return [text for text, _ in own], [helps for _, helps in own]


def examples_of(codebook: Codebook) -> Examples:
    """All examples of a codebook, in its order."""
    texts = [worked.text for worked in codebook.worked]
    facet = codebook.sided
    codes: list[Codes] = [
        tuple((code, facet.sign(value) if facet else "") for code, value in worked.codes) for worked in codebook.worked
    ]
    for code in codebook:
        texts.extend(code.examples)
        codes.extend(((code.id, ""),) for _ in code.examples)
    return Examples(tuple(texts), tuple(codes))


def fitted(codebook: Codebook) -> TalkModel:
    """The model of talk that a codebook's examples teach; what helps and what hinders is known already.

    Where the team only added to a codebook whose model ships, that model is taught the new examples.
    """
    import numpy as np

    examples = examples_of(codebook)
    themes = [code.id for code in codebook.themes]
    if not examples.texts:
        nothing = np.zeros((len(themes), DIMENSIONS))
        alone_weights = np.array(THEME_WEIGHTS[:1])
        silent = Reader(np.array([], np.str_), np.zeros(0), alone_weights, nothing, np.zeros(len(themes)))
        judge = _by_itself(len(themes), 0.0, _NEVER)
        return with_examples(
            codebook, np.zeros((0, DIMENSIONS)), silent, judge, [_HIGHEST] * len(themes), shipped_sides()
        )
    rows, about = rows_of_texts(examples.texts), examples.about(themes)
    if (kindred := kindred_model(codebook)) is not None:
        new = [
            n for n, worked in enumerate(codebook.worked) if example_hash(worked) not in set(kindred.learnt.tolist())
        ]
        about = examples.about(kindred.themes.tolist())
        reader = _taught_more(kindred.reader, only(rows, new), about[new])
        lowest = kindred.thresholds.tolist()
        model = with_examples(codebook, rows.vectors, reader, kindred.judge, lowest, kindred.sides)
        return replace(model, themes=kindred.themes)
    reader, fit = fit_reader(rows, about, list(range(len(about))), weights=THEME_WEIGHTS[:1])
    alone = fit.left_out()
    slope, intercept = slope_of(alone.ravel(), about.ravel())
    odds = slope * alone + intercept
    lowest = [best_threshold(shares_of(odds[:, k]), about[:, k]) for k in range(len(themes))]
    return with_examples(
        codebook, rows.vectors, reader, _by_itself(len(themes), slope, intercept), lowest, shipped_sides()
    )


def with_examples(
    codebook: Codebook, vectors: Floats, reader: Reader, judge: Judge, thresholds: Sequence[float], sides: Sides
) -> TalkModel:
    """A model that holds the vectors of a codebook's examples, by code, beside what was fitted."""
    import numpy as np

    owned = [(n, code) for n, row in enumerate(examples_of(codebook).codes) for code, _ in row]
    return TalkModel(
        np.array([code.id for code in codebook.themes]),
        reader,
        judge,
        np.array(thresholds),
        sides,
        vectors[np.array([n for n, _ in owned], dtype=np.intp)].astype(np.float16),
        np.array([code for _, code in owned], dtype=np.str_),
        np.array([example_hash(worked) for worked in codebook.worked], dtype=np.str_),
    )


def fit_reader(
    rows: TalkRows,
    answers: Answers,
    groups: Sequence[Hashable],
    *,
    weights: Weights,
    questions: Sequence[str] = (),
    pairs: bool = False,
) -> tuple[Reader, Ridge]:
    """A reader of passages, and the fit it is taken from, which can leave each group out.

    Parameters
    ----------
    rows : TalkRows
    answers : numpy.ndarray of bool, shape (n, k)
    groups : sequence, length n
        What is left out together.
    weights : tuple of (float, float)
        Of each block's vector and words; of the passage alone, or of its question and what was said before it too.
    questions : sequence of str, optional
        Further texts whose words are known.
    pairs : bool
        Whether pairs of words are known too: they tell sides ("not bad"), and of themes nothing more.
    """
    import numpy as np

    wording = learn_wording(tuple(dict.fromkeys([*rows.texts, *questions])), pairs=pairs)
    fit = Ridge(_PENALTY).fit(weighed_rows(rows, wording, weights), np.where(answers, 1.0, -1.0), groups)
    learnt, intercepts = fit.weights()
    half = np.float16
    reader = Reader(wording.words, wording.rarity.astype(half), np.array(weights), learnt.T.astype(half), intercepts)
    return reader, fit


def _taught_more(reader: Reader, rows: TalkRows, about: Answers) -> Reader:
    """A reader moved as little as its new examples allow: what it says of all else stays nearly as it was."""
    import numpy as np

    if not rows.texts:
        return reader
    amiss = np.where(about, 1.0, -1.0) - reader.scores(rows)
    fit = Ridge(_RESERVE, intercept=False).fit(
        weighed_rows(rows, reader.wording, reader.block_weights), amiss, range(len(about))
    )
    weights, _ = fit.weights()
    moved = (reader.weights.astype(np.float64) + weights.T).astype(reader.weights.dtype)
    return replace(reader, weights=moved)


def slope_of(scores: Floats, answers: Answers, *, even: bool = False) -> tuple[float, float]:
    """Slope and intercept that turn scores of rows left out into log-odds (Platt); flat where there is one answer.

    ``even``: a score of 0 stays even odds, whichever answer the rows have more of.
    """
    from sklearn.linear_model import LogisticRegression

    if answers.all() or not answers.any():
        return 0.0, -_NEVER if answers.all() else _NEVER
    fit = LogisticRegression(C=10.0, fit_intercept=not even).fit(scores[:, None], answers)
    return float(fit.coef_[0, 0]), 0.0 if even else float(fit.intercept_[0])


def agreement_of(given: Answers, meant: Answers) -> tuple[float, float]:
    """F1 and Cohen's kappa of answers with those that were meant."""
    both, n = float((given & meant).sum()), len(meant)
    f1 = 2 * both / max(1.0, float(given.sum() + meant.sum()))
    chance = float(given.mean() * meant.mean() + (1 - given.mean()) * (1 - meant.mean()))
    return f1, (float((given == meant).sum()) / n - chance) / max(1 - chance, 1e-9)


def best_threshold(shares: Floats, meant: Answers) -> float:
    """The probability from which F1 and kappa together are highest, its neighbours counted with it."""
    import numpy as np

    tried = np.arange(_LOWEST, _HIGHEST + 0.001, 0.02)
    worth = np.array([sum(agreement_of(shares >= t, meant)) for t in tried])
    smooth = np.convolve(np.pad(worth, 2, mode="edge"), np.ones(5) / 5, "valid")
    return round(float(tried[int(smooth.argmax())]), 2)


def _by_itself(themes: int, slope: float, intercept: float) -> Judge:
    """A judge that knows no more of one theme than of another."""
    import numpy as np

    return Judge(np.full(themes, slope), np.full(themes, intercept))

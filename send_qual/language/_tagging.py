"""spaCy: tokens, tags and lemmas; no parser, no named entities."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from send_qual.language._spacy_model import model_without

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["tagged", "tokenised"]

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

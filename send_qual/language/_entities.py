"""spaCy's named entities, and the dictionary of ordinary English words that comes with its model."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

from send_qual.language._spacy_model import model_folder, model_without

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["dictionary", "entities", "entity_model"]

_NOT_NEEDED = ("parser", "senter", "tagger", "attribute_ruler", "lemmatizer", "tok2vec")


def entity_model() -> Language:
    """The model with its entity recogniser only, loaded once.

    Raises
    ------
    SendQualError
        Where no English model is installed.
    """
    return model_without(*_NOT_NEEDED)


def entities(texts: Iterable[str]) -> Iterator[Doc]:
    """Find named entities in texts, in their order.

    Parameters
    ----------
    texts : iterable of str

    Yields
    ------
    spacy.tokens.Doc
        One per text, with ``ents``; no tags, no lemmas.

    Examples
    --------
    >>> [entity.label_ for entity in next(entities(["We met in Manchester."])).ents]
    ['GPE']
    """
    yield from entity_model().pipe(texts, batch_size=64)


@cache
def dictionary() -> frozenset[str]:
    """Ordinary English words in lower case, base forms: WordNet's, as the model's lemmatiser carries them.

    Examples
    --------
    >>> "school" in dictionary(), "ofsted" in dictionary()
    (True, False)
    """
    from spacy.lookups import Lookups

    tables = Lookups().from_disk(next(model_folder().rglob("lemmatizer/lookups/lookups.bin")).parent)
    index, irregular = tables.get_table("lemma_index"), tables.get_table("lemma_exc")
    return frozenset(word for table in (index, irregular) for part in table.values() for word in part)

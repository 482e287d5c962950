"""spaCy's named entities, and the dictionary of ordinary English words that comes with its model."""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Iterable, Iterator
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from send_qual.language._tagging import _MODELS, no_model

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

__all__ = ["dictionary", "entities", "entity_model"]

_LOADING = Lock()


@cache
def _load() -> Language:
    for name in _MODELS:
        if importlib.util.find_spec(name):
            without = ["parser", "senter", "tagger", "attribute_ruler", "lemmatizer", "tok2vec"]
            model: Language = importlib.import_module(name).load(exclude=without)
            return model
    raise no_model()


def entity_model() -> Language:
    """The model with its entity recogniser only, loaded once.

    Raises
    ------
    SendQualError
        Where no English model is installed.
    """
    with _LOADING:
        return _load()


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

    for name in _MODELS:
        if spec := importlib.util.find_spec(name):
            for place in spec.submodule_search_locations or ():
                from pathlib import Path

                for found in Path(place).rglob("lookups.bin"):
                    if found.parent.name == "lookups" and found.parent.parent.name == "lemmatizer":
                        tables = Lookups().from_disk(found.parent)
                        index, irregular = tables.get_table("lemma_index"), tables.get_table("lemma_exc")
                        words = {word for part in index.values() for word in part}
                        return frozenset(words | {word for part in irregular.values() for word in part})
    raise no_model()

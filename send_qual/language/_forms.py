"""Which words of a vocabulary are forms of one word: by lemma, whatever part of speech it may be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from send_qual.language._spacy_model import model_without

__all__ = ["forms_of"]

_NOT_NEEDED = ("parser", "ner", "senter")  # the same model as for tagging: loaded once
_PARTS = ("NOUN", "VERB", "ADJ", "ADV")


def forms_of(word: str, among: Iterable[str]) -> frozenset[str]:
    """The words that share a lemma with one, in small letters.

    Parameters
    ----------
    word : str
    among : iterable of str
        The words of the texts.

    Raises
    ------
    SendQualError
        Where no English model is installed.

    Examples
    --------
    >>> sorted(forms_of("wait", ["waited", "waiting", "Waits", "waiter", "went"]))
    ['wait', 'waited', 'waiting', 'waits']
    >>> sorted(forms_of("goes", ["went", "going", "gone", "good"]))
    ['goes', 'going', 'gone', 'went']
    >>> sorted(forms_of("late", ["later", "lately", "latest", "plate"]))
    ['late', 'later', 'latest']
    """
    wanted, *lemmas = _lemmas([word.lower(), *(words := sorted({one.lower() for one in among}))])
    return frozenset({word.lower(), *(one for one, found in zip(words, lemmas, strict=True) if found & wanted)})


def _lemmas(words: Sequence[str]) -> list[frozenset[str]]:
    """What each word may be a form of, as a noun, a verb, an adjective or an adverb."""
    from spacy.tokens import Doc

    model = model_without(*_NOT_NEEDED)
    lemmatise: Any = model.get_pipe("lemmatizer")
    known = lemmatise.lookups.get_table("lemma_index")
    found: list[set[str]] = [set() for _ in words]
    for part in _PARTS:
        doc = lemmatise(Doc(model.vocab, words=list(words), pos=[part] * len(words)))
        for lemmas, token in zip(found, doc, strict=True):
            lemma = token.lemma_.lower()
            # By rule alone "waiter" would be more "wait" than another: what is compared must be known to be compared.
            if part in ("NOUN", "VERB") or lemma in known.get(part.lower(), ()):
                lemmas.add(lemma)
    return [frozenset(lemmas) for lemmas in found]

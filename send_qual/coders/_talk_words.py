"""The wording of talk as features: words, their stems and pairs of them, marked where a denial stands before them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log, sqrt
from typing import TYPE_CHECKING

from send_qual.coders.lexicon._terms import plain

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from scipy.sparse import csr_matrix

    Floats = npt.NDArray[np.floating]

__all__ = ["Wording", "denies", "learn_wording", "spoken"]

_WORD = re.compile(r"\w+(?:'\w+)?|[.,;:!?]")
_DENIAL = re.compile(r"not|no|never|nobody|nothing|none|nor|neither|without|hardly|barely|cannot|\w+n't")
_REACH = 4  # words over which a denial marks those after it, unless punctuation stands between
_STEM = 5  # letters; longer words are known by their beginning too: "reviewers" by that of "review"
_LEAST = 2  # a word that only one example has teaches nothing
# Words of a text from which on its wording weighs fully: the few words of a short sentence tell less than the many of a
# passage, which is what is learnt from.
_FULLY = 25

_NOT_THE_MATTER = re.compile(
    r"\b(?:(?:was|is|were|are|has|have)(?: not|n't| never)(?: been)?|never (?:was|were)) (?:\w+ ){0,2}?"
    r"(?:the|a|an|any|our|my|\w+ship) (?:\w+ )?(?:problem|issue|difficulty|reason|trouble)\b"
    r"|\b(?:(?:do|would|did|ca|could)(?:n't| not)|cannot|never) (?:ever |really |quite )?"
    r"(?:think|thought|say|said|feel|felt|believed?|found|blamed?)\b"
    r"[^.?!]{0,60}\b(?:problem|issue|trouble|at fault|to blame)\b"
    r"|\b(?:was|is)(?: not|n't| never) (?:really |ever )?(?:about|down to|to do with|where it went wrong)\b"
)
_INSTEAD = re.compile(r"\b(?:but|it's|it was|they were|rather|because|so much as|only)\b")


def spoken(text: str) -> list[str]:
    """The words of a text, their stems and pairs of neighbours; within reach of a denial they are words of their own.

    Examples
    --------
    >>> spoken("It wasn’t clear. Now it is.")[:7]
    ['it', "wasn't", 'not:clear', 'now', 'it', 'is', "wasn'*"]
    >>> spoken("Two reviewers.")
    ['two', 'reviewers', 'revie*', 'two reviewers']
    """
    words, stems, left = [], [], 0
    for match in _WORD.finditer(plain(text)):
        word = match[0]
        if word in ".,;:!?":
            left = 0
            continue
        words.append(f"not:{word}" if left else word)
        if len(word) > _STEM:
            stems.append(f"{word[:_STEM]}*")
        left = _REACH if _DENIAL.fullmatch(word) else max(0, left - 1)
    return words + stems + [f"{a} {b}" for a, b in pairwise(words)]


def denies(sentence: str) -> bool:
    """Whether a sentence only says that something was not the matter.

    Examples
    --------
    >>> denies("The staffing wasn't the problem."), denies("The staffing was the problem.")
    (True, False)
    >>> denies("It wasn't about leadership, it was about money.")
    False
    """
    sentence = plain(sentence)
    denial = _NOT_THE_MATTER.search(sentence)
    return denial is not None and not _INSTEAD.search(sentence, denial.end())


@dataclass(frozen=True)
class Wording:
    """The words that are known, and how rare each is.

    Parameters
    ----------
    words : numpy.ndarray of str, shape (n,)
    rarity : numpy.ndarray, shape (n,)
        Inverse document frequency among the examples.
    """

    words: npt.NDArray[np.str_]
    rarity: Floats

    @cached_property
    def _column(self) -> dict[str, int]:
        return {word: n for n, word in enumerate(self.words.tolist())}

    def rows(self, texts: Sequence[str]) -> csr_matrix:
        """One row per text, of length one (less for a short text): known words by their number and their rarity."""
        import numpy as np
        from scipy.sparse import csr_matrix

        columns: list[int] = []
        values: list[float] = []
        ends = [0]
        distinct = {text: n for n, text in enumerate(dict.fromkeys(texts))}
        for text in distinct:
            known = [(self._column[word], n) for word, n in Counter(spoken(text)).items() if word in self._column]
            row = np.array([(1 + log(n)) * self.rarity[column] for column, n in known])
            weight = min(1.0, sqrt(len(text.split()) / _FULLY))
            columns.extend(column for column, _ in known)
            values.extend((weight * row / max(float(np.linalg.norm(row)), 1e-9)).tolist())
            ends.append(len(columns))
        rows = csr_matrix((values, columns, ends), shape=(len(distinct), len(self.words)))
        return rows[[distinct[text] for text in texts]]


def learn_wording(texts: Sequence[str], *, pairs: bool = True) -> Wording:
    """The words that at least two texts have, with or without pairs of neighbours.

    Examples
    --------
    >>> learn_wording(["We wait.", "They wait.", "They left."]).words.tolist()
    ['they', 'wait']
    """
    import numpy as np

    found = Counter(word for text in texts for word in set(spoken(text)))
    words = sorted(word for word, n in found.items() if n >= _LEAST and (pairs or " " not in word))
    rarity = np.array([log((1 + len(texts)) / (1 + found[word])) + 1 for word in words])
    return Wording(np.array(words, dtype=np.str_), rarity)

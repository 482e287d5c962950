"""A text spelt in words, one character per word: so passages are aligned word by word at the speed of strings."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # numpy takes longer to import than a desk to open, which seldom needs it
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["Spelling", "words_of"]

_WORD = re.compile(r"\w+(?:['’-]\w+)*")  # "didn't" and "co-produced" are one word each
_COMMON = 400  # a word that stands in more places says little about where a passage is
_BIN = 8  # words; a passage lies in two neighbouring bins of where it may begin
_FIRST, _SURROGATES, _GAP = 0x100, 0xD800, 0x800


def words_of(text: str) -> list[tuple[int, int]]:
    """The spans of the words of a text."""
    return [match.span() for match in _WORD.finditer(text)]


@lru_cache(maxsize=65536)
def _plain(word: str) -> str:
    """A word without case and accents."""
    if word.isascii():
        return word.lower()
    letters = unicodedata.normalize("NFKD", word.replace("’", "'")).casefold()
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def _letter(n: int) -> str:
    n += _FIRST
    return chr(n if n < _SURROGATES else n + _GAP)


class Spelling:
    """The words of one text, each a character of an alphabet of its own.

    Parameters
    ----------
    text : str

    Attributes
    ----------
    spans : list of (int, int)
        Where each word stands, in code points.
    letters : str
        As long as ``spans``.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = words_of(text)
        self._alphabet: dict[str, str] = {}
        self.letters = "".join(self._spell(text[a:b]) for a, b in self.spans)
        self._places: dict[str, NDArray[np.int64]] | None = None

    def _spell(self, word: str) -> str:
        plain = _plain(word)
        letter = self._alphabet.get(plain)
        if letter is None:
            letter = self._alphabet[plain] = _letter(len(self._alphabet))
        return letter

    def spell(self, text: str, spans: list[tuple[int, int]]) -> str:
        """Words of another text in the same alphabet."""
        return "".join(self._spell(text[a:b]) for a, b in spans)

    def _where(self) -> dict[str, NDArray[np.int64]]:
        """Where each letter stands."""
        import numpy as np

        if self._places is None:
            codes = np.frombuffer(self.letters.encode("utf-32-le"), dtype=np.uint32)
            order = np.argsort(codes, kind="stable")
            cuts = np.flatnonzero(np.diff(codes[order])) + 1
            groups = np.split(order, cuts) if len(order) else []
            self._places = {self.letters[int(group[0])]: group for group in groups}
        return self._places

    def likely(self, letters: str, most: int = 3) -> list[int]:
        """At which words a passage spelt so most likely begins, the likeliest first.

        Each of its words votes for the places where it stands, the more the rarer it is.
        """
        import numpy as np

        where = self._where()
        found = [(n, where[letter]) for n, letter in enumerate(letters) if letter in where]
        rare = [(n, places) for n, places in found if len(places) <= _COMMON] or found
        if not rare:
            return []
        begins = np.concatenate([places - n for n, places in rare]) + len(letters)
        weights = np.concatenate([np.full(len(places), 1 / (1 + np.log(len(places)))) for _, places in rare])
        votes = np.bincount(begins // _BIN, weights)
        votes[:-1] += votes[1:]
        best: list[int] = []
        for _ in range(most):
            top = int(votes.argmax())
            if votes[top] <= 0:
                break
            best.append(top * _BIN + _BIN // 2 - len(letters))
            votes[max(0, top - 2) : top + 3] = 0
        return best

"""How near passages are to what codes say of themselves, in several kinds; weighed to a log-odds per passage and code.

The weights say how far each kind is to be believed, whatever the codes are about; what is near and what is far the
corpus says itself: each kind is measured by its mean and spread over the passages of the corpus.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from send_qual.codebook import Codebook
from send_qual.language import embed, sentences, stop_words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

__all__ = ["WEIGHTS", "Described", "Passages", "Scores"]

WEIGHTS: Mapping[str, float] = {
    "whole": 0.17, "parts": 0.12, "name": 0.11, "definition": 0.22, "letters": 0.38, "length": 0.13, "likest": 0.38,
}  # fmt: skip
"""How far each kind of nearness is believed: a regression over six coded sets of four fields (docs/changes.md)."""

_PRIOR = 10  # passages that the usual mean and spread count for, where the corpus is small
_USUAL = {"whole": (0.2, 0.1), "length": (2.0, 0.6)}  # the others are as often above the other codes as below
_LIKEST, _MOST_LIKE, _FEWEST_LIKE = 0.05, 100, 4  # of the passages: those from which a code is learned further
_OWN = 1 / 6  # how much each of a code's own sayings counts beside all of those
_BOUND = 5.0  # spreads from the mean, beyond which words in common count no further
_WORDS = re.compile(r"[^\W\d_][\w'’-]+")


@dataclass(frozen=True)
class Passages:
    """Passages as the nearness sees them: words, sentence vectors, and whose each sentence is."""

    texts: tuple[str, ...]
    vectors: Any
    owner: Any

    def __len__(self) -> int:
        return len(self.texts)

    @cached_property
    def means(self) -> Floats:
        """The mean of each passage's sentence vectors, of length one."""
        import numpy as np

        mean = np.zeros((len(self), self.vectors.shape[1]))
        np.add.at(mean, self.owner, self.vectors)
        means: Floats = _unit(mean)
        return means

    def best(self, references: Any) -> Floats:
        """The greatest cosine of a passage's sentences with any of some vectors, shape ``(m,)``."""
        import numpy as np

        found = np.full(len(self), -1.0)
        np.maximum.at(found, self.owner, (self.vectors @ references.T).max(axis=1))
        return found


@dataclass(frozen=True)
class Described:
    """What themes say of themselves, with their sub-codes: names, definitions and criteria, examples."""

    names: tuple[str, ...]
    told: tuple[tuple[str, ...], ...]
    examples: tuple[tuple[str, ...], ...]

    @classmethod
    def of(cls, codebook: Codebook, themes: Sequence[str]) -> Described:
        """Of the themes named."""
        families = [[code for code in codebook if code.id.split("/")[0] == theme] for theme in themes]
        told, examples = [], []
        for family in families:
            said = [text for code in family for text in (code.definition, *code.include) if text]
            told.append(tuple(said or [code.name for code in family]))
            examples.append(tuple(text for code in family for text in code.examples))
        return cls(tuple(codebook[theme].name for theme in themes), tuple(told), tuple(examples))

    @property
    def definitions(self) -> tuple[str, ...]:
        """Name and definition of each."""
        return tuple(f"{name} {' '.join(told)}" for name, told in zip(self.names, self.told, strict=True))

    @property
    def words(self) -> tuple[str, ...]:
        """All that each says of itself."""
        return tuple(f"{said} {' '.join(e)}" for said, e in zip(self.definitions, self.examples, strict=True))

    @property
    def speaks(self) -> tuple[bool, ...]:
        """Whether each says anything of itself: a code "A" with nothing more does not."""
        return tuple(bool(_content(words)) for words in self.words)

    @cached_property
    def whole(self) -> Floats:
        """One vector each, shape ``(k, 384)``."""
        import numpy as np

        texts = [f"{name}. {' '.join(told)}" for name, told in zip(self.names, self.told, strict=True)]
        return embed(texts).astype(np.float64)

    @cached_property
    def name(self) -> Floats:
        """The vector of each name."""
        import numpy as np

        return embed(self.names).astype(np.float64)

    @cached_property
    def parts(self) -> tuple[Any, ...]:
        """The vectors of each one's sentences."""
        return tuple(
            embed([text[a:b] for text in told for a, b in sentences(text)] or [name])
            for name, told in zip(self.names, self.told, strict=True)
        )

    @cached_property
    def shown(self) -> Floats:
        """The mean vector of each one's examples; where it has none, that of the whole."""
        import numpy as np

        own = self.whole
        return np.stack([_unit(embed(e).mean(axis=0)) if e else own[k] for k, e in enumerate(self.examples)])


class Scores:
    """Log-odds of passages and codes, up to an offset, by what is usual in a corpus.

    Parameters
    ----------
    described : Described
    corpus : Passages
        All passages of the corpus; there must be one.
    """

    def __init__(self, described: Described, corpus: Passages) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer

        self._codes = described
        texts = (*corpus.texts, *described.words, "code")  # so that there is a word at all
        self._words = TfidfVectorizer(sublinear_tf=True, analyzer=_content).fit(texts)
        self._letters = TfidfVectorizer(sublinear_tf=True, analyzer="char_wb", ngram_range=(4, 5)).fit(texts)
        self._said_words = self._words.transform(described.definitions).T
        self._said_letters = self._letters.transform(described.words).T
        self._usual = {kind: _usual(kind, table) for kind, table in self._raw(corpus)}
        self._likest = self._from_likest(corpus)
        likest = self._liking(corpus)
        self._usual["likest"] = _usual("likest", likest)
        self.of_corpus = self.of(corpus)

    def of(self, passages: Passages) -> Floats:
        """The log-odds of passages, shape ``(m, k)``."""
        score = self._before(passages)
        return score + WEIGHTS["likest"] * self._measured("likest", self._liking(passages))

    def kinds(self, passages: Passages) -> Iterator[tuple[str, Floats]]:
        """Each kind of nearness in spreads from its mean in the corpus, shape ``(m, k)``: what is weighed."""
        for kind, table in self._raw(passages):
            yield kind, self._measured(kind, table)
        yield "likest", self._measured("likest", self._liking(passages))

    def _before(self, passages: Passages) -> Floats:
        """The log-odds without what the likest passages add."""
        import numpy as np

        score = np.zeros((len(passages), len(self._codes.names)))
        for kind, table in self._raw(passages):
            score += WEIGHTS[kind] * self._measured(kind, table)
        return score

    def _measured(self, kind: str, table: Floats) -> Floats:
        import numpy as np

        mean, spread = self._usual[kind]
        measured: Floats = np.clip((table - mean) / spread, -_BOUND, _BOUND)
        return measured

    def _raw(self, passages: Passages) -> Iterator[tuple[str, Floats]]:
        import numpy as np

        codes, mean = self._codes, passages.means
        yield "whole", mean @ codes.whole.T
        yield "parts", _above(np.stack([passages.best(vectors) for vectors in codes.parts], axis=1))
        yield "name", _above(mean @ codes.name.T)
        words = self._words.transform(passages.texts)
        yield "definition", _above((words @ self._said_words).toarray())
        yield "letters", _above((self._letters.transform(passages.texts) @ self._said_letters).toarray())
        yield "length", np.log1p(np.diff(words.indptr))[:, None]

    def _from_likest(self, corpus: Passages) -> Floats:
        """The direction from the codes' mean to each code's own sayings and the passages likest to it."""
        import numpy as np

        score, mean, codes = self._before(corpus), corpus.means, self._codes
        n = int(min(max(_LIKEST * len(corpus), _FEWEST_LIKE), _MOST_LIKE, len(corpus)))
        likest = np.argpartition(-score, n - 1, axis=0)[:n]
        examples = np.array([[len(texts)] for texts in codes.examples])
        own = codes.whole + examples * codes.shown
        centres = _unit(mean[likest].sum(axis=0) + _OWN * n * own)
        directions: Floats = _unit(_above(centres.T).T)
        return directions

    def _liking(self, passages: Passages) -> Floats:
        liking: Floats = passages.means @ self._likest.T
        return liking


def _usual(kind: str, table: Floats) -> tuple[Floats, Floats]:
    """Mean and spread of each column, drawn to what is usual elsewhere where there are few rows."""
    import numpy as np

    at, around = _USUAL.get(kind, (0.0, 0.05))
    n = len(table)
    mean = (table.sum(axis=0) + _PRIOR * at) / (n + _PRIOR)
    square = ((table - mean) ** 2).sum(axis=0) + _PRIOR * around**2
    return mean, np.sqrt(square / (n + _PRIOR))


def _above(table: Floats) -> Floats:
    """Each row above its own mean: near a code is nearer than to the others."""
    above: Floats = table - table.mean(axis=1, keepdims=True) if table.shape[1] > 1 else table
    return above


def _unit(vectors: Any) -> Any:
    import numpy as np

    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def _content(text: str) -> list[str]:
    """The words that say something."""
    return [word for word in _WORDS.findall(text.lower()) if word not in stop_words()]

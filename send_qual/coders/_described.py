"""The coder of a codebook that says what its codes are and not by which words: names, definitions, criteria, examples.

It knows no truth and learns none: how near a passage is to what a code says of itself counts against how near the
passage is to the other codes, and how near the other passages of the corpus are to this one.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from send_qual.codebook import Code, Codebook
from send_qual.coders._panel import PanelCoder
from send_qual.coders._polarity import side_in
from send_qual.coders.coder import Coder, Evidence, Suggestion
from send_qual.errors import Fault
from send_qual.language import embed, sentences, stop_words

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

__all__ = ["DescribedCoder", "hardly_found", "untrained_coder"]

_LEAST, _MOST = 0.02, 0.2  # share of passages that a code is expected to have, between these
_NEAR = 0.15  # cosine below which a passage is near nothing
_FEW_WORDS = 3
_ODDS = (-1.9, 0.82)  # of a suggestion being right, by its score; from two sets of other fields (docs/changes.md)
_EXAMPLES = 2  # of a code, to begin with
_NAMED = 10
_NOTE = "near what the codebook says of {}"
_WORDS = re.compile(r"[a-z][a-z'’-]+")


def hardly_found(codebook: Codebook) -> Fault | None:
    """Which codes of a codebook a machine can hardly find, and what to add to them; None where there are none.

    Parameters
    ----------
    codebook : Codebook

    Examples
    --------
    >>> told = hardly_found(Codebook("tea", "1", (Code("cup", "Cup", definition="All about cups."),)))
    >>> told.problem
    '1 code has no terms and can hardly be found: Cup (no examples)'
    """
    if codebook.worked:
        return None
    spoken = {code.id.split("/")[0] for code in codebook if code.terms}
    mute = [code for code in codebook.themes if code.id not in spoken]
    if not mute:
        return None
    names = ", ".join(_lacking(code) for code in mute[:_NAMED]) + (", ..." if len(mute) > _NAMED else "")
    count = "1 code has" if len(mute) == 1 else f"{len(mute)} codes have"
    mend = (
        "Add two `examples:` a code to begin with, a `definition:`, and `terms:` in which people speak of it; "
        "`send-qual evaluate --keep` learns from codings"
    )
    return Fault(codebook.name, f"{count} no terms and can hardly be found: {names}", mend)


def _lacking(code: Code) -> str:
    """A code's name, and what else it does not say."""
    lacks = [] if code.definition or code.include else ["no definition"]
    if len(code.examples) < _EXAMPLES:
        lacks.append("one example" if code.examples else "no examples")
    return f"{code.name} ({', '.join(lacks)})" if lacks else code.name


def untrained_coder(evidences: Sequence[Evidence], codebook: Codebook) -> Coder:
    """The coder without training: the panel, or for a codebook without any terms the coder by descriptions.

    Parameters
    ----------
    evidences : sequence of Evidence
        All documents of the corpus, for what is common in it.
    codebook : Codebook
    """
    silent = not codebook.worked and not any(code.terms for code in codebook)
    return DescribedCoder(tuple(evidences), codebook) if silent and evidences and codebook.themes else PanelCoder()


@dataclass(frozen=True)
class _Codes:
    """What the themes say of themselves: one vector as a whole, one per sentence, one of the examples; their words."""

    whole: Any
    parts: tuple[Any, ...]
    examples: tuple[Any | None, ...]
    words: tuple[str, ...]

    @classmethod
    def of(cls, codebook: Codebook, themes: Sequence[str]) -> _Codes:
        import numpy as np

        whole, parts, shown, words = [], [], [], []
        for theme in themes:
            family = [code for code in codebook if code.id.split("/")[0] == theme]
            told = [text for code in family for text in (code.definition, *code.include) if text]
            told = told or [code.name for code in family]
            examples = [text for code in family for text in code.examples]
            name = codebook[theme].name
            whole.append(f"{name}. {' '.join(told)}")
            parts.append([text[a:b] for text in told for a, b in sentences(text)] or [name])
            shown.append(examples)
            words.append(" ".join((*(code.name for code in family), *told, *examples)))
        vectors = [embed(part) for part in parts]
        means = [_unit(np.mean(embed(texts), axis=0)) if texts else None for texts in shown]
        return cls(embed(whole), tuple(vectors), tuple(means), tuple(words))


class DescribedCoder:
    """Suggest the themes whose name, definition, criteria and examples a passage is nearest to.

    Of each theme those passages are suggested that rank highest in the corpus, about as many as there would be if every
    passage had one code.

    Parameters
    ----------
    evidences : tuple of Evidence
        The corpus.
    codebook : Codebook
    """

    name = "panel"

    def __init__(self, evidences: tuple[Evidence, ...], codebook: Codebook) -> None:
        self._evidences, self._codebook = evidences, codebook
        self._themes = tuple(code.id for code in codebook.themes)
        texts = "\n".join(evidence.document.sha256 for evidence in evidences)
        self.version = f"{PanelCoder.version}.{hashlib.sha256(texts.encode()).hexdigest()[:8]}"

    def suggest(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
        """A suggestion per passage and theme that ranks high enough."""
        import numpy as np

        if not evidence.passages:
            return ()
        found = []
        nearness, near = self._nearness(evidence)
        score = self._scored(nearness)
        for n, k in np.argwhere((score >= self._cuts) & (near >= _NEAR)).tolist():
            passage, theme = evidence.passages[n], self._themes[k]
            if len(evidence.texts[n].split()) < _FEW_WORDS:
                continue
            odds = _ODDS[0] + _ODDS[1] * float(score[n, k])
            sure = float(1 / (1 + np.exp(-odds)))
            facets = codebook.of_side(side_in(evidence, codebook, n, ((0, passage.end - passage.start),)))
            note = _NOTE.format(codebook[theme].name)
            found.append(Suggestion(passage.start, passage.end, theme, sure, facets, note=note))
        return tuple(sorted(found, key=lambda s: (s.start, s.end, s.code)))

    @cached_property
    def _codes(self) -> _Codes:
        return _Codes.of(self._codebook, self._themes)

    @cached_property
    def _tfidf(self) -> Any:
        from sklearn.feature_extraction.text import TfidfVectorizer

        texts = [text for evidence in self._evidences for text in evidence.texts]
        vectorizer = TfidfVectorizer(sublinear_tf=True, analyzer=_content)
        return vectorizer.fit([*texts, *self._codes.words])

    @cached_property
    def _corpus(self) -> tuple[Floats, Floats, Floats]:
        """Mean and spread of each kind of nearness in the corpus, and each theme's threshold."""
        import numpy as np

        nearness = np.concatenate([self._nearness(e)[0] for e in self._evidences if e.passages], axis=1)
        mean, spread = nearness.mean(axis=1), np.maximum(nearness.std(axis=1), 1e-6)
        score = ((nearness - mean[:, None]) / spread[:, None]).mean(axis=0)
        share = min(max(1 / len(self._themes), _LEAST), _MOST)
        return mean, spread, np.quantile(score, 1 - share, axis=0)

    @property
    def _cuts(self) -> Floats:
        return self._corpus[2]

    def _scored(self, nearness: Floats) -> Floats:
        mean, spread, _ = self._corpus
        scored: Floats = ((nearness - mean[:, None]) / spread[:, None]).mean(axis=0)
        return scored

    def _nearness(self, evidence: Evidence) -> tuple[Floats, Floats]:
        """Four kinds of nearness of passages to themes, above that to the other themes; and the greatest cosine."""
        import numpy as np

        codes, m = self._codes, len(evidence.passages)
        owner = np.array([s.passage for s in evidence.sentences], dtype=int)
        mean = np.zeros((m, codes.whole.shape[1]))
        np.add.at(mean, owner, evidence.vectors)
        mean = _unit(mean)
        whole = mean @ codes.whole.T
        best = np.full((m, len(codes.parts)), -1.0)
        for k, vectors in enumerate(codes.parts):
            np.maximum.at(best[:, k], owner, (evidence.vectors @ vectors.T).max(axis=1))
        best = np.maximum(best, -1)
        shown = [None if e is None else mean @ e for e in codes.examples]
        examples = np.stack([whole[:, k] if s is None else s for k, s in enumerate(shown)], axis=1)
        words = (self._tfidf.transform(evidence.texts) @ self._tfidf.transform(codes.words).T).toarray()
        kinds = np.stack([whole, best, examples, words])
        others = kinds.mean(axis=2, keepdims=True) if kinds.shape[2] > 1 else 0.0
        return kinds - others, np.maximum(np.maximum(whole, best), examples)


def _unit(vectors: Any) -> Any:
    import numpy as np

    return vectors / np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)


def _content(text: str) -> list[str]:
    """The words that say something."""
    return [word for word in _WORDS.findall(text.lower()) if word not in stop_words()]

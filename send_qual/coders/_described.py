"""The coder of a codebook that says what its codes are and not by which words: names, definitions, criteria, examples.

It knows no truth and learns none: how near a passage is to what a code says of itself counts against how near the
passage is to the other codes, and how near the other passages of the corpus are to this one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from send_qual.codebook import Code, Codebook
from send_qual.coders._nearness import Described, Passages, Scores
from send_qual.coders._panel import PanelCoder
from send_qual.coders._polarity import side_in
from send_qual.coders._units import in_units, unit_of_examples
from send_qual.coders.coder import Coder, Evidence, Suggestion
from send_qual.coding import shares_half
from send_qual.errors import Fault

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

__all__ = ["DescribedCoder", "hardly_found", "untrained_coder"]

_MOST = 0.25  # share of passages that a code is expected to have: with few codes many passages have none
_LEAST = 0.1  # likelihood below which nothing is suggested (nobody reads ten to find one), or
_CHANCES = 5  # times as likely as a code is by chance, where there are so many codes
_FEW_WORDS = 3
_SAMPLE, _STEPS = 4000, 40  # passages from which the offset is found, and halvings
_EXAMPLES = 2  # of a code, to begin with
_NAMED = 10
_NOTE = "near what the codebook says of {}"


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
    mute = [code for code in _mute(codebook) if not (code.definition or code.include) or len(code.examples) < _EXAMPLES]
    if not mute:
        return None
    names = ", ".join(_lacking(code) for code in mute[:_NAMED]) + (", ..." if len(mute) > _NAMED else "")
    count = "1 code has" if len(mute) == 1 else f"{len(mute)} codes have"
    mend = (
        "Add two `examples:` a code to begin with, a `definition:`, and `terms:` in which people speak of it "
        f"(`send-qual codebook terms {codebook.name} --corpus NAME` proposes some); `send-qual evaluate --keep` learns "
        "from codings"
    )
    return Fault(codebook.name, f"{count} no terms and can hardly be found: {names}", mend)


def _mute(codebook: Codebook) -> list[Code]:
    """The themes of which no term speaks, their sub-codes' neither."""
    spoken = {code.id.split("/")[0] for code in codebook if code.terms}
    return [code for code in codebook.themes if code.id not in spoken]


def _lacking(code: Code) -> str:
    """A code's name, and what else it does not say."""
    lacks = [] if code.definition or code.include else ["no definition"]
    if len(code.examples) < _EXAMPLES:
        lacks.append("one example" if code.examples else "no examples")
    return f"{code.name} ({', '.join(lacks)})" if lacks else code.name


def untrained_coder(evidences: Sequence[Evidence], codebook: Codebook) -> Coder:
    """The coder without training: the panel; where a code has no terms, with it or alone the coder by descriptions.

    Parameters
    ----------
    evidences : sequence of Evidence
        All documents of the corpus, for what is common in it.
    codebook : Codebook
    """
    if codebook.worked or not evidences or not _mute(codebook):
        return PanelCoder()
    described = DescribedCoder(tuple(evidences), codebook)
    return _Beside(described) if any(code.terms for code in codebook) else described


class DescribedCoder:
    """Suggest the themes that a passage is nearest to by their names, definitions, criteria and examples.

    What is coded at a time follows the examples (:func:`unit_of_examples`). Each theme has its own threshold, which the
    corpus sets: likelihoods are taken to add up to one code a passage, and F1 is then expected to be best there.

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
        """A suggestion per passage and theme that is likely enough."""
        import numpy as np

        evidence = self._in_units(evidence)
        if not evidence.passages:
            return ()
        likely = self._corpus.likely(evidence)
        found = []
        for n, k in np.argwhere(likely >= self._corpus.thresholds).tolist():
            passage, theme = evidence.passages[n], self._themes[k]
            if len(evidence.texts[n].split()) < _FEW_WORDS:
                continue
            facets = codebook.of_side(side_in(evidence, codebook, n, ((0, passage.end - passage.start),)))
            note = _NOTE.format(codebook[theme].name)
            found.append(Suggestion(passage.start, passage.end, theme, float(likely[n, k]), facets, note=note))
        return tuple(sorted(found, key=lambda s: (s.start, s.end, s.code)))

    @cached_property
    def _unit(self) -> str:
        return unit_of_examples(self._codebook)

    def _in_units(self, evidence: Evidence) -> Evidence:
        return in_units(evidence, self._unit)

    @cached_property
    def _corpus(self) -> _Corpus:
        """What is usual in the corpus."""
        import numpy as np

        described = Described.of(self._codebook, self._themes)
        evidences = [e for e in map(self._in_units, self._evidences) if e.passages]
        scores = Scores(described, _passages(evidences))
        share = min(1 / len(self._themes), _MOST)
        offset = _offset(scores.of_corpus[:: max(1, len(scores.of_corpus) // _SAMPLE)], share)
        cuts = np.maximum(_thresholds(_sigmoid(scores.of_corpus + offset)), min(_LEAST, _CHANCES * share))
        ends = np.cumsum([len(e.passages) for e in evidences])
        rows = {_place(e): (int(end) - len(e.passages), int(end)) for e, end in zip(evidences, ends, strict=True)}
        return _Corpus(scores, offset, np.where(described.speaks, cuts, np.inf), rows)


class _Beside:
    """The panel, and beside it the coder by descriptions: terms for some codes lose nothing that was found before."""

    name = "panel"
    _panel = PanelCoder()

    def __init__(self, described: DescribedCoder) -> None:
        self._described = described
        self.version = f"{described.version}+"

    def suggest(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
        """What either says; of what both say, the panel's words."""
        spoken = self._panel.suggest(evidence, codebook)
        both = [
            near
            for near in self._described.suggest(evidence, codebook)
            if not any(s.code.split("/")[0] == near.code and shares_half(s, near) for s in spoken)
        ]
        return tuple(sorted((*spoken, *both), key=lambda s: (s.start, s.end, s.code)))


@dataclass(frozen=True)
class _Corpus:
    """The nearness of a corpus, the offset to likelihoods, each theme's threshold, and whose rows are which."""

    scores: Scores
    offset: float
    thresholds: Floats
    rows: dict[tuple[object, ...], tuple[int, int]]

    def likely(self, evidence: Evidence) -> Floats:
        """The likelihood of each passage and theme, of a document of the corpus or another."""
        rows = self.rows.get(_place(evidence))
        scores = self.scores.of(_passages([evidence])) if rows is None else self.scores.of_corpus[slice(*rows)]
        return _sigmoid(scores + self.offset)


def _place(evidence: Evidence) -> tuple[object, ...]:
    return evidence.document.id, evidence.document.sha256, *((p.start, p.end) for p in evidence.passages)


def _passages(evidences: Sequence[Evidence]) -> Passages:
    """The passages of documents, with their sentences."""
    import numpy as np

    before = np.cumsum([0, *(len(evidence.passages) for evidence in evidences)])
    owner = [before[n] + s.passage for n, evidence in enumerate(evidences) for s in evidence.sentences]
    vectors = np.concatenate([evidence.vectors for evidence in evidences])
    return Passages(tuple(t for e in evidences for t in e.texts), vectors, np.array(owner, dtype=int))


def _sigmoid(score: Floats) -> Floats:
    import numpy as np

    answer: Floats = 1 / (1 + np.exp(-np.clip(score, -30.0, 30.0)))
    return answer


def _offset(scores: Floats, share: float) -> float:
    """What to add to scores so that their mean likelihood is a share."""
    low, high = -20.0, 20.0
    for _ in range(_STEPS):
        middle = (low + high) / 2
        low, high = (middle, high) if _sigmoid(scores + middle).mean() < share else (low, middle)
    return (low + high) / 2


def _thresholds(likely: Floats) -> Floats:
    """The likelihood from which saying a code is expected to give the best F1, per column, shape ``(k,)``."""
    import numpy as np

    falling = -np.sort(-likely, axis=0)
    n = np.arange(1, len(likely) + 1)[:, None]
    f1 = 2 * np.cumsum(falling, axis=0) / (n + likely.sum(axis=0))
    cuts: Floats = np.take_along_axis(falling, f1.argmax(axis=0)[None], axis=0)[0]
    return cuts

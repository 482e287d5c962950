"""The semantic coder: sentences near what a codebook says of its codes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from send_qual.codebook import Codebook
from send_qual.coders._polarity import side_in
from send_qual.coders._weights import SEMANTIC
from send_qual.coders.coder import Evidence, Suggestion
from send_qual.language import embed

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float32]

__all__ = ["Nearness", "SemanticCoder", "nearness"]

_SUPPORTS = 0.5  # cosine from which a sentence is near enough to a sub-code's own words to speak for it


@dataclass(frozen=True, slots=True)
class _Reference:
    """A sentence of the codebook: whose, what it is, and its words."""

    code: str
    kind: str
    text: str


@lru_cache(maxsize=8)
def _references(codebook: Codebook) -> tuple[tuple[_Reference, ...], Floats]:
    """Definitions, inclusion criteria and examples of all codes, and their vectors.

    Exclusion criteria are left out: to a sentence embedding "not X" lies beside X.
    """
    rows = []
    for code in codebook:
        rows.append(_Reference(code.id, "definition", code.definition))
        rows.extend(_Reference(code.id, "criterion", text) for text in code.include)
        rows.extend(_Reference(code.id, "example", text) for text in code.examples)
    kept = tuple(row for row in rows if row.text)
    names = {code.id: code.name for code in codebook}
    # A criterion is a fragment; with the code's name before it, it reads as a sentence does.
    return kept, embed([r.text if r.kind == "example" else f"{names[r.code]}: {r.text}" for r in kept])


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near one passage is to a theme: cosines of its sentences with the codebook's.

    Parameters
    ----------
    best : float
        The highest cosine.
    margin : float
        By how much, in the sentence where this is most, the theme is nearer than any other theme.
    sentence : int
        The nearest sentence, counted within the passage.
    code, kind, words : str
        The nearest reference: its code, ``definition``, ``criterion`` or ``example``, its words.
    """

    best: float
    margin: float
    sentence: int
    code: str
    kind: str
    words: str

    def note(self, codebook: Codebook) -> str:
        """The nearest reference in words."""
        whose = "the definition" if self.kind == "definition" else f"the {self.kind} '{self.words}'"
        return f"nearest ({self.best:.2f}) to {whose} of {codebook[self.code].name}"


def nearness(evidence: Evidence, codebook: Codebook) -> tuple[dict[str, Nearness], ...]:
    """The nearness of each passage to each theme that says anything of itself."""
    import numpy as np

    references, vectors = _references(codebook)
    if not references:
        return tuple({} for _ in evidence.passages)
    columns: dict[str, list[int]] = defaultdict(list)
    for column, reference in enumerate(references):
        columns[reference.code.split("/")[0]].append(column)
    cosines = evidence.vectors @ vectors.T
    themes = list(columns)
    best = np.stack([cosines[:, columns[theme]].max(axis=1) for theme in themes]) if len(cosines) else np.zeros((0, 0))
    rows_of = _rows(evidence)
    out = []
    for rows in rows_of:
        near: dict[str, Nearness] = {}
        for k, theme in enumerate(themes if len(rows) else ()):
            mine = best[k, rows]
            others = np.delete(best, k, axis=0)[:, rows]
            margin = (mine - others.max(axis=0)).max() if len(others) else mine.max()
            at = int(mine.argmax())
            reference = references[columns[theme][int(cosines[rows[at], columns[theme]].argmax())]]
            near[theme] = Nearness(float(mine.max()), float(margin), at, reference.code, reference.kind, reference.text)
        out.append(near)
    return tuple(out)


def _rows(evidence: Evidence) -> list[list[int]]:
    """The numbers of each passage's sentences."""
    rows: list[list[int]] = [[] for _ in evidence.passages]
    for n, sentence in enumerate(evidence.sentences):
        rows[sentence.passage].append(n)
    return rows


class SemanticCoder:
    """Suggest the codes whose definition, criteria or examples a sentence of the passage is near to."""

    name = "semantic"
    version = "1"

    def suggest(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
        """A suggestion per passage and theme that is more likely than the coder's threshold."""
        rows = _rows(evidence)
        found = []
        for n, near in enumerate(nearness(evidence, codebook)):
            passage = evidence.passages[n]
            for theme, how in near.items():
                confidence = SEMANTIC.probability({"near": how.best, "margin": how.margin})
                if confidence < SEMANTIC.threshold:
                    continue
                code = how.code if how.best >= _SUPPORTS else theme
                sentence = evidence.sentences[rows[n][how.sentence]]
                span = ((sentence.start - passage.start, sentence.end - passage.start),)
                facets = codebook.of_side(side_in(evidence, codebook, n, span))
                note = how.note(codebook)
                found.append(Suggestion(passage.start, passage.end, code, confidence, facets, note=note))
        return tuple(found)

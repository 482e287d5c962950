"""The learned coder: what people's codings of a codebook have taught."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from send_qual.codebook import Codebook
from send_qual.coders._panel import PanelCoder
from send_qual.coders._polarity import side_in
from send_qual.coders._sub_codes import finer
from send_qual.coders._units import in_units
from send_qual.coders.coder import Coder, Evidence, Suggestion
from send_qual.coders.learned._card import Card
from send_qual.coders.learned._features import evidence_columns
from send_qual.coders.learned._mil_logistic import Floats
from send_qual.coders.learned._model import Model
from send_qual.coders.learned._reading import Reading, layout_of, read_passages
from send_qual.coders.learned._store import FORMAT, read_model, write_model
from send_qual.coders.lexicon._lexicon import lexicon_hits

__all__ = ["LearnedCoder", "read_coder"]

_MAKES = 2  # changes with how suggestions are made from what the weights say
_TOLD = 4  # words named as the reason
_BETTER = "from the coder without training: training did not do better on documents left out"
_FEW = "too few codings to learn from: from the codebook's own words"


class LearnedCoder:
    """Suggest what the people it learned from would code.

    Codes with too few codings, and those on which training does worse than the codebook's own words, are suggested
    from these, as the panel does.

    Parameters
    ----------
    model : Model
        Its weights.
    card : Card
        What it was taught and how far to trust it.
    untrained : Coder, optional
        Who speaks for codes on which training is of no help; default: the panel.
    """

    name = "learned"

    def __init__(self, model: Model, card: Card, untrained: Coder | None = None) -> None:
        self.model = model
        self.card = card
        self._beside = untrained or PanelCoder()
        self.version = f"{FORMAT}.{_MAKES}.{card.weights_sha256[:10] or 'unsaved'}"  # changes with the weights

    def __repr__(self) -> str:
        return f"LearnedCoder({self.card.codebook!r}, {len(self.model.codes)} codes, version {self.version})"

    def beside(self, untrained: Coder) -> LearnedCoder:
        """The same with another coder to speak where training is of no help."""
        return LearnedCoder(self.model, self.card, untrained)

    def missing(self, codebook: Codebook) -> tuple[str, ...]:
        """The codes it learned that a codebook does not have (any more): they are not suggested."""
        return tuple(code for code in self.model.codes if code not in codebook)

    def suggest(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
        """A suggestion per passage and theme above its threshold, with its sub-codes."""
        return self.suggest_all([evidence], codebook)[0]

    def suggest_all(
        self, evidences: Sequence[Evidence], codebook: Codebook, reading: Reading | None = None
    ) -> list[tuple[Suggestion, ...]]:
        """What :meth:`suggest` gives for each of several documents, which are read in one go.

        Parameters
        ----------
        evidences : sequence of Evidence
        codebook : Codebook
        reading : Reading, optional
            The passages of all these documents, where they were read before and in the unit of the coder.
        """
        evidences = [in_units(evidence, self.card.unit) for evidence in evidences]
        coded = [evidence for evidence in evidences if evidence.passages]
        if not coded:
            return [() for _ in evidences]
        reading = read_passages(coded, codebook) if reading is None else reading
        aligned = reading.aligned(layout_of(codebook), self.model.layout)
        probability, by_sentence = self.model.read(aligned)
        made, first = {}, 0
        for evidence in coded:
            own = np.arange(len(reading)) - first
            here = (own >= 0) & (own < len(evidence.passages))
            rows = here[reading.owner]
            made[id(evidence)] = self._of_one(
                evidence, codebook, aligned.take(here), probability[here], by_sentence[rows]
            )
            first += len(evidence.passages)
        return [made.get(id(evidence), ()) for evidence in evidences]

    def _of_one(
        self, evidence: Evidence, codebook: Codebook, aligned: Reading, probability: Floats, by_sentence: Floats
    ) -> tuple[Suggestion, ...]:
        """The suggestions for one document, from what the model says of it."""
        columns = {code: k for k, code in enumerate(self.model.codes) if code in codebook}
        spoken_for = self._untrained(codebook)
        cut = self.model.calibration.threshold
        themes = [k for code, k in columns.items() if "/" not in code and code not in spoken_for]
        chosen = [(p, k) for p in range(len(aligned)) for k in themes if probability[p, k] >= cut[k]]
        values = self._values(aligned, by_sentence, chosen)
        spoken = lexicon_hits(evidence, codebook) if chosen else ()
        found = []
        for n, (p, k) in enumerate(chosen):
            theme, passage = self.model.codes[k], evidence.passages[p]
            words = tuple((passage.start + a, passage.start + b) for a, b in self._words(aligned, by_sentence, p, k))
            facets = {facet.id: values[facet.id][n] for facet in codebook.facets if facet.id in values}
            side = codebook.side(facets)
            if not side:  # nobody taught it: the rules for strengths and weaknesses say it
                spans = tuple((a - passage.start, b - passage.start) for a, b in words)
                side = side_in(evidence, codebook, p, spans)
            own = {c: bool(probability[p, j] >= cut[j]) for c, j in columns.items() if c.startswith(f"{theme}/")}
            for one in finer(theme, side, spoken[p], evidence.texts[p], passage.section, learned=own):
                likely, given = float(probability[p, k]), one.facets(facets, codebook)
                told = words if one.code == theme else one.words(passage)[:_TOLD] or words
                found.append(Suggestion(passage.start, passage.end, one.code, likely, given, told))
        return (*found, *self._unlearned(evidence, codebook))

    def _values(self, reading: Reading, scores: Floats, chosen: list[tuple[int, int]]) -> dict[str, tuple[str, ...]]:
        passage = np.array([p for p, _ in chosen], dtype=int)
        code = np.array([k for _, k in chosen], dtype=int)
        return self.model.values(reading, scores, passage, code)

    def _words(self, reading: Reading, by_sentence: Floats, passage: int, code: int) -> list[tuple[int, int]]:
        """The words that speak most for a code: concepts and terms of its sentences, by their weight."""
        rows = np.flatnonzero(reading.owner == passage)
        if not len(rows):
            return []
        layout, weights = self.model.layout, self.model.views.sentence.weights[:, code]
        first = evidence_columns(layout, reading.vectors.shape[1])
        ranked = []
        for feature, row, start, end in reading.hits[passage]:
            weight = weights[first + feature] * (1 if feature < len(layout.concepts) else 0.5)
            likely = by_sentence[rows[row], code]
            if weight > 0:
                ranked.append((-weight / (1 + np.exp(-likely)), start, end))
        told: list[tuple[int, int]] = []
        for _, start, end in sorted(ranked):
            if not any(start < b and end > a for a, b in told):
                told.append((start, end))
        return told[:_TOLD]

    def _unlearned(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
        """Suggestions for the themes that training does not help, as the panel makes them."""
        themes = self._untrained(codebook)
        if not themes:
            return ()
        made = self._beside.suggest(evidence, codebook)
        return tuple(
            Suggestion(s.start, s.end, s.code, s.confidence, s.facets, s.words, _BETTER if theme in known else _FEW)
            for known in [set(self.model.codes)]
            for s in made
            if (theme := s.code.split("/")[0]) in themes
        )

    def _untrained(self, codebook: Codebook) -> set[str]:
        """The themes for which the coder without training speaks."""
        learned = {row.code for row in self.card.codes if row.learned}
        return {code.id for code in codebook.themes if code.id not in learned or code.id not in self.model.codes}

    def write(self, folder: Path) -> LearnedCoder:
        """Write it to a folder; the coder returned carries the hash of what was written."""
        return LearnedCoder(self.model, write_model(self.model, self.card, folder), self._beside)


def read_coder(folder: Path) -> LearnedCoder:
    """Read a learned coder from its folder.

    Raises
    ------
    SendQualError
        Where it is not there, was tampered with, or is of another version.
    """
    return LearnedCoder(*read_model(folder))

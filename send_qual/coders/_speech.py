"""The coder of talk: themes and polarity of what participants say, learnt from a codebook's worked examples."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from typing import TYPE_CHECKING

from send_qual.codebook import Codebook
from send_qual.coders._passages import is_quotation
from send_qual.coders._speech_cues import denies
from send_qual.coders._talk_model import TalkModel, pooled, talk_model
from send_qual.coders._talk_sides import carried
from send_qual.coders.coder import Evidence, Suggestion
from send_qual.coders.lexicon._lexicon import both_senses, strength, theme_hits
from send_qual.coders.lexicon._terms import Hit
from send_qual.errors import Fault, SendQualError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.float64]

__all__ = ["SpeechCoder"]

# A sentence of talk says little alone ("Nobody."): it is scored within every stretch of 1, 2, 3, 5 and 8
# sentences of its turn that holds it, and the mean counts.
_WINDOWS = (1, 2, 3, 5, 8)
_ENOUGH, _ALONE = 0.5, 0.6  # how likely a theme must be: with a sub-code to show for it, and without
# A stretch out of a turn has fewer of a theme's words than an example, which was written for it: log-odds made up for.
_IN_A_TURN = 0.4
# What a sentence of a turn says of the turn's side, beside what a passage by itself says: by cross-validation on the
# examples, whose sentences were scored one by one.
_SENTENCE = 0.5
_LEAST = 0.12  # below this even a quotation brought in on its own has no theme
_WORDS = 5  # fewer words are no passage: "Yeah, exactly."
_SILENT = -3.0  # log-odds of a theme in a sentence that denies it or means something else
_BOTH, _UNDECIDED = 0.75, 0.5  # log-odds of two sentences on opposite sides, of the whole, that make a passage mixed
_NAMED = 5


@dataclass(frozen=True)
class _Turn:
    """One turn's sentences: their numbers in the document's, and where they stand."""

    first: int
    last: int


class SpeechCoder:
    """Suggest codes for talk, by the worked examples of the codebook.

    Every participant's sentence is scored for every theme within its neighbourhood in the turn, by its
    meaning (embedding) and the codebook's terms; a passage takes the mean of its sentences. What only
    denies ("leadership wasn't the problem") speaks for no theme. Polarity comes from what is said.
    """

    name = "speech"
    version = "4"

    def suggest(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
        """At most one sub-code per passage and theme, where the theme is likelier than not.

        Raises
        ------
        SendQualError
            Where the codebook has no worked examples.
        """
        if not codebook.worked:
            mend = f"Write codings of your own into {codebook.name}.examples.jsonl beside it, or use another coder"
            raise SendQualError(Fault(codebook.name, "this codebook has no worked examples to learn talk from", mend))
        if not evidence.sentences:
            return ()
        model = talk_model(codebook)
        reading = _Reading(evidence, codebook, model)
        found: list[Suggestion] = []
        for n in range(len(evidence.passages)):
            found.extend(reading.suggestions(n))
        return tuple(found)


class _Reading:
    """One document under one model."""

    def __init__(self, evidence: Evidence, codebook: Codebook, model: TalkModel) -> None:
        self.evidence = evidence
        self.model = model
        hits, senses = both_senses(evidence, codebook)
        self.hits = [_meant(*pair) for pair in zip(hits, senses, strict=True)]
        self.texts = [evidence.document.text[s.start : s.end] for s in evidence.sentences]
        self.lengths = [len(text) for text in self.texts]
        self.sentence_hits = self._by_sentence()
        self.turn_of = {n: turn for turn in self._turns() for n in range(turn.first, turn.last)}
        self.scores = self._theme_scores()
        self._silence(senses)
        self.own_sides = _SENTENCE * model.side_scores(self.evidence.vectors.astype(float), self.texts)
        self.sides = [side for turn in dict.fromkeys(self.turn_of.values()) for side in self._carried(turn)]
        self.quotation = is_quotation(evidence.document)
        self.polarities = next((f.values for f in codebook.facets if f.id == "polarity"), ())

    def _by_sentence(self) -> list[list[Hit]]:
        """The hits of each sentence (offsets of its passage)."""
        rows: list[list[Hit]] = []
        for sentence in self.evidence.sentences:
            offset = self.evidence.passages[sentence.passage].start
            start, end = sentence.start - offset, sentence.end - offset
            rows.append([h for hits in self.hits[sentence.passage].values() for h in hits if start <= h.start < end])
        return rows

    def _turns(self) -> list[_Turn]:
        """Sentences that belong to one turn (or paragraph) of the document."""
        starts = [segment.start for segment in self.evidence.document.segments]
        turns: list[_Turn] = []
        owner = -1
        for n, sentence in enumerate(self.evidence.sentences):
            now = bisect_right(starts, sentence.start)
            if turns and now == owner:
                turns[-1] = _Turn(turns[-1].first, n + 1)
            else:
                turns.append(_Turn(n, n + 1))
            owner = now
        return turns

    def _theme_scores(self) -> Floats:
        """Log-odds per sentence and theme, each sentence read within its neighbourhood."""
        import numpy as np

        stretches = [
            (turn, start, min(start + long, turn.last))
            for turn in dict.fromkeys(self.turn_of.values())
            for long in _WINDOWS
            for start in range(turn.first, max(turn.last - long, turn.first) + 1)
            if long == 1 or long <= turn.last - turn.first
        ]
        vectors = np.stack([pooled(self.evidence.vectors[a:b], self.lengths[a:b]) for _, a, b in stretches])
        terms = np.array([self._strengths(a, b) for _, a, b in stretches])
        scored = self.model.theme_scores(vectors, terms, [" ".join(self.texts[a:b]) for _, a, b in stretches])
        total = np.zeros((len(self.texts), len(self.model.themes)))
        times = np.zeros((len(self.texts), 1))
        for (_, a, b), row in zip(stretches, scored, strict=True):
            total[a:b] += row
            times[a:b] += 1
        scores: Floats = total / times + _IN_A_TURN
        return scores

    def _silence(self, senses: Sequence[Sequence[Hit]]) -> None:
        """A sentence that only denies, or has a theme's words in another sense alone, does not speak for it."""
        themes = [str(theme) for theme in self.model.themes]
        for n, sentence in enumerate(self.evidence.sentences):
            if denies(self.texts[n]):
                self.scores[n] = _SILENT
                continue
            offset = self.evidence.passages[sentence.passage].start
            start, end = sentence.start - offset, sentence.end - offset
            meant = {hit.owner.split("/")[0] for hit in self.sentence_hits[n]}
            other = {h.owner.split("/")[0] for h in senses[sentence.passage] if start <= h.start < end} - meant
            for theme in other:
                self.scores[n, themes.index(theme)] = _SILENT

    def _strengths(self, first: int, last: int) -> list[float]:
        found = [hit for row in self.sentence_hits[first:last] for hit in row]
        if not found:
            return [0.0] * len(self.model.themes)
        by_code: dict[str, tuple[Hit, ...]] = {}
        for hit in found:
            by_code[hit.owner] = (*by_code.get(hit.owner, ()), hit)
        by_theme = theme_hits(by_code)
        return [strength(by_theme.get(str(theme), ())) for theme in self.model.themes]

    def suggestions(self, n: int) -> list[Suggestion]:
        """What one passage speaks to."""
        import numpy as np

        own = [k for k, sentence in enumerate(self.evidence.sentences) if sentence.passage == n]
        if sum(len(self.texts[k].split()) for k in own) < _WORDS:
            return []
        weights = np.sqrt([max(self.lengths[k], 1) for k in own])
        scores = np.average(self.scores[own], axis=0, weights=weights)
        vector = pooled(self.evidence.vectors[own], [self.lengths[k] for k in own])
        if self.quotation:  # cut out for what it says: it is read as one
            terms, words = np.array([self._strengths(own[0], own[-1] + 1)]), " ".join(self.texts[k] for k in own)
            scores = self.model.theme_scores(vector[None], terms, [words])[0]
        likely = [(_share(float(score)), str(theme)) for score, theme in zip(scores, self.model.themes, strict=True)]
        chosen = [pair for pair in likely if pair[0] >= _ENOUGH]
        if not chosen and self.quotation and max(likely)[0] >= _LEAST:
            chosen = [max(likely)]
        if not chosen:
            return []
        facets = self._polarity(own)
        made = [self._suggestion(n, theme, share, vector, facets) for share, theme in sorted(chosen, reverse=True)]
        return [s for s in made if "/" in s.code or s.confidence >= _ALONE or self.quotation]

    def _suggestion(self, n: int, theme: str, share: float, vector: Floats, facets: Mapping[str, str]) -> Suggestion:
        passage = self.evidence.passages[n]
        strengths = {code: strength(hits) for code, hits in self.hits[n].items()}
        code = self.model.nearest_code(theme, vector, strengths)
        spoken = [h for owner, hits in self.hits[n].items() if owner.split("/")[0] == theme for h in hits]
        spoken.sort(key=lambda h: (h.owner != code, -h.term.weight, h.start))
        words = tuple((passage.start + h.start, passage.start + h.end) for h in spoken[:_NAMED])
        note = f"like the worked examples of {code}"
        return Suggestion(passage.start, passage.end, code, share, facets, words, note)

    def _carried(self, turn: _Turn) -> list[float]:
        return carried(self.own_sides[turn.first : turn.last].tolist(), self.texts[turn.first : turn.last])

    def _whole(self, own: Sequence[int]) -> float:
        """The side of a passage read in one piece."""
        vector = pooled(self.evidence.vectors[own], [self.lengths[k] for k in own])
        return float(self.model.side_scores(vector[None], [" ".join(self.texts[k] for k in own)])[0])

    def _polarity(self, own: Sequence[int]) -> dict[str, str]:
        """By what the passage and the talk around it say; mixed where its own sentences clearly part ways."""
        if not self.polarities:
            return {}
        weights = [sqrt(max(self.lengths[k], 1)) for k in own]
        score = sum(w * self.sides[k] for w, k in zip(weights, own, strict=True)) / sum(weights)
        if self.quotation:
            score += self._whole(own)
        polarity = "facilitator" if score > 0 else "challenge"
        if len(own) > 1 and abs(score) < _UNDECIDED and "mixed" in self.polarities:
            each = [self.own_sides[k] for k in own if len(self.texts[k].split()) > _WORDS]
            if each and max(each) > _BOTH and min(each) < -_BOTH:
                polarity = "mixed"
        return {"polarity": polarity} if polarity in self.polarities else {}


def _meant(hits: Mapping[str, tuple[Hit, ...]], senses: Sequence[Hit]) -> dict[str, tuple[Hit, ...]]:
    """The hits but those over words that another term of the theme knows in another sense ("used all my data")."""
    return {
        code: tuple(
            hit
            for hit in found
            if not any(
                hit.start < s.end and s.start < hit.end and s.owner.split("/")[0] == code.split("/")[0] for s in senses
            )
        )
        for code, found in hits.items()
    }


def _share(log_odds: float) -> float:
    return 1 / (1 + exp(-max(-30.0, min(30.0, log_odds))))

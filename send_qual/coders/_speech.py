"""The coder of talk: themes and sides of what participants say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from send_qual.codebook import STRENGTH, WEAKNESS, Codebook
from send_qual.coders._passages import after_fillers, is_quotation
from send_qual.coders._talk_model import shares_of, talk_model
from send_qual.coders._talk_passages import read_talk
from send_qual.coders._talk_rows import pooled
from send_qual.coders._talk_words import denies
from send_qual.coders.coder import Evidence, Suggestion
from send_qual.coders.lexicon._lexicon import both_senses, strength
from send_qual.coders.lexicon._terms import Hit
from send_qual.corpus import Segment
from send_qual.errors import Fault, SendQualError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating]

__all__ = ["SpeechCoder"]

_LEAST = 0.05  # below this even a quotation brought in on its own has no theme
_WORDS = 5  # fewer words are no passage: "Yeah, exactly."
_ASIDE = 2  # words; no more than these say nothing of their own
_NAMED = 5


class SpeechCoder:
    """Suggest codes for talk, by the codebook's worked examples and, where a model ships, by hand-coded interviews.

    Each sentence of a participant is read for every theme by the meaning (embedding) and the words of the stretches it
    stands in, the question it answers and what was said just before; so is its side. Passages are cut where these
    readings turn.
    """

    name = "speech"
    version = "6"

    def suggest(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
        """At most one sub-code per passage and theme, where the theme is likely enough.

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
        model, quotation = talk_model(codebook), is_quotation(evidence.document)
        said = read_talk(evidence, model.reader, model.sides.reader)
        spans = [(0, len(evidence.sentences))] if quotation else said.passages()
        shares = shares_of(model.judge.log_odds(said.mean_of(said.themes, spans)))
        own = Evidence(evidence.document, _segments(evidence, spans))
        hits, senses = both_senses(own, codebook)
        denied = _denied(own)
        found: list[Suggestion] = []
        for n, text in enumerate(own.texts):
            if len(text.split()) < _WORDS or denied[n]:
                continue
            other = _otherwise(hits[n], senses[n])
            for k in _chosen(shares[n], model.thresholds, quotation):
                theme = str(model.themes[k])
                if theme in other:  # "I've nearly run out of data"
                    continue
                told = spans[n] if quotation else said.carrying(k, spans[n])
                helps = model.sides.judge.log_odds(said.mean_of(said.sides, [told]))[0, 0]
                facets = codebook.of_side(STRENGTH if helps > 0 else WEAKNESS)
                strengths = {owner: strength(of) for owner, of in hits[n].items()}
                code = model.nearest_code(theme, pooled(evidence, spans[n]), strengths)
                found.append(
                    _suggestion(evidence, told, code, float(shares[n, k]), facets, _words(own, n, code, hits[n]))
                )
        return tuple(found)


def _segments(evidence: Evidence, spans: Sequence[tuple[int, int]]) -> tuple[Segment, ...]:
    """Runs of a document's sentences as passages, each with the speaker and the place of its first sentence's."""
    said = evidence.sentences
    return tuple(
        replace(evidence.passages[said[first].passage], start=said[first].start, end=said[end - 1].end)
        for first, end in spans
    )


def _otherwise(hits: Mapping[str, Sequence[Hit]], senses: Sequence[Hit]) -> set[str]:
    """The themes whose words a passage has in another sense alone: "I've nearly run out of data"."""
    said = {_theme(sense.owner) for sense in senses}
    meant = {
        _theme(code)
        for code, found in hits.items()
        for hit in found
        if not any(hit.start < s.end and s.start < hit.end and _theme(s.owner) == _theme(code) for s in senses)
    }
    return said - meant


def _theme(code: str) -> str:
    return code.split("/", maxsplit=1)[0]


def _denied(evidence: Evidence) -> list[bool]:
    """Whether each passage does nothing but deny: "Leadership wasn't the problem."."""
    said: list[list[bool]] = [[] for _ in evidence.passages]
    for sentence in evidence.sentences:
        words = evidence.document.text[sentence.start : sentence.end]
        if len(words.split()) > _ASIDE:
            said[sentence.passage].append(denies(words))
    return [bool(row) and all(row) for row in said]


def _chosen(shares: Floats, thresholds: Floats, quotation: bool) -> list[int]:
    """The numbers of the themes that are likely enough, the likeliest first; of a quotation at least the likeliest."""
    order = [int(k) for k in (-shares).argsort()]
    chosen = [k for k in order if shares[k] >= thresholds[k]]
    if not chosen and quotation and shares[order[0]] >= _LEAST:
        return order[:1]
    return chosen


def _words(evidence: Evidence, n: int, code: str, hits: Mapping[str, Sequence[Hit]]) -> list[tuple[int, int]]:
    """Where the terms of a code's theme stand, the most telling first."""
    start, theme = evidence.passages[n].start, _theme(code)
    spoken = [h for owner, own in hits.items() if _theme(owner) == theme for h in own]
    spoken.sort(key=lambda h: (h.owner != code, -h.term.weight, h.start))
    return [(start + h.start, start + h.end) for h in spoken]


def _suggestion(
    evidence: Evidence,
    told: tuple[int, int],
    code: str,
    share: float,
    facets: Mapping[str, str],
    words: Sequence[tuple[int, int]],
) -> Suggestion:
    """A coding of a run of sentences, from where it says something."""
    start, end = evidence.sentences[told[0]].start, evidence.sentences[told[1] - 1].end
    if not is_quotation(evidence.document):
        start += after_fillers(evidence.document.text[start:end])
    inside = tuple((a, b) for a, b in words if start <= a and b <= end)
    return Suggestion(start, end, code, share, facets, inside[:_NAMED], f"like the worked examples of {code}")

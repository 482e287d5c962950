"""The panel: what the lexicon and the sentence embeddings say, weighed together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log

from send_qual.codebook import Codebook
from send_qual.coders._passages import is_talk
from send_qual.coders._polarity import side_in
from send_qual.coders._semantic import Nearness, nearness
from send_qual.coders._speech import SpeechCoder
from send_qual.coders._sub_codes import finer
from send_qual.coders._weights import PANEL
from send_qual.coders.coder import Evidence, Suggestion
from send_qual.coders.lexicon._lexicon import lexicon_hits, strength, theme_hits
from send_qual.coders.lexicon._terms import Hit

__all__ = ["PanelCoder", "panel_evidence"]

_FAR = Nearness(0.0, -0.3, 0, "", "", "")


def _log_odds(share: float) -> float:
    share = min(max(share, 0.001), 0.999)
    return log(share / (1 - share))


def panel_evidence(
    theme: str,
    hits: Mapping[str, Sequence[Hit]],
    near: Nearness,
    sentences: Sequence[tuple[int, int]],
) -> dict[str, float]:
    """What speaks for a theme in one passage, as numbers.

    Parameters
    ----------
    theme : str
    hits : mapping of str to sequence of Hit
        Hits by theme, of all themes.
    near : Nearness
    sentences : sequence of (int, int)
        Spans of the passage's sentences, counted from the passage.

    Returns
    -------
    dict of str to float
        ``lexicon`` (log-odds of the terms' strength), ``share`` (of the weight of all themes' hits),
        ``spread`` (mean strength per sentence), ``first`` (strength in the first sentence), ``near``
        and ``margin`` (cosines, see :class:`Nearness`).
    """
    own = hits.get(theme, ())
    weight = {t: sum(h.term.weight for h in found) for t, found in hits.items()}
    by_sentence = [strength(h for h in own if start <= h.start < end) for start, end in sentences] or [0.0]
    return {
        "lexicon": _log_odds(strength(own)),
        "share": weight.get(theme, 0.0) / max(sum(weight.values()), 0.5),
        "spread": sum(by_sentence) / len(by_sentence),
        "first": by_sentence[0],
        "near": near.best,
        "margin": near.margin,
    }


def _places(
    hits: Sequence[Hit], near: Nearness | None, sentences: Sequence[tuple[int, int]]
) -> tuple[tuple[int, int], ...]:
    """Where a theme stands in a passage: its terms, or the nearest sentence where no term speaks."""
    if hits or not near or not sentences:
        return tuple((h.start, h.end) for h in hits)
    return (sentences[near.sentence],)


class PanelCoder:
    """Suggest the themes that terms and meaning together make likely, each with its sub-codes.

    The confidence is that of the theme; the sub-codes are those whose own terms speak. Interviews and
    quotations are left to the coder of talk where the codebook has worked examples of it.
    """

    name = "panel"
    version = "6"
    _speech = SpeechCoder()

    def suggest(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
        """A suggestion per passage, theme above the threshold, and supported sub-code."""
        if codebook.worked and is_talk(evidence.document):
            return self._speech.suggest(evidence, codebook)
        themes = [code.id for code in codebook.themes]
        spans = _sentences_by_passage(evidence)
        found: list[Suggestion] = []
        both = zip(lexicon_hits(evidence, codebook), nearness(evidence, codebook), strict=True)
        for n, (hits, near) in enumerate(both):
            by_theme = theme_hits(hits)
            for theme in themes:
                seen = panel_evidence(theme, by_theme, near.get(theme, _FAR), spans[n])
                confidence = PANEL.probability(seen)
                if confidence < PANEL.threshold:
                    continue
                how, passage = near.get(theme), evidence.passages[n]
                side = side_in(evidence, codebook, n, _places(by_theme.get(theme, ()), how, spans[n]))
                note = how.note(codebook) if how else ""
                parts = finer(theme, side, hits, evidence.texts[n], passage.section)
                found.extend(part.suggestion(passage, confidence, codebook, note) for part in parts)
        return tuple(found)


def _sentences_by_passage(evidence: Evidence) -> list[list[tuple[int, int]]]:
    spans: list[list[tuple[int, int]]] = [[] for _ in evidence.passages]
    for sentence in evidence.sentences:
        start = evidence.passages[sentence.passage].start
        spans[sentence.passage].append((sentence.start - start, sentence.end - start))
    return spans

"""The lexicon coder: what the terms of a codebook say by themselves."""

from __future__ import annotations

from send_qual.codebook import Codebook
from send_qual.coders._polarity import side_in
from send_qual.coders._sub_codes import finer
from send_qual.coders.coder import Evidence, Suggestion
from send_qual.coders.lexicon._lexicon import lexicon_hits, strength, theme_hits

__all__ = ["LexiconCoder"]

_ENOUGH = 0.5


class LexiconCoder:
    """Suggest the codes whose terms speak in a passage."""

    name = "lexicon"
    version = "2"
    embeds = False  # needs no sentence vectors: the model is not loaded for it

    def suggest(self, evidence: Evidence, codebook: Codebook) -> tuple[Suggestion, ...]:
        """A suggestion per passage and theme whose terms together are worth a half or more, with its sub-codes."""
        found: list[Suggestion] = []
        for n, hits in enumerate(lexicon_hits(evidence, codebook)):
            for theme, all_hits in theme_hits(hits).items():
                if (confidence := strength(all_hits)) < _ENOUGH:
                    continue
                passage = evidence.passages[n]
                side = side_in(evidence, codebook, n, tuple((h.start, h.end) for h in all_hits))
                parts = finer(theme, side, hits, evidence.texts[n], passage.section)
                found.extend(part.suggestion(passage, confidence, codebook) for part in parts)
        return tuple(found)

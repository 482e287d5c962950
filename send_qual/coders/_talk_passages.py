"""Talk read sentence by sentence, and cut into passages where what it is about turns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from send_qual.coders._talk_reader import Reader
from send_qual.coders._talk_rows import talk_windows
from send_qual.coders._topic_shifts import TopicShifts, cheapest_cuts, shipped_shifts
from send_qual.coders.coder import Evidence

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating]

__all__ = ["TalkReading", "read_talk"]

# What a passage more costs, in the units of the spread of probabilities within passages, and how much cheaper one unit
# of log-odds that the topic turns makes it. Chosen on the fictional interviews, a writer left out; flat around.
_CUT, _TURNS = 0.1, 0.05
_HARDLY = -0.1  # score; below it a sentence at either end of a passage is left out of the coding
_OPENS = 8  # words; shorter sentences that open a turn are no part of a coding of what follows
_SLOPE = 3.5  # from scores to rough probabilities: it matters here that what is surely none or surely one is alike


@dataclass(frozen=True)
class TalkReading:
    """What the sentences of a document's talk are about.

    Parameters
    ----------
    themes : numpy.ndarray, shape (n sentences, n themes)
        Scores.
    sides : numpy.ndarray, shape (n sentences, 1)
    turns : tuple of (int, int)
        First sentence and the one after the last, of each turn.
    words : tuple of int
        Of each sentence.
    shifts : tuple of numpy.ndarray
        For each turn the log-odds that the topic turns between its sentences.
    """

    themes: Floats
    sides: Floats
    turns: tuple[tuple[int, int], ...]
    words: tuple[int, ...]
    shifts: tuple[Floats, ...]

    def passages(self) -> list[tuple[int, int]]:
        """First sentence and the one after the last, of each passage."""
        import numpy as np

        likely = 1 / (1 + np.exp(-_SLOPE * self.themes))
        made: list[tuple[int, int]] = []
        for (first, end), shifts in zip(self.turns, self.shifts, strict=True):
            prices = (_CUT - _TURNS * shifts).tolist()
            cuts = cheapest_cuts(self.words[first:end], prices, likely[first:end])
            made.extend((first + a, first + b) for a, b in cuts)
        return made

    def carrying(self, theme: int, span: tuple[int, int]) -> tuple[int, int]:
        """A passage without what only opens its turn, and without ends that are hardly about a theme."""
        own = self.themes[span[0] : span[1], theme]
        least = min(_HARDLY, float(own.max()))
        told = [span[0] + k for k, score in enumerate(own.tolist()) if score >= least]
        first, end = told[0], told[-1] + 1
        return next((k for k in range(first, end) if k not in self._openings), first), end

    @cached_property
    def _openings(self) -> set[int]:
        """The short sentences that open a turn before it says something: "Brutal. Fair, but brutal."."""
        made: set[int] = set()
        for first, end in self.turns:
            made.update(takewhile(lambda k: self.words[k] < _OPENS, range(first, end)))
        return made

    def mean_of(self, readings: Floats, spans: Sequence[tuple[int, int]]) -> Floats:
        """The mean over the sentences of each passage, longer sentences weighing more."""
        import numpy as np

        weights = np.sqrt(np.maximum(np.array(self.words, np.float64), 1))
        rows = [np.average(readings[a:b], axis=0, weights=weights[a:b]) for a, b in spans]
        return np.stack(rows) if rows else np.zeros((0, readings.shape[1]))


def read_talk(evidence: Evidence, themes: Reader, sides: Reader, shifts: TopicShifts | None = None) -> TalkReading:
    """Read the talk of one document; the topic turns by the weights that ship where none are given."""
    windows, known = talk_windows(evidence), shifts or shipped_shifts()
    text = evidence.document.text
    said = [text[s.start : s.end] for s in evidence.sentences]
    return TalkReading(
        windows.shares @ themes.scores(windows.rows),
        windows.shares @ sides.scores(windows.rows),
        windows.turns,
        tuple(len(sentence.split()) for sentence in said),
        tuple(known.log_odds(said[first:end], evidence.vectors[first:end]) for first, end in windows.turns),
    )

"""Where the topic turns within what a person says: learnt from hand-coded talk, for any codebook."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from send_qual.errors import Fault, SendQualError
from send_qual.study.plain_data import json_of

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Floats = npt.NDArray[np.floating]

__all__ = [
    "NUMBERS",
    "SHIPPED",
    "TopicShifts",
    "cheapest_cuts",
    "cut_turn",
    "shift_words",
    "shipped_shifts",
    "similarity",
]

SHIPPED = Path(__file__).parent / "data" / "talk" / "topic-shifts.json"
NUMBERS = ("neighbours", "around", "ahead", "before", "after", "since", "left", "opening")
"""What of :func:`similarity` is weighed, in its order."""

_WORD = re.compile(r"[\w']+")
_OPENS, _ENDS = 6, 3  # words that open the sentence after a place, and end the one before it
_AROUND = 3  # sentences on either side
# Log-odds from which a place is cut: lower than even, for passages too short do less harm than passages of two topics.
_EVEN = -1.0
_LONGEST = 60  # words of a passage of several sentences
_MOST = 8  # sentences of a passage


def shift_words(before: str, after: str) -> set[str]:
    """What the words on either side of a place say about it.

    Examples
    --------
    >>> sorted(shift_words("It went well.", "But then"))
    ['but', 'end:it', 'end:well', 'end:went', 'first:but', 'first:but then', 'then']
    """
    opens = _WORD.findall(after.lower())[:_OPENS]
    ends = _WORD.findall(before.lower())[-_ENDS:]
    first = {f"first:{' '.join(opens[:n])}" for n in (1, 2) if opens}
    return {*opens, *first, *(f"end:{word}" for word in ends)}


def similarity(texts: Sequence[str], vectors: Floats) -> Floats:
    """Likeness and length on either side of each place between the sentences of a turn, ``(n - 1, 8)``.

    Cosines of the neighbours, of what stands around and of what lies ahead; lengths of the sentence before and after,
    of what was said and of what is left of the turn (logarithms of words); 1 behind the first sentence.
    """
    import numpy as np

    words = np.array([len(text.split()) for text in texts], np.float64)
    made = np.zeros((max(0, len(texts) - 1), len(NUMBERS)))
    for k in range(1, len(texts)):
        back, on = vectors[max(0, k - _AROUND) : k].mean(axis=0), vectors[k : k + _AROUND].mean(axis=0)
        last, following = vectors[k - 1], vectors[k]
        likeness = [_cosine(last, following), _cosine(back, on), _cosine(last, on)]
        sizes = np.log1p([words[k - 1], words[k], words[:k].sum(), words[k:].sum()])
        made[k - 1] = [*likeness, *sizes, float(k == 1)]
    return made


def _cosine(one: Floats, other: Floats) -> float:
    import numpy as np

    return float(one @ other) / max(float(np.linalg.norm(one) * np.linalg.norm(other)), 1e-9)


@dataclass(frozen=True)
class TopicShifts:
    """Log-odds that a passage of the people who coded ends between two sentences of a turn.

    Parameters
    ----------
    intercept : float
    numbers : tuple of float
        Weights of :data:`NUMBERS`.
    words : dict of str to float
        Weights of :func:`shift_words`.
    """

    intercept: float
    numbers: tuple[float, ...]
    words: dict[str, float]

    def log_odds(self, texts: Sequence[str], vectors: Floats) -> Floats:
        """For each place between the sentences of one turn, ``(n - 1,)``."""
        import numpy as np

        told = [
            sum(self.words.get(word, 0.0) for word in shift_words(texts[k - 1], texts[k])) for k in range(1, len(texts))
        ]
        odds: Floats = self.intercept + similarity(texts, vectors) @ np.array(self.numbers) + np.array(told)
        return odds


@cache
def shipped_shifts() -> TopicShifts:
    """The weights that ship.

    Raises
    ------
    SendQualError
        Where the file is missing or torn.
    """
    try:
        kept: dict[str, Any] = json_of(SHIPPED.read_text(encoding="utf-8"))
        numbers = tuple(float(kept["numbers"][name]) for name in NUMBERS)
        return TopicShifts(float(kept["intercept"]), numbers, {str(w): float(v) for w, v in kept["words"].items()})
    except (OSError, ValueError, KeyError, TypeError) as error:
        fault = Fault(SHIPPED.name, "this file of the coder of talk is missing or torn", "Install it again")
        raise SendQualError(fault) from error


def cut_turn(words: Sequence[int], shifts: Floats) -> list[tuple[int, int]]:
    """Cut a turn where the topic likely turns, by :meth:`TopicShifts.log_odds`, nothing else being known."""
    return cheapest_cuts(words, [_EVEN - float(odds) for odds in shifts])


def cheapest_cuts(
    words: Sequence[int], prices: Sequence[float], readings: Floats | None = None
) -> list[tuple[int, int]]:
    """Cut the sentences of one turn so that the price of the cuts and the spread within the passages are least.

    Parameters
    ----------
    words : sequence of int, length n
        Of each sentence; a passage has at most 60 or is one sentence.
    prices : sequence of float, length n - 1
        Of a cut at each place; below 0 it is gain.
    readings : numpy.ndarray, shape (n, k), optional
        What each sentence is about: passages are kept to sentences that are about the same.

    Returns
    -------
    list of (int, int)
        First sentence and the one after the last, of each passage in order.

    Examples
    --------
    >>> cheapest_cuts([20, 20, 20], [-1.0, 1.0])
    [(0, 1), (1, 3)]
    >>> cheapest_cuts([50, 50], [1.0])
    [(0, 1), (1, 2)]
    """
    import numpy as np

    n = len(words)
    size = np.array(words, np.float64)
    weights = np.sqrt(size)
    cost = [0.0] + [np.inf] * n
    cut_at = [0] * (n + 1)
    for end in range(1, n + 1):
        for start in range(max(0, end - _MOST), end):
            if end - start > 1 and size[start:end].sum() > _LONGEST:
                continue
            total = cost[start] + (prices[start - 1] if start else 0.0)
            if readings is not None:
                mean = np.average(readings[start:end], axis=0, weights=np.maximum(weights[start:end], 1.0))
                total += float((weights[start:end, None] * (readings[start:end] - mean) ** 2).sum())
            if total < cost[end]:
                cost[end], cut_at[end] = total, start
    cuts, end = [], n
    while end:
        cuts.append((cut_at[end], end))
        end = cut_at[end]
    return cuts[::-1]

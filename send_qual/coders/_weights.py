"""What the evidence is worth: coefficients learned once, over two codebooks, and shipped as numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import exp

__all__ = ["PANEL", "SEMANTIC", "Weights"]


@dataclass(frozen=True)
class Weights:
    """A logistic regression of "a careful reader gives the passage this theme" on named evidence.

    The same coefficients serve every theme and codebook: what a theme is, the codebook says; these only
    say how far to believe it.

    Parameters
    ----------
    intercept : float
    coefficients : mapping of str to float
    threshold : float
        Probability from which a theme is suggested.
    """

    intercept: float
    coefficients: Mapping[str, float]
    threshold: float

    def probability(self, evidence: Mapping[str, float]) -> float:
        """The probability, between 0 and 1.

        Examples
        --------
        >>> Weights(0.0, {"lexicon": 1.0}, 0.5).probability({"lexicon": 0.0})
        0.5
        """
        odds = self.intercept + sum(weight * evidence[name] for name, weight in self.coefficients.items())
        return 1 / (1 + exp(-max(-30.0, min(30.0, odds))))


# Fitted on 929 hand-coded passages of 30 reports, codebooks area-send and intervention together;
# tests/coders/test_weights.py fits them again, on half of the reports, and measures on the other half.
PANEL = Weights(
    intercept=-5.265,
    coefficients={"lexicon": 0.186, "share": 1.384, "spread": 2.805, "first": 0.787, "near": 6.068, "margin": 5.841},
    threshold=0.4,
)
SEMANTIC = Weights(intercept=-6.357, coefficients={"near": 9.007, "margin": 9.027}, threshold=0.33)

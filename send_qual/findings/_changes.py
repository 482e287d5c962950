"""What a comparison of two tranches holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from send_qual.findings._aspects import Aspect
from send_qual.findings._basis import Basis

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["SURE", "Change", "Comparison"]

SURE = 0.05  # a smaller p is more than chance alone would readily explain


@dataclass(frozen=True, slots=True)
class Change:
    """One theme or issue in an earlier and a later tranche.

    Parameters
    ----------
    about, name, kind : str
        ``kind`` is ``"issue"``, ``"sub-code"``, ``"theme"`` or ``"outcome"``.
    aspect : Aspect
        Which value of a facet.
    before, after : tuple of (int, int)
        n and N of "n of N".
    interval : tuple of (float, float)
        Of the difference of the shares, 95 % (Newcombe's method).
    p : float
        Fisher's exact test, two-sided.
    direction : str
        ``"rose"``, ``"fell"`` or ``"much the same"``.
    sentence : str
    """

    about: str
    name: str
    kind: str
    aspect: Aspect
    before: tuple[int, int]
    after: tuple[int, int]
    interval: tuple[float, float]
    p: float
    direction: str
    sentence: str

    @property
    def is_beyond_chance(self) -> bool:
        """Whether it moved by more than chance alone would readily explain: p below 0.05."""
        return self.direction != "much the same" and self.p < SURE

    @property
    def is_main(self) -> bool:
        """Whether it is of an issue, a theme or an outcome, and not of a sub-code."""
        return self.kind != "sub-code"

    @property
    def difference(self) -> float:
        """Later share minus earlier share, between -1 and 1."""
        shares = [n / of if of else 0.0 for n, of in (self.before, self.after)]
        return shares[1] - shares[0]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two tranches side by side.

    Parameters
    ----------
    before, after : str
        What the tranches are called.
    of : tuple of (int, int)
        Number of documents in each.
    changes : tuple of Change
        Every issue, theme and sub-code, the largest change first.
    common : tuple of Change
        Those that stand in at least half of the documents of both tranches, the most frequent first.
    caution : str
        What the numbers can and cannot bear, in plain words.
    summary : str
        A sentence or two that name only changes beyond chance, among issues, themes and outcomes.
    by_chance : float
        How many of these would be expected beyond that mark if nothing had changed.
    basis : tuple of Basis
        What the numbers of either tranche rest on.
    facets : tuple of str
        Ids of the codebook's facets.
    """

    before: str
    after: str
    of: tuple[int, int]
    changes: tuple[Change, ...]
    common: tuple[Change, ...]
    caution: str
    summary: str = ""
    by_chance: float = 0.0
    basis: tuple[Basis, ...] = ()
    facets: tuple[str, ...] = ()

    @property
    def main(self) -> tuple[Change, ...]:
        """The changes of issues, themes and outcomes, the largest first: the rows of a table."""
        return tuple(c for c in self.changes if c.is_main)

    @property
    def beyond_chance(self) -> tuple[Change, ...]:
        """Those among them that chance alone would not readily explain, the least likely first."""
        return tuple(sorted((c for c in self.main if c.is_beyond_chance), key=lambda c: (c.p, c.name)))

    def to_frame(self) -> pd.DataFrame:
        """All changes as a table.

        Returns
        -------
        pandas.DataFrame
            ``kind, about, name``, one column per facet, ``n before, of before, n after, of after, difference,
            low, high, p, direction, beyond chance``; shares between -1 and 1.
        """
        import pandas as pd

        rows = [
            (
                *(c.kind, c.about, c.name, *(c.aspect.value if c.aspect.facet == f else "" for f in self.facets)),
                *(*c.before, *c.after),
                *(round(value, 3) for value in (c.difference, *c.interval, c.p)),
                *(c.direction, c.is_beyond_chance),
            )
            for c in self.changes
        ]
        columns = "n before,of before,n after,of after,difference,low,high,p,direction"
        return pd.DataFrame(rows, columns=["kind", "about", "name", *self.facets, *columns.split(","), "beyond chance"])

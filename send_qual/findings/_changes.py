"""What a comparison of two tranches holds."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Change", "Comparison"]


@dataclass(frozen=True, slots=True)
class Change:
    """One theme or issue in an earlier and a later tranche.

    Parameters
    ----------
    about, name, kind, polarity : str
        ``kind`` is ``"issue"``, ``"sub-code"``, ``"theme"`` or ``"outcome"``.
    before, after : tuple of (int, int)
        n and N of "n of N".
    p : float
        Fisher's exact test, two-sided.
    direction : str
        ``"rose"``, ``"fell"`` or ``"much the same"``.
    sentence : str
    """

    about: str
    name: str
    kind: str
    polarity: str
    before: tuple[int, int]
    after: tuple[int, int]
    p: float
    direction: str
    sentence: str

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
    """

    before: str
    after: str
    of: tuple[int, int]
    changes: tuple[Change, ...]
    common: tuple[Change, ...]
    caution: str

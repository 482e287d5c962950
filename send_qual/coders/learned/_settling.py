"""When enough is coded: what the last passages changed in what a coder so taught would say of all the others."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

import numpy as np

from send_qual.coders.learned._crossvalidation import views_of
from send_qual.coders.learned._exposure import passages_of
from send_qual.coders.learned._mil_logistic import Floats, sigmoid
from send_qual.coders.learned._reading import Reading
from send_qual.coders.learned._train import Study
from send_qual.coding import people_of, read_offers
from send_qual.errors import SendQualError

__all__ = ["LAST", "SETTLED", "Settling", "settling"]

LAST = 40
"""Passages coded last, without which a coder is taught once more; more where they came in at one time."""

SETTLED = 0.95
"""Kappa between the two coders, from which on coding more of the same hardly changes what is said."""


@dataclass(frozen=True, slots=True)
class Settling:
    """Two coders compared, taught with and without the passages coded last, on passages that nobody has read.

    Parameters
    ----------
    last : int
        How many passages were coded last.
    unread : int
        Passages compared.
    changed : int
        Of them, those of which the two say other themes.
    kappa : float
        Cohen's, mean over the themes that either says.
    """

    last: int
    unread: int
    changed: int
    kappa: float

    @property
    def settled(self) -> bool:
        """Whether the last passages changed next to nothing."""
        return self.kappa >= SETTLED

    def __str__(self) -> str:
        told = (
            f"The last {self.last} passages coded changed what would be said of {self.changed} of {self.unread} others "
            f"(kappa {self.kappa:.2f})"
        )
        if not self.settled:
            return f"{told}: coding more still teaches."
        return f"{told}: more of the same hardly teaches. Stop here, or code what is of another kind; then `evaluate`."


def settling(study: Study, odds: Floats, codes: tuple[str, ...], unread: Reading) -> Settling | None:
    """Compare a coder with one that was not taught the passages coded last.

    Parameters
    ----------
    study : Study
        People's codings so far.
    odds : ndarray, shape (m, k)
        What the coder taught all of them says of the passages that nobody has read.
    codes : tuple of str
        Of the columns.
    unread : Reading
        Those passages.

    Returns
    -------
    Settling or None
        None where the rest teaches nothing, or all came in at one time: then there is no before and after.

    Notes
    -----
    After "stabilizing predictions" (Bloodgood and Vijay-Shanker 2009). What it costs to stop there:
    docs/fewer-codings.md.
    """
    last = _last(_when(study))
    if last.all():
        return None
    try:
        before, _ = study.lesson(~last)
    except SendQualError:  # too few without them
        return None
    earlier, _ = views_of(before).log_odds(unread)
    earlier = earlier.mean(axis=0)
    themes = [code for code in dict.fromkeys((*codes, *before.codes)) if "/" not in code]
    now, then = (_says(said, of, themes) for said, of in ((odds, codes), (earlier, before.codes)))
    kappas = [_kappa(now[:, k], then[:, k]) for k in range(len(themes)) if (now[:, k] | then[:, k]).any()]
    changed = int((now != then).any(axis=1).sum())
    return Settling(int(last.sum()), len(unread), changed, float(np.mean(kappas)) if kappas else 1.0)


def _says(odds: Floats, codes: tuple[str, ...], themes: list[str]) -> Any:
    """Which passage is given which theme; a theme that was not learned, none."""
    told = np.zeros((len(odds), len(themes)), dtype=bool)
    for k, theme in enumerate(themes):
        if theme in codes:
            told[:, k] = sigmoid(odds[:, codes.index(theme)]) >= 0.5
    return told


def _kappa(one: Any, other: Any) -> float:
    agreed, a, b = float((one == other).mean()), float(one.mean()), float(other.mean())
    chance = a * b + (1 - a) * (1 - b)
    return (agreed - chance) / (1 - chance) if chance < 1 else 1.0


def _last(when: list[str]) -> Any:
    """The passages coded last: :data:`LAST` of them, and all that came in with the first of these."""
    if len(when) <= LAST:
        return np.ones(len(when), dtype=bool)
    since = sorted(when, reverse=True)[LAST - 1]
    return np.array([time >= since for time in when])


def _when(study: Study) -> list[str]:
    """When each passage read was coded; one without a code, when the next in the order of reading was."""
    codings, truth = study.codings, study.truth
    rows = defaultdict(list)
    for row in people_of(codings):
        rows[row.document].append(row)
    ends = {mark.document: mark.time for mark in codings.finished}
    when: list[str] = []
    for evidence in truth.evidences:
        own = [""] * len(evidence.passages)
        for row in rows[evidence.document.id]:
            for n in passages_of(row.start, row.end, evidence.passages):
                own[n] = max(own[n], row.created)
        for offered in _offered(study, evidence.document.id):
            for n in passages_of(*offered[:2], evidence.passages):
                own[n] = own[n] or offered[2]
        later = ends.get(evidence.document.id, "") or max(own, default="")
        for n in range(len(own) - 1, -1, -1):
            later = own[n] = own[n] or later
        when.extend(own)
    return when


def _offered(study: Study, document: str) -> list[tuple[int, int, str]]:
    """Spans of a document that were offered and left without a code, and when the next offered one was coded."""
    corpus = study.codings.corpus
    if corpus is None or corpus.home is None:
        return []
    coded = {(row.document, row.start): row.created for row in people_of(study.codings)}
    found = []
    for offers in read_offers(corpus.home).values():
        later = ""
        for name, start, end in reversed(offers):
            later = coded.get((name, start), later)
            if name == document and later:
                found.append((start, end, later))
    return found

"""Two tranches side by side: what rose, what fell, what is common to both."""

from __future__ import annotations

from collections.abc import Iterator
from math import comb, sqrt

from send_qual.codebook import WEAKNESS
from send_qual.findings._aspects import Aspect, aspects
from send_qual.findings._changes import SURE, Change, Comparison
from send_qual.findings.model import Findings
from send_qual.findings.sentences._phrasing import lower_first

__all__ = ["compare", "fisher", "interval"]

# A change smaller than this, or carried by a single report, is "much the same".
_SHARE = 0.10
_REPORTS = 2
_COMMON = 0.5
_Z = 1.96

_Row = tuple[str, str, str, Aspect, int, int]


def fisher(before: tuple[int, int], after: tuple[int, int]) -> float:
    """Fisher's exact test, two-sided, on two "n of N".

    Parameters
    ----------
    before, after : tuple of (int, int)

    Returns
    -------
    float
        The chance of a difference at least this unlikely if the true shares were the same.

    Examples
    --------
    >>> round(fisher((1, 10), (8, 10)), 4)
    0.0055
    >>> fisher((0, 0), (3, 5))
    1.0
    """
    from scipy.stats import fisher_exact  # loaded only where tranches are compared

    (a, m), (b, n) = before, after
    return float(fisher_exact([[a, m - a], [b, n - b]])[1])


def _ways(before: tuple[int, int], after: tuple[int, int]) -> dict[int, int]:
    """In how many ways k of the yeses could lie in the earlier tranche, were they dealt out by lot."""
    (a, m), (b, n) = before, after
    total = a + b
    return {k: comb(m, k) * comb(n, total - k) for k in range(max(0, total - n), min(m, total) + 1)}


def _by_chance(before: tuple[int, int], after: tuple[int, int]) -> float:
    """The chance that a comparison with so many yeses in all passes the mark though nothing has changed."""
    ways = _ways(before, after)
    every = sum(ways.values())
    return sum(w for w in ways.values() if sum(v for v in ways.values() if v <= w) < SURE * every) / every


def interval(before: tuple[int, int], after: tuple[int, int]) -> tuple[float, float]:
    """95 % interval of the difference of two shares, later minus earlier (Newcombe's method, from Wilson's).

    Examples
    --------
    >>> [round(end, 2) for end in interval((6, 15), (13, 15))]
    [0.12, 0.69]
    """
    if not before[1] or not after[1]:
        return -1.0, 1.0
    (p, low_p, high_p), (q, low_q, high_q) = _wilson(*before), _wilson(*after)
    gap = q - p
    low = gap - sqrt((q - low_q) ** 2 + (high_p - p) ** 2)
    high = gap + sqrt((high_q - q) ** 2 + (p - low_p) ** 2)
    return max(-1.0, low), min(1.0, high)


def _wilson(n: int, of: int) -> tuple[float, float, float]:
    """A share and its 95 % interval."""
    share = n / of
    middle = (share + _Z**2 / (2 * of)) / (1 + _Z**2 / of)
    half = _Z / (1 + _Z**2 / of) * sqrt(share * (1 - share) / of + _Z**2 / (4 * of**2))
    return share, middle - half, middle + half


def _rows(one: Findings, other: Findings) -> Iterator[_Row]:
    """About, name, kind, aspect, n before, n after."""
    for outcome in one.outcomes or other.outcomes:
        n = [next((len(o.documents) for o in f.outcomes if o.value == outcome.value), 0) for f in (one, other)]
        yield outcome.value, f"Outcome: {lower_first(outcome.name)}", "outcome", Aspect(), n[0], n[1]
    asked = {f.issue.id: f.issue for side in (one, other) for f in side.issues}
    for id, issue in asked.items():
        n = [next((len(f.yes) for f in side.issues if f.issue.id == id), 0) for side in (one, other)]
        yield id, issue.name or id.replace("_", " "), "issue", other.aspect(WEAKNESS), n[0], n[1]
    uncounted = one.tally.uncounted | other.tally.uncounted
    for code in (code for code in other.codebook if code.id not in uncounted):
        kind = "sub-code" if code.parent else "theme"
        for aspect in aspects(other.codebook):
            n = [len(side.documents_with(code.id, aspect)) for side in (one, other)]
            if n[0] or n[1]:
                yield code.id, code.name, kind, aspect, n[0], n[1]


def compare(before: Findings, after: Findings) -> Comparison:
    """Compare two sets of findings drawn with one codebook."""
    sizes = (before.n, after.n)
    changes = [_change(row, before, after) for row in _rows(before, after)]
    changes.sort(key=lambda c: (-abs(c.difference), c.p, c.name))
    common = [
        c for c in changes if c.kind != "outcome" and all(n and n / of >= _COMMON for n, of in (c.before, c.after))
    ]
    common.sort(key=lambda c: (-min(c.before[0] / c.before[1], c.after[0] / c.after[1]), c.name))
    main = [c for c in changes if c.is_main]
    expected = sum(_by_chance(c.before, c.after) for c in main)
    caution, summary = _caution(sizes, main, expected, after.unit), _summary(main)
    return Comparison(
        *(before.label, after.label, sizes, tuple(changes), tuple(common), caution, summary, round(expected, 2)),
        basis=(before.basis, after.basis),
        facets=after.codebook.facet_ids(),
    )


def _change(row: _Row, before: Findings, after: Findings) -> Change:
    about, name, kind, aspect, a, b = row
    first, then = (a, _of(before, kind, about)), (b, _of(after, kind, about))
    shares = [n / of if of else 0.0 for n, of in (first, then)]
    gap = shares[1] - shares[0]
    p = fisher(first, then)
    direction = "much the same"
    smaller = min(first[1], then[1])
    if abs(gap) >= _SHARE and abs(gap) * smaller > _REPORTS - 0.001:
        direction = "rose" if gap > 0 else "fell"
    what = name if kind == "issue" else aspect.named(name)
    counts = f"from {a} of the {first[1]} to {b} of the {then[1]} {after.unit}s"
    verb = {"rose": "rose", "fell": "fell", "much the same": "stayed much the same"}[direction]
    sure = "" if direction == "much the same" else "; more than chance alone would readily explain" * (p < SURE)
    sentence = f"{what}: {verb}, {counts}{sure}."
    return Change(about, what, kind, aspect, first, then, interval(first, then), p, direction, sentence)


def _of(side: Findings, kind: str, about: str) -> int:
    """The documents of a tranche, of which a question counts those that may be asked it."""
    return next((f.of for f in side.issues if f.issue.id == about), side.n) if kind == "issue" else side.n


def _summary(main: list[Change]) -> str:
    moved = [c for c in main if c.direction != "much the same"]
    sure = sorted((c for c in moved if c.is_beyond_chance), key=lambda c: (c.p, c.name))
    if not moved:
        return "Nothing rose or fell by 10 points or more."
    if not sure:
        return "No change is larger than chance alone would readily explain: other areas were inspected."
    told = [
        f"{lower_first(c.name)} {c.direction} from {c.before[0]} of {c.before[1]} to {c.after[0]} of {c.after[1]}"
        for c in sure
    ]
    listed = " and ".join([", ".join(told[:-1]), told[-1]] if len(told) > 1 else told)
    return f"More than chance alone would readily explain, {listed}."


def _caution(sizes: tuple[int, int], main: list[Change], expected: float, unit: str) -> str:
    moved = [c for c in main if c.direction != "much the same"]
    firm = sum(c.is_beyond_chance for c in moved)
    words = (
        f"The tranches are small ({sizes[0]} and {sizes[1]}), so a change of one {unit} moves a share by "
        f"{round(100 / max(1, min(x for x in sizes if x) if any(sizes) else 1))} points or more, and the areas "
        "inspected differ. "
    )
    if not moved:
        return f"{words}No share moved by 10 points and two {unit}s or more."
    words += (
        f"Of the {len(moved)} shares that moved by 10 points and two {unit}s or more, {firm or 'none'} "
        f"{'is' if firm == 1 else 'are'} larger than chance alone would readily explain (Fisher’s exact test, p < 0.05)"
    )
    if firm:
        words += (
            f"; of the {len(main)} issues, themes and outcomes compared, {expected:.1f} would be expected to pass that "
            "mark if nothing had changed"
        )
    return words + ". Read the changes as prompts for a closer look, not as trends."

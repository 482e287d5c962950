"""The tidy table of passages under codes, and every count as a group of its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

from send_qual.codebook import Codebook
from send_qual.coders import judged_sub_codes
from send_qual.coding.span import Spans, clusters
from send_qual.findings._evidence import Evidence, joint_facets, with_facets

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Count", "Groups", "Tally", "Together", "counts", "groups_of", "tally", "together"]

# What names, dates or describes one case parts no cases into groups.
_OF_ONE = frozenset({"kind", "title", "name", "participant", "speaker", "date", "note", "notes", "urn"})

Groups = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Attribute -> value -> ids of the cases that have it."""


@dataclass(frozen=True, slots=True)
class Count:
    """How often a code stands, with one value of a facet (``""`` for any), among all cases or one group of them.

    Parameters
    ----------
    code, facet, value : str
        Ids; no facet counts all passages.
    passages : int
    cases : tuple of str
        Ids of the cases with at least one such passage: documents, or participants of interviews.
    of : int
        Number of cases looked at: the N of "n of N".
    reviewed : int
        How many of the passages a person applied or accepted.
    attribute, group : str
        The attribute, and its value, that the cases looked at have in common; ``""`` where all are looked at.
    """

    code: str
    facet: str
    value: str
    passages: int
    cases: tuple[str, ...]
    of: int
    reviewed: int = 0
    attribute: str = ""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Together:
    """Two themes in one passage: how many passages, in which documents."""

    first: str
    second: str
    passages: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """The tidy table behind every number: one row for each passage under each code that it counts for.

    A passage counts under its code and those above it, once each, with the facets that all its codings there have
    together: one that is a strength by one sub-code and a weakness by another is both in their theme.

    Parameters
    ----------
    codebook : Codebook
    cases : tuple of str
        Ids of all cases, in order.
    rows : tuple of Evidence
        In the order of the codebook, then of the texts; ``code`` is the code it counts for.
    """

    codebook: Codebook
    cases: tuple[str, ...] = ()
    rows: tuple[Evidence, ...] = ()
    _by_code: dict[str, tuple[Evidence, ...]] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        by_code: dict[str, list[Evidence]] = {}
        for row in self.rows:
            by_code.setdefault(row.code, []).append(row)
        object.__setattr__(self, "_by_code", {code: tuple(rows) for code, rows in by_code.items()})

    def __repr__(self) -> str:  # never the passages: they may be confidential
        return f"Tally({self.codebook.name!r}, {len(self.cases)} cases, {len(self.rows)} rows)"

    def under(self, code: str) -> tuple[Evidence, ...]:
        """The passages under a code, sub-codes included."""
        return self._by_code.get(code, ())

    @property
    def uncounted(self) -> frozenset[str]:
        """Sub-codes of which no number is told: suggested here, and judged to be suggested too ill for one."""
        return frozenset(
            code
            for code, judged in judged_sub_codes(self.codebook).items()
            if not judged.counts and not all(row.reviewed for row in self.under(code))
        )

    def count(self, code: str, facet: str = "", value: str = "", *, among: Sequence[str] | None = None) -> Count:
        """Passages and cases with a code and a value of a facet, among all cases or some of them."""
        looked_at = self.cases if among is None else tuple(among)
        here = frozenset(looked_at)
        fits = [row for row in self.under(code) if row.case in here and (not facet or row.value(facet) == value)]
        have = {row.case for row in fits}
        found = tuple(case for case in looked_at if case in have)
        return Count(code, facet, value, len(fits), found, len(looked_at), sum(row.reviewed for row in fits))

    def to_frame(self) -> pd.DataFrame:
        """The table itself.

        Returns
        -------
        pandas.DataFrame
            ``case, document, start, end, theme, code``, one column per facet of the codebook, ``reviewed``.
        """
        import pandas as pd

        facets = self.codebook.facet_ids()
        rows = [
            (
                *(row.case, row.document, row.start, row.end, row.code.split("/")[0], row.code),
                *(row.value(facet) for facet in facets),
                row.reviewed,
            )
            for row in self.rows
        ]
        columns = ["case", "document", "start", "end", "theme", "code", *facets, "reviewed"]
        return pd.DataFrame(rows, columns=columns)


def tally(evidence: Iterable[Evidence], codebook: Codebook, cases: Iterable[str]) -> Tally:
    """Lay the passages out under every code of the codebook that they count for."""
    gathered: dict[str, dict[str, list[Evidence]]] = {code.id: defaultdict(list) for code in codebook}
    for item in evidence:
        parts = item.code.split("/")
        for n in range(1, len(parts) + 1):
            if (code := "/".join(parts[:n])) in gathered:
                gathered[code][item.document].append(item)
    rows = tuple(
        _passage(code, group, codebook)
        for code, documents in gathered.items()
        for items in documents.values()
        for group in clusters(items)
    )
    return Tally(codebook, tuple(cases), rows)


def _passage(code: str, group: Sequence[Evidence], codebook: Codebook) -> Evidence:
    longest = max(group, key=lambda e: (e.end - e.start, -len(e.code)))
    joint = with_facets(longest, joint_facets(group, codebook), codebook)
    return replace(joint, code=code, reviewed=any(e.reviewed for e in group))


def counts(table: Tally, groups: Groups | None = None) -> tuple[Count, ...]:
    """Each code with each value of each facet and with any; where groups are given, each theme within each of them."""
    values = [(facet.id, one) for facet in table.codebook.facets for one in facet.values]  # noqa: PD011
    if groups is None:
        return tuple(table.count(code.id, *of) for code in table.codebook for of in (*values, ("", "")))
    return tuple(
        replace(table.count(theme.id, *of, among=members), attribute=attribute, group=group)
        for attribute, parted in groups.items()
        for group, members in parted.items()
        for theme in table.codebook.themes
        for of in (*values, ("", ""))
    )


def groups_of(
    cases: Iterable[tuple[str, Mapping[str, str]]], *, most: int, without: Iterable[str] = ()
) -> dict[str, dict[str, tuple[str, ...]]]:
    """The groups into which attributes part cases: two or more of them, and not more than ``most``.

    Parameters
    ----------
    cases : iterable of (str, mapping)
        Id and attributes of each.
    most : int
    without : iterable of str
        Attributes that are known to part nothing.
    """
    cases = list(cases)
    names = dict.fromkeys(name for _, attributes in cases for name in attributes)
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for name in (name for name in names if name not in _OF_ONE.union(without)):
        groups: dict[str, list[str]] = defaultdict(list)
        for id, attributes in cases:
            if value := attributes.get(name, ""):
                groups[value].append(id)
        if 2 <= len(groups) <= most:
            found[name] = {value: tuple(groups[value]) for value in sorted(groups)}
    return found


def together(table: Tally) -> tuple[Together, ...]:
    """Pairs of themes in one passage, the most frequent first."""
    places: dict[str, dict[str, list[Evidence]]] = {}
    for theme in table.codebook.themes:
        places[theme.id] = defaultdict(list)
        for row in table.under(theme.id):
            places[theme.id][row.document].append(row)
    rows = []
    for one, other in combinations(places, 2):
        hits = {
            document: sum(1 for row in places[one][document] for _ in Spans(places[other][document]).touching(row))
            for document in sorted(places[one].keys() & places[other].keys())
        }
        if met := {document: n for document, n in hits.items() if n}:
            rows.append(Together(one, other, sum(met.values()), tuple(met)))
    return tuple(sorted(rows, key=lambda t: -t.passages))

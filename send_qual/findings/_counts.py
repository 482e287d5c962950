"""Counting passages and documents: by code and facet, by attribute, and themes that stand together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from send_qual.codebook import Codebook
from send_qual.findings._evidence import Case, Evidence, cluster, joint_facets, with_facets

__all__ = [
    "AttributeCount",
    "Count",
    "Passages",
    "Together",
    "attribute_counts",
    "counts",
    "facet_values",
    "passages_by_code",
    "together",
]

# Attributes that name or date a case tell nothing when tabulated.
_NOT_GROUPS = {"kind", "area", "councils", "icbs", "title", "participant", "next_step", "urn"}


@dataclass(frozen=True, slots=True)
class Count:
    """How often a code stands, with one value of a facet (``""`` for any).

    Parameters
    ----------
    code, facet, value : str
        Ids; no facet counts all passages.
    passages : int
    documents : tuple of str
        Ids of the documents with at least one such passage.
    of : int
        Number of documents looked at: the N of "n of N".
    reviewed : int
        How many of the passages a person applied or accepted.
    """

    code: str
    facet: str
    value: str
    passages: int
    documents: tuple[str, ...]
    of: int
    reviewed: int = 0


@dataclass(frozen=True, slots=True)
class Together:
    """Two themes in one passage: how many passages, in which documents."""

    first: str
    second: str
    passages: int
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttributeCount:
    """Documents with a theme and a value of a facet (``""`` for any) among those with one value of an attribute."""

    attribute: str
    value: str
    code: str
    facet: str
    given: str
    passages: int
    documents: tuple[str, ...]
    of: int


Passages = tuple[tuple[Evidence, bool], ...]
"""Passages under one code: the evidence with its joint facets, and whether a person has reviewed it."""


def passages_by_code(evidence: Iterable[Evidence], codebook: Codebook) -> dict[str, Passages]:
    """The passages under every code of the codebook, sub-codes included, each once."""
    gathered: dict[str, dict[str, list[Evidence]]] = {code.id: defaultdict(list) for code in codebook}
    for item in evidence:
        parts = item.code.split("/")
        for n in range(1, len(parts) + 1):
            if (code := "/".join(parts[:n])) in gathered:
                gathered[code][item.reference.document].append(item)
    return {
        code: tuple(_passage(group, codebook) for items in documents.values() for group in cluster(items))
        for code, documents in gathered.items()
    }


def _passage(group: Sequence[Evidence], codebook: Codebook) -> tuple[Evidence, bool]:
    longest = max(group, key=lambda e: (e.reference.end - e.reference.start, -len(e.code)))
    return with_facets(longest, joint_facets(group, codebook), codebook), any(e.reviewed for e in group)


def facet_values(codebook: Codebook) -> tuple[tuple[str, str], ...]:
    """Facet and value, of all that a codebook declares."""
    return tuple((facet.id, value) for facet in codebook.facets for value in facet.values)


def counts(under: Mapping[str, Passages], codebook: Codebook, cases: Sequence[Case]) -> tuple[Count, ...]:
    """Each code of the codebook with each value of each facet and with any, in the codebook's order.

    A passage is counted once under a code, sub-codes included, and under one value of a facet:
    one that is a strength by one sub-code and a weakness by another is both.
    """
    order = [c.document for c in cases]
    rows = []
    for code in codebook:
        passages = under[code.id]
        for facet, value in (*facet_values(codebook), ("", "")):
            fits = [(e, r) for e, r in passages if not facet or e.value(facet) == value]
            have = {e.reference.document for e, _ in fits}
            documents = tuple(d for d in order if d in have)
            rows.append(Count(code.id, facet, value, len(fits), documents, len(cases), sum(r for _, r in fits)))
    return tuple(rows)


def together(under: Mapping[str, Passages], codebook: Codebook) -> tuple[Together, ...]:
    """Pairs of themes in one passage, the most frequent first."""
    spans: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for theme in codebook.themes:
        spans[theme.id] = defaultdict(list)
        for item, _ in under[theme.id]:
            spans[theme.id][item.reference.document].append((item.reference.start, item.reference.end))
    rows = []
    for one, other in combinations(spans, 2):
        documents, n = [], 0
        for id in sorted(spans[one].keys() & spans[other].keys()):
            hits = sum(min(b, d) > max(a, c) for a, b in spans[one][id] for c, d in spans[other][id])
            if hits:
                documents.append(id)
                n += hits
        if n:
            rows.append(Together(one, other, n, tuple(documents)))
    return tuple(sorted(rows, key=lambda t: -t.passages))


def attribute_counts(
    under: Mapping[str, Passages], codebook: Codebook, cases: Sequence[Case]
) -> tuple[AttributeCount, ...]:
    """Themes x values of facets within each value of the attributes that group the cases.

    An attribute groups them when it has two to eight values, at least one of them shared.
    """
    rows = []
    names = sorted({k for c in cases for k in c.attributes} - _NOT_GROUPS)
    themes = {t.id: under[t.id] for t in codebook.themes}
    for name in names:
        groups: dict[str, list[str]] = defaultdict(list)
        for case in cases:
            groups[case.attributes.get(name, "")].append(case.document)
        groups.pop("", None)
        if not 2 <= len(groups) <= min(8, len(cases) - 1):
            continue
        for value in sorted(groups):
            members = set(groups[value])
            for theme, passages in themes.items():
                for facet, given in facet_values(codebook) or (("", ""),):
                    fits = [
                        e.reference.document
                        for e, _ in passages
                        if (not facet or e.value(facet) == given) and e.reference.document in members
                    ]
                    documents = tuple(d for d in groups[value] if d in set(fits))
                    rows.append(AttributeCount(name, value, theme, facet, given, len(fits), documents, len(members)))
    return tuple(rows)

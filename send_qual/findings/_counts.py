"""Counting passages and documents: by code and polarity, by attribute, and themes that stand together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from send_qual.codebook import Codebook
from send_qual.findings._evidence import Case, Evidence, cluster, joint_polarity

__all__ = [
    "POLARITIES",
    "AttributeCount",
    "Count",
    "Passages",
    "Together",
    "attribute_counts",
    "counts",
    "passages_by_code",
    "together",
]

POLARITIES = ("facilitator", "challenge", "mixed")

# Attributes that name or date a case tell nothing when tabulated.
_NOT_GROUPS = {"kind", "area", "councils", "icbs", "title", "participant", "next_step", "urn"}


@dataclass(frozen=True, slots=True)
class Count:
    """How often a code stands, with one polarity (``""`` for any).

    Parameters
    ----------
    code, polarity : str
    passages : int
    documents : tuple of str
        Ids of the documents with at least one such passage.
    of : int
        Number of documents looked at: the N of "n of N".
    reviewed : int
        How many of the passages a person applied or accepted.
    """

    code: str
    polarity: str
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
    """Documents with a theme and polarity among those with one value of an attribute."""

    attribute: str
    value: str
    code: str
    polarity: str
    passages: int
    documents: tuple[str, ...]
    of: int


Passages = tuple[tuple[Evidence, str, bool], ...]
"""Passages under one code: the evidence, its joint polarity, and whether a person has reviewed it."""


def passages_by_code(evidence: Iterable[Evidence], codebook: Codebook) -> dict[str, Passages]:
    """The passages under every code of the codebook, sub-codes included, each once."""
    gathered: dict[str, dict[str, list[Evidence]]] = {code.id: defaultdict(list) for code in codebook}
    for item in evidence:
        parts = item.code.split("/")
        for n in range(1, len(parts) + 1):
            if (code := "/".join(parts[:n])) in gathered:
                gathered[code][item.reference.document].append(item)
    return {
        code: tuple(_passage(group) for items in documents.values() for group in cluster(items))
        for code, documents in gathered.items()
    }


def _passage(group: Sequence[Evidence]) -> tuple[Evidence, str, bool]:
    longest = max(group, key=lambda e: (e.reference.end - e.reference.start, -len(e.code)))
    return longest, joint_polarity(group), any(e.reviewed for e in group)


def counts(under: Mapping[str, Passages], codebook: Codebook, cases: Sequence[Case]) -> tuple[Count, ...]:
    """Each code of the codebook with each polarity and with any, in the codebook's order.

    A passage is counted once under a code, sub-codes included, and under one polarity: one that is
    a strength by one sub-code and a challenge by another is mixed.
    """
    order = [c.document for c in cases]
    rows = []
    for code in codebook:
        passages = under[code.id]
        for polarity in (*POLARITIES, ""):
            fits = [(e, r) for e, p, r in passages if polarity in {"", p}]
            have = {e.reference.document for e, _ in fits}
            documents = tuple(d for d in order if d in have)
            rows.append(Count(code.id, polarity, len(fits), documents, len(cases), sum(r for _, r in fits)))
    return tuple(rows)


def together(under: Mapping[str, Passages], codebook: Codebook) -> tuple[Together, ...]:
    """Pairs of themes in one passage, the most frequent first."""
    spans: dict[str, dict[str, list[tuple[int, int]]]] = {}
    for theme in codebook.themes:
        spans[theme.id] = defaultdict(list)
        for item, _, _ in under[theme.id]:
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
    """Themes x polarity within each value of the attributes that group the cases.

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
                for polarity in POLARITIES:
                    fits = [
                        e.reference.document
                        for e, p, _ in passages
                        if p == polarity and e.reference.document in members
                    ]
                    documents = tuple(d for d in groups[value] if d in set(fits))
                    rows.append(AttributeCount(name, value, theme, polarity, len(fits), documents, len(members)))
    return tuple(rows)

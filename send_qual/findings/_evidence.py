"""From codings to evidence: whose word counts, and what is one passage."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby

from send_qual.coding import Coding, Codings
from send_qual.corpus import Document
from send_qual.findings._parts import Case, Evidence, Reference

__all__ = ["case_of", "cluster", "evidence", "joint_polarity", "locate"]


def case_of(document: Document) -> Case:
    """What a document is called in a sentence (its area, else its title), and what is known of it."""
    label = document.attributes.get("area") or document.attributes.get("participant") or document.title or document.id
    return Case(document.id, label, document.attributes)


def locate(document: Document | None, start: int, end: int, *, quote: str = "", id: str = "") -> Reference:
    """The place of a span: page or time, section and number of the segment it begins in."""
    if document is None:
        return Reference(id, start, end, quote, label=id)
    words = document.text[start:end]
    n = bisect_right([s.start for s in document.segments], start)
    label = case_of(document).label
    if not n or document.segments[n - 1].end <= start:
        return Reference(document.id, start, end, words or quote, label)
    at = document.segments[n - 1]
    return Reference(document.id, start, end, words or quote, label, at.page, at.time, at.section, n)


def _overlap(one: Coding, other: Coding) -> bool:
    """Whether two codings share at least half of the shorter one."""
    shared = min(one.end, other.end) - max(one.start, other.start)
    shorter = min(one.end - one.start, other.end - other.start)
    return shared > 0 and 2 * shared >= shorter


def settled(rows: Sequence[Coding]) -> list[Coding]:
    """The codings that count.

    Rejected ones do not, nor a suggestion of the same code on the same passage by another machine
    coder; where a person has coded a passage with a code, suggestions of that code there do not.
    """
    kept: list[Coding] = []
    for _, group in groupby(sorted(rows, key=lambda c: (c.document, c.code)), key=lambda c: (c.document, c.code)):
        codings = list(group)
        decided = [c for c in codings if c.status != "suggested"]
        people = [c for c in decided if c.status in {"accepted", "applied"}]
        kept += people
        kept += [c for c in codings if c.status == "suggested" and not any(_overlap(c, d) for d in decided)]
    return kept


def cluster(spans: Iterable[Evidence]) -> list[list[Evidence]]:
    """Groups of overlapping evidence of one document: each is one passage."""
    groups: list[list[Evidence]] = []
    end = -1
    for item in sorted(spans, key=lambda e: (e.reference.start, e.reference.end)):
        if groups and item.reference.start < end:
            groups[-1].append(item)
        else:
            groups.append([item])
            end = -1
        end = max(end, item.reference.end)
    return groups


def joint_polarity(group: Sequence[Evidence]) -> str:
    """The polarity of one passage from all that was said of it; people's words go before machines'."""
    heard = [e for e in group if e.reviewed] or list(group)
    found = {e.polarity for e in heard if e.polarity}
    if "mixed" in found or {"facilitator", "challenge"} <= found:
        return "mixed"
    return found.pop() if found else ""


def evidence(codings: Codings) -> tuple[Evidence, ...]:
    """Every passage under every code, once, in document order.

    Overlapping codings with one code by several coders are one passage, the longest span standing
    for it; people's polarity goes before machines'.
    """
    documents = {d.id: d for d in codings.corpus} if codings.corpus is not None else {}
    found: list[Evidence] = []
    rows = settled(codings.rows)
    for (id, code), group in groupby(rows, key=lambda c: (c.document, c.code)):
        alike = [_one(c, documents.get(id)) for c in group]
        for passage in cluster(alike):
            best = max(passage, key=lambda e: (e.reviewed, e.reference.end - e.reference.start, e.confidence or 0.0))
            found.append(
                Evidence(best.reference, code, joint_polarity(passage), best.reviewed, best.confidence, best.reason)
            )
    return tuple(sorted(found, key=lambda e: (e.reference.document, e.reference.start, e.reference.end, e.code)))


def _one(coding: Coding, document: Document | None) -> Evidence:
    reference = locate(document, coding.start, coding.end, quote=coding.quote, id=coding.document)
    by_person = coding.status in {"accepted", "applied"}
    return Evidence(reference, coding.code, coding.polarity, by_person, coding.confidence, coding.reason)

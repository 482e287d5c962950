"""One report of each area: an area inspected twice must not weigh twice in "n of N reports"."""

from __future__ import annotations

from dataclasses import replace

from send_qual.corpus import Corpus, Document, kind_of
from send_qual.errors import Fault
from send_qual.findings import long_date

__all__ = ["is_date", "one_per_area"]


def is_date(text: str) -> bool:
    """Whether this is written as a day, ``2024-05-01``."""
    return len(text) == 10 and text[4] == text[7] == "-" and text.replace("-", "").isdigit()


def one_per_area(corpus: Corpus, compare: str | None = None) -> Corpus:
    """Leave out all but the last inspection of an area, and say so.

    Parameters
    ----------
    corpus : Corpus
    compare : str, optional
        Where it is a date that parts the reports into two tranches, an area may stand in each of them, as it may
        where ``attributes.csv`` gives its reports different tranches.

    Returns
    -------
    Corpus
        With a line in ``left_out`` for each report that does not count.
    """
    parted = compare if compare and is_date(compare) else ""
    last: dict[tuple[str, str], Document] = {}
    for document in corpus:
        key = _key(document, parted)
        if key[0] and (key not in last or _day(last[key]) <= _day(document)):
            last[key] = document
    kept, faults = [], []
    for document in corpus:
        counted = last.get(_key(document, parted), document)
        if counted is document:
            kept.append(document)
        else:
            faults.append(_fault(document, counted))
    return replace(corpus, documents=tuple(kept), left_out=(*corpus.left_out, *faults))


def _key(document: Document, parted: str) -> tuple[str, str]:
    """What counts once and its tranche; nothing for a document of a kind that counts however often it comes."""
    once = kind_of(document).once
    if not once:
        return "", document.id
    told = document.attributes
    later = str(told.get("published", "") >= parted) if parted else ""
    return f"{document.kind} {told[once].casefold()}" if told.get(once) else "", told.get("tranche", "") + later


def _day(document: Document) -> tuple[str, str]:
    return document.attributes.get("inspection_start", ""), document.attributes.get("published", "")


def _fault(document: Document, counted: Document) -> Fault:
    area = document.attributes[kind_of(document).once]
    days = [long_date(d.attributes.get("inspection_start", "")) for d in (document, counted)]
    when = f" ({days[0]}; {days[1]})" if all(days) and days[0] != days[1] else ""
    problem = f"{counted.id} is on {area} too{when}; an area counts once, by its latest report"
    mend = "Take one of the two out of the folder; to compare them, give each its tranche in attributes.csv"
    return Fault(document.id, problem, mend)
